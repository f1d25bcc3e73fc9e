// `delta`: the difference, or ratio, of a statistic of two stored captures is within bounds.
import type { CheckOf } from "#contract/conditions.ts";
import { Trace } from "../context.ts";
import { captureFigure, findCapture, resolveBounds, within } from "../expressions.ts";
import type { Observation } from "../observation.ts";
import { say } from "../words.ts";
import { type Condition, result, type Scope } from "./condition.ts";
import { statName } from "./stat.ts";

export function delta(check: CheckOf<"delta">, { context }: Scope): Condition {
  let lastCapture: Observation | undefined;
  return {
    observe(item) {
      if (item.kind === "capture-taken") lastCapture = item;
    },
    at() {
      const a = findCapture(context, check.a);
      const b = findCapture(context, check.b);
      const first = a && captureFigure(a, check.stat);
      const second = b && captureFigure(b, check.stat);
      const bounds = resolveBounds(context, check);
      const asked = check.min !== undefined || check.max !== undefined;
      const ratio = check.form === "ratio";
      const raw =
        first === undefined || second === undefined ? undefined : ratio ? first / second : first - second;
      const value = raw !== undefined && Number.isFinite(raw) ? raw : undefined;
      const channelUnit = a ? context.unitOf(a.channel) : "";
      const unit = ratio ? "×" : channelUnit === "dBm" ? "dB" : channelUnit;
      const trace = new Trace();
      if (lastCapture) trace.add(lastCapture);
      for (const one of [a, b]) if (one) trace.addCapture(one);
      const have = (a ? 1 : 0) + (b ? 1 : 0);
      return result(trace, {
        satisfied: within(value, bounds),
        ready: value !== undefined && !bounds.unknown,
        fraction: have / 3,
        ...(value === undefined ? {} : { value, unit }),
        why:
          bounds.unknown ??
          (value === undefined
            ? say(
                (p) => `${p.n(have)} des 2 relevés à comparer.`,
                (p) => `${p.n(have)} of the 2 captures to compare.`,
              )
            : say(
                (p) =>
                  `${ratio ? "Rapport" : "Écart"} (${p.w(statName(check.stat))}) : ${p.n(value, unit)}${asked ? `; il faut ${p.between(bounds.min, bounds.max, unit)}` : ""}.`,
                (p) =>
                  `${ratio ? "Ratio" : "Difference"} (${p.w(statName(check.stat))}): ${p.n(value, unit)}${asked ? `; it must be ${p.between(bounds.min, bounds.max, unit)}` : ""}.`,
              )),
        figures: value === undefined ? {} : { [check.form]: value, a: first ?? 0, b: second ?? 0 },
      });
    },
  };
}
