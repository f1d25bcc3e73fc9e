// What comes in by other ways than cables and this computer's radio, recorded then played: lent phones, readers that type
// into a page, printed codes, ESP32 gateways, raddecs. The same events.
import { createSocket } from "node:dgram";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EventKind, LaboEvent } from "#contract/events.ts";
import { readConfig } from "../../bridge/config.ts";
import { encodeRaddec } from "../../bridge/decoders/raddec.ts";
import type { LaboError } from "../../bridge/errors.ts";
import { createLabo } from "../../bridge/labo.ts";
import { createRecordingFile } from "../../bridge/transports/recording/recording-file.ts";
import { type ApiClient, createApiClient } from "../helpers/api-client.ts";
import { eventually } from "../helpers/eventually.ts";
import { keyboardHex } from "../helpers/keyboard-frames.ts";
import { freePort } from "../helpers/mosquitto.ts";
import { frameOf } from "../helpers/phone-bench.ts";
import { replayedBench } from "../helpers/replayed-bench.ts";

const folder = mkdtempSync(join(tmpdir(), "labo-inputs-"));
const path = join(folder, "inputs.labo");
const recorded: LaboEvent[] = [];
const keys: string[] = [];
const beacon = { address: "c0ffee001122", bytes: "4c000215f7826da64fa24e988024bc5b71e0893e00010007c5" };

function configOf(name: string, more: readonly string[] = []) {
  const data = join(folder, name);
  const outcome = readConfig(
    [
      ...["--port", "0", "--mqtt-port", "0", "--bluetooth", "off", "--no-kit", "--gateways", "home"],
      ...["--data", data, "--log-level", "silent", ...more],
    ],
    {},
  );
  if (outcome.kind !== "config") throw new Error("no configuration");
  return outcome.config;
}

const plain = ({ id: _id, source: _source, ...event }: LaboEvent): object => event;

const has = (kind: EventKind, count = 1) =>
  eventually(
    () => recorded.filter((event) => event.kind === kind).length >= count,
    `${count} ${kind}`,
    30_000,
  );

async function lendPhone(api: ApiClient): Promise<void> {
  // Its owner is told before the button.
  expect((await api.call("joining")).recording).toBe(true);
  const { device, key } = await api.call("lendPhone", { body: {} });
  keys.push(key);
  const say = (...frames: string[]) => api.call("phoneFrames", { id: device, body: { key, frames } });
  await say(frameOf.lend(0, ["motion", "nfc"]));
  await say(frameOf.sample(10, { motion: [0, 0, 9.81] }), frameOf.sample(60, { motion: [0.1, 0, 9.7] }));
  await say("hello", frameOf.tag(120, "04a1b2c3"));
  await expect(
    api.call("phoneFrames", { id: device, body: { key: "x".repeat(32), frames: [frameOf.stop(130)] } }),
  ).rejects.toThrow("PHONE_GONE");
  await has("tag-arrived");
  await say(frameOf.stop(500));
  await has("device-lost");
}

async function typeTags(api: ApiClient): Promise<void> {
  const { device, key } = await api.call("lendKeyboard", { body: {} });
  keys.push(key);
  const say = (...frames: string[]) => api.call("keyboardFrames", { id: device, body: { key, frames } });
  const before = recorded.filter(({ kind }) => kind === "tag-arrived").length;
  await say(keyboardHex.here(1));
  await say(keyboardHex.typed("0008520833"));
  await has("tag-arrived", before + 1);
  await eventually(
    async () => (await api.call("devices")).devices.some((one) => one.device.id === device),
    "the reader on the bench",
    30_000,
  );
  const args = { base: "hexadecimal" };
  await api.call("command", { id: device, body: { command: "number-base.set", args } });
  await say(keyboardHex.typed("0123456789", { at: 3000 }));
  await has("tag-arrived", before + 2);
  await has("tag-left", 2);
}

async function hearElsewhere(api: ApiClient, broker: string, raddecPort: number): Promise<void> {
  const mqtt = await connectAsync(broker);
  const id = beacon.address.toUpperCase().replaceAll(/(..)(?=.)/g, "$1:");
  const message = JSON.stringify({ id, rssi: -77, manufacturerdata: beacon.bytes });
  const tell = () => mqtt.publishAsync(`home/OMG_grange/BTtoMQTT/${beacon.address}`, message);
  await tell();
  const nearby = async () => (await api.call("nearby")).beacons.find(({ model }) => model === "ibeacon");
  await eventually(async () => (await nearby()) !== undefined, "the beacon nearby", 30_000);
  await api.call("teachBeacon", { id: (await nearby())?.key ?? "", body: { name: "Phare" } });
  await tell();
  await has("beacon-appeared");
  const payload = `02011a1aff${beacon.bytes}`;
  const pdu = `42${(6 + payload.length / 2).toString(16)}${Buffer.from(beacon.address, "hex").reverse().toString("hex")}${payload}`;
  const datagram = encodeRaddec({
    transmitterId: beacon.address,
    transmitterIdType: 3,
    rssiSignature: [{ receiverId: "001bc50940810000", receiverIdType: 1, rssi: -66, numberOfDecodings: 1 }],
    packets: [Uint8Array.from(Buffer.from(pdu, "hex"))],
  });
  const socket = createSocket("udp4");
  await eventually(
    async () => {
      socket.send(datagram, raddecPort, "127.0.0.1");
      await tell();
      const { devices } = await api.call("devices");
      return devices.some(({ receivers = [] }) => receivers.length === 2);
    },
    "both receivers",
    30_000,
  );
  socket.close();
  await mqtt.endAsync();
}

beforeAll(async () => {
  const raddecPort = await freePort();
  const labo = createLabo(configOf("recording", ["--raddec-in", String(raddecPort)]), {
    record: {
      file: createRecordingFile(path),
      onFull(error) {
        throw error;
      },
    },
    onEvent: (event) => void recorded.push(event),
  });
  try {
    const { page, trainerLink, broker } = await labo.start();
    const api = createApiClient(page.replace(/\/$/, ""));
    await api.open(new URL(trainerLink).pathname);
    await lendPhone(api);
    await typeTags(api);
    const made = await api.call("addCodePage", { body: { name: "La serre" } });
    await api.call("openCodePage", { id: made.id, body: {} });
    await api.call("openCodePage", { id: made.id, body: {} });
    await has("page-opened", 2);
    await hearElsewhere(api, broker, raddecPort);
  } finally {
    await labo.stop();
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Played {
  readonly events: readonly LaboEvent[];
  readonly error: LaboError | undefined;
}

/** Plays a file to its end. @param during while the bench is open. */
async function play(
  file: string,
  speed: number,
  during: (api: ApiClient) => Promise<unknown> = async () => undefined,
): Promise<Played> {
  const { labo, events, end } = await replayedBench(configOf(`play-${speed}`), file, speed);
  try {
    const { page, trainerLink } = await labo.start();
    const api = createApiClient(page.replace(/\/$/, ""));
    await api.open(new URL(trainerLink).pathname);
    await during(api);
    return { events, error: await end };
  } finally {
    await labo.stop();
  }
}

describe("a recording of what comes by other ways", () => {
  it("has each of them", () => {
    const models = new Set(recorded.map(({ device }) => device.split("-")[0]));
    expect([...models].sort()).toEqual(["ibeacon", "keyboard", "pages", "phone"]);
    expect(recorded.filter(({ kind }) => kind === "frame-discarded")).toHaveLength(1);
  });

  it("holds the bytes of each, with time and direction", () => {
    const lines = readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const stop = Buffer.from(frameOf.stop(500)).toString("hex");
    const asked = lines.filter(({ what }) => what === "asked");
    expect(asked.find(({ args }) => args[1]?.includes(stop))).toMatchObject({
      ask: "phone.frames",
      direction: "in",
      transport: "page",
      time: expect.any(Number),
    });
    const receivers = new Set(
      lines.filter(({ what }) => what === "advertisement").map(({ receiver }) => receiver),
    );
    expect(receivers).toEqual(new Set(["esp32-omg-grange", "raddec-001bc50940810000"]));
  });

  it("holds no key, of a page no more than of a device", () => {
    expect(keys.length).toBe(2);
    const text = readFileSync(path, "utf8");
    for (const key of keys) expect(text).not.toContain(key);
  });

  it("played as fast as can be gives the very same events", async () => {
    const { events, error } = await play(path, Number.POSITIVE_INFINITY);
    expect(error).toBeUndefined();
    expect(events.map(plain)).toEqual(recorded.map(plain));
    expect(new Set(events.map(({ source }) => source))).toEqual(new Set(["replay"]));
  });

  it("played ten times faster gives the same, and lets nothing else in meanwhile", async () => {
    const { events, error } = await play(path, 10, async (api) => {
      await expect(api.call("lendPhone", { body: {} })).rejects.toThrow("REPLAY_ONLY");
      await expect(api.call("addCodePage", { body: { name: "Autre" } })).rejects.toThrow("REPLAY_ONLY");
    });
    expect(error).toBeUndefined();
    expect(events.map(plain)).toEqual(recorded.map(plain));
  });

  it("that asks for what cannot be is refused there, and said so", async () => {
    const wrong = join(folder, "wrong.labo");
    const text = readFileSync(path, "utf8").replace(
      '"ask":"keyboard.lend","args":[]',
      '"ask":"keyboard.lend","args":[7]',
    );
    writeFileSync(wrong, text);
    const { error } = await play(wrong, Number.POSITIVE_INFINITY);
    expect(error?.code).toBe("RECORDING_UNREADABLE");
    expect(error?.details).toEqual(["keyboard.lend"]);
  });
});
