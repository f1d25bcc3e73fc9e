// Ten minutes of the whole virtual kit, hands in it, recorded; then played as fast as can be. The same events, each
// compared whole. The house's clock runs faster than the wall while it is recorded: the ten minutes are the kit's.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { LaboEvent } from "#contract/events.ts";
import type { KitControl } from "#contract/kit.ts";
import { readConfig } from "../../bridge/config.ts";
import type { LaboError } from "../../bridge/errors.ts";
import { createLabo } from "../../bridge/labo.ts";
import { createRecordingFile } from "../../bridge/transports/recording/recording-file.ts";
import { createApiClient } from "../helpers/api-client.ts";
import { kitBoard, kitReader } from "../helpers/house.ts";
import { replayedBench } from "../helpers/replayed-bench.ts";
import { type Measurement, type RunOutcome, under } from "./measurement.ts";

const rate = 10;
const usualMinutes = 10;
/** Between two things a hand does, in the kit's time. */
const handMs = 2000;

/** What hands do in turn, for as long as it lasts. */
const gestures: readonly KitControl[] = [
  { control: "tag-tap", tag: "amulette", reader: kitReader },
  { control: "button", board: kitBoard, component: "button", pressed: true },
  { control: "button", board: kitBoard, component: "button", pressed: false },
  { control: "knob-turn", board: kitBoard, component: "knob", ratio: 0.9 },
  { control: "tag-tap", tag: "coquillage", reader: kitReader },
  { control: "line-noise", board: kitReader, hex: "24484900ff2a0d0a" },
  { control: "knob-turn", board: kitBoard, component: "knob", ratio: 0.2 },
  { control: "beacon-power", beacon: "balise-ibeacon", on: false },
  { control: "plug", board: kitReader, plugged: false, silent: true },
  { control: "plug", board: kitReader, plugged: true, silent: false },
  { control: "beacon-power", beacon: "balise-ibeacon", on: true },
];

function configOf(data: string) {
  const outcome = readConfig(
    ["--port", "0", "--mqtt-port", "0", "--bluetooth", "off", "--data", data, "--log-level", "silent"],
    {},
  );
  if (outcome.kind !== "config") throw new Error("no configuration");
  return outcome.config;
}

async function record(folder: string, path: string, minutes: number): Promise<LaboEvent[]> {
  const events: LaboEvent[] = [];
  const onFull = (error: LaboError) => {
    throw error;
  };
  const labo = createLabo(configOf(join(folder, "recording")), {
    rate,
    seed: 11,
    record: { file: createRecordingFile(path), onFull },
    onEvent: (event) => void events.push(event),
  });
  try {
    const { page } = await labo.start();
    const api = createApiClient(page.replace(/\/$/, ""));
    const end = performance.now() + (minutes * 60_000) / rate;
    for (let n = 0; performance.now() < end; n += 1) {
      const body = gestures[n % gestures.length];
      if (body !== undefined) await api.call("controlKit", { body });
      await new Promise((resolve) => setTimeout(resolve, handMs / rate));
    }
  } finally {
    await labo.stop();
  }
  return events;
}

async function play(folder: string, path: string): Promise<readonly LaboEvent[]> {
  const config = configOf(join(folder, "played"));
  const { labo, events, end } = await replayedBench(config, path, Number.POSITIVE_INFINITY);
  try {
    await labo.start();
    const error = await end;
    if (error !== undefined) throw error;
  } finally {
    await labo.stop();
  }
  return events;
}

/** An event less what tells a replay from what was recorded: its id has another boot in it. */
const plain = ({ id: _id, source: _source, ...event }: LaboEvent): object => event;

async function measure(minutes: number): Promise<RunOutcome> {
  const folder = mkdtempSync(join(tmpdir(), "labo-bench-replay-"));
  const path = join(folder, "kit.labo");
  try {
    const recorded = await record(folder, path, minutes);
    const lasted = ((recorded.at(-1)?.mono ?? 0) - (recorded[0]?.mono ?? 0)) / 1000;
    const began = performance.now();
    const played = await play(folder, path);
    const seconds = (performance.now() - began) / 1000;
    const longer = Math.max(recorded.length, played.length);
    let different = 0;
    for (let n = 0; n < longer; n += 1) {
      const [before, after] = [recorded[n], played[n]];
      const isSame =
        before !== undefined && after !== undefined && isDeepStrictEqual(plain(before), plain(after));
      if (!isSame) different += 1;
    }
    return {
      readings: [
        { name: "recorded, in the kit’s time", value: lasted, unit: "s" },
        { name: "recording", value: statSync(path).size / 1000, unit: "kB" },
        { name: "events recorded", value: recorded.length, unit: "" },
        { name: "events played", value: played.length, unit: "" },
        { name: "events that differ", value: different, unit: "", aim: under(1, "") },
        { name: "playing took", value: seconds, unit: "s" },
      ],
      notes: [
        `${minutes} minutes of the kit’s clock, ${rate} times faster than the wall; ${new Set(recorded.map(({ kind }) => kind)).size} kinds of events; compared whole, less the token of the start and the source`,
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const replay: Measurement = {
  name: "replay",
  title: "A recording of ten minutes, replayed",
  group: "long",
  run: ({ minutes = usualMinutes }) => measure(minutes),
};
