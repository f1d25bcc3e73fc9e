import { describe, expect, it } from "vitest";
import { createPageClock } from "../../../../bridge/devices/phones/page-clock.ts";

const arrival = (mono: number) => ({ now: 1_000_000 + mono, mono });

describe("the clock of a page", () => {
  it("spaces samples as they were taken, though they come in bunches", () => {
    const clock = createPageClock();
    const placed = [0, 40, 80, 100, 140, 180].map((pageMs) =>
      clock.place(pageMs, arrival(5_000 + Math.ceil((pageMs + 1) / 100) * 100)),
    );
    const steps = placed.slice(1).map(({ mono }, n) => mono - (placed[n]?.mono ?? 0));
    // From the second bunch on, the quickest way is known.
    expect(steps.slice(3)).toEqual([40, 40]);
    expect(placed.at(-2)).toEqual({ mono: 5_160, now: 1_005_160, lateMs: 40 });
  });

  it("never goes back nor ahead of what arrives", () => {
    const clock = createPageClock();
    let last = 0;
    for (const [pageMs, at] of [
      [0, 100],
      [10, 109],
      [20, 300],
      [21, 300],
      [30, 301],
      [31, 5_000],
    ] as const) {
      const { mono } = clock.place(pageMs, arrival(at));
      expect(mono).toBeGreaterThanOrEqual(last);
      expect(mono).toBeLessThanOrEqual(at);
      last = mono;
    }
  });

  it("starts over when the phone slept and its clock with it", () => {
    const clock = createPageClock();
    clock.place(1_000, arrival(2_000));
    expect(clock.place(1_050, arrival(60_000))).toMatchObject({ mono: 60_000, lateMs: 0 });
    expect(clock.place(1_150, arrival(60_100))).toMatchObject({ mono: 60_100, lateMs: 0 });
  });

  it("follows a clock that drifts", () => {
    const clock = createPageClock();
    let lateMs = 0;
    // A page's clock 100 parts in a million slow, for two hours.
    for (let second = 0; second < 7_200; second += 1)
      lateMs = clock.place(second * 1_000 * 0.9999, arrival(second * 1_000)).lateMs;
    expect(lateMs).toBeLessThan(5);
  });
});
