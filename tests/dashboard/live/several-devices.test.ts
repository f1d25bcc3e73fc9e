// Curves of several devices on one chart: their samples in one list, their names, and what may stand beside what.
import { describe, expect, it } from "vitest";
import type { Device } from "#contract/devices.ts";
import type { Sample } from "#contract/live.ts";
import { comparable } from "../../../dashboard/src/live/measuring/comparable.ts";
import { seriesRows } from "../../../dashboard/src/live/measuring/series-csv.ts";
import { seriesNames } from "../../../dashboard/src/live/measuring/series-names.ts";
import { mergedSamples, seriesKey } from "../../../dashboard/src/live/merged-samples.ts";
import { chartColumns } from "../../../dashboard/src/ui/chart-data.ts";
import { bench, board } from "../fixtures.ts";

const at = (mono: number, rssi: number): Sample => ({
  time: new Date(Date.UTC(2026, 2, 21, 14) + mono).toISOString(),
  mono,
  readings: { rssi },
});
const near = [at(0, -40), at(1000, -41), at(2000, -42)];
const far = [at(500, -70), at(1500, -71), at(9500, -72)];
const merged = mergedSamples([
  { device: "near", samples: near },
  { device: "far", samples: far },
]);
const farKey = seriesKey("near", "far", "rssi");

describe("samples of several devices", () => {
  it("stand in one list, in time, each device's values under their own name", () => {
    expect(merged.map(({ mono }) => mono)).toEqual([0, 500, 1000, 1500, 2000, 9500]);
    expect(merged[1]?.readings).toEqual({ [farKey]: -70 });
    expect(merged[2]?.readings).toEqual({ rssi: -41 });
  });
  it("of one device are its very list: a chart sees that nothing came", () => {
    expect(mergedSamples([{ device: "near", samples: near }])).toBe(near);
    expect(mergedSamples([])).toEqual([]);
  });
  it("are drawn as two curves, each cut by its own silences alone", () => {
    const { x, ys } = chartColumns(
      merged,
      [
        { channel: "rssi", factor: 1 },
        { channel: farKey, factor: 1 },
      ],
      60,
    );
    const values = ys.map((column) => column.filter((y) => typeof y === "number"));
    expect(values).toEqual([
      [-40, -41, -42],
      [-70, -71, -72],
    ]);
    expect(x.at(-1)).toBe(0);
    expect(ys[0]).not.toContain(null);
    expect(ys[1]).toContain(null);
  });
  it("are kept in a file with where each row comes from", () => {
    const rows = seriesRows(
      merged,
      [
        { channel: "rssi", head: "Phare (dBm)", factor: 1, source: "hardware" },
        { channel: farKey, head: "Quai (dBm)", factor: 1, source: "simulated" },
      ],
      [],
      "fr",
    );
    expect(rows[0]).toEqual(["t_s", "heure", "Phare (dBm)", "Quai (dBm)", "source", "trou_avant_s", "note"]);
    expect(rows.slice(1, 3).map((row) => row.slice(2, 5))).toEqual([
      [-40, undefined, "matériel"],
      [undefined, -70, "simulé"],
    ]);
  });
});

describe("names of curves", () => {
  const named = (id: string, name: string, channel: string) => ({
    device: { id, name: { fr: name, en: name } },
    channel: { name: { fr: channel, en: channel } },
  });
  const french = ({ fr }: { fr: string }) => fr;
  it.each([
    ["one device", [named("a", "Phare", "Signal"), named("a", "Phare", "Lissé")], ["Signal", "Lissé"]],
    [
      "two, the same channel",
      [named("a", "Phare", "Signal"), named("b", "Quai", "Signal")],
      ["Phare", "Quai"],
    ],
    [
      "two, several channels",
      [named("a", "Phare", "Signal"), named("b", "Quai", "Lissé")],
      ["Phare · Signal", "Quai · Lissé"],
    ],
    [
      "two of one name",
      [named("a", "Balise", "Signal"), named("b", "Balise", "Signal")],
      ["Balise (a)", "Balise (b)"],
    ],
  ])("%s", (_, series, names) => {
    expect(seriesNames(series, french)).toEqual(names);
  });
});

describe("what may be drawn beside a channel", () => {
  const temperature = {
    id: "t",
    quantity: "temperature",
    name: { fr: "Température", en: "Temperature" },
  } as const;
  const humidity = { ...temperature, id: "h", quantity: "relativeHumidity" } as const;
  const device = (id: string, bridge: string, name: string): Device => ({
    ...board,
    id,
    bridge,
    name: { fr: name, en: name },
    channels: [temperature, humidity],
  });
  const own = device("own", "labo", "Moi");
  const devices = [
    own,
    device("b", "labo", "Zone 10"),
    device("c", "labo", "Zone 9"),
    device("d", "autre", "Ailleurs"),
  ];
  const around = {
    ...bench,
    devices: Object.fromEntries(devices.map((one) => [one.id, { device: one }])),
  };
  it("is all else the device gives, then the same quantity of the others of its bridge, by name", () => {
    const found = comparable(own, temperature, around, "fr");
    expect(found.map((one) => [one.device.id, one.channels.map(({ id }) => id)])).toEqual([
      ["own", ["h"]],
      ["c", ["t"]],
      ["b", ["t"]],
    ]);
  });
  it("may be nothing", () => {
    expect(comparable({ ...own, channels: [temperature] }, temperature, undefined, "fr")).toEqual([]);
  });
});
