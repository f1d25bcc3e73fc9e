// `confirm`: a person says that it is done. The step is then confirmed, never verified.
import type { CheckOf } from "#contract/conditions.ts";
import type { Words } from "#contract/words.ts";
import { type ConfirmedBy, Trace } from "../context.ts";
import type { Observation } from "../observation.ts";
import { say } from "../words.ts";
import { type Condition, result, type Scope } from "./condition.ts";

/** Whose word is enough: the trainer's always, another participant's where one's own would be. */
const enough: Record<ConfirmedBy, readonly ConfirmedBy[]> = {
  participant: ["participant", "other-participant", "trainer"],
  "other-participant": ["other-participant", "trainer"],
  trainer: ["trainer"],
};

const who: Record<ConfirmedBy, Words> = {
  participant: { fr: "toi", en: "you" },
  "other-participant": { fr: "une autre personne du groupe", en: "another person of the group" },
  trainer: { fr: "la personne qui anime", en: "the trainer" },
};

export function confirm(check: CheckOf<"confirm">, { context, step }: Scope): Condition {
  let said: Observation | undefined;
  return {
    observe(item) {
      if (item.kind === "step-confirmed" && item.fields.get("step") === step) said = item;
    },
    at() {
      const by = context.confirmedBy(step);
      const satisfied = by !== undefined && enough[check.by].includes(by);
      const trace = new Trace();
      if (said) trace.add(said);
      return result(trace, {
        satisfied,
        ready: by !== undefined,
        fraction: 0,
        ...(satisfied ? { confirmedBy: by } : {}),
        why: satisfied
          ? say(
              (p) => `Confirmé par ${p.w(who[by])}.`,
              (p) => `Confirmed by ${p.w(who[by])}.`,
            )
          : say(
              (p) => `À confirmer par ${p.w(who[check.by])}.`,
              (p) => `To be confirmed by ${p.w(who[check.by])}.`,
            ),
      });
    },
  };
}
