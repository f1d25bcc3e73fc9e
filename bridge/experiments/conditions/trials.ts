// Trials that the participant starts: each succeeds when a matching item comes in time, else it fails. For `ratio` and `capture`.
import type { Selector } from "#contract/conditions.ts";
import type { Context } from "../context.ts";
import type { Observation } from "../observation.ts";

export interface Trial {
  readonly start: number;
  readonly success: boolean;
  readonly items: readonly Observation[];
}

export interface TrialCounter {
  observe(item: Observation): void;
  /** Trials whose outcome is known at a time, oldest first, the last `n` only. */
  decided(mono: number): readonly Trial[];
  running(mono: number): boolean;
  /** Forgets all trials. */
  restart(): void;
}

/** @param check success items, the time they may take (seconds) and how many trials count. */
export function trialCounter(
  check: Selector & { readonly within: number; readonly n: number },
  context: Context,
): TrialCounter {
  let known: Trial[] = [];
  let open: Observation | undefined;

  function close(success: boolean, items: readonly Observation[]) {
    if (!open) return;
    known = [...known, { start: open.mono, success, items: [open, ...items] }].slice(-check.n);
    open = undefined;
  }

  function expire(mono: number) {
    if (open && mono - open.mono > check.within * 1000) close(false, []);
  }

  return {
    observe(item) {
      expire(item.mono);
      if (item.kind === "trial-started") {
        // Started again before an outcome: the one before did not succeed.
        close(false, []);
        open = item;
      } else if (item.kind === "trial-ended") {
        close(false, [item]);
      } else if (open && context.matches(item, check)) {
        close(true, [item]);
      }
    },
    decided(mono) {
      expire(mono);
      return known;
    },
    running(mono) {
      expire(mono);
      return open !== undefined;
    },
    restart() {
      known = [];
      open = undefined;
    },
  };
}
