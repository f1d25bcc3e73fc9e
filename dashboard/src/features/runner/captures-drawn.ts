// The points a step draws of a run's captures, and the law beside them. Pure.
import type { Point } from "#contract/maths/fit.ts";
import type { Capture, Run } from "#contract/runs.ts";
import type { CapturesDrawn } from "#contract/sheets.ts";
import { readFit } from "../../live/measuring/fit-model.ts";

const curvePoints = 60;

/** Captures that are drawn: of the right step and channel, under a number. */
export function capturesDrawn(run: Pick<Run, "captures">, drawn: CapturesDrawn): readonly Capture[] {
  return run.captures.filter(
    ({ step, channel, label }) =>
      drawn.steps.includes(step) && channel === drawn.channel && typeof label === "number",
  );
}

/** @param factor to the unit shown. @returns none while the value to take away is not known. */
export function pointsDrawn(
  run: Pick<Run, "captures">,
  drawn: CapturesDrawn,
  factor: number,
): readonly Point[] {
  const { stat, baseline } = drawn;
  const dark = baseline === undefined ? 0 : run.captures.findLast(({ step }) => step === baseline)?.[stat];
  if (dark === undefined) return [];
  return capturesDrawn(run, drawn).map((capture): Point => {
    const figure = (capture[stat] - dark) * factor;
    return drawn.across === "figure" ? [figure, Number(capture.label)] : [Number(capture.label), figure];
  });
}

/** Field on the axis of a coil of radius r, in percent of the field at its centre: (1 + (d/r)²)^−1.5. */
export function coilField(radius: number, distance: number): number {
  return 100 * (1 + (distance / radius) ** 2) ** -1.5;
}

/** The law to draw; none while the points cannot carry it. */
export function lawDrawn({ law }: CapturesDrawn, points: readonly Point[]): readonly Point[] {
  if (law === undefined || points.length === 0) return [];
  if ("model" in law) return readFit(law.model, points)?.curve ?? [];
  const far = Math.max(...points.map(([x]) => x));
  return Array.from({ length: curvePoints }, (_, i): Point => {
    const x = (far * i) / (curvePoints - 1);
    return [x, coilField(law.coil, x)];
  });
}
