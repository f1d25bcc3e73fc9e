// A run to keep: the table in two languages and two presets, and the document.
import { describe, expect, it } from "vitest";
import { type ExportInput, exportCsv, exportJson } from "../../../bridge/experiments/exports.ts";
import { beginRun } from "../../../bridge/experiments/run-engine.ts";
import { storedCapture, timeAt } from "../../helpers/experiment-bench.ts";
import { e01 } from "../../helpers/experiment-definitions.ts";

const begun = beginRun(e01, {
  id: "run-1",
  participant: "p",
  attempt: 1,
  startedAt: timeAt(0),
  devices: { balise: "beacon-1" },
});
const input: ExportInput = {
  definition: e01,
  devices: [
    {
      id: "beacon-1",
      name: { fr: "Balise 12", en: "Beacon 12" },
      model: "ibeacon",
      source: "simulated",
      facts: {},
    },
  ],
  series: [
    { mono: 500, time: timeAt(0.5), channel: "rssi", value: -61.5, source: "simulated" },
    { mono: 1250, time: timeAt(1.25), channel: "rssi", value: -60, source: "hardware" },
  ],
  run: {
    ...begun,
    captures: [storedCapture({ step: "ecouter", label: 1.5, median: -60.5, time: timeAt(2) })],
    notes: [
      { id: "n1", time: timeAt(0.8), text: 'Porte "ouverte", radio; à côté' },
      { id: "n2", time: timeAt(0.9), text: "=1+1" },
    ],
    steps: begun.steps.map((step) =>
      step.id === "allumer"
        ? {
            ...step,
            state: "verified",
            doneAt: timeAt(3),
            evidence: { time: timeAt(3), summary: { fr: "", en: "" }, figures: {}, sources: ["simulated"] },
          }
        : step,
    ),
  },
};
const lines = (text: string) => text.trimEnd().split("\r\n");

describe("the table", () => {
  it("in French for French spreadsheets: semicolon, decimal comma, units in the header, time from zero", () => {
    const text = exportCsv(input, "semicolon", "fr");
    expect(text.startsWith("\ufeff")).toBe(true);
    const all = lines(text.slice(1));
    expect(all[0]).toBe("t_s;heure;Force du signal (dBm);source;trou_avant_s;note");
    expect(all[1]).toBe(`0,500;${timeAt(0.5)};-61,5;simulé;;`);
    expect(all[2]).toBe(`0,800;${timeAt(0.8)};;;;"Porte ""ouverte"", radio; à côté"`);
  });
  it("in English with commas and decimal points", () => {
    const all = lines(exportCsv(input, "comma", "en"));
    expect(all[0]).toBe("t_s,time,Signal strength (dBm),source,gap_before_s,note");
    expect(all).toContain(`1.250,${timeAt(1.25)},-60,hardware,,`);
  });
  it("flags what comes after a silence, with how long it was", () => {
    const late = { mono: 9000, time: timeAt(9), channel: "rssi", value: -62, source: "hardware" } as const;
    const all = lines(exportCsv({ ...input, series: [...input.series, late] }, "comma", "en"));
    expect(all).toContain(`9.000,${timeAt(9)},-62,hardware,7.750,`);
  });
  it("a note never becomes a formula", () =>
    expect(exportCsv(input, "comma", "en")).toContain(`0.900,${timeAt(0.9)},,,,'=1+1`));
  it("tells captures and steps done, with the source", () => {
    const text = exportCsv(input, "comma", "fr");
    expect(text).toContain("relevé 1.5\u00a0: médiane -60.5");
    expect(text).toContain(`3.000,${timeAt(3)},,simulé,,étape Étape allumer\u00a0: vérifiée`);
  });
  it("values of the same instant stand on one line", () => {
    const two = {
      ...input,
      definition: {
        ...e01,
        channels: [...e01.channels, ...e01.channels.map((channel) => ({ ...channel, id: "second" }))],
      },
      series: ["rssi", "second"].map((channel) => ({
        mono: 1,
        time: timeAt(1),
        channel,
        value: channel.length,
        source: "simulated" as const,
      })),
    };
    const all = lines(exportCsv(two, "comma", "en"));
    expect(all[0]).toBe(
      't_s,time,"Signal strength, balise (dBm)","Signal strength, balise (dBm)",source,gap_before_s,note',
    );
    expect(all).toContain(`1.000,${timeAt(1)},4,6,simulated,,`);
  });
  it("lines are in order of time, and a run without a definition still exports", () => {
    const all = lines(exportCsv({ ...input, definition: undefined }, "comma", "en")).slice(1);
    const times = all.map((line) => Number(line.split(",")[0]));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});

describe("the document", () => {
  it("holds versions, devices, the run and the series, and survives JSON", () => {
    const document = JSON.parse(JSON.stringify(exportJson(input)));
    expect(document).toMatchObject({
      format: "labo-run",
      formatVersion: 1,
      experiment: { id: "e01", version: 1 },
      channels: [{ id: "rssi", unit: "dBm" }],
      devices: [{ name: { fr: "Balise 12", en: "Beacon 12" } }],
      run: { id: "run-1", captures: [{ label: 1.5 }] },
    });
    expect(document.series).toHaveLength(2);
  });
});
