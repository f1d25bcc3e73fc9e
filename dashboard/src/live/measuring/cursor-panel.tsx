// Two cursors on the curve, each a slider: what they read, how far apart, how steep. And the statistics of what lies between.
import { statisticsOf } from "../../ui/chart-data.ts";
import { formatDuration, formatNumber, viewOf, withUnit } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { useMoving } from "../../ui/moving.ts";
import { ScrollFrame } from "../../ui/scroll-frame.tsx";
import { SeriesMark } from "../../ui/series-mark.tsx";
import { Figure, StatisticsList } from "../chart-table.tsx";
import classes from "./measuring.module.css";
import { type MeasuredSeries, type Measuring, printer, useSelection } from "./measuring.ts";
import { differenceOf, nearestTo, type Reading } from "./readings.ts";

export function CursorPanel({ measuring }: { readonly measuring: Measuring }) {
  const t = useText();
  const { language } = useLanguage();
  const { readings, channel, drawn } = measuring;
  const cursors = useMoving(measuring.cursors);
  const print = printer(language, channel, 1);
  if (readings.length === 0 || cursors === undefined) return <p>{t("chart.waiting")}</p>;
  const places = cursors.map((mono) => nearestTo(readings, mono));
  const [a, b] = places.map((place) => readings[place]);
  if (a === undefined || b === undefined) return <p>{t("chart.waiting")}</p>;
  const newest = readings.at(-1)?.mono ?? 0;
  const said = ({ mono, value: read }: Reading) =>
    t("measure.cursorAt", {
      time: withUnit(language, formatNumber(language, (mono - newest) / 1000, 1), "s"),
      value: print(read),
    });
  const move = (which: 0 | 1, place: number) => {
    const mono = readings[place]?.mono ?? newest;
    measuring.cursors.set(which === 0 ? [mono, cursors[1]] : [cursors[0], mono]);
  };
  const seconds = differenceOf(a, b).seconds;
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
        {drawn.length === 1 && <DifferenceFigures series={drawn[0]} a={a} b={b} />}
      </dl>
      {drawn.length > 1 && <Differences drawn={drawn} cursors={[a.mono, b.mono]} />}
    </>
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
  readonly series: MeasuredSeries | undefined;
  readonly a: Reading;
  readonly b: Reading;
}) {
  const t = useText();
  const difference = useDifference();
  if (series === undefined) return null;
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
  const withCursors = useMoving(measuring.cursors) !== undefined;
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
