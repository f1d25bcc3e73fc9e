// A fit as a person reads it: the law in a sentence, how well it holds, and the curve to draw. Pure.
import { type Fit, type FitModel, fit as fitPoints, type Point } from "#contract/maths/fit.ts";

/** The models offered, in their order. */
export const fitModels = ["linear", "logdistance", "power"] as const satisfies readonly FitModel[];
export type OfferedModel = (typeof fitModels)[number];

/** y of a law at x. */
export function lawAt({ model, slope, intercept }: Fit, x: number): number {
  switch (model) {
    case "logdistance":
      return intercept - 10 * slope * Math.log10(x);
    case "power":
      return intercept * x ** slope;
    case "linear":
    case "linear0":
      return intercept + slope * x;
  }
}

/** How well a law holds, by its R². */
export type Verdict = "close" | "roughly" | "not";

export interface FitReading {
  readonly fit: Fit;
  readonly verdict: Verdict;
  /** Two points always lie on a curve of two parameters. */
  readonly tooFew: boolean;
  readonly curve: readonly Point[];
  readonly rows: readonly {
    readonly x: number;
    readonly y: number;
    readonly law: number;
    readonly rest: number;
  }[];
}

const closeR2 = 0.95;
const roughR2 = 0.8;
/** Fewer points prove nothing of a law with two parameters. */
const leastPoints = 4;
const curvePoints = 60;

/** Fits a law and reads it; `undefined` when the points cannot carry it. */
export function readFit(model: FitModel, points: readonly Point[]): FitReading | undefined {
  const found = fitPoints(model, points);
  if (found === undefined) return undefined;
  const usable = points.filter(
    ([x, y]) => model === "linear" || model === "linear0" || (x > 0 && (model === "logdistance" || y > 0)),
  );
  const xs = usable.map(([x]) => x);
  const low = Math.min(...xs);
  const high = Math.max(...xs);
  return {
    fit: found,
    verdict: found.r2 >= closeR2 ? "close" : found.r2 >= roughR2 ? "roughly" : "not",
    tooFew: found.points < leastPoints,
    curve: Array.from({ length: curvePoints }, (_, i): Point => {
      const x = low + ((high - low) * i) / (curvePoints - 1);
      return [x, lawAt(found, x)];
    }),
    rows: usable.map(([x, y]) => ({ x, y, law: lawAt(found, x), rest: y - lawAt(found, x) })),
  };
}
