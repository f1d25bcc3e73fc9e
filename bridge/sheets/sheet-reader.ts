// sheet.yaml and its two texts → a sheet as the screens get it.
import { foldLevels, type Sheet, sheetSchema, sheetSections } from "#contract/sheets.ts";
import type { Words } from "#contract/words.ts";
import { type Constants, takeConstant } from "./constants.ts";
import { missingFile } from "./experiment-reader.ts";
import { sheetBlocks, sheetFileSchema } from "./format.ts";
import { lintTerms } from "./lint-terms.ts";
import type { Known } from "./lint-text.ts";
import type { Problems } from "./problem.ts";
import { lintReadingTime } from "./reading-time.ts";
import { parseText } from "./text-file.ts";
import { Texts } from "./words.ts";
import { checkYaml, parseYaml, placeIn } from "./yaml-file.ts";

export interface SheetFiles {
  readonly folder: string;
  readonly yaml: string;
  readonly fr: string | undefined;
  readonly en: string | undefined;
}

export interface GlossaryEntry {
  /** Of glossary.yaml. */
  readonly line: number;
  readonly term: Words;
  readonly definition: Words;
}
export type Glossary = ReadonlyMap<string, GlossaryEntry>;

/** Reads one sheet; `undefined` when it has errors, which are in `problems`. Its experiments are added by the loader. */
export function readSheet(
  files: SheetFiles,
  constants: Constants,
  glossary: Glossary,
  known: Known,
  problems: Problems,
): Sheet | undefined {
  const file = (name: string) => `${files.folder}/${name}`;
  const yaml = parseYaml(file("sheet.yaml"), files.yaml, problems);
  if (yaml === undefined) return undefined;
  const head = checkYaml(yaml, sheetFileSchema, problems);
  if (head === undefined) return undefined;
  if (files.fr === undefined || files.en === undefined) {
    missingFile(file(files.fr === undefined ? "fr.md" : "en.md"), problems);
    return undefined;
  }
  const place = (...path: PropertyKey[]) => placeIn(yaml)(path);
  if (files.folder !== head.id) {
    problems.error(
      "wrong-folder",
      place("id"),
      { fr: `Le dossier ne s’appelle pas « ${head.id} »`, en: `The folder is not called “${head.id}”` },
      { fr: "Donne le même nom au dossier et à l’id.", en: "Give the folder and the id the same name." },
    );
  }
  const published = head.status === "published";
  const texts = new Texts(
    parseText(file("fr.md"), "fr", files.fr, problems, "sheet"),
    parseText(file("en.md"), "en", files.en, problems, "sheet"),
    { sheet: head.id, constants, published, known, problems },
  );
  texts.checkKeys(sheetBlocks);
  const sections = sheetSections.map((id) => ({
    id,
    title: texts.heading(id),
    ...(head.minutes[id] === undefined ? {} : { minutes: head.minutes[id] }),
    folded: head.folded.includes(id),
    body: texts.body(id),
    folds: foldLevels
      .filter((level) => texts.has(id, level))
      .map((level) => ({ level, body: texts.part(id, level) })),
  }));
  const proseOf = ({ body, folds }: (typeof sections)[number]) => [body, ...folds.map((fold) => fold.body)];
  for (const section of sections)
    if (section.minutes !== undefined) lintReadingTime(proseOf(section), section.minutes, texts, section.id);
  if (
    !sections.flatMap(proseOf).some((body) => body.fr.includes("/images/") && body.en.includes("/images/"))
  ) {
    problems.error(
      "missing-image",
      place("id"),
      { fr: "La fiche n’a pas d’image", en: "The sheet has no picture" },
      { fr: "Ajoute au moins un schéma décrit.", en: "Add at least one diagram, described." },
    );
  }
  const numbers = head.numbers.flatMap((id, index) => {
    const constant = takeConstant(constants, id, place("numbers", index), published, problems);
    return constant === undefined ? [] : [constant.constant];
  });
  const terms = head.glossary.flatMap((id, index) => {
    const entry = glossary.get(id);
    if (entry !== undefined) return [{ term: entry.term, definition: entry.definition }];
    problems.error(
      "unknown-term",
      place("glossary", index),
      { fr: `« ${id} » n’est pas dans glossary.yaml`, en: `“${id}” is not in glossary.yaml` },
      { fr: "Ajoute-le au glossaire ou corrige-le.", en: "Add it to the glossary or correct it." },
    );
    return [];
  });
  // A draft begins with terms it does not use yet.
  if (head.status !== "draft")
    lintTerms(
      { listed: head.glossary, everyday: head.everyday, prose: sections.flatMap(proseOf) },
      glossary,
      (list, index) => place(list, ...(index === undefined ? [] : [index])),
      problems,
    );
  const shape = sheetSchema.safeParse({
    id: head.id,
    number: head.number,
    title: texts.title(),
    question: texts.body("question"),
    level: head.level,
    role: head.role,
    profiles: head.matches.profiles,
    models: head.matches.models,
    experiments: [],
    minutes: sections.reduce((sum, { folded, minutes = 0 }) => sum + (folded ? 0 : minutes), 0),
    version: head.version,
    status: head.status,
    sections,
    numbers,
    glossary: terms,
    authors: head.authors,
    checkedOn: head.checked_on,
  });
  if (!shape.success && !problems.hasErrors) {
    for (const issue of shape.error.issues) {
      problems.error(
        "wrong-shape",
        place(...issue.path),
        { fr: `Impossible à montrer : ${issue.message}`, en: `Cannot be shown: ${issue.message}` },
        { fr: "Raccourcis ou corrige ce champ.", en: "Shorten or correct this field." },
      );
    }
  }
  return problems.hasErrors || !shape.success ? undefined : shape.data;
}
