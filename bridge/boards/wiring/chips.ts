// Chips on the I²C bus: woken up, read at the plan's pace or as often as they were told since, and woken up again when their
// wire comes back.
import { adxl345, mpu6050 } from "../chips/accelerometers.ts";
import { bh1750 } from "../chips/bh1750.ts";
import { bme280 } from "../chips/bme280.ts";
import { type ChipBus, type ChipDriver, ChipSilent } from "../chips/chip.ts";
import { mcp9808 } from "../chips/mcp9808.ts";
import { vl53l0x } from "../chips/vl53l0x.ts";
import { milliamps } from "../currents.ts";
import type { FirmataIo } from "../johnny-five.ts";
import type { ComponentOf } from "../parts/part.ts";
import { numberOf, type WiringBench } from "./bench.ts";

/** A board answers a read in a few milliseconds, or says by a string that nobody was there. */
const answerMs = 500;
const againMs = 1000;

type ChipComponent = ComponentOf<"time-of-flight" | "accelerometer" | "climate" | "lux" | "thermometer">;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function busOf({ io, rate }: WiringBench, address: number): ChipBus {
  return {
    write: (...bytes) => void io.i2cWrite(address, bytes),
    read: (register, count) => readOnce(io, address, register, count),
    wait: (ms) => sleep(ms / rate),
  };
}

function readOnce(
  io: FirmataIo,
  address: number,
  register: number | undefined,
  count: number,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const onBytes = (bytes: number[]) => {
      clearTimeout(timer);
      resolve(Uint8Array.from(bytes));
    };
    const timer = setTimeout(() => {
      io.removeListener(`I2C-reply-${address}-${register ?? 0}`, onBytes);
      reject(new ChipSilent(`nobody at 0x${address.toString(16)}`));
    }, answerMs);
    if (register === undefined) io.i2cReadOnce(address, count, onBytes);
    else io.i2cReadOnce(address, register, count, onBytes);
  });
}

function driverOf(component: ChipComponent): ChipDriver {
  switch (component.kind) {
    case "time-of-flight":
      return vl53l0x;
    case "accelerometer":
      return component.options.chip === "adxl345" ? adxl345 : mpu6050;
    case "climate":
      return bme280;
    case "lux":
      return bh1750;
    case "thermometer":
      return mcp9808;
  }
}

export function wireChip(bench: WiringBench, component: ChipComponent): void {
  const { id, options } = component;
  const driver = driverOf(component);
  bench.io.i2cConfig();
  const bus = busOf(bench, Number(options.address));
  let measurement = 0;
  let everyMs: number = options.sampleMs;
  if (component.kind === "accelerometer") {
    bench.draws(id, milliamps.sensor);
    // Until the board starts again: what lasts is in the plan.
    bench.output(id, (_action, args) => {
      everyMs = 1000 / numberOf(args, "hz");
    });
  }

  const run = async (): Promise<never> => {
    for (;;) {
      try {
        const measure = await driver(bus);
        for (;;) {
          const began = performance.now();
          const values = Object.entries(await measure()).filter((entry): entry is [string, number] =>
            Number.isFinite(entry[1]),
          );
          measurement += 1;
          bench.well(id);
          bench.tell(id, Object.fromEntries(values.map(([end, value]) => [id + end, value])), measurement, 1);
          await sleep(Math.max(0, everyMs / bench.rate - (performance.now() - began)));
        }
      } catch (error) {
        measurement += 1;
        bench.tell(id, {}, measurement, 1);
        bench.silent(id, String(error).slice(0, 200));
        await sleep(againMs / bench.rate);
      }
    }
  };
  void run();
}
