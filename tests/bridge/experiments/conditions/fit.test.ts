// The operator `fit`, case by case.
import { describe, expect, it } from "vitest";

import { storedCapture, watch } from "../../../helpers/experiment-bench.ts";

const table = (check: object, points: readonly (readonly [number | string, number])[]) => {
  const watched = watch({ op: "fit", model: "logdistance", min_points: 4, ...check });
  for (const [label, median] of points) watched.captures.push(storedCapture({ label, median }));
  return watched;
};
const published = [
  [0.5, -43.1],
  [1, -47.9],
  [1.5, -53.2],
  [2, -55.8],
  [2.5, -57.5],
  [3, -60.8],
  [4, -62],
] as const;

describe("fit", () => {
  const law = { slope_between: [1.4, 3.5], r2_min: 0.85 };
  it("waits for enough points", () => {
    const result = table(law, published.slice(0, 3)).at(1);
    expect(result.satisfied).toBe(false);
    expect(result.ready).toBe(false);
    expect(result.why.fr).toContain("3 sur 4");
  });
  it("holds on the published table, with its figures as evidence", () => {
    const result = table(law, published).at(1);
    expect(result.satisfied).toBe(true);
    expect(result.figures.slope).toBeCloseTo(2.208, 2);
    expect(result.figures.slopeError).toBeCloseTo(0.112, 3);
  });
  it("refuses a slope out of bounds and shows it", () => {
    const steep = published.map(([d, rssi]) => [d, d >= 2 ? rssi - 24 : rssi] as const);
    const result = table(law, steep).at(1);
    expect(result.satisfied).toBe(false);
    expect(result.why.fr).toContain("il faut entre 1,4 et 3,5");
  });
  it("refuses scattered points by R²", () => {
    const result = table({ r2_min: 0.85 }, [
      [0.5, -50],
      [1, -70],
      [2, -50],
      [4, -70],
    ]).at(1);
    expect(result.why.fr).toContain("R²");
    expect(result.satisfied).toBe(false);
  });
  it("leaves out labels that are not numbers, other steps and other channels", () => {
    expect(table(law, [...published.slice(0, 3), ["ici", -60]]).at(1).ready).toBe(false);
    expect(table({ ...law, channel: "lux" }, published).at(1).ready).toBe(false);
    expect(table({ ...law, steps: ["ailleurs"] }, published).at(1).ready).toBe(false);
  });
  it("a baseline is taken from every figure first", () => {
    const light = [20, 30, 40, 60, 80].map((d) => [d, 12 + 400_000 / d ** 2] as const);
    const power = { model: "power", baseline: 12, slope_between: [-2.4, -1.6], r2_min: 0.97 };
    expect(table(power, light).at(1).value).toBeCloseTo(-2, 6);
  });
  it("says which baseline is missing", () =>
    expect(table({ model: "power", baseline: { capture: "noir" } }, published).at(1).why.fr).toContain(
      "relevé",
    ));
  it("keeps its figures for the answers of later steps", () => {
    const watched = table(law, published);
    watched.at(1);
    expect(watched.context.fit("step")?.residual).toBeCloseTo(0.84, 2);
  });
  it("takes the typed label over the figure where the one depends on the other", () => {
    const rule = { model: "linear0", min_points: 3, slope_between: [5, 25], label_over_figure: true };
    const read = [
      [24, 2],
      [37, 3],
      [60, 5],
    ] as const;
    expect(table(rule, read).at(1).figures.slope).toBeCloseTo(12.1, 1);
    expect(table({ ...rule, label_over_figure: false }, read).at(1).satisfied).toBe(false);
  });
});
