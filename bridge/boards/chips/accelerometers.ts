// ADXL345 and MPU-6050: acceleration on three axes, ±2 g, as bare numbers of a datasheet turned into m/s².
// Analog Devices ADXL345 rev. G (register map, DATA_FORMAT); InvenSense RM-MPU-6000A rev. 4.2 (registers 59–64, 107, 117).
import { roundTo } from "#contract/quantities.ts";
import { type ChipDriver, type ChipValues, expectIdentity, int16, uint16be, uint16le } from "./chip.ts";

/** 1 g, m/s². */
const gravity = 9.80665;
const adxl345Registers = { identity: 0x00, power: 0x2d, format: 0x31, data: 0x32 };
const adxl345Identity = 0xe5;
const mpu6050Registers = { range: 0x1c, data: 0x3b, power: 0x6b, identity: 0x75 };
const mpu6050Identity = 0x68;
/** Counts per g. */
const sensitivity = { adxl345: 256, mpu6050: 16384 };

const axes = (
  data: Uint8Array,
  word: (bytes: Uint8Array, at: number) => number,
  countsPerG: number,
): ChipValues =>
  Object.fromEntries(
    (["X", "Y", "Z"] as const).map((axis, index) => [
      axis,
      roundTo(`acceleration${axis}`, (int16(word(data, 2 * index)) / countsPerG) * gravity),
    ]),
  );

/** From six bytes, least significant first. */
export const adxl345Values = (data: Uint8Array): ChipValues => axes(data, uint16le, sensitivity.adxl345);
/** From six bytes, most significant first. */
export const mpu6050Values = (data: Uint8Array): ChipValues => axes(data, uint16be, sensitivity.mpu6050);

export const adxl345: ChipDriver = async (bus) => {
  await expectIdentity(bus, adxl345Registers.identity, adxl345Identity);
  // Full resolution, ±2 g; then out of standby: 100 measurements a second.
  bus.write(adxl345Registers.format, 0x08);
  bus.write(adxl345Registers.power, 0x08);
  await bus.wait(20);
  return async () => adxl345Values(await bus.read(adxl345Registers.data, 6));
};

export const mpu6050: ChipDriver = async (bus) => {
  await expectIdentity(bus, mpu6050Registers.identity, mpu6050Identity);
  bus.write(mpu6050Registers.power, 0x00);
  bus.write(mpu6050Registers.range, 0x00);
  // It starts up in 30 ms.
  await bus.wait(40);
  return async () => mpu6050Values(await bus.read(mpu6050Registers.data, 6));
};
