// Frames that say how long they are: a start byte, and a little further the number of bytes that follow.
import { clamp, type Guess, hexByte, histogram, totalLength, usualStarts, withChecksum } from "../guess.ts";

const startsTried = 12;
const mostBefore = 4;
/** What a length may leave out: start, itself, type, checksum, stop. */
const mostBesides = 8;
const leastFrames = 4;
const leastCoverage = 0.6;
/** Powers of ten against chance. */
const leastSurprise = 8;
const candidatesChecked = 8;

interface Walk {
  readonly start: number;
  readonly lengthAt: number;
  readonly besides: number;
  readonly frames: readonly Uint8Array[];
  readonly coverage: number;
  readonly lengths: number;
}

/** Goes from start to start by the lengths told; a wrong step goes on one byte further. */
function walk(bytes: Uint8Array, start: number, lengthAt: number, besides: number): Walk {
  const frames: Uint8Array[] = [];
  const lengths = new Set<number>();
  let at = bytes.indexOf(start);
  while (at >= 0 && at + lengthAt < bytes.length) {
    const total = (bytes[at + lengthAt] ?? 0) + besides;
    const end = at + total;
    if (total > lengthAt && end < bytes.length && bytes[end] === start) {
      frames.push(bytes.subarray(at, end));
      lengths.add(total);
      at = end;
    } else at = bytes.indexOf(start, at + 1);
  }
  const coverage = totalLength(frames) / Math.max(1, bytes.length);
  return { start, lengthAt, besides, frames, coverage, lengths: lengths.size };
}

export function guessLength(bytes: Uint8Array): Guess[] {
  const counts = histogram(bytes);
  const starts = [...counts.keys()]
    .filter((byte) => (counts[byte] ?? 0) >= leastFrames)
    .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0))
    .slice(0, startsTried);
  const walks: Walk[] = [];
  for (const start of starts) {
    const chance = (counts[start] ?? 0) / bytes.length;
    for (let lengthAt = 1; lengthAt <= mostBefore; lengthAt += 1)
      for (let besides = 0; besides <= mostBesides; besides += 1) {
        const found = walk(bytes, start, lengthAt, besides);
        const surprise = -Math.log10(chance) * found.frames.length;
        if (
          found.lengths >= 2 &&
          found.frames.length >= leastFrames &&
          found.coverage >= leastCoverage &&
          surprise >= leastSurprise
        )
          walks.push(found);
      }
  }
  const rank = ({ coverage, start }: Walk) => coverage + (usualStarts.has(start) ? 0.05 : 0);
  const guesses = walks
    .sort((a, b) => rank(b) - rank(a))
    .slice(0, candidatesChecked)
    .map((one) => toGuess(one))
    .sort((a, b) => b.score - a.score);
  return guesses.slice(0, 1);
}

function toGuess({ start, lengthAt, besides, frames, coverage }: Walk): Guess {
  const place = { fr: `l’octet ${lengthAt}`, en: `byte ${lengthAt}` };
  return withChecksum({
    id: `length-${lengthAt}`,
    kind: "length",
    score: clamp(0.5 + 0.35 * coverage + (usualStarts.has(start) ? 0.03 : 0)),
    what: {
      fr: `Chaque trame commence par ${hexByte(start)}; ${place.fr} (compté de zéro) dit sa longueur${besides > 0 ? `, moins ${besides}` : ""}.`,
      en: `Each frame starts with ${hexByte(start)}; ${place.en} (counted from zero) tells its length${besides > 0 ? `, less ${besides}` : ""}.`,
    },
    frames,
    coverage: clamp(coverage),
    lengthAt,
  });
}
