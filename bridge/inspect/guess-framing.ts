// Bytes of a device nobody knows → the ways they may be cut into frames, the likeliest first; where none fits, what to do.
// Pure and bounded: a window of bytes, a fixed list of hypotheses, none of which throws on any bytes.
import type { Words } from "#contract/words.ts";
import { guessDelimited } from "./framings/delimited.ts";
import { guessFixed } from "./framings/fixed.ts";
import { guessLength } from "./framings/length.ts";
import { guessStuffed } from "./framings/stuffed.ts";
import { guessText } from "./framings/text.ts";
import { type Guess, histogram, leastScore } from "./guess.ts";

/** Most bytes looked at: the last ones. */
export const windowBytes = 4096;
/** Fewer say nothing yet. */
const leastBytes = 32;
const mostGuesses = 6;

export interface FramingGuesses {
  readonly guesses: readonly Guess[];
  /** Nothing fits, or not yet. */
  readonly hint?: Words;
}

const hints = {
  few: {
    fr: "Trop peu d’octets pour deviner : attends qu’il en vienne d’autres, ou fais réagir l’appareil.",
    en: "Too few bytes to guess: wait for more, or make the device react.",
  },
  one: {
    fr: "Toujours le même octet : la ligne est peut-être au repos, ou la vitesse est bien trop grande.",
    en: "Always the same byte: the line may be idle, or the speed far too high.",
  },
  slower: {
    fr: "Les octets sont presque tous faits d’une suite de zéros puis de uns : l’appareil parle sans doute plus lentement. Essaie une vitesse plus basse.",
    en: "Nearly all bytes are a run of zeros then ones: the device probably speaks more slowly. Try a lower speed.",
  },
  random: {
    fr: "À cette vitesse, les octets ont l’air pris au hasard : essaie une autre vitesse. S’ils le restent à toutes, ils sont peut-être chiffrés.",
    en: "At this speed the bytes look random: try another speed. If they do at every speed, they may be encrypted.",
  },
  unclear: {
    fr: "Les octets ne sont pas pris au hasard, mais aucun découpage connu ne leur va. Attends-en d’autres, ou essaie une autre vitesse.",
    en: "The bytes are not random, but no known framing fits them. Wait for more, or try another speed.",
  },
} as const satisfies Record<string, Words>;

/** A byte heard much too fast: one slow bit of the sender fills it, or two, so that its bits change once at most. */
const isSmeared = (byte: number): boolean => {
  const edges = (byte ^ (byte >> 1)) & 0x7f;
  return (edges & (edges - 1)) === 0;
};

/** Bits of surprise per byte, 0 to 8. */
export function entropy(bytes: Uint8Array): number {
  let sum = 0;
  for (const count of histogram(bytes)) {
    if (count === 0) continue;
    const share = count / bytes.length;
    sum -= share * Math.log2(share);
  }
  return sum;
}

function hintOf(bytes: Uint8Array): Words {
  const distinct = new Set(bytes).size;
  if (distinct <= 1) return hints.one;
  const smeared = bytes.reduce((count, byte) => count + (isSmeared(byte) ? 1 : 0), 0) / bytes.length;
  if (smeared > 0.8) return hints.slower;
  // So few bytes cannot show all values even when they are random.
  const most = Math.log2(Math.min(256, bytes.length));
  return entropy(bytes) > most * 0.9 ? hints.random : hints.unclear;
}

/** Where a checksum proves one cut, those without it are only kept as what else it could be. */
const unprovenShare = 0.7;

function weighed(guesses: readonly Guess[]): Guess[] {
  const isProven = guesses.some(({ checksum }) => checksum !== undefined);
  return guesses.map((guess) =>
    isProven && guess.checksum === undefined ? { ...guess, score: guess.score * unprovenShare } : guess,
  );
}

const framesCompared = 4;

/** Whether two guesses, told otherwise, cut the bytes at the same places. */
function isSameCut(guess: Guess, better: Guess): boolean {
  const places = new Set(better.frames.map(({ byteOffset, length }) => `${byteOffset} ${length}`));
  const compared = guess.frames.slice(1, 1 + framesCompared);
  return (
    compared.length > 0 && compared.every(({ byteOffset, length }) => places.has(`${byteOffset} ${length}`))
  );
}

/** @param heard contiguous bytes of one line at one speed; only the last {@link windowBytes} are looked at. */
export function guessFraming(heard: Uint8Array): FramingGuesses {
  const bytes = heard.subarray(Math.max(0, heard.length - windowBytes));
  if (bytes.length < leastBytes) return { guesses: [], hint: hints.few };
  const text = guessText(bytes);
  // Lines are lines: looking for binary patterns in them would only find letters that come often.
  const isText = text.some(({ kind }) => kind === "lines");
  const all = isText
    ? text
    : [
        ...text,
        ...guessStuffed(bytes),
        ...guessFixed(bytes),
        ...guessLength(bytes),
        ...guessDelimited(bytes),
      ];
  const guesses = weighed(all)
    .filter(({ score }) => score >= leastScore)
    .sort((a, b) => b.score - a.score)
    .filter((guess, index, sorted) => !sorted.slice(0, index).some((better) => isSameCut(guess, better)))
    .slice(0, mostGuesses);
  return guesses.length > 0 ? { guesses } : { guesses, hint: hintOf(bytes) };
}
