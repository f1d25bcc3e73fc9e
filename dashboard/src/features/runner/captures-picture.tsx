// What was captured, drawn at the step that asks about it: points, and the law that goes through them or beside them.
import type { Run } from "#contract/runs.ts";
import type { CapturesDrawn, Experiment, ExperimentStep } from "#contract/sheets.ts";
import { PointsTable } from "../../live/measuring/points-table.tsx";
import { viewOf } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { axisOf, type Layer } from "../../ui/picture.ts";
import { PictureFigure } from "../../ui/picture-figure.tsx";
import { capturesDrawn, lawDrawn, pointsDrawn } from "./captures-drawn.ts";

export function CapturesPicture({
  run,
  experiment,
  step,
  drawn,
}: {
  readonly run: Run;
  readonly experiment: Experiment;
  readonly step: ExperimentStep;
  readonly drawn: CapturesDrawn;
}) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const channel = experiment.channels.find(({ id }) => id === drawn.channel);
  const view = channel === undefined ? { factor: 1, unit: "", decimals: 0 } : viewOf(channel.quantity);
  const points = pointsDrawn(run, drawn, view.factor);
  if (points.length === 0) return null;
  const withUnit = (name: string, unit: string) => (unit === "" ? name : `${name} (${unit})`);
  const input = experiment.steps
    .find(({ id }) => drawn.steps.includes(id))
    ?.inputs.find(({ type }) => type === "capture");
  const label = withUnit(t("summary.label"), input?.type === "capture" ? input.labelUnit : "");
  const figure =
    channel === undefined
      ? t(drawn.channel === "tally" ? "summary.channel.tally" : "summary.channel.trials")
      : withUnit(words(channel.name), view.unit);
  const [x, y] = drawn.across === "figure" ? [figure, label] : [label, figure];
  const law = lawDrawn(drawn, points);
  const lawName = t(drawn.law !== undefined && "coil" in drawn.law ? "run.coilField" : "measure.law");
  const all = [...points, ...law];
  const isShare = drawn.channel === "trials";
  const sources = capturesDrawn(run, drawn).flatMap((one) => one.sources ?? []);
  const notReal = (["simulated", "replay"] as const).find((source) => sources.includes(source));
  const decimals = { x: 1, y: isShare ? 0 : view.decimals };
  const layers: Layer[] = [
    ...(law.length === 0
      ? []
      : [{ kind: "line", points: law, series: 2, thought: true, name: lawName } as const]),
    { kind: "points", points, series: 0, name: t("measure.measured") },
  ];
  return (
    <PictureFigure
      picture={{
        title: words(step.title),
        x: axisOf(
          x,
          all.map(([value]) => value),
          isShare,
        ),
        y: axisOf(
          y,
          all.map(([, value]) => value),
          isShare,
        ),
        layers,
        watermark: notReal === undefined ? undefined : t(`source.${notReal}`).toLocaleUpperCase(language),
      }}
      iso={capturesDrawn(run, drawn).at(-1)?.time ?? run.startedAt}
      decimals={decimals}
      table={
        <PointsTable
          caption={t("measure.points", { count: points.length })}
          head={[x, y]}
          rows={points}
          decimals={[decimals.x, decimals.y]}
        />
      }
    />
  );
}
