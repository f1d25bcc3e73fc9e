// The operator `period`, case by case.
import { describe, expect, it } from "vitest";

import { make, watch } from "../../../helpers/experiment-bench.ts";

/** A pendulum read 20 times a second. */
const swing = (seconds: number, period: number, perSecond = 20, from = 0) =>
  Array.from({ length: Math.round(seconds * perSecond) }, (_, i) => {
    const t = from + i / perSecond;
    return make.board(t, { lux: 10 + Math.sin((2 * Math.PI * t) / period) });
  });

describe("period", () => {
  const check = { op: "period", channel: "lux", min: 0.46, max: 0.54, cycles_min: 6, window: 10 };
  it("finds nothing in a first sample", () => {
    const result = watch(check).see(make.board(0, { lux: 1 }));
    expect(result.satisfied).toBe(false);
    expect(result.ready).toBe(false);
  });
  it("holds for a pendulum of the asked period", () => {
    const result = watch(check).see(...swing(5, 0.5));
    expect(result.satisfied).toBe(true);
    expect(result.value).toBeCloseTo(0.5, 2);
  });
  it("wants enough cycles", () => {
    const result = watch(check).see(...swing(2.5, 0.5));
    expect(result.satisfied).toBe(false);
    expect(result.why.fr).toContain("6 cycles au moins");
  });
  it("does not hold for another period", () =>
    expect(watch(check).see(...swing(8, 0.8)).satisfied).toBe(false));
  it("works by zero crossings too", () =>
    expect(watch({ ...check, method: "zero-crossing" }).see(...swing(6, 0.5)).value).toBeCloseTo(0.5, 2));
  it("a gap breaks the window: before and after are not one signal", () => {
    const watched = watch(check);
    watched.see(...swing(5, 0.5));
    watched.at(5);
    expect(watched.see(...swing(1, 0.5, 20, 8)).satisfied).toBe(false);
  });
  it("drops duplicates", () => {
    const samples = swing(5, 0.5);
    const watched = watch(check);
    watched.see(...samples.flatMap((sample) => [sample, sample]));
    expect(watched.at(5).value).toBeCloseTo(0.5, 2);
  });
  it("shows aliasing: 2 Hz read at 3 Hz looks like 1 Hz, outside the range", () => {
    const outside = watch({ op: "not", of: { ...check, window: 20 } });
    const result = outside.see(...swing(15, 0.5, 3));
    expect(result.satisfied).toBe(true);
    expect(result.value).toBeCloseTo(1, 1);
  });
  it("the absence of a period is believed only after enough samples", () => {
    const none = watch({ op: "not", of: check });
    expect(none.see(make.board(0, { lux: 1 })).satisfied).toBe(false);
    const flat = Array.from({ length: 100 }, (_, i) => make.board(0.1 + i / 20, { lux: 5 }));
    expect(none.see(...flat).satisfied).toBe(true);
  });
  it("reads the length of a vector", () => {
    const watched = watch({ ...check, channel: "pull" });
    for (const event of Array.from({ length: 100 }, (_, i) => {
      const t = i / 20;
      return make.board(t, { ax: 3 + Math.sin(4 * Math.PI * t), ay: 0 });
    }))
      watched.see(event);
    expect(watched.at(5).value).toBeCloseTo(0.5, 2);
  });
});
