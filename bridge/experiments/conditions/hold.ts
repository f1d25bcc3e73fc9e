// `hold`: a value stays within bounds for a time; a few samples may stray, a gap starts the time again.
import type { CheckOf } from "#contract/conditions.ts";
import type { EventSource } from "#contract/events.ts";
import { Trace } from "../context.ts";
import { resolveBounds, within } from "../expressions.ts";
import { say } from "../words.ts";
import { type Condition, result, type Scope, Window } from "./condition.ts";
import { noValueYet } from "./cross.ts";

interface HeldSample {
  readonly mono: number;
  readonly id: string;
  readonly source: EventSource;
  readonly inside: boolean;
}

export function hold(check: CheckOf<"hold">, { context }: Scope): Condition {
  const unit = context.unitOf(check.channel);
  const stretch = new Window<HeldSample>();
  let outside = 0;
  let value: number | undefined;
  let last: HeldSample | undefined;
  let satisfied = false;
  let gapped = false;

  function restart() {
    stretch.clear();
    outside = 0;
  }

  /** Starts later, at a sample that is inside, until few enough stray. */
  function shorten() {
    const items = stretch.all();
    let from = 0;
    for (; from < items.length; from += 1) {
      const inside = items[from]?.inside === true;
      if (inside && outside <= check.allow_dropouts * (items.length - from)) break;
      if (!inside) outside -= 1;
    }
    stretch.clear();
    for (const item of items.slice(from)) stretch.push(item);
  }

  return {
    observe(item) {
      const sample = context.valueOf(item, check.channel);
      if (sample === undefined || satisfied) return;
      const bounds = resolveBounds(context, check);
      if (bounds.unknown) return;
      value = sample;
      gapped = last !== undefined && item.mono - last.mono > check.max_gap * 1000;
      if (gapped) restart();
      last = { mono: item.mono, id: item.id, source: item.source, inside: within(sample, bounds) };
      stretch.push(last);
      if (!last.inside) outside += 1;
      if (outside > check.allow_dropouts * stretch.size || stretch.size === outside) shorten();
      const first = stretch.all()[0];
      if (first && last.inside && last.mono - first.mono >= check.for * 1000) satisfied = true;
    },
    at(mono) {
      const bounds = resolveBounds(context, check);
      const name = context.channel(check.channel)?.name ?? { fr: check.channel, en: check.channel };
      if (!satisfied && last && mono - last.mono > check.max_gap * 1000) {
        restart();
        gapped = true;
      }
      const items = stretch.all();
      const first = items[0];
      const trace = new Trace();
      for (const item of items) trace.addPart(item.id, item.source);
      const held = first && last ? (last.mono - first.mono) / 1000 : 0;
      const inside = last?.inside === true;
      return result(trace, {
        satisfied,
        ready: value !== undefined && !bounds.unknown,
        fraction: held / check.for,
        ...(value === undefined ? {} : { value, unit }),
        why:
          bounds.unknown ??
          (value === undefined
            ? noValueYet(name)
            : say(
                (p) =>
                  `${p.w(name)} : ${p.n(value ?? 0, unit)}${inside ? `, depuis ${p.n(Math.round(held * 10) / 10, "s")}` : ""}; il faut ${p.between(bounds.min, bounds.max, unit)} pendant ${p.n(check.for, "s")}.`,
                (p) =>
                  `${p.w(name)}: ${p.n(value ?? 0, unit)}${inside ? `, for ${p.n(Math.round(held * 10) / 10, "s")}` : ""}; it must stay ${p.between(bounds.min, bounds.max, unit)} for ${p.n(check.for, "s")}.`,
              )),
        refusals: gapped
          ? [
              say(
                "Des valeurs ont manqué : le temps repart de zéro.",
                "Values were missing: the time starts again.",
              ),
            ]
          : [],
        figures: {
          seconds: held,
          samples: items.length,
          strays: outside,
          ...(value === undefined ? {} : { value }),
        },
      });
    },
  };
}
