// Two cursors on the curve, each a slider: what they read, how far apart, how steep. And the statistics of what lies between.
import { useEffect, useState } from "react";
import { statisticsOf } from "../../ui/chart-data.ts";
import { formatDuration, formatNumber, viewOf, withUnit } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { useMovingRead } from "../../ui/moving.ts";
import { ScrollFrame } from "../../ui/scroll-frame.tsx";
import { SeriesMark } from "../../ui/series-mark.tsx";
import { Figure, StatisticsList } from "../chart-table.tsx";
import classes from "./measuring.module.css";
import { type MeasuredSeries, type Measuring, printer, useSelection } from "./measuring.ts";
import { differenceOf, nearestTo, type Reading } from "./readings.ts";

export function CursorPanel({ measuring }: { readonly measuring: Measuring }) {
  const t = useText();
  const { language } = useLanguage();
  const { drawn, cursors } = measuring;
  const out = useMovingRead(cursors);
  const [main] = drawn;
  const [a, b] = (out ?? []).map((mono) => main?.readings[nearestTo(main.readings, mono)]);
  if (main === undefined || out === undefined || a === undefined || b === undefined)
    return <p>{t("chart.waiting")}</p>;
  return (
    <>
      <p className={classes.how}>{t("measure.cursorsHow")}</p>
      {([0, 1] as const).map((which) => (
        <CursorSlider
          key={which}
          name={t(which === 0 ? "measure.cursorA" : "measure.cursorB")}
          series={main}
          at={out[which]}
          onMove={(mono) => {
            const [left, right] = cursors.get() ?? out;
            cursors.set(which === 0 ? [mono, right] : [left, mono]);
          }}
        />
      ))}
      <dl className={classes.figures}>
        <Figure
          name={t("measure.apart")}
          value={withUnit(language, formatNumber(language, differenceOf(a, b).seconds, 2), "s")}
        />
        {drawn.length === 1 && <DifferenceFigures series={main} a={a} b={b} />}
      </dl>
      {drawn.length > 1 && <Differences drawn={drawn} cursors={out} />}
    </>
  );
}

/** One cursor, by hand or by keyboard: it follows the hand at once, and says at once what it reads. */
function CursorSlider({
  name,
  series: { readings, channel },
  at,
  onMove,
}: {
  readonly name: string;
  readonly series: MeasuredSeries;
  /** Where the cursor stands, as it was last read. */
  readonly at: number;
  onMove(mono: number): void;
}) {
  const t = useText();
  const { language } = useLanguage();
  const [mono, setMono] = useState(at);
  useEffect(() => setMono(at), [at]);
  const place = nearestTo(readings, mono);
  const reading = readings[place];
  const newest = readings.at(-1)?.mono ?? 0;
  const said =
    reading === undefined
      ? ""
      : t("measure.cursorAt", {
          time: withUnit(language, formatNumber(language, (reading.mono - newest) / 1000, 1), "s"),
          value: printer(language, channel, 1)(reading.value),
        });
  return (
    <label className={classes.slider}>
      <b>{name}</b>
      <input
        type="range"
        min={0}
        max={readings.length - 1}
        value={place}
        aria-valuetext={said}
        onChange={(event) => {
          const to = readings[Number(event.currentTarget.value)]?.mono ?? newest;
          setMono(to);
          onMove(to);
        }}
      />
      <span aria-hidden="true">{said}</span>
    </label>
  );
}

/** How a channel's difference and slope are printed. */
function useDifference(): (
  series: MeasuredSeries,
  a: Reading,
  b: Reading,
) => { readonly value: string; readonly slope: string } {
  const { language } = useLanguage();
  return ({ channel }, a, b) => {
    const { unit } = viewOf(channel.quantity);
    const { value, slope } = differenceOf(a, b);
    return {
      value: printer(language, channel, 1)(value),
      slope:
        slope === undefined
          ? "—"
          : withUnit(language, formatNumber(language, slope, 3), unit === "" ? "s⁻¹" : `${unit}/s`),
    };
  };
}

function DifferenceFigures({
  series,
  a,
  b,
}: {
  readonly series: MeasuredSeries;
  readonly a: Reading;
  readonly b: Reading;
}) {
  const t = useText();
  const difference = useDifference();
  const { value, slope } = difference(series, a, b);
  return (
    <>
      <Figure name={t("measure.difference")} value={value} />
      <Figure name={t("measure.slope")} value={slope} />
    </>
  );
}

/** What each curve reads at both cursors. */
function Differences({
  drawn,
  cursors,
}: {
  readonly drawn: readonly MeasuredSeries[];
  readonly cursors: readonly [number, number];
}) {
  const t = useText();
  const { language } = useLanguage();
  const difference = useDifference();
  return (
    <ScrollFrame>
      <table className={classes.table}>
        <caption>{t("measure.atCursors")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("measure.curve")}</th>
            <th scope="col">A</th>
            <th scope="col">B</th>
            <th scope="col">{t("measure.difference")}</th>
            <th scope="col">{t("measure.slope")}</th>
          </tr>
        </thead>
        <tbody>
          {drawn.map((one) => {
            const [a, b] = cursors.map((mono) => one.readings[nearestTo(one.readings, mono)]);
            const print = printer(language, one.channel, 1);
            const between = a === undefined || b === undefined ? undefined : difference(one, a, b);
            return (
              <tr key={one.key}>
                <th scope="row">
                  <span className={classes.named}>
                    <SeriesMark style={one.style} />
                    {one.name}
                  </span>
                </th>
                <td>{a === undefined ? "—" : print(a.value)}</td>
                <td>{b === undefined ? "—" : print(b.value)}</td>
                <td>{between?.value ?? "—"}</td>
                <td>{between?.slope ?? "—"}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollFrame>
  );
}

export function StatisticsPanel({ measuring }: { readonly measuring: Measuring }) {
  const t = useText();
  const { language } = useLanguage();
  const { readings, drawn } = measuring;
  const withCursors = useMovingRead(measuring.cursors) !== undefined;
  const select = useSelection(measuring);
  const selection = select(readings);
  const first = selection[0];
  const last = selection.at(-1);
  if (first === undefined || last === undefined) return <p>{t("chart.waiting")}</p>;
  return (
    <>
      <p className={classes.how}>
        {t(withCursors ? "measure.ofSelection" : "measure.ofWindow", {
          time: formatDuration(language, last.mono - first.mono),
        })}
      </p>
      {drawn.map(({ key, name, channel, style, readings: own }) => {
        const { factor } = viewOf(channel.quantity);
        const found = statisticsOf(select(own).map(({ value }) => value / factor));
        if (found === undefined) return null;
        return (
          <div key={key}>
            {drawn.length > 1 && (
              <p className={classes.named}>
                <SeriesMark style={style} />
                {name}
              </p>
            )}
            <StatisticsList found={found} channel={channel} />
          </div>
        );
      })}
    </>
  );
}
