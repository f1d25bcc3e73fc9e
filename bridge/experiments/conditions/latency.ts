// `latency`: time from one item to the next paired one, on the bridge's clock; a statistic of the last pairs within bounds.
import type { CheckOf } from "#contract/conditions.ts";
import * as statistics from "#contract/maths/statistics.ts";
import type { Words } from "#contract/words.ts";
import { Trace } from "../context.ts";
import { resolveBounds, within } from "../expressions.ts";
import type { Observation } from "../observation.ts";
import { say } from "../words.ts";
import { type Condition, result, type Scope } from "./condition.ts";
import { statName } from "./stat.ts";
import { nounOf } from "./wording.ts";

interface Pair {
  readonly from: Observation;
  readonly to: Observation;
}

const mostPending = 256;

export function latency(check: CheckOf<"latency">, { context, step }: Scope): Condition {
  let pending: Observation[] = [];
  let pairs: Pair[] = [];
  let late = false;
  const timesTrials = check.from.event === "trial-started";
  const many = check.n > 1;
  /** What is waited for, by its own name. */
  const timed = (): Words => {
    if (timesTrials)
      return many
        ? { fr: "essais chronométrés", en: "trials timed" }
        : { fr: "essai chronométré", en: "trial timed" };
    const { fr, en } = nounOf(context, check.to, many);
    return { fr: `${fr}, au chronomètre`, en: `${en}, timed` };
  };

  const { match } = check;
  const fields = typeof match === "string" ? { from: match, to: match } : match;
  /** Where each answer names its own, most starts have none. */
  const isEachAnswered = typeof match !== "object";

  const partner = (to: Observation): Observation | undefined =>
    pending.findLast(
      (from) =>
        from.mono <= to.mono &&
        (fields === undefined ||
          (from.fields.get(fields.from) !== undefined &&
            from.fields.get(fields.from) === to.fields.get(fields.to))),
    );

  function expire(mono: number) {
    const before = pending.length;
    pending = pending.filter((from) => mono - from.mono <= check.within * 1000);
    if (pending.length < before && isEachAnswered) late = true;
  }

  function compute(values: readonly number[]): number | undefined {
    switch (check.stat) {
      case "mean":
        return statistics.mean(values);
      case "median":
        return statistics.median(values);
      case "min":
        return statistics.minimum(values);
      case "max":
        return statistics.maximum(values);
      case "p95":
        return statistics.percentile(values, 0.95);
    }
  }

  return {
    observe(item) {
      expire(item.mono);
      if (context.matches(item, check.to)) {
        const from = partner(item);
        if (from) {
          // An older start with the same partner was never answered.
          pending = pending.filter((one) => one !== from);
          pairs = [...pairs, { from, to: item }].slice(-check.n);
          late = false;
        }
      }
      // A trial that its participant ended has no end to come.
      if (timesTrials && item.kind === "trial-ended") pending = [];
      if (context.matches(item, check.from)) pending = [...pending, item].slice(-mostPending);
    },
    at(mono) {
      expire(mono);
      const values = pairs.map(({ from, to }) => (to.mono - from.mono) / 1000);
      const value = compute(values);
      context.setTimed(step, {
        value,
        pairs: pairs.length,
        items: pairs.flatMap(({ from, to }) => [from, to]),
      });
      const bounds = resolveBounds(context, check);
      const trace = new Trace();
      for (const { from, to } of pairs) {
        trace.add(from);
        trace.add(to);
      }
      const full = pairs.length >= check.n;
      const name = statName(check.stat);
      const small = value !== undefined && value < 1;
      const scale = small ? 1000 : 1;
      const unit = small ? "ms" : "s";
      const times = (bound: number | undefined) => (bound === undefined ? undefined : bound * scale);
      return result(trace, {
        satisfied: full && within(value, bounds),
        ready: full && !bounds.unknown,
        fraction: pairs.length / check.n,
        ...(value === undefined ? {} : { value, unit: "s" }),
        ...(timesTrials ? { trialRunning: pending.length > 0 } : {}),
        why:
          bounds.unknown ??
          (value === undefined
            ? say(
                (p) => `0 sur ${p.n(check.n)} ${p.w(timed())}.`,
                (p) => `0 of ${p.n(check.n)} ${p.w(timed())}.`,
              )
            : say(
                (p) =>
                  `${p.n(pairs.length)} sur ${p.n(check.n)}; ${p.w(name)} ${p.n(value * scale, unit)}; il faut ${p.between(times(bounds.min), times(bounds.max), unit)}.`,
                (p) =>
                  `${p.n(pairs.length)} of ${p.n(check.n)}; ${p.w(name)} ${p.n(value * scale, unit)}; it must be ${p.between(times(bounds.min), times(bounds.max), unit)}.`,
              )),
        refusals: late
          ? [
              say(
                (p) => `Rien en ${p.n(check.within, "s")} : cet essai ne compte pas.`,
                (p) => `Nothing within ${p.n(check.within, "s")}: this one does not count.`,
              ),
            ]
          : [],
        figures: { pairs: pairs.length, ...(value === undefined ? {} : { [check.stat]: value }) },
      });
    },
  };
}
