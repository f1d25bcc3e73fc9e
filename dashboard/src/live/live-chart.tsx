// The strip chart of a device's channel, live: window, pause, statistics, and the table that says the same without a picture.
import { Button, NativeSelect, useComputedColorScheme } from "@mantine/core";
import { lazy, Suspense, useRef, useState } from "react";
import type { Channel } from "#contract/devices.ts";
import type { Sample } from "#contract/live.ts";
import { chartColumns, statistics } from "../ui/chart-data.ts";
import type { Family } from "../ui/families.ts";
import { formatClock, formatNumber, viewOf, withUnit } from "../ui/format.ts";
import { useLanguage, useText, useWords } from "../ui/language.tsx";
import classes from "./live-chart.module.css";
import { useFeeds, useLive, useLiveReader } from "./live-context.tsx";

const Strip = lazy(async () => ({ default: (await import("../ui/uplot-strip.tsx")).UplotStrip }));
const windows = [15, 60, 300, 600] as const;
const tableRows = 20;
const none: readonly Sample[] = [];

export function LiveChart({
  device,
  channel,
  family,
  height = 220,
  startWindow = 60,
}: {
  readonly device: string;
  readonly channel: Channel;
  readonly family: Family;
  readonly height?: number;
  readonly startWindow?: number;
}) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const scheme = useComputedColorScheme("light");
  const reader = useLiveReader();
  const [seconds, setSeconds] = useState(startWindow);
  const [paused, setPaused] = useState(false);
  const frozen = useRef<readonly Sample[]>(none);
  useFeeds([`device:${device}`]);
  const heard = useLive((state) => (state.feeds[device]?.samples.length ?? 0) > 0);
  const view = viewOf(channel.quantity);
  const series = [{ channel: channel.id, factor: view.factor }];
  const samples = () => (paused ? frozen.current : (reader.getState().feeds[device]?.samples ?? none));
  const label = `${words(channel.name)}${view.unit === "" ? "" : ` (${view.unit})`}`;

  return (
    <figure className={classes.chart}>
      <figcaption className={classes.caption}>
        <span>{label}</span>
        <span className={classes.tools}>
          <NativeSelect
            aria-label={t("chart.window")}
            value={String(seconds)}
            onChange={(event) => setSeconds(Number(event.currentTarget.value))}
            data={[...new Set([...windows, startWindow])]
              .sort((a, b) => a - b)
              .map((s) => ({
                value: String(s),
                label:
                  s < 60 ? withUnit(language, String(s), "s") : withUnit(language, String(s / 60), "min"),
              }))}
          />
          <Button
            variant="default"
            aria-pressed={paused}
            onClick={() => {
              frozen.current = reader.getState().feeds[device]?.samples ?? none;
              setPaused(!paused);
            }}
          >
            {t(paused ? "chart.follow" : "chart.pause")}
          </Button>
        </span>
      </figcaption>
      {heard ? (
        <Suspense fallback={<div style={{ height }} />}>
          <Strip
            series={[{ label, colour: `--labo-${family}`, dash: [] }]}
            columns={() => chartColumns(samples(), series, seconds)}
            subscribe={reader.subscribe}
            windowSeconds={seconds}
            range={
              channel.min !== undefined && channel.max !== undefined
                ? [channel.min * view.factor, channel.max * view.factor]
                : undefined
            }
            decimals={view.decimals}
            height={height}
            language={language}
            paused={paused}
            scheme={scheme}
          />
        </Suspense>
      ) : (
        <p className={classes.waiting} style={{ minHeight: height }}>
          {t("chart.waiting")}
        </p>
      )}
      <ChartTable device={device} channel={channel} seconds={seconds} />
    </figure>
  );
}

/** Built only while it is open: a table of a thousand numbers is nobody's idea of calm. */
function ChartTable({
  device,
  channel,
  seconds,
}: {
  readonly device: string;
  readonly channel: Channel;
  readonly seconds: number;
}) {
  const t = useText();
  const reader = useLiveReader();
  const [samples, setSamples] = useState<readonly Sample[]>();
  const refresh = () => setSamples(reader.getState().feeds[device]?.samples ?? none);
  return (
    <details
      className={classes.behind}
      onToggle={(event) => (event.currentTarget.open ? refresh() : setSamples(undefined))}
    >
      <summary>{t("chart.numbers")}</summary>
      {samples !== undefined && (
        <>
          <Numbers samples={samples} channel={channel} seconds={seconds} />
          <Button variant="default" onClick={refresh}>
            {t("chart.refresh")}
          </Button>
        </>
      )}
    </details>
  );
}

function Numbers({
  samples,
  channel,
  seconds,
}: {
  readonly samples: readonly Sample[];
  readonly channel: Channel;
  readonly seconds: number;
}) {
  const t = useText();
  const { language } = useLanguage();
  const view = viewOf(channel.quantity);
  const found = statistics(samples, channel.id, seconds);
  const print = (value: number, more = 0) =>
    withUnit(language, formatNumber(language, value * view.factor, view.decimals + more), view.unit);
  const rows = samples
    .filter((sample) => sample.readings[channel.id] !== undefined)
    .slice(-tableRows)
    .reverse();
  if (found === undefined) return <p>{t("chart.waiting")}</p>;
  return (
    <>
      <dl className={classes.statistics}>
        <Figure name={t("chart.count")} value={formatNumber(language, found.n)} />
        <Figure name={t("chart.min")} value={print(found.min)} />
        <Figure name={t("chart.median")} value={print(found.median)} />
        <Figure name={t("chart.mean")} value={print(found.mean, 1)} />
        <Figure name={t("chart.sd")} value={found.sd === undefined ? "—" : print(found.sd, 1)} />
        <Figure name={t("chart.max")} value={print(found.max)} />
      </dl>
      <table className={classes.table}>
        <caption>{t("chart.lastValues", { count: rows.length })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("chart.time")}</th>
            <th scope="col">{t("chart.value")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((sample) => (
            <tr key={sample.mono}>
              <td>{formatClock(sample.time)}</td>
              <td>{print(sample.readings[channel.id] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
