// One johnny-five board in a worker thread: bytes come and go by the parent's port, so that the thread can be killed.
// johnny-five can neither close nor reopen a board (rwaldron/johnny-five#617); a thread can be thrown away.
import { Duplex } from "node:stream";
import { parentPort, workerData } from "node:worker_threads";
import { roundTo } from "#contract/quantities.ts";
import { withCorrection } from "./calibration.ts";
import { milliamps } from "./currents.ts";
import { firmata, johnnyFive as five } from "./johnny-five.ts";
import { capabilitiesOf, channelsOfComponent, currentChannel, mostMilliampsOfComponent } from "./plan.ts";
import type { Output, WiringBench } from "./wiring/bench.ts";
import { wire } from "./wiring/wire.ts";
import type { CommandArguments, FromWorker, Stamp, ToWorker, WorkerSettings } from "./worker-messages.ts";

/** How often the board converts its analogue pins. */
const samplingMs = 50;
/** All channels together, at most this often when something moved… */
const tickMs = 50;
/** …and at least this often when nothing did. */
const keepAliveMs = 250;

if (parentPort === null) throw new Error("only as a worker");
const parent = parentPort;
const { plan, rate }: WorkerSettings = workerData;
const tell = (message: FromWorker): void => parent.postMessage(message);

/** When the bytes being read entered the bridge. */
let current: Stamp = { now: 0, mono: 0 };

const line = new Duplex({
  read() {
    // Pushed to as bytes come.
  },
  write(bytes: Buffer, _encoding, done) {
    tell({ type: "write", bytes: Uint8Array.from(bytes) });
    done();
  },
});

const io = new firmata.Firmata(line, {
  // The session has seen the version already; ask again soon if this worker has not.
  reportVersionTimeout: 400,
  samplingInterval: samplingMs,
});

interface Told {
  readonly readings: Readonly<Record<string, number>>;
  readonly mark: number;
  readonly step: number;
}

const latest = new Map<string, Told>();
let published = new Map<string, Told>();
let publishedAt = 0;
const outputs = new Map<string, Output>();
const silent = new Set<string>();
/** Milliamperes of each part now. What takes no command draws what it draws. */
const draws = new Map<string, number>(
  plan.components.map((component) => [
    component.id,
    capabilitiesOf({ ...plan, components: [component] }).length === 0
      ? mostMilliampsOfComponent(component)
      : 0,
  ]),
);

/** Of each component's own value. */
const quantities = new Map(
  plan.components.map((component) => [
    component.id,
    channelsOfComponent(component, plan.supplyVolts)[0]?.quantity,
  ]),
);

function hasMoved(): boolean {
  for (const [component, { mark, step }] of latest) {
    const before = published.get(component);
    if (before === undefined || Math.abs(mark - before.mark) >= step) return true;
  }
  return false;
}

function tick(): void {
  const now = performance.now();
  if (latest.size === 0) return;
  if (!hasMoved() && (now - publishedAt) * rate < keepAliveMs) return;
  const readings: Record<string, number> = {};
  // In the plan's order, whatever spoke first.
  for (const component of plan.components)
    Object.assign(
      readings,
      withCorrection(
        component,
        quantities.get(component.id) ?? "number",
        latest.get(component.id)?.readings ?? {},
      ),
    );
  const drawn = [...draws.values()].reduce((sum, of) => sum + of, milliamps.board);
  readings[currentChannel] = roundTo("current", drawn / 1000);
  published = new Map(latest);
  publishedAt = now;
  tell({ type: "readings", readings, at: current });
}

function onCommand(id: number, component: string, action: string, args: CommandArguments): void {
  const output = outputs.get(component);
  if (output === undefined) {
    tell({ type: "refused", id, reason: "not wired" });
    return;
  }
  try {
    output(action, args);
  } catch (error) {
    tell({ type: "refused", id, reason: String(error).slice(0, 200) });
    return;
  }
  // The board answers in order: its version proves that it took the bytes of the command.
  io.reportVersion(() => tell({ type: "done", id }));
}

io.once("ready", () => {
  const board = new five.Board({ io, repl: false, debug: false, sigint: false });
  const bench: WiringBench = {
    board,
    io,
    rate,
    supplyVolts: plan.supplyVolts,
    now: () => current,
    tell: (component, readings, mark, step) => void latest.set(component, { readings, mark, step }),
    button: (channel, pressed, at) => tell({ type: "button", channel, pressed, at }),
    reaction: (channel, reaction, at) => tell({ type: "reaction", channel, reaction, at }),
    draws: (component, of) => void draws.set(component, of),
    silent(component, reason) {
      if (silent.has(component)) return;
      silent.add(component);
      tell({ type: "component-failed", component, reason });
    },
    well(component) {
      if (silent.delete(component)) tell({ type: "component-well", component });
    },
    output: (component, output) => void outputs.set(component, output),
    components: plan.components,
    act: (component, action, args) => outputs.get(component)?.(action, args),
  };
  board.once("ready", () => {
    for (const component of plan.components)
      try {
        wire(bench, component);
      } catch (error) {
        tell({ type: "component-failed", component: component.id, reason: String(error).slice(0, 200) });
      }
    const { name = "", version } = io.firmware;
    const { ADC: most } = io.RESOLUTION;
    tell({
      type: "ready",
      firmware: name.slice(0, 60),
      version: version === undefined ? "" : `${version.major}.${version.minor}`,
      ...(most === null ? {} : { adcBits: Math.round(Math.log2(most + 1)) }),
    });
    setInterval(tick, tickMs / rate);
  });
});

parent.on("message", (message: ToWorker) => {
  switch (message.type) {
    case "bytes":
      current = message.at;
      line.push(message.bytes);
      tell({ type: "took", bytes: message.bytes.length });
      break;
    case "command":
      onCommand(message.id, message.component, message.action, message.args);
      break;
    case "ping":
      tell({ type: "pong", id: message.id });
      break;
  }
});
