// Reactions on the page itself: the bridge waits, tells the page to show its signal, and counts until the press is back.
// What the network and the screen take is in the figure, which is what it is for: a board's own clock has nothing of it.
import type { EventOf } from "#contract/events.ts";
import { reactionLimitMs, reactionWaitMs } from "#contract/reactions.ts";
import { mostReactions, type RunAction, type TimedReaction } from "#contract/runs.ts";
import { fromAct, type Observation } from "./observation.ts";
import type { Instant, RunDraft } from "./run-draft.ts";

export interface Reactions {
  /** @returns what is to be told to conditions, if anything. */
  act(action: Extract<RunAction, { action: "screen-reaction" }>): TimedReaction | undefined;
  /** Time passed: a signal may be due, or a press too late. */
  tick(): TimedReaction | undefined;
  /** A reaction timed by a board, kept beside. */
  timed(event: EventOf<"reaction-timed">): void;
}

/** @param random 0 to 1, 1 not included. */
export function createReactions(draft: RunDraft, random: () => number): Reactions {
  let waiting: { readonly step: string; readonly due: number } | undefined;
  let shown: { readonly step: string; readonly at: number } | undefined;

  function keep(reaction: TimedReaction): TimedReaction {
    const before = draft.run.reactions ?? [];
    draft.change({ reactions: [...before, reaction].slice(-mostReactions) });
    return reaction;
  }

  function end(step: string, outcome: TimedReaction["outcome"], ms?: number): TimedReaction {
    waiting = undefined;
    shown = undefined;
    draft.change({ screen: undefined });
    return keep({
      step,
      time: draft.now.time,
      signal: "screen",
      outcome,
      ...(ms === undefined ? {} : { ms }),
    });
  }

  return {
    act({ step, what }) {
      if (what === "ready") {
        if (waiting !== undefined || shown !== undefined) return undefined;
        const { least, most } = reactionWaitMs;
        waiting = { step, due: draft.now.mono + least + random() * (most - least) };
        draft.change({ screen: { step, state: "waiting" } }, false);
        return undefined;
      }
      if (shown?.step === step)
        return end(step, "pressed", Math.round((draft.now.mono - shown.at) * 10) / 10);
      return waiting?.step === step ? end(step, "early") : undefined;
    },
    tick() {
      const { mono } = draft.now;
      if ((waiting ?? shown)?.step !== draft.run.currentStep) {
        if (waiting !== undefined || shown !== undefined) draft.change({ screen: undefined }, false);
        waiting = undefined;
        shown = undefined;
      }
      if (waiting !== undefined && mono >= waiting.due) {
        shown = { step: waiting.step, at: mono };
        waiting = undefined;
        // Not saved first: the disk is neither network nor screen.
        draft.change({ screen: { step: shown.step, state: "shown" } }, false);
      } else if (shown !== undefined && mono - shown.at >= reactionLimitMs) return end(shown.step, "missed");
      return undefined;
    },
    timed({ time, signal, outcome, reactionMs }) {
      keep({
        step: draft.run.currentStep,
        time,
        signal,
        outcome,
        ...(reactionMs === undefined ? {} : { ms: reactionMs }),
      });
    },
  };
}

/** The same as something that happened, with the names a board gives. */
export function reactionItem(id: string, { step, outcome, ms }: TimedReaction, now: Instant): Observation {
  return fromAct(id, "screen-reacted", now, {
    step,
    outcome,
    ...(ms === undefined ? {} : { reactionMs: ms }),
  });
}
