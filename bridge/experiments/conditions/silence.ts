// `silence`: nothing for a time. The device must have been heard before, and the quiet is watched during the step.
import type { CheckOf } from "#contract/conditions.ts";
import { Trace } from "../context.ts";
import type { Observation } from "../observation.ts";
import { say } from "../words.ts";
import { type Condition, result, type Scope } from "./condition.ts";
import { openedAt, waitingForMark } from "./counting.ts";

export function silence(check: CheckOf<"silence">, { context, start }: Scope): Condition {
  let lastMatch: Observation | undefined;
  const matches = (item: Observation): boolean =>
    check.event !== undefined
      ? context.matches(item, { event: check.event, on: check.on, where: check.where })
      : check.on !== undefined && context.heard(check.on) === item;
  return {
    observe(item) {
      if (matches(item)) lastMatch = item;
    },
    at(mono) {
      const opened = openedAt(context, check, start);
      if (opened === undefined)
        return result(undefined, { satisfied: false, ready: false, fraction: 0, why: waitingForMark });
      const prior =
        lastMatch ??
        (check.on === undefined ? undefined : context.heard(check.on)) ??
        (check.event === undefined ? undefined : context.last(check.event, check.on));
      const name = check.on === undefined ? say("Le signal", "The signal") : context.roleName(check.on);
      if (!prior)
        return result(undefined, {
          satisfied: false,
          ready: false,
          fraction: 0,
          why: say(
            (p) => `${p.w(name)} : il faut d’abord un signal, pour qu’un silence veuille dire quelque chose.`,
            (p) => `${p.w(name)}: a signal must come first, for a silence to mean anything.`,
          ),
        });
      const trace = new Trace();
      trace.add(prior);
      const from = Math.max(opened, lastMatch?.mono ?? opened);
      const quiet = Math.max(0, mono - from) / 1000;
      return result(trace, {
        satisfied: quiet >= check.for,
        fraction: quiet / check.for,
        value: quiet,
        unit: "s",
        why: say(
          (p) =>
            `${p.w(name)} : ${p.n(Math.floor(quiet))} sur ${p.n(check.for, "s")} de silence.`.replace(
              / sur /,
              "\u00a0sur\u00a0",
            ),
          (p) => `${p.w(name)}: ${p.n(Math.floor(quiet))} of ${p.n(check.for, "s")} of silence.`,
        ),
        figures: { seconds: quiet },
      });
    },
  };
}
