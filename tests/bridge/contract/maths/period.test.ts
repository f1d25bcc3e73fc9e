// The dominant period: finer than a sample, with noise and uneven steps, and none where there is none.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findPeriod, type Sample } from "#contract/maths/period.ts";

const wave = (seconds: number, period: number, perSecond: number, noise = (_: number) => 0): Sample[] =>
  Array.from({ length: Math.round(seconds * perSecond) }, (_, i) => ({
    mono: (i * 1000) / perSecond,
    value: 3 + Math.sin((2 * Math.PI * i) / perSecond / period) + noise(i),
  }));

describe.each(["autocorrelation", "zero-crossing"] as const)("period by %s", (method) => {
  it("is found finer than one sample", () => {
    for (const period of [0.47, 0.5, 0.533, 1.003, 2.01])
      expect(findPeriod(wave(12, period, 20), method)?.seconds).toBeCloseTo(period, 2);
  });
  it("is found through noise", () => {
    const noise = (i: number) => 0.15 * Math.sin(i * 12.9898) * Math.cos(i * 78.233);
    expect(findPeriod(wave(12, 0.8, 40, noise), method)?.seconds).toBeCloseTo(0.8, 1);
  });
  it("is found with uneven steps", () => {
    const uneven = wave(12, 1, 40).filter((_, i) => i % 5 !== 0 && i % 7 !== 0);
    expect(findPeriod(uneven, method)?.seconds).toBeCloseTo(1, 1);
  });
  it("is none in too few samples, in a flat line, in a slope", () => {
    expect(findPeriod(wave(0.2, 0.1, 20), method)).toBeUndefined();
    expect(
      findPeriod(
        wave(5, 1, 20).map((s) => ({ ...s, value: 1 })),
        method,
      ),
    ).toBeUndefined();
    expect(
      findPeriod(
        wave(5, 1, 20).map((s, i) => ({ ...s, value: i })),
        method,
      ),
    ).toBeUndefined();
  });
  it("never throws nor gives nonsense, whatever the samples", () => {
    const steps = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 500 }), fc.double({ min: -1e6, max: 1e6, noNaN: true })),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(steps, (list) => {
        let mono = 0;
        const samples = list.map(([step, value]) => {
          mono += step;
          return { mono, value };
        });
        const found = findPeriod(samples, method);
        return found === undefined || (Number.isFinite(found.seconds) && found.seconds > 0);
      }),
      { numRuns: 60 },
    );
  });
});
