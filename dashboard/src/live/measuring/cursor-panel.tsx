// Two cursors on the curve, each a slider: what they read, how far apart, how steep. And the statistics of what lies between.

import { statisticsOf } from "../../ui/chart-data.ts";
import { formatDuration, formatNumber, viewOf, withUnit } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { Figure, StatisticsList } from "../chart-table.tsx";
import classes from "./measuring.module.css";
import { type Measuring, printer } from "./measuring.ts";
import type { Reading } from "./readings.ts";
import { differenceOf, nearestTo } from "./readings.ts";

export function CursorPanel({ measuring }: { readonly measuring: Measuring }) {
  const t = useText();
  const { language } = useLanguage();
  const { readings, cursors, setCursors, channel } = measuring;
  const print = printer(language, channel, 1);
  const { unit } = viewOf(channel.quantity);
  if (readings.length === 0 || cursors === undefined) return <p>{t("chart.waiting")}</p>;
  const places = cursors.map((mono) => nearestTo(readings, mono));
  const [a, b] = places.map((place) => readings[place]);
  if (a === undefined || b === undefined) return <p>{t("chart.waiting")}</p>;
  const { seconds, value, slope } = differenceOf(a, b);
  const newest = readings.at(-1)?.mono ?? 0;
  const said = ({ mono, value: read }: Reading) =>
    t("measure.cursorAt", {
      time: withUnit(language, formatNumber(language, (mono - newest) / 1000, 1), "s"),
      value: print(read),
    });
  const move = (which: 0 | 1, place: number) => {
    const mono = readings[place]?.mono ?? newest;
    setCursors(which === 0 ? [mono, cursors[1]] : [cursors[0], mono]);
  };
  return (
    <>
      <p className={classes.how}>{t("measure.cursorsHow")}</p>
      {([0, 1] as const).map((which) => {
        const reading = which === 0 ? a : b;
        return (
          <label key={which} className={classes.slider}>
            <b>{t(which === 0 ? "measure.cursorA" : "measure.cursorB")}</b>
            <input
              type="range"
              min={0}
              max={readings.length - 1}
              value={places[which]}
              aria-valuetext={said(reading)}
              onChange={(event) => move(which, Number(event.currentTarget.value))}
            />
            <span aria-hidden="true">{said(reading)}</span>
          </label>
        );
      })}
      <dl className={classes.figures}>
        <Figure
          name={t("measure.apart")}
          value={withUnit(language, formatNumber(language, seconds, 2), "s")}
        />
        <Figure name={t("measure.difference")} value={print(value)} />
        <Figure
          name={t("measure.slope")}
          value={
            slope === undefined
              ? "—"
              : withUnit(language, formatNumber(language, slope, 3), unit === "" ? "s⁻¹" : `${unit}/s`)
          }
        />
      </dl>
    </>
  );
}

export function StatisticsPanel({ measuring }: { readonly measuring: Measuring }) {
  const t = useText();
  const { language } = useLanguage();
  const { selection, cursors, channel } = measuring;
  const { factor } = viewOf(channel.quantity);
  const found = statisticsOf(selection.map(({ value }) => value / factor));
  const first = selection[0];
  const last = selection.at(-1);
  if (found === undefined || first === undefined || last === undefined) return <p>{t("chart.waiting")}</p>;
  return (
    <>
      <p className={classes.how}>
        {t(cursors === undefined ? "measure.ofWindow" : "measure.ofSelection", {
          time: formatDuration(language, last.mono - first.mono),
        })}
      </p>
      <StatisticsList found={found} channel={channel} />
    </>
  );
}
