// Text: where its lines end, and what stands between the values of a line.
import type { Words } from "#contract/words.ts";
import { clamp, type Guess, totalLength } from "../guess.ts";

/** Of the bytes, how many must be text. */
const leastText = 0.92;
const leastLines = 3;
const longestLine = 512;

const isText = (byte: number): boolean =>
  (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d || byte >= 0xc2;

interface LineEnd {
  readonly id: string;
  readonly bytes: readonly number[];
  readonly name: string;
}

const lineEnds: readonly LineEnd[] = [
  { id: "crlf", bytes: [0x0d, 0x0a], name: "CR LF" },
  { id: "lf", bytes: [0x0a], name: "LF" },
  { id: "cr", bytes: [0x0d], name: "CR" },
  { id: "semicolon", bytes: [0x3b], name: ";" },
];

const separators: readonly { readonly text: string; readonly name: Words }[] = [
  { text: "\t", name: { fr: "des tabulations", en: "tabs" } },
  { text: ";", name: { fr: "des points-virgules", en: "semicolons" } },
  { text: ",", name: { fr: "des virgules", en: "commas" } },
  { text: " ", name: { fr: "des espaces", en: "spaces" } },
  { text: ":", name: { fr: "des deux-points", en: "colons" } },
  { text: "=", name: { fr: "des signes égal", en: "equals signs" } },
];

export const lineText = (line: Uint8Array): string => Buffer.from(line).toString("latin1").trim();

/** Whole lines, ends included; what stands before the first end may be torn and is left out. */
function linesOf(bytes: Uint8Array, { bytes: end }: LineEnd): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start: number | undefined;
  for (let at = 0; at + end.length <= bytes.length; at += 1) {
    if (!end.every((byte, index) => bytes[at + index] === byte)) continue;
    const next = at + end.length;
    if (start !== undefined && at > start && next - start <= longestLine)
      lines.push(bytes.subarray(start, next));
    start = next;
  }
  return lines;
}

/** The first separator that every line has the same number of times. */
function separatorOf(lines: readonly Uint8Array[], end: LineEnd): (typeof separators)[number] | undefined {
  const texts = lines.map(lineText);
  return separators.find(({ text }) => {
    if (text === end.name) return false;
    const counts = texts.map((line) => line.split(text).length - 1);
    const usual = counts[Math.floor(counts.length / 2)] ?? 0;
    return usual > 0 && counts.filter((count) => count === usual).length >= counts.length * 0.8;
  });
}

/** At most one guess: lines by their end, or text that never ends a line. */
export function guessText(bytes: Uint8Array): Guess[] {
  const text = bytes.reduce((count, byte) => count + (isText(byte) ? 1 : 0), 0) / Math.max(1, bytes.length);
  if (text < leastText || bytes.length < 4) return [];
  for (const end of lineEnds) {
    const lines = linesOf(bytes, end);
    if (lines.length < leastLines) continue;
    const separator = separatorOf(lines, end);
    const between = separator && {
      fr: ` Entre les valeurs d’une ligne : ${separator.name.fr}.`,
      en: ` Between the values of a line: ${separator.name.en}.`,
    };
    return [
      {
        id: `lines-${end.id}`,
        kind: "lines",
        score: clamp(text * (end.id === "semicolon" ? 0.85 : 0.96)),
        what: {
          fr: `Des lignes de texte, terminées par ${end.name}.${between?.fr ?? ""}`,
          en: `Lines of text, ended by ${end.name}.${between?.en ?? ""}`,
        },
        frames: lines,
        coverage: clamp(totalLength(lines) / bytes.length),
        ...(separator === undefined ? {} : { separator: separator.text }),
      },
    ];
  }
  return [
    {
      id: "text",
      kind: "text",
      score: clamp(text * 0.5),
      what: {
        fr: "Du texte, mais aucune fin de ligne ne revient : il arrive peut-être trop lentement, ou sa fin est inhabituelle.",
        en: "Text, but no line end comes again: it may come too slowly, or end in an unusual way.",
      },
      frames: [],
      coverage: 0,
    },
  ];
}
