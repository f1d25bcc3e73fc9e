// `cross`: a value passes a level upwards or downwards. The first sample only arms it, it never fires.
import type { CheckOf } from "#contract/conditions.ts";
import { Trace } from "../context.ts";
import { evaluateNumber, whatIsMissing } from "../expressions.ts";
import { say } from "../words.ts";
import { type Condition, result, type Scope } from "./condition.ts";

export function cross(check: CheckOf<"cross">, { context }: Scope): Condition {
  const unit = context.unitOf(check.channel);
  const trace = new Trace();
  let armed = false;
  let value: number | undefined;
  let crossings = 0;
  let lastCrossing: number | undefined;
  return {
    observe(item) {
      const sample = context.valueOf(item, check.channel);
      const level = evaluateNumber(context, check.level);
      if (sample === undefined || level === undefined) return;
      value = sample;
      const up = check.dir === "up";
      const beyond = up ? sample >= level : sample <= level;
      const back = up ? sample < level : sample > level;
      if (armed && beyond) {
        armed = false;
        const close =
          check.min_spacing !== undefined &&
          lastCrossing !== undefined &&
          item.mono - lastCrossing < check.min_spacing * 1000;
        if (!close) {
          crossings += 1;
          lastCrossing = item.mono;
          trace.add(item);
        }
      } else if (back && (up ? sample <= level - check.hysteresis : sample >= level + check.hysteresis)) {
        armed = true;
      }
    },
    at() {
      const level = evaluateNumber(context, check.level);
      const up = check.dir === "up";
      const name = context.channel(check.channel)?.name ?? { fr: check.channel, en: check.channel };
      return result(trace, {
        satisfied: crossings >= check.min,
        ready: value !== undefined,
        fraction: crossings / check.min,
        ...(value === undefined ? {} : { value, unit }),
        why:
          level === undefined
            ? whatIsMissing(context, check.level)
            : value === undefined
              ? noValueYet(name)
              : crossings >= check.min
                ? say(
                    (p) => `${p.w(name)} : passé ${up ? "au-dessus de" : "sous"} ${p.n(level, unit)}.`,
                    (p) => `${p.w(name)}: went ${up ? "above" : "below"} ${p.n(level, unit)}.`,
                  )
                : say(
                    (p) =>
                      `${p.w(name)} : ${p.n(value ?? 0, unit)}. ${armed ? "" : `${up ? "Redescends d’abord sous" : "Remonte d’abord au-dessus de"} ${p.n(level + (up ? -check.hysteresis : check.hysteresis), unit)}, puis `}${armed ? (up ? "Dépasse" : "Passe sous") : up ? "dépasse" : "passe sous"} ${p.n(level, unit)}${check.min > 1 ? ` (${p.n(crossings)} sur ${p.n(check.min)})` : ""}.`,
                    (p) =>
                      `${p.w(name)}: ${p.n(value ?? 0, unit)}. ${armed ? "" : `${up ? "First come down below" : "First go up above"} ${p.n(level + (up ? -check.hysteresis : check.hysteresis), unit)}, then `}${armed ? (up ? "Rise above" : "Drop below") : up ? "rise above" : "drop below"} ${p.n(level, unit)}${check.min > 1 ? ` (${p.n(crossings)} of ${p.n(check.min)})` : ""}.`,
                  ),
        figures: { crossings, ...(level === undefined ? {} : { level }) },
      });
    },
  };
}

/** No sample of the channel has come during the step. */
export function noValueYet(name: { fr: string; en: string }) {
  return say(
    (p) => `${p.w(name)} : aucune valeur encore.`,
    (p) => `${p.w(name)}: no value yet.`,
  );
}
