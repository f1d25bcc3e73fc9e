// What is shown, as files: a table in the two forms spreadsheets take, and the chart as SVG or PNG.
import { Button } from "@mantine/core";
import { type CsvPreset, csvText } from "#contract/csv.ts";
import { chartColumns } from "../../ui/chart-data.ts";
import { viewOf } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { fileName, saveFile } from "../../ui/save-file.ts";
import classes from "./measuring.module.css";
import type { Measuring } from "./measuring.ts";
import { seriesRows } from "./series-csv.ts";
import { stripPicture } from "./strip-picture.ts";
import { useChannelName } from "./use-channel-name.ts";

export function ExportPanel({ measuring }: { readonly measuring: Measuring }) {
  const t = useText();
  const words = useWords();
  const nameOf = useChannelName();
  const { language } = useLanguage();
  const { device, channel, drawn, samples, seconds, notes, watermark, readings } = measuring;
  const name = fileName(words(device.name), words(channel.name));
  const table = (preset: CsvPreset) => {
    const columns = drawn.map(({ channel: one }) => ({
      channel: one.id,
      head: nameOf(one),
      factor: viewOf(one.quantity).factor,
    }));
    const rows = seriesRows(samples, columns, device.source, notes.marks, language);
    saveFile(`${name}.csv`, new Blob([csvText(preset, rows)], { type: "text/csv;charset=utf-8" }));
  };
  const image = async (kind: "svg" | "png") => {
    const series = drawn.map(({ channel: one }) => ({
      channel: one.id,
      factor: viewOf(one.quantity).factor,
      unit: viewOf(one.quantity).unit,
      name: words(one.name),
    }));
    const picture = stripPicture(chartColumns(samples, series, seconds), series, {
      title: `${words(device.name)} · ${drawn.map(({ channel: one }) => words(one.name)).join(", ")}`,
      time: t("measure.seconds"),
      seconds,
      marks: notes.marks,
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
