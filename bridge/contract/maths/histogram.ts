// How often each value came: bins of a round width. Pure.

export interface Bin {
  /** Values from `from`, with it, up to `to`, without it. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const mostBins = 24;

/** The round number (1, 2 or 5 times a power of ten) just above, so that a person can read the edges. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10) * power;
}

/**
 * About as many bins as the square root of the values, of a round width, from the lowest to the highest.
 * @param finest the least width that means something: what the device tells apart.
 */
export function histogram(values: readonly number[], finest: number): readonly Bin[] {
  if (values.length === 0) return [];
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const wanted = Math.min(mostBins, Math.max(4, Math.round(Math.sqrt(values.length))));
  const width = roundStep(Math.max(finest, (most - least) / wanted));
  const begin = Math.floor(least / width + 1e-9);
  const counts = Array.from({ length: Math.floor(most / width + 1e-9) - begin + 1 }, () => 0);
  for (const value of values) {
    const bin = Math.floor(value / width + 1e-9) - begin;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count, i) => ({ from: (begin + i) * width, to: (begin + i + 1) * width, count }));
}
