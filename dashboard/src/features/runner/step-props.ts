// What every part of a step's page is given.
import type { Run } from "#contract/runs.ts";
import type { Experiment, StepInput } from "#contract/sheets.ts";
import type { StepView } from "./run-model.ts";
import type { RunActions } from "./use-run-action.ts";

export interface StepProps {
  readonly view: StepView;
  readonly run: Run;
  readonly experiment: Experiment;
  readonly act: RunActions;
}

/** The same, for an input of one kind. */
export type InputProps<T extends StepInput["type"]> = StepProps & {
  readonly input: Extract<StepInput, { type: T }>;
};
