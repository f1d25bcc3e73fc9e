// A step as its author wrote it, in YAML and two languages → as the screens get it.
import type { Check } from "#contract/conditions.ts";
import { judgedOnPaper } from "#contract/paper-runs.ts";
import type { CapturesDrawn, ExperimentStep, Prose, StepInput } from "#contract/sheets.ts";
import type { Words } from "#contract/words.ts";
import type { Reading } from "./condition-reader.ts";
import type { ExperimentFile, InputFile } from "./format.ts";
import type { Problems } from "./problem.ts";
import type { Texts } from "./words.ts";
import { placeIn } from "./yaml-file.ts";

/** Most words of an instruction. */
const instructionWords = 60;
const hintParts = ["hint-1", "hint-2", "hint-3"] as const;

/** Prose short enough to be words. */
export const toWords = (prose: Prose): Words => ({
  fr: prose.fr.slice(0, 2000),
  en: prose.en.slice(0, 2000),
});

/** Only a person's word, which confirms and never verifies. */
function isConfirmation(check: Check): boolean {
  return check.op === "confirm";
}

/** A step of the file, with what was read of it already. */
export interface WrittenStep {
  readonly step: ExperimentFile["steps"][number];
  readonly index: number;
  readonly check: Check | undefined;
  readonly drawn: CapturesDrawn | undefined;
}

/** A step as the screens get it. */
export function readStep(
  { step, index, check, drawn }: WrittenStep,
  texts: Texts,
  { yaml, problems }: Pick<Reading, "yaml" | "problems">,
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
      placeIn(yaml)(["steps", index, "inputs"]),
      { fr: "Une étape pose une seule question", en: "A step asks one question" },
      { fr: "Fais deux étapes.", en: "Make two steps." },
    );
  }
  const asked = askedBy(check);
  return {
    id: step.id,
    kind: step.kind,
    minutes: step.minutes,
    title: toWords(texts.heading(step.id)),
    instruction: texts.body(step.id),
    ...(texts.has(step.id, "simulated") ? { simulated: texts.part(step.id, "simulated") } : {}),
    hints,
    inputs: step.inputs.map((input) => readInput(input, step.id, asked, texts, problems)),
    ...(asked.notes === undefined ? {} : { notes: asked.notes }),
    ...(texts.has(step.id, "explanation") ? { explanation: texts.part(step.id, "explanation") } : {}),
    ...(step.live === undefined ? {} : { live: step.live }),
    ...(drawn === undefined ? {} : { drawn }),
    verifiable,
    ...(check !== undefined && !judgedOnPaper(check) ? { byWord: true } : {}),
  };
}

/** What a step asks, and the answers it proposes. */
export function labelsOf({ inputs }: ExperimentStep): (Words | undefined)[] {
  return inputs.flatMap((input) => [
    "label" in input ? input.label : undefined,
    ...(input.type === "choice" ? input.options.map(({ label }) => label) : []),
  ]);
}

interface Asked {
  /** The number a capture must be labelled with, which the page then proposes. */
  readonly expectLabel?: number;
  readonly labels?: readonly number[];
  readonly captures?: number;
  readonly trials?: number;
  readonly timed?: boolean;
  readonly ofTrials?: number;
  readonly tally?: boolean;
  readonly lines?: number;
  readonly notes?: number;
}

/** What a condition says of the inputs of its step: the page proposes it, the paper leaves room for it. */
function askedBy(check: Check | undefined): Asked {
  switch (check?.op) {
    case "all":
    case "any":
    case "then":
      return Object.assign({}, ...check.of.map(askedBy).reverse());
    case "ratio":
      return { trials: check.n };
    case "latency":
      return check.from.event === "trial-started" ? { trials: check.n, timed: true } : {};
    case "count": {
      if (check.event === "note-added") return { notes: typeof check.min === "number" ? check.min : 1 };
      const lines = check.event === "answer-given" ? check.where?.lines : undefined;
      return typeof lines === "object" && "min" in lines && typeof lines.min === "number"
        ? { lines: lines.min }
        : {};
    }
    case "capture":
      return {
        captures: check.count,
        ...(typeof check.expect_label === "number" ? { expectLabel: check.expect_label } : {}),
        ...(check.labels === undefined ? {} : { labels: check.labels }),
        ...(check.trials === undefined ? {} : { ofTrials: check.trials.n }),
        ...(check.tally === undefined ? {} : { tally: true }),
      };
    default:
      return {};
  }
}

function readInput(
  input: InputFile,
  step: string,
  asked: Asked,
  texts: Texts,
  problems: Problems,
): StepInput {
  const label = texts.has(step, "question") ? { label: toWords(texts.part(step, "question")) } : {};
  switch (input.type) {
    case "number":
      return { ...input, ...label };
    case "text":
      return { ...input, ...label, ...(asked.lines === undefined ? {} : { lines: asked.lines }) };
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
        ...(asked.expectLabel === undefined ? {} : { expectLabel: asked.expectLabel }),
        ...(asked.labels === undefined ? {} : { labels: [...asked.labels] }),
        ...(asked.captures === undefined ? {} : { asked: asked.captures }),
        ...(asked.ofTrials === undefined ? {} : { ofTrials: asked.ofTrials }),
        ...(asked.tally === undefined ? {} : { tally: true }),
      };
    case "mark":
      return { ...input, label: label.label ?? { fr: "", en: "" } };
    case "trial":
      return {
        ...input,
        ...(asked.trials === undefined ? {} : { asked: asked.trials }),
        ...(asked.timed === undefined ? {} : { timed: true }),
      };
    case "label-tags":
    case "command":
    case "reaction":
    case "visit":
    case "confirm":
      return input;
  }
}
