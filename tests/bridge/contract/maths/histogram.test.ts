import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { histogram, roundStep } from "#contract/maths/histogram.ts";

describe("histogram", () => {
  it("counts whole decibels one by one when they are few", () => {
    expect(histogram([-60, -61, -60, -58, -60], 1)).toEqual([
      { from: -61, to: -60, count: 1 },
      { from: -60, to: -59, count: 3 },
      { from: -59, to: -58, count: 0 },
      { from: -58, to: -57, count: 1 },
    ]);
  });
  it("is one bin of values that are all alike, and none of no value", () => {
    expect(histogram([3, 3, 3], 1)).toEqual([{ from: 3, to: 4, count: 3 }]);
    expect(histogram([], 1)).toEqual([]);
  });
  it("counts every value once, in few bins of one round width", () => {
    const values = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(values, (list) => {
        const bins = histogram(list, 0.01);
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(list.length);
        expect(bins.length).toBeLessThanOrEqual(26);
        for (const { from, to } of bins)
          expect(to - from).toBeCloseTo((bins[0]?.to ?? 0) - (bins[0]?.from ?? 0));
      }),
    );
  });
  it("has widths a person reads", () => {
    expect([0.03, 0.1, 1.2, 7, 50].map(roundStep).map((n) => Number(n.toPrecision(6)))).toEqual([
      0.05, 0.1, 2, 10, 50,
    ]);
  });
});
