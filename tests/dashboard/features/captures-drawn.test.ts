// What a step draws of the captures of a run, and the law beside them.
import { expect, it } from "vitest";
import type { Capture } from "#contract/runs.ts";
import type { CapturesDrawn } from "#contract/sheets.ts";
import { coilField, lawDrawn, pointsDrawn } from "../../../dashboard/src/features/runner/captures-drawn.ts";

const capture = (label: number | string, mean: number, step = "cales", channel = "trials"): Capture => ({
  step,
  channel,
  label,
  time: "2026-03-21T14:00:00.000Z",
  samples: 5,
  mean,
  median: mean - 1,
  sd: 0,
  min: mean,
  max: mean,
});
const drawn: CapturesDrawn = { steps: ["cales"], channel: "trials", stat: "mean", across: "label" };

it("draws the captures of its steps and channel, under numbers alone", () => {
  const captures = [
    capture(10, 100),
    capture("au bord", 50),
    capture(40, 20),
    capture(10, 3, "contact"),
    capture(10, 7, "cales", "rssi"),
  ];
  const points = [
    [10, 100],
    [40, 20],
  ];
  expect(pointsDrawn({ captures }, drawn, 1)).toEqual(points);
  expect(pointsDrawn({ captures }, { ...drawn, across: "figure", stat: "median" }, 2)).toEqual([
    [198, 10],
    [38, 40],
  ]);
});

it("takes the dark value from every figure, and draws nothing before it is known", () => {
  const dark = capture("noir", 2, "noir");
  const withDark: CapturesDrawn = { ...drawn, baseline: "noir" };
  expect(pointsDrawn({ captures: [capture(10, 100)] }, withDark, 1)).toEqual([]);
  expect(pointsDrawn({ captures: [dark, capture(10, 100)] }, withDark, 1)).toEqual([[10, 98]]);
});

it("draws the curve of the fit through the points, and none that they cannot carry", () => {
  const far = [1, 2, 4, 8].map((d) => [d, -50 - 20 * Math.log10(d)] as const);
  const law = lawDrawn({ ...drawn, law: { model: "logdistance" } }, far);
  expect(law[0]).toEqual([1, expect.closeTo(-50)]);
  expect(law.at(-1)).toEqual([8, expect.closeTo(-50 - 20 * Math.log10(8))]);
  const widths = [
    [2, 30],
    [3, 45],
    [-1, -15],
  ] as const;
  expect(lawDrawn({ ...drawn, law: { model: "linear0" } }, widths)[0]).toEqual([-1, expect.closeTo(-15)]);
  expect(lawDrawn({ ...drawn, law: { model: "logdistance" } }, far.slice(0, 1))).toEqual([]);
  expect(lawDrawn(drawn, far)).toEqual([]);
});

it("draws the field of a coil as the numbers of the sheet have it: from 100 at the coil to 9 at twice its radius", () => {
  const law = lawDrawn({ ...drawn, law: { coil: 20 } }, [
    [10, 100],
    [60, 0],
  ]);
  expect(law[0]).toEqual([0, 100]);
  expect(law.at(-1)?.[0]).toBe(60);
  expect([10, 20, 40, 100].map((mm) => Math.round(coilField(20, mm) * 10) / 10)).toEqual([
    71.6, 35.4, 8.9, 0.8,
  ]);
});
