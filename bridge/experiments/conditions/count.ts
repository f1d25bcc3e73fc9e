// `count`: how many matching items came in a window, within bounds. Duplicates never reach it: the context drops them.
import type { CheckOf } from "#contract/conditions.ts";
import { Trace } from "../context.ts";
import { resolveBounds, within } from "../expressions.ts";
import type { Observation } from "../observation.ts";
import { say } from "../words.ts";
import { type Condition, result, type Scope, Window } from "./condition.ts";
import { believableFrom, brokerWasThere, openedAt, waitingForMark, watchedEnough } from "./counting.ts";
import { missedWords, nounOf, span } from "./wording.ts";

export function count(check: CheckOf<"count">, { context, start }: Scope): Condition {
  const window = new Window<Observation>();
  let refusal: ReturnType<typeof missedWords> | undefined;
  let lastCounted: number | undefined;
  return {
    observe(item) {
      if (item.kind !== check.event) return;
      if (check.on !== undefined && !item.roles.includes(check.on)) return;
      const met = context.meets(item, check.where);
      if (!met.ok) {
        if (met.missed) refusal = missedWords(met.missed);
        return;
      }
      if (check.during !== undefined && context.mark(check.during)?.on !== true) {
        refusal = say(
          "C’est arrivé alors que le repère n’était pas tenu.",
          "It happened while the mark was not held.",
        );
        return;
      }
      if (check.while !== undefined && !context.brokerAwayAt(item.mono)) {
        refusal = brokerWasThere;
        return;
      }
      if (
        check.cooldown !== undefined &&
        lastCounted !== undefined &&
        item.mono - lastCounted < check.cooldown * 1000
      )
        return;
      lastCounted = item.mono;
      refusal = undefined;
      window.push(item);
    },
    at(mono) {
      const opened = openedAt(context, check, start);
      if (opened === undefined)
        return result(undefined, { satisfied: false, ready: false, fraction: 0, why: waitingForMark });
      window.dropBefore(check.within === undefined ? opened : Math.max(opened, mono - check.within * 1000));
      const items = window.all();
      const n = items.length;
      const trace = new Trace();
      for (const item of items) trace.add(item);
      const bounds = resolveBounds(
        context,
        check.min === undefined && check.max === undefined ? { min: 1 } : check,
      );
      const watched = watchedEnough(
        check,
        believableFrom(context, check, opened, mono),
        items.at(-1)?.mono,
        mono,
      );
      const inside = within(n, bounds);
      const tooMany = bounds.max !== undefined && n > bounds.max;
      const needed = bounds.min ?? bounds.max ?? 1;
      const many = nounOf(context, check, true);
      const one = nounOf(context, check, false);
      const noun = needed > 1 || n > 1 ? many : one;
      const during = span(check.within);
      return result(trace, {
        satisfied: inside && (check.max === undefined || watched),
        ready: !bounds.unknown && watched,
        ...(bounds.min === undefined ? {} : { fraction: tooMany ? 0 : n / Math.max(1, bounds.min) }),
        value: n,
        why:
          bounds.unknown ??
          (bounds.max === undefined
            ? say(
                (p) => `${p.n(n)} sur ${p.n(needed)} ${p.w(noun)}${p.w(during)}.`.replaceAll(" ", "\u00a0"),
                (p) => `${p.n(n)} of ${p.n(needed)} ${p.w(noun)}${p.w(during)}.`,
              )
            : say(
                (p) =>
                  `${p.n(n)} ${p.w(n > 1 ? many : one)}${p.w(during)}; il en faut ${p.between(bounds.min, bounds.max)}${inside ? " : on attend de voir si d’autres viennent" : tooMany ? " : place un repère ou reviens à l’étape pour recommencer" : ""}.`,
                (p) =>
                  `${p.n(n)} ${p.w(n === 1 ? one : many)}${p.w(during)}; it must be ${p.between(bounds.min, bounds.max)}${inside ? ": waiting to see whether more come" : tooMany ? ": place a mark or come back to the step to start again" : ""}.`,
              )),
        refusals: refusal ? [refusal] : [],
        figures: { count: n },
      });
    },
  };
}
