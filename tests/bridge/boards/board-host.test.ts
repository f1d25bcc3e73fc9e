import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { pino } from "pino";
import { afterEach, expect, it } from "vitest";
import { type BoardHost, type BoardHostOptions, createBoardHost } from "../../../bridge/boards/board-host.ts";
import { defaultPlan } from "../../../bridge/boards/plan.ts";
import { createClock } from "../../../bridge/clock.ts";
import { eventually } from "../../helpers/eventually.ts";
import { createFirmataBoard } from "../../helpers/firmata-firmware.ts";

const logger = pino({ level: "silent" });
const hosts: BoardHost[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.stop();
});

/** johnny-five in its worker, a Firmata board of bytes at the other end. */
function bench(options: Partial<BoardHostOptions> = {}, board = createFirmataBoard()) {
  const clock = options.clock ?? createClock();
  const told: {
    readings: Record<string, number>[];
    edges: string[];
    restarts: string[];
    failed: string[];
    ready: string[];
  } = {
    readings: [],
    edges: [],
    restarts: [],
    failed: [],
    ready: [],
  };
  const far = board.firmware(
    { send: (bytes) => host.push(bytes, { now: clock.now(), mono: clock.mono() }) },
    57_600,
  );
  const host = createBoardHost(
    { clock, logger, plan: defaultPlan, ...options },
    {
      write: (bytes) => far.onBytes(bytes),
      onReady: (firmware, version) => told.ready.push(`${firmware} ${version}`),
      onReadings: (readings) => told.readings.push(readings),
      onReaction: () => undefined,
      onButton: (channel, pressed) => told.edges.push(`${channel} ${pressed ? "down" : "up"}`),
      onComponentFailed: (component) => told.failed.push(component),
      onComponentWell: (component) => told.failed.push(`${component} well`),
      onRestart: (reason) => told.restarts.push(reason),
      onFailed: (error) => told.failed.push(error.code),
    },
  );
  hosts.push(host);
  host.start();
  return { host, board, told, last: () => told.readings.at(-1) };
}

it("takes a Firmata board in hand and tells its channels in their units", async () => {
  const { told, last } = bench();
  await eventually(() => told.ready.length > 0, "the board is ready");
  expect(told.ready).toEqual(["labo-firmata 2.5"]);
  const readings = await eventually(() => {
    const found = last();
    return found !== undefined && "temperature" in found && "light" in found && "knob" in found && found;
  }, "all channels");
  // 512 counts: 10.02 kΩ, a little under 100 lx; 153 counts: 0.748 V, 24.8 °C.
  expect(readings).toMatchObject({
    light: 99,
    temperature: 24.78,
    knob: 0,
    knobVoltage: 0,
    button: 0,
    led: 0,
    buzzer: 0,
  });
  expect(told.failed).toEqual([]);
});

it("follows the knob and the button", async () => {
  const { board, told, last } = bench();
  await eventually(() => last()?.knob === 0, "the first readings");
  board.analog[2] = 1023;
  await eventually(() => last()?.knob === 100, "the knob at its end");
  board.digital[2] = 0;
  board.tellDigital();
  await eventually(() => told.edges.length === 1 && last()?.button === 1, "the press");
  board.digital[2] = 1;
  board.tellDigital();
  await eventually(() => told.edges.length === 2, "the release");
  expect(told.edges).toEqual(["button down", "button up"]);
});

it("sets outputs on the pins of the plan and says so once the board took the bytes", async () => {
  const { board, host, told, last } = bench();
  await eventually(() => told.ready.length > 0, "the board is ready");
  await host.command("led", "set", { level: 40 });
  expect(board.modes.get(6)).toBe(3);
  expect(board.written.get(6)).toBe(102);
  await host.command("servo", "move", { angle: 90 });
  expect(board.modes.get(9)).toBe(4);
  expect(board.written.get(9)).toBe(1500);
  await host.command("buzzer", "sound", { ms: 60 });
  expect(board.written.get(4)).toBe(1);
  await eventually(() => board.written.get(4) === 0, "the buzzer falls silent");
  await eventually(() => last()?.led === 40 && last()?.servo === 90 && last()?.buzzer === 0, "outputs told");
  await expect(host.command("knob", "set", { level: 1 })).rejects.toMatchObject({ code: "COMMAND_REFUSED" });
});

it("takes an older StandardFirmata in hand too: its pull-ups are switched on by writing to the input", async () => {
  const { board, told, last } = bench({}, createFirmataBoard("StandardFirmata.ino", false));
  await eventually(() => last()?.knob === 0, "readings");
  expect(told.ready).toEqual(["StandardFirmata.ino 2.5"]);
  expect(told.failed).toEqual([]);
  expect(board.modes.get(2)).toBe(0);
  await eventually(() => board.written.get(2) === 1, "the pull-up");
  board.digital[2] = 0;
  board.tellDigital();
  await eventually(() => told.edges.includes("button down"), "the press");
});

it("says that a board which no longer answers took no command", async () => {
  const { board, host, told } = bench();
  await eventually(() => told.ready.length > 0, "the board is ready");
  board.frozen = true;
  await expect(host.command("led", "set", { level: 10 })).rejects.toMatchObject({ code: "COMMAND_TIMEOUT" });
});

function workerOf(code: string): URL {
  const file = join(mkdtempSync(join(tmpdir(), "labo-worker-")), "worker.mjs");
  writeFileSync(file, code);
  return pathToFileURL(file);
}

it("starts a worker that crashes again, and gives it up when it keeps crashing", async () => {
  const { told, host } = bench({ workerUrl: workerOf("throw new Error('boom')") });
  await eventually(() => told.failed.length > 0, "given up");
  expect(told.restarts.length).toBe(3);
  expect(told.restarts[0]).toContain("boom");
  expect(told.failed).toEqual(["BOARD_RESTARTING"]);
  await expect(host.command("led", "set", { level: 1 })).rejects.toMatchObject({ code: "DEVICE_OFFLINE" });
});

it("has the board in hand again after its worker died, on the same line", async () => {
  const real = new URL("../../../bridge/boards/board-worker.ts", import.meta.url);
  const life = join(mkdtempSync(join(tmpdir(), "labo-worker-")), "first-life");
  const { told, last, board, host } = bench({
    workerUrl: workerOf(`
      import { existsSync, writeFileSync } from "node:fs";
      import { parentPort } from "node:worker_threads";
      const firstLife = !existsSync(${JSON.stringify(life)});
      if (firstLife) writeFileSync(${JSON.stringify(life)}, "");
      await import(${JSON.stringify(real.href)});
      // Killed by the first command.
      if (firstLife) parentPort.on("message", ({ type }) => type === "command" && process.exit(7));
    `),
  });
  await eventually(() => last()?.knob === 0, "readings of the first life");
  await expect(host.command("led", "set", { level: 10 })).rejects.toMatchObject({ code: "DEVICE_OFFLINE" });
  await eventually(() => told.ready.length === 2, "in hand again");
  expect(told.restarts).toEqual([expect.stringContaining("7")]);
  expect(host.restarts).toBe(1);
  board.analog[2] = 1023;
  await eventually(() => last()?.knob === 100, "readings of the second life");
  await host.command("led", "set", { level: 40 });
  expect(board.written.get(6)).toBe(102);
});

it("kills a worker that hangs", async () => {
  const { told, host } = bench({
    workerUrl: workerOf(
      "import {parentPort} from 'node:worker_threads'; parentPort.postMessage({type:'ready',firmware:'x',version:'1'}); for(;;){}",
    ),
  });
  await eventually(() => told.restarts.some((reason) => reason.includes("hangs")), "the hang is seen");
  await host.stop();
  expect(told.ready.length).toBeGreaterThan(0);
});

it("kills a worker that takes no bytes instead of piling them up", async () => {
  const { told, host } = bench({
    workerUrl: workerOf("import {parentPort} from 'node:worker_threads'; parentPort.on('message', () => {})"),
  });
  for (let i = 0; i < 20; i++) host.push(new Uint8Array(4096), { now: 0, mono: 0 });
  await eventually(() => told.restarts.includes("the worker takes no bytes"), "the pile is seen");
});

it("says nothing more once stopped", async () => {
  const { told, host, board } = bench();
  await eventually(() => told.readings.length > 0, "readings");
  await host.stop();
  const { length } = told.readings;
  board.analog[2] = 1023;
  // Another board goes through all of its start meanwhile: time enough for a word too many.
  const other = bench();
  await eventually(() => other.told.readings.length > 5, "readings of another board");
  expect(told.readings.length).toBe(length);
  expect(told.restarts).toEqual([]);
});
