// What the step looks at: its figure, large, and the measuring bench around its chart; for a reader, the tags lying on it.
import { Suspense } from "react";
import type { Channel } from "#contract/devices.ts";
import { quantities } from "#contract/quantities.ts";
import { useLive } from "../../live/live-context.tsx";
import { LiveValue, SpokenValue } from "../../live/live-value.tsx";
import { TagsOnReader } from "../../live/tags-on-reader.tsx";
import { familyOf } from "../../ui/families.ts";
import { viewOf } from "../../ui/format.ts";
import { useText, useWords } from "../../ui/language.tsx";
import { later } from "../../ui/later.tsx";
import { Loading } from "../../ui/page.tsx";
import { Predicted } from "./predicted.tsx";
import { capturesOf, isOfLabels, liveChannel, predictionsOf } from "./run-model.ts";
import classes from "./runner.module.css";
import type { StepProps } from "./step-props.ts";

const MeasuringBench = later(
  async () => (await import("../../live/measuring/measuring-bench.tsx")).MeasuringBench,
);

/** The channel the step looks at and the device that gives it, once it is on the bench. */
function useStepChannel({ view, run, experiment }: Pick<StepProps, "view" | "run" | "experiment">) {
  const { live } = view.step;
  const deviceId = live === undefined ? undefined : run.devices[live.role];
  const device = useLive((state) =>
    deviceId === undefined ? undefined : state.bench?.devices[deviceId]?.device,
  );
  const channel = liveChannel(experiment, live, device);
  return device === undefined || channel === undefined ? undefined : { device, channel };
}

/** The figure, large; for a reader, what lies on it. */
export function StepValue(props: StepProps) {
  const t = useText();
  const words = useWords();
  const { view, run, experiment } = props;
  const shown = useStepChannel(props);
  const readers = useLive((state) =>
    Object.values(run.devices)
      .filter((id) => {
        const profile = state.bench?.devices[id]?.device.profile;
        return profile !== undefined && familyOf(profile) === "reader";
      })
      .join(" "),
  );
  if (shown === undefined) {
    if (readers === "" || !view.step.verifiable) return null;
    return (
      <div className={classes.live}>
        {readers.split(" ").map((id) => (
          <TagsOnReader key={id} device={id} />
        ))}
      </div>
    );
  }
  const { device, channel } = shown;
  const predictions = predictionsOf(experiment, run).filter((one) => !isOfLabels(one, view.step));
  return (
    <div className={classes.live} data-family={familyOf(device.profile)}>
      <div className={classes.liveHead}>
        <span>{words(channel.name)}</span>
        <ZoneBadge side={run.zones?.[channel.id]} channel={channel} />
        <LiveValue device={device.id} channel={channel} size="huge" />
      </div>
      <Predicted predictions={predictions} />
      <SpokenValue device={device.id} channel={channel} />
      <span className={classes.hidden}>{t("run.liveOf", { name: words(device.name) })}</span>
    </div>
  );
}

/** The measuring bench around the channel's chart: below what the step asks, for whoever wants to look closer. */
export function StepChart(props: StepProps) {
  const { view, run, experiment, act } = props;
  const shown = useStepChannel(props);
  if (shown === undefined) return null;
  const { device, channel } = shown;
  const chart = experiment.charts.find(({ series }) => series.includes(channel.id));
  const { factor, unit } = viewOf(channel.quantity);
  const drawn = predictionsOf(experiment, run).filter(
    (one) => one.unit !== "" && one.unit === unit && !isOfLabels(one, view.step),
  );
  return (
    <div className={classes.live} data-family={familyOf(device.profile)}>
      <Suspense fallback={<Loading lines={1} />}>
        <MeasuringBench
          key={channel.id}
          device={device}
          channel={channel}
          level={experiment.level}
          height={200}
          startWindow={chart?.windowSeconds ?? 60}
          left={["value", "inspector"]}
          run={{
            captures: capturesOf(run, channel.id, factor),
            predictions: drawn.map(({ value }) => value),
            onMark: (label) => void act.send({ action: "note", step: view.step.id, text: label }),
          }}
        />
      </Suspense>
    </div>
  );
}

/** Where the participant's own thresholds put a channel; one of two states says it by itself. */
function ZoneBadge({
  side,
  channel,
}: {
  readonly side: "in" | "out" | undefined;
  readonly channel: Channel;
}) {
  const t = useText();
  if (side === undefined || quantities[channel.quantity].states !== undefined) return null;
  const words = channel.quantity === "rssi" ? ({ in: "near", out: "far" } as const) : undefined;
  return (
    <span role="status" className={classes.zone} data-side={side}>
      {t(`run.zone.${words?.[side] ?? side}`)}
    </span>
  );
}
