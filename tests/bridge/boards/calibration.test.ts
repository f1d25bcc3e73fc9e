import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Calibration, calibrationSchema } from "#contract/board-plan.ts";
import { corrected, withCorrection } from "../../../bridge/boards/calibration.ts";
import { channelsOf } from "../../../bridge/boards/plan.ts";
import { planOf } from "../../helpers/board-plans.ts";

const calibration: Calibration = {
  points: [
    { read: 0.22, true: 0.2 },
    { read: 1.06, true: 1 },
  ],
  date: "2026-11-25T12:00:00.000Z",
  author: "Camille",
};
const calibrated = (kind: string, pin: string) => {
  const [component] = planOf({ id: "part", kind, pin, calibration }).components;
  if (component === undefined) throw new Error("no part");
  return component;
};

describe("a calibrated sensor", () => {
  it("tells the truth at both points, and what lies on the line between and beyond", () => {
    const finite = fc.double({ min: -1e4, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(finite, finite, finite, finite, (r1, t1, r2, t2) => {
        fc.pre(Math.abs(r1 - r2) > 0.01);
        const line = {
          ...calibration,
          points: [
            { read: r1, true: t1 },
            { read: r2, true: t2 },
          ],
        } as Calibration;
        expect(corrected(line, r1)).toBeCloseTo(t1, 5);
        expect(corrected(line, r2)).toBeCloseTo(t2, 3);
        expect(corrected(line, (r1 + r2) / 2)).toBeCloseTo((t1 + t2) / 2, 3);
      }),
    );
  });

  it("keeps the value as it came beside, and its other values untouched", () => {
    const readings = withCorrection(calibrated("sonar", "D7"), "measuredDistance", {
      part: 0.535,
      partEcho: 3118,
    });
    expect(readings).toEqual({ part: 0.5, partRaw: 0.535, partEcho: 3118 });
    expect(withCorrection(calibrated("sonar", "D7"), "measuredDistance", { partEcho: 38_000 })).toEqual({
      partEcho: 38_000,
    });
  });

  it("has a channel for the value as it came; a part without one value of its own is left alone", () => {
    expect(
      channelsOf(planOf({ id: "part", kind: "sonar", pin: "D7", calibration })).map(({ id }) => id),
    ).toEqual(["part", "partRaw", "partEcho", "boardCurrent"]);
    const climate = calibrated("climate", "I2C");
    expect(withCorrection(climate, "temperature", { partTemperature: 20 })).toEqual({ partTemperature: 20 });
    expect(channelsOf(planOf({ id: "part", kind: "climate", pin: "I2C", calibration }))).toHaveLength(4);
  });

  it.each([
    [
      "two points read alike",
      {
        points: [
          { read: 1, true: 1 },
          { read: 1, true: 2 },
        ],
      },
    ],
    [
      "two points true alike",
      {
        points: [
          { read: 1, true: 1 },
          { read: 2, true: 1 },
        ],
      },
    ],
    ["nobody's name", { author: " " }],
    ["no day", { date: "hier" }],
  ])("is not made of %s", (_name, wrong) => {
    expect(calibrationSchema.safeParse({ ...calibration, ...wrong }).success).toBe(false);
    expect(calibrationSchema.safeParse(calibration).success).toBe(true);
  });
});
