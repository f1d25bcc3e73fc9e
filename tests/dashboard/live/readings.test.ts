import { describe, expect, it } from "vitest";
import type { Sample } from "#contract/live.ts";
import {
  between,
  captureOf,
  differenceOf,
  nearestTo,
  pairsOf,
  pointsOf,
  type Reading,
  readingsOf,
} from "../../../dashboard/src/live/measuring/readings.ts";

const time = "2026-03-21T14:00:00.000Z";
const reading = (mono: number, value: number): Reading => ({ mono, time, value });
const ramp = Array.from({ length: 11 }, (_, n) => reading(1000 + n * 100, 20 + n));

describe("readings", () => {
  it("are those of one channel, in the unit shown", () => {
    const samples: Sample[] = [
      { time, mono: 1, readings: { pressure: 101_300 } },
      { time, mono: 2, readings: { temperature: 21 } },
      { time, mono: 3, readings: { pressure: 101_400 } },
    ];
    expect(readingsOf(samples, "pressure", 0.01)).toEqual([reading(1, 1013), reading(3, 1014)]);
  });
});

describe("cursors", () => {
  it("stand on the reading nearest to where they are put", () => {
    expect([0, 1000, 1149, 1151, 1990, 9000].map((mono) => nearestTo(ramp, mono))).toEqual([
      0, 0, 1, 2, 10, 10,
    ]);
    expect(nearestTo([], 5)).toBe(-1);
  });
  it("tell difference and slope, signed by which is first, and no slope at one instant", () => {
    expect(differenceOf(reading(1000, 20), reading(1500, 25))).toEqual({ seconds: 0.5, value: 5, slope: 10 });
    expect(differenceOf(reading(1500, 25), reading(1000, 20))).toEqual({
      seconds: -0.5,
      value: -5,
      slope: 10,
    });
    expect(differenceOf(reading(5, 1), reading(5, 1)).slope).toBeUndefined();
  });
  it("hold a selection between them, whichever comes first", () => {
    expect(between(ramp, 1200, 1400).map(({ value }) => value)).toEqual([22, 23, 24]);
    expect(between(ramp, 1400, 1200)).toEqual(between(ramp, 1200, 1400));
  });
});

describe("a capture", () => {
  it("keeps the last seconds under what was typed, with what was expected", () => {
    expect(captureOf(ramp, 0.4, 2.5, 30)).toEqual({
      label: 2.5,
      time,
      n: 5,
      median: 28,
      mean: 28,
      sd: expect.closeTo(1.581, 3),
      predicted: 30,
    });
  });
  it("is nothing without a reading", () => {
    expect(captureOf([], 5, "rien", undefined)).toBeUndefined();
  });
  it("is a point where its label is a number, in order", () => {
    const at = (label: number | string, median: number) => ({
      label,
      median,
      time,
      n: 1,
      mean: 0,
      sd: undefined,
    });
    expect(pointsOf([at(4, -62), at("boîte", -80), at(0.5, -43)])).toEqual([
      [0.5, -43],
      [4, -62],
    ]);
  });
});

describe("one channel against another", () => {
  it("pairs each value with the last one of the other, and none across a silence", () => {
    const up = [reading(90, 1), reading(190, 2), reading(5000, 3)];
    const across = [reading(100, 10), reading(200, 20), reading(3000, 30), reading(5000, 40)];
    expect(pairsOf(across, up, 500)).toEqual([
      [10, 1],
      [20, 2],
      [40, 3],
    ]);
  });
});
