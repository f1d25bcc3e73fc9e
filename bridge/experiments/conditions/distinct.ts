// `distinct`: how many different values of a field came in a window, within bounds.
import type { CheckOf } from "#contract/conditions.ts";
import { Trace } from "../context.ts";
import { resolveBounds, within } from "../expressions.ts";
import type { Observation } from "../observation.ts";
import { say } from "../words.ts";
import { type Condition, result, type Scope } from "./condition.ts";
import { believableFrom, brokerWasThere, openedAt, waitingForMark, watchedEnough } from "./counting.ts";
import { missedWords, span } from "./wording.ts";

const mostValues = 2000;

export function distinct(check: CheckOf<"distinct">, { context, start }: Scope): Condition {
  /** Value → the last item that had it, oldest first. */
  const values = new Map<string, Observation>();
  let refusal: ReturnType<typeof missedWords> | undefined;
  return {
    observe(item) {
      if (item.kind !== check.event) return;
      if (check.on !== undefined && !item.roles.includes(check.on)) return;
      const met = context.meets(item, check.where);
      if (!met.ok) {
        if (met.missed) refusal = missedWords(met.missed);
        return;
      }
      if (check.during !== undefined && context.mark(check.during)?.on !== true) return;
      if (check.while !== undefined && !context.brokerAwayAt(item.mono)) {
        refusal = brokerWasThere;
        return;
      }
      const value = item.fields.get(check.field);
      if (value === undefined) return;
      refusal = undefined;
      values.delete(String(value));
      values.set(String(value), item);
      const oldest = values.keys().next().value;
      if (values.size > mostValues && oldest !== undefined) values.delete(oldest);
    },
    at(mono) {
      const opened = openedAt(context, check, start);
      if (opened === undefined)
        return result(undefined, { satisfied: false, ready: false, fraction: 0, why: waitingForMark });
      const from = check.within === undefined ? opened : Math.max(opened, mono - check.within * 1000);
      for (const [value, item] of values) if (item.mono < from) values.delete(value);
      const trace = new Trace();
      let lastMatch: number | undefined;
      for (const item of values.values()) {
        trace.add(item);
        lastMatch = item.mono;
      }
      const n = values.size;
      const bounds = resolveBounds(
        context,
        check.min === undefined && check.max === undefined ? { min: 1 } : check,
      );
      const watched = watchedEnough(check, believableFrom(context, check, opened, mono), lastMatch, mono);
      const during = span(check.within);
      const [one, many, en] = kindsOf(check);
      return result(trace, {
        satisfied: within(n, bounds) && (check.max === undefined || watched),
        ready: !bounds.unknown && watched,
        ...(bounds.min === undefined ? {} : { fraction: n / Math.max(1, bounds.min) }),
        value: n,
        why:
          bounds.unknown ??
          say(
            (p) =>
              `${p.n(n)} ${n > 1 ? many : one}${p.w(during)}; il en faut ${p.between(bounds.min, bounds.max)}.`,
            (p) =>
              `${p.n(n)} ${en}${n === 1 ? "" : "s"}${p.w(during)}; it takes ${p.between(bounds.min, bounds.max)}.`,
          ),
        refusals: refusal ? [refusal] : [],
        figures: { distinct: n },
      });
    },
  };
}

/** What is counted: one and several in French, one in English. */
function kindsOf(check: CheckOf<"distinct">): readonly [one: string, many: string, en: string] {
  if (check.event === "tag-labelled") return ["étiquette nommée", "étiquettes nommées", "named tag"];
  if (check.field === "tag.id") return ["étiquette différente", "étiquettes différentes", "different tag"];
  if (check.field === "publisher") return ["groupe différent", "groupes différents", "different group"];
  if (check.event === "note-left") return ["note différente", "notes différentes", "different note"];
  if (check.event === "message-received")
    return ["message différent", "messages différents", "different message"];
  return ["valeur différente", "valeurs différentes", "different value"];
}
