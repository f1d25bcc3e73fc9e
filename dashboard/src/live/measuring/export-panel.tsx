// What is shown, as files: a table in the two forms spreadsheets take, and the chart as SVG or PNG.
import { Button } from "@mantine/core";
import { type CsvPreset, csvText } from "#contract/csv.ts";
import { sourceNames } from "#contract/events.ts";
import { chartColumns } from "../../ui/chart-data.ts";
import { viewOf } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { fileName, saveFile } from "../../ui/save-file.ts";
import { unitOf } from "../drawn-series.ts";
import classes from "./measuring.module.css";
import type { MeasuredSeries, Measuring } from "./measuring.ts";
import { type CsvColumn, seriesRows } from "./series-csv.ts";
import { stripPicture } from "./strip-picture.ts";

export function ExportPanel({ measuring }: { readonly measuring: Measuring }) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const { device, channel, drawn, samples, seconds, notes, marks, watermark, readings } = measuring;
  const name = fileName(words(device.name), words(channel.name));
  const table = (preset: CsvPreset) => {
    const rows = seriesRows(samples, drawn.map(columnOf), marks, language);
    saveFile(`${name}.csv`, new Blob([csvText(preset, rows)], { type: "text/csv;charset=utf-8" }));
  };
  const columnOf = ({ key, name: own, channel: one, device: from }: MeasuredSeries): CsvColumn => ({
    channel: key,
    head: unitOf(one) === "" ? own : `${own} (${unitOf(one)})`,
    factor: viewOf(one.quantity).factor,
    source: from.source,
  });
  const image = async (kind: "svg" | "png") => {
    const sources = new Set(drawn.map((one) => one.device.source));
    const series = drawn.map(({ key, name: own, channel: one, device: from }) => ({
      channel: key,
      factor: viewOf(one.quantity).factor,
      unit: unitOf(one),
      name: sources.size > 1 ? `${own} (${sourceNames[from.source][language]})` : own,
      measures: words(one.name),
    }));
    const devices = new Set(drawn.map((one) => words(one.device.name)));
    const channels = new Set(series.map(({ measures }) => measures));
    const picture = stripPicture(chartColumns(samples, series, seconds), series, {
      title: `${[...devices].join(", ")} · ${[...channels].join(", ")}`,
      time: t("measure.seconds"),
      seconds,
      marks,
      prediction:
        notes.prediction === undefined
          ? undefined
          : { value: notes.prediction, name: t("measure.prediction") },
      watermark,
    });
    const { savePicture } = await import("../../ui/save-picture.tsx");
    await savePicture(picture, kind, { name, language, iso: readings.at(-1)?.time ?? "" });
  };
  if (readings.length === 0) return <p>{t("chart.waiting")}</p>;
  return (
    <>
      <p className={classes.how}>{t("measure.exportHow")}</p>
      <div className={classes.row}>
        <Button variant="default" onClick={() => table("semicolon")}>
          {t("measure.csvSemicolon")}
        </Button>
        <Button variant="default" onClick={() => table("comma")}>
          {t("measure.csvComma")}
        </Button>
        <Button variant="default" onClick={() => void image("svg")}>
          {t("measure.saveSvg")}
        </Button>
        <Button variant="default" onClick={() => void image("png")}>
          {t("measure.savePng")}
        </Button>
      </div>
    </>
  );
}
