// `stat`: a statistic over the last seconds of a channel, of two channels, or of a field of items, within bounds.
import type { CheckOf, Statistic } from "#contract/conditions.ts";
import type { EventSource } from "#contract/events.ts";
import * as statistics from "#contract/maths/statistics.ts";
import type { Words } from "#contract/words.ts";
import { Trace } from "../context.ts";
import { evaluateNumber, resolveBounds, whatIsMissing, within } from "../expressions.ts";
import { say } from "../words.ts";
import { type Condition, result, type Scope, Window } from "./condition.ts";

interface Measured {
  readonly mono: number;
  readonly id: string;
  readonly source: EventSource;
  readonly value: number;
  /** Of the second channel, at the same time or just before. */
  readonly beside: number | undefined;
}

/** A value of the second channel older than this is no pair, milliseconds. */
const pairingMs = 1000;

const names: Record<Statistic, Words> = {
  mean: { fr: "moyenne", en: "mean" },
  median: { fr: "médiane", en: "median" },
  sd: { fr: "écart-type", en: "standard deviation" },
  rel_sd: { fr: "écart-type relatif", en: "relative standard deviation" },
  min: { fr: "minimum", en: "minimum" },
  max: { fr: "maximum", en: "maximum" },
  range: { fr: "étendue", en: "range" },
  p95: { fr: "95e centile", en: "95th percentile" },
  max_gap: { fr: "plus long intervalle", en: "longest gap" },
  dropout: { fr: "mesures manquantes", en: "missing samples" },
  corr: { fr: "corrélation", en: "correlation" },
  count: { fr: "nombre de mesures", en: "number of samples" },
};

/** The name of a statistic for people. */
export function statName(stat: Statistic): Words {
  return names[stat];
}

/** More data can only push these further in: they may be judged before the window is full. */
function mayJudgeEarly(check: CheckOf<"stat">): boolean {
  const { stat, min, max } = check;
  if (stat === "max" || stat === "range" || stat === "count") return max === undefined;
  if (stat === "min") return min === undefined;
  return false;
}

export function stat(check: CheckOf<"stat">, { context, start }: Scope): Condition {
  const window = new Window<Measured>();
  let beside: { mono: number; value: number } | undefined;
  /** Of `dropout`: when the second channel said something. */
  const attempts = new Window<{ readonly mono: number }>();
  const percent = check.stat === "rel_sd" || check.stat === "dropout";
  const channelUnit = check.channel === undefined ? "" : context.unitOf(check.channel);
  const unit = percent
    ? "%"
    : check.stat === "max_gap"
      ? "s"
      : check.stat === "corr" || check.stat === "count"
        ? ""
        : channelUnit;

  function compute(items: readonly Measured[], mono: number): number | undefined {
    const minus = check.minus === undefined ? 0 : evaluateNumber(context, check.minus);
    if (minus === undefined) return undefined;
    const values = items.map((item) => item.value - minus);
    switch (check.stat) {
      case "mean":
        return statistics.mean(values);
      case "median":
        return statistics.median(values);
      case "sd":
        return statistics.sd(values);
      case "rel_sd":
        return statistics.relativeSd(values);
      case "min":
        return statistics.minimum(values);
      case "max":
        return statistics.maximum(values);
      case "range":
        return statistics.range(values);
      case "p95":
        return statistics.percentile(values, 0.95);
      case "max_gap":
        return statistics.maximumGap(
          items.map((item) => item.mono),
          check.burst,
        );
      case "count":
        return values.length;
      case "corr":
        return statistics.correlation(
          items.flatMap((item): [number, number][] =>
            item.beside === undefined ? [] : [[item.value, item.beside]],
          ),
        );
      case "dropout":
        return check.with === undefined
          ? statistics.dropout(
              values.length,
              check.expected_rate ?? 0,
              Math.min(check.window, (mono - start) / 1000),
            )
          : statistics.dropout(values.length, attempts.size, 1);
    }
  }

  return {
    observe(item) {
      if (check.with !== undefined) {
        const second = context.valueOf(item, check.with);
        if (second !== undefined) {
          beside = { mono: item.mono, value: second };
          if (check.stat === "dropout") attempts.push({ mono: item.mono });
        }
      }
      let value: number | undefined;
      if (check.channel !== undefined) value = context.valueOf(item, check.channel);
      else if (check.items && context.matches(item, check.items)) {
        const field = check.items.field === undefined ? 0 : item.fields.get(check.items.field);
        if (typeof field === "number") value = field;
      }
      if (value === undefined) return;
      const paired = beside && item.mono - beside.mono <= pairingMs ? beside.value : undefined;
      window.push({ mono: item.mono, id: item.id, source: item.source, value, beside: paired });
    },
    at(mono) {
      window.dropBefore(mono - check.window * 1000);
      attempts.dropBefore(mono - check.window * 1000);
      const items = window.all();
      const trace = new Trace();
      for (const item of items) trace.addPart(item.id, item.source);
      const bounds = resolveBounds(context, check);
      const found = compute(items, mono);
      const value = found !== undefined && check.absolute ? Math.abs(found) : found;
      const elapsed = Math.max(0, mono - start) / 1000;
      const full = elapsed >= check.window || mayJudgeEarly(check);
      const enough =
        check.stat === "dropout"
          ? check.with === undefined || attempts.size >= check.min_samples
          : items.length >= check.min_samples;
      const name = names[check.stat];
      const missing =
        check.minus !== undefined && evaluateNumber(context, check.minus) === undefined
          ? whatIsMissing(context, check.minus)
          : bounds.unknown;
      return result(trace, {
        satisfied: full && enough && within(value, bounds),
        ready: full && enough && value !== undefined && !missing,
        fraction: Math.min(1, elapsed / check.window) * (within(value, bounds) ? 1 : 0.5),
        ...(value === undefined ? {} : { value, unit }),
        why:
          missing ??
          (!enough
            ? say(
                (p) =>
                  `${p.n(items.length)} ${items.length > 1 ? "mesures" : "mesure"}; il en faut ${p.between(check.min_samples, undefined)}.`,
                (p) =>
                  `${p.n(items.length)} ${items.length === 1 ? "sample" : "samples"}; it takes ${p.between(check.min_samples, undefined)}.`,
              )
            : value === undefined
              ? say(
                  (p) => `${p.W(name)} : pas encore calculable.`,
                  (p) => `${p.W(name)}: cannot be computed yet.`,
                )
              : say(
                  (p) =>
                    `${p.W(name)} sur ${p.n(check.window, "s")} : ${p.n(value, unit)}; il faut ${p.between(bounds.min, bounds.max, unit)}${full ? "" : ` (encore ${p.n(Math.ceil(check.window - elapsed), "s")})`}.`,
                  (p) =>
                    `${p.W(name)} over ${p.n(check.window, "s")}: ${p.n(value, unit)}; it must be ${p.between(bounds.min, bounds.max, unit)}${full ? "" : ` (${p.n(Math.ceil(check.window - elapsed), "s")} to go)`}.`,
                )),
        figures: { samples: items.length, ...(value === undefined ? {} : { [check.stat]: value }) },
      });
    },
  };
}
