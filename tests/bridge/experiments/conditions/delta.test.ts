// The operator `delta`, case by case.
import { describe, expect, it } from "vitest";

import { storedCapture, watch } from "../../../helpers/experiment-bench.ts";

const pair = (check: object, a?: number, b?: number) => {
  const watched = watch({ op: "delta", a: { label: "libre" }, b: { label: "corps" }, ...check });
  if (a !== undefined) watched.captures.push(storedCapture({ label: "libre", median: a, sd: 2 }));
  if (b !== undefined) watched.captures.push(storedCapture({ label: "corps", median: b, sd: 7 }));
  return watched;
};

describe("delta", () => {
  it("waits for both captures", () => {
    expect(pair({ min: 4 }).at(1).why.fr).toBe("0 des 2 relevés à comparer.");
    expect(pair({ min: 4 }, -60).at(1).satisfied).toBe(false);
  });
  it("holds at the bound and not under it", () => {
    expect(pair({ min: 4 }, -60, -64).at(1).satisfied).toBe(true);
    expect(pair({ min: 4 }, -60, -63.9).at(1).satisfied).toBe(false);
  });
  it("has a sign: the other way round is another difference", () =>
    expect(pair({ min: 4 }, -64, -60).at(1).satisfied).toBe(false));
  it("shows the difference in dB for dBm", () =>
    expect(pair({ min: 4 }, -60, -62).at(1).why.fr).toContain("2\u00a0dB; il faut au moins 4\u00a0dB"));
  it("may be a ratio of another statistic", () => {
    const check = { a: { label: "corps" }, b: { label: "libre" }, stat: "sd", form: "ratio" };
    expect(pair({ ...check, min: 3 }, -60, -60).at(1).value).toBeCloseTo(3.5);
    expect(pair({ ...check, min: 3.6 }, -60, -60).at(1).satisfied).toBe(false);
  });
  it("takes the last capture of a label", () => {
    const watched = pair({ min: 4 }, -60, -61);
    watched.captures.push(storedCapture({ label: "corps", median: -70 }));
    expect(watched.at(1).value).toBe(10);
  });
  it("a ratio to nothing is no ratio", () => {
    const watched = watch({ op: "delta", a: "x", b: "y", form: "ratio", min: 1 });
    watched.captures.push(
      storedCapture({ step: "x", label: 1, median: 5 }),
      storedCapture({ step: "y", label: 1, median: 0 }),
    );
    expect(watched.at(1).satisfied).toBe(false);
  });
});
