// Sends what the participant does; the run that comes back shows at once, a refusal stays until the next action.
import { useCallback, useState } from "react";
import type { Problem } from "#contract/problems.ts";
import type { Run, RunAction } from "#contract/runs.ts";
import { call, problemOf } from "../../connection/api.ts";
import { useTake } from "../../live/live-context.tsx";

export interface RunActions {
  /** Resolves with the run as it is then, or with nothing when the bench did not take it. */
  readonly send: (action: RunAction) => Promise<Run | undefined>;
  readonly pending: boolean;
  readonly problem: Problem | undefined;
  readonly retry: (() => void) | undefined;
}

export function useRunAction(id: string): RunActions {
  const take = useTake();
  const [pending, setPending] = useState(0);
  const [failed, setFailed] = useState<{ readonly action: RunAction; readonly problem: Problem }>();
  const send = useCallback(
    async (action: RunAction) => {
      setPending((n) => n + 1);
      setFailed(undefined);
      try {
        const run = await call("actOnRun", { params: { id }, body: action });
        take({ type: "run", run: id, data: run });
        return run;
      } catch (error) {
        setFailed({ action, problem: problemOf(error) });
        return undefined;
      } finally {
        setPending((n) => n - 1);
      }
    },
    [id, take],
  );
  return {
    send,
    pending: pending > 0,
    problem: failed?.problem,
    retry: failed === undefined ? undefined : () => void send(failed.action),
  };
}
