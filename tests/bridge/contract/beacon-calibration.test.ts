// Which samples may calibrate a beacon at one metre, and what is kept of them.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  beaconCalibrationSchema,
  calibrationOf,
  judgeSampling,
  leastSamples,
  leastSeconds,
} from "#contract/beacon-calibration.ts";

const event = (kind: "beacon-left" | "beacon-moved" | "beacon-appeared", mono: number) => ({ kind, mono });
/** One value every half second, the first at 500 ms. */
const feedOf = (values: readonly number[], events: ReturnType<typeof event>[] = [], everyMs = 500) => ({
  samples: values.map((rssi, index) => ({ mono: (index + 1) * everyMs, readings: { rssi } })),
  events,
});
const still = (count: number, rssi = -61) => Array.from({ length: count }, (_, n) => rssi + ((n % 3) - 1));

describe("samples at one metre", () => {
  it("can serve from the twentieth on, when they are spread over ten seconds", () => {
    expect(judgeSampling(feedOf(still(21)), 0)).toMatchObject({
      troubles: [],
      median: -61,
      seconds: 10,
    });
    expect(judgeSampling(feedOf(still(19), [], 600), 0).troubles).toEqual(["few"]);
    expect(judgeSampling(feedOf(still(20)), 0).troubles).toEqual(["short"]);
    expect(judgeSampling(feedOf(still(80), [], 100), 0).troubles).toEqual(["short"]);
    expect(judgeSampling(feedOf([]), 0)).toMatchObject({ troubles: ["few", "short"], seconds: 0, spread: 0 });
  });

  it("are those heard after the beginning, up to the end", () => {
    const feed = feedOf([...still(10, -40), ...still(30, -62), ...still(10, -80)]);
    const { heard, median, troubles } = judgeSampling(feed, 5000, 20_000);
    expect([heard.length, median, troubles]).toEqual([30, -62, []]);
    expect(heard[0]?.mono).toBe(5500);
    expect(heard.at(-1)?.mono).toBe(20_000);
  });

  it("count one advertisement once, whatever came of it, and leave out what has no strength", () => {
    const once = feedOf(still(25));
    const doubled = {
      events: [],
      samples: once.samples.flatMap((sample) => [
        sample,
        { mono: sample.mono, readings: { rssi: -20, temperature: 21 } },
        { mono: sample.mono + 1, readings: { temperature: 21 } },
      ]),
    };
    expect(judgeSampling(doubled, 0)).toEqual(judgeSampling(once, 0));
  });

  it.each([
    ["the beacon left", feedOf(still(30), [event("beacon-left", 9000)]), ["silent"]],
    [
      "it left, and was too few",
      feedOf(still(12), [event("beacon-left", 14_000)]),
      ["silent", "few", "short"],
    ],
    [
      "it only changed zone",
      feedOf(still(30), [event("beacon-moved", 9000), event("beacon-appeared", 1)]),
      [],
    ],
    ["it had left before", feedOf(still(30), [event("beacon-left", 0)]), []],
    ["it is across the village", feedOf(still(30, -93)), ["implausible"]],
    ["it lies on the antenna", feedOf(still(30, -22)), ["implausible"]],
    ["somebody stepped in between", feedOf([...still(15, -61), ...still(15, -69)]), ["moved"]],
    ["it was carried off", feedOf([...still(15, -61), ...still(15, -55)]), ["moved"]],
    [
      "the signal jumps about",
      feedOf(Array.from({ length: 30 }, (_, n) => [-50, -66][n % 2] ?? -60)),
      ["restless"],
    ],
    [
      "the first ten already jump",
      feedOf([-50, -66, -50, -66, -50, -66, -50, -66, -50, -66]),
      ["few", "short", "restless"],
    ],
    ["nine say nothing of it", feedOf([-50, -66, -50, -66, -50, -66, -50, -66, -50]), ["few", "short"]],
  ])("when %s", (_, feed, troubles) => {
    expect(judgeSampling(feed, 0).troubles).toEqual(troubles);
  });

  it("are not spoilt by single deep fades", () => {
    const fading = still(40).map((rssi, n) => (n % 13 === 5 ? rssi - 15 : rssi));
    const sampling = judgeSampling(feedOf(fading), 0);
    expect(sampling.troubles).toEqual([]);
    expect(sampling.median).toBe(-61);
  });

  it("give, for any that can serve, a calibration the contract takes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -100, max: -20 }), { maxLength: 60 }),
        fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 60 }),
        fc.integer({ min: -88, max: -32 }),
        fc.integer({ min: 50, max: 1200 }),
        (wild, wander, middle, everyMs) => {
          for (const values of [wild, wander.map((step) => middle + step)]) {
            const sampling = judgeSampling(feedOf(values, [], everyMs), 0);
            const enough = values.length >= leastSamples && sampling.seconds >= leastSeconds;
            if (!enough) expect(sampling.troubles.some((one) => one === "few" || one === "short")).toBe(true);
            if (sampling.troubles.length > 0) continue;
            expect(enough).toBe(true);
            const kept = calibrationOf(sampling, "2026-11-26T10:00:00.000Z", "Camille");
            expect(beaconCalibrationSchema.parse(kept)).toEqual(kept);
            expect(kept.rssiAt1m).toBeGreaterThanOrEqual(Math.min(...values));
            expect(kept.rssiAt1m).toBeLessThanOrEqual(Math.max(...values));
          }
        },
      ),
    );
  });

  it("do not depend on when the clock began", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -90, max: -40 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 1e9 }),
        (values, later) => {
          const feed = feedOf(values);
          const shifted = feed.samples.map((sample) => ({ ...sample, mono: sample.mono + later }));
          const { heard: _a, ...here } = judgeSampling(feed, 0);
          const { heard: _b, ...there } = judgeSampling({ samples: shifted, events: [] }, later);
          expect(there).toEqual(here);
        },
      ),
    );
  });
});
