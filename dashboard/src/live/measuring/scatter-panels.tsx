// One thing against another: two channels of a device, or the capture table as points and as bars.
import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { gapOf } from "../../ui/chart-data.ts";
import { formatNumber, ownDecimals, viewOf } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { axisOf, type Layer } from "../../ui/picture.ts";
import { PictureFigure } from "../../ui/picture-figure.tsx";
import { unitOf } from "../drawn-series.ts";
import classes from "./measuring.module.css";
import type { Measuring } from "./measuring.ts";
import { PointsTable } from "./points-table.tsx";
import { type Capture, pairsOf, pointsOf, readingsOf } from "./readings.ts";
import { useChannelName } from "./use-channel-name.ts";

interface Props {
  readonly measuring: Measuring;
}

const ofCaptures = "captures";

export function XyPanel({ measuring }: Props) {
  const t = useText();
  const words = useWords();
  const nameOf = useChannelName();
  const { device, channel, drawn, samples, notes, runCaptures, watermark, readings } = measuring;
  const captures = [...runCaptures, ...notes.captures];
  const [main, ...beside] = drawn;
  // Of the device, all it measures; of other devices, what is drawn beside.
  const others = [
    ...device.channels
      .filter(({ id }) => id !== channel.id)
      .map((one) => ({ key: one.id, channel: one, name: words(one.name) })),
    ...beside.filter((one) => one.device.id !== device.id),
  ];
  const [across, setAcross] = useState(
    pointsOf(captures).length > 0 ? ofCaptures : (beside[0]?.key ?? others[0]?.key ?? ofCaptures),
  );
  const other = others.find(({ key }) => key === across);
  const isOfOther = other !== undefined && !device.channels.some(({ id }) => id === other.key);
  const axis = (name: string, unit: string) => (unit === "" ? name : `${name} (${unit})`);
  const y = isOfOther && main !== undefined ? axis(main.name, unitOf(channel)) : nameOf(channel);
  const x =
    other === undefined
      ? notes.labelName || t("measure.label")
      : isOfOther
        ? axis(other.name, unitOf(other.channel))
        : nameOf(other.channel);
  const points =
    other === undefined
      ? pointsOf(captures)
      : pairsOf(
          readingsOf(samples, other.key, viewOf(other.channel.quantity).factor),
          readings,
          gapOf(samples, channel.id),
        );
  const predicted = other === undefined ? predictionsOf(captures) : [];
  const layers: Layer[] = [
    ...(predicted.length > 0
      ? [
          { kind: "line", points: predicted, series: 1, thought: true } as const,
          {
            kind: "points",
            points: predicted,
            series: 1,
            thought: true,
            name: t("measure.prediction"),
          } as const,
        ]
      : []),
    { kind: "points", points, series: 0, ...(predicted.length > 0 ? { name: t("measure.measured") } : {}) },
  ];
  const all = [...points, ...predicted];
  const decimals = {
    x: other === undefined ? 2 : viewOf(other.channel.quantity).decimals,
    y: viewOf(channel.quantity).decimals,
  };
  return (
    <>
      <NativeSelect
        label={t("measure.xyAcross")}
        value={across}
        onChange={(event) => setAcross(event.currentTarget.value)}
        data={[
          { value: ofCaptures, label: t("measure.xyCaptures") },
          ...others.map(({ key, name }) => ({ value: key, label: name })),
        ]}
      />
      {points.length === 0 ? (
        <p className={classes.how}>{t(other === undefined ? "measure.xyNoCapture" : "chart.waiting")}</p>
      ) : (
        <PictureFigure
          picture={{
            title: t("measure.xyTitle", { device: words(device.name), y: words(channel.name), x }),
            x: axisOf(
              x,
              all.map(([value]) => value),
            ),
            y: axisOf(
              y,
              all.map(([, value]) => value),
            ),
            layers,
            watermark,
          }}
          iso={captures.at(-1)?.time ?? readings.at(-1)?.time ?? ""}
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
      )}
    </>
  );
}

/** What was expected at each typed number, ascending. */
export function predictionsOf(captures: readonly Capture[]): readonly (readonly [number, number])[] {
  return captures
    .flatMap(({ label, predicted }): (readonly [number, number])[] =>
      typeof label === "number" && predicted !== undefined ? [[label, predicted]] : [],
    )
    .sort(([a], [b]) => a - b);
}

export function BarsPanel({ measuring }: Props) {
  const t = useText();
  const words = useWords();
  const nameOf = useChannelName();
  const { language } = useLanguage();
  const { device, channel, notes, runCaptures, watermark } = measuring;
  const captures = [...runCaptures, ...notes.captures];
  const y = nameOf(channel);
  const x = notes.labelName || t("measure.label");
  const { decimals } = viewOf(channel.quantity);
  const show = ({ label }: Capture) =>
    typeof label === "number" ? formatNumber(language, label, ownDecimals(label)) : label;
  if (captures.length === 0) return <p className={classes.how}>{t("measure.barsNone")}</p>;
  const predicted = captures.flatMap((one, i): (readonly [number, number])[] =>
    one.predicted === undefined ? [] : [[i, one.predicted]],
  );
  const names = captures.map((one, at) => ({ at, name: show(one) }));
  return (
    <PictureFigure
      picture={{
        title: t("measure.barsTitle", { device: words(device.name), y: words(channel.name), x }),
        x: { label: x, low: -0.6, high: captures.length - 0.4, names },
        y: axisOf(y, [...captures.map(({ median }) => median), ...predicted.map(([, value]) => value)], true),
        layers: [
          {
            kind: "bars",
            series: 0,
            bars: captures.map(({ median }, i) => ({ from: i - 0.35, to: i + 0.35, value: median })),
            ...(predicted.length > 0 ? { name: t("measure.measured") } : {}),
          },
          ...(predicted.length > 0
            ? [
                {
                  kind: "points",
                  points: predicted,
                  series: 1,
                  thought: true,
                  name: t("measure.prediction"),
                } as const,
              ]
            : []),
        ],
        watermark,
      }}
      iso={captures.at(-1)?.time ?? ""}
      decimals={{ x: 0, y: decimals }}
      nameOf={(at) => names[Math.round(at)]?.name}
      table={
        <PointsTable
          caption={t("measure.points", { count: captures.length })}
          head={[x, y]}
          rows={captures.map((one) => [show(one), one.median])}
          decimals={[0, decimals + 1]}
        />
      }
    />
  );
}
