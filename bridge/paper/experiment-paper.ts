// An experiment to do without a screen: each step with a box to tick, a place for its answer, a table for its readings.
import { quantities } from "#contract/quantities.ts";
import type { Experiment, ExperimentStep, StepInput } from "#contract/sheets.ts";
import { unitIn } from "#contract/unit-words.ts";
import type { Language, Words } from "#contract/words.ts";
import { writeCode } from "./code.ts";
import { writeBlank, writeBlanks, writeLines, writeTickBox } from "./form.ts";
import { Paper } from "./paper.ts";
import { levelNames, minutes, paperWords } from "./paper-words.ts";
import { writeProse } from "./prose.ts";
import type { PrintedContent, PrintOptions } from "./sheet-paper.ts";
import { pictureOf } from "./sheet-paper.ts";
import { writeEmptyTable } from "./table.ts";

/** Sizes of words, points. */
const sizes = [10.5, 10, 9.6, 9.3] as const;
const leastSize = 9;

/** Steps, the instruction of each, and room to write. */
export function printExperiment(
  experiment: Experiment,
  content: PrintedContent,
  options: PrintOptions,
): Promise<Buffer> {
  const open = (points: number) => layOut(experiment, content, options, points);
  const smallest = open(leastSize);
  // The largest of those that take the fewest pages.
  for (const points of sizes) {
    const paper = open(points);
    if (paper.pages <= smallest.pages) return paper.finish();
  }
  return smallest.finish();
}

function layOut(
  experiment: Experiment,
  content: PrintedContent,
  { language, size, base }: PrintOptions,
  points: number,
): Paper {
  const title = experiment.title[language];
  const paper = new Paper({
    ...{ size, language, title, base, points },
    author: experiment.authors.join(", "),
    footer: `Labo Explorer · ${experiment.number} · ${title} · CC BY 4.0`,
    picture: pictureOf(content),
  });
  writeCode(paper, `${base}/experiences/${experiment.id}`, paperWords.live[language]);
  paper.line(
    `${paperWords.experiment[language]} ${experiment.number} · ${levelNames[experiment.level][language]}${experiment.bonus ? `, ${paperWords.bonus[language]}` : ""} · ${minutes(experiment.minutes)}`,
    { scale: 0.9, soft: true },
  );
  paper.heading(1, title);
  writeBlanks(paper, [
    { text: paperWords.name[language], share: 0.66 },
    { text: paperWords.date[language], share: 0.34 },
  ]);
  paper.clear();
  paper.gap(0.5);
  writeProse(paper, experiment.aim[language]);
  if (experiment.needs.length > 0) {
    paper.heading(3, paperWords.needs[language], { rank: 2 });
    writeProse(paper, experiment.needs.map(({ name }) => `- ${name[language]}`).join("\n"));
  }
  for (const part of ["safety", "privacy"] as const) {
    const text = experiment[part];
    if (text === undefined) continue;
    paper.heading(3, paperWords[part][language], { rank: 2 });
    writeProse(paper, text[language]);
  }
  const isCommanding = experiment.steps.some(({ inputs }) => inputs.some(({ type }) => type === "command"));
  const byHand = `${paperWords.byHand[language]}${isCommanding ? ` ${paperWords.controls[language]}` : ""}`;
  paper.line(byHand, { font: "italic", scale: 0.9, soft: true });
  const steps = experiment.steps.map(
    (step, index) => (on: Paper) => writeStep(on, step, { index, language, unit: unitOf(step, experiment) }),
  );
  const heights = paper.heightsInColumn(paper, steps);
  steps.forEach((write, index) => {
    // A step is read and filled in without turning the page, unless it takes more than one.
    const height = heights[index] ?? 0;
    if (height <= paper.tallest) paper.need(height);
    write(paper);
  });
  paper.gap(1);
  paper.line(
    `${experiment.authors.join(", ")} · version ${experiment.version} · ${paperWords.licenceShort[language]}`,
    { scale: 0.75, soft: true },
  );
  return paper;
}

/** Unit of what a step captures; empty when it has none. */
function unitOf({ live, inputs }: ExperimentStep, { channels }: Experiment): string {
  if (inputs.some(({ type }) => type === "reaction")) return "ms";
  const channel = channels.find(({ id, role }) => id === live?.channel && role === live.role);
  return channel === undefined ? "" : quantities[channel.quantity].unit;
}

interface StepPlace {
  readonly index: number;
  readonly language: Language;
  /** Of what it captures. */
  readonly unit: string;
}

function writeStep(paper: Paper, step: ExperimentStep, { index, language, unit }: StepPlace): void {
  const { inputs } = step;
  paper.heading(2, `${index + 1}. ${step.title[language]} (${minutes(step.minutes)})`);
  writeProse(paper, step.instruction[language]);
  // Trials that a capture counts are told in its own row.
  const counted = inputs.some((input) => input.type === "capture" && input.ofTrials !== undefined);
  for (const input of inputs) {
    if (input.type !== "trial" || !counted) writeInput(paper, input, unit, language);
  }
  if (step.notes !== undefined) {
    paper.line(paperWords.note[language], { font: "bold" });
    writeLines(paper, step.notes * linesOfText);
  }
  // A logbook keeps something of each step: what is typed from it into the bench, too.
  if (!inputs.some(({ type }) => written.has(type))) writeBlank(paper, paperWords.seen[language]);
  paper.gap(0.3);
  writeTickBox(paper, doneWords(step)[language]);
}

/** Inputs that have their own place on paper. */
const written: ReadonlySet<StepInput["type"]> = new Set([
  ...(["choice", "number", "text", "capture", "trial", "reaction", "visit", "label-tags"] as const),
]);

function doneWords({ inputs }: ExperimentStep): Words {
  const confirm = inputs.find((input) => input.type === "confirm");
  switch (confirm?.by) {
    case "other-participant":
      return paperWords.doneByOther;
    case "trainer":
      return paperWords.doneByTrainer;
    default:
      return paperWords.done;
  }
}

const mostTries = 10;
const linesOfText = 3;
const tagsNamed = 3;

const withUnit = (what: string, unit: string, language: Language): string =>
  unit === "" ? what : `${what} (${unitIn(language, unit)})`;

/** @param unit of what the step captures. */
function writeInput(paper: Paper, input: StepInput, unit: string, language: Language): void {
  const label = "label" in input ? input.label?.[language] : undefined;
  switch (input.type) {
    case "choice":
      if (label !== undefined) paper.line(label, { font: "bold" });
      for (const option of input.options) writeTickBox(paper, option.label[language], { round: true });
      break;
    case "number":
      writeBlank(paper, withUnit(label ?? paperWords.answer[language], input.unit, language), "bold");
      break;
    case "text":
      paper.line(label ?? paperWords.answer[language], { font: "bold" });
      writeLines(paper, Math.max(linesOfText, input.lines ?? 0));
      break;
    case "capture": {
      const name =
        input.labelUnit === ""
          ? paperWords.label[language]
          : withUnit(paperWords.value[language], input.labelUnit, language);
      const reading = input.tally
        ? paperWords.tally[language]
        : input.ofTrials === undefined
          ? withUnit(paperWords.reading[language], unit, language)
          : `${paperWords.successesOf[language]} ${input.ofTrials}`;
      const names = input.labels ?? (input.expectLabel === undefined ? [] : [input.expectLabel]);
      const rows = Math.max(names.length, input.asked ?? 1);
      writeEmptyTable(
        paper,
        [name, reading, paperWords.note[language]],
        Array.from(
          { length: rows },
          (_, index) => names[index]?.toLocaleString(language === "fr" ? "fr-CA" : "en-CA") ?? "",
        ),
      );
      break;
    }
    case "trial":
      writeEmptyTable(
        paper,
        [
          paperWords.trial[language],
          input.timed ? withUnit(paperWords.time[language], "s", language) : paperWords.result[language],
          paperWords.note[language],
        ],
        Array.from({ length: input.asked ?? mostTries }, (_, index) => String(index + 1)),
      );
      break;
    case "reaction":
      writeEmptyTable(
        paper,
        [
          paperWords.trial[language],
          withUnit(paperWords.time[language], "ms", language),
          paperWords.note[language],
        ],
        Array.from({ length: mostTries }, (_, index) => String(index + 1)),
      );
      break;
    case "visit":
      // One more than the five that are asked, and some that do not count.
      writeEmptyTable(
        paper,
        [
          `${paperWords.visit[language]} (${paperWords.version[language]}\u00a0${input.version})`,
          paperWords.lasted[language],
          paperWords.made[language],
        ],
        Array.from({ length: 8 }, (_, index) => String(index + 1)),
      );
      break;
    case "label-tags":
      writeEmptyTable(
        paper,
        [paperWords.tag[language], paperWords.tagLabel[language]],
        Array.from({ length: tagsNamed }, () => ""),
      );
      break;
    // Gestures at the bench: nothing is written for them.
    case "mark":
    case "command":
    case "confirm":
      break;
  }
}
