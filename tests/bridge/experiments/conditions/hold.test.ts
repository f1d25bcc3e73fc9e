// The operator `hold`, case by case.
import { describe, expect, it } from "vitest";
import { make, watch } from "../../../helpers/experiment-bench.ts";

const knobs = (from: number, values: readonly number[], step = 0.1) =>
  values.map((value, i) => make.knob(from + i * step, value));
const many = (n: number, value: number) => Array.from({ length: n }, () => value);

describe("hold", () => {
  const check = { op: "hold", channel: "knob", min: 47, max: 53, for: 2 };
  it("has nothing to say before the first sample, and time alone does not hold anything", () => {
    const watched = watch(check);
    expect(watched.at(1).why.fr).toContain("aucune valeur");
    watched.see(make.knob(1, 50));
    expect(watched.at(2.9).satisfied).toBe(false);
  });
  it("holds after the time, at the edges of the range too", () => {
    const watched = watch(check);
    expect(watched.see(...knobs(0, many(20, 47))).satisfied).toBe(false);
    expect(watched.see(make.knob(2, 53)).satisfied).toBe(true);
  });
  it("shows the value beside the range", () => {
    const result = watch(check).see(make.knob(0, 62));
    expect(result.why.fr).toBe("Bouton\u00a0: 62\u00a0%; il faut entre 47 et 53\u00a0% pendant 2\u00a0s.");
    expect(result.why.en).toBe("Knob: 62%; it must stay between 47 and 53% for 2\u00a0s.");
  });
  it("allows one stray in ten", () => {
    const values = many(21, 50);
    values[12] = 80;
    expect(watch(check).see(...knobs(0, values)).satisfied).toBe(true);
  });
  it("does not allow more strays than that", () => {
    const values = many(21, 50).map((value, i) => (i % 5 === 4 ? 80 : value));
    expect(watch(check).see(...knobs(0, values)).satisfied).toBe(false);
  });
  it("a gap starts the time again, and says so", () => {
    const watched = watch(check);
    watched.see(...knobs(0, many(15, 50)));
    const late = watched.see(make.knob(4, 50));
    expect(late.refusals[0]?.fr).toContain("repart");
    expect(late.satisfied).toBe(false);
    expect(watched.see(...knobs(4.1, many(20, 50))).satisfied).toBe(true);
  });
  it("duplicates do not dilute strays", () => {
    const watched = watch(check);
    const one = make.knob(0, 50, { id: "k" });
    watched.see(one, ...Array.from({ length: 30 }, () => make.knob(0.1, 50, { id: "k" })));
    expect(watched.at(0.1).figures.samples).toBe(1);
  });
  it("leaving and coming back starts again", () => {
    const watched = watch(check);
    watched.see(...knobs(0, many(15, 50)), ...knobs(1.5, many(5, 90)));
    expect(watched.see(...knobs(2, many(15, 50))).satisfied).toBe(false);
    expect(watched.see(...knobs(3.5, many(6, 50))).satisfied).toBe(true);
  });
  it("one bound alone is enough", () => {
    expect(
      watch({ op: "hold", channel: "knob", min: 98, for: 2 }).see(...knobs(0, many(21, 99))).satisfied,
    ).toBe(true);
    expect(
      watch({ op: "hold", channel: "knob", max: 2, for: 2 }).see(...knobs(0, many(21, 3))).satisfied,
    ).toBe(false);
  });
});
