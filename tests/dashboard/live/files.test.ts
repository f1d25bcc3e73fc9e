// What leaves the bench as files: the table and the picture, each saying where its data come from.
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { csvText } from "#contract/csv.ts";
import type { Sample } from "#contract/live.ts";
import { seriesRows } from "../../../dashboard/src/live/measuring/series-csv.ts";
import { stripPicture } from "../../../dashboard/src/live/measuring/strip-picture.ts";
import { chartColumns } from "../../../dashboard/src/ui/chart-data.ts";
import { axisOf, type Picture, readablePoints, ticksOf } from "../../../dashboard/src/ui/picture.ts";
import { PictureDrawing } from "../../../dashboard/src/ui/picture-drawing.tsx";
import { fileName } from "../../../dashboard/src/ui/save-file.ts";
import { footOf, paperInks } from "../../../dashboard/src/ui/save-picture.tsx";

const at = (mono: number, readings: Sample["readings"]): Sample => ({
  time: new Date(Date.UTC(2026, 2, 21, 14) + mono).toISOString(),
  mono,
  readings,
});
/** Ten at half a second, a silence of five seconds, ten more. */
const samples = Array.from({ length: 20 }, (_, n) =>
  at(n * 500 + (n >= 10 ? 5000 : 0), n % 2 === 0 ? { rssi: -60 - n, temperature: 21 } : { rssi: -60 - n }),
);
const columns = [
  { channel: "rssi", head: "Force du signal (dBm)", factor: 1, source: "simulated" },
  { channel: "temperature", head: "Température (°C)", factor: 1, source: "simulated" },
] as const;
const mark = { mono: 1700, time: samples[4]?.time ?? "", label: "main devant" };

describe("the table of a chart", () => {
  const rows = seriesRows(samples, columns, [mark], "fr");
  it("has units in its head, seconds from zero, ISO time, the source, and empty cells where nothing was measured", () => {
    const lines = csvText("semicolon", rows).split("\r\n");
    expect(lines[0]).toBe("\ufefft_s;heure;Force du signal (dBm);Température (°C);source;trou_avant_s;note");
    expect(lines[1]).toBe("0,000;2026-03-21T14:00:00.000Z;-60;21;simulé;;");
    expect(lines[2]).toBe("0,500;2026-03-21T14:00:00.500Z;-61;;simulé;;");
  });
  it("flags the row that comes after a silence, with how long it was, and no other", () => {
    const flagged = csvText("comma", seriesRows(samples, columns.slice(0, 1), [], "en"))
      .split("\r\n")
      .map((line) => line.split(",")[4])
      .filter((cell) => cell !== "");
    expect(flagged).toEqual(["gap_before_s", "5.500", undefined]);
  });
  it("puts a mark on the first row at or after it", () => {
    const lines = csvText("comma", rows).split("\r\n");
    expect(lines.filter((line) => line.endsWith("main devant"))).toEqual([lines[5]]);
  });
});

describe("the picture of a chart", () => {
  const series = [
    { channel: "rssi", factor: 1, unit: "dBm", name: "Force du signal", measures: "Force du signal" },
    { channel: "temperature", factor: 1, unit: "°C", name: "Température", measures: "Température" },
  ];
  const picture = stripPicture(chartColumns(samples, series, 60), series, {
    title: "Balise <b>& phare",
    time: "Temps (s)",
    seconds: 60,
    marks: [mark, { ...mark, mono: -90_000, label: "trop vieux" }],
    prediction: { value: -40, name: "Prédiction" },
    watermark: "SIMULÉ",
  });
  const foot = footOf("fr", "2026-03-21T14:00:20.000Z");
  const svg = renderToStaticMarkup(
    createElement(PictureDrawing, {
      picture,
      width: 1000,
      height: 600,
      language: "fr",
      inks: paperInks,
      titled: true,
      foot,
    }),
  );
  it("cuts its lines where the screen does", () => {
    const [line] = picture.layers;
    if (line?.kind !== "line") throw new Error("no line");
    expect(line.points.filter((point) => point === null)).toHaveLength(1);
  });
  it("stands alone: title, units, date, licence, where the data come from, in 16 px at least", () => {
    for (const text of [
      "Force du signal (dBm)",
      "Température (°C)",
      "Temps (s)",
      "CC BY 4.0",
      "2026",
      "SIMULÉ",
    ])
      expect(svg).toContain(text);
    const sizes = [...svg.matchAll(/font-size="(\d+)/g)].map(([, size]) => Number(size));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(16);
    expect(svg).not.toContain("var(");
  });
  it("takes names as text only", () => {
    expect(svg).toContain("Balise &lt;b&gt;&amp; phare");
  });
  it("shows the prediction within its scale, and the marks that are in sight", () => {
    expect(picture.y.high).toBeGreaterThan(-40);
    expect(svg).toContain("main devant");
    expect(svg).not.toContain("trop vieux");
  });
  it("writes a mark on the side where there is room", () => {
    const drawn = (mono: number, label: string) =>
      renderToStaticMarkup(
        createElement(PictureDrawing, {
          picture: { ...picture, layers: [{ kind: "mark", x: (mono - 14_500) / 1000, name: label }] },
          width: 1000,
          height: 600,
          language: "fr",
        }),
      );
    expect(drawn(14_000, "on ferme la porte")).toMatch(/text-anchor="end"[^>]*>on ferme la porte</);
    expect(drawn(1700, "on ouvre la porte")).toMatch(/text-anchor="start"[^>]*>on ouvre la porte</);
  });
  it("is gone through by the points of its left scale alone", () => {
    expect(readablePoints(picture)).toHaveLength(20);
  });
});

describe("axes", () => {
  it("carry round numbers with the decimals they need", () => {
    expect(ticksOf({ low: -62.4, high: -41.3 }, 5).values).toEqual([-60, -55, -50, -45]);
    expect(ticksOf({ low: 0, high: 0.9 }, 4)).toEqual({ values: [0, expect.closeTo(0.5)], decimals: 1 });
  });
  it("leave room around values, begin at zero for bars, and hold without any value", () => {
    expect(axisOf("x", [3, 3])).toMatchObject({ low: 2.5, high: 3.5 });
    expect(axisOf("x", [4, 10], true)).toMatchObject({ low: 0 });
    expect(axisOf("x", [-60, -40], true)).toMatchObject({ high: 0 });
    expect(axisOf("x", [])).toMatchObject({ low: 0, high: 1 });
  });
  it("draw an empty picture without failing", () => {
    const empty: Picture = { title: "", x: axisOf("x", []), y: axisOf("y", []), layers: [] };
    expect(
      renderToStaticMarkup(
        createElement(PictureDrawing, { picture: empty, width: 300, height: 200, language: "en" }),
      ),
    ).toContain("<svg");
  });
});

describe("names of files", () => {
  it("keep letters and digits", () => {
    expect(fileName("Balise de l’été", "Éclairement (lx)")).toBe("balise-de-l-ete-eclairement-lx");
  });
});
