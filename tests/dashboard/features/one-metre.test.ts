// What the page makes of samples taken at one metre.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeSampling, type Sampling } from "#contract/beacon-calibration.ts";
import {
  comparePowers,
  isEnough,
  pictureOf,
  pictureSize,
  progressOf,
} from "../../../dashboard/src/features/device/one-metre-model.ts";

const samplingOf = (values: readonly number[], everyMs = 500): Sampling =>
  judgeSampling(
    {
      samples: values.map((rssi, index) => ({ mono: 1 + index * everyMs, readings: { rssi } })),
      events: [],
    },
    0,
  );
const still = (count: number) => Array.from({ length: count }, (_, n) => -61 + ((n % 3) - 1));

describe("samples at one metre, on the page", () => {
  it("are as far as the slower of the two: their number, or their time", () => {
    expect(progressOf(samplingOf([]))).toBe(0);
    expect(progressOf(samplingOf(still(11)))).toBe(0.5);
    expect(progressOf(samplingOf(still(6), 2000))).toBe(0.3);
    expect(progressOf(samplingOf(still(60)))).toBe(1);
    expect([still(20), still(21)].map((values) => isEnough(samplingOf(values)))).toEqual([false, true]);
  });

  it("say what each power would make of them", () => {
    const sampling = samplingOf(still(30));
    const calibration = {
      rssiAt1m: -65,
      samples: 20,
      spread: 1,
      date: "2026-11-26T10:00:00.000Z",
      author: "A",
    };
    expect(comparePowers(sampling, -54, calibration)).toEqual([
      { from: "declared", power: -54, distance: { estimate: 2.1, low: 1.4, high: 3.2 } },
      { from: "before", power: -65, distance: { estimate: 0.7, low: 0.4, high: 1 } },
      { from: "measured", power: -61, distance: { estimate: 1, low: 0.7, high: 1.5 } },
    ]);
    for (const declared of [undefined, 0, 26]) {
      expect(comparePowers(sampling, declared, undefined)[0]).toEqual({
        from: "declared",
        power: undefined,
        distance: undefined,
      });
    }
  });

  it("are drawn within their picture, on an axis that holds them, a still signal looking still", () => {
    expect(pictureOf(samplingOf([]))).toBeUndefined();
    const calm = pictureOf(samplingOf(still(30)));
    expect((calm?.high ?? 0) - (calm?.low ?? 0)).toBeGreaterThanOrEqual(20);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -127, max: -1 }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 20, max: 2000 }),
        (values, everyMs) => {
          const picture = pictureOf(samplingOf(values, everyMs));
          if (picture === undefined) throw new Error("no picture");
          expect(picture.dots).toHaveLength(values.length);
          const { width, height, strip } = pictureSize;
          for (const { x, y } of picture.dots) {
            expect(x >= 0 && x <= strip && y >= 0 && y <= height).toBe(true);
          }
          for (const bar of picture.bars) {
            expect(bar.width > 0 && strip + bar.width <= width + 1e-9).toBe(true);
            expect(bar.height > 0 && bar.y >= 0 && bar.y + bar.height <= height).toBe(true);
          }
          expect(picture.low).toBeLessThan(Math.min(...values));
          expect(picture.high).toBeGreaterThan(Math.max(...values));
        },
      ),
    );
  });
});
