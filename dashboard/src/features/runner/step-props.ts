// What every part of a step's page is given.
import type { Run } from "#contract/runs.ts";
import type { Experiment } from "#contract/sheets.ts";
import type { StepView } from "./run-model.ts";
import type { RunActions } from "./use-run-action.ts";

export interface StepProps {
  readonly view: StepView;
  readonly run: Run;
  readonly experiment: Experiment;
  readonly act: RunActions;
}
