// What is read off a curve: the reading nearest to a cursor, what lies between two, and a window kept with a label. Pure.
import type { Sample } from "#contract/live.ts";
import { statisticsOf } from "../../ui/chart-data.ts";

/** One value of a channel, in the unit it is shown in. */
export interface Reading {
  /** Monotonic clock, milliseconds. */
  readonly mono: number;
  readonly time: string;
  readonly value: number;
}

/** Readings of a channel. @param factor from the unit that travels to the one shown. */
export function readingsOf(samples: readonly Sample[], channel: string, factor: number): readonly Reading[] {
  return samples.flatMap(({ mono, time, readings }) => {
    const value = readings[channel];
    return value === undefined ? [] : [{ mono, time, value: value * factor }];
  });
}

/** Place of the reading nearest to an instant, in readings ascending in time; −1 without any. */
export function nearestTo(readings: readonly Reading[], mono: number): number {
  let low = 0;
  let high = readings.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((readings[middle]?.mono ?? 0) < mono) low = middle + 1;
    else high = middle;
  }
  const before = readings[low - 1];
  const here = readings[low];
  if (before !== undefined && here !== undefined && mono - before.mono < here.mono - mono) return low - 1;
  return here === undefined ? -1 : low;
}

/** Two clocks of one bridge drift less than this between two readings. */
const sameClockMs = 2000;

/**
 * Whether something noted at an instant is of this very curve: its instant has its time there. The monotonic clock begins
 * anew with each start of the bridge, and an earlier one had other times.
 */
export function isOfCurve(
  readings: readonly Reading[],
  { mono, time }: { readonly mono: number; readonly time: string },
): boolean {
  const near = readings[nearestTo(readings, mono)];
  if (near === undefined) return false;
  const later = Date.parse(near.time) - Date.parse(time);
  return Math.abs(later - (near.mono - mono)) < sameClockMs;
}

export interface Difference {
  readonly seconds: number;
  readonly value: number;
  /** Value per second; absent at one instant. */
  readonly slope: number | undefined;
}

/** From one reading to another. */
export function differenceOf(a: Reading, b: Reading): Difference {
  const seconds = (b.mono - a.mono) / 1000;
  const value = b.value - a.value;
  return { seconds, value, slope: seconds === 0 ? undefined : value / seconds };
}

/** Readings from one instant to another, both with them, whichever comes first. */
export function between(readings: readonly Reading[], a: number, b: number): readonly Reading[] {
  const [from, to] = a < b ? [a, b] : [b, a];
  return readings.filter(({ mono }) => mono >= from && mono <= to);
}

/** A window of readings kept with what the person typed. Values as shown. */
export interface Capture {
  /** A number where one was typed: the table is then a curve. */
  readonly label: number | string;
  readonly time: string;
  readonly n: number;
  readonly median: number;
  readonly mean: number;
  readonly sd?: number | undefined;
  /** What the person expected, typed before. */
  readonly predicted?: number | undefined;
}

/** The last `seconds` of some readings, under a label; `undefined` without a reading. */
export function captureOf(
  readings: readonly Reading[],
  seconds: number,
  label: number | string,
  predicted: number | undefined,
): Capture | undefined {
  const last = readings.at(-1);
  if (last === undefined) return undefined;
  const found = statisticsOf(
    between(readings, last.mono - seconds * 1000, last.mono).map(({ value }) => value),
  );
  if (found === undefined) return undefined;
  const { n, median, mean, sd } = found;
  return { label, time: last.time, n, median, mean, sd, predicted };
}

/** Captures whose label is a number, as points, ascending. */
export function pointsOf(captures: readonly Capture[]): readonly (readonly [number, number])[] {
  return captures
    .flatMap(({ label, median }): (readonly [number, number])[] =>
      typeof label === "number" ? [[label, median]] : [],
    )
    .sort(([a], [b]) => a - b);
}

/** Pairs of two channels measured at the same time: each value of the first with the last one of the second. */
export function pairsOf(
  across: readonly Reading[],
  up: readonly Reading[],
  mostApartMs: number,
): readonly (readonly [number, number])[] {
  let at = 0;
  return across.flatMap(({ mono, value }): (readonly [number, number])[] => {
    while (at < up.length - 1 && (up[at + 1]?.mono ?? 0) <= mono) at += 1;
    const other = up[at];
    return other === undefined || Math.abs(other.mono - mono) > mostApartMs ? [] : [[value, other.value]];
  });
}
