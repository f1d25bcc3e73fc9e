// From decibels to what is told: smoothing, zones, distance, interval.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distanceOf } from "#contract/distance.ts";
import { createIntervalEstimate } from "../../../../bridge/devices/beacons/interval.ts";
import { createSmoother } from "../../../../bridge/devices/beacons/smoothing.ts";
import { zoneOf } from "../../../../bridge/devices/beacons/zones.ts";

describe("smoothing", () => {
  it("gives the first sample as it is", () => {
    expect(createSmoother().add(-63, 0)).toEqual({ rssi: -63, deviation: 0 });
  });

  it("does not follow a fade of one frame", () => {
    const smoother = createSmoother();
    for (let t = 0; t < 5000; t += 100) smoother.add(-60, t);
    expect(smoother.add(-90, 5000).rssi).toBeCloseTo(-60, 5);
  });

  it("reaches a new place within the window and a few time constants", () => {
    const smoother = createSmoother();
    let t = 0;
    for (; t < 5000; t += 100) smoother.add(-60, t);
    for (; t < 9000; t += 100) smoother.add(-80, t);
    expect(smoother.add(-80, t).rssi).toBeLessThan(-75);
  });

  it("starts anew after a silence as long as its window", () => {
    const smoother = createSmoother();
    for (let t = 0; t < 3000; t += 100) smoother.add(-50, t);
    expect(smoother.add(-85, 20_000)).toEqual({ rssi: -85, deviation: 0 });
  });

  it("never leaves the range of what was heard", () => {
    const sample = fc.tuple(fc.integer({ min: -110, max: 10 }), fc.integer({ min: 0, max: 3000 }));
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 200 }), (samples) => {
        const smoother = createSmoother();
        let t = 0;
        const heard: number[] = [];
        for (const [rssi, gap] of samples) {
          t += gap;
          heard.push(rssi);
          const { rssi: smoothed, deviation } = smoother.add(rssi, t);
          expect(smoothed).toBeGreaterThanOrEqual(Math.min(...heard) - 1e-9);
          expect(smoothed).toBeLessThanOrEqual(Math.max(...heard) + 1e-9);
          expect(deviation).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("zones", () => {
  it("of a beacon just found are by the entering thresholds", () => {
    expect([-60, -64.9, -65.1, -75, -75.1].map((rssi) => zoneOf(rssi, undefined, -59))).toEqual([
      "near",
      "near",
      "mid",
      "mid",
      "far",
    ]);
  });

  it("do not flicker on a border: 4 dB lie between entering and leaving", () => {
    expect(zoneOf(-68, "near", -59)).toBe("near");
    expect(zoneOf(-69.1, "near", -59)).toBe("mid");
    expect(zoneOf(-68, "mid", -59)).toBe("mid");
    expect(zoneOf(-64.9, "mid", -59)).toBe("near");
    expect(zoneOf(-72, "far", -59)).toBe("far");
    expect(zoneOf(-70.9, "far", -59)).toBe("mid");
    expect(zoneOf(-74, "mid", -59)).toBe("mid");
  });

  it("use the common power when the beacon declares none", () => {
    expect(zoneOf(-64.9, undefined)).toBe("near");
    expect(zoneOf(-76, undefined)).toBe("far");
  });

  it("change at most once for a strength that wanders less than the hysteresis", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -90, max: -50, noNaN: true }),
        fc.array(fc.double({ min: -1.9, max: 1.9, noNaN: true }), { maxLength: 100 }),
        (middle, wander) => {
          let zone = zoneOf(middle, undefined, -59);
          let changes = 0;
          for (const step of wander) {
            const next = zoneOf(middle + step, zone, -59);
            if (next !== zone) changes += 1;
            zone = next;
          }
          expect(changes).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe("distance", () => {
  it("is one metre at the measured power, between its bounds", () => {
    expect(distanceOf(-59, 0, -59)).toEqual({ estimate: 1, low: 0.7, high: 1.5 });
  });

  it("has wider bounds when the signal is restless", () => {
    const calm = distanceOf(-70, 1, -59);
    const restless = distanceOf(-70, 8, -59);
    if (calm === undefined || restless === undefined) throw new Error("no distance");
    expect(restless.high - restless.low).toBeGreaterThan(calm.high - calm.low);
  });

  it("never says more than thirty metres", () => {
    expect(distanceOf(-127, 10, -40)).toEqual({ estimate: 30, low: 30, high: 30 });
  });

  it("is absent when the power or the strength cannot be used", () => {
    expect(distanceOf(-60, 3, undefined)).toBeUndefined();
    expect(distanceOf(-60, 3, 26)).toBeUndefined();
    expect(distanceOf(-60, 3, 0)).toBeUndefined();
    expect(distanceOf(5, 3, -59)).toBeUndefined();
  });

  it("keeps low ≤ estimate ≤ high for any signal", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -127, max: -1 }),
        fc.double({ min: 0, max: 30, noNaN: true }),
        fc.integer({ min: -127, max: -1 }),
        (rssi, deviation, power) => {
          const distance = distanceOf(rssi, deviation, power);
          if (distance === undefined) throw new Error("no distance");
          expect(distance.low).toBeLessThanOrEqual(distance.estimate);
          expect(distance.estimate).toBeLessThanOrEqual(distance.high);
          expect(distance.high).toBeLessThanOrEqual(30);
        },
      ),
    );
  });
});

describe("the interval", () => {
  /** A beacon of this interval heard for a while by a scanner that misses this share of frames. */
  function estimated(intervalMs: number, loss: number, seed = 5): number | undefined {
    let state = seed;
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 0x1_0000_0000;
    };
    const estimate = createIntervalEstimate();
    for (let t = 0, frame = 0; frame < 400; frame += 1) {
      t += intervalMs + 10 * random();
      if (random() >= loss) estimate.add(t);
    }
    return estimate.value();
  }

  it("is found whatever the share of frames missed, up to two in three", () => {
    for (const interval of [100, 250, 500, 1000]) {
      for (const loss of [0, 0.2, 0.4, 0.6]) {
        const value = estimated(interval, loss) ?? 0;
        expect([interval, loss, Math.abs(value - interval) <= Math.max(5, interval * 0.05)]).toEqual([
          interval,
          loss,
          true,
        ]);
      }
    }
  });

  it("is not told before enough was heard", () => {
    const estimate = createIntervalEstimate();
    for (let t = 0; t < 1200; t += 100) estimate.add(t);
    expect(estimate.value()).toBeUndefined();
    estimate.add(1200);
    expect(estimate.value()).toBe(100);
  });

  it("does not count the same event heard twice", () => {
    const estimate = createIntervalEstimate();
    for (let t = 0; t < 5000; t += 200) {
      estimate.add(t);
      estimate.add(t + 3);
    }
    expect(estimate.value()).toBe(200);
  });

  it("does not take an absence for an interval", () => {
    const estimate = createIntervalEstimate();
    for (let t = 0; t < 2000; t += 100) estimate.add(t);
    estimate.pause();
    estimate.add(9000);
    estimate.add(60_000);
    expect(estimate.value()).toBe(100);
  });
});
