// One johnny-five board in a worker thread: bytes come and go by the parent's port, so that the thread can be killed.
// johnny-five can neither close nor reopen a board (rwaldron/johnny-five#617); a thread can be thrown away.
import { Duplex } from "node:stream";
import { parentPort, workerData } from "node:worker_threads";
import { analogueReadings } from "./conversions.ts";
import { firmata, johnnyFive as five, type JohnnyFiveBoard } from "./johnny-five.ts";
import type { Component } from "./plan.ts";
import type { FromWorker, Stamp, ToWorker, WorkerSettings } from "./worker-messages.ts";

/** How often the board converts its analogue pins. */
const samplingMs = 50;
/** All channels together, at most this often when something moved… */
const tickMs = 50;
/** …and at least this often when nothing did. */
const keepAliveMs = 250;
/** A change of this many counts is more than the converter's own noise. */
const noticeableCounts = 2;

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

interface Output {
  /** Resolves once the component was told. */
  set(value: number): void;
}

const counts = new Map<string, number>();
const values = new Map<string, number>();
const outputs = new Map<string, Output>();
const pinNumber = (pin: string) => Number(pin.slice(1));

function wireSensor(board: JohnnyFiveBoard, component: Component & { options: { sampleMs: number } }): void {
  const { id, pin, options } = component;
  const sensor = new five.Sensor({ board, pin, freq: options.sampleMs / rate });
  let heard = false;
  io.once(`analog-read-${pinNumber(pin)}`, () => {
    heard = true;
  });
  // Before the first sample johnny-five already gives 0: not a measurement.
  sensor.on("data", (median: number) => {
    if (heard) counts.set(id, median);
  });
}

function wireButton(board: JohnnyFiveBoard, { id, pin, options }: Component & { kind: "button" }): void {
  const number = pinNumber(pin);
  let edge = current;
  // johnny-five waits 7 ms for bounces: the edge is dated by the bytes that first told of it.
  io.on(`digital-read-${number}`, () => {
    edge = current;
  });
  const button = new five.Button({ board, pin: number, pullup: options.pullUp });
  if (options.pullUp && io.pins[number]?.supportedModes.includes(io.MODES.PULLUP))
    io.pinMode(number, io.MODES.PULLUP);
  values.set(id, 0);
  const told = (pressed: boolean) => {
    // Bounces may settle where they started.
    if (values.get(id) === Number(pressed)) return;
    values.set(id, Number(pressed));
    tell({ type: "button", channel: id, pressed, at: edge });
  };
  button.on("down", () => told(true));
  button.on("up", () => told(false));
}

function wireLed(board: JohnnyFiveBoard, { id, pin }: Component): void {
  const led = new five.Led({ board, pin: pinNumber(pin) });
  const set = (level: number) => {
    led.brightness(Math.round((level / 100) * 255));
    values.set(id, level);
  };
  set(0);
  outputs.set(id, { set });
}

function wireServo(board: JohnnyFiveBoard, { id, pin, options }: Component & { kind: "servo" }): void {
  const servo = new five.Servo({
    board,
    pin: pinNumber(pin),
    range: [options.minAngle, options.maxAngle],
    pwmRange: [options.minPulse, options.maxPulse],
  });
  outputs.set(id, {
    set(angle) {
      servo.to(angle);
      values.set(id, angle);
    },
  });
}

function wireBuzzer(board: JohnnyFiveBoard, { id, pin, options }: Component & { kind: "buzzer" }): void {
  const number = pinNumber(pin);
  io.pinMode(number, io.MODES.OUTPUT);
  const relay = new five.Relay({ board, pin: number });
  let timer: NodeJS.Timeout | undefined;
  const silence = () => {
    relay.open();
    values.set(id, 0);
  };
  silence();
  outputs.set(id, {
    set(ms) {
      clearTimeout(timer);
      relay.close();
      values.set(id, 1);
      timer = setTimeout(silence, Math.min(ms, options.maxMs) / rate);
    },
  });
}

function wire(board: JohnnyFiveBoard, component: Component): void {
  switch (component.kind) {
    case "photoresistor":
    case "temperature":
    case "potentiometer":
      wireSensor(board, component);
      break;
    case "button":
      wireButton(board, component);
      break;
    case "led":
      wireLed(board, component);
      break;
    case "servo":
      wireServo(board, component);
      break;
    case "buzzer":
      wireBuzzer(board, component);
      break;
  }
}

let published = new Map<string, number>();
let publishedAt = 0;

function hasMoved(): boolean {
  for (const [id, value] of counts) {
    const before = published.get(id);
    if (before === undefined || Math.abs(value - before) >= noticeableCounts) return true;
  }
  for (const [id, value] of values) if (published.get(id) !== value) return true;
  return false;
}

function tick(): void {
  const now = performance.now();
  if (counts.size === 0 && values.size === 0) return;
  if (!hasMoved() && (now - publishedAt) * rate < keepAliveMs) return;
  const resolution = io.RESOLUTION.ADC ?? 1023;
  const readings: Record<string, number> = Object.fromEntries(values);
  for (const component of plan.components) {
    const value = counts.get(component.id);
    if (value === undefined) continue;
    if (
      component.kind === "photoresistor" ||
      component.kind === "temperature" ||
      component.kind === "potentiometer"
    )
      Object.assign(readings, analogueReadings(component, value, resolution, plan.supplyVolts));
  }
  published = new Map([...counts, ...values]);
  publishedAt = now;
  tell({ type: "readings", readings, at: current });
}

function onCommand(id: number, component: string, value: number): void {
  const output = outputs.get(component);
  if (output === undefined) {
    tell({ type: "refused", id, reason: "not wired" });
    return;
  }
  try {
    output.set(value);
  } catch (error) {
    tell({ type: "refused", id, reason: String(error).slice(0, 200) });
    return;
  }
  // The board answers in order: its version proves that it took the bytes of the command.
  io.reportVersion(() => tell({ type: "done", id }));
}

io.once("ready", () => {
  const board = new five.Board({ io, repl: false, debug: false, sigint: false });
  board.once("ready", () => {
    for (const component of plan.components)
      try {
        wire(board, component);
      } catch (error) {
        tell({ type: "component-failed", component: component.id, reason: String(error).slice(0, 200) });
      }
    const { name = "", version } = io.firmware;
    tell({
      type: "ready",
      firmware: name.slice(0, 60),
      version: version === undefined ? "" : `${version.major}.${version.minor}`,
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
      onCommand(message.id, message.component, message.value);
      break;
    case "ping":
      tell({ type: "pong", id: message.id });
      break;
  }
});
