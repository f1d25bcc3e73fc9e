// Visits to a prototype, as the participant watches them: when one begins and ends, and whether the visitor made it.
// Nothing about who the visitor was can be written here.
import { type Verdict, verdictOf, visitFigures } from "#contract/maths/visits.ts";
import { mostVisits, type RunAction, type Visit } from "#contract/runs.ts";
import { LaboError } from "../errors.ts";
import type { RunDraft } from "./run-draft.ts";

export interface Visits {
  /**
   * @param version of the prototype that is tried at this step.
   * @returns the visit that ended, or "started".
   * @throws LaboError ACTION_REFUSED
   */
  act(action: Extract<RunAction, { action: "visit" }>, version: number): Visit | "started" | undefined;
}

/** What the visits until now add to the last one: successes of its version, its median time, what two versions allow to say. */
export function standingOf(
  visits: readonly Visit[],
  { version }: Visit,
): { successes: number; median: number; verdict: Verdict } {
  const own = visitFigures(visits).find((one) => one.version === version);
  return { successes: own?.successes ?? 0, median: own?.seconds ?? 0, verdict: verdictOf(visits) };
}

export function createVisits(draft: RunDraft): Visits {
  /** On the monotonic clock; lost when the bench restarts in the middle of a visit. */
  let since: number | undefined;
  const refuse = (reason: string): never => {
    throw new LaboError("ACTION_REFUSED", [reason]);
  };
  return {
    act({ step, what }, version) {
      const { now, run } = draft;
      const open = run.visit;
      if (what === "start") {
        // One begun at another step was left with it.
        if (open?.step === step) refuse("a visit is under way");
        if ((run.visits?.length ?? 0) >= mostVisits) refuse(`${mostVisits} visits at most`);
        since = now.mono;
        draft.change({ visit: { step, version, startedAt: now.time } });
        return "started";
      }
      if (open?.step !== step) return refuse("no visit is under way");
      const seconds =
        since === undefined
          ? Math.max(0, (Date.parse(now.time) - Date.parse(open.startedAt)) / 1000)
          : (now.mono - since) / 1000;
      since = undefined;
      draft.change({ visit: undefined });
      if (what === "cancel") return undefined;
      const visit: Visit = { ...open, seconds: Math.round(seconds * 10) / 10, success: what === "success" };
      draft.change({ visits: [...(draft.run.visits ?? []), visit] });
      return visit;
    },
  };
}
