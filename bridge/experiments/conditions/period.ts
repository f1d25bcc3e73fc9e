// `period`: the dominant period of a channel over a window is within bounds. Enough cycles are needed to say there is none.
import type { CheckOf } from "#contract/conditions.ts";
import type { EventSource } from "#contract/events.ts";
import { findPeriod } from "#contract/maths/period.ts";
import { Trace } from "../context.ts";
import { resolveBounds, within } from "../expressions.ts";
import { say } from "../words.ts";
import { type Condition, result, type Scope, Window } from "./condition.ts";
import { noValueYet } from "./cross.ts";

interface Held {
  readonly mono: number;
  readonly id: string;
  readonly source: EventSource;
  readonly value: number;
}

/** Looking for a period costs: not more often than this, milliseconds. */
const pace = 200;
/** A pause this many times the usual step breaks the window: what is before is dropped. */
const gapFactor = 8;

export function period(check: CheckOf<"period">, { context }: Scope): Condition {
  const window = new Window<Held>();
  let searchedAt = Number.NEGATIVE_INFINITY;
  let found: ReturnType<typeof findPeriod>;
  return {
    observe(item) {
      const value = context.valueOf(item, check.channel);
      if (value === undefined) return;
      const items = window.all();
      const first = items[0];
      const last = items.at(-1);
      if (first && last && items.length >= 4) {
        const usual = (last.mono - first.mono) / (items.length - 1);
        if (item.mono - last.mono > usual * gapFactor) window.clear();
      }
      window.push({ mono: item.mono, id: item.id, source: item.source, value });
    },
    at(mono) {
      window.dropBefore(mono - check.window * 1000);
      const items = window.all();
      if (mono - searchedAt >= pace) {
        searchedAt = mono;
        found = findPeriod(items, check.method);
      }
      const first = items[0];
      const last = items.at(-1);
      const seconds = first && last ? (last.mono - first.mono) / 1000 : 0;
      const bounds = resolveBounds(context, check);
      const trace = new Trace();
      for (const item of items) trace.addPart(item.id, item.source);
      const longest = bounds.max ?? bounds.min ?? 1;
      // Without a period, the window must have had room for the cycles of the longest one asked for.
      const room = seconds >= check.cycles_min * longest && items.length >= 8;
      const enough = found !== undefined && found.cycles >= check.cycles_min;
      const name = context.channel(check.channel)?.name ?? { fr: check.channel, en: check.channel };
      return result(trace, {
        satisfied: enough && within(found?.seconds, bounds),
        ready: !bounds.unknown && (found ? enough : room),
        fraction: (found?.cycles ?? 0) / check.cycles_min,
        ...(found ? { value: found.seconds, unit: "s" } : {}),
        why:
          bounds.unknown ??
          (items.length === 0
            ? noValueYet(name)
            : found
              ? say(
                  (p) =>
                    `Période ${p.n(found?.seconds ?? 0, "s")} sur ${p.n(Math.floor(found?.cycles ?? 0))} cycles; il faut ${p.between(bounds.min, bounds.max, "s")} sur ${p.n(check.cycles_min)} cycles au moins.`,
                  (p) =>
                    `Period ${p.n(found?.seconds ?? 0, "s")} over ${p.n(Math.floor(found?.cycles ?? 0))} cycles; it must be ${p.between(bounds.min, bounds.max, "s")} over at least ${p.n(check.cycles_min)} cycles.`,
                )
              : say(
                  (p) =>
                    `Pas de période nette dans les ${p.n(Math.round(seconds), "s")} qui viennent de passer.`,
                  (p) => `No clear period in the last ${p.n(Math.round(seconds), "s")}.`,
                )),
        figures: found
          ? { seconds: found.seconds, cycles: found.cycles, strength: found.strength }
          : { samples: items.length },
      });
    },
  };
}
