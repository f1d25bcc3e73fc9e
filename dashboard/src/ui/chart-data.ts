// From samples to what a chart draws: columns, gaps that stay gaps, and statistics of the window. Pure.
import type { Sample } from "#contract/live.ts";
import { gapMs } from "#contract/maths/gaps.ts";
import { maximum, mean, median, minimum, sd } from "#contract/maths/statistics.ts";

export interface ChartSeries {
  readonly channel: string;
  /** Display factor (a pressure in hectopascals). */
  readonly factor: number;
}

export interface ChartColumns {
  /** Seconds from the newest sample: 0 is now, −60 a minute ago. */
  readonly x: number[];
  /** A value; `null` where the line is cut; `undefined` where another series alone was measured. */
  readonly ys: (number | null | undefined)[][];
  /** Monotonic clock of the newest sample, milliseconds; 0 without one. */
  readonly newest: number;
}

/** The pace of a channel is read off this many of its latest readings. */
const paceReadings = 256;

/**
 * Columns of the last `windowSeconds`. Where a channel was silent for much longer than its own pace, its line is cut.
 */
export function chartColumns(
  samples: readonly Sample[],
  series: readonly ChartSeries[],
  windowSeconds: number,
): ChartColumns {
  const ofThese = (sample: Sample) => series.some(({ channel }) => sample.readings[channel] !== undefined);
  const last = samples.findLast(ofThese);
  const newest = last?.mono ?? 0;
  const columns: ChartColumns = { x: [], ys: series.map(() => []), newest };
  if (last === undefined) return columns;
  const gaps = series.map(({ channel }) => gapOf(samples, channel));
  const heard: (number | undefined)[] = series.map(() => undefined);
  const oldest = newest - windowSeconds * 1000;
  // Plain loops: a chart of five minutes goes through thousands of samples at each frame.
  for (const { mono, readings } of samples) {
    if (mono < oldest || mono > newest) continue;
    let known = false;
    let cut = false;
    for (let i = 0; i < series.length; i += 1) {
      if (readings[series[i]?.channel ?? ""] === undefined) continue;
      known = true;
      cut ||= isSilence(i, mono);
    }
    if (!known) continue;
    if (cut) columns.x.push((mono - 1 - newest) / 1000);
    columns.x.push((mono - newest) / 1000);
    for (let i = 0; i < series.length; i += 1) {
      const one = series[i];
      const value = readings[one?.channel ?? ""];
      if (cut) columns.ys[i]?.push(value !== undefined && isSilence(i, mono) ? null : undefined);
      columns.ys[i]?.push(value === undefined ? undefined : value * (one?.factor ?? 1));
      if (value !== undefined) heard[i] = mono;
    }
  }
  return columns;

  function isSilence(index: number, mono: number): boolean {
    const before = heard[index];
    return before !== undefined && mono - before > (gaps[index] ?? 0);
  }
}

/** One curve as it is heard: seconds from the newest sample and values, `null` at each gap. */
export function heardCurve(
  samples: readonly Sample[],
  series: ChartSeries,
  windowSeconds: number,
): readonly (readonly [number, number] | null)[] {
  const { x, ys } = chartColumns(samples, [series], windowSeconds);
  return x.map((at, i) => {
    const value = ys[0]?.[i];
    return value === null || value === undefined ? null : [at, value];
  });
}

/**
 * The same curve with fewer points, for a chart that has less width than there are samples: of each slot of time, the
 * lowest and the highest of each series, in their order. Slots stay with the data while the chart moves, so that nothing
 * flickers; one that holds a cut is kept as it is.
 * @param slotSeconds length of a slot: a few pixels of the chart.
 */
export function thinned(columns: ChartColumns, slotSeconds: number): ChartColumns {
  const { x, ys, newest } = columns;
  const thin: ChartColumns = { x: [], ys: ys.map(() => []), newest };
  const slotOf = (at: number) => Math.floor(Math.round(newest + (x[at] ?? 0) * 1000) / (slotSeconds * 1000));
  for (let from = 0, to = 0; from < x.length; from = to) {
    const slot = slotOf(from);
    while (to < x.length && slotOf(to) === slot) to += 1;
    const cut = ys.some((y) => y.slice(from, to).includes(null));
    if (cut || to - from <= 2) {
      for (let at = from; at < to; at += 1) {
        thin.x.push(x[at] ?? 0);
        ys.forEach((y, index) => {
          thin.ys[index]?.push(y[at]);
        });
      }
      continue;
    }
    thin.x.push(x[from] ?? 0, x[to - 1] ?? 0);
    ys.forEach((y, index) => {
      let low = -1;
      let high = -1;
      for (let at = from; at < to; at += 1) {
        const value = y[at];
        if (typeof value !== "number") continue;
        if (low < 0 || value < (y[low] ?? 0)) low = at;
        if (high < 0 || value > (y[high] ?? 0)) high = at;
      }
      const [first, second] = low < high ? [low, high] : [high, low];
      thin.ys[index]?.push(y[first], first === second ? undefined : y[second]);
    });
  }
  return thin;
}

/** The silence of a channel that is a gap, milliseconds: much longer than its own pace. */
export function gapOf(samples: readonly Sample[], channel: string): number {
  const monos: number[] = [];
  for (let at = samples.length - 1; at >= 0 && monos.length < paceReadings; at -= 1) {
    const sample = samples[at];
    if (sample?.readings[channel] !== undefined) monos.unshift(sample.mono);
  }
  return gapMs(monos);
}

export interface Statistics {
  readonly n: number;
  readonly min: number;
  readonly median: number;
  readonly mean: number;
  readonly max: number;
  /** Sample standard deviation (n − 1); absent below two values. */
  readonly sd: number | undefined;
}

/** Statistics of a channel over the last `windowSeconds`; `undefined` without a value. */
export function statistics(
  samples: readonly Sample[],
  channel: string,
  windowSeconds: number,
): Statistics | undefined {
  return statisticsOf(within(samples, windowSeconds).flatMap(({ readings }) => readings[channel] ?? []));
}

/** Statistics of some values; `undefined` of none. */
export function statisticsOf(values: readonly number[]): Statistics | undefined {
  const middle = median(values);
  const centre = mean(values);
  const min = minimum(values);
  const max = maximum(values);
  if (middle === undefined || centre === undefined || min === undefined || max === undefined)
    return undefined;
  return { n: values.length, min, median: middle, mean: centre, max, sd: sd(values) };
}

/** Samples of the last `windowSeconds` before the newest one. */
export function within(samples: readonly Sample[], windowSeconds: number): readonly Sample[] {
  const last = samples.at(-1);
  if (last === undefined) return samples;
  const from = last.mono - windowSeconds * 1000;
  return samples.filter((sample) => sample.mono >= from && sample.mono <= last.mono);
}
