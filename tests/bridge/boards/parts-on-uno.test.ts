// Parts that the kit has not, end to end all the same: johnny-five in its worker, the committed firmware in a simulated Uno,
// and on its pins no more than a data sheet says of each part.
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { afterEach, beforeAll, expect, it } from "vitest";
import { reactionWaitMs } from "#contract/reactions.ts";
import { type BoardHost, createBoardHost } from "../../../bridge/boards/board-host.ts";
import { createClock } from "../../../bridge/clock.ts";
import type { Atmega328p } from "../../../bridge/virtual-kit/avr/atmega328p.ts";
import { VirtualBoard } from "../../../bridge/virtual-kit/boards/virtual-board.ts";
import { CharacterDisplay } from "../../../bridge/virtual-kit/chips/character-display.ts";
import { attachI2cBus, type I2cChip } from "../../../bridge/virtual-kit/chips/i2c-bus.ts";
import { Vl53l0x } from "../../../bridge/virtual-kit/chips/vl53l0x.ts";
import { readFirmware } from "../../../bridge/virtual-kit/firmware-files.ts";
import { planOf } from "../../helpers/board-plans.ts";
import { eventually } from "../../helpers/eventually.ts";

let flash: Uint8Array;
beforeAll(async () => {
  const images = await readFirmware(fileURLToPath(new URL("../../../firmware", import.meta.url)));
  flash = images["labo-firmata"];
});
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A chip whose registers answer one after the other. */
function registersOf(
  values: Readonly<Record<number, number>>,
): I2cChip & { readonly written: [number, number][] } {
  const registers = new Uint8Array(256);
  for (const [at, value] of Object.entries(values)) registers[Number(at)] = value;
  const written: [number, number][] = [];
  let pointer: number | undefined;
  return {
    written,
    start(writing) {
      if (writing) pointer = undefined;
    },
    write(byte) {
      if (pointer === undefined) pointer = byte;
      else written.push([pointer, byte]);
      return true;
    },
    read() {
      const at = pointer ?? 0;
      pointer = at + 1;
      return registers[at] ?? 0;
    },
  };
}

function start(
  plan: ReturnType<typeof planOf>,
  chips: ReadonlyMap<number, I2cChip>,
  volts: readonly number[] = [],
) {
  const clock = createClock();
  const told: {
    readings: Record<string, number>;
    reactions: unknown[];
    failed: string[];
    ready: boolean;
  } = {
    readings: {},
    reactions: [],
    failed: [],
    ready: false,
  };
  let mcu: Atmega328p | undefined;
  /** How often each watched pin was driven low. */
  const lows = new Map<string, number>();
  const uno = new VirtualBoard({
    flash,
    wiring: {
      connect(chip) {
        mcu = chip;
        chip.analog = (channel) => volts[channel] ?? 0;
        for (const { pin } of plan.components)
          if (pin.startsWith("D") || pin === "A3")
            chip.onEdge(pin, (high) => {
              if (!high) lows.set(pin, (lows.get(pin) ?? 0) + 1);
            });
        attachI2cBus(chip.twi, (address) => chips.get(address));
      },
      update: () => undefined,
      powerOff: () => undefined,
    },
  });
  uno.powerOn(0);
  uno.open(57_600, 0);
  const host: BoardHost = createBoardHost(
    { clock, logger: pino({ level: "silent" }), plan },
    {
      write: (bytes) => uno.write(bytes),
      onReady: () => {
        told.ready = true;
      },
      onReadings: (readings) => {
        told.readings = readings;
      },
      onButton: () => undefined,
      onReaction: (channel, reaction) => told.reactions.push({ channel, ...reaction }),
      onComponentFailed: (component, reason) => told.failed.push(`${component}: ${reason}`),
      onComponentWell: () => undefined,
      onRestart: () => undefined,
      onFailed: () => undefined,
    },
  );
  host.start();
  const from = performance.now();
  const pace = setInterval(() => {
    uno.runUntil(performance.now() - from);
    const bytes = uno.takeOutput();
    if (bytes !== undefined) host.push(bytes, { now: clock.now(), mono: clock.mono() });
  }, 4);
  ends.push(
    () => clearInterval(pace),
    () => host.stop(),
  );
  return { told, host, lows, chip: () => mcu, level: (pin: string) => mcu?.level(pin) };
}

it("an ADXL345, an MPU-6050 and an MCP9808 on one bus, and a part of each analogue kind", async () => {
  const adxl = registersOf({ 0: 0xe5, 52: 0x00, 53: 0xff, 54: 0x00, 55: 0x01 });
  const mpu = registersOf({ 117: 0x68, 59: 0x20, 63: 0xc0 });
  const mcp = registersOf({ 5: 0x1e, 6: 0x00, 7: 0x54 });
  // The two-byte registers of the MCP9808 are read on from the first.
  const thermometer: I2cChip = {
    ...mcp,
    start(writing) {
      step = 0;
      mcp.start(writing);
    },
    write(byte) {
      register = byte;
      return true;
    },
    read() {
      step += 1;
      const word = register === 0x06 ? 0x0054 : 0x1e70;
      return step === 1 ? word >> 8 : word & 0xff;
    },
  };
  let step = 0;
  let register = 0;
  const { told } = start(
    planOf(
      { id: "a", kind: "accelerometer", pin: "I2C" },
      { id: "b", kind: "accelerometer", pin: "I2C", options: { chip: "mpu6050", address: "0x68" } },
      { id: "cold", kind: "thermometer", pin: "I2C" },
      { id: "force", kind: "force", pin: "A0" },
      { id: "sound", kind: "sound-level", pin: "A1" },
    ),
    new Map<number, I2cChip>([
      [0x53, adxl],
      [0x68, mpu],
      [0x18, thermometer],
    ]),
    [2.5, 1.25],
  );
  await eventually(
    () => ["aZ", "bZ", "cold", "force", "sound"].every((id) => id in told.readings),
    "all of them",
  );
  expect(told.readings).toMatchObject({ aX: 0, aY: -9.81, aZ: 9.81, bX: 4.9, bY: 0, bZ: -9.81, cold: -25 });
  expect(told.readings.force).toBeCloseTo(50, 0);
  expect(told.readings.sound).toBeCloseTo(25, 0);
  expect(adxl.written).toEqual([
    [0x31, 8],
    [0x2d, 8],
  ]);
  expect(told.failed).toEqual([]);
});

it("another chip than the plan says is told, and gives no values", async () => {
  const { told } = start(
    planOf({ id: "climate", kind: "climate", pin: "I2C" }),
    // A BMP280, sold as a BME280.
    new Map([[0x76, registersOf({ 208: 0x58 })]]),
  );
  await eventually(() => told.failed.length > 0, "told");
  expect(told.failed[0]).toContain("0x58 where 0x60 was expected");
  expect(Object.keys(told.readings)).not.toContain("climateTemperature");
});

it("a display writes two lines, accents as bare letters", async () => {
  const display = new CharacterDisplay();
  const { told, host } = start(
    planOf({ id: "screen", kind: "lcd", pin: "I2C" }),
    new Map<number, I2cChip>([[0x27, display]]),
  );
  await eventually(() => told.ready && display.lit, "ready");
  await host.command("screen", "print", { line1: "Éteins la lampe!", line2: "18 °C" });
  await eventually(() => display.text[1].startsWith("18"), "both lines");
  expect(display.text).toEqual(["Eteins la lampe!", "18 °C           "]);
});

it("a relay opens and closes, either way round", async () => {
  const { told, host, level } = start(
    planOf(
      { id: "lamp", kind: "relay", pin: "D4" },
      { id: "pump", kind: "relay", pin: "D7", options: { activeLow: true } },
    ),
    new Map(),
  );
  const levels = () => [level("D4"), level("D7")];
  await eventually(() => told.ready && told.readings.pump === 0, "ready");
  // The one that closes on a low level is held by a pull-up until it is first wanted.
  expect(levels()).toEqual([false, undefined]);
  await host.command("lamp", "set", { state: "on" });
  await host.command("pump", "set", { state: "on" });
  expect(levels()).toEqual([true, false]);
  await eventually(
    () => told.readings.lamp === 1 && told.readings.boardCurrent === 0.193,
    "told, with their current",
  );
  await host.command("lamp", "set", { state: "off" });
  await host.command("pump", "set", { state: "off" });
  expect(levels()).toEqual([false, true]);
});

it("a relay that closes on a low level does not click at the start on a pin that rests as an input", async () => {
  const { told, host, level, lows } = start(
    planOf(
      { id: "pump", kind: "relay", pin: "A3", options: { activeLow: true } },
      { id: "other", kind: "relay", pin: "D7", options: { activeLow: true } },
    ),
    new Map(),
  );
  await eventually(() => told.ready && told.readings.pump === 0, "ready");
  expect(lows.get("A3")).toBeUndefined();
  // Where Firmata puts its pins low by itself, once is all it is: nothing the bench does adds to it.
  expect(lows.get("D7")).toBe(1);
  await host.command("pump", "set", { state: "on" });
  expect(level("A3")).toBe(false);
  await host.command("pump", "set", { state: "off" });
  expect([level("A3"), lows.get("A3")]).toEqual([true, 1]);
});

it("a VL53L0X is woken up and measures, says nothing when nothing is there, and is found again", async () => {
  let metres = 0.742;
  let now = 0;
  const chips = new Map<number, I2cChip>([
    [
      0x29,
      new Vl53l0x(
        () => metres,
        () => now,
      ),
    ],
  ]);
  const turn = setInterval(() => {
    now += 20;
  }, 5);
  ends.push(() => clearInterval(turn));
  const { told } = start(planOf({ id: "far", kind: "time-of-flight", pin: "I2C" }), chips);
  await eventually(() => told.readings.far === 0.742, "its distance");
  metres = 5;
  await eventually(() => !("far" in told.readings), "nothing there");
  expect(told.failed).toEqual([]);
  metres = 0.1;
  await eventually(() => told.readings.far === 0.1, "near");
  const [chip] = chips.values();
  chips.clear();
  await eventually(() => told.failed.length === 1, "its loss is told");
  if (chip !== undefined) chips.set(0x29, chip);
  metres = 0.3;
  await eventually(() => told.readings.far === 0.3, "back");
});

it("a reaction to a light and to a buzzer, timed by the board, one at a time", async () => {
  const plan = planOf(
    { id: "button", kind: "button", pin: "D2" },
    { id: "led", kind: "led", pin: "D6" },
    { id: "buzzer", kind: "buzzer", pin: "D4" },
  );
  const { told, host, chip } = start(plan, new Map());
  await eventually(() => told.ready, "the board wired");
  const mcu = chip();
  mcu?.drive("D2", true);
  const pressedAfterMs = { D6: 240, D4: 180 };
  for (const [pin, ms] of Object.entries(pressedAfterMs))
    mcu?.onEdge(pin, (high) => {
      if (high) mcu.after(ms * 16_000, () => mcu.drive("D2", false));
      else mcu.drive("D2", true);
    });
  await host.command("button", "react", { signal: "led" });
  await expect(host.command("button", "react", { signal: "buzzer" })).rejects.toMatchObject({
    code: "COMMAND_REFUSED",
  });
  await eventually(() => told.reactions.length === 1, "the first reaction");
  await host.command("button", "react", { signal: "buzzer" });
  await eventually(() => told.reactions.length === 2, "the second reaction");
  expect(told.reactions).toEqual([
    expect.objectContaining({ channel: "button", signal: "light", outcome: "pressed" }),
    expect.objectContaining({ channel: "button", signal: "sound", outcome: "pressed" }),
  ]);
  const [seen, heard] = told.reactions as { reactionMs: number; waitMs: number }[];
  expect(Math.abs((seen?.reactionMs ?? 0) - pressedAfterMs.D6)).toBeLessThan(0.2);
  expect(Math.abs((heard?.reactionMs ?? 0) - pressedAfterMs.D4)).toBeLessThan(0.2);
  for (const one of [seen, heard]) {
    expect(one?.waitMs).toBeGreaterThanOrEqual(reactionWaitMs.least);
    expect(one?.waitMs).toBeLessThanOrEqual(reactionWaitMs.most);
  }
}, 30_000);
