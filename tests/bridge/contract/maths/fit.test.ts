// Fits against the published vector of signal strength over distance, and against exact laws.
import { describe, expect, it } from "vitest";
import { fit as fitModel, type Point } from "#contract/maths/fit.ts";
import { publishedRssi } from "#contract/maths/published-rssi.ts";

describe("fit", () => {
  it("finds the published law: n 2.208 ± 0.112, A −49.11 dBm, R² 0.987, residual 0.84 dB", () => {
    const found = fitModel("logdistance", publishedRssi);
    expect(Math.abs((found?.slope ?? 0) - 2.208)).toBeLessThan(0.01);
    expect(Math.abs((found?.intercept ?? 0) + 49.11)).toBeLessThan(0.1);
    expect(Math.abs((found?.r2 ?? 0) - 0.987)).toBeLessThan(0.002);
    expect(found?.residual).toBeCloseTo(0.84, 2);
    expect(found?.slopeError).toBeCloseTo(0.112, 3);
    expect(found?.points).toBe(7);
  });
  it("finds the exponent of an inverse square", () => {
    const found = fitModel(
      "power",
      [20, 30, 40, 60, 80].map((d): Point => [d, 5000 / d ** 2]),
    );
    expect(found?.slope).toBeCloseTo(-2, 9);
    expect(found?.intercept).toBeCloseTo(5000, 5);
    expect(found?.r2).toBeCloseTo(1, 9);
  });
  it("finds lines, through zero or not", () => {
    const points = [1, 2, 3].map((x): Point => [x, 4 + 3 * x]);
    expect(fitModel("linear", points)).toMatchObject({
      slope: expect.closeTo(3),
      intercept: expect.closeTo(4),
    });
    const through = fitModel(
      "linear0",
      [1, 2, 3].map((x): Point => [x, 10 * x]),
    );
    expect(through).toMatchObject({ slope: expect.closeTo(10), intercept: 0, r2: expect.closeTo(1) });
  });
  it("refuses what cannot carry the model", () => {
    expect(fitModel("linear", [[1, 1]])).toBeUndefined();
    expect(
      fitModel("linear", [
        [1, 1],
        [1, 5],
      ]),
    ).toBeUndefined();
    expect(
      fitModel("logdistance", [
        [0, 1],
        [-1, 5],
      ]),
    ).toBeUndefined();
    expect(
      fitModel("power", [
        [1, -1],
        [2, 0],
      ]),
    ).toBeUndefined();
    expect(fitModel("linear", [])).toBeUndefined();
  });
});
