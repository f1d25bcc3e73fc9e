// The end of a run: each step with its state, its evidence and where it came from; captures, notes, and the files to keep.
import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { exportPaths } from "#contract/api.ts";
import type { Run } from "#contract/runs.ts";
import type { Experiment } from "#contract/sheets.ts";
import { Card } from "../../ui/card.tsx";
import { formatDuration, formatMoment, formatNumber } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { LinkButton } from "../../ui/link.tsx";
import { SourceBadge, StepMark } from "../../ui/marks.tsx";
import { Section } from "../../ui/page.tsx";
import { Prose } from "../../ui/prose.tsx";
import { CaptureTable } from "./capture-table.tsx";
import { Notices } from "./notices.tsx";
import { stepOf, tally } from "./run-model.ts";
import classes from "./summary.module.css";
import { VisitTable } from "./visit-input.tsx";

export function Summary({
  run,
  experiment,
  onBack,
}: {
  readonly run: Run;
  readonly experiment: Experiment;
  readonly onBack: () => void;
}) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const counts = tally(experiment, run);
  const end = run.finishedAt;
  // The button that led here is gone: the keyboard and the voice go on from the title.
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  return (
    <div className={classes.summary}>
      <Card as="section" label="bilan">
        <h2 id="bilan" ref={title} tabIndex={-1}>
          {t(end === undefined ? "summary.titleOpen" : "summary.title")}
        </h2>
        <p className={classes.lead} role="status">
          {t("summary.counts", { ...counts })}
        </p>
        <p className={classes.small}>
          {formatMoment(language, run.startedAt)}
          {end !== undefined &&
            ` · ${t("summary.took", {
              time: formatDuration(language, Date.parse(end) - Date.parse(run.startedAt)),
            })}`}
          {` · ${t("experiment.run", { n: run.attempt })}`}
        </p>
        <div className={classes.exports} data-no-print>
          <Button
            component="a"
            variant="default"
            download
            href={exportPaths.csv(run.id, language === "fr" ? "semicolon" : "comma")}
          >
            {t("summary.csv")}
          </Button>
          <Button component="a" variant="default" download href={exportPaths.json(run.id)}>
            {t("summary.json")}
          </Button>
          <Button variant="default" onClick={() => window.print()}>
            {t("sheet.print")}
          </Button>
          <Button variant="subtle" color="gray" onClick={onBack}>
            {t("summary.back")}
          </Button>
        </div>
      </Card>
      <Notices run={run} />
      <Section id="preuves" title={t("summary.steps")}>
        <ol className={classes.steps}>
          {experiment.steps.map((step, index) => {
            const state = stepOf(run, step.id);
            return (
              <li key={step.id}>
                <div className={classes.stepHead}>
                  <h3>
                    {index + 1}. {words(step.title)}
                  </h3>
                  <StepMark state={state.state} />
                </div>
                {state.evidence !== undefined && (
                  <p>
                    {words(state.evidence.summary)}{" "}
                    {state.evidence.sources.map((source) => (
                      <SourceBadge key={source} source={source} paper={run.paper} />
                    ))}
                  </p>
                )}
                {state.answer !== undefined && (
                  <p>
                    {t("summary.answer", {
                      answer:
                        typeof state.answer === "number"
                          ? formatNumber(language, state.answer, Number.isInteger(state.answer) ? 0 : 2)
                          : answerWords(step, state.answer, words),
                    })}
                  </p>
                )}
                {state.confirmedBy !== undefined && <p>{t(`confirmed.${state.confirmedBy}`)}</p>}
                {state.hints > 0 && <p className={classes.small}>{t("summary.hints", { n: state.hints })}</p>}
                {run.notes
                  .filter((note) => note.step === step.id)
                  .map((note) => (
                    <blockquote key={note.id}>{note.text}</blockquote>
                  ))}
              </li>
            );
          })}
        </ol>
      </Section>
      {(run.visits ?? []).length > 0 && (
        <Section id="visites" title={t("input.visit.table")}>
          <VisitTable run={run} />
        </Section>
      )}
      {run.captures.length > 0 && (
        <Section id="releves" title={t("summary.captures")}>
          <CaptureTable run={run} experiment={experiment} />
        </Section>
      )}
      {Object.keys(run.tagLabels).length > 0 && (
        <Section id="noms" title={t("summary.tags")}>
          <ul className={classes.tags}>
            {Object.entries(run.tagLabels).map(([tag, label]) => (
              <li key={tag}>
                <b>{label}</b> <code>{tag}</code>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {end !== undefined && experiment.misconceptions !== undefined && (
        <Section id="idees" title={t("summary.misconceptions")}>
          <Prose text={experiment.misconceptions[language]} language={language} />
        </Section>
      )}
      <div data-no-print>
        <LinkButton to="/experiences">{t("summary.another")}</LinkButton>
      </div>
    </div>
  );
}

function answerWords(
  step: Experiment["steps"][number],
  answer: string,
  words: ReturnType<typeof useWords>,
): string {
  for (const input of step.inputs) {
    if (input.type !== "choice") continue;
    const option = input.options.find(({ value }) => value === answer);
    if (option !== undefined) return words(option.label);
  }
  return answer;
}
