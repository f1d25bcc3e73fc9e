// The dominant period of a sampled signal, by autocorrelation or by zero crossings, finer than one sample.
import { mean } from "./statistics.ts";

export interface Sample {
  /** Milliseconds, ascending. */
  readonly mono: number;
  readonly value: number;
}

export interface Period {
  /** Seconds. */
  readonly seconds: number;
  /** How many periods the window holds. */
  readonly cycles: number;
  /** How alike one period and the next are, 0 to 1. */
  readonly strength: number;
}

const gridSize = 1024;
const leastSamples = 8;
/** Below this likeness there is no period worth the name. */
const leastStrength = 0.3;

/**
 * Samples rarely come evenly: straight lines between them, read on an even grid from the first to the last.
 * @returns `count` values; none without samples.
 */
export function evenly(samples: readonly Sample[], count: number): number[] {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last) return [];
  const values: number[] = [];
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    const mono = first.mono + ((last.mono - first.mono) * i) / (count - 1);
    while (at < samples.length - 2 && (samples[at + 1]?.mono ?? 0) < mono) at += 1;
    const left = samples[at];
    const right = samples[at + 1];
    if (!left || !right) break;
    const share = right.mono === left.mono ? 0 : (mono - left.mono) / (right.mono - left.mono);
    values.push(left.value + (right.value - left.value) * Math.min(1, Math.max(0, share)));
  }
  return values;
}

function byAutocorrelation(samples: readonly Sample[], span: number): Period | undefined {
  const count = Math.min(gridSize, Math.max(64, samples.length * 4));
  const raw = evenly(samples, count);
  const centre = mean(raw) ?? 0;
  const values = raw.map((value) => value - centre);
  let power = 0;
  for (const value of values) power += value * value;
  if (power === 0) return undefined;
  const furthest = Math.floor(count / 2);
  const likeness: number[] = [];
  for (let lag = 0; lag <= furthest; lag += 1) {
    let sum = 0;
    let left = 0;
    let right = 0;
    for (let i = 0; i + lag < count; i += 1) {
      const a = values[i] ?? 0;
      const b = values[i + lag] ?? 0;
      sum += a * b;
      left += a * a;
      right += b * b;
    }
    likeness.push(left === 0 || right === 0 ? 0 : sum / Math.sqrt(left * right));
  }
  const firstBelow = likeness.findIndex((value) => value < 0);
  if (firstBelow < 0) return undefined;
  let highest = -1;
  for (const value of likeness.slice(firstBelow)) highest = Math.max(highest, value);
  if (highest < leastStrength) return undefined;
  // The first peak nearly as high as the highest: later ones are its multiples.
  for (let lag = firstBelow + 1; lag < furthest; lag += 1) {
    const before = likeness[lag - 1] ?? 0;
    const here = likeness[lag] ?? 0;
    const after = likeness[lag + 1] ?? 0;
    if (here >= before && here > after && here >= 0.85 * highest) {
      const bend = before - 2 * here + after;
      const shift = bend === 0 ? 0 : (0.5 * (before - after)) / bend;
      const seconds = ((lag + shift) * span) / (count - 1);
      return { seconds, cycles: span / seconds, strength: Math.min(1, here) };
    }
  }
  return undefined;
}

function byZeroCrossing(samples: readonly Sample[], span: number): Period | undefined {
  const centre = mean(samples.map((sample) => sample.value)) ?? 0;
  let size = 0;
  for (const sample of samples) size = Math.max(size, Math.abs(sample.value - centre));
  if (size === 0) return undefined;
  // Armed well below the centre only, so that noise around it makes no crossing.
  const margin = size * 0.2;
  const crossings: number[] = [];
  let armed = false;
  let before: Sample | undefined;
  for (const sample of samples) {
    const value = sample.value - centre;
    if (value < -margin) armed = true;
    if (armed && before && value >= 0) {
      const previous = before.value - centre;
      const share = value === previous ? 0 : -previous / (value - previous);
      crossings.push(before.mono + (sample.mono - before.mono) * Math.min(1, Math.max(0, share)));
      armed = false;
    }
    before = sample;
  }
  const first = crossings[0];
  const last = crossings.at(-1);
  if (first === undefined || last === undefined || crossings.length < 3) return undefined;
  const seconds = (last - first) / 1000 / (crossings.length - 1);
  let spread = 0;
  crossings.slice(1).forEach((crossing, i) => {
    spread = Math.max(spread, Math.abs((crossing - (crossings[i] ?? 0)) / 1000 - seconds));
  });
  const strength = Math.max(0, 1 - spread / seconds);
  return strength < leastStrength ? undefined : { seconds, cycles: span / seconds, strength };
}

/**
 * Finds the dominant period.
 * @param samples ascending in time.
 * @returns undefined when there is none: too few samples, nothing moving, or no repetition.
 */
export function findPeriod(
  samples: readonly Sample[],
  method: "autocorrelation" | "zero-crossing",
): Period | undefined {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || samples.length < leastSamples) return undefined;
  const span = (last.mono - first.mono) / 1000;
  if (span <= 0) return undefined;
  return method === "autocorrelation" ? byAutocorrelation(samples, span) : byZeroCrossing(samples, span);
}
