// An ADXL345 and an MPU-6050 at register level: what they feel is told in g, at rest that the table holds them up.
// Analog Devices ADXL345 rev. G (register definitions, tables 18 to 21); InvenSense RM-MPU-6000A rev. 4.2 (registers 28,
// 59 to 72, 107, 117). Left out: offsets, interrupts, FIFO, self test, the gyroscope (it reads as still).
import { RegisterChip } from "./register-chip.ts";

/** Degrees from flat, face up: x with the right edge down, y with the far edge down. */
export interface Tilt {
  readonly x: number;
  readonly y: number;
}

const sine = (degrees: number) => Math.sin((degrees * Math.PI) / 180);
const cosine = (degrees: number) => Math.cos((degrees * Math.PI) / 180);

/** What each axis feels, in g: x, y, z. */
export type Felt = readonly [number, number, number];

/** At rest: an axis that points up feels +1. */
export const feltBy = ({ x, y }: Tilt): Felt => [-sine(x) * cosine(y), -sine(y), cosine(x) * cosine(y)];

const clamp = (value: number, most: number): number => Math.min(most, Math.max(-most - 1, value));

const adxl = { identity: 0x00, rate: 0x2c, power: 0x2d, source: 0x30, format: 0x31, data: 0x32 };
const adxlMeasure = 0x08;
const adxlFullResolution = 0x08;

export class Adxl345 extends RegisterChip {
  private readonly felt: () => Felt;

  constructor(felt: () => Felt) {
    super();
    this.felt = felt;
    this.registers[adxl.identity] = 0xe5;
    this.registers[adxl.rate] = 0x0a;
  }

  protected store(at: number, byte: number): void {
    if (at >= 0x1d && at <= adxl.format && at !== adxl.source) this.registers[at] = byte;
  }

  protected measure(): void {
    const { registers } = this;
    if (((registers[adxl.power] ?? 0) & adxlMeasure) === 0) return;
    const format = registers[adxl.format] ?? 0;
    const range = format & 0b11;
    const countsPerG = (format & adxlFullResolution) === 0 ? 256 >> range : 256;
    const most = countsPerG * (2 << range) - 1;
    this.felt().forEach((g, axis) => {
      const counts = clamp(Math.round(g * countsPerG), most);
      registers.set([counts & 0xff, (counts >> 8) & 0xff], adxl.data + 2 * axis);
    });
  }
}

const mpu = { range: 0x1c, data: 0x3b, temperature: 0x41, afterData: 0x61, power: 0x6b, identity: 0x75 };
const mpuReset = 0x80;
const mpuSleep = 0x40;

export class Mpu6050 extends RegisterChip {
  private readonly felt: () => Felt;
  private readonly celsius: () => number;

  constructor(felt: () => Felt, celsius: () => number) {
    super();
    this.felt = felt;
    this.celsius = celsius;
    this.reset();
  }

  protected store(at: number, byte: number): void {
    if (at === mpu.power && (byte & mpuReset) !== 0) this.reset();
    else if (at < mpu.data || (at >= mpu.afterData && at !== mpu.identity)) this.registers[at] = byte;
  }

  protected measure(): void {
    const { registers } = this;
    if (((registers[mpu.power] ?? 0) & mpuSleep) !== 0) return;
    const countsPerG = 16384 >> (((registers[mpu.range] ?? 0) >> 3) & 0b11);
    const words = this.felt().map((g) => Math.round(g * countsPerG));
    words.push(Math.round((this.celsius() - 36.53) * 340));
    words.forEach((word, index) => {
      const counts = clamp(word, 32767);
      registers.set([(counts >> 8) & 0xff, counts & 0xff], mpu.data + 2 * index);
    });
  }

  private reset(): void {
    this.registers.fill(0);
    this.registers[mpu.identity] = 0x68;
    this.registers[mpu.power] = mpuSleep;
  }
}
