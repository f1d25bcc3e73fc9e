import { describe, expect, it } from "vitest";
import type { Sample } from "#contract/live.ts";
import { chartColumns, heardCurve, statistics, thinned } from "../../../dashboard/src/ui/chart-data.ts";

const at = (mono: number, value: number): Sample => ({
  time: "2026-03-21T14:00:00.000Z",
  mono,
  readings: { rssi: value },
});
const rowOf = (channel: string) => ({ channel, factor: 1 });
const rssi = [rowOf("rssi")];

it("a curve is heard in the unit it is shown in, silent where the device was", () => {
  const samples = [at(0, 1), at(500, 2), at(1000, 3), at(9000, 4)];
  expect(heardCurve(samples, { channel: "rssi", factor: 10 }, 60)).toEqual([
    [-9, 10],
    [-8.5, 20],
    [-8, 30],
    null,
    [0, 40],
  ]);
  expect(heardCurve(samples, rowOf("light"), 60)).toEqual([]);
});

describe("chart columns", () => {
  it("count seconds back from the newest sample and leave out what is older than the window", () => {
    const { x, ys } = chartColumns([at(0, 1), at(5000, 2), at(6000, 3)], rssi, 2);
    expect(x).toEqual([-1, 0]);
    expect(ys).toEqual([[2, 3]]);
  });

  it("cut the line where the device was silent, and only there", () => {
    const { ys } = chartColumns([at(0, 1), at(500, 2), at(1000, 3), at(9000, 4), at(9500, 5)], rssi, 60);
    expect(ys).toEqual([[1, 2, 3, null, 4, 5]]);
  });

  it("do not take a slow pace for silence", () => {
    const { ys } = chartColumns([at(0, 1), at(5000, 2), at(10_000, 3)], rssi, 60);
    expect(ys).toEqual([[1, 2, 3]]);
  });

  it("join values of a channel across those of another, and cut each line by its own pace", () => {
    const both: Sample[] = Array.from({ length: 12 }, (_, n) => ({
      time: "2026-03-21T14:00:00.000Z",
      mono: n * 500 + (n >= 6 ? 4000 : 0),
      readings: n % 2 === 0 ? { fast: n } : { other: n },
    }));
    const { x, ys } = chartColumns(both, [rowOf("fast"), rowOf("other")], 60);
    const [fast = [], other = []] = ys;
    expect(fast.filter((y) => y === null)).toHaveLength(1);
    expect(other.filter((y) => y === null)).toHaveLength(1);
    expect(fast[1]).toBeUndefined();
    expect(fast.filter((y) => typeof y === "number")).toEqual([0, 2, 4, 6, 8, 10]);
    expect([...x].sort((a, b) => a - b)).toEqual(x);
  });

  it("apply the factor of the display", () => {
    expect(chartColumns([at(0, 2)], [{ channel: "rssi", factor: 0.01 }], 60).ys).toEqual([[0.02]]);
  });

  it("are empty for a channel never heard", () => {
    expect(chartColumns([at(0, 1)], [{ channel: "light", factor: 1 }], 60)).toEqual({
      x: [],
      ys: [[]],
      newest: 0,
    });
  });
});

describe("a curve of fewer points", () => {
  const many = Array.from({ length: 3000 }, (_, n) => at(n * 100, Math.sin(n / 7) + (n === 1234 ? 9 : 0)));
  const whole = chartColumns(many, rssi, 300);
  const numbers = (ys: readonly (number | null | undefined)[] = []) =>
    ys.filter((y) => typeof y === "number");

  it("keeps the lowest and the highest, ascending in time, with two points for each slot at most", () => {
    const thin = thinned(whole, 1.5);
    expect(thin.x.length).toBeLessThanOrEqual(2 * (300 / 1.5 + 1));
    expect([...thin.x].sort((a, b) => a - b)).toEqual(thin.x);
    expect(Math.max(...numbers(thin.ys[0]))).toBe(Math.max(...numbers(whole.ys[0])));
    expect(Math.min(...numbers(thin.ys[0]))).toBe(Math.min(...numbers(whole.ys[0])));
  });

  it("keeps every cut", () => {
    const cut = chartColumns([...many.slice(0, 1000), ...many.slice(1100)], rssi, 300);
    expect(thinned(cut, 1.5).ys[0]?.filter((y) => y === null)).toHaveLength(1);
  });

  it("is the same curve when samples are few", () => {
    const few = chartColumns(many.slice(0, 50), rssi, 300);
    expect(thinned(few, 0.1)).toEqual(few);
  });

  it("does not flicker: a slot is drawn alike when the next sample has come", () => {
    const before = thinned(chartColumns(many.slice(0, -1), rssi, 300), 1.5);
    const after = thinned(whole, 1.5);
    const inner = (ys: readonly unknown[] = []) => ys.slice(4, -4);
    expect(inner(after.ys[0]).slice(0, 300)).toEqual(inner(before.ys[0]).slice(0, 300));
  });
});

describe("statistics of the window", () => {
  it("give count, extremes, median, mean and sample standard deviation", () => {
    const found = statistics(
      [2, 4, 4, 4, 5, 5, 7, 9].map((v, n) => at(n * 100, v)),
      "rssi",
      60,
    );
    expect(found).toMatchObject({ n: 8, min: 2, max: 9, median: 4.5, mean: 5 });
    expect(found?.sd).toBeCloseTo(2.138, 3);
  });

  it("have no standard deviation for one value, and nothing for none", () => {
    expect(statistics([at(0, 3)], "rssi", 60)).toMatchObject({ n: 1, sd: undefined });
    expect(statistics([], "rssi", 60)).toBeUndefined();
  });
});
