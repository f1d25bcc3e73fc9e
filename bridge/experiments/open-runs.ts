// Runs kept going: a bounded set. The least recently used is put away, and comes back when somebody looks at it.
import type { Run } from "#contract/runs.ts";
import { LaboError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { ExperimentDefinition } from "./definition.ts";
import { createRecording, type Recording } from "./recording.ts";
import type { RunEngine } from "./run-engine.ts";
import type { RunStore } from "./runs.ts";

export interface OpenRun {
  engine: RunEngine;
  readonly definition: ExperimentDefinition;
  readonly recording: Recording;
  /** As on disk. */
  saved: Run;
  unsaved: boolean;
  /** For closing the least used. */
  used: number;
}

export interface OpenRuns {
  /** A run open already; this is no use of it. */
  peek(id: string): OpenRun | undefined;
  /** A run, open or from the disk; one that can go on is opened. */
  find(id: string): { readonly run: Run; readonly one: OpenRun | undefined } | undefined;
  /**
   * Opens a run; nothing when its experiment has other steps now: such a run is kept and exported, not continued.
   * @throws LaboError `STORE_UNUSABLE` when all the others wait to be saved.
   */
  bring(run: Run): OpenRun | undefined;
  /** Writes what its recording holds and puts it away. */
  close(id: string): void;
  /** Puts it away as if it had never been. */
  drop(id: string): void;
  all(): Iterable<readonly [string, OpenRun]>;
  readonly size: number;
  clear(): void;
}

/** Runs open at once. */
export const mostOpenRuns = 64;

export interface OpenRunsOptions {
  /** A run was opened. */
  readonly opened: () => void;
  readonly store: RunStore;
  readonly logger: Logger;
  definitionOf(experiment: string): ExperimentDefinition | undefined;
  makeEngine(definition: ExperimentDefinition, run: Run): RunEngine;
}

export function createOpenRuns({
  store,
  logger,
  definitionOf,
  makeEngine,
  opened,
}: OpenRunsOptions): OpenRuns {
  const open = new Map<string, OpenRun>();
  let uses = 0;

  function close(id: string): void {
    open.get(id)?.recording.flush();
    open.delete(id);
  }

  function makeRoom(): void {
    while (open.size >= mostOpenRuns) {
      let least: { id: string; used: number } | undefined;
      for (const [id, one] of open)
        if (!one.unsaved && one.used < (least?.used ?? Number.POSITIVE_INFINITY))
          least = { id, used: one.used };
      if (!least) throw new LaboError("STORE_UNUSABLE", ["too many runs wait to be saved"]);
      close(least.id);
    }
  }

  function bring(run: Run): OpenRun | undefined {
    const definition = definitionOf(run.experiment);
    if (!definition || !sameSteps(definition, run)) return undefined;
    makeRoom();
    uses += 1;
    const one: OpenRun = {
      engine: makeEngine(definition, run),
      definition,
      recording: createRecording(run.id, definition.channels, store, logger),
      saved: run,
      unsaved: false,
      used: uses,
    };
    open.set(run.id, one);
    opened();
    return one;
  }

  return {
    peek: (id) => open.get(id),
    find(id) {
      const already = open.get(id);
      const now = already && definitionOf(already.definition.id);
      if (already && now && !sameSteps(now, already.engine.run())) close(id);
      else if (already) {
        uses += 1;
        already.used = uses;
        return { run: already.engine.run(), one: already };
      }
      const run = store.run(id);
      if (!run) return undefined;
      const one = run.finishedAt === undefined ? bring(run) : undefined;
      return { run: one?.engine.run() ?? run, one };
    },
    bring,
    close,
    drop: (id) => void open.delete(id),
    all: () => open,
    get size() {
      return open.size;
    },
    clear: () => open.clear(),
  };
}

function sameSteps(definition: ExperimentDefinition, run: Run): boolean {
  return (
    definition.steps.length === run.steps.length &&
    definition.steps.every((step, i) => step.id === run.steps[i]?.id)
  );
}
