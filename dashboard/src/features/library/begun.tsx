// Runs left open, to take up where they were left.
import type { Run } from "#contract/runs.ts";
import type { ExperimentSummary } from "#contract/sheets.ts";
import { formatMoment } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { Link } from "../../ui/link.tsx";
import { Section } from "../../ui/page.tsx";
import classes from "./library.module.css";
import { openRuns, stepsDone } from "./library-model.ts";

const mostShown = 4;

export function Begun({
  runs,
  experiments,
}: {
  readonly runs: readonly Run[];
  readonly experiments: readonly ExperimentSummary[];
}) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const open = openRuns(runs).slice(0, mostShown);
  if (open.length === 0) return null;
  return (
    <Section id="en-cours" title={t("experiments.open")}>
      <ul className={classes.begun}>
        {open.map((run) => {
          const experiment = experiments.find(({ id }) => id === run.experiment);
          const done = stepsDone(run);
          return (
            <li key={run.id} className={classes.begunItem}>
              <Link to={`/parcours/${run.id}`}>
                {experiment === undefined
                  ? run.experiment
                  : `${experiment.number} · ${words(experiment.title)}`}
              </Link>
              <progress max={run.steps.length} value={done} aria-hidden="true" />
              <span className={classes.meta}>
                <span>{t("library.stepsDone", { done, total: run.steps.length })}</span>
                <span>{t("experiments.openSince", { date: formatMoment(language, run.startedAt) })}</span>
              </span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
