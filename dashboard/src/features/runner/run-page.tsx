// A run of an experiment: one step at a time, with the virtual kit at hand when the devices are simulated.
import { Button, Drawer } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useCallback, useState } from "react";
import { useParams } from "react-router";
import type { Profile } from "#contract/devices.ts";
import type { Run } from "#contract/runs.ts";
import type { Experiment } from "#contract/sheets.ts";
import { problemOf } from "../../connection/api.ts";
import { useFeeds, useLive } from "../../live/live-context.tsx";
import { useRoute, useSession } from "../../live/use-route.ts";
import { FiguresOf } from "../../ui/figures.tsx";
import { formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { Link } from "../../ui/link.tsx";
import { SourceBadge } from "../../ui/marks.tsx";
import { Loading, Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { otherSideKeys, useOtherSide } from "./other-side.ts";
import { composes, isBehind, minutesLeft, pinsOf, stepView } from "./run-model.ts";
import classes from "./runner.module.css";
import { StepList } from "./step-list.tsx";
import { StepPanel } from "./step-panel.tsx";
import { Summary } from "./summary.tsx";
import { useRunAction } from "./use-run-action.ts";

export type KitSlot = (
  profiles: readonly Profile[],
  pins: readonly string[],
  ports: readonly string[],
) => ReactNode;

/** @param devices that play in the run. */
export type ComposerSlot = (devices: readonly string[]) => ReactNode;

export function RunPage({
  kitPanel,
  composer,
}: {
  readonly kitPanel: KitSlot;
  readonly composer: ComposerSlot;
}) {
  const t = useText();
  const { runId = "" } = useParams();
  useFeeds([`run:${runId}`]);
  const fetched = useRoute("run", { params: { id: runId } });
  const live = useLive((state) => state.runs[runId]);
  const run = live ?? fetched.data;
  const experiment = useRoute("experiment", {
    params: { id: run?.experiment ?? "" },
    enabled: run !== undefined,
  });
  const failed = (run === undefined ? fetched.error : null) ?? experiment.error;
  if (failed !== null) {
    return (
      <Page title={t("run.title")}>
        <ProblemNote problem={problemOf(failed)} />
        <Link to="/experiences">{t("run.toExperiments")}</Link>
      </Page>
    );
  }
  if (run === undefined || experiment.data === undefined) return <Loading lines={4} />;
  return (
    <Runner key={runId} run={run} experiment={experiment.data} kitPanel={kitPanel} composer={composer} />
  );
}

function Runner({
  run,
  experiment,
  kitPanel,
  composer,
}: {
  readonly run: Run;
  readonly experiment: Experiment;
  readonly kitPanel: KitSlot;
  readonly composer: ComposerSlot;
}) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const act = useRunAction(run.id);
  const kit = useSession().data?.kit === true;
  const bench = useLive((state) => state.bench);
  const beside = useMediaQuery("(min-width: 72rem)", false, { getInitialValueInEffect: false });
  const [drawer, setDrawer] = useState(false);
  // The page moves on when the person does: a step just verified stays in sight with its explanation.
  const [shown, setShown] = useState(run.currentStep);
  const [summary, setSummary] = useState(run.finishedAt !== undefined);
  const view = stepView(experiment, run, shown);
  const devices = Object.values(run.devices).flatMap((id) => bench?.devices[id]?.device ?? []);
  const playing = Object.fromEntries(
    Object.entries(run.devices).map(([role, id]) => [role, bench?.devices[id]?.device]),
  );
  // Visitors' pages are the bench's own; the kit has a phone to open them with.
  const simulated =
    kit && devices.some(({ source, profile }) => source === "simulated" || profile === "page");
  const profiles = [...new Set(devices.map(({ profile }) => profile))];
  const known = Object.fromEntries(devices.map((device) => [device.id, device]));
  const ports = devices.flatMap(({ facts: { port } }) => (port === undefined ? [] : [port]));
  // A prediction is made before anything is seen.
  const isPredicting = view?.step.kind === "predict" && !isBehind(view.run.state) && !summary;
  const panel =
    simulated && !isPredicting ? kitPanel(profiles, pinsOf(experiment, run, known), ports) : undefined;

  const turnDrawer = useCallback(() => setDrawer((isOpen) => !isOpen), []);
  const side = useOtherSide(panel !== undefined && !summary, beside ? undefined : turnDrawer);

  const left = minutesLeft(experiment, run);
  const isOver = run.finishedAt !== undefined;
  const go = (step: string) => {
    setSummary(false);
    setShown(step);
    if (!isOver) void act.send({ action: "go", step });
    window.scrollTo(0, 0);
  };
  const finish = async () => {
    if (isOver || (await act.send({ action: "finish" }))) {
      setSummary(true);
      window.scrollTo(0, 0);
    }
  };

  return (
    <Page
      wide
      title={words(experiment.title)}
      over={
        <>
          <Link to={`/experiences/${experiment.id}`}>{t("nav.experiments")}</Link> / {experiment.number}
          {run.paper === true && <SourceBadge source="manual" paper />}
          {devices.map((device) => (
            <span key={device.id} className={classes.player}>
              <Link to={`/appareil/${device.id}`}>{words(device.name)}</Link>{" "}
              <SourceBadge source={device.source} />
            </span>
          ))}
          {!summary && !isOver && left > 0 && (
            <span>{t("run.left", { time: withUnit(language, formatNumber(language, left), "min") })}</span>
          )}
        </>
      }
    >
      {act.problem !== undefined && <ProblemNote problem={act.problem} onRetry={act.retry} />}
      {summary || view === undefined ? (
        <Summary run={run} experiment={experiment} onBack={() => setSummary(false)} />
      ) : (
        <div ref={side.around} className={classes.layout} data-kit={panel !== undefined && beside}>
          <StepList experiment={experiment} run={run} shown={view.step.id} onGo={go} />
          <FiguresOf figures={experiment.figures} devices={playing}>
            <StepPanel
              key={view.step.id}
              view={view}
              run={run}
              experiment={experiment}
              simulated={simulated}
              act={act}
              onGo={go}
              onFinish={finish}
              composer={composes(experiment, run, view.step) && composer(Object.values(run.devices))}
              {...(panel === undefined ? {} : { onKit: side.cross })}
            />
          </FiguresOf>
          {panel !== undefined && beside && (
            <aside
              ref={side.kit}
              className={classes.kit}
              tabIndex={-1}
              aria-label={t("kit.title")}
              aria-keyshortcuts={otherSideKeys}
            >
              {panel}
              <p className={classes.keys}>{t("run.otherSide")}</p>
            </aside>
          )}
        </div>
      )}
      {panel !== undefined && !beside && !summary && (
        <>
          <Button className={classes.openKit} size="md" onClick={() => setDrawer(true)}>
            {t("run.openKit")}
          </Button>
          <Drawer
            opened={drawer}
            onClose={() => setDrawer(false)}
            position="bottom"
            size="72%"
            title={view === undefined ? t("kit.title") : words(view.step.title)}
            overlayProps={{ backgroundOpacity: 0.15 }}
            closeButtonProps={{ "aria-label": t("close"), size: 44 }}
          >
            <DrawerProgress run={run} step={shown} />
            {panel}
          </Drawer>
        </>
      )}
    </Page>
  );
}

/** On a phone the kit covers the step: what the step says of it stays in sight. */
function DrawerProgress({ run, step }: { readonly run: Run; readonly step: string }) {
  const t = useText();
  const words = useWords();
  const state = run.steps.find(({ id }) => id === step);
  if (state === undefined) return null;
  return (
    <p className={classes.drawerProgress} role="status">
      <b>{t(`step.state.${state.state}`)}</b>
      {state.progress.why !== undefined && <> · {words(state.progress.why)}</>}
    </p>
  );
}
