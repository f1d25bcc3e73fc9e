// `seen`: the device was heard less than `within` seconds ago. Being heard before the step began counts.
import type { CheckOf } from "#contract/conditions.ts";
import { Trace } from "../context.ts";
import { say } from "../words.ts";
import { type Condition, result, type Scope } from "./condition.ts";

export function seen(check: CheckOf<"seen">, { context }: Scope): Condition {
  return {
    observe() {},
    at(mono) {
      const name = context.roleName(check.on);
      const last = context.heard(check.on);
      if (!last)
        return result(undefined, {
          satisfied: false,
          fraction: 0,
          why: say(
            (p) => `${p.w(name)} : aucun signal encore.`,
            (p) => `${p.w(name)}: no signal yet.`,
          ),
        });
      const trace = new Trace();
      trace.add(last);
      const ago = Math.max(0, mono - last.mono) / 1000;
      return result(trace, {
        satisfied: ago <= check.within,
        fraction: 0,
        value: ago,
        unit: "s",
        why: say(
          (p) =>
            `${p.w(name)} : dernier signal il y a ${p.n(ago, "s")}; il en faut un depuis ${p.n(check.within, "s")} au plus.`,
          (p) =>
            `${p.w(name)}: last signal ${p.n(ago, "s")} ago; it must be within the last ${p.n(check.within, "s")}.`,
        ),
        figures: { secondsAgo: ago },
      });
    },
  };
}
