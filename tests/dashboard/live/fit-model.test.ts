import { describe, expect, it } from "vitest";
import type { Point } from "#contract/maths/fit.ts";
import { publishedRssi } from "#contract/maths/published-rssi.ts";
import { fitModels, lawAt, readFit } from "../../../dashboard/src/live/measuring/fit-model.ts";

describe("the fit tool", () => {
  it("finds n = 2.208, A = −49.1 dBm, R² = 0.987 in the published signal strengths, and says that the law holds", () => {
    const found = readFit("logdistance", publishedRssi);
    expect(found?.fit.slope.toFixed(3)).toBe("2.208");
    expect(found?.fit.intercept.toFixed(1)).toBe("-49.1");
    expect(found?.fit.r2.toFixed(3)).toBe("0.987");
    expect(found?.verdict).toBe("close");
    expect(found?.tooFew).toBe(false);
  });
  it("draws the law over the points, and tells what is left of each", () => {
    const found = readFit("logdistance", publishedRssi);
    expect(found?.curve[0]?.[0]).toBe(0.5);
    expect(found?.curve.at(-1)?.[0]).toBe(4);
    const rest = found?.rows.reduce((sum, row) => sum + row.rest, 0) ?? Number.NaN;
    expect(rest).toBeCloseTo(0, 9);
    expect(found?.rows).toHaveLength(7);
  });
  it.each([
    ["linear", (x: number) => 3 - 2 * x],
    ["logdistance", (x: number) => -50 - 25 * Math.log10(x)],
    ["power", (x: number) => 4 * x ** -1.5],
  ] as const)("follows an exact %s law everywhere", (model, law) => {
    const points = [0.5, 1, 2, 3, 5].map((x): Point => [x, law(x)]);
    const found = readFit(model, points);
    if (found === undefined) throw new Error("no fit");
    expect(found.fit.r2).toBeCloseTo(1, 9);
    for (const x of [0.7, 2.5, 8]) expect(lawAt(found.fit, x)).toBeCloseTo(law(x), 6);
  });
  it("says when it is only a trend, when it is no law, and when points are too few", () => {
    const noisy = (amount: number) =>
      Array.from({ length: 12 }, (_, i): Point => [i + 1, i + (i % 2 === 0 ? amount : -amount)]);
    expect(readFit("linear", noisy(1.3))?.verdict).toBe("roughly");
    expect(readFit("linear", noisy(9))?.verdict).toBe("not");
    expect(readFit("linear", publishedRssi.slice(0, 3))?.tooFew).toBe(true);
  });
  it("has no law through one point, none at one place, and none of a logarithm below zero", () => {
    for (const model of fitModels) {
      expect(readFit(model, [[1, 2]])).toBeUndefined();
      expect(
        readFit(model, [
          [1, 2],
          [1, 3],
        ]),
      ).toBeUndefined();
    }
    expect(
      readFit("power", [
        [-1, 2],
        [-2, 3],
      ]),
    ).toBeUndefined();
  });
});
