// One step: what to do, what the device says, how far it is and why not yet, hints, inputs, and the way on.
import { Button, Progress } from "@mantine/core";
import { type ReactNode, Suspense, useEffect, useRef } from "react";
import type { Run, RunStep } from "#contract/runs.ts";
import type { Experiment, StepKind } from "#contract/sheets.ts";
import type { Words } from "#contract/words.ts";
import { useLive } from "../../live/live-context.tsx";
import { StationPad } from "../../live/station-pad.tsx";
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
import { isBehind, isDone, type StepView } from "./run-model.ts";
import classes from "./runner.module.css";
import { StepChart, StepValue } from "./step-live.tsx";
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
            {step.inputs.length > 0 && <StepInputs view={view} run={run} experiment={experiment} act={act} />}
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
        <div className={classes.way}>
          {previous !== undefined && (
            <Button variant="subtle" color="gray" onClick={() => onGo(previous)}>
              {t("run.previous")}
            </Button>
          )}
          <span className={classes.grow} />
          {state.state === "passed" ? (
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
          {next !== undefined ? (
            <Button variant={isBehind(state.state) ? "filled" : "default"} onClick={() => onGo(next)}>
              {t("run.next")}
            </Button>
          ) : (
            <Button
              variant={isBehind(state.state) ? "filled" : "default"}
              loading={act.pending}
              onClick={onFinish}
            >
              {t("run.finish")}
            </Button>
          )}
        </div>
      </Card>
      {!done && step.hints.length > 0 && (
        <Hints hints={step.hints} opened={state.hints} act={act} step={step.id} />
      )}
      <Notes run={run} step={step.id} act={act} />
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

/** The desks of the stations that play, side by side. */
function Stations({ run, experiment }: { readonly run: Run; readonly experiment: Experiment }) {
  const words = useWords();
  const bench = useLive((state) => state.bench);
  const after = useRef<(HTMLElement | null)[]>([]);
  const stations = experiment.needs.flatMap(({ role, name }) => {
    const device = bench?.devices[run.devices[role] ?? ""]?.device;
    return device?.profile === "mqtt-station" ? [{ role, name, device }] : [];
  });
  if (stations.length === 0) return null;
  return (
    <div className={classes.stations}>
      {stations.map(({ role, name, device }, index) => (
        <div key={role} className={classes.station}>
          <StationPad device={device} role={words(name)} onSkip={() => after.current[index]?.focus()} />
          <span
            className={classes.after}
            tabIndex={-1}
            ref={(element) => {
              after.current[index] = element;
            }}
          />
        </div>
      ))}
    </div>
  );
}

/** Sources of evidence that a verified step must always own up to. */
const notReal = ["simulated", "replay"] as const;

function StepProgress({ view }: { readonly view: StepView }) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const { state, progress, evidence, answerCorrect, confirmedBy } = view.run;
  if (isDone(state)) {
    return (
      <div className={classes.verified} data-state={state}>
        <svg viewBox="0 0 24 24" width="28" height="28" aria-hidden="true">
          <path d="m5 12.8 4.6 4.6L19.4 7" />
        </svg>
        <div>
          <b>{t(`run.done.${doneAs(view.run)}`)}</b>
          {evidence !== undefined && <p>{words(evidence.summary)}</p>}
          {notReal.map(
            (source) =>
              evidence?.sources.includes(source) === true && (
                <p key={source} className={classes.small}>
                  {t(`run.evidence.${source}`)}
                </p>
              ),
          )}
          {confirmedBy !== undefined && <p>{t(`confirmed.${confirmedBy}`)}</p>}
          {answerCorrect === false && <p>{t("run.answerOffDone")}</p>}
          <Refusals list={progress.refusals} />
        </div>
      </div>
    );
  }
  if (!view.step.verifiable && progress.why === undefined) return null;
  const now =
    progress.value === undefined
      ? undefined
      : withUnit(
          language,
          formatNumber(language, progress.value, decimalsOf(progress.value)),
          progress.unit ?? "",
        );
  return (
    <div className={classes.progress}>
      {progress.fraction !== undefined && (
        <Progress
          value={progress.fraction * 100}
          size="lg"
          radius="xl"
          aria-label={t("run.progress")}
          transitionDuration={200}
        />
      )}
      {progress.why !== undefined && (
        <div className={classes.why}>
          <h3>{t("run.why")}</h3>
          <p>{words(progress.why)}</p>
          {now !== undefined && !words(progress.why).includes(now) && (
            <p className={classes.small}>{t("run.now", { value: now })}</p>
          )}
        </div>
      )}
      <Refusals list={progress.refusals} />
      {answerCorrect === false && <p className={classes.refused}>{t("run.answerOff")}</p>}
    </div>
  );
}

/** What was turned down just now, and why. */
function Refusals({ list }: { readonly list: readonly Words[] }) {
  const words = useWords();
  if (list.length === 0) return null;
  return (
    <ul className={classes.refusals}>
      {list.map((refusal) => (
        <li key={refusal.fr}>{words(refusal)}</li>
      ))}
    </ul>
  );
}

/** How a step came to be done, for its title: an answer was judged by the bench, not by a device. */
function doneAs({
  state,
  evidence,
  answer,
}: RunStep): "verified" | "answered" | "watched" | "helped" | "confirmed" {
  if (state === "helped") return "helped";
  if (state !== "verified") return "confirmed";
  const byWordsAlone = evidence?.sources.every((source) => source === "manual");
  if (answer !== undefined && byWordsAlone) return "answered";
  // Visits counted, reactions on the page: no device had a part in it.
  return byWordsAlone && (evidence?.sources.length ?? 0) > 0 ? "watched" : "verified";
}

/** Delays and distances below one would lose what they say to a single decimal. */
function decimalsOf(value: number): number {
  if (Number.isInteger(value)) return 0;
  return Math.abs(value) < 1 ? 2 : 1;
}
