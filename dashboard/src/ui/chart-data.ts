// From samples to what a chart draws: columns, gaps that stay gaps, and statistics of the window. Pure.
import type { Sample } from "#contract/live.ts";

export interface ChartSeries {
  readonly channel: string;
  /** Display factor (a pressure in hectopascals). */
  readonly factor: number;
}

export interface ChartColumns {
  /** Seconds from the newest sample: 0 is now, −60 a minute ago. */
  readonly x: number[];
  readonly ys: (number | null)[][];
}

/** Longest silence still drawn as one line, milliseconds, when the pace cannot tell. */
const leastGapMs = 1500;

/**
 * Columns of the last `windowSeconds`. Where the device was silent for much longer than its own pace, the line is cut.
 */
export function chartColumns(
  samples: readonly Sample[],
  series: readonly ChartSeries[],
  windowSeconds: number,
): ChartColumns {
  const shown = within(
    samples.filter((sample) => series.some(({ channel }) => sample.readings[channel] !== undefined)),
    windowSeconds,
  );
  const last = shown.at(-1);
  const columns: ChartColumns = { x: [], ys: series.map(() => []) };
  if (last === undefined) return columns;
  const gapMs = Math.max(leastGapMs, 4 * medianStep(shown));
  let before: Sample | undefined;
  for (const sample of shown) {
    if (before !== undefined && sample.mono - before.mono > gapMs) {
      columns.x.push((before.mono + 1 - last.mono) / 1000);
      for (const y of columns.ys) y.push(null);
    }
    columns.x.push((sample.mono - last.mono) / 1000);
    series.forEach(({ channel, factor }, index) => {
      const value = sample.readings[channel];
      columns.ys[index]?.push(value === undefined ? null : value * factor);
    });
    before = sample;
  }
  return columns;
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
  const values = within(samples, windowSeconds).flatMap((sample) => sample.readings[channel] ?? []);
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    n,
    min: sorted[0] ?? mean,
    max: sorted.at(-1) ?? mean,
    median: ((sorted[Math.floor((n - 1) / 2)] ?? mean) + (sorted[Math.ceil((n - 1) / 2)] ?? mean)) / 2,
    mean,
    sd: n < 2 ? undefined : Math.sqrt(squares / (n - 1)),
  };
}

/** Samples of the last `windowSeconds` before the newest one. */
export function within(samples: readonly Sample[], windowSeconds: number): readonly Sample[] {
  const last = samples.at(-1);
  if (last === undefined) return samples;
  const from = last.mono - windowSeconds * 1000;
  return samples.filter((sample) => sample.mono >= from && sample.mono <= last.mono);
}

function medianStep(samples: readonly Sample[]): number {
  const steps = samples.slice(1).map((sample, index) => sample.mono - (samples[index]?.mono ?? sample.mono));
  return steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
}
