// The fit tool: a law drawn through captures, or through a set somebody published, with its figures in a plain sentence.
import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { publishedRssi, publishedRssiCount } from "#contract/maths/published-rssi.ts";
import { formatNumber, viewOf, withUnit } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { axisOf } from "../../ui/picture.ts";
import { PictureFigure } from "../../ui/picture-figure.tsx";
import { Figure } from "../chart-table.tsx";
import { type FitReading, fitModels, type OfferedModel, readFit } from "./fit-model.ts";
import classes from "./measuring.module.css";
import type { Measuring } from "./measuring.ts";
import { PointsTable } from "./points-table.tsx";
import { pointsOf } from "./readings.ts";
import { predictionsOf } from "./scatter-panels.tsx";
import { useChannelName } from "./use-channel-name.ts";

type Source = "captures" | "published";

export function FitPanel({ measuring }: { readonly measuring: Measuring }) {
  const t = useText();
  const words = useWords();
  const nameOf = useChannelName();
  const { device, channel, notes, runCaptures, watermark, readings } = measuring;
  const captures = [...runCaptures, ...notes.captures];
  const own = pointsOf(captures);
  const [source, setSource] = useState<Source>(own.length > 0 ? "captures" : "published");
  const [model, setModel] = useState<OfferedModel>(
    channel.quantity === "rssi" || own.length === 0 ? "logdistance" : "linear",
  );
  const published = source === "published";
  const points = published ? publishedRssi : own;
  const predicted = published ? [] : predictionsOf(captures);
  const x = published ? t("measure.distance") : notes.labelName || t("measure.label");
  const y = published ? t("measure.rssi") : nameOf(channel);
  const unit = published ? "dBm" : viewOf(channel.quantity).unit;
  const found = readFit(model, points);
  const all = [...points, ...predicted, ...(found?.curve ?? [])];
  return (
    <>
      <div className={classes.row}>
        <NativeSelect
          label={t("measure.fitSource")}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value as Source)}
          data={[
            { value: "captures", label: t("measure.fitOwn", { count: own.length }) },
            { value: "published", label: t("measure.fitPublished", { count: publishedRssiCount }) },
          ]}
        />
        <NativeSelect
          label={t("measure.fitModel")}
          value={model}
          onChange={(event) => setModel(event.currentTarget.value as OfferedModel)}
          data={fitModels.map((value) => ({ value, label: t(`measure.fit.${value}`) }))}
        />
      </div>
      {published && <p className={classes.how}>{t("measure.fitPublishedFrom")}</p>}
      {points.length === 0 ? (
        <p className={classes.how}>{t("measure.fitNoCapture")}</p>
      ) : (
        <>
          {found === undefined ? <p>{t("measure.fitNone")}</p> : <FitWords found={found} unit={unit} />}
          <PictureFigure
            picture={{
              title: t("measure.fitTitle", {
                what: published ? t("measure.fitPublishedName") : words(device.name),
                law: t(`measure.fit.${model}`),
              }),
              x: axisOf(
                x,
                all.map(([value]) => value),
              ),
              y: axisOf(
                y,
                all.map(([, value]) => value),
              ),
              layers: [
                ...(found === undefined
                  ? []
                  : [
                      {
                        kind: "line",
                        points: found.curve,
                        series: 2,
                        thought: true,
                        name: t("measure.law"),
                      } as const,
                    ]),
                ...(predicted.length === 0
                  ? []
                  : [
                      {
                        kind: "points",
                        points: predicted,
                        series: 1,
                        thought: true,
                        name: t("measure.prediction"),
                      } as const,
                    ]),
                { kind: "points", points, series: 0, name: t("measure.measured") },
              ],
              watermark: published ? undefined : watermark,
            }}
            iso={captures.at(-1)?.time ?? readings.at(-1)?.time ?? new Date().toISOString()}
            decimals={{ x: 2, y: 1 }}
            table={
              <PointsTable
                caption={t("measure.points", { count: points.length })}
                head={[x, y, t("measure.law"), t("measure.rest")]}
                rows={
                  found === undefined
                    ? points.map(([a, b]) => [a, b, "—", "—"])
                    : found.rows.map((row) => [row.x, row.y, row.law, row.rest])
                }
                decimals={[2, 1, 2, 2]}
              />
            }
          />
        </>
      )}
    </>
  );
}

/** The law, how well it holds, and its figures. */
function FitWords({
  found: { fit, verdict, tooFew },
  unit,
}: {
  readonly found: FitReading;
  readonly unit: string;
}) {
  const t = useText();
  const { language } = useLanguage();
  const n = (value: number, decimals: number) => formatNumber(language, value, decimals);
  const significant = (value: number) =>
    n(value, Math.max(0, Math.min(6, 3 - Math.floor(Math.log10(Math.abs(value) || 1)) - 1)));
  const direction = fit.slope >= 0 ? "up" : "down";
  const share = withUnit(language, n(fit.r2 * 100, 1), "%");
  const residual =
    fit.model === "power"
      ? withUnit(language, n((Math.exp(fit.residual) - 1) * 100, 1), "%")
      : withUnit(language, n(fit.residual, 2), fit.model === "logdistance" ? "dB" : unit);
  const law =
    fit.model === "logdistance"
      ? t("measure.fitSays.logdistance", {
          direction: fit.slope >= 0 ? "down" : "up",
          doubling: withUnit(language, n(Math.abs(10 * fit.slope * Math.log10(2)), 1), "dB"),
        })
      : fit.model === "power"
        ? t("measure.fitSays.power", { factor: significant(2 ** fit.slope) })
        : t("measure.fitSays.linear", {
            direction,
            step: withUnit(language, significant(Math.abs(fit.slope)), unit),
          });
  return (
    <div aria-live="polite">
      <p>
        {law} {t(`measure.fitVerdict.${verdict}`, { share, residual })}
        {tooFew && ` ${t("measure.fitTooFew", { count: fit.points })}`}
      </p>
      <dl className={classes.figures}>
        <Figure
          name={t(`measure.fitSlope.${fit.model === "linear0" ? "linear" : fit.model}`)}
          value={`${n(fit.slope, 3)} ± ${n(fit.slopeError, 3)}`}
        />
        <Figure
          name={t(`measure.fitIntercept.${fit.model === "linear0" ? "linear" : fit.model}`)}
          value={
            fit.model === "power"
              ? significant(fit.intercept)
              : withUnit(language, n(fit.intercept, fit.model === "logdistance" ? 1 : 2), unit)
          }
        />
        <Figure name="R²" value={n(fit.r2, 3)} />
        <Figure name={t("measure.residual")} value={residual} />
      </dl>
    </div>
  );
}
