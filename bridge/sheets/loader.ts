// The content folder → sheets, experiments, definitions and scenarios. What is wrong is left out and reported; the rest loads.
// Format: sheets/README.md; words and logic apart, numbers only from constants.yaml.
import path from "node:path";
import type { Experiment, LearningPath, Sheet } from "#contract/sheets.ts";
import { languages, type Words } from "#contract/words.ts";
import type { ExperimentDefinition } from "../experiments/definition.ts";
import { NotedConstants } from "./constant-uses.ts";
import { type Constant, type Constants, readConstants } from "./constants.ts";
import { createReader, foldersOf, type ReadText } from "./content-folder.ts";
import { readExperiment } from "./experiment-reader.ts";
import { glossaryFileSchema, pathsFileSchema } from "./format.ts";
import { lintText } from "./lint-text.ts";
import { readImages, sizesOf } from "./pictures.ts";
import { Problems, type SheetProblem } from "./problem.ts";
import type { Scenario } from "./scenario.ts";
import { type Glossary, type GlossaryEntry, readSheet } from "./sheet-reader.ts";
import { typeset } from "./typography.ts";
import { checkYaml, parseYaml, type YamlFile } from "./yaml-file.ts";

export interface LoadedSheets {
  readonly sheets: readonly Sheet[];
  readonly experiments: readonly Experiment[];
  readonly paths: readonly LearningPath[];
  readonly definitions: readonly ExperimentDefinition[];
  /** Experiment id → its scenarios. */
  readonly scenarios: ReadonlyMap<string, readonly Scenario[]>;
  readonly constants: Constants;
  /** Sheet or experiment → ids of the constants its texts, drawings and conditions use. */
  readonly uses: ReadonlyMap<string, ReadonlySet<string>>;
  /** Everything that is wrong, in the order of the files. */
  readonly problems: readonly SheetProblem[];
  /** Sheet → file name → SVG text. */
  readonly images: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** SVG text of a picture of a sheet, by its file name; only what the sheet's folder holds. */
  image(sheet: string, name: string): string | undefined;
  /** Sheets of the house's own folder, by id; those that did not load too. */
  readonly own: ReadonlySet<string>;
}

export interface ContentFolders {
  /** The content folder: constants.yaml, glossary.yaml, one folder per sheet, experiments inside. */
  readonly folder: string;
  /**
   * Sheets that a house wrote for itself, beside those: the same format. They use the constants and terms of the first
   * folder, and may add their own; the folder need not be there.
   */
  readonly own?: string | undefined;
}

const typesetWords = (words: Words): Words => ({ fr: typeset("fr", words.fr), en: typeset("en", words.en) });

const nowhere = {
  sheets: new Set<string>(),
  experiments: new Set<string>(),
  images: new Map<string, undefined>(),
};

/** Words beside YAML obey the rules of any text; they link nowhere and have no pictures. */
function lintWords(words: Words, path: readonly string[], yaml: YamlFile, problems: Problems): void {
  for (const language of languages) {
    const at = [...path, language];
    const place = { file: yaml.file, line: yaml.lineOf(at), field: at.join(".") };
    lintText(words[language].replaceAll("\n", " "), language, place, nowhere, problems);
  }
}

function readGlossary(text: string | undefined, problems: Problems): Glossary {
  const yaml = parseYaml("glossary.yaml", text ?? "terms: {}", problems);
  const read = yaml === undefined ? undefined : checkYaml(yaml, glossaryFileSchema, problems);
  for (const [id, { definition }] of Object.entries(read?.terms ?? {}))
    if (yaml !== undefined) lintWords(definition, ["terms", id, "definition"], yaml, problems);
  return new Map(
    Object.entries(read?.terms ?? {}).map(([id, { term, definition }]) => [
      id,
      {
        line: yaml?.lineOf(["terms", id]) ?? 1,
        term: typesetWords(term),
        definition: typesetWords(definition),
      },
    ]),
  );
}

function readPaths(
  text: string | undefined,
  experiments: readonly Experiment[],
  problems: Problems,
): LearningPath[] {
  const yaml = parseYaml("paths.yaml", text ?? "paths: []", problems);
  const read = yaml === undefined ? undefined : checkYaml(yaml, pathsFileSchema, problems);
  return (read?.paths ?? []).map(({ id, name, lead, experiments: numbers }) => ({
    id,
    name: typesetWords(name),
    lead: typesetWords(lead),
    experiments: numbers.flatMap((number) => experiments.find((one) => one.number === number)?.id ?? []),
  }));
}

/** People name sheets and experiments by their numbers. */
function reportDoubledNumbers(
  kind: "sheet" | "experiment",
  list: readonly { readonly id: string; readonly number: string; readonly sheet?: string }[],
  problems: Problems,
): void {
  list.forEach(({ id, number, sheet }, index) => {
    const first = list.find((one) => one.number === number);
    if (first === undefined || list.indexOf(first) === index) return;
    problems.warning(
      "twice",
      { file: `${sheet === undefined ? "" : `${sheet}/`}${id}/${kind}.yaml`, line: 1, field: "number" },
      {
        fr: `${number} est déjà le numéro de « ${first.id} »`,
        en: `${number} is already the number of “${first.id}”`,
      },
      { fr: "Prends un numéro libre.", en: "Take a free number." },
    );
  });
}

/** A word explained nowhere but in the list of all words is read by nobody. */
function reportUnusedTerms(glossary: Glossary, sheets: readonly Sheet[], problems: Problems): void {
  const explained = new Set(sheets.flatMap((sheet) => sheet.glossary.map(({ term }) => term.fr)));
  for (const [id, { term, line }] of glossary) {
    if (explained.has(term.fr)) continue;
    problems.warning(
      "dead-term",
      { file: "glossary.yaml", line, field: `terms.${id}` },
      { fr: `Aucune fiche n’explique « ${term.fr} »`, en: `No sheet explains “${term.en}”` },
      {
        fr: `Ajoute ${id} au glossary d’une fiche qui l’emploie, ou enlève-le.`,
        en: `Add ${id} to the glossary of a sheet that uses it, or remove it.`,
      },
    );
  }
}

interface SheetFolder {
  readonly name: string;
  readonly place: Place;
}

/** A folder of content, and how to read in it. */
interface Place {
  readonly root: string;
  readonly readText: ReadText;
}

/** Numbers and terms of all places; what the first says of an id holds. */
async function readShared(
  places: readonly Place[],
  problems: Problems,
): Promise<{ readonly constants: Constants; readonly glossary: Glossary }> {
  const constants = new Map<string, Constant>();
  const glossary = new Map<string, GlossaryEntry>();
  for (const { readText } of places) {
    const text = (await readText("constants.yaml")) ?? "sources: {}\nconstants: {}\n";
    for (const [id, constant] of readConstants("constants.yaml", text, problems))
      if (!constants.has(id)) constants.set(id, constant);
    for (const [id, entry] of readGlossary(await readText("glossary.yaml"), problems))
      if (!glossary.has(id)) glossary.set(id, entry);
  }
  return { constants, glossary };
}

/** Reads all content of the folders. Never rejects for what an author wrote: see `problems`. */
export async function loadSheets({ folder, own: ownFolder }: ContentFolders): Promise<LoadedSheets> {
  const general = new Problems();
  const sizes = new Problems();
  const places = [folder, ...(ownFolder === undefined ? [] : [ownFolder])].map((root) => ({
    root,
    readText: createReader(root, sizes),
  }));
  const { constants, glossary } = await readShared(places, general);

  const sheetFolders: SheetFolder[] = [];
  const own = new Set<string>();
  const experimentFolders: { sheet: string; name: string }[] = [];
  for (const place of places)
    for (const name of await foldersOf(place.root)) {
      if ((await place.readText(name, "sheet.yaml")) === undefined) continue;
      if (sheetFolders.some((one) => one.name === name)) {
        general.error(
          "twice",
          { file: `${name}/sheet.yaml`, line: 1 },
          { fr: `La fiche « ${name} » existe déjà`, en: `There is already a sheet “${name}”` },
          {
            fr: "Donne un autre nom à son dossier et à son id.",
            en: "Give its folder and its id another name.",
          },
        );
        continue;
      }
      sheetFolders.push({ name, place });
      if (place.root === ownFolder) own.add(name);
      for (const inner of await foldersOf(path.join(place.root, name)))
        if ((await place.readText(name, inner, "experiment.yaml")) !== undefined)
          experimentFolders.push({ sheet: name, name: inner });
    }
  const all: SheetProblem[] = [];
  const ids = {
    sheets: new Set(sheetFolders.map(({ name }) => name)),
    experiments: new Set(experimentFolders.map(({ name }) => name)),
  };

  const sheets: Sheet[] = [];
  const experiments: Experiment[] = [];
  const definitions: ExperimentDefinition[] = [];
  const scenarios = new Map<string, readonly Scenario[]>();
  const images = new Map<string, ReadonlyMap<string, string>>();
  const uses = new Map<string, ReadonlySet<string>>();
  for (const { name, place } of sheetFolders) {
    const { root, readText } = place;
    const problems = new Problems();
    const noted = new NotedConstants(constants);
    uses.set(name, noted.taken);
    const pictures = await readImages(root, name, readText, noted, problems);
    const known = { ...ids, images: sizesOf(pictures) };
    const sheet = readSheet(
      {
        folder: name,
        yaml: (await readText(name, "sheet.yaml")) ?? "",
        fr: await readText(name, "fr.md"),
        en: await readText(name, "en.md"),
      },
      noted,
      glossary,
      known,
      problems,
    );
    all.push(...problems.list);
    if (sheet !== undefined) images.set(name, pictures);

    const own: Experiment[] = [];
    for (const { name: inner } of experimentFolders.filter((one) => one.sheet === name)) {
      const found = new Problems();
      const notedInside = new NotedConstants(constants);
      uses.set(inner, notedInside.taken);
      const read = readExperiment(
        {
          folder: `${name}/${inner}`,
          sheet: name,
          yaml: (await readText(name, inner, "experiment.yaml")) ?? "",
          fr: await readText(name, inner, "fr.md"),
          en: await readText(name, inner, "en.md"),
          scenarios: await readText(name, inner, "scenarios.yaml"),
        },
        notedInside,
        known,
        found,
      );
      all.push(...found.list);
      if (read === undefined) continue;
      own.push(read.experiment);
      definitions.push(read.definition);
      scenarios.set(read.experiment.id, read.scenarios);
    }
    experiments.push(...own);
    if (sheet !== undefined) sheets.push({ ...sheet, experiments: own.map(({ id }) => id) });
  }
  reportDoubledNumbers("sheet", sheets, general);
  // What a sheet that did not load explains is not known.
  if (sheets.length === sheetFolders.length) reportUnusedTerms(glossary, sheets, general);
  reportDoubledNumbers("experiment", experiments, general);
  const paths = readPaths(await places[0]?.readText("paths.yaml"), experiments, general);
  return {
    sheets,
    experiments,
    paths,
    definitions,
    scenarios,
    constants,
    uses,
    problems: [...sizes.list, ...general.list, ...all],
    images,
    image: (sheet, name) => images.get(sheet)?.get(name),
    own,
  };
}
