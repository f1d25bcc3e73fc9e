// How the values of the selection are spread, and how they come back: histogram, period, spectrum.
import { histogram } from "#contract/maths/histogram.ts";
import { findPeriod } from "#contract/maths/period.ts";
import { peaks, spectrum } from "#contract/maths/spectrum.ts";
import { formatNumber, viewOf, withUnit } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { axisOf } from "../../ui/picture.ts";
import { PictureFigure } from "../../ui/picture-figure.tsx";
import classes from "./measuring.module.css";
import { type Measuring, useSelection } from "./measuring.ts";
import { PointsTable } from "./points-table.tsx";
import { useChannelName } from "./use-channel-name.ts";

interface Props {
  readonly measuring: Measuring;
}

export function HistogramPanel({ measuring }: Props) {
  const { device, channel, readings, watermark } = measuring;
  const selection = useSelection(measuring)(readings);
  const t = useText();
  const words = useWords();
  const nameOf = useChannelName();
  const { decimals } = viewOf(channel.quantity);
  const bins = histogram(
    selection.map(({ value }) => value),
    10 ** -decimals,
  );
  const first = bins[0];
  const last = bins.at(-1);
  if (first === undefined || last === undefined) return <p>{t("chart.waiting")}</p>;
  const x = nameOf(channel);
  return (
    <PictureFigure
      picture={{
        title: t("measure.histogramTitle", { device: words(device.name), name: words(channel.name) }),
        x: { label: x, low: first.from, high: last.to },
        y: axisOf(
          t("measure.times"),
          bins.map(({ count }) => count),
          true,
        ),
        layers: [
          { kind: "bars", series: 0, bars: bins.map(({ from, to, count }) => ({ from, to, value: count })) },
        ],
        watermark,
      }}
      iso={selection.at(-1)?.time ?? ""}
      decimals={{ x: decimals + 1, y: 0 }}
      table={
        <PointsTable
          caption={t("measure.bins", { count: selection.length })}
          head={[t("measure.from"), t("measure.to"), t("measure.times")]}
          rows={bins.map(({ from, to, count }) => [from, to, count])}
          decimals={[decimals, decimals, 0]}
        />
      }
    />
  );
}

/** A period is believed from so many of them on. */
const leastCycles = 4;

export function PeriodPanel({ measuring }: Props) {
  const selection = useSelection(measuring)(measuring.readings);
  const t = useText();
  const { language } = useLanguage();
  const found = findPeriod(selection, "autocorrelation");
  const n = (value: number, decimals: number, unit: string) =>
    withUnit(language, formatNumber(language, value, decimals), unit);
  return (
    <div>
      <p className={classes.how}>{t("measure.periodHow")}</p>
      <p role="status">
        {found === undefined
          ? t("measure.periodNone")
          : found.cycles < leastCycles
            ? t("measure.periodShort", { least: leastCycles })
            : t("measure.periodSays", {
                period: n(found.seconds, found.seconds < 1 ? 3 : 2, "s"),
                frequency: n(1 / found.seconds, 2, "Hz"),
                count: Math.floor(found.cycles),
                likeness: n(found.strength * 100, 0, "%"),
              })}
      </p>
    </div>
  );
}

const mostPeaks = 3;

export function SpectrumPanel({ measuring }: Props) {
  const { device, channel, readings, watermark } = measuring;
  const selection = useSelection(measuring)(readings);
  const t = useText();
  const words = useWords();
  const nameOf = useChannelName();
  const { language } = useLanguage();
  const lines = spectrum(selection);
  if (lines.length === 0) return <p className={classes.how}>{t("measure.spectrumShort")}</p>;
  const strongest = peaks(lines, mostPeaks);
  const points = lines.map(({ frequency, amplitude }): readonly [number, number] => [frequency, amplitude]);
  const x = t("measure.frequency");
  const y = t("measure.amplitudeOf", { name: nameOf(channel) });
  const { decimals } = viewOf(channel.quantity);
  return (
    <>
      <p className={classes.how}>{t("measure.spectrumHow")}</p>
      <PictureFigure
        picture={{
          title: t("measure.spectrumTitle", { device: words(device.name), name: words(channel.name) }),
          x: axisOf(
            x,
            points.map(([f]) => f),
            true,
          ),
          y: axisOf(
            y,
            points.map(([, a]) => a),
            true,
          ),
          layers: [
            { kind: "line", points, series: 0 },
            ...strongest.slice(0, 1).map(({ frequency }) => ({
              kind: "mark" as const,
              x: frequency,
              name: withUnit(language, formatNumber(language, frequency, 2), "Hz"),
            })),
          ],
          watermark,
        }}
        iso={selection.at(-1)?.time ?? ""}
        decimals={{ x: 2, y: decimals + 2 }}
        table={
          <PointsTable
            caption={t("measure.peaks", { count: strongest.length })}
            head={[x, y]}
            rows={strongest.map(({ frequency, amplitude }) => [frequency, amplitude])}
            decimals={[2, decimals + 2]}
          />
        }
      />
    </>
  );
}
