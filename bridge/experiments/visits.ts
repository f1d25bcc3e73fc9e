// Visits to a prototype, as the participant watches them: when one begins and ends, and whether the visitor made it.
// Nothing about who the visitor was can be written here.
import { type Verdict, verdictOf, visitFigures } from "#contract/maths/visits.ts";
import { mostVisits, type RunAction, type Visit } from "#contract/runs.ts";
import { LaboError } from "../errors.ts";
import type { RunDraft } from "./run-draft.ts";

export interface Visits {
  /**
   * @param version of the prototype that is tried at this step.
   * @returns the visit that ended; otherwise what was done, nothing when it was no visit.
   * @throws LaboError ACTION_REFUSED
   */
  act(
    action: Extract<RunAction, { action: "visit" }>,
    version: number,
  ): Visit | "started" | "undone" | undefined;
}

/** A visit as conditions look at it. */
export type SeenVisit = Visit & {
  /** Of its version until then. */
  readonly successes: number;
  /** Of its version until then, seconds. */
  readonly median: number;
  /** What the versions until then allow to say. */
  readonly verdict: Verdict;
};

/** Each visit with what those until it tell. */
export function seenVisits(visits: readonly Visit[]): SeenVisit[] {
  return visits.map((visit, index) => {
    const until = visits.slice(0, index + 1);
    const own = visitFigures(until).find(({ version }) => version === visit.version);
    return { ...visit, successes: own?.successes ?? 0, median: own?.seconds ?? 0, verdict: verdictOf(until) };
  });
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
      if (what === "undo") {
        if (open?.step === step) refuse("a visit is under way");
        const visits = run.visits ?? [];
        const last = visits.at(-1);
        if (last?.step !== step) return refuse("the last visit was not at this step");
        const { success: _, ...begun } = last;
        draft.change({ visits: visits.slice(0, -1), visit: begun });
        return "undone";
      }
      if (open?.step !== step) return refuse("no visit is under way");
      const seconds =
        open.seconds ??
        (since === undefined
          ? Math.max(0, (Date.parse(now.time) - Date.parse(open.startedAt)) / 1000)
          : (now.mono - since) / 1000);
      since = undefined;
      draft.change({ visit: undefined });
      if (what === "cancel") return undefined;
      const visit: Visit = { ...open, seconds: Math.round(seconds * 10) / 10, success: what === "success" };
      draft.change({ visits: [...(draft.run.visits ?? []), visit] });
      return visit;
    },
  };
}
