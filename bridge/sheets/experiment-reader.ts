// experiment.yaml, its two texts and its scenarios → what the screens get and what the engine runs.
import { quantities } from "#contract/quantities.ts";
import { type Experiment, experimentSchema } from "#contract/sheets.ts";
import type { ExperimentDefinition } from "../experiments/definition.ts";
import { type Reading, readCheck, readDerivations, readDrawing } from "./condition-reader.ts";
import type { Constants } from "./constants.ts";
import { readFigures } from "./figure-reader.ts";
import { experimentBlocks, experimentFileSchema } from "./format.ts";
import { lintAbilities } from "./lint-abilities.ts";
import { lintExperiment } from "./lint-experiment.ts";
import type { Known } from "./lint-text.ts";
import type { Problems } from "./problem.ts";
import { lintReadingTime } from "./reading-time.ts";
import type { Scenario } from "./scenario.ts";
import { readScenarios } from "./scenario-reader.ts";
import { labelsOf, readStep, toWords } from "./step-reader.ts";
import { parseText } from "./text-file.ts";
import { Texts } from "./words.ts";
import { checkYaml, parseYaml, placeIn } from "./yaml-file.ts";

/** Files of one experiment, by name in its folder; a missing one is `undefined`. */
export interface ExperimentFiles {
  readonly folder: string;
  readonly sheet: string;
  readonly yaml: string;
  readonly fr: string | undefined;
  readonly en: string | undefined;
  readonly scenarios: string | undefined;
}

export interface ReadExperiment {
  readonly experiment: Experiment;
  readonly definition: ExperimentDefinition;
  readonly scenarios: readonly Scenario[];
}

/** Reads one experiment; `undefined` when it has errors, which are in `problems`. */
export function readExperiment(
  files: ExperimentFiles,
  constants: Constants,
  known: Known,
  problems: Problems,
): ReadExperiment | undefined {
  const file = (name: string) => `${files.folder}/${name}`;
  const yaml = parseYaml(file("experiment.yaml"), files.yaml, problems);
  if (yaml === undefined) return undefined;
  const head = checkYaml(yaml, experimentFileSchema, problems);
  if (head === undefined) return undefined;
  if (files.fr === undefined || files.en === undefined) {
    missingFile(file(files.fr === undefined ? "fr.md" : "en.md"), problems);
    return undefined;
  }
  const published = head.status === "published";
  const reading: Reading = { head, yaml, constants, published, problems };
  const figures = readFigures(reading);
  const texts = new Texts(
    parseText(file("fr.md"), "fr", files.fr, problems),
    parseText(file("en.md"), "en", files.en, problems),
    { sheet: head.sheet, constants, figures, published, known, problems },
  );
  lintExperiment(head, files, yaml, known, problems);
  lintAbilities(head, yaml, problems);
  texts.checkKeys([...experimentBlocks, ...head.steps.map((step) => step.id)]);

  const checks = head.steps.map((_, index) => readCheck(reading, index));
  const derivations = readDerivations(reading);
  const roles = texts.choices("roles");
  const steps = head.steps.map((step, index) =>
    readStep(
      { step, index, check: checks[index], drawn: readDrawing(reading, index, checks) },
      texts,
      reading,
    ),
  );
  steps.forEach((step) => {
    lintReadingTime([step.instruction, ...labelsOf(step), step.explanation], step.minutes, texts, step.id);
  });
  const needs = head.needs.map((need) => {
    const name = roles.get(need.role);
    if (name === undefined || name.fr === "" || name.en === "") {
      problems.error(
        "missing-text",
        texts.place("roles"),
        { fr: `Le rôle « ${need.role} » n’a pas de nom`, en: `The role “${need.role}” has no name` },
        {
          fr: `Sous « ## roles », écris « - ${need.role}: … » dans les deux langues.`,
          en: `Under “## roles”, write “- ${need.role}: …” in both languages.`,
        },
      );
    }
    return { ...need, name: toWords(name ?? { fr: "", en: "" }) };
  });
  const scenarios = readScenarios(head, files, problems);
  const optional = (key: "safety" | "privacy" | "misconceptions") =>
    texts.has(key) ? { [key]: texts.body(key) } : {};
  const channels = head.channels.map((channel) => ({
    id: channel.id,
    role: channel.from,
    quantity: channel.quantity,
    name: quantities[channel.quantity].name,
    ...(channel.min === undefined ? {} : { min: channel.min }),
    ...(channel.max === undefined ? {} : { max: channel.max }),
  }));
  const title = toWords(texts.title());
  const shape = experimentSchema.safeParse({
    id: head.id,
    number: head.number,
    sheet: head.sheet,
    title,
    level: head.level,
    minutes: head.minutes,
    ...(head.bonus ? { bonus: true } : {}),
    settings: head.settings,
    aim: texts.body("aim"),
    needs,
    version: head.version,
    status: head.status,
    ...optional("safety"),
    ...optional("privacy"),
    ...optional("misconceptions"),
    channels,
    figures: [...figures.values()].map(({ id, value, unit, digits }) => ({ id, value, unit, digits })),
    charts: head.charts.map(({ id, series, window_seconds }) => ({
      id,
      series,
      windowSeconds: window_seconds,
    })),
    steps,
    authors: head.authors,
  });
  if (!shape.success) {
    for (const issue of shape.error.issues) {
      problems.error(
        "wrong-shape",
        placeIn(yaml)(issue.path),
        { fr: `Impossible à montrer : ${issue.message}`, en: `Cannot be shown: ${issue.message}` },
        { fr: "Raccourcis ou corrige ce champ.", en: "Shorten or correct this field." },
      );
    }
  }
  if (problems.hasErrors || !shape.success) return undefined;
  const definition: ExperimentDefinition = {
    id: head.id,
    version: head.version,
    title,
    needs,
    channels: channels.map((channel, index) => {
      const { reading, magnitude } = head.channels[index] ?? {};
      return {
        ...channel,
        ...(reading === undefined ? {} : { reading }),
        ...(magnitude === undefined ? {} : { magnitude }),
      };
    }),
    derivations,
    figures: shape.data.figures,
    steps: steps.map(({ id, kind, title: stepTitle, inputs }, index) => {
      const check = checks[index];
      return { id, kind, title: stepTitle, inputs, ...(check === undefined ? {} : { check }) };
    }),
  };
  return { experiment: shape.data, definition, scenarios };
}

export function missingFile(file: string, problems: Problems): void {
  problems.error(
    "missing-file",
    { file, line: 1 },
    { fr: `Le fichier ${file} manque`, en: `The file ${file} is missing` },
    { fr: "Crée-le; les deux langues sont demandées.", en: "Create it; both languages are asked for." },
  );
}
