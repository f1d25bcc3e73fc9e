// How long a reader is away after its cable is back, in six ways of pulling it out, a hundred times each: five through
// pseudo-terminals of a bridge of their own, the sixth through the virtual kit, where a cable may be pulled without the
// system being told and comes back under another path. From what was put back to `device-found` on MQTT.
import { setTimeout as pause } from "node:timers/promises";
import { SerialPortStream } from "@serialport/stream";
import { connectAsync } from "mqtt";
import { eventSchema } from "#contract/events.ts";
import { topicRoot } from "#contract/topics.ts";
import { deviceIdOf } from "../../bridge/devices/serial-session.ts";
import { createApiClient } from "../helpers/api-client.ts";
import { type BridgeProcess, startBridge } from "../helpers/bridge-process.ts";
import { eventually } from "../helpers/eventually.ts";
import { kitReader, seen } from "../helpers/house.ts";
import { createPtyCable, hasSocat, type PtyCable } from "../helpers/pty-cable.ts";
import { createReaderBoard, type ReaderBoard } from "../helpers/rfid-firmware.ts";
import { type Measurement, type Reading, type RunOutcome, under } from "./measurement.ts";
import { percentile } from "./statistics.ts";

const cycles = 100;
const dutyMs = 3000;
const limitMs = 60_000;
/** Somebody who pulls a cable holds it for a while, never twice the same. */
const longestHoldMs = 1500;

const holdAWhile = () => pause(Math.random() * longestHoldMs);

/** What one device is heard to say of its presence. */
interface Presence {
  readonly found: number;
  readonly lost: number;
}

interface Place {
  readonly board: ReaderBoard;
  readonly cable: PtyCable;
  presence(): Presence;
}

interface Back {
  /** On `performance.now()`. */
  readonly at: number;
  /** How many times it had been found by then: the next one is the one waited for. */
  readonly found: number;
}

const backSince = ({ found }: Presence): Back => ({ at: performance.now(), found });

interface Way {
  readonly name: string;
  /** How long the line holds before the next time; a second when nobody says. */
  readonly holdsMs?: number;
  /** Pulls, waits, and puts back. */
  cycle(place: Place): Promise<Back>;
}

const isLost = ({ presence }: Place, before: Presence) =>
  eventually(() => presence().lost > before.lost, "the reader is lost", limitMs);

/** Another program has the port open for itself, as a monitor of serial ports does. */
async function holdPort(path: string): Promise<() => Promise<void>> {
  const { autoDetect } = await import("@serialport/bindings-cpp");
  const stream = new SerialPortStream({ binding: autoDetect(), path, baudRate: 57_600, autoOpen: false });
  await new Promise<void>((resolve, reject) => stream.open((error) => (error ? reject(error) : resolve())));
  return () => new Promise((resolve) => stream.close(() => resolve()));
}

const ways: readonly Way[] = [
  {
    name: "pulled, put back after a while",
    async cycle(place) {
      const before = place.presence();
      await place.cable.pull();
      await isLost(place, before);
      await holdAWhile();
      await place.cable.plug();
      return backSince(before);
    },
  },
  {
    name: "pulled in the middle of a line",
    async cycle(place) {
      const before = place.presence();
      place.board.send(Buffer.from("$TA,7,70,0,04A1B2"));
      await place.cable.pull();
      await isLost(place, before);
      await holdAWhile();
      await place.cable.plug();
      return backSince(before);
    },
  },
  {
    name: "put back at once",
    async cycle(place) {
      const before = place.presence();
      await place.cable.pull();
      await place.cable.plug();
      return backSince(before);
    },
  },
  {
    name: "busy when put back, then free",
    async cycle(place) {
      for (;;) {
        const before = place.presence();
        await place.cable.pull();
        await isLost(place, before);
        await place.cable.plug();
        const letGo = await holdPort(place.cable.path).catch(() => undefined);
        if (letGo !== undefined) {
          await holdAWhile();
          const held = place.presence();
          await letGo();
          return backSince(held);
        }
        // The bridge was quicker: once more.
        await eventually(() => place.presence().found > before.found, "the reader is found", limitMs);
      }
    },
  },
  {
    name: "silent, the cable in, then heard again",
    // A line that falls silent again within ten seconds is tried less and less often, and no cable resets that.
    holdsMs: 10_500,
    async cycle(place) {
      const before = place.presence();
      place.board.mute = true;
      await isLost(place, before);
      await holdAWhile();
      place.board.mute = false;
      return backSince(before);
    },
  },
];

/** Follows what devices are heard to say of their presence. */
async function followPresence(bridge: BridgeProcess) {
  const counts = new Map<string, { found: number; lost: number; foundAt: number }>();
  const of = (device: string) => {
    const known = counts.get(device) ?? { found: 0, lost: 0, foundAt: 0 };
    counts.set(device, known);
    return known;
  };
  const client = await connectAsync(bridge.broker);
  client.on("message", (_topic, payload) => {
    const at = performance.now();
    const { kind, device } = eventSchema.parse(JSON.parse(payload.toString()));
    if (kind === "device-lost") of(device).lost += 1;
    if (kind !== "device-found") return;
    of(device).found += 1;
    of(device).foundAt = at;
  });
  await client.subscribeAsync(`${topicRoot}/+/+/event`, { qos: 1 });
  return { of, stop: () => client.end(true) };
}
type Following = Awaited<ReturnType<typeof followPresence>>;

/** One way, so many times. @returns milliseconds each. */
async function repeat(
  following: Following,
  device: string,
  cycle: () => Promise<Back>,
  holdsMs = 1000,
): Promise<number[]> {
  const took: number[] = [];
  for (let n = 0; n < cycles; n += 1) {
    const back = await cycle();
    await eventually(() => following.of(device).found > back.found, "the reader is found again", limitMs);
    took.push(Math.max(0, following.of(device).foundAt - back.at));
    // A line that has just begun is not one that holds: nobody pulls a cable in its first second.
    await pause(holdsMs);
  }
  return took;
}

async function byPseudoTerminal(): Promise<ReadonlyMap<string, number[]>> {
  const places = await Promise.all(
    ways.map(async (way) => {
      const board = createReaderBoard();
      const cable = await createPtyCable(board.firmware);
      await cable.plug();
      return { way, board, cable };
    }),
  );
  const paths = places.map(({ cable }) => cable.path).join(",");
  const bridge = await startBridge({ args: ["--no-kit", "--serial", paths] });
  const following = await followPresence(bridge);
  const api = createApiClient(bridge.page);
  try {
    await eventually(
      async () => {
        const { devices } = await api.call("devices");
        return devices.filter(({ availability }) => availability?.state === "online").length === ways.length;
      },
      "every reader is ready",
      limitMs,
    );
    const results = await Promise.all(
      places.map(async ({ way, board, cable }) => {
        const device = deviceIdOf({ key: `path:${cable.path}`, path: cable.path, source: "hardware" });
        const place: Place = { board, cable, presence: () => ({ ...following.of(device) }) };
        return [way.name, await repeat(following, device, () => way.cycle(place), way.holdsMs)] as const;
      }),
    );
    return new Map(results);
  } finally {
    following.stop();
    await bridge.stop();
    bridge.clean();
    for (const { cable } of places) await cable.stop();
  }
}

const kitWay = "virtual kit: the system not told, back under another path";

async function byVirtualKit(): Promise<number[]> {
  const bridge = await startBridge();
  const following = await followPresence(bridge);
  const api = createApiClient(bridge.page);
  const plug = (plugged: boolean) =>
    api.call("controlKit", { body: { control: "plug", board: kitReader, plugged, silent: true } });
  try {
    const device = await seen(
      async () => {
        const { devices } = await api.call("devices");
        const reader = devices.find(
          ({ device: { model }, availability }) => model === "labo-rfid" && availability?.state === "online",
        );
        return reader?.device.id;
      },
      "the kit’s reader is ready",
      limitMs,
    );
    return await repeat(following, device, async () => {
      const before = { ...following.of(device) };
      await plug(false);
      await eventually(() => following.of(device).lost > before.lost, "the reader is lost", limitMs);
      await holdAWhile();
      await plug(true);
      return backSince(before);
    });
  } finally {
    following.stop();
    await bridge.stop();
    bridge.clean();
  }
}

async function measure(): Promise<RunOutcome> {
  const [pseudoTerminals, virtualKit] = await Promise.all([byPseudoTerminal(), byVirtualKit()]);
  const byWay = new Map([...pseudoTerminals, [kitWay, virtualKit] as const]);
  const readings = [...byWay].flatMap(([name, took]): Reading[] => [
    { name: `${name}: p50`, value: percentile(took, 0.5), unit: "ms" },
    { name: `${name}: p95`, value: percentile(took, 0.95), unit: "ms", aim: under(dutyMs, "ms") },
    { name: `${name}: longest`, value: Math.max(...took), unit: "ms" },
  ]);
  return {
    readings,
    notes: [
      `${cycles} cycles of each; the pseudo-terminals side by side in one bridge, the kit in another; held out for up to ${longestHoldMs / 1000} s`,
    ],
  };
}

export const unplug: Measurement = {
  name: "unplug",
  title: "Recovery after a cable is back, in six ways",
  group: "long",
  run: () =>
    hasSocat
      ? measure()
      : Promise.resolve({ readings: [], notes: ["left out: socat is missing (Debian: apt install socat)"] }),
};
