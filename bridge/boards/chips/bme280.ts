// BME280: temperature, humidity, pressure. Bosch Sensortec BST-BME280-DS002: §4.2.2 (trimming), §5.3 (registers),
// appendix 8.1 (compensation in floating point).
import { roundTo } from "#contract/quantities.ts";
import { type ChipDriver, type ChipValues, expectIdentity, int8, int16, uint16le } from "./chip.ts";

const register = {
  trimming: 0x88,
  identity: 0xd0,
  trimmingHumidity: 0xe1,
  controlHumidity: 0xf2,
  control: 0xf4,
  config: 0xf5,
  data: 0xf7,
};
const identity = 0x60;
/** A measurement that was not made reads as these. */
const skipped = { pressure: 0x80000, temperature: 0x80000, humidity: 0x8000 };

export interface Trimming {
  readonly t: readonly number[];
  readonly p: readonly number[];
  readonly h: readonly number[];
}

/** The factory's own numbers of one chip. @param low 0x88 to 0xA1. @param high 0xE1 to 0xE7. */
export function trimmingOf(low: Uint8Array, high: Uint8Array): Trimming {
  const words = Array.from({ length: 12 }, (_, i) => uint16le(low, 2 * i));
  const signed = words.map(int16);
  return {
    t: [words[0] ?? 0, signed[1] ?? 0, signed[2] ?? 0],
    p: [words[3] ?? 0, ...signed.slice(4, 12)],
    h: [
      low[25] ?? 0,
      int16(uint16le(high)),
      high[2] ?? 0,
      (int8(high[3] ?? 0) << 4) | ((high[4] ?? 0) & 0x0f),
      (int8(high[5] ?? 0) << 4) | ((high[4] ?? 0) >> 4),
      int8(high[6] ?? 0),
    ],
  };
}

/** Celsius, percent and pascals from the eight data bytes; what was not measured is absent. */
export function compensate({ t, p, h }: Trimming, data: Uint8Array): ChipValues {
  const at = (list: readonly number[], index: number): number => list[index - 1] ?? 0;
  const twenty = (from: number) =>
    ((data[from] ?? 0) << 12) | ((data[from + 1] ?? 0) << 4) | ((data[from + 2] ?? 0) >> 4);
  const rawPressure = twenty(0);
  const rawTemperature = twenty(3);
  const rawHumidity = ((data[6] ?? 0) << 8) | (data[7] ?? 0);
  // Without temperature nothing can be compensated.
  if (rawTemperature === skipped.temperature) return {};

  const t1 = (rawTemperature / 16384 - at(t, 1) / 1024) * at(t, 2);
  const t2 = (rawTemperature / 131072 - at(t, 1) / 8192) ** 2 * at(t, 3);
  const fine = t1 + t2;
  const values: Record<string, number> = { Temperature: roundTo("temperature", fine / 5120) };

  if (rawPressure !== skipped.pressure) {
    const half = fine / 2 - 64000;
    let offset = (half * half * at(p, 6)) / 32768;
    offset += half * at(p, 5) * 2;
    offset = offset / 4 + at(p, 4) * 65536;
    const slope = (1 + ((at(p, 3) * half * half) / 524288 + at(p, 2) * half) / 524288 / 32768) * at(p, 1);
    if (slope !== 0) {
      const base = ((1048576 - rawPressure - offset / 4096) * 6250) / slope;
      const bend = (at(p, 9) * base * base) / 2147483648 + (base * at(p, 8)) / 32768;
      values.Pressure = roundTo("pressure", base + (bend + at(p, 7)) / 16);
    }
  }

  if (rawHumidity !== skipped.humidity) {
    const warm = fine - 76800;
    let humidity =
      (rawHumidity - (at(h, 4) * 64 + (at(h, 5) / 16384) * warm)) *
      ((at(h, 2) / 65536) * (1 + (at(h, 6) / 67108864) * warm * (1 + (at(h, 3) / 67108864) * warm)));
    humidity *= 1 - (at(h, 1) * humidity) / 524288;
    values.Humidity = roundTo("relativeHumidity", Math.min(100, Math.max(0, humidity)));
  }
  return values;
}

/** Normal mode, a measurement about every 10 ms, no filter: what is read is never older than that. */
export const bme280: ChipDriver = async (bus) => {
  await expectIdentity(bus, register.identity, identity);
  const trimming = trimmingOf(
    await bus.read(register.trimming, 26),
    await bus.read(register.trimmingHumidity, 7),
  );
  bus.write(register.config, 0b000_000_00);
  bus.write(register.controlHumidity, 0b001);
  bus.write(register.control, 0b001_001_11);
  // First measurement: 1.25 + 3 × 2.3 + 2 × 0.575 ms at most (§9.1).
  await bus.wait(20);
  return async () => compensate(trimming, await bus.read(register.data, 8));
};
