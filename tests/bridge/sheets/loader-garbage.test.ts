// Whatever stands in the content folder, the loader answers: what is broken is reported, the rest loads.
import { appendFile, mkdir, readdir, readFile, truncate } from "node:fs/promises";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LoadedSheets, loadSheets } from "../../../bridge/sheets/loader.ts";
import { contentFolder, copyContent } from "./content-copy.ts";

const files = (await readdir(contentFolder, { recursive: true }))
  .filter((name) => /\.(ya?ml|md|svg)$/.test(name) && !name.startsWith("README"))
  .map((name) => name.replaceAll("\\", "/"))
  .sort();
/** Files every sheet rests on: broken, they may cost all. */
const shared = ["constants.yaml", "glossary.yaml"];

const bombs: readonly (readonly [string, string])[] = [
  ["nothing at all", ""],
  ["zero bytes", "\0".repeat(200)],
  ["brackets without end", "[".repeat(50_000)],
  ["nested maps without end", `${"{a: ".repeat(20_000)}1`],
  ["aliases that multiply", aliases(12)],
  ["an alias of nothing", "id: *nowhere\n"],
  ["a tag nobody knows", "id: !!js/function 'process.exit()'\n"],
  [
    "a key of the language's own",
    "__proto__: {polluted: true}\nconstructor: {prototype: {polluted: true}}\n",
  ],
  ["several documents", "--- {}\n--- {}\n"],
  ["a list where a map is wanted", "- a\n- b\n"],
  ["headings without end", "#".repeat(100_000)],
  ["an unclosed picture", "![".repeat(20_000)],
  ["braces without end", "{{".repeat(20_000)],
  ["a number that is none", "id: .nan\nminutes: .inf\n"],
];

function aliases(levels: number): string {
  const lines = ["l0: &l0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let i = 1; i < levels; i += 1)
    lines.push(`l${i}: &l${i} [${Array.from({ length: 10 }, () => `*l${i - 1}`).join(", ")}]`);
  return `${lines.join("\n")}\n`;
}

/** Every problem points at a file and a line, and says what to do in both languages. */
function wellSaid(loaded: Awaited<ReturnType<typeof loadSheets>>): void {
  for (const { file, line, message, remedy } of loaded.problems) {
    expect(file).not.toBe("");
    expect(line).toBeGreaterThanOrEqual(1);
    expect([message.fr, message.en, remedy.fr, remedy.en]).not.toContain("");
  }
}

const idsOf = ({ sheets }: Pick<LoadedSheets, "sheets">) => sheets.map(({ id }) => id);
const all = idsOf(await loadSheets({ folder: contentFolder }));
const without = (...lost: readonly string[]) => all.filter((id) => !lost.includes(id));

describe("the loader never throws", () => {
  it.each(bombs)("for %s, in any file", async (_name, text) => {
    await using content = await copyContent();
    await content.write("f1-balise/sheet.yaml", text);
    await content.write("f2-rfid-nfc/fr.md", text);
    const loaded = await loadSheets({ folder: content.folder });
    wellSaid(loaded);
    expect(idsOf(loaded)).toEqual(without("f1-balise", "f2-rfid-nfc"));
    for (const file of [...shared, "f4-microcontroleur/images/escalier.fr.svg"])
      await content.write(file, text);
    wellSaid(await loadSheets({ folder: content.folder }));
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it("for a real file cut, doubled or with bytes changed anywhere", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.oneof(
          fc.constant(""),
          fc.string({ unit: "binary", maxLength: 12 }),
          fc.constantFrom("}}", "{{", "\t", ":", "$", "&a", "*a", "- "),
        ),
        fc.boolean(),
        async (file, where, inserted, cut) => {
          await using content = await copyContent();
          const whole = await readFile(path.join(content.folder, file), "utf8");
          const at = Math.floor(where * whole.length);
          await content.write(file, whole.slice(0, at) + inserted + (cut ? "" : whole.slice(at)));
          wellSaid(await loadSheets({ folder: content.folder }));
        },
      ),
      { numRuns: 20 },
    );
  });

  it("for a folder where a file should be, and a file where a folder should", async () => {
    await using content = await copyContent();
    await content.remove("f1-balise/fr.md");
    await mkdir(path.join(content.folder, "f1-balise/fr.md"));
    await content.write("f9-fichier", "not a folder");
    const loaded = await loadSheets({ folder: content.folder });
    wellSaid(loaded);
    expect(idsOf(loaded)).toEqual(without("f1-balise"));
  });

  it.each([
    ["f2-rfid-nfc/en.md", "f2-rfid-nfc"],
    ["f1-balise/images/zones.fr.svg", "f1-balise"],
    ["glossary.yaml", undefined],
  ] as const)("reports %s of 5 MB in both languages, and does not show it", async (file, lost) => {
    await using content = await copyContent();
    await appendFile(path.join(content.folder, file), " ".repeat(5_000_000));
    const loaded = await loadSheets({ folder: content.folder });
    wellSaid(loaded);
    const found = loaded.problems.find((problem) => problem.rule === "too-large" && problem.file === file);
    expect(found?.message).toEqual({
      fr: "Le fichier est trop gros pour être lu",
      en: "The file is too large to be read",
    });
    if (lost !== undefined) expect(idsOf(loaded)).toEqual(without(lost));
  });

  it("reports a file far too large, without reading it", async () => {
    await using content = await copyContent();
    const file = path.join(content.folder, "f2-rfid-nfc/sheet.yaml");
    await appendFile(file, "# ");
    await truncate(file, 3_000_000_000);
    const loaded = await loadSheets({ folder: content.folder });
    expect(loaded.problems).toContainEqual(
      expect.objectContaining({ rule: "too-large", file: "f2-rfid-nfc/sheet.yaml", line: 1 }),
    );
    expect(idsOf(loaded)).toEqual(without("f2-rfid-nfc"));
  });
});
