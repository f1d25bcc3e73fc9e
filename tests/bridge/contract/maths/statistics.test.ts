// Statistics over a window: known values, and nothing where nothing can be said.
import { describe, expect, it } from "vitest";
import * as statistics from "#contract/maths/statistics.ts";

describe("statistics", () => {
  const values = [2, 4, 4, 4, 5, 5, 7, 9];
  it("computes known values", () => {
    expect(statistics.mean(values)).toBe(5);
    expect(statistics.median(values)).toBe(4.5);
    expect(statistics.sd(values)).toBeCloseTo(2.138, 3);
    expect(statistics.relativeSd(values)).toBeCloseTo(42.76, 2);
    expect(statistics.range(values)).toBe(7);
    expect(statistics.percentile(values, 0.95)).toBeCloseTo(8.3, 6);
    expect(statistics.minimum(values)).toBe(2);
    expect(statistics.maximum(values)).toBe(9);
  });
  it("has nothing to say of nothing", () => {
    expect(statistics.mean([])).toBeUndefined();
    expect(statistics.median([])).toBeUndefined();
    expect(statistics.sd([1])).toBeUndefined();
    expect(statistics.range([])).toBeUndefined();
    expect(statistics.relativeSd([1, -1])).toBeUndefined();
    expect(statistics.maximumGap([5])).toBeUndefined();
  });
  it("finds what goes together, and not what does not vary", () => {
    expect(
      statistics.correlation([
        [1, 2],
        [2, 4],
        [3, 6],
      ]),
    ).toBeCloseTo(1);
    expect(
      statistics.correlation([
        [1, 6],
        [2, 4],
        [3, 2],
      ]),
    ).toBeCloseTo(-1);
    expect(
      statistics.correlation([
        [1, 6],
        [2, 6],
      ]),
    ).toBeUndefined();
  });
  it("leaves pauses between bursts out of the longest gap", () => {
    expect(statistics.maximumGap([0, 10, 5000, 5030])).toBeCloseTo(4.99);
    expect(statistics.maximumGap([0, 10, 5000, 5030], 1)).toBeCloseTo(0.03);
  });
  it("counts missing samples in percent, never below none", () => {
    expect(statistics.dropout(40, 10, 5)).toBeCloseTo(20);
    expect(statistics.dropout(60, 10, 5)).toBe(0);
    expect(statistics.dropout(1, 0, 5)).toBeUndefined();
  });
});
