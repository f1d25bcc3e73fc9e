// Frames between a byte that starts and a byte that ends, or that begin with the same two bytes: pairs of bytes that
// come far more often than chance would have them.
import {
  clamp,
  type Guess,
  hexByte,
  histogram,
  totalLength,
  usualEnds,
  usualStarts,
  withChecksum,
} from "../guess.ts";

const pairsTried = 8;
const leastFrames = 4;
const longestFrame = 256;
const leastSurprise = 8;
/** Of the times a byte comes, how many must be at an edge. */
const leastLoyal = 0.85;

interface Pair {
  readonly first: number;
  readonly second: number;
  readonly count: number;
  readonly surprise: number;
}

function pairsOf(bytes: Uint8Array, counts: Uint32Array): Pair[] {
  const seen = new Map<number, number>();
  for (let at = 0; at + 1 < bytes.length; at += 1) {
    const key = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return [...seen]
    .filter(([, count]) => count >= leastFrames)
    .map(([key, count]) => {
      const first = key >> 8;
      const second = key & 0xff;
      const expected = ((counts[first] ?? 0) * (counts[second] ?? 0)) / bytes.length;
      // How far a count is above what chance gives, as a Poisson count is.
      return { first, second, count, surprise: (count - expected) / Math.sqrt(expected + 1) };
    })
    .sort((a, b) => b.surprise - a.surprise)
    .slice(0, pairsTried);
}

/** Cuts so that each frame begins `back` bytes after where the pair does. */
function cutAt(bytes: Uint8Array, { first, second }: Pair, back: 0 | 1): Uint8Array[] {
  const frames: Uint8Array[] = [];
  let start: number | undefined;
  for (let at = 0; at + 1 < bytes.length; at += 1) {
    if (bytes[at] !== first || bytes[at + 1] !== second) continue;
    const here = at + back;
    if (start !== undefined && here - start <= longestFrame && here > start)
      frames.push(bytes.subarray(start, here));
    start = here;
  }
  return frames;
}

export function guessDelimited(bytes: Uint8Array): Guess[] {
  const counts = histogram(bytes);
  const guesses: Guess[] = [];
  for (const pair of pairsOf(bytes, counts)) {
    const { first, second, count } = pair;
    const loyal = Math.min(count / (counts[first] ?? 1), count / (counts[second] ?? 1));
    const isEdge = usualEnds.has(first) && usualStarts.has(second);
    if (loyal >= leastLoyal && isEdge) {
      const frames = cutAt(bytes, pair, 1);
      if (frames.length >= leastFrames)
        guesses.push(
          withChecksum({
            id: `delimited-${hexByte(second)}-${hexByte(first)}`.toLowerCase(),
            kind: "delimited",
            score: clamp(0.5 + 0.35 * loyal),
            what: {
              fr: `Chaque trame va de ${hexByte(second)} à ${hexByte(first)}.`,
              en: `Each frame goes from ${hexByte(second)} to ${hexByte(first)}.`,
            },
            frames,
            coverage: clamp(totalLength(frames) / bytes.length),
          }),
        );
    }
    if (pair.surprise < leastSurprise || count / (counts[first] ?? 1) < 0.5) continue;
    const frames = cutAt(bytes, pair, 0);
    if (frames.length < leastFrames) continue;
    const coverage = clamp(totalLength(frames) / bytes.length);
    guesses.push(
      withChecksum({
        id: `header-${hexByte(first)}-${hexByte(second)}`.toLowerCase(),
        kind: "header",
        score: clamp(0.4 + 0.15 * coverage + (usualStarts.has(first) ? 0.1 : 0)),
        what: {
          fr: `Chaque trame commence par ${hexByte(first)} ${hexByte(second)}.`,
          en: `Each frame starts with ${hexByte(first)} ${hexByte(second)}.`,
        },
        frames,
        coverage,
      }),
    );
  }
  return guesses.sort((a, b) => b.score - a.score).slice(0, 2);
}
