// What a step draws of the captures before it: the points a fit goes through, or those its author asks to see.
import type { Check } from "#contract/conditions.ts";
import type { CapturesDrawn } from "#contract/sheets.ts";

type Stat = CapturesDrawn["stat"];

const isDrawable = (stat: string): stat is Stat => stat === "mean" || stat === "median";

/** The drawing of a `fit`: its own points and law. None where they are not figures of captures over their labels. */
export function drawnByFit(check: Check | undefined): CapturesDrawn | undefined {
  if (check?.op !== "fit" || check.steps === undefined || check.channel === undefined) return undefined;
  const { steps, channel, stat, model, baseline, label_over_figure } = check;
  if (!isDrawable(stat)) return undefined;
  const dark =
    typeof baseline === "object" && "capture" in baseline && typeof baseline.capture === "string"
      ? baseline.capture
      : undefined;
  if (baseline !== undefined && dark === undefined) return undefined;
  return {
    steps,
    channel,
    stat,
    across: label_over_figure ? "figure" : "label",
    law: { model },
    ...(dark === undefined ? {} : { baseline: dark }),
  };
}

/**
 * The captures of a step, drawn at a later one.
 * @param check of the step they were taken at. @param coil radius of a coil whose field is drawn beside them, in the unit
 * of the labels.
 */
export function drawnOf(step: string, check: Check | undefined, coil?: number): CapturesDrawn | undefined {
  if (check?.op !== "capture" || !isDrawable(check.stat)) return undefined;
  const channel = check.trials !== undefined ? "trials" : check.tally !== undefined ? "tally" : check.channel;
  if (channel === undefined) return undefined;
  return {
    steps: [step],
    channel,
    stat: check.stat,
    across: "label",
    ...(coil === undefined ? {} : { law: { coil } }),
  };
}
