// The kit's chips, read by the bridge's own drivers: register by register on one side, data sheet on the other.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adxl345, mpu6050 } from "../../../../bridge/boards/chips/accelerometers.ts";
import { bh1750 } from "../../../../bridge/boards/chips/bh1750.ts";
import { bme280 } from "../../../../bridge/boards/chips/bme280.ts";
import { type ChipBus, ChipSilent } from "../../../../bridge/boards/chips/chip.ts";
import { mcp9808 } from "../../../../bridge/boards/chips/mcp9808.ts";
import { vl53l0x } from "../../../../bridge/boards/chips/vl53l0x.ts";
import { Adxl345, feltBy, Mpu6050 } from "../../../../bridge/virtual-kit/chips/accelerometers.ts";
import { Bh1750 } from "../../../../bridge/virtual-kit/chips/bh1750.ts";
import { Bme280 } from "../../../../bridge/virtual-kit/chips/bme280.ts";
import type { I2cChip } from "../../../../bridge/virtual-kit/chips/i2c-bus.ts";
import { Mcp9808 } from "../../../../bridge/virtual-kit/chips/mcp9808.ts";
import { Vl53l0x } from "../../../../bridge/virtual-kit/chips/vl53l0x.ts";

function busTo(chip: I2cChip): ChipBus & { ms: number } {
  const bus = {
    ms: 0,
    write(...bytes: number[]) {
      chip.start(true);
      for (const byte of bytes) chip.write(byte);
    },
    async read(register: number | undefined, count: number) {
      if (register !== undefined) bus.write(register);
      chip.start(false);
      return Uint8Array.from({ length: count }, () => chip.read());
    },
    async wait(ms: number) {
      bus.ms += ms;
    },
  };
  return bus;
}

describe("BME280", () => {
  it("gives back the air it is in, whatever it is, through two independent formulas", async () => {
    let air = { celsius: 0, humidity: 0, pascals: 0 };
    const measure = await bme280(busTo(new Bme280(() => air)));
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: -20, max: 60, noNaN: true }),
        fc.double({ min: 5, max: 95, noNaN: true }),
        fc.double({ min: 50_000, max: 108_000, noNaN: true }),
        async (celsius, humidity, pascals) => {
          air = { celsius, humidity, pascals };
          const values = await measure();
          expect(Math.abs((values.Temperature ?? Number.NaN) - celsius)).toBeLessThan(0.03);
          expect(Math.abs((values.Humidity ?? Number.NaN) - humidity)).toBeLessThan(0.3);
          expect(Math.abs((values.Pressure ?? Number.NaN) - pascals)).toBeLessThan(12);
        },
      ),
    );
  });

  it("measures nothing before it is told to, nor after a reset", async () => {
    const chip = new Bme280(() => ({ celsius: 20, humidity: 50, pascals: 100_000 }));
    const bus = busTo(chip);
    const asleep = [0x80, 0, 0, 0x80, 0, 0, 0x80, 0];
    expect([...(await bus.read(0xf7, 8))]).toEqual(asleep);
    await bme280(bus);
    expect([...(await bus.read(0xf7, 8))]).not.toEqual(asleep);
    bus.write(0xe0, 0xb6);
    expect([...(await bus.read(0xf7, 8))]).toEqual(asleep);
  });
});

describe("BH1750", () => {
  it("gives back the light it is in, full scale at most", async () => {
    let lux = 320;
    const bus = busTo(
      new Bh1750(
        () => lux,
        () => bus.ms,
      ),
    );
    const measure = await bh1750(bus);
    expect(await measure()).toEqual({ "": 320 });
    lux = 50;
    expect(await measure()).toEqual({ "": 50 });
    lux = 1e6;
    expect(await measure()).toEqual({ "": 54_613 });
  });

  it("has nothing before its first measurement, nor once off", async () => {
    const bus = busTo(
      new Bh1750(
        () => 320,
        () => bus.ms,
      ),
    );
    expect([...(await bus.read(undefined, 2))]).toEqual([0, 0]);
    bus.write(0x10);
    expect([...(await bus.read(undefined, 2))]).toEqual([0, 0]);
    bus.write(0x00);
    await bus.wait(500);
    expect([...(await bus.read(undefined, 2))]).toEqual([0, 0]);
  });
});

const word = ([high = 0, low = 0]: Uint8Array) => (high << 8) | low;

describe("accelerometers", () => {
  const chips = (tilt: { x: number; y: number }) =>
    [
      [adxl345, new Adxl345(() => feltBy(tilt))],
      [
        mpu6050,
        new Mpu6050(
          () => feltBy(tilt),
          () => 20,
        ),
      ],
    ] as const;

  it("feel one gravity in all, however they are turned", async () => {
    const angles = fc.record({
      x: fc.integer({ min: -180, max: 180 }),
      y: fc.integer({ min: -90, max: 90 }),
    });
    await fc.assert(
      fc.asyncProperty(angles, async (tilt) => {
        for (const [driver, chip] of chips(tilt)) {
          const { X = 0, Y = 0, Z = 0 } = await (await driver(busTo(chip)))();
          // One count of the coarser chip is 0.04 m/s².
          expect(Math.hypot(X, Y, Z)).toBeCloseTo(9.81, 0);
        }
      }),
    );
  });

  it.each([
    ["flat, face up", { x: 0, y: 0 }, { X: 0, Y: 0, Z: 9.81 }],
    ["on its right edge", { x: 90, y: 0 }, { X: -9.81, Y: 0, Z: 0 }],
    ["on its far edge", { x: 0, y: 90 }, { X: 0, Y: -9.81, Z: 0 }],
    ["face down", { x: 180, y: 0 }, { X: 0, Y: 0, Z: -9.81 }],
  ])("%s", async (_name, tilt, wanted) => {
    for (const [driver, chip] of chips(tilt)) {
      const felt = await (await driver(busTo(chip)))();
      for (const axis of ["X", "Y", "Z"] as const) expect(felt[axis]).toBeCloseTo(wanted[axis], 1);
    }
  });

  it("measure nothing before they are woken up, and in the range they are told", async () => {
    const [[, adxl], [, mpu]] = chips({ x: 0, y: 0 });
    const [a, m] = [busTo(adxl), busTo(mpu)];
    expect([...(await a.read(0x36, 2))]).toEqual([0, 0]);
    expect(word(await m.read(0x3f, 2))).toBe(0);
    a.write(0x2d, 0x08);
    a.write(0x31, 0x01);
    m.write(0x6b, 0x00);
    m.write(0x1c, 0b11 << 3);
    // ±4 g in ten bits is 128 counts a g; ±16 g is 2048.
    expect([...(await a.read(0x36, 2))]).toEqual([128, 0]);
    expect(word(await m.read(0x3f, 2))).toBe(2048);
    // (20 − 36.53) · 340
    expect(((await m.read(0x41, 2)).reduce((sum, byte) => (sum << 8) | byte, 0) << 16) >> 16).toBe(-5620);
  });
});

describe("MCP9808", () => {
  it("gives back the air it is in, to a sixteenth of a degree", async () => {
    let celsius = 0;
    const measure = await mcp9808(busTo(new Mcp9808(() => celsius)));
    await fc.assert(
      fc.asyncProperty(fc.double({ min: -40, max: 125, noNaN: true }), async (room) => {
        celsius = room;
        expect(Math.abs(((await measure())[""] ?? Number.NaN) - room)).toBeLessThanOrEqual(0.0363);
      }),
    );
  });

  it("tells who it is, flags its limits, keeps its last value in shutdown, and is as coarse as it is told", async () => {
    let celsius = 25.3;
    const bus = busTo(new Mcp9808(() => celsius));
    expect(word(await bus.read(0x06, 2))).toBe(0x0054);
    // Limits of 0 °C: warmer than critical and than upper. 25.3 °C is 404.8 sixteenths.
    expect(word(await bus.read(0x05, 2))).toBe(0xc000 | 405);
    bus.write(0x02, 0x01, 0xe0);
    bus.write(0x04, 0x02, 0x80);
    expect(word(await bus.read(0x05, 2))).toBe(405);
    bus.write(0x08, 0x00);
    expect(word(await bus.read(0x05, 2))).toBe(408);
    bus.write(0x01, 0x01, 0x00);
    celsius = 10;
    expect(word(await bus.read(0x05, 2))).toBe(408);
  });
});

describe("VL53L0X", () => {
  const startOne = async (distance: () => number) => {
    const bus = busTo(new Vl53l0x(distance, () => bus.ms));
    return { bus, measure: await vl53l0x(bus) };
  };

  it("gives back the distance to what is before it, to the millimetre, and nothing beyond its reach", async () => {
    let metres = 1;
    const { measure } = await startOne(() => metres);
    for (const [there, told] of [
      [1, 1],
      [0.0304, 0.03],
      [1.9996, 2],
      [2.1, undefined],
      [0.5, 0.5],
    ] as const) {
      metres = there;
      expect(await measure()).toEqual(told === undefined ? {} : { "": told });
    }
  });

  it("measures only with its own stop variable in place, and ends a measurement in its own time", async () => {
    const { bus } = await startOne(() => 1);
    bus.write(0x00, 0x01);
    expect([...(await bus.read(0x13, 1))]).toEqual([0]);
    await bus.wait(40);
    expect([...(await bus.read(0x13, 1))]).toEqual([4]);
    bus.write(0x0b, 0x01);
    expect([...(await bus.read(0x13, 1))]).toEqual([0]);
    bus.write(0xff, 0x01);
    bus.write(0x91, 0x00);
    bus.write(0xff, 0x00);
    bus.write(0x00, 0x01);
    await bus.wait(1000);
    expect([...(await bus.read(0x13, 1))]).toEqual([0]);
  });

  it("is woken up again when its wire came loose behind the hidden page", async () => {
    const { bus } = await startOne(() => 0.7);
    bus.write(0x80, 0x01);
    bus.write(0xff, 0x01);
    bus.write(0x00, 0x00);
    expect([...(await bus.read(0xc0, 1))]).not.toEqual([0xee]);
    const measure = await vl53l0x(bus);
    expect(await measure()).toEqual({ "": 0.7 });
  });

  it("is told when a measurement never ends", async () => {
    const bus = busTo(
      new Vl53l0x(
        () => 1,
        () => 0,
      ),
    );
    const measure = await vl53l0x(bus);
    await expect(measure()).rejects.toBeInstanceOf(ChipSilent);
  });
});
