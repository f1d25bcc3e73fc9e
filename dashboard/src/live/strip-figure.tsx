// A strip chart with its legend, its window, pause, and the table that says the same without a picture.
import { Button, NativeSelect, useComputedColorScheme } from "@mantine/core";
import { lazy, type ReactNode, Suspense } from "react";
import type { Channel } from "#contract/devices.ts";
import { chartColumns } from "../ui/chart-data.ts";
import { viewOf, withUnit } from "../ui/format.ts";
import { useLanguage, useText } from "../ui/language.tsx";
import { noOverlay, type Overlay } from "../ui/overlay.ts";
import { SeriesMark } from "../ui/series-mark.tsx";
import { ChartTable } from "./chart-table.tsx";
import { type DrawnSeries, unitOf } from "./drawn-series.ts";
import classes from "./live-chart.module.css";
import { useLiveReader } from "./live-context.tsx";
import type { StripState } from "./strip-state.ts";

const Strip = lazy(async () => ({ default: (await import("../ui/uplot-strip.tsx")).UplotStrip }));
const windows = [15, 60, 300, 600] as const;

export function StripFigure({
  series,
  strip,
  height,
  startWindow,
  badge,
  overlay = noOverlay,
  onPick,
}: {
  /** One at least; the first gives the left scale, and those of its unit share it. */
  readonly series: readonly DrawnSeries[];
  readonly strip: StripState;
  readonly height: number;
  readonly startWindow: number;
  readonly badge?: ReactNode;
  readonly overlay?: Overlay | undefined;
  readonly onPick?: ((mono: number) => void) | undefined;
}) {
  const t = useText();
  const { language } = useLanguage();
  const scheme = useComputedColorScheme("light");
  const reader = useLiveReader();
  const unit = unitOf(series[0]?.channel);
  const other = series.find(({ channel }) => unitOf(channel) !== unit);
  const columnsOf = series.map(({ key, channel }) => ({
    channel: key,
    factor: viewOf(channel.quantity).factor,
  }));
  const label = ({ name, channel }: DrawnSeries) =>
    unitOf(channel) === "" ? name : `${name} (${unitOf(channel)})`;

  return (
    <figure className={classes.chart}>
      <figcaption className={classes.caption}>
        <span className={classes.legend}>
          {series.map((one) => (
            <span key={one.key} className={classes.key}>
              {series.length > 1 && <SeriesMark style={one.style} />}
              {label(one)}
              {one.badge}
            </span>
          ))}
          {badge}
        </span>
        <span className={classes.tools}>
          <NativeSelect
            aria-label={t("chart.window")}
            value={String(strip.seconds)}
            onChange={(event) => strip.setSeconds(Number(event.currentTarget.value))}
            data={[...new Set([...windows, startWindow])]
              .sort((a, b) => a - b)
              .map((s) => ({
                value: String(s),
                label:
                  s < 60 ? withUnit(language, String(s), "s") : withUnit(language, String(s / 60), "min"),
              }))}
          />
          <Button variant="default" aria-pressed={strip.paused} onClick={strip.toggle}>
            {t(strip.paused ? "chart.follow" : "chart.pause")}
          </Button>
        </span>
      </figcaption>
      {strip.heard ? (
        <Suspense fallback={<div style={{ height }} />}>
          <Strip
            series={series.map((one) => ({
              ...one.style,
              label: label(one),
              side: unitOf(one.channel) === unit ? "left" : "right",
            }))}
            left={axisOf(series[0]?.channel, series.length === 1)}
            right={other === undefined ? undefined : axisOf(other.channel, false)}
            columns={() => chartColumns(strip.samples(), columnsOf, strip.seconds)}
            made={strip.samples}
            subscribe={reader.subscribe}
            windowSeconds={strip.seconds}
            height={height}
            language={language}
            scheme={scheme}
            overlay={overlay}
            onPick={onPick}
          />
        </Suspense>
      ) : (
        <p className={classes.waiting} style={{ minHeight: height }}>
          {t("chart.waiting")}
        </p>
      )}
      <ChartTable series={series} strip={strip} />
    </figure>
  );
}

function axisOf(channel: Channel | undefined, alone: boolean) {
  if (channel === undefined) return { decimals: 1 };
  const { factor, decimals } = viewOf(channel.quantity);
  const { min, max } = channel;
  const range: readonly [number, number] | undefined =
    alone && min !== undefined && max !== undefined ? [min * factor, max * factor] : undefined;
  return { decimals, range };
}
