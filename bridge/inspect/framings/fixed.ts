// Frames that are always of one length: bytes that come again at the same distance tell it (autocorrelation), and the
// columns that never change tell where a frame starts.
import { findChecksum } from "../checksums.ts";
import { clamp, type Guess, hexByte, histogram, totalLength, usualStarts } from "../guess.ts";

const shortest = 3;
const longest = 128;
const leastRepeats = 4;
/** Of the likeness that chance does not explain, how much there must be. */
const leastLikeness = 0.12;
/** In standard deviations of what chance gives. */
const leastSurprise = 8;
/** A column that is the same so often is a constant. */
const constantShare = 0.95;
const mostStarts = 16;

/** The shortest distance at which bytes come again about as much as at any. */
function periodOf(bytes: Uint8Array): { readonly period: number; readonly likeness: number } | undefined {
  const n = bytes.length;
  const chance = histogram(bytes).reduce((sum, count) => sum + (count / n) ** 2, 0);
  if (chance > 0.9) return undefined;
  const found: { period: number; likeness: number }[] = [];
  for (let period = shortest; period <= Math.min(longest, Math.floor(n / leastRepeats)); period += 1) {
    let same = 0;
    for (let at = 0; at + period < n; at += 1) if (bytes[at] === bytes[at + period]) same += 1;
    const pairs = n - period;
    const rate = same / pairs;
    const likeness = (rate - chance) / (1 - chance);
    const surprise = (rate - chance) / Math.sqrt((chance * (1 - chance)) / pairs);
    if (likeness >= leastLikeness && surprise >= leastSurprise) found.push({ period, likeness });
  }
  const best = Math.max(0, ...found.map(({ likeness }) => likeness));
  return found.find(({ likeness }) => likeness >= best * 0.85);
}

/** Column → its constant value, or `undefined`. */
function constantsOf(bytes: Uint8Array, period: number): (number | undefined)[] {
  return Array.from({ length: period }, (_, column) => {
    const counts = new Map<number, number>();
    let rows = 0;
    for (let at = column; at < bytes.length; at += period) {
      const byte = bytes[at] ?? 0;
      counts.set(byte, (counts.get(byte) ?? 0) + 1);
      rows += 1;
    }
    const [value, count] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0]);
    return count >= rows * constantShare ? value : undefined;
  });
}

function cut(bytes: Uint8Array, period: number, start: number): Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let at = start; at + period <= bytes.length; at += period)
    frames.push(bytes.subarray(at, at + period));
  return frames;
}

export function guessFixed(bytes: Uint8Array): Guess[] {
  const found = periodOf(bytes);
  if (found === undefined) return [];
  const { period, likeness } = found;
  const constants = constantsOf(bytes, period);
  const at = (column: number) => constants[(column + period) % period];
  const runFrom = (column: number) => {
    let length = 0;
    while (length < period && at(column + length) !== undefined) length += 1;
    return length;
  };
  /** A frame starts where constants begin; a usual start byte, then a long run, make it likelier. */
  const starts = constants
    .map((value, column) => ({ value, column }))
    .filter(
      ({ value, column }) => value !== undefined && (at(column - 1) === undefined || usualStarts.has(value)),
    )
    .map(({ value = 0, column }) => ({ value, column, run: runFrom(column) }))
    .sort((a, b) => Number(usualStarts.has(b.value)) - Number(usualStarts.has(a.value)) || b.run - a.run)
    .slice(0, mostStarts);
  const tried = starts.map(({ column, run }) => {
    const frames = cut(bytes, period, column);
    return { column, run, frames, checksum: findChecksum(frames) };
  });
  const best = tried.find(({ checksum }) => checksum !== undefined) ?? tried[0];
  const frames = best?.frames ?? cut(bytes, period, 0);
  const head = best && [...(frames[0] ?? [])].slice(0, Math.min(best.run, 4)).map(hexByte).join(" ");
  const score =
    best?.checksum !== undefined ? 0.97 : clamp(0.45 + likeness * 0.45 - (best === undefined ? 0.2 : 0));
  return [
    {
      id: `fixed-${period}`,
      kind: "fixed",
      score,
      what:
        head === undefined
          ? {
              fr: `Toujours ${period} octets : les mêmes reviennent à cette distance. Rien ne dit où une trame commence.`,
              en: `Always ${period} bytes: the same ones come again at that distance. Nothing tells where a frame starts.`,
            }
          : {
              fr: `Toujours ${period} octets, qui commencent par ${head}.`,
              en: `Always ${period} bytes, starting with ${head}.`,
            },
      frames,
      coverage: clamp(totalLength(frames) / bytes.length),
      ...(best?.checksum === undefined ? {} : { checksum: best.checksum }),
    },
  ];
}
