// A run while it changes: what it is now, what of it must be saved, what changed, and the time on both clocks.
import { mostNotices, type Run, type RunStep, type StepState } from "#contract/runs.ts";
import type { Words } from "#contract/words.ts";

/** An instant on both clocks of the bridge. */
export interface Instant {
  /** Monotonic milliseconds. */
  readonly mono: number;
  /** ISO 8601. */
  readonly time: string;
}

export interface StepChange {
  readonly step: string;
  readonly from: StepState;
  readonly to: StepState;
}

/** What became of an input. */
export interface Outcome {
  readonly run: Run;
  /** Something changed that must be saved before it is told. */
  readonly keep: boolean;
  /** Only the progress shown changed. */
  readonly shown: boolean;
  readonly changes: readonly StepChange[];
}

export interface RunDraft {
  readonly run: Run;
  readonly now: Instant;
  /** Until when all that devices said has come, monotonic milliseconds: before `now` while the broker is away. */
  readonly heardUntil: number;
  /**
   * Time goes on, never back: events may come a little after the clock was read for a tick.
   * @param isHeard whether all that devices said before has come.
   */
  reach(at: Instant, isHeard: boolean): void;
  step(id: string): RunStep | undefined;
  /** Changes the run; `toKeep` when it must be saved. */
  change(parts: Partial<Run>, toKeep?: boolean): void;
  changeStep(id: string, make: (step: RunStep) => RunStep, toKeep?: boolean): void;
  setState(id: string, to: StepState, more?: Partial<RunStep>): void;
  /** A step is done, now. */
  settle(id: string, to: StepState, more: Partial<RunStep>): void;
  /** Monotonic time a step was done, this side of a restart. */
  doneAt(id: string): number | undefined;
  /** The participant goes to another step; a trial under way there is forgotten. */
  moveTo(id: string): void;
  /** Something its readers must know, at the present step; said once, however often it comes. */
  notice(what: Words): void;
  /** Back to how the run was; what was to be told of it is forgotten. */
  takeBack(before: Run): void;
  /** What became of the run since the last call. */
  outcome(): Outcome;
}

/** Begins to change a run. */
export function createDraft(given: Run, at: Instant): RunDraft {
  let run = given;
  let now = at;
  let heardUntil = at.mono;
  let keep = false;
  let shown = false;
  let changes: StepChange[] = [];
  const doneMono = new Map<string, number>();

  function outcome(): Outcome {
    const result = { run, keep, shown, changes };
    keep = false;
    shown = false;
    changes = [];
    return result;
  }

  const draft: RunDraft = {
    get run() {
      return run;
    },
    get now() {
      return now;
    },
    get heardUntil() {
      return heardUntil;
    },
    reach(later, isHeard) {
      now = later.mono >= now.mono ? later : { mono: now.mono, time: later.time };
      if (isHeard) heardUntil = Math.max(heardUntil, later.mono);
    },
    step: (id) => run.steps.find((step) => step.id === id),
    change(parts, toKeep = true) {
      run = { ...run, ...parts };
      if (toKeep) keep = true;
      else shown = true;
    },
    changeStep(id, make, toKeep = true) {
      draft.change({ steps: run.steps.map((step) => (step.id === id ? make(step) : step)) }, toKeep);
    },
    setState(id, to, more = {}) {
      const from = draft.step(id)?.state;
      draft.changeStep(id, (step) => ({ ...step, ...more, state: to }));
      if (from !== undefined && from !== to) changes.push({ step: id, from, to });
    },
    settle(id, to, more) {
      doneMono.set(id, now.mono);
      draft.setState(id, to, { ...more, doneAt: now.time });
    },
    doneAt: (id) => doneMono.get(id),
    moveTo(id) {
      const { trial: _, ...rest } = run;
      run = { ...rest, currentStep: id };
      keep = true;
    },
    notice(what) {
      const before = run.notices ?? [];
      const last = before.at(-1);
      if (last?.step === run.currentStep && last.what.fr === what.fr) return;
      const told = [...before, { time: now.time, step: run.currentStep, what }];
      draft.change({ notices: told.slice(-mostNotices) });
    },
    takeBack(before) {
      run = before;
      outcome();
    },
    outcome,
  };
  return draft;
}
