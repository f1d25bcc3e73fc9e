// The doors of the runner: what it needs kept, and what the server sees of it.
import type { Run, RunAction } from "#contract/runs.ts";
import type { Language } from "#contract/words.ts";
import type { SeriesSample } from "./exports.ts";

/** What the runner needs kept. What is saved is on disk when the call returns; every call may throw. */
export interface RunStore {
  /** Newest first. */
  runs(participant?: string): readonly Run[];
  run(id: string): Run | undefined;
  unfinishedRuns(limit: number): readonly Run[];
  /** Attempts already made, the highest number. */
  attempts(participant: string, experiment: string): number;
  saveRun(run: Run): void;
  /** @returns how many were kept, within the store's own bound. */
  appendSeries(run: string, samples: readonly SeriesSample[]): number;
  series(run: string): readonly SeriesSample[];
}

export interface RunCaller {
  readonly participant: string;
  readonly isTrainer: boolean;
}

/** What the server sees of the runner. */
export interface Runs {
  /** Newest first; everyone's when no participant is named. */
  list(participant: string | undefined): readonly Run[];
  get(id: string): Run | undefined;
  /**
   * Starts a new attempt. Roles not chosen go to the first online device that fits, now or when one appears; on paper,
   * nobody plays.
   * @throws LaboError `EXPERIMENT_UNKNOWN`, `ACTION_REFUSED` for a device that does not fit.
   */
  start(
    participant: string,
    experiment: string,
    devices: Readonly<Record<string, string>>,
    language?: Language,
    paper?: boolean,
  ): Promise<Run>;
  /**
   * Resolves once what the act changed is saved.
   * @throws LaboError `RUN_UNKNOWN`, `RUN_FINISHED`, `STEP_UNKNOWN`, `ACTION_REFUSED`, `TRAINER_ONLY`.
   */
  act(id: string, action: RunAction, caller: RunCaller): Promise<Run>;
  /** Whether the step a run is at, and that is not done, asks for this command of this device. */
  lends(id: string, device: string, command: string): boolean;
  /** Told of every change, saved first; many a second while something is measured. */
  onRun(listener: (run: Run) => void): () => void;
  /** @throws LaboError `RUN_UNKNOWN`. */
  exportCsv(id: string, preset: "comma" | "semicolon", language: Language): string;
  exportJson(id: string): unknown;
}
