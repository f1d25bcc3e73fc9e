// The kit's chips, read by the bridge's own drivers: register by register on one side, data sheet on the other.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bh1750 } from "../../../../bridge/boards/chips/bh1750.ts";
import { bme280 } from "../../../../bridge/boards/chips/bme280.ts";
import type { ChipBus } from "../../../../bridge/boards/chips/chip.ts";
import { Bh1750 } from "../../../../bridge/virtual-kit/chips/bh1750.ts";
import { Bme280 } from "../../../../bridge/virtual-kit/chips/bme280.ts";
import type { I2cChip } from "../../../../bridge/virtual-kit/chips/i2c-bus.ts";

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
