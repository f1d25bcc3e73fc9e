// The drawings of a sheet, checked, numbers put in.
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { PictureSize } from "#contract/pictures.ts";
import { type Constants, putNumbersIn } from "./constants.ts";
import type { ReadText } from "./content-folder.ts";
import { lintDrawnText, lintImage } from "./lint-text.ts";
import { Problems } from "./problem.ts";

const imageName = /^[a-z0-9][a-z0-9.-]*\.svg$/;

/** Pictures end in `.fr.svg` or `.en.svg` when words are drawn in them; numbers are put in as in texts. */
export async function readImages(
  folder: string,
  name: string,
  readText: ReadText,
  constants: Constants,
  problems: Problems,
): Promise<Map<string, string>> {
  const images = new Map<string, string>();
  const entries = await readdir(path.join(folder, name, "images")).catch((): string[] => []);
  for (const entry of entries.sort()) {
    const text = imageName.test(entry) ? await readText(name, "images", entry) : undefined;
    const file = `${name}/images/${entry}`;
    if (text === undefined) {
      problems.error(
        "bad-image",
        { file, line: 1 },
        { fr: "Ce n’est pas une image permise", en: "This is not an allowed picture" },
        {
          fr: "Garde seulement des SVG nommés en minuscules, chiffres et tirets.",
          en: "Keep only SVG files named with lower-case letters, digits and dashes.",
        },
      );
      continue;
    }
    const found = new Problems();
    lintImage(file, text, found);
    lintDrawnText(file, text, found);
    const language = entry.endsWith(".en.svg") ? "en" : "fr";
    const drawn = putNumbersIn(text, language, { file, line: 1 }, constants, true, found);
    problems.list.push(...found.list);
    if (!found.hasErrors) images.set(entry, drawn);
    const twin = entry.replace(/\.(fr|en)\.svg$/, (_, one) => (one === "fr" ? ".en.svg" : ".fr.svg"));
    if (!entries.includes(twin)) {
      problems.error(
        "missing-translation",
        { file, line: 1 },
        { fr: `L’image ${twin} manque`, en: `The picture ${twin} is missing` },
        {
          fr: "Dessine aussi l’autre langue, ou une image sans mots nommée sans .fr ni .en.",
          en: "Draw the other language too, or a picture without words, named without .fr or .en.",
        },
      );
    }
  }
  return images;
}

/** How large each drawing says it is, on its first element. */
export function sizesOf(images: ReadonlyMap<string, string>): Map<string, PictureSize | undefined> {
  return new Map([...images].map(([name, drawing]) => [name, sizeOf(drawing)]));
}

function sizeOf(drawing: string): PictureSize | undefined {
  const [head = ""] = /<svg[^>]*>/.exec(drawing) ?? [];
  const [width, height] = ["width", "height"].map((side) =>
    Number(new RegExp(`\\s${side}="(\\d{1,5})(?:px)?"`).exec(head)?.[1]),
  );
  return width && height ? { width, height } : undefined;
}
