// The whole kit recorded while hands are busy, then played: as it was, faster, as fast as can be. The same events.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventSchema, type LaboEvent } from "#contract/events.ts";
import type { KitControl } from "#contract/kit.ts";
import { readConfig } from "../../bridge/config.ts";
import { LaboError } from "../../bridge/errors.ts";
import { createLabo, type Started } from "../../bridge/labo.ts";
import { createRecordingFile, openRecording } from "../../bridge/transports/recording/recording-file.ts";
import { type ApiClient, createApiClient } from "../helpers/api-client.ts";
import { eventually } from "../helpers/eventually.ts";
import { runLabo } from "../helpers/labo-command.ts";
import { replayedBench } from "../helpers/replayed-bench.ts";

const folder = mkdtempSync(join(tmpdir(), "labo-replay-"));
const path = join(folder, "kit.labo");
const rate = 20;
const reader = "lecteur-rfid";
const board = "carte-capteurs";
const recorded: LaboEvent[] = [];

function configOf(name: string) {
  const data = join(folder, name);
  const outcome = readConfig(
    ["--port", "0", "--mqtt-port", "0", "--bluetooth", "off", "--data", data, "--log-level", "silent"],
    {},
  );
  if (outcome.kind !== "config") throw new Error("no configuration");
  return outcome.config;
}

/** An event less what tells a replay from what was recorded: its id has another boot in it. */
function plain({ id: _id, source: _source, ...event }: LaboEvent): object {
  return event;
}

const has = (kind: LaboEvent["kind"], count = 1) =>
  eventually(
    () => recorded.filter((event) => event.kind === kind).length >= count,
    `${count} ${kind}`,
    60_000,
  );

async function busyHands(api: ApiClient): Promise<void> {
  const hand = (body: KitControl) => api.call("controlKit", { body });
  await has("device-found", 2);
  await hand({ control: "tag-tap", tag: "amulette", reader });
  await has("tag-left");
  await hand({ control: "tag-place", tag: "plume", reader, distanceMm: 5 });
  await hand({ control: "button", board, component: "button", pressed: true });
  await has("button-pressed");
  await hand({ control: "button", board, component: "button", pressed: false });
  await has("button-released");
  await hand({ control: "knob-turn", board, component: "knob", ratio: 0.9 });
  await hand({ control: "line-noise", board: reader, hex: "24484900ff2a0d0a" });
  await has("frame-discarded");
  const { devices } = await api.call("devices");
  const lamp = devices.find(({ device }) => device.model === "firmata-board")?.device;
  const set = lamp?.capabilities.find(({ command }) => command.startsWith("led."));
  if (lamp === undefined || set === undefined) throw new Error("no lamp");
  const args = Object.fromEntries(
    set.arguments.map((one) => [one.name, one.type === "number" ? one.max : ""]),
  );
  await api.call("command", { id: lamp.id, body: { command: set.command, args } });
  // Somebody takes the knob out of the plan, then gives the board its own plan back.
  const { plan } = await api.call("boardPlan", { id: lamp.id });
  const components = plan.components.filter(({ kind }) => kind !== "potentiometer");
  expect(components.length).toBeLessThan(plan.components.length);
  await api.call("setBoardPlan", { id: lamp.id, body: { ...plan, components } });
  const pressedBefore = recorded.filter(({ kind }) => kind === "button-pressed").length;
  await eventually(
    async () => {
      const now = (await api.call("devices")).devices.find(({ device }) => device.id === lamp.id);
      return now?.device.channels.every(({ id }) => id !== "knob");
    },
    "the knob gone from the bench",
    60_000,
  );
  await hand({ control: "button", board, component: "button", pressed: true });
  await has("button-pressed", pressedBefore + 1);
  await hand({ control: "button", board, component: "button", pressed: false });
  await api.call("clearBoardPlan", { id: lamp.id });
  await eventually(
    async () => (await api.call("kit")).peripherals.every(({ linked }) => linked),
    "connections",
  );
  const pressed = recorded.filter(({ kind }) => kind === "button-pressed").length;
  await hand({ control: "peripheral-button", peripheral: "microbit", button: "a", pressed: true });
  await has("button-pressed", pressed + 1);
  await hand({ control: "peripheral-button", peripheral: "microbit", button: "a", pressed: false });
  await hand({ control: "beacon-power", beacon: "balise-ibeacon", on: false });
  await has("beacon-left");
  await hand({ control: "beacon-power", beacon: "balise-ibeacon", on: true });
  await hand({ control: "plug", board: reader, plugged: false, silent: true });
  await has("device-lost");
  await hand({ control: "plug", board: reader, plugged: true, silent: false });
  await has("device-found", 3);
  await hand({ control: "plug", board, plugged: false, silent: false });
  await has("device-lost", 2);
  await hand({ control: "plug", board, plugged: true, silent: false });
  await has("device-found", 4);
  const lastMono = () => recorded.at(-1)?.mono ?? 0;
  const enough = (recorded[0]?.mono ?? 0) + 180_000;
  await eventually(() => lastMono() > enough, "three minutes of the kit's time", 60_000);
}

beforeAll(async () => {
  const labo = createLabo(configOf("recording"), {
    rate,
    seed: 11,
    record: {
      file: createRecordingFile(path),
      onFull(error) {
        throw error;
      },
    },
    onEvent: (event) => void recorded.push(event),
  });
  try {
    const { page, trainerLink } = await labo.start();
    const api = createApiClient(page.replace(/\/$/, ""));
    await api.open(new URL(trainerLink).pathname);
    await busyHands(api);
  } finally {
    await labo.stop();
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Plays a file to its end. */
async function play(
  file: string,
  speed: number,
  watch: (started: Started) => Promise<unknown> = async () => undefined,
): Promise<readonly LaboEvent[]> {
  const { labo, events, end } = await replayedBench(configOf(`play-${speed}`), file, speed);
  try {
    const watching = watch(await labo.start());
    expect(await end).toBeUndefined();
    await watching;
  } finally {
    await labo.stop();
  }
  return events;
}

describe("a recording of the virtual kit", () => {
  it("is of a busy kit", () => {
    const kinds = new Set(recorded.map(({ kind }) => kind));
    for (const kind of ["tag-arrived", "reading-taken", "beacon-appeared", "frame-discarded", "device-lost"])
      expect(kinds).toContain(kind);
    const asked = readFileSync(path, "utf8").matchAll(/"ask":"([a-z.]+)"/g);
    expect([...asked].map(([, ask]) => ask)).toEqual(["plan.set", "plan.clear"]);
    expect(recorded.length).toBeGreaterThan(500);
  });

  it("played as fast as can be gives the very same events", async () => {
    const played = await play(path, Number.POSITIVE_INFINITY);
    expect(played.map(plain)).toEqual(recorded.map(plain));
    expect(new Set(played.map(({ source }) => source))).toEqual(new Set(["replay"]));
  });

  it("played ten times faster gives the same, and all of them on MQTT", async () => {
    const heard: LaboEvent[] = [];
    const played = await play(path, 10, async ({ broker }) => {
      const client = await connectAsync(broker);
      client.on("message", (_topic, payload) => {
        heard.push(eventSchema.parse(JSON.parse(payload.toString())));
      });
      await client.subscribeAsync("labo/+/+/event", { qos: 1 });
      await eventually(() => heard.length >= recorded.length - 50, "the events on MQTT", 120_000);
      await client.endAsync();
    });
    expect(played.map(plain)).toEqual(recorded.map(plain));
    const ofPlayed = new Map(played.map((event) => [event.id, event]));
    for (const event of heard) expect(event).toEqual(ofPlayed.get(event.id));
  });

  it("played as it was gives the same, as far as it was cut", async () => {
    const [head = "", ...lines] = readFileSync(path, "utf8").trim().split("\n");
    const { mono: first } = JSON.parse(head) as { mono: number };
    const monoOf = (line: string) => (JSON.parse(line) as { mono: number }).mono;
    // As far as a few events. What was gathered when the file was cut is told at its end, sooner than it was: there the
    // file goes on, and the last moments are left aside.
    const settled = (recorded[9]?.mono ?? 0) + 1;
    const end = lines.findIndex((line) => monoOf(line) >= settled + 2000);
    const early = lines.slice(0, end + 1);
    const lasts = monoOf(early.at(-1) ?? "") - first;
    const cut = join(folder, "cut.labo");
    writeFileSync(cut, `${[head, ...early].join("\n")}\n`);
    const began = performance.now();
    const played = await play(cut, 1);
    expect(performance.now() - began).toBeGreaterThan(lasts);
    const untilSettled = (events: readonly LaboEvent[]) =>
      events.filter(({ mono }) => mono < settled).map(plain);
    expect(untilSettled(recorded).length).toBeGreaterThan(5);
    expect(untilSettled(played)).toEqual(untilSettled(recorded));
  });

  it("that is damaged is played until there, and says so", async () => {
    const damaged = join(folder, "damaged.labo");
    copyFileSync(path, damaged);
    const lines = readFileSync(path, "utf8").split("\n");
    writeFileSync(damaged, [...lines.slice(0, 500), "{", ...lines.slice(501)].join("\n"));
    let told: LaboError | undefined;
    let over: () => void = () => undefined;
    const end = new Promise<void>((resolve) => {
      over = resolve;
    });
    const labo = createLabo(configOf("damaged"), {
      replay: {
        recording: await openRecording(damaged),
        speed: Number.POSITIVE_INFINITY,
        onEnd(error) {
          told = error;
          over();
        },
      },
    });
    await labo.start();
    await end;
    await labo.stop();
    expect(told).toBeInstanceOf(LaboError);
    expect(told?.details).toEqual([`${damaged}:501`]);
  });

  it("is played by labo replay, each event a line of JSON", async () => {
    const options = ["--port", "0", "--mqtt-port", "0", "--data", join(folder, "command")];
    const { code, out } = await runLabo(["replay", path, "--speed", "max", "--json", ...options]);
    expect(code).toBe(0);
    const events = out
      .trim()
      .split("\n")
      .map((line) => eventSchema.parse(JSON.parse(line)));
    expect(events.map(plain)).toEqual(recorded.map(plain));
  });

  it("is made by labo record, until it is asked to stop", async () => {
    const file = join(folder, "by-hand.labo");
    const options = [
      "--port",
      "0",
      "--mqtt-port",
      "0",
      "--bluetooth",
      "off",
      "--data",
      join(folder, "by-hand"),
    ];
    const { code, out } = await runLabo(["record", "--out", file, "--seconds", "3", "--json", ...options]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ok: true, file });
    const lines = readFileSync(file, "utf8").trim().split("\n");
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ what: "end" });
    expect(lines.length).toBeGreaterThan(20);
  });
});
