// Lines of values as sketches print them → names and numbers, with the characters of each. No configuration.
// The habits of the Arduino serial plotter (`name:value` pairs, bare numbers, commas, tabs, spaces, a first line of names),
// JSON objects, and what MakeCode prints on a micro:bit: `x:12` and `{"t":…,"s":…,"n":"x","v":12}`.
// https://docs.arduino.cc/software/ide-v2/tutorials/ide-v2-serial-plotter
// https://makecode.microbit.org/reference/serial/write-value, /reference/radio/write-received-packet-to-serial
// Identity: none; a sketch is known by its port. Names are hostile text: bounded, plain.
import type { Span } from "#contract/frames.ts";
import type { Refusal } from "#contract/refusals.ts";
import { plainText } from "./bytes.ts";

/** Values read of one line; more are left out. */
export const mostValues = 16;
const longestName = 40;

export interface NamedValue {
  /** As printed, or undefined for a column nobody named. */
  readonly name?: string;
  readonly unit?: string;
  /** Place in the line, from 0: what tells unnamed values apart. */
  readonly column: number;
  /** Absent when the line says "not available" (`nan`, `null`). */
  readonly value?: number;
}

export type ValueLineOutcome =
  | {
      readonly kind: "values";
      /** How the values are written: a table of bare numbers is the weakest sign of a sketch that prints values. */
      readonly style: "pairs" | "json" | "table";
      readonly values: readonly NamedValue[];
      readonly spans: readonly Span[];
    }
  /** Names of the columns to come. */
  | { readonly kind: "header"; readonly names: readonly string[]; readonly spans: readonly Span[] }
  /** A sentence for people: shown, not read. */
  | { readonly kind: "text"; readonly why: Refusal; readonly spans: readonly Span[] };

const number = /^[+-]?(?:\d{1,20}\.?\d{0,20}|\.\d{1,20})(?:[eE][+-]?\d{1,3})?$/;
const notAvailable = /^(?:nan|[+-]?inf(?:inity)?|null|none|ovf|--)$/i;
const namePattern = /^[\p{L}_][\p{L}\p{N} _.()/%°²³µ#-]{0,39}$/u;
const pairPattern = /^(.{1,60}?)\s*[:=]\s*(\S+)$/u;
const pairWithUnitPattern = /^(.{1,60}?)\s*[:=]\s*(\S+?)\s*([^\s\d:=,;.+-][^\d:=,;]{0,9})$/u;

interface Segment {
  readonly text: string;
  readonly offset: number;
}

const text = (why: Refusal): ValueLineOutcome => ({ kind: "text", why, spans: [] });
const noValues: Refusal = { code: "no-values" };

/** Pieces between separators, without the blanks around them, and where they start. */
function split(line: string, separator: RegExp): Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  const add = (to: number) => {
    const piece = line.slice(from, to);
    const trimmed = piece.trim();
    segments.push({ text: trimmed, offset: from + piece.length - piece.trimStart().length });
  };
  for (const match of line.matchAll(separator)) {
    add(match.index);
    from = match.index + match[0].length;
  }
  add(line.length);
  // `1,2,` is two values: sketches end each with a comma.
  if (segments.at(-1)?.text === "") segments.pop();
  return segments;
}

/** The value a word stands for: a number, nothing for "not available", or undefined when it is no value. */
function readValue(word: string): { readonly value?: number } | undefined {
  if (notAvailable.test(word)) return {};
  if (!number.test(word)) return undefined;
  const value = Number(word);
  return Number.isFinite(value) ? { value } : {};
}

const isName = (word: string) => namePattern.test(word) && !notAvailable.test(word);
const cleanName = (name: string) => plainText(new TextEncoder().encode(name.trim()), longestName);

function spanOf(line: string, { text: shown, offset }: Segment, name: string): Span {
  // Offsets count bytes of the line, and a degree sign takes two.
  const before = new TextEncoder().encode(line.slice(0, offset)).length;
  const length = new TextEncoder().encode(shown).length;
  return { offset: before, length, field: name.slice(0, 60), value: shown.slice(0, 200) };
}

function readPair(
  given: string,
):
  | { readonly rawName: string; readonly value: { readonly value?: number }; readonly unit?: string }
  | undefined {
  for (const pattern of [pairPattern, pairWithUnitPattern]) {
    const [, rawName = "", word = "", unit] = pattern.exec(given) ?? [];
    const value = readValue(word);
    if (value !== undefined && namePattern.test(rawName))
      return { rawName, value, ...(unit === undefined ? {} : { unit }) };
  }
  return undefined;
}

function readPairs(line: string, segments: readonly Segment[]): ValueLineOutcome | undefined {
  const values: NamedValue[] = [];
  const spans: Span[] = [];
  for (const segment of segments.slice(0, mostValues)) {
    const pair = readPair(segment.text);
    if (pair === undefined) return undefined;
    const { rawName, value, unit } = pair;
    const name = cleanName(rawName);
    values.push({
      name,
      column: values.length,
      ...value,
      ...(unit === undefined ? {} : { unit: cleanName(unit).slice(0, 10) }),
    });
    spans.push(spanOf(line, segment, name));
  }
  return values.length === 0 ? undefined : { kind: "values", style: "pairs", values, spans };
}

function readTable(
  line: string,
  segments: readonly Segment[],
  header: readonly string[],
): ValueLineOutcome | undefined {
  const named = header.length === segments.length;
  const values: NamedValue[] = [];
  const spans: Span[] = [];
  for (const [column, segment] of segments.slice(0, mostValues).entries()) {
    const value = readValue(segment.text);
    if (value === undefined) return undefined;
    const name = named ? header[column] : undefined;
    values.push({ column, ...value, ...(name === undefined ? {} : { name }) });
    spans.push(spanOf(line, segment, name ?? "value"));
  }
  return values.some(({ value }) => value !== undefined)
    ? { kind: "values", style: "table", values, spans }
    : undefined;
}

function readJson(line: string): ValueLineOutcome {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return text({ code: "shape", wanted: "{…}" });
  }
  if (typeof parsed !== "object" || parsed === null) return text(noValues);
  const found: [string, unknown][] = [];
  const collect = (object: object, prefix: string, depth: number): void => {
    for (const [key, value] of Object.entries(object)) {
      if (found.length >= mostValues) return;
      const name = prefix === "" ? key : `${prefix}.${key}`;
      if (typeof value === "object" && value !== null && depth < 2) collect(value, name, depth + 1);
      else found.push([name, value]);
    }
  };
  const { n, v } = parsed as Record<string, unknown>;
  // A radio packet of a micro:bit: its name is a value itself.
  if (typeof n === "string" && typeof v === "number") found.push([n, v]);
  else collect(parsed, "", 0);
  const values: NamedValue[] = [];
  for (const [key, value] of found) {
    const name = cleanName(key);
    const read =
      typeof value === "boolean"
        ? { value: Number(value) }
        : typeof value === "number"
          ? { value }
          : undefined;
    if (read === undefined && value !== null) continue;
    values.push({
      column: values.length,
      ...(Array.isArray(parsed) || name === "" ? {} : { name }),
      ...read,
    });
  }
  if (!values.some(({ value }) => value !== undefined)) return text(noValues);
  const whole = { text: line, offset: 0 };
  return { kind: "values", style: "json", values, spans: [spanOf(line, whole, "data")] };
}

/**
 * Reads one line, its end left away. Never throws.
 * @param header names of the columns, from an earlier line; used when it has as many as the line has values.
 */
export function decodeValueLine(given: string, header: readonly string[] = []): ValueLineOutcome {
  const line = given.trimEnd();
  if (line.trim() === "") return text(noValues);
  if (/^[$!<]/.test(line)) return text({ code: "shape", at: 0 });
  const lead = line.trimStart();
  if ((lead.startsWith("{") && line.endsWith("}")) || (lead.startsWith("[") && line.endsWith("]")))
    return readJson(line);
  if (line.includes("\uFFFD")) return text({ code: "form", field: "text" });
  const byMarks = split(line, /[,;\t]/g);
  const byBlanks = split(line.trimStart(), /\s+/g).map(({ text: word, offset }) => ({
    text: word,
    offset: offset + line.length - lead.length,
  }));
  const read =
    readPairs(line, byMarks) ??
    readPairs(line, byBlanks) ??
    readTable(line, byMarks, header) ??
    readTable(line, byBlanks, header);
  if (read !== undefined) return read;
  const names = byMarks.map((segment) => segment.text);
  if (names.length >= 2 && names.length <= mostValues && names.every(isName))
    return {
      kind: "header",
      names: names.map(cleanName),
      spans: byMarks.map((segment) => spanOf(line, segment, segment.text)),
    };
  return text(noValues);
}
