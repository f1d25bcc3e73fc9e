// A number that comes again in each frame: does it count, stay, switch, or vary slowly as a measurement does? Pure.
import type { Words } from "#contract/words.ts";

export interface Verdict {
  readonly kind: "counter" | "measurement" | "flags";
  readonly score: number;
  readonly why: Words;
}

/** Of the steps from frame to frame, how many must be the same: a frame or two may be lost. */
const sameSteps = 0.8;
/** Values that a counter needs at least, so that a slow measurement is not one. */
const leastDistinct = 4;
const mostFlagValues = 4;
const mostFlagBits = 3;
/** A random number moves by a third of its range on average; a measurement by far less. */
const randomMove = 1 / 3;

const stepsOf = (values: readonly number[], modulus: number): number[] =>
  values.slice(1).map((value, index) => {
    const step = value - (values[index] ?? 0);
    return modulus === 0 ? step : ((step % modulus) + modulus) % modulus;
  });

function commonest(values: readonly number[]): { readonly value: number; readonly share: number } {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [value, count] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0]);
  return { value, share: count / Math.max(1, values.length) };
}

function asCounter(values: readonly number[], modulus: number): Verdict | undefined {
  const distinct = new Set(values).size;
  if (distinct < leastDistinct) return undefined;
  const steps = stepsOf(values, modulus);
  const { value: step, share } = commonest(steps);
  if (share >= sameSteps && step !== 0) {
    const isDown = modulus > 0 && step > modulus / 2;
    const by = isDown ? modulus - step : step;
    const isByOne = by === 1;
    return {
      kind: "counter",
      score: isByOne ? 0.95 : 0.8,
      why: {
        fr: `${isDown ? "Baisse" : "Monte"} de ${by} à chaque trame : un compteur.`,
        en: `Goes ${isDown ? "down" : "up"} by ${by} with each frame: a counter.`,
      },
    };
  }
  // A clock: always forward, by about as much each time; only wide numbers, where chance does not look so.
  const mean = steps.reduce((sum, one) => sum + one, 0) / steps.length;
  const isSteady = steps.every((one) => one > mean * 0.5 && one < mean * 1.5);
  if (modulus < 2 ** 16 || mean < 2 || mean > modulus / 1000 || !isSteady) return undefined;
  return {
    kind: "counter",
    score: 0.88,
    why: {
      fr: `Avance toujours, d’environ ${Math.round(mean)} par trame : une horloge, ou un total.`,
      en: `Always goes forward, by about ${Math.round(mean)} a frame: a clock, or a total.`,
    },
  };
}

function bitsThatChange(values: readonly number[]): number[] {
  const first = values[0] ?? 0;
  let changed = 0;
  for (const value of values) changed |= value ^ first;
  return [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => changed & (1 << bit));
}

function asFlags(values: readonly number[]): Verdict | undefined {
  const distinct = new Set(values).size;
  const bits = bitsThatChange(values);
  if (distinct < 2 || distinct > mostFlagValues || bits.length > mostFlagBits) return undefined;
  const steps = values.filter((value, index) => index > 0 && value !== values[index - 1]).length;
  if (steps > values.length * 0.6) return undefined;
  const range = Math.max(...values) - Math.min(...values);
  const list = bits.join(", ");
  return {
    kind: "flags",
    // Neighbouring numbers are as well a measurement that hardly moves.
    score: range > distinct - 1 || Math.max(...values) <= 1 ? 0.7 : 0.4,
    why: {
      fr:
        bits.length === 1
          ? `Seul le bit ${list} change : un état, allumé ou éteint.`
          : `Seuls les bits ${list} changent : des états.`,
      en:
        bits.length === 1
          ? `Only bit ${list} changes: a state, on or off.`
          : `Only bits ${list} change: states.`,
    },
  };
}

/** How little it moves from frame to frame, 0 (as chance) to 1. `range`: what the type can hold. */
export function smoothness(values: readonly number[], range: number): number {
  const steps = stepsOf(values, 0);
  const mean = steps.reduce((sum, step) => sum + Math.abs(step), 0) / Math.max(1, steps.length);
  return Math.max(0, 1 - mean / (range * randomMove));
}

function asMeasurement(values: readonly number[], range: number): Verdict | undefined {
  if (new Set(values).size < 2) return undefined;
  const smooth = smoothness(values, range);
  if (smooth < 0.75) return undefined;
  return {
    kind: "measurement",
    score: 0.3 + 0.3 * smooth,
    why: {
      fr: "Varie peu d’une trame à l’autre : une mesure.",
      en: "Varies little from one frame to the next: a measurement.",
    },
  };
}

/**
 * What a whole number that comes again may be, the likeliest first; none when nothing but chance explains it.
 * @param bits of the number: 8, 16 or 32.
 */
export function classify(values: readonly number[], bits: number): Verdict[] {
  const modulus = 2 ** bits;
  return [
    asCounter(values, modulus),
    bits === 8 ? asFlags(values) : undefined,
    asMeasurement(values, modulus),
  ]
    .filter((verdict) => verdict !== undefined)
    .sort((a, b) => b.score - a.score);
}

/** The same of a number written as text, or of a float: what it could hold is not known, so what it held counts. */
export function classifyFree(values: readonly number[]): Verdict[] {
  const highest = Math.max(...values.map(Math.abs), Number.MIN_VALUE);
  const counter = values.every(Number.isInteger) ? asCounter(values, 0) : undefined;
  const measurement = asMeasurement(values, highest);
  return [counter, measurement].filter((verdict) => verdict !== undefined).sort((a, b) => b.score - a.score);
}
