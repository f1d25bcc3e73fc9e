// `ratio`: successes over the last n trials. Only a trial that was started counts.
import type { CheckOf } from "#contract/conditions.ts";
import { Trace } from "../context.ts";
import { say } from "../words.ts";
import { type Condition, result, type Scope } from "./condition.ts";
import { trialCounter } from "./trials.ts";

export function ratio(check: CheckOf<"ratio">, { context }: Scope): Condition {
  const trials = trialCounter(check, context);
  return {
    observe: (item) => trials.observe(item),
    at(mono) {
      const known = trials.decided(mono);
      const successes = known.filter((trial) => trial.success).length;
      const n = known.length;
      const trace = new Trace();
      for (const trial of known) for (const item of trial.items) trace.add(item);
      if (check.on !== undefined && known.some(({ success }) => !success))
        trace.addSilence(context.device(check.on));
      const full = n >= check.n;
      // Nothing is asked of the successes: what is wanted is that the trials are made.
      const isAnyCount = (check.min ?? 0) === 0 && check.max === undefined;
      const inside =
        (check.min === undefined || successes >= check.min) &&
        (check.max === undefined || successes <= check.max);
      return result(trace, {
        satisfied: full && inside,
        ready: full,
        fraction: n / check.n,
        value: successes,
        trialRunning: trials.running(mono),
        why: isAnyCount
          ? say(
              (p) =>
                `${p.n(n)} ${n > 1 ? "essais" : "essai"} sur ${p.n(check.n)}, dont ${p.n(successes)} ${successes > 1 ? "réussis" : "réussi"}. Chacun compte, réussi ou pas.`,
              (p) =>
                `${p.n(n)} of ${p.n(check.n)} trials, ${p.n(successes)} of them successful. Each one counts, either way.`,
            )
          : say(
              (p) =>
                `${p.n(successes)}/${p.n(n)} ${successes > 1 ? "réussites" : "réussite"}; il en faut ${p.between(check.min, check.max) || "le compte"} sur ${p.n(check.n)} essais.`,
              (p) =>
                `${p.n(successes)}/${p.n(n)} successes; it takes ${p.between(check.min, check.max) || "the count"} in ${p.n(check.n)} trials.`,
            ),
        refusals:
          n === 0 && !trials.running(mono)
            ? [
                say(
                  "Appuie sur le bouton d’essai avant chaque geste : seul un essai commencé compte.",
                  "Press the trial button before each attempt: only a trial that was started counts.",
                ),
              ]
            : [],
        figures: { successes, trials: n },
      });
    },
  };
}
