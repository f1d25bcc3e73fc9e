// Statistics over a window of values. All return undefined when the window is too small to mean anything.

/** Arithmetic mean. */
export function mean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/**
 * Percentile by linear interpolation between the two nearest ranks.
 * @param share 0 to 1.
 */
export function percentile(values: readonly number[], share: number): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = Float64Array.from(values).sort();
  const place = Math.min(1, Math.max(0, share)) * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) return undefined;
  return below + (above - below) * (place - Math.floor(place));
}

export function median(values: readonly number[]): number | undefined {
  return percentile(values, 0.5);
}

/** Sample standard deviation (n − 1); needs two values. */
export function sd(values: readonly number[]): number | undefined {
  const centre = mean(values);
  if (centre === undefined || values.length < 2) return undefined;
  let squares = 0;
  for (const value of values) squares += (value - centre) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}

/** Standard deviation in percent of the mean's size; undefined around zero. */
export function relativeSd(values: readonly number[]): number | undefined {
  const spread = sd(values);
  const centre = mean(values);
  if (spread === undefined || centre === undefined || centre === 0) return undefined;
  return (spread / Math.abs(centre)) * 100;
}

export function minimum(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => Math.min(a, b));
}

export function maximum(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => Math.max(a, b));
}

/** Largest less smallest. */
export function range(values: readonly number[]): number | undefined {
  const low = minimum(values);
  const high = maximum(values);
  return low === undefined || high === undefined ? undefined : high - low;
}

/** Pearson's correlation of pairs; undefined when one side does not vary. */
export function correlation(pairs: readonly (readonly [number, number])[]): number | undefined {
  if (pairs.length < 2) return undefined;
  const meanX = mean(pairs.map(([x]) => x)) ?? 0;
  const meanY = mean(pairs.map(([, y]) => y)) ?? 0;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (const [x, y] of pairs) {
    xy += (x - meanX) * (y - meanY);
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
  }
  return xx === 0 || yy === 0 ? undefined : xy / Math.sqrt(xx * yy);
}

/**
 * Longest time between two neighbours, seconds.
 * @param monos ascending, milliseconds.
 * @param burst a longer gap, in seconds, separates two bursts and is left out.
 */
export function maximumGap(monos: readonly number[], burst = Number.POSITIVE_INFINITY): number | undefined {
  let longest: number | undefined;
  let before: number | undefined;
  for (const mono of monos) {
    if (before !== undefined) {
      const gap = (mono - before) / 1000;
      if (gap <= burst) longest = Math.max(longest ?? 0, gap);
    }
    before = mono;
  }
  return longest;
}

/** Share of samples that did not come, percent. */
export function dropout(count: number, expectedPerSecond: number, seconds: number): number | undefined {
  const expected = expectedPerSecond * seconds;
  return expected <= 0 ? undefined : Math.max(0, 1 - count / expected) * 100;
}
