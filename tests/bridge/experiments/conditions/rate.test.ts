// The operator `rate`, case by case.
import { describe, expect, it } from "vitest";
import { make, watch } from "../../../helpers/experiment-bench.ts";

const frames = (n: number, perSecond: number) =>
  Array.from({ length: n }, (_, i) => make.frame((i + 1) / perSecond));

describe("rate", () => {
  const check = {
    op: "rate",
    on: "balise",
    event: "reading-taken",
    window: 20,
    min: { fact: "intervalMs", of: "balise", invert: true, times: 0.3 },
    max: { fact: "intervalMs", of: "balise", invert: true, times: 1.15 },
  };
  const beacon = (intervalMs: string, more: object = {}) => {
    const watched = watch({ ...check, ...more });
    watched.facts.balise = { intervalMs };
    return watched;
  };
  it("shows the rate from the first frames, but waits for the whole window", () => {
    const result = beacon("1000").see(...frames(10, 1));
    expect(result.satisfied).toBe(false);
    expect(result.value).toBeCloseTo(1);
    expect(result.why.fr).toContain("encore 10\u00a0s");
  });
  it("holds between bounds taken from the interval of the device", () => {
    const result = beacon("1000").see(...frames(20, 1));
    expect(result.satisfied).toBe(true);
    expect(result.figures).toMatchObject({ count: 20, min: 0.3, max: 1.15 });
  });
  it("does not hold under or over them", () => {
    expect(beacon("100").see(...frames(50, 2.5)).satisfied).toBe(false);
    expect(beacon("1000").see(...frames(40, 2)).satisfied).toBe(false);
  });
  it("says what is missing when the device does not tell its interval, or takes the default", () => {
    const watched = watch(check);
    expect(watched.see(...frames(20, 1)).why.fr).toContain("Temps entre deux annonces");
    const fact = { fact: "intervalMs", of: "balise", default: 1000, invert: true, times: 0.3 };
    expect(watch({ ...check, min: fact, max: 2 }).see(...frames(20, 1)).satisfied).toBe(true);
  });
  it("drops duplicates", () => {
    const doubled = [...frames(20, 1)].flatMap((frame) => [frame, frame]);
    expect(beacon("1000").see(...doubled).figures.count).toBe(20);
  });
  it("a gap lowers it", () => {
    const watched = beacon("1000");
    watched.see(...frames(20, 1));
    expect(watched.at(36).satisfied).toBe(false);
  });
});
