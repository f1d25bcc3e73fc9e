// An experiment to do without a screen: each step with a box to tick, a place for its answer, a table for its readings.
import type { Experiment, ExperimentStep, StepInput } from "#contract/sheets.ts";
import type { Language } from "#contract/words.ts";
import { writeCode } from "./code.ts";
import { writeLines, writeTickBox } from "./form.ts";
import { Paper } from "./paper.ts";
import { levelNames, minutes, paperWords } from "./paper-words.ts";
import { writeProse } from "./prose.ts";
import type { PrintedContent, PrintOptions } from "./sheet-paper.ts";
import { pictureOf } from "./sheet-paper.ts";
import { writeEmptyTable } from "./table.ts";

/** Sizes of words, points. */
const sizes = [10.5, 10, 9.6] as const;
const mostTries = 10;

/** Steps, the instruction of each, and room to write. */
export function printExperiment(
  experiment: Experiment,
  content: PrintedContent,
  options: PrintOptions,
): Promise<Buffer> {
  const papers = sizes.map((points) => layOut(experiment, content, options, points));
  const fewest = Math.min(...papers.map(({ pages }) => pages));
  // The largest of those that take the fewest pages.
  return (
    papers.find(({ pages }) => pages === fewest) ?? layOut(experiment, content, options, sizes[0])
  ).finish();
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
  paper.line(paperWords.name[language], { scale: 0.9 });
  paper.clear();
  paper.gap(0.5);
  writeProse(paper, experiment.aim[language]);
  if (experiment.needs.length > 0) {
    paper.heading(3, paperWords.needs[language]);
    writeProse(paper, experiment.needs.map(({ name }) => `- ${name[language]}`).join("\n"));
  }
  for (const part of ["safety", "privacy"] as const) {
    const text = experiment[part];
    if (text === undefined) continue;
    paper.heading(3, paperWords[part][language]);
    writeProse(paper, text[language]);
  }
  paper.line(paperWords.byHand[language], { font: "italic", scale: 0.9, soft: true });
  const steps = experiment.steps.map((step, index) => (on: Paper) => writeStep(on, step, index, language));
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

function writeStep(paper: Paper, step: ExperimentStep, index: number, language: Language): void {
  paper.heading(2, `${index + 1}. ${step.title[language]} (${minutes(step.minutes)})`);
  writeProse(paper, step.instruction[language]);
  // Trials that a capture counts are told in its own row.
  const counted = step.inputs.some((input) => input.type === "capture" && input.ofTrials !== undefined);
  for (const input of step.inputs) {
    if (input.type !== "trial" || !counted) writeInput(paper, input, language);
  }
  if (needsReading(step)) {
    paper.line(`${paperWords.reading[language]}${language === "fr" ? "\u00a0:" : ":"}`);
    writeLines(paper, 1);
  }
  writeTickBox(paper, paperWords.done[language]);
}

/** A step that looks at a value and asks for nothing: what was read is worth a line. */
function needsReading({ live, inputs }: ExperimentStep): boolean {
  return live !== undefined && inputs.length === 0;
}

function writeInput(paper: Paper, input: StepInput, language: Language): void {
  switch (input.type) {
    case "choice":
      if (input.label !== undefined) paper.line(input.label[language], { font: "bold" });
      for (const { label } of input.options) writeTickBox(paper, label[language]);
      break;
    case "number":
    case "text":
    case "mark": {
      const unit = input.type === "number" && input.unit !== "" ? ` (${input.unit})` : "";
      paper.line(`${input.label?.[language] ?? paperWords.answer[language]}${unit}`, { font: "bold" });
      writeLines(paper, input.type === "text" ? 3 : 1);
      break;
    }
    case "capture": {
      const label =
        input.labelUnit === ""
          ? paperWords.label[language]
          : `${paperWords.value[language]} (${input.labelUnit})`;
      const reading =
        input.ofTrials === undefined
          ? paperWords.reading[language]
          : `${paperWords.successesOf[language]} ${input.ofTrials}`;
      const names = input.labels ?? (input.expectLabel === undefined ? [] : [input.expectLabel]);
      const rows = Math.max(names.length, input.asked ?? 1);
      writeEmptyTable(
        paper,
        [label, reading, paperWords.note[language]],
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
        [paperWords.trial[language], paperWords.result[language], paperWords.note[language]],
        Array.from({ length: input.asked ?? mostTries }, (_, index) => String(index + 1)),
      );
      break;
    case "reaction":
      writeEmptyTable(
        paper,
        [paperWords.trial[language], paperWords.time[language], paperWords.note[language]],
        Array.from({ length: mostTries }, (_, index) => String(index + 1)),
      );
      break;
    case "visit":
      // One more than the five that are asked, and some that do not count.
      writeEmptyTable(
        paper,
        [
          `${paperWords.visit[language]} (${paperWords.version[language]} ${input.version})`,
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
        Array.from({ length: 2 }, () => ""),
      );
      break;
    case "confirm":
      break;
  }
}
