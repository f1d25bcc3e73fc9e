// Frames of one length → what each part of them may hold: constant, counter, checksum, length, measurement, states.
// Every offset, width and byte order is looked at once; the best readings that do not overlap are told. Pure, bounded.
import type { CandidateField, FieldGuess } from "#contract/inspection.ts";
import type { Words } from "#contract/words.ts";
import { type Checksum, findChecksum } from "./checksums.ts";
import { guessQuantities, isLikely } from "./known-values.ts";
import { classify, classifyFree, type Verdict } from "./series.ts";

/** Frames looked at, the newest. */
const mostFrames = 64;
/** Bytes of a frame looked at. */
const mostBytes = 128;
const mostFields = 40;
/** Fewer say nothing of what changes. */
const leastFrames = 4;
const leastScore = 0.4;

interface NumberType {
  readonly name: string;
  readonly bytes: 1 | 2 | 4;
  /** Bits of a whole number; 0 of a float. */
  readonly bits: 8 | 16 | 32 | 0;
  /** Where the byte is that changes least. */
  readonly highAt: number;
  read(view: DataView, at: number): number;
}

/** Unsigned before signed: a number never seen below zero is told as unsigned. */
const types: readonly NumberType[] = [
  { name: "u8", bytes: 1, bits: 8, highAt: 0, read: (view, at) => view.getUint8(at) },
  { name: "u16be", bytes: 2, bits: 16, highAt: 0, read: (view, at) => view.getUint16(at) },
  { name: "u16le", bytes: 2, bits: 16, highAt: 1, read: (view, at) => view.getUint16(at, true) },
  { name: "i16be", bytes: 2, bits: 16, highAt: 0, read: (view, at) => view.getInt16(at) },
  { name: "i16le", bytes: 2, bits: 16, highAt: 1, read: (view, at) => view.getInt16(at, true) },
  { name: "u32be", bytes: 4, bits: 32, highAt: 0, read: (view, at) => view.getUint32(at) },
  { name: "u32le", bytes: 4, bits: 32, highAt: 3, read: (view, at) => view.getUint32(at, true) },
  { name: "f32be", bytes: 4, bits: 0, highAt: 0, read: (view, at) => view.getFloat32(at) },
  { name: "f32le", bytes: 4, bits: 0, highAt: 3, read: (view, at) => view.getFloat32(at, true) },
];

const why = {
  constant: { fr: "Toujours pareil.", en: "Always the same." },
  unclear: { fr: "Change sans règle visible.", en: "Changes by no rule that shows." },
  length: { fr: "Dit combien d’octets a la trame.", en: "Tells how many bytes the frame has." },
} as const satisfies Record<string, Words>;

const viewOf = (frame: Uint8Array) => new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
const hexOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");

/** The commonest length, and the newest frames of it. */
export function sameLength(frames: readonly Uint8Array[]): Uint8Array[] {
  const counts = new Map<number, number>();
  for (const { length } of frames) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [usual] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0]);
  return frames.filter(({ length }) => length === usual).slice(-mostFrames);
}

function printed(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

const floatBounds = [1e-3, 1e6] as const;

/** A float of a device is near one: of random bytes hardly any is. */
const isOrdinaryFloat = (value: number): boolean =>
  value === 0 || (Math.abs(value) >= floatBounds[0] && Math.abs(value) <= floatBounds[1]);

/** Per byte, what a constant is worth when ways to cut a frame are compared. */
const constantWorth = 0.8;
/** Values a number of several bytes has at least to be a measurement: two levels are a state. */
const leastValues = 4;
/** Circular steps of a byte: of a random one 64 on average, of a slow one a few. */
const restlessStep = 40;
/** A number moves by about as much as its low byte alone, or they are two numbers. */
const mostJoint = 2.5;

/** What is known of each byte of the frames. */
interface Column {
  readonly distinct: number;
  /** Mean step from frame to frame, the short way round. */
  readonly step: number;
}

function columnOf(frames: readonly Uint8Array[], column: number): Column {
  let sum = 0;
  for (let index = 1; index < frames.length; index += 1) {
    const step = ((frames[index]?.[column] ?? 0) - (frames[index - 1]?.[column] ?? 0)) & 0xff;
    sum += Math.min(step, 256 - step);
  }
  return {
    distinct: new Set(frames.map((frame) => frame[column])).size,
    step: sum / Math.max(1, frames.length - 1),
  };
}

function meanStep(values: readonly number[]): number {
  let sum = 0;
  for (let index = 1; index < values.length; index += 1)
    sum += Math.abs((values[index] ?? 0) - (values[index - 1] ?? 0));
  return sum / Math.max(1, values.length - 1);
}

/** Whether these bytes move as one number does, and not as neighbours that have nothing to do with each other. */
function isOneNumber(values: readonly number[], low: Column, high: Column): boolean {
  if (low.step >= restlessStep) return high.distinct > 1;
  return meanStep(values) <= Math.max(1, low.step) * mostJoint;
}

function readAs(
  type: NumberType,
  offset: number,
  frames: readonly Uint8Array[],
  columns: readonly Column[],
): CandidateField | undefined {
  const own = columns.slice(offset, offset + type.bytes);
  const high = own[type.highAt];
  const low = own[type.bytes - 1 - type.highAt];
  if (high === undefined || low === undefined || low.distinct < 2) return undefined;
  const values = frames.map((frame) => type.read(viewOf(frame), offset));
  const lowest = Math.min(...values);
  const isFloat = type.bits === 0;
  // A number never seen below zero is told as unsigned.
  if (type.name.startsWith("i") && lowest >= 0) return undefined;
  if (isFloat && !values.every(isOrdinaryFloat)) return undefined;
  const [verdict]: (Verdict | undefined)[] = isFloat ? classifyFree(values) : classify(values, type.bits);
  if (verdict === undefined) return undefined;
  const constants = own.filter(({ distinct }) => distinct === 1).length;
  const highest = Math.max(...values);
  const latest = values.at(-1) ?? 0;
  let { score } = verdict;
  let guesses: FieldGuess[] = [];
  // One byte that counts behind bytes that never change is likelier that one byte alone.
  if (verdict.kind === "counter" && constants > 0)
    score -= type.bytes - constants > 1 ? 0.03 * constants : 0.1 + 0.05 * constants;
  if (verdict.kind === "measurement") {
    if (type.bytes > 1 && new Set(values).size < leastValues) return undefined;
    if (!isFloat && type.bytes > 1 && !isOneNumber(values, low, high)) return undefined;
    guesses = guessQuantities(latest, lowest, highest, type.bits);
    if (isLikely(guesses[0])) score += 0.2;
    else if (guesses.length > 0) score += 0.05;
    if (isFloat) score += 0.15;
    else if (type.bytes > 1) score += constants === 0 ? 0.14 : -0.04 * constants;
  }
  return {
    offset,
    length: type.bytes,
    kind: verdict.kind,
    type: type.name,
    score: Math.max(0, Math.min(0.99, score)),
    value: printed(latest),
    range: [lowest, highest],
    why: verdict.why,
    guesses,
    others: [],
  };
}

/** The cut that explains most, byte for byte: each candidate is worth its score for each of its bytes. */
function bestCut(
  candidates: readonly CandidateField[],
  columns: readonly Column[],
  isTaken: readonly boolean[],
): CandidateField[] {
  const startingAt = columns.map((): CandidateField[] => []);
  for (const field of candidates)
    if (!isTaken.slice(field.offset, field.offset + field.length).some(Boolean))
      startingAt[field.offset]?.push(field);
  const worth = new Float64Array(columns.length + 1);
  const chosen: (CandidateField | undefined)[] = columns.map(() => undefined);
  for (let at = columns.length - 1; at >= 0; at -= 1) {
    const isConstant = isTaken[at] !== true && columns[at]?.distinct === 1;
    worth[at] = (worth[at + 1] ?? 0) + (isConstant ? constantWorth : 0);
    for (const field of startingAt[at] ?? []) {
      const total = field.score * field.length + (worth[at + field.length] ?? 0);
      if (total <= (worth[at] ?? 0)) continue;
      worth[at] = total;
      chosen[at] = field;
    }
  }
  const fields: CandidateField[] = [];
  for (let at = 0; at < columns.length; at += chosen[at]?.length ?? 1) {
    const field = chosen[at];
    if (field !== undefined) fields.push(field);
  }
  return fields;
}

/** Where measurements may begin: after the bytes that only say that a frame starts; the last of them may be a high byte. */
function firstFree(columns: readonly Column[]): number {
  const changing = columns.findIndex(({ distinct }) => distinct > 1);
  return Math.max(0, changing <= 1 ? changing : changing - 1);
}

function constantRuns(
  frames: readonly Uint8Array[],
  columns: readonly Column[],
  isTaken: readonly boolean[],
): CandidateField[] {
  const newest = frames.at(-1) ?? new Uint8Array();
  const fields: CandidateField[] = [];
  let at = 0;
  const isConstantAt = (column: number) => columns[column]?.distinct === 1;
  while (at < columns.length) {
    const isConstant = isConstantAt(at);
    let end = at;
    while (end < columns.length && isTaken[end] !== true && isConstantAt(end) === isConstant) end += 1;
    if (end > at) {
      const bytes = newest.subarray(at, end);
      fields.push({
        offset: at,
        length: end - at,
        kind: isConstant ? "constant" : "unclear",
        type: "bytes",
        score: isConstant ? 0.9 : 0.2,
        value: hexOf(bytes.subarray(0, 26)),
        why: isConstant ? why.constant : why.unclear,
        guesses: [],
        others: [],
      });
    }
    at = Math.max(end, at + 1);
  }
  return fields;
}

const overlap = (a: CandidateField, b: CandidateField): boolean =>
  a.offset < b.offset + b.length && b.offset < a.offset + a.length;

export interface FieldHints {
  /** Of the framing; looked for here when absent. */
  readonly checksum?: Checksum;
  readonly lengthAt?: number;
}

/**
 * What the parts of some frames may hold, in their order.
 * @param given frames in the order heard; only the newest ones of the commonest length are looked at.
 */
export function candidateFields(given: readonly Uint8Array[], hints: FieldHints = {}): CandidateField[] {
  const frames = sameLength(given).map((frame) => frame.subarray(0, mostBytes));
  const length = frames[0]?.length ?? 0;
  if (length === 0 || frames.length < 2) return [];
  const columns = Array.from({ length }, (_, column) => columnOf(frames, column));
  const isTaken = columns.map(() => false);
  const chosen: CandidateField[] = [];
  const take = (field: CandidateField) => {
    isTaken.fill(true, field.offset, field.offset + field.length);
    chosen.push(field);
  };

  const newest = frames.at(-1) ?? new Uint8Array();
  const isWhole = (given[0]?.length ?? 0) <= mostBytes;
  const checksum = hints.checksum ?? (isWhole ? findChecksum(frames) : undefined);
  if (checksum !== undefined && isWhole) {
    const offset = length - checksum.after - checksum.size;
    take({
      offset,
      length: checksum.size,
      kind: "checksum",
      type: "bytes",
      score: 0.97,
      value: hexOf(newest.subarray(offset, offset + checksum.size)),
      why: {
        fr: `Somme de contrôle : ${checksum.name}, à partir de l’octet ${checksum.from}.`,
        en: `Checksum: ${checksum.name}, from byte ${checksum.from} on.`,
      },
      guesses: [],
      others: [],
    });
  }
  if (hints.lengthAt !== undefined && hints.lengthAt < length && isTaken[hints.lengthAt] !== true)
    take({
      offset: hints.lengthAt,
      length: 1,
      kind: "length",
      type: "u8",
      score: 0.9,
      value: String(newest[hints.lengthAt] ?? 0),
      why: why.length,
      guesses: [],
      others: [],
    });

  if (frames.length >= leastFrames) {
    const candidates: CandidateField[] = [];
    for (let offset = firstFree(columns); offset < length; offset += 1)
      for (const type of types) {
        const field = offset + type.bytes > length ? undefined : readAs(type, offset, frames, columns);
        if (field !== undefined && field.score >= leastScore) candidates.push(field);
      }
    candidates.sort((a, b) => b.score - a.score);
    for (const field of bestCut(candidates, columns, isTaken)) {
      const others = candidates
        .filter((one) => one !== field && overlap(one, field))
        .slice(0, 3)
        .map(({ type, offset }) => `${type} @ ${offset}`);
      take({ ...field, others });
    }
  }
  return [...chosen, ...constantRuns(frames, columns, isTaken)]
    .sort((a, b) => a.offset - b.offset)
    .slice(0, mostFields);
}

const numberIn = /[-+]?\d+(?:[.,]\d+)?/;
const mostColumns = 32;

/** The same of lines: what each of their columns may hold. */
export function candidateColumns(lines: readonly string[], separator: string): CandidateField[] {
  const rows = lines.slice(-mostFrames).map((line) => line.split(separator).slice(0, mostColumns));
  const width = rows.at(-1)?.length ?? 0;
  const same = rows.filter((row) => row.length === width);
  if (same.length < 2) return [];
  return Array.from({ length: width }, (_, column) => {
    const cells = same.map((row) => row[column] ?? "");
    const latest = (cells.at(-1) ?? "").trim().slice(0, 80);
    const base = { offset: column, length: 1, type: "column", value: latest, guesses: [], others: [] };
    if (new Set(cells).size === 1)
      return { ...base, kind: "constant" as const, score: 0.9, why: why.constant };
    const numbers = cells.flatMap((cell) => {
      const found = numberIn.exec(cell)?.[0];
      return found === undefined ? [] : [Number(found.replace(",", "."))];
    });
    const [verdict] = numbers.length === cells.length ? classifyFree(numbers) : [];
    if (verdict === undefined) return { ...base, kind: "unclear" as const, score: 0.2, why: why.unclear };
    const lowest = Math.min(...numbers);
    const highest = Math.max(...numbers);
    return {
      ...base,
      kind: verdict.kind,
      score: Math.min(0.99, verdict.score + 0.2),
      range: [lowest, highest] as [number, number],
      why: verdict.why,
      guesses: verdict.kind === "measurement" ? guessQuantities(numbers.at(-1) ?? 0, lowest, highest, 0) : [],
    };
  });
}
