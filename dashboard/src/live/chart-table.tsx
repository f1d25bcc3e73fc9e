// The numbers behind a strip chart: statistics of each series and the last values. Built only while it is open: a table
// of a thousand numbers is nobody's idea of calm.
import { Button } from "@mantine/core";
import { useState } from "react";
import type { Channel } from "#contract/devices.ts";
import type { Sample } from "#contract/live.ts";
import { type Statistics, statistics } from "../ui/chart-data.ts";
import { formatClock, formatNumber, formatQuantity, viewOf, withUnit } from "../ui/format.ts";
import { useLanguage, useText, useWords } from "../ui/language.tsx";
import { ScrollFrame } from "../ui/scroll-frame.tsx";
import classes from "./live-chart.module.css";
import type { StripState } from "./strip-state.ts";

const tableRows = 20;

export function ChartTable({
  channels,
  strip,
}: {
  readonly channels: readonly Channel[];
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
          <Numbers samples={samples} channels={channels} seconds={strip.seconds} />
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
  channels,
  seconds,
}: {
  readonly samples: readonly Sample[];
  readonly channels: readonly Channel[];
  readonly seconds: number;
}) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const rows = samples
    .filter(({ readings }) => channels.some(({ id }) => readings[id] !== undefined))
    .slice(-tableRows)
    .reverse();
  if (rows.length === 0) return <p>{t("chart.waiting")}</p>;
  return (
    <>
      {channels.map((channel) => {
        const found = statistics(samples, channel.id, seconds);
        if (found === undefined) return null;
        return (
          <div key={channel.id}>
            {channels.length > 1 && <p className={classes.of}>{words(channel.name)}</p>}
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
              {channels.map((channel) => (
                <th key={channel.id} scope="col">
                  {channels.length > 1 ? words(channel.name) : t("chart.value")}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((sample) => (
              <tr key={sample.mono}>
                <td>{formatClock(sample.time)}</td>
                {channels.map(({ id, quantity }) => {
                  const value = sample.readings[id];
                  return (
                    <td key={id}>{value === undefined ? "" : formatQuantity(language, quantity, value)}</td>
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
