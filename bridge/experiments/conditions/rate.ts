// `rate`: items per second over a sliding window, once a whole window was watched.
import type { CheckOf } from "#contract/conditions.ts";
import { Trace } from "../context.ts";
import { resolveBounds, within } from "../expressions.ts";
import type { Observation } from "../observation.ts";
import { say } from "../words.ts";
import { type Condition, result, type Scope, Window } from "./condition.ts";
import { nounOf } from "./wording.ts";

export function rate(check: CheckOf<"rate">, { context, start }: Scope): Condition {
  const window = new Window<Observation>();
  return {
    observe(item) {
      if (context.matches(item, check)) window.push(item);
    },
    at(mono) {
      // The window is open at its old end: an item exactly one window old is out.
      window.dropBefore(mono - check.window * 1000 + Number.EPSILON * mono + 1e-6);
      const items = window.all();
      const trace = new Trace();
      for (const item of items) trace.add(item);
      const bounds = resolveBounds(context, check);
      const elapsed = Math.max(0, mono - start) / 1000;
      const full = elapsed >= check.window;
      const seconds = Math.min(check.window, elapsed);
      const value = seconds > 0 ? items.length / seconds : 0;
      const noun = nounOf(context, check, true);
      const figures: Record<string, number> = { count: items.length, perSecond: value };
      if (bounds.min !== undefined) figures.min = bounds.min;
      if (bounds.max !== undefined) figures.max = bounds.max;
      return result(trace, {
        satisfied: full && within(value, bounds),
        ready: full && !bounds.unknown,
        fraction: elapsed / check.window,
        value,
        unit: "/s",
        why:
          bounds.unknown ??
          say(
            (p) =>
              `${p.n(value)} ${p.w(noun)} par seconde; il en faut ${p.between(bounds.min, bounds.max)}, sur ${p.n(check.window, "s")}${full ? "" : ` (encore ${p.n(Math.ceil(check.window - elapsed), "s")})`}.`,
            (p) =>
              `${p.n(value)} ${p.w(noun)} per second; it must be ${p.between(bounds.min, bounds.max)}, over ${p.n(check.window, "s")}${full ? "" : ` (${p.n(Math.ceil(check.window - elapsed), "s")} to go)`}.`,
          ),
        figures,
      });
    },
  };
}
