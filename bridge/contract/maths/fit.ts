// Least-squares fits with the figures a learner reads: slope, intercept, R², residual and standard errors.
// Test vector: published RSSI against distance (350 measurements), slope n = 2.208 ± 0.112.

export type FitModel = "logdistance" | "power" | "linear0" | "linear";
export type Point = readonly [x: number, y: number];

export interface Fit {
  readonly model: FitModel;
  /**
   * `logdistance`: n of y = A − 10·n·log10(x); `power`: the exponent of y = c·x^slope; lines: the slope.
   */
  readonly slope: number;
  /** `logdistance`: A, in dBm; `power`: c; `linear`: y at x = 0; `linear0`: 0. */
  readonly intercept: number;
  readonly r2: number;
  /** Typical distance of the points to the model, with the degrees of freedom; in the unit of y (of ln y for `power`). */
  readonly residual: number;
  readonly slopeError: number;
  readonly interceptError: number;
  readonly points: number;
}

interface Line {
  slope: number;
  intercept: number;
  r2: number;
  residual: number;
  slopeError: number;
  interceptError: number;
}

function line(points: readonly Point[], throughZero: boolean): Line | undefined {
  const n = points.length;
  const freedom = n - (throughZero ? 1 : 2);
  if (freedom < 0) return undefined;
  let sumX = 0;
  let sumY = 0;
  for (const [x, y] of points) {
    sumX += x;
    sumY += y;
  }
  const meanX = throughZero ? 0 : sumX / n;
  const meanY = throughZero ? 0 : sumY / n;
  let xx = 0;
  let xy = 0;
  let total = 0;
  for (const [x, y] of points) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
    total += (y - sumY / n) ** 2;
  }
  if (xx === 0) return undefined;
  const slope = xy / xx;
  const intercept = meanY - slope * meanX;
  let squares = 0;
  for (const [x, y] of points) squares += (y - intercept - slope * x) ** 2;
  const residual = freedom === 0 ? 0 : Math.sqrt(squares / freedom);
  return {
    slope,
    intercept,
    r2: total === 0 ? 0 : 1 - squares / total,
    residual,
    slopeError: residual / Math.sqrt(xx),
    interceptError: throughZero ? 0 : residual * Math.sqrt(1 / n + meanX ** 2 / xx),
  };
}

/**
 * Fits a model to points.
 * @returns undefined when the points cannot carry the model: too few, all at one x, or not positive where a logarithm is taken.
 */
export function fit(model: FitModel, points: readonly Point[]): Fit | undefined {
  const usable = points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  if (model === "logdistance") {
    const logs = usable.filter(([x]) => x > 0).map(([x, y]): Point => [-10 * Math.log10(x), y]);
    const found = line(logs, false);
    return found && { model, points: logs.length, ...found };
  }
  if (model === "power") {
    const logs = usable.filter(([x, y]) => x > 0 && y > 0).map(([x, y]): Point => [Math.log(x), Math.log(y)]);
    const found = line(logs, false);
    return found && { model, points: logs.length, ...found, intercept: Math.exp(found.intercept) };
  }
  const found = line(usable, model === "linear0");
  return found && { model, points: usable.length, ...found };
}
