// The steps of a run and their states, each told by shape and word; any of them can be opened.
import type { Run } from "#contract/runs.ts";
import type { Experiment } from "#contract/sheets.ts";
import { useText, useWords } from "../../ui/language.tsx";
import { StepMark } from "../../ui/marks.tsx";
import { stepOf } from "./run-model.ts";
import classes from "./runner.module.css";

export function StepList({
  experiment,
  run,
  shown,
  onGo,
}: {
  readonly experiment: Experiment;
  readonly run: Run;
  readonly shown: string;
  readonly onGo: (step: string) => void;
}) {
  const t = useText();
  const words = useWords();
  return (
    <nav className={classes.steps} aria-label={t("run.steps")}>
      <ol>
        {experiment.steps.map((step, index) => (
          <li key={step.id}>
            <button
              type="button"
              aria-current={step.id === shown ? "step" : undefined}
              onClick={() => onGo(step.id)}
            >
              <span className={classes.stepName}>
                <span className={classes.stepNumber}>{index + 1}</span>
                {words(step.title)}
              </span>
              <StepMark state={stepOf(run, step.id).state} />
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
