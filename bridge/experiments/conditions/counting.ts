// What `count` and `distinct` share: where their window opens, when a top bound may be believed, how they say it.
import type { Words } from "#contract/words.ts";
import type { Context } from "../context.ts";
import { say } from "../words.ts";

export interface CountingCheck {
  readonly within?: number | undefined;
  readonly since?: { readonly mark: string } | { readonly step: string } | undefined;
  readonly settle?: number | undefined;
  readonly max?: unknown;
}

/** Quiet time after which a count with a top bound is believed, seconds. */
const defaultSettle = 2;

/** Monotonic time the window opens; undefined while the mark it waits for is not placed. */
export function openedAt(
  context: Context,
  check: Pick<CountingCheck, "since">,
  start: number,
): number | undefined {
  if (!check.since) return start;
  if ("mark" in check.since) {
    const mark = context.mark(check.since.mark);
    return mark && Math.max(start, mark.at);
  }
  return Math.max(start, context.doneAt(check.since.step) ?? start);
}

/** Whether the whole window was watched, or all has been quiet for the settling time. */
export function watchedEnough(
  check: CountingCheck,
  opened: number,
  lastMatch: number | undefined,
  mono: number,
): boolean {
  if (check.settle === undefined && check.within !== undefined) return mono - opened >= check.within * 1000;
  return mono - Math.max(opened, lastMatch ?? opened) >= (check.settle ?? defaultSettle) * 1000;
}

/** What waited for the broker comes late: it is all there some time after the return. */
export function believableFrom(
  context: Context,
  check: { readonly while?: "broker-away" | undefined },
  opened: number,
  mono: number,
): number {
  return check.while === undefined ? opened : Math.max(opened, context.brokerBackAt() ?? mono);
}

export const waitingForMark: Words = say(
  "Place d’abord le repère : on compte à partir de là.",
  "Place the mark first: counting starts there.",
);

export const brokerWasThere: Words = say(
  "C’est arrivé alors que le courtier était là : ça ne compte pas ici.",
  "It happened while the broker was there: it does not count here.",
);
