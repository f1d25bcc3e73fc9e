// `fit`: a model fits the captured table well enough. Its figures are kept for later steps to compare with.
import type { CheckOf } from "#contract/conditions.ts";
import { fit as fitModel } from "#contract/maths/fit.ts";
import type { Words } from "#contract/words.ts";
import { Trace } from "../context.ts";
import { captureFigure, evaluateNumber, resolveBounds, whatIsMissing, within } from "../expressions.ts";
import type { Observation } from "../observation.ts";
import { say } from "../words.ts";
import { type Condition, result, type Scope } from "./condition.ts";

const slopeNames: Record<CheckOf<"fit">["model"], Words> = {
  logdistance: { fr: "n", en: "n" },
  power: { fr: "exposant", en: "exponent" },
  linear: { fr: "pente", en: "slope" },
  linear0: { fr: "pente", en: "slope" },
};

export function fit(check: CheckOf<"fit">, { context, step }: Scope): Condition {
  let lastCapture: Observation | undefined;
  return {
    observe(item) {
      if (item.kind === "capture-taken") lastCapture = item;
    },
    at() {
      const trace = new Trace();
      if (lastCapture) trace.add(lastCapture);
      const baseline = check.baseline === undefined ? 0 : evaluateNumber(context, check.baseline);
      if (baseline === undefined && check.baseline !== undefined)
        return result(trace, {
          satisfied: false,
          ready: false,
          fraction: 0,
          why: whatIsMissing(context, check.baseline),
        });
      const points = context.captures().flatMap((one): [number, number][] => {
        if (check.channel !== undefined && one.channel !== check.channel) return [];
        if (check.steps && !check.steps.includes(one.step)) return [];
        const y = captureFigure(one, check.stat);
        trace.addCapture(one);
        if (typeof one.label !== "number" || y === undefined) return [];
        const figure = y - (baseline ?? 0);
        return [check.label_over_figure ? [figure, one.label] : [one.label, figure]];
      });
      const found = points.length >= check.min_points ? fitModel(check.model, points) : undefined;
      context.setFit(step, found);
      if (!found || found.points < check.min_points) {
        const n = found?.points ?? points.length;
        return result(trace, {
          satisfied: false,
          ready: false,
          fraction: n / (check.min_points + 1),
          value: n,
          why: say(
            (p) => `${p.n(n)} sur ${p.n(check.min_points)} points utilisables pour l’ajustement.`,
            (p) => `${p.n(n)} of ${p.n(check.min_points)} usable points for the fit.`,
          ),
        });
      }
      const bounds = resolveBounds(
        context,
        check.slope_between ? { min: check.slope_between[0], max: check.slope_between[1] } : {},
      );
      const lacks: Words[] = [];
      const name = slopeNames[check.model];
      if (bounds.unknown) lacks.push(bounds.unknown);
      else if (!within(found.slope, bounds))
        lacks.push(
          say(
            (p) => `${p.w(name)} = ${p.n(found.slope)}; il faut ${p.between(bounds.min, bounds.max)}.`,
            (p) => `${p.w(name)} = ${p.n(found.slope)}; it must be ${p.between(bounds.min, bounds.max)}.`,
          ),
        );
      if (check.r2_min !== undefined && found.r2 < check.r2_min) {
        const needed = check.r2_min;
        lacks.push(
          say(
            (p) => `R² = ${p.n(found.r2)}; il faut au moins ${p.n(needed)}.`,
            (p) => `R² = ${p.n(found.r2)}; it must be at least ${p.n(needed)}.`,
          ),
        );
      }
      if (check.residual_max !== undefined && found.residual > check.residual_max) {
        const limit = check.residual_max;
        lacks.push(
          say(
            (p) => `Résidu ${p.n(found.residual)}; il faut au plus ${p.n(limit)}.`,
            (p) => `Residual ${p.n(found.residual)}; it must be at most ${p.n(limit)}.`,
          ),
        );
      }
      return result(trace, {
        satisfied: lacks.length === 0,
        fraction: 0.9,
        value: found.slope,
        why:
          lacks.length > 0
            ? say(lacks.map((one) => one.fr).join(" "), lacks.map((one) => one.en).join(" "))
            : say(
                (p) => `${p.w(name)} = ${p.n(found.slope)}, R² = ${p.n(found.r2)}.`,
                (p) => `${p.w(name)} = ${p.n(found.slope)}, R² = ${p.n(found.r2)}.`,
              ),
        figures: {
          slope: found.slope,
          slopeError: found.slopeError,
          intercept: found.intercept,
          r2: found.r2,
          residual: found.residual,
          points: found.points,
        },
      });
    },
  };
}
