// experiment.yaml, its two texts and its scenarios → what the screens get and what the engine runs.
import { type Check, checkSchema } from "#contract/conditions.ts";
import { judgedOnPaper } from "#contract/paper-runs.ts";
import { type Quantity, quantities } from "#contract/quantities.ts";
import {
  type Experiment,
  type ExperimentStep,
  experimentSchema,
  type Prose,
  type StepInput,
} from "#contract/sheets.ts";
import type { Words } from "#contract/words.ts";
import type { Derivation, ExperimentDefinition } from "../experiments/definition.ts";
import { drawnByFit, drawnOf } from "./captures-drawn.ts";
import { type Constants, putConstantsIn } from "./constants.ts";
import { type ExperimentFile, experimentBlocks, experimentFileSchema, type InputFile } from "./format.ts";
import { lintAbilities } from "./lint-abilities.ts";
import { lintBareNumbers, lintNames, lintUnits } from "./lint-check.ts";
import { lintExperiment } from "./lint-experiment.ts";
import type { Known } from "./lint-text.ts";
import type { Place, Problems } from "./problem.ts";
import { lintReadingTime } from "./reading-time.ts";
import type { Scenario } from "./scenario.ts";
import { readScenarios } from "./scenario-reader.ts";
import { parseText } from "./text-file.ts";
import { Texts } from "./words.ts";
import { checkYaml, parseYaml, type YamlFile } from "./yaml-file.ts";

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

/** Most words of an instruction. */
const instructionWords = 60;
const hintParts = ["hint-1", "hint-2", "hint-3"] as const;

const toWords = (prose: Prose): Words => ({ fr: prose.fr.slice(0, 2000), en: prose.en.slice(0, 2000) });

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
  const texts = new Texts(
    parseText(file("fr.md"), "fr", files.fr, problems),
    parseText(file("en.md"), "en", files.en, problems),
    { sheet: head.sheet, constants, published, known, problems },
  );
  lintExperiment(head, files, yaml, known, problems);
  lintAbilities(head, yaml, problems);
  texts.checkKeys([...experimentBlocks, ...head.steps.map((step) => step.id)]);

  const checks = head.steps.map((step, index) =>
    step.check === undefined
      ? undefined
      : readCheck(head, index, step.check, yaml, constants, published, problems),
  );
  const derivations = readDerivations(head, yaml, constants, published, problems);
  const drawings = head.steps.map(({ drawn }, index) => {
    if (drawn === undefined) return drawnByFit(checks[index]);
    const path = ["steps", index, "drawn"];
    const place = (at: readonly PropertyKey[]): Place => ({
      file: yaml.file,
      line: yaml.lineOf(at),
      field: at.join("."),
    });
    lintNames(drawn, path, { experiment: head, problems, place });
    const { value } = putConstantsIn(drawn.coil, [...path, "coil"], {
      constants,
      published,
      problems,
      place,
    });
    const from = head.steps.findIndex(({ id }) => id === drawn.step);
    return drawnOf(drawn.step, checks[from], typeof value === "number" ? value : undefined);
  });
  const roles = texts.choices("roles");
  const steps = head.steps.map((step, index): ExperimentStep => {
    const drawn = drawings[index];
    const read = readStep(step, checks[index], texts, yaml, index, problems);
    return drawn === undefined ? read : { ...read, drawn };
  });
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
    settings: head.settings,
    aim: texts.body("aim"),
    needs,
    version: head.version,
    status: head.status,
    ...optional("safety"),
    ...optional("privacy"),
    ...optional("misconceptions"),
    channels,
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
        { file: yaml.file, line: yaml.lineOf(issue.path), field: issue.path.join(".") },
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

function readCheck(
  head: ExperimentFile,
  index: number,
  raw: Readonly<Record<string, unknown>>,
  yaml: YamlFile,
  constants: Constants,
  published: boolean,
  problems: Problems,
): Check | undefined {
  const path = ["steps", index, "check"];
  const place = (at: readonly PropertyKey[]): Place => ({
    file: yaml.file,
    line: yaml.lineOf(at),
    field: at.join("."),
  });
  const { value, uses } = putConstantsIn(raw, path, { constants, published, problems, place });
  const context = { experiment: head, problems, place };
  lintNames(raw, path, context);
  lintUnits(raw, path, uses, context);
  lintBareNumbers(raw, path, context);
  return checkYaml(yaml, checkSchema, problems, value, path);
}

function readDerivations(
  head: ExperimentFile,
  yaml: YamlFile,
  constants: Constants,
  published: boolean,
  problems: Problems,
): Derivation[] {
  const place = (at: readonly PropertyKey[]): Place => ({
    file: yaml.file,
    line: yaml.lineOf(at),
    field: at.join("."),
  });
  return head.derivations.map((derivation, index) => {
    const path = ["derivations", index];
    lintNames(derivation, path, { experiment: head, problems, place });
    const quantity = head.channels.find(({ id }) => id === derivation.channel)?.quantity;
    const measured: Quantity | undefined = quantity && quantities[quantity];
    const figure = (key: "enter" | "leave" | "window"): Derivation["enter"] => {
      const written = derivation[key];
      if (written === undefined) {
        if (measured !== undefined && measured.states === undefined)
          problems.error(
            "missing-threshold",
            place(path),
            {
              fr: `La dérivation « ${derivation.id} » n’a pas de « ${key} »`,
              en: `The derivation “${derivation.id}” has no “${key}”`,
            },
            {
              fr: "Donne une constante ou une réponse; seul un canal à deux états s’en passe.",
              en: "Give a constant or an answer; only a channel of two states can do without.",
            },
          );
        return ofTwoStates[key];
      }
      if (typeof written !== "string") return written;
      const { value } = putConstantsIn(written, [...path, key], { constants, published, problems, place });
      return typeof value === "number" ? value : 0;
    };
    const { id, channel } = derivation;
    return { id, channel, enter: figure("enter"), leave: figure("leave"), window: figure("window") };
  });
}

/** Between 0 and 1, at once. */
const ofTwoStates = { enter: 0.5, leave: 0.5, window: 0 } as const;

/** Only a person's word, which confirms and never verifies. */
function isConfirmation(check: Check): boolean {
  return check.op === "confirm";
}

function readStep(
  step: ExperimentFile["steps"][number],
  check: Check | undefined,
  texts: Texts,
  yaml: YamlFile,
  index: number,
  problems: Problems,
): ExperimentStep {
  const verifiable = check !== undefined && !isConfirmation(check);
  const hints = hintParts.filter((part) => texts.has(step.id, part)).map((part) => texts.part(step.id, part));
  const place = texts.place(step.id);
  if (verifiable && hints.length < hintParts.length) {
    problems.error(
      "missing-hints",
      place,
      {
        fr: `L’étape « ${step.id} » a ${hints.length} indice(s) sur 3`,
        en: `The step “${step.id}” has ${hints.length} hint(s) of 3`,
      },
      {
        fr: "Écris ### indice 1 (un coup de pouce), ### indice 2 (comment) et ### indice 3 (la réponse).",
        en: "Write ### hint 1 (a nudge), ### hint 2 (how) and ### hint 3 (the answer).",
      },
    );
  }
  for (const language of ["fr", "en"] as const) {
    const words = Math.max(texts.words(step.id, language), texts.words(step.id, language, "simulated"));
    if (words <= instructionWords) continue;
    problems.warning(
      "too-long",
      texts.place(step.id, language),
      { fr: `La consigne compte ${words} mots`, en: `The instruction has ${words} words` },
      {
        fr: `Garde une idée et ${instructionWords} mots au plus; le reste va dans les indices.`,
        en: `Keep one idea and ${instructionWords} words at most; the rest goes to the hints.`,
      },
    );
  }
  if (check?.op === "answer" && !texts.has(step.id, "explanation")) {
    problems.error(
      "missing-explanation",
      place,
      {
        fr: `L’étape « ${step.id} » demande une réponse sans l’expliquer`,
        en: `The step “${step.id}” asks for an answer and does not explain it`,
      },
      { fr: "Ajoute ### explication.", en: "Add ### explanation." },
    );
  }
  const asking = step.inputs.filter((input) => ["number", "choice", "text", "mark"].includes(input.type));
  if (asking.length > 1) {
    problems.error(
      "two-questions",
      { file: yaml.file, line: yaml.lineOf(["steps", index, "inputs"]), field: `steps.${index}.inputs` },
      { fr: "Une étape pose une seule question", en: "A step asks one question" },
      { fr: "Fais deux étapes.", en: "Make two steps." },
    );
  }
  return {
    id: step.id,
    kind: step.kind,
    minutes: step.minutes,
    title: toWords(texts.heading(step.id)),
    instruction: texts.body(step.id),
    ...(texts.has(step.id, "simulated") ? { simulated: texts.part(step.id, "simulated") } : {}),
    hints,
    inputs: step.inputs.map((input) => readInput(input, step.id, expectedLabel(check), texts, problems)),
    ...(texts.has(step.id, "explanation") ? { explanation: texts.part(step.id, "explanation") } : {}),
    ...(step.live === undefined ? {} : { live: step.live }),
    verifiable,
    ...(check !== undefined && !judgedOnPaper(check) ? { byWord: true } : {}),
  };
}

/** What a step asks, and the answers it proposes. */
function labelsOf({ inputs }: ExperimentStep): (Words | undefined)[] {
  return inputs.flatMap((input) => [
    "label" in input ? input.label : undefined,
    ...(input.type === "choice" ? input.options.map(({ label }) => label) : []),
  ]);
}

/** The number a capture must be labelled with, which the page then proposes. */
function expectedLabel(check: Check | undefined): number | undefined {
  return check?.op === "capture" && typeof check.expect_label === "number" ? check.expect_label : undefined;
}

function readInput(
  input: InputFile,
  step: string,
  expected: number | undefined,
  texts: Texts,
  problems: Problems,
): StepInput {
  const label = texts.has(step, "question") ? { label: toWords(texts.part(step, "question")) } : {};
  switch (input.type) {
    case "number":
    case "text":
      return { ...input, ...label };
    case "choice": {
      const labels = texts.choices(step, "choices");
      const options = input.options.map((value) => {
        const words = labels.get(value);
        if (words === undefined || words.fr === "" || words.en === "") {
          problems.error(
            "missing-text",
            texts.place(step),
            { fr: `Le choix « ${value} » n’est pas écrit`, en: `The choice “${value}” is not written` },
            {
              fr: `Sous ### choix (et ### choices), ajoute « - ${value}: … ».`,
              en: `Under ### choices (and ### choix), add “- ${value}: …”.`,
            },
          );
        }
        return { value, label: toWords(words ?? { fr: "", en: "" }) };
      });
      return { type: "choice", options, ...label };
    }
    case "capture":
      return {
        type: "capture",
        labelUnit: input.label_unit,
        ...(expected === undefined ? {} : { expectLabel: expected }),
      };
    case "mark":
      return { ...input, label: label.label ?? { fr: "", en: "" } };
    case "trial":
    case "label-tags":
    case "command":
    case "reaction":
    case "visit":
    case "confirm":
      return input;
  }
}
