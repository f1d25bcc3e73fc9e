import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  adxl345,
  adxl345Values,
  mpu6050,
  mpu6050Values,
} from "../../../../bridge/boards/chips/accelerometers.ts";
import { bh1750, bh1750Lux } from "../../../../bridge/boards/chips/bh1750.ts";
import { bme280, compensate, trimmingOf } from "../../../../bridge/boards/chips/bme280.ts";
import { type ChipBus, type ChipDriver, OtherChip } from "../../../../bridge/boards/chips/chip.ts";
import { mcp9808, mcp9808Celsius } from "../../../../bridge/boards/chips/mcp9808.ts";
import { vl53l0x, vl53l0xMetres } from "../../../../bridge/boards/chips/vl53l0x.ts";

const words = (...values: number[]) => Uint8Array.from(values.flatMap((v) => [v & 0xff, (v >> 8) & 0xff]));
const bytes = (size: number) => fc.uint8Array({ minLength: size, maxLength: size });

describe("BME280", () => {
  // The worked example of the data sheet's twin for temperature and pressure (BMP280, BST-BMP280-DS001, §3.12).
  const low = new Uint8Array(26);
  low.set(words(27504, 26435, -1000, 36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000));
  low[25] = 75;
  // Humidity: numbers as chips have them; 362 and 0, 312 and 50, 30.
  const high = Uint8Array.of(0x6a, 0x01, 0x00, 0x13, 0x28, 0x03, 0x1e);
  const trimming = trimmingOf(low, high);
  const data = (pressure: number, temperature: number, humidity: number) =>
    Uint8Array.of(
      ...[pressure >> 12, pressure >> 4, (pressure & 0x0f) << 4],
      ...[temperature >> 12, temperature >> 4, (temperature & 0x0f) << 4],
      ...[humidity >> 8, humidity & 0xff],
    );

  it("gives the data sheet’s temperature and pressure", () => {
    const values = compensate(trimming, data(415148, 519888, 30000));
    expect(values.Temperature).toBe(25.08);
    expect(values.Pressure).toBe(100653);
    expect(values.Humidity).toBeGreaterThan(20);
    expect(values.Humidity).toBeLessThan(80);
  });

  it("reads the twelve-bit humidity numbers, signed", () => {
    expect(trimming.h).toEqual([75, 362, 0, 312, 50, 30]);
    expect(trimmingOf(low, Uint8Array.of(0, 0, 0, 0xff, 0xff, 0xff, 0x80)).h.slice(3)).toEqual([
      -1, -1, -128,
    ]);
  });

  it("leaves out what was not measured", () => {
    expect(compensate(trimming, data(0x80000, 519888, 0x8000))).toEqual({ Temperature: 25.08 });
    expect(compensate(trimming, data(415148, 0x80000, 30000))).toEqual({});
  });

  it("never gives a humidity outside 0 to 100, whatever the bytes; more counts are more humidity", () => {
    fc.assert(
      fc.property(bytes(26), bytes(7), bytes(8), (a, b, c) => {
        const { Humidity } = compensate(trimmingOf(a, b), c);
        if (Humidity === undefined || Number.isNaN(Humidity)) return;
        expect(Humidity).toBeGreaterThanOrEqual(0);
        expect(Humidity).toBeLessThanOrEqual(100);
      }),
    );
    const dry = compensate(trimming, data(415148, 519888, 25000)).Humidity ?? Number.NaN;
    expect(compensate(trimming, data(415148, 519888, 33000)).Humidity).toBeGreaterThan(dry);
  });
});

describe("other chips", () => {
  it.each([
    [[0x83, 0x90], 28067],
    [[0x00, 0x00], 0],
    [[0xff, 0xff], 54613],
  ])("BH1750: %j is %i lx", (data, lux) => {
    expect(bh1750Lux(Uint8Array.from(data))).toBe(lux);
  });

  it.each([
    [[0xc1, 0x90], 25],
    [[0x00, 0x00], 0],
    [[0x1f, 0xf0], -1],
    [[0x1e, 0x70], -25],
    [[0xc7, 0xd0], 125],
  ])("MCP9808: %j is %d °C", (data, celsius) => {
    expect(mcp9808Celsius(Uint8Array.from(data))).toBe(celsius);
  });

  it.each([
    ["a metre", 0x59, 1000, 1],
    ["as near as it sees", 0x58, 30, 0.03],
    ["no signal, told by the status", 0x21, 1000, undefined],
    ["a signal it takes for another lap of light", 0x31, 400, undefined],
    ["no update", 0x01, 1000, undefined],
    ["nothing there", 0x59, 8190, undefined],
    ["nothing there, the other way", 0x59, 8191, undefined],
  ])("VL53L0X: %s", (_name, status, millimetres, metres) => {
    const data = new Uint8Array(12);
    data[0] = status;
    data.set([millimetres >> 8, millimetres & 0xff], 10);
    expect(vl53l0xMetres(data)).toBe(metres);
  });

  it("accelerometers: lying flat is one g upwards, whichever byte comes first", () => {
    expect(adxl345Values(Uint8Array.of(0, 0, 0, 0xff, 0, 1))).toEqual({ X: 0, Y: -9.81, Z: 9.81 });
    expect(mpu6050Values(Uint8Array.of(0, 0, 0xc0, 0, 0x40, 0))).toEqual({ X: 0, Y: -9.81, Z: 9.81 });
  });
});

/** Registers that answer, and what was written. */
function busOf(registers: Readonly<Record<number, number>>) {
  const written: number[][] = [];
  const bus: ChipBus = {
    write: (...sent) => void written.push(sent),
    read: async (register = 0, count) =>
      Uint8Array.from({ length: count }, (_, i) => registers[register + i] ?? 0),
    wait: async () => undefined,
  };
  return { bus, written };
}

describe("waking up", () => {
  it.each<[string, ChipDriver, Record<number, number>, number[][]]>([
    [
      "BME280",
      bme280,
      { 208: 0x60 },
      [
        [0xf5, 0],
        [0xf2, 1],
        [0xf4, 0x27],
      ],
    ],
    ["BH1750", bh1750, {}, [[0x01], [0x10]]],
    [
      "ADXL345",
      adxl345,
      { 0: 0xe5 },
      [
        [0x31, 8],
        [0x2d, 8],
      ],
    ],
    [
      "MPU-6050",
      mpu6050,
      { 117: 0x68 },
      [
        [0x6b, 0],
        [0x1c, 0],
      ],
    ],
    ["MCP9808", mcp9808, { 6: 0x00, 7: 0x54 }, []],
    [
      "VL53L0X",
      vl53l0x,
      { 19: 4, 20: 0x59, 30: 1, 137: 0x10, 192: 0xee },
      [
        [0xff, 0],
        [0x80, 0],
        [0x89, 0x11],
        [0x88, 0],
        [0x80, 1],
        [0xff, 1],
        [0x00, 0],
        [0x00, 1],
        [0xff, 0],
        [0x80, 0],
        [0x0a, 4],
        [0x0b, 1],
      ],
    ],
  ])("%s is told to measure, then measures", async (_name, driver, registers, wanted) => {
    const { bus, written } = busOf(registers);
    const measure = await driver(bus);
    expect(written).toEqual(wanted);
    expect(Object.keys(await measure()).length).toBeGreaterThan(0);
  });

  it.each<[string, ChipDriver]>([
    ["BME280", bme280],
    ["ADXL345", adxl345],
    ["MPU-6050", mpu6050],
    ["MCP9808", mcp9808],
    ["VL53L0X", vl53l0x],
  ])("%s does not take another chip for itself", async (_name, driver) => {
    await expect(driver(busOf({}).bus)).rejects.toBeInstanceOf(OtherChip);
  });
});
