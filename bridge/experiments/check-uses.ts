// What a check makes use of, anywhere inside it. Pure.
import { type Check, maximumDepth } from "#contract/conditions.ts";
import type { ExperimentDefinition } from "./definition.ts";

/** Whether some part of a check is as asked. */
export function mentions(check: Check | undefined, test: (check: Check) => boolean, depth = 0): boolean {
  if (!check || depth > maximumDepth + 1) return false;
  if (test(check)) return true;
  if (check.op === "not") return mentions(check.of, test, depth + 1);
  if (check.op === "all" || check.op === "any" || check.op === "then")
    return check.of.some((part) => mentions(part, test, depth + 1));
  return false;
}

/** Roles whose devices a check looks at, directly or through a channel. */
export function rolesOf(definition: ExperimentDefinition, check: Check | undefined): ReadonlySet<string> {
  const text = JSON.stringify(check ?? {});
  return new Set(
    definition.needs
      .map((need) => need.role)
      .filter(
        (role) =>
          text.includes(`"on":${JSON.stringify(role)}`) ||
          definition.channels.some(
            (channel) => channel.role === role && text.includes(`"channel":${JSON.stringify(channel.id)}`),
          ),
      ),
  );
}
