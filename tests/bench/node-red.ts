// A line of a serial port to its MQTT message, by the bridge and by Node-RED: the same Mosquitto, the same pace, each on a
// pseudo-terminal of its own, in rounds one after the other. Ours reads a protocol with a checksum, tells the span of
// every byte (somebody watches the raw frames) and writes a recording; Node-RED parses JSON.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { connectAsync } from "mqtt";
import { topicRoot } from "#contract/topics.ts";
import { createApiClient } from "../helpers/api-client.ts";
import { type BridgeProcess, startBridge } from "../helpers/bridge-process.ts";
import type { FarEnd } from "../helpers/byte-hub.ts";
import { eventually } from "../helpers/eventually.ts";
import { hasMosquitto, startMosquitto } from "../helpers/mosquitto.ts";
import { createPtyCable, hasSocat } from "../helpers/pty-cable.ts";
import { createReaderBoard } from "../helpers/rfid-firmware.ts";
import { preciseNow } from "./browser.ts";
import { atLeast, type Measurement, type Reading, type RunOutcome } from "./measurement.ts";
import { fetchNodeRed, startNodeRed } from "./node-red-process.ts";
import { childrenOf, fineCpuSeconds, hasProc, residentMb, withoutProc } from "./processes.ts";
import { percentile, percentiles } from "./statistics.ts";

const peerName = "Node-RED";
const peerTopic = "node-red/event";
const uid = "04A1B2C3D4E5F6";
const watchMs = 60_000;

/**
 * Pauses are uneven, so that lines do not fall in step with anybody's timers. The quick pace first: it warms up both for
 * the slow one, as an hour of it would. Rounds are short and many: a shared machine is quick and slow by the minute, and
 * both must meet it in the same mood.
 */
const paces = [
  { name: "200/s", meanMs: 5, warmUp: 1000, rounds: 16, lines: 250 },
  { name: "20/s", meanMs: 50, warmUp: 160, rounds: 16, lines: 40 },
] as const;
type Pace = (typeof paces)[number];

/** One of the two, ready to be sent lines. */
interface Contestant {
  readonly name: string;
  readonly pid: number;
  say(index: number): void;
  /** A message of this topic and payload is the answer to a line. */
  isAnswer(topic: string, payload: Buffer): boolean;
  /** Before each round. */
  prepare(): Promise<unknown>;
  stop(): Promise<unknown>;
}

interface Figures {
  readonly delays: number[];
  cpu: number;
}

function ofOurs(bridge: BridgeProcess, say: Contestant["say"], watch: Contestant["prepare"]): Contestant {
  return {
    name: "ours",
    pid: bridge.process.pid ?? 0,
    say,
    isAnswer: (topic, payload) =>
      topic.startsWith(`${topicRoot}/`) && topic.endsWith("/event") && payload.includes('"kind":"tag-'),
    prepare: watch,
    async stop() {
      await bridge.stop();
      bridge.clean();
    },
  };
}

async function startOurs(url: string, folder: string): Promise<Contestant> {
  const board = createReaderBoard();
  const cable = await createPtyCable(board.firmware);
  await cable.plug();
  const bridge = await startBridge({
    record: join(folder, "bench.labo"),
    args: ["--no-kit", "--serial", cable.path, "--mqtt", url],
  });
  const api = createApiClient(bridge.page);
  const id = await eventually(async () => {
    const { devices } = await api.call("devices");
    const found = devices.find(({ device }) => device.profile === "rfid-hf");
    return found?.availability?.health.state === "ready" && found.device.id;
  }, "the reader is ready");
  const say = (index: number) => (index % 2 === 0 ? board.arrive(uid, "00", "0044") : board.leave(uid, 50));
  const watch = () => api.call("command", { id, body: { command: "raw.watch", args: { ms: watchMs } } });
  const ours = ofOurs(bridge, say, watch);
  return {
    ...ours,
    async stop() {
      await ours.stop();
      await cable.stop();
    },
  };
}

/** Serial in → JSON → MQTT out: its own three nodes, as a person draws them (with no place it takes them for settings). */
const flowOf = (path: string, port: number) => [
  { id: "tab", type: "tab", label: "bench" },
  {
    id: "port",
    type: "serial-port",
    serialport: path,
    serialbaud: "57600",
    databits: "8",
    parity: "none",
    stopbits: "1",
    newline: "\\n",
    bin: "false",
    out: "char",
    addchar: "",
    waitfor: "",
    responsetimeout: "10000",
  },
  {
    id: "broker",
    type: "mqtt-broker",
    broker: "127.0.0.1",
    port: String(port),
    protocolVersion: "4",
    keepalive: "60",
    cleansession: true,
  },
  { id: "in", type: "serial in", z: "tab", x: 100, y: 60, serial: "port", wires: [["json"]] },
  { id: "json", type: "json", z: "tab", x: 260, y: 60, property: "payload", action: "obj", wires: [["out"]] },
  {
    id: "out",
    type: "mqtt out",
    z: "tab",
    x: 420,
    y: 60,
    topic: peerTopic,
    qos: "1",
    retain: "false",
    broker: "broker",
    wires: [],
  },
];

async function startPeer(folder: string, port: number): Promise<Contestant> {
  let far: FarEnd | undefined;
  const cable = await createPtyCable((end) => {
    far = end;
    return { onBytes: () => undefined };
  });
  await cable.plug();
  const nodeRed = await startNodeRed(folder, flowOf(cable.path, port), [
    "Connected to broker",
    "serial port",
  ]);
  return {
    name: peerName,
    pid: nodeRed.pid,
    say(seq) {
      const kind = seq % 2 === 0 ? "tag-arrived" : "tag-left";
      far?.send(Buffer.from(`${JSON.stringify({ seq, ms: seq * 10, reader: 0, kind, uid })}\n`));
    },
    isAnswer: (topic) => topic === peerTopic,
    prepare: async () => undefined,
    async stop() {
      await nodeRed.stop();
      await cable.stop();
    },
  };
}

const treeOf = (pid: number): number[] => [pid, ...childrenOf(pid).flatMap(treeOf)];
const cpuOf = (pid: number) => treeOf(pid).reduce((sum, one) => sum + fineCpuSeconds(one), 0);
const memoryOf = (pid: number) => treeOf(pid).reduce((sum, one) => sum + residentMb(one), 0);

function readingsOf(ours: Contestant, peer: Contestant, of: (pace: Pace, who: Contestant) => Figures) {
  const ahead = atLeast(1, "×");
  const readings: Reading[] = [];
  const compare = (name: string, unit: "ms" | "MB", value: (who: Contestant) => number) => {
    const [mine, theirs] = [value(ours), value(peer)];
    readings.push(
      { name: `${peerName}: ${name}`, value: theirs, unit },
      { name: `ours: ${name}`, value: mine, unit },
      { name: `${name}: ${peerName} ÷ ours`, value: theirs / mine, unit: "×", aim: ahead },
    );
  };
  for (const pace of paces) {
    for (const [label, share] of percentiles)
      compare(`${pace.name}, ${label}`, "ms", (who) => percentile(of(pace, who).delays, share));
    compare(`${pace.name}, processor per event`, "ms", (who) => {
      const { cpu, delays } = of(pace, who);
      return (cpu * 1000) / delays.length;
    });
  }
  compare("resident memory", "MB", (who) => memoryOf(who.pid));
  return readings;
}

async function measure(): Promise<RunOutcome> {
  const programs = fetchNodeRed();
  const folder = mkdtempSync(join(tmpdir(), "labo-bench-recording-"));
  const mosquitto = await startMosquitto();
  const client = await connectAsync(mosquitto.url);
  const stops: (() => Promise<unknown>)[] = [];
  try {
    const ours = await startOurs(mosquitto.url, folder);
    stops.push(ours.stop);
    const peer = await startPeer(programs.folder, mosquitto.port);
    stops.push(peer.stop);
    let answered: ((at: number) => void) | undefined;
    let who = ours;
    client.on("message", (topic, payload) => {
      const at = preciseNow();
      if (who.isAnswer(topic, payload)) answered?.(at);
    });
    await client.subscribeAsync([`${topicRoot}/+/+/event`, peerTopic], { qos: 1 });

    const round = async (pace: Pace, next: Contestant, lines: number): Promise<Figures> => {
      who = next;
      await who.prepare();
      const sent: number[] = [];
      const delays: number[] = [];
      answered = (at) => void delays.push(at - (sent[delays.length] ?? Number.NaN));
      const before = cpuOf(who.pid);
      for (let index = 0; index < lines; index += 1) {
        sent.push(preciseNow());
        who.say(index);
        await pause(pace.meanMs * (0.5 + Math.random()));
      }
      await eventually(() => delays.length >= lines, `every line of ${who.name} became a message`);
      if (delays.length !== lines)
        throw new Error(`${who.name}: ${delays.length} messages of ${lines} lines`);
      return { delays, cpu: cpuOf(who.pid) - before };
    };

    const figures = new Map<Pace, Map<Contestant, Figures>>();
    for (const pace of paces) {
      const both = [ours, peer];
      const own = new Map(both.map((one) => [one, { delays: [], cpu: 0 } as Figures]));
      figures.set(pace, own);
      for (const one of both) await round(pace, one, pace.warmUp);
      for (let n = 0; n < pace.rounds; n += 1)
        for (const one of n % 2 === 0 ? both : both.toReversed()) {
          const { delays, cpu } = await round(pace, one, pace.lines);
          const sum = own.get(one);
          sum?.delays.push(...delays);
          if (sum !== undefined) sum.cpu += cpu;
        }
    }
    const none: Figures = { delays: [], cpu: 0 };
    return {
      readings: readingsOf(ours, peer, (pace, one) => figures.get(pace)?.get(one) ?? none),
      notes: [
        programs.versions,
        `${paces.map(({ rounds, lines, name }) => `${rounds} rounds of ${lines} lines at ${name}`).join(" and ")}, in turns after a longer one that warms up; socat’s pseudo-terminals, the same Mosquitto, QoS 1`,
        "ours: no virtual kit, Bluetooth off (Node-RED has neither), checksum, spans, page and history served, recording on; Node-RED: serial in → json → mqtt out",
      ],
    };
  } finally {
    client.end(true);
    for (const stop of stops.reverse()) await stop();
    await mosquitto.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

const missing = !hasSocat
  ? "left out: socat is missing (Debian: apt install socat)"
  : !hasMosquitto
    ? "left out: mosquitto is missing (Debian: apt install mosquitto)"
    : !hasProc
      ? withoutProc
      : undefined;

export const nodeRed: Measurement = {
  name: "node-red",
  title: "Serial line → MQTT message, against Node-RED",
  group: "peers",
  run: () => (missing === undefined ? measure() : Promise.resolve({ readings: [], notes: [missing] })),
};
