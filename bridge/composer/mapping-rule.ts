// A rule that makes one value follow another: a range onto a range, a dead band against trembling, and a place to rest.
import type { EventSource, RuleBranch } from "#contract/events.ts";
import type { MappingRule } from "#contract/rules.ts";
import { type Firing, type RuleMachine, rehearsalMs } from "./machine.ts";

/** Commands are at least this far apart, milliseconds: faster than an eye, slower than a storm. */
const spacingMs = 100;

/** From the input's range onto the output's; beyond its ends it stays at the end. */
export function mapped({ input, output }: Pick<MappingRule, "input" | "output">, value: number): number {
  const share = Math.min(1, Math.max(0, (value - input.from) / (input.to - input.from)));
  return output.from + share * (output.to - output.from);
}

export function createMappingRule(rule: MappingRule): RuleMachine {
  const { input, output, rest } = rule;
  const low = Math.min(input.from, input.to);
  const high = Math.max(input.from, input.to);
  let wanted: { readonly value: number; readonly cause: string; readonly since: number } | undefined;
  /** The input that the last command stood for. */
  let shown: number | undefined;
  let sentAt = Number.NEGATIVE_INFINITY;
  let target: number | undefined;
  /** So long after the last value in its range: one that is outside, or silence, are a loss alike. */
  let restAt: number | undefined;
  let heardAt: number | undefined;
  let source: EventSource = "manual";
  let tried = false;
  let rehearsed: { readonly branch: RuleBranch; readonly value: number } | undefined;

  const send = (branch: RuleBranch, value: number, since: number | undefined, cause?: string): Firing => ({
    branch,
    actions: [
      {
        device: output.device,
        command: output.command,
        args: { ...output.args, [output.argument]: Math.round(value * 1000) / 1000 },
      },
    ],
    ...(cause === undefined ? {} : { cause }),
    ...(since === undefined ? {} : { since }),
    source,
    tried,
  });

  function toRest(): Firing | undefined {
    restAt = undefined;
    wanted = undefined;
    shown = undefined;
    if (rest === undefined || target === undefined || target === rest.value) return undefined;
    target = rest.value;
    return send("rest", rest.value, heardAt);
  }

  return {
    held: 0,
    observe(event, mono) {
      if (event.device !== input.device) return;
      const value =
        event.kind === "reading-taken" && event.quality !== "suspect"
          ? event.readings[input.channel]
          : undefined;
      if (value === undefined || value < low || value > high) return;
      heardAt = mono;
      source = event.source;
      tried = false;
      if (rest !== undefined) restAt = mono + rest.afterSeconds * 1000;
      const isStill = shown !== undefined && Math.abs(value - shown) <= rule.deadBand;
      wanted = isStill ? undefined : { value, cause: event.id, since: mono };
    },
    next(mono) {
      if (rehearsed !== undefined) {
        const { branch, value } = rehearsed;
        rehearsed = undefined;
        target = value;
        return send(branch, value, undefined);
      }
      if (wanted !== undefined && mono - sentAt >= spacingMs) {
        const { value, cause, since } = wanted;
        wanted = undefined;
        shown = value;
        const to = mapped(rule, value);
        if (to !== target) {
          sentAt = mono;
          target = to;
          return send("then", to, since, cause);
        }
      }
      return restAt !== undefined && mono >= restAt ? toRest() : undefined;
    },
    due() {
      if (rehearsed !== undefined) return 0;
      return wanted === undefined ? restAt : Math.min(restAt ?? Number.POSITIVE_INFINITY, sentAt + spacingMs);
    },
    rehearse(branch, mono) {
      source = "manual";
      tried = true;
      if (branch === "rest" && rest !== undefined) rehearsed = { branch, value: rest.value };
      if (branch !== "then") return;
      rehearsed = { branch, value: (output.from + output.to) / 2 };
      if (rest !== undefined) restAt = mono + rehearsalMs;
    },
    release: toRest,
  };
}
