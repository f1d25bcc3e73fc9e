// `fr.md` and `en.md`: the words of a sheet or an experiment, cut at headings into blocks keyed by id.
// `# Title`, then `## key: heading`, then parts of the block under `### …` (hints, explanation, choices…).
import type { Language } from "#contract/words.ts";
import type { Problems } from "./problem.ts";

/** Parts a block of an experiment may have besides its body, as each language writes them. */
const ofExperiments = {
  fr: {
    simulé: "simulated",
    "indice 1": "hint-1",
    "indice 2": "hint-2",
    "indice 3": "hint-3",
    explication: "explanation",
    question: "question",
    choix: "choices",
  },
  en: {
    simulated: "simulated",
    "hint 1": "hint-1",
    "hint 2": "hint-2",
    "hint 3": "hint-3",
    explanation: "explanation",
    question: "question",
    choices: "choices",
  },
} as const satisfies Record<Language, Record<string, string>>;

/** Of a sheet: what is for the next levels. */
const ofSheets = {
  fr: { avancé: "advanced", expert: "expert" },
  en: { advanced: "advanced", expert: "expert" },
} as const satisfies Record<Language, Record<string, string>>;

type ExperimentPart = (typeof ofExperiments)["en"][keyof (typeof ofExperiments)["en"]];
type SheetPart = (typeof ofSheets)["en"][keyof (typeof ofSheets)["en"]];
export type PartId = ExperimentPart | SheetPart;
export type TextKind = "sheet" | "experiment";

const partHeadings: Readonly<Record<TextKind, Record<Language, Readonly<Record<string, PartId>>>>> = {
  sheet: ofSheets,
  experiment: ofExperiments,
};

export interface TextPart {
  readonly line: number;
  readonly text: string;
}

export interface TextBlock {
  readonly key: string;
  /** After the colon of the heading; empty when there is none. */
  readonly heading: string;
  readonly line: number;
  readonly body: TextPart;
  readonly parts: ReadonlyMap<PartId, TextPart>;
}

export interface TextFile {
  readonly file: string;
  readonly language: Language;
  readonly title: TextPart;
  readonly blocks: ReadonlyMap<string, TextBlock>;
}

/** Cuts a text file; a heading that means nothing, or comes twice, becomes a problem. Fenced code is left alone. */
export function parseText(
  file: string,
  language: Language,
  text: string,
  problems: Problems,
  kind: TextKind = "experiment",
): TextFile {
  const headings = partHeadings[kind][language];
  let title: TextPart = { line: 1, text: "" };
  const blocks = new Map<string, TextBlock>();
  let block: { key: string; heading: string; line: number; parts: Map<PartId, TextPart> } | undefined;
  let part: PartId | undefined;
  let start = 1;
  let kept: string[] = [];
  let body: TextPart = { line: 1, text: "" };
  let fenced = false;

  const closePart = () => {
    const blank = kept.findIndex((line) => line.trim() !== "");
    const closed = { line: start + Math.max(0, blank), text: kept.join("\n").trim() };
    if (block !== undefined) {
      if (part === undefined) body = closed;
      else block.parts.set(part, closed);
    }
    kept = [];
  };
  const closeBlock = () => {
    closePart();
    if (block !== undefined) blocks.set(block.key, { ...block, body });
    block = undefined;
    part = undefined;
  };

  text.split(/\r?\n/).forEach((content, index) => {
    const line = index + 1;
    if (content.startsWith("```")) fenced = !fenced;
    const heading = fenced ? null : /^(#{1,3})\s+(.+?)\s*$/.exec(content);
    if (heading === null) {
      kept.push(content);
      return;
    }
    const [, marks = "", words = ""] = heading;
    if (marks === "#") {
      title = { line, text: words };
      return;
    }
    if (marks === "##") {
      closeBlock();
      const [key = "", ...rest] = words.split(":");
      if (blocks.has(key.trim())) {
        problems.error(
          "twice",
          { file, line, field: key.trim() },
          {
            fr: `Le bloc « ${key.trim()} » est écrit deux fois`,
            en: `The block “${key.trim()}” is there twice`,
          },
          { fr: "Garde un seul des deux.", en: "Keep one of the two." },
        );
      }
      block = { key: key.trim(), heading: rest.join(":").trim(), line, parts: new Map() };
      start = line + 1;
      return;
    }
    closePart();
    part = Object.hasOwn(headings, words) ? headings[words] : undefined;
    start = line + 1;
    if (part === undefined || block === undefined || block.parts.has(part)) {
      problems.error(
        "unknown-heading",
        { file, line, field: block?.key ?? "" },
        { fr: `Le titre « ${words} » n’a pas de sens ici`, en: `The heading “${words}” means nothing here` },
        {
          fr: `Sous un bloc, écris une seule fois un de ces titres : ${Object.keys(headings).join(", ")}. Pour un simple sous-titre, utilise ####.`,
          en: `Under a block, write one of these headings, once: ${Object.keys(headings).join(", ")}. For a plain subheading, use ####.`,
        },
      );
    }
  });
  closeBlock();
  return { file, language, title, blocks };
}

/** The `- value: label` lines of a list. */
export function parseChoices(part: TextPart): { value: string; label: string; line: number }[] {
  return part.text.split("\n").flatMap((content, index) => {
    const found = /^-\s+([a-z0-9][a-z0-9._-]*)\s*:\s+(.+)$/.exec(content.trim());
    return found === null ? [] : [{ value: found[1] ?? "", label: found[2] ?? "", line: part.line + index }];
  });
}
