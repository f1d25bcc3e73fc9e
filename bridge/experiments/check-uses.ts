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

/** A check is that of one definition, and does not change: it is read once. */
const known = new WeakMap<Check, ReadonlySet<string>>();
const none: ReadonlySet<string> = new Set();

/** Roles whose devices a check looks at, directly or through a channel. */
export function rolesOf(definition: ExperimentDefinition, check: Check | undefined): ReadonlySet<string> {
  if (check === undefined) return none;
  const found = known.get(check) ?? readRoles(definition, check);
  known.set(check, found);
  return found;
}

function readRoles(definition: ExperimentDefinition, check: Check): ReadonlySet<string> {
  const text = JSON.stringify(check);
  const isNamed = (key: string, name: string) => text.includes(`"${key}":${JSON.stringify(name)}`);
  return new Set(
    definition.needs
      .map((need) => need.role)
      .filter(
        (role) =>
          isNamed("on", role) ||
          definition.channels.some((channel) => channel.role === role && isNamed("channel", channel.id)),
      ),
  );
}
