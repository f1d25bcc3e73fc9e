// What was measured and found at the steps before, at hand for a step that reckons with it.
import type { Run } from "#contract/runs.ts";
import type { Experiment } from "#contract/sheets.ts";
import { useText, useWords } from "../../ui/language.tsx";
import { CaptureTable } from "./capture-table.tsx";
import { stepOf } from "./run-model.ts";
import classes from "./runner.module.css";

/** @param before index of the step in hand. */
export function Recall({
  run,
  experiment,
  before,
}: {
  readonly run: Run;
  readonly experiment: Experiment;
  readonly before: number;
}) {
  const t = useText();
  const words = useWords();
  if (run.captures.length === 0) return null;
  const found = experiment.steps.slice(0, before).flatMap((step) => {
    const { evidence } = stepOf(run, step.id);
    const isCaptured = run.captures.some((capture) => capture.step === step.id);
    return isCaptured || evidence === undefined || step.kind === "predict" ? [] : [{ step, evidence }];
  });
  return (
    <details className={classes.recall}>
      <summary>{t("run.recall")}</summary>
      <CaptureTable run={run} experiment={experiment} />
      {found.length > 0 && (
        <ul>
          {found.map(({ step, evidence }) => (
            <li key={step.id}>
              {words(step.title)}
              {" · "}
              {words(evidence.summary)}
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
