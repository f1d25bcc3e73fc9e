// A BH1750FVI: no registers, one-byte orders, two bytes to read. ROHM datasheet, "Instruction Set Architecture".
import type { I2cChip } from "./i2c-bus.ts";

const order = { off: 0x00, on: 0x01, reset: 0x07, continuous: 0x10 };
const measurementMs = 120;
const countsPerLux = 1.2;
const mostCounts = 0xffff;

export class Bh1750 implements I2cChip {
  private readonly lux: () => number;
  private readonly nowMs: () => number;
  private on = false;
  private measuringSince: number | undefined;
  private data = 0;
  private next = 0;

  /** @param nowMs simulated time. */
  constructor(lux: () => number, nowMs: () => number) {
    this.lux = lux;
    this.nowMs = nowMs;
  }

  start(writing: boolean): void {
    if (writing) return;
    this.next = 0;
    if (this.measuringSince !== undefined && this.nowMs() - this.measuringSince >= measurementMs)
      this.data = Math.min(mostCounts, Math.round(this.lux() * countsPerLux));
  }

  write(byte: number): boolean {
    if (byte === order.off) {
      this.on = false;
      this.measuringSince = undefined;
    } else if (byte === order.on) this.on = true;
    else if (byte === order.reset && this.on) this.data = 0;
    else if (byte === order.continuous) {
      // A measuring order wakes it up by itself.
      this.on = true;
      this.measuringSince = this.nowMs();
    }
    return true;
  }

  read(): number {
    this.next += 1;
    return this.next === 1 ? this.data >> 8 : this.next === 2 ? this.data & 0xff : 0xff;
  }
}
