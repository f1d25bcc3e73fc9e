// The numbers behind a strip chart: statistics of each series and the last values. Built only while it is open: a table
// of a thousand numbers is nobody's idea of calm.
import { Button } from "@mantine/core";
import { useState } from "react";
import type { Channel } from "#contract/devices.ts";
import type { Sample } from "#contract/live.ts";
import { type Statistics, statistics } from "../ui/chart-data.ts";
import { formatClock, formatNumber, formatQuantity, viewOf, withUnit } from "../ui/format.ts";
import { useLanguage, useText } from "../ui/language.tsx";
import { ScrollFrame } from "../ui/scroll-frame.tsx";
import type { DrawnSeries } from "./drawn-series.ts";
import classes from "./live-chart.module.css";
import type { StripState } from "./strip-state.ts";

const tableRows = 20;

export function ChartTable({
  series,
  strip,
}: {
  readonly series: readonly DrawnSeries[];
  readonly strip: StripState;
}) {
  const t = useText();
  const [samples, setSamples] = useState<readonly Sample[]>();
  const refresh = () => setSamples(strip.samples());
  return (
    <details
      className={classes.behind}
      onToggle={(event) => (event.currentTarget.open ? refresh() : setSamples(undefined))}
    >
      <summary>{t("chart.numbers")}</summary>
      {samples !== undefined && (
        <>
          <Numbers samples={samples} series={series} seconds={strip.seconds} />
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
  series,
  seconds,
}: {
  readonly samples: readonly Sample[];
  readonly series: readonly DrawnSeries[];
  readonly seconds: number;
}) {
  const t = useText();
  const { language } = useLanguage();
  const rows = samples
    .filter(({ readings }) => series.some(({ key }) => readings[key] !== undefined))
    .slice(-tableRows)
    .reverse();
  if (rows.length === 0) return <p>{t("chart.waiting")}</p>;
  return (
    <>
      {series.map(({ key, channel, name }) => {
        const found = statistics(samples, key, seconds);
        if (found === undefined) return null;
        return (
          <div key={key}>
            {series.length > 1 && <p className={classes.of}>{name}</p>}
            <StatisticsList found={found} channel={channel} />
          </div>
        );
      })}
      <ScrollFrame>
        <table className={classes.table}>
          <caption>{t("chart.lastValues", { count: rows.length })}</caption>
          <thead>
            <tr>
              <th scope="col">{t("chart.time")}</th>
              {series.map(({ key, name }) => (
                <th key={key} scope="col">
                  {series.length > 1 ? name : t("chart.value")}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((sample) => (
              <tr key={`${sample.mono} ${Object.keys(sample.readings)[0]}`}>
                <td>{formatClock(sample.time)}</td>
                {series.map(({ key, channel: { quantity } }) => {
                  const value = sample.readings[key];
                  return (
                    <td key={key}>{value === undefined ? "" : formatQuantity(language, quantity, value)}</td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollFrame>
    </>
  );
}

/** Count, extremes, middle, mean and spread of some values of a channel. */
export function StatisticsList({
  found,
  channel,
}: {
  readonly found: Statistics;
  readonly channel: Channel;
}) {
  const t = useText();
  const { language } = useLanguage();
  const view = viewOf(channel.quantity);
  const print = (value: number, more = 0) =>
    withUnit(language, formatNumber(language, value * view.factor, view.decimals + more), view.unit);
  return (
    <dl className={classes.statistics}>
      <Figure name={t("chart.count")} value={formatNumber(language, found.n)} />
      <Figure name={t("chart.min")} value={print(found.min)} />
      <Figure name={t("chart.median")} value={print(found.median)} />
      <Figure name={t("chart.mean")} value={print(found.mean, 1)} />
      <Figure name={t("chart.sd")} value={found.sd === undefined ? "—" : print(found.sd, 1)} />
      <Figure name={t("chart.max")} value={print(found.max)} />
    </dl>
  );
}

/** One named figure of a list. */
export function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
