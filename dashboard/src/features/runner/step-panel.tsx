// One step: what to do, what the device says, how far it is and why not yet, hints, inputs, and the way on.
import { Button } from "@mantine/core";
import { type ReactNode, Suspense, useEffect, useRef } from "react";
import type { Run } from "#contract/runs.ts";
import type { Experiment, StepKind } from "#contract/sheets.ts";
import { Card } from "../../ui/card.tsx";
import { formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { later } from "../../ui/later.tsx";
import { StepMark } from "../../ui/marks.tsx";
import { Loading } from "../../ui/page.tsx";
import { Prose } from "../../ui/prose.tsx";
import { Hints } from "./hints.tsx";
import { StepInputs } from "./inputs.tsx";
import { Notes } from "./notes.tsx";
import { Notices } from "./notices.tsx";
import { PaperInputs } from "./paper-inputs.tsx";
import { Recall } from "./recall.tsx";
import { isBehind, isDone, type StepView, stepOf } from "./run-model.ts";
import classes from "./runner.module.css";
import { Stations } from "./stations.tsx";
import { StepChart, StepValue } from "./step-live.tsx";
import { StepProgress } from "./step-progress.tsx";
import type { StepProps } from "./step-props.ts";
import { VisitTable } from "./visit-input.tsx";

const CapturesPicture = later(async () => (await import("./captures-picture.tsx")).CapturesPicture);

export function StepPanel({
  view,
  run,
  experiment,
  simulated,
  act,
  onGo,
  onFinish,
  onKit,
  composer,
}: StepProps & {
  readonly simulated: boolean;
  readonly onGo: (step: string) => void;
  readonly onFinish: () => void;
  /** Goes to the kit, where the step has one. */
  readonly onKit?: () => void;
  /** Where the step composes a rule. */
  readonly composer: ReactNode;
}) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const { step, run: state, index, count, next, previous } = view;
  const done = isDone(state.state);
  // A finished run is read again; nothing in it changes any more.
  const isOver = run.finishedAt !== undefined;
  const undone = experiment.steps.filter(({ id }) => !isBehind(stepOf(run, id).state)).length;
  const isComposing = composer !== undefined && composer !== false;
  const title = useRef<HTMLHeadingElement>(null);
  const arrived = useRef(false);
  useEffect(() => {
    if (arrived.current) return;
    arrived.current = true;
    title.current?.focus({ preventScroll: true });
  }, []);

  return (
    <div className={classes.step}>
      <Card as="section" label="etape-titre" className={classes.stepCard}>
        <div className={classes.stepHead}>
          <span>
            {t("run.stepOf", { n: index + 1, count })} · {t(`kind.${step.kind}`)} ·{" "}
            {withUnit(language, formatNumber(language, step.minutes), "min")}
          </span>
          <StepMark state={state.state} />
        </div>
        <h2 id="etape-titre" ref={title} tabIndex={-1} className={classes.stepTitle}>
          {words(step.title)}
        </h2>
        <div className={classes.instruction} data-kept={isComposing}>
          <Prose text={step.instruction[language]} language={language} />
        </div>
        {simulated && step.simulated !== undefined && (
          <div className={classes.simulated}>
            <p className={classes.simulatedTitle}>{t("run.withKit")}</p>
            <Prose text={step.simulated[language]} language={language} />
          </div>
        )}
        {onKit !== undefined && (
          <button type="button" className={classes.toKit} onClick={onKit}>
            {t("run.toKit")}
          </button>
        )}
        {run.paper === true ? (
          <PaperInputs view={view} run={run} experiment={experiment} act={act} />
        ) : (
          <>
            <StepValue view={view} run={run} experiment={experiment} act={act} />
            {handsOn.has(step.kind) && <Stations run={run} experiment={experiment} />}
            {looksBackAtVisits(view, run, experiment) && <VisitTable run={run} />}
            {step.inputs.length > 0 && (
              <fieldset disabled={isOver} className={classes.asked}>
                <StepInputs view={view} run={run} experiment={experiment} act={act} />
              </fieldset>
            )}
          </>
        )}
        {step.drawn !== undefined && (
          <Suspense fallback={<Loading lines={1} />}>
            <CapturesPicture run={run} experiment={experiment} step={step} drawn={step.drawn} />
          </Suspense>
        )}
        {step.inputs.every(({ type }) => type !== "capture") && (
          <Recall run={run} experiment={experiment} before={index} />
        )}
        <StepProgress view={view} />
        <Notices run={run} step={step.id} />
        {composer}
        {run.paper !== true && <StepChart view={view} run={run} experiment={experiment} act={act} />}
        {done && step.explanation !== undefined && (
          <div className={classes.explanation}>
            <h3>{t("run.explanation")}</h3>
            <Prose text={step.explanation[language]} language={language} />
          </div>
        )}
        {isOver ? (
          <p className={classes.over}>{t("run.over")}</p>
        ) : (
          next === undefined &&
          undone > 0 && <p className={classes.over}>{t("run.finishLeft", { count: undone })}</p>
        )}
        <div className={classes.way}>
          {previous !== undefined && (
            <Button variant="subtle" color="gray" onClick={() => onGo(previous)}>
              {t("run.previous")}
            </Button>
          )}
          <span className={classes.grow} />
          {isOver ? null : state.state === "passed" ? (
            <Button variant="default" onClick={() => void act.send({ action: "reopen", step: step.id })}>
              {t("run.reopen")}
            </Button>
          ) : (
            !done && (
              <Button
                variant="subtle"
                color="gray"
                onClick={async () => {
                  const taken = await act.send({ action: "pass", step: step.id });
                  if (taken && next !== undefined) onGo(next);
                }}
              >
                {t("run.pass")}
              </Button>
            )
          )}
          {next !== undefined && (
            <Button
              variant={isBehind(state.state) && !isOver ? "filled" : "default"}
              onClick={() => onGo(next)}
            >
              {t("run.next")}
            </Button>
          )}
          {isOver ? (
            <Button onClick={onFinish}>{t("run.toSummary")}</Button>
          ) : (
            next === undefined && (
              <Button variant={undone === 0 ? "filled" : "default"} loading={act.pending} onClick={onFinish}>
                {t("run.finish")}
              </Button>
            )
          )}
        </div>
      </Card>
      {!done && !isOver && step.hints.length > 0 && (
        <Hints hints={step.hints} opened={state.hints} act={act} step={step.id} />
      )}
      {!isOver && <Notes run={run} step={step.id} act={act} />}
      <p role="status" className={classes.hidden}>
        {t("run.announce", { step: words(step.title), state: t(`step.state.${state.state}`) })}
      </p>
    </div>
  );
}

/** Steps whose answer comes from what one does with the devices, not from what one thinks. */
const handsOn: ReadonlySet<StepKind> = new Set(["discover", "do", "measure"]);

/** Whether a step asks to think about the visits recorded at one before it. */
function looksBackAtVisits({ step, index }: StepView, run: Run, { steps }: Experiment): boolean {
  const before = new Set(steps.slice(0, index).map(({ id }) => id));
  return (
    step.kind !== "transfer" &&
    step.inputs.every(({ type }) => type !== "visit") &&
    run.visits?.some((visit) => before.has(visit.step)) === true
  );
}
