// An MCP9808 at register level: a pointer, registers of two bytes, the most significant first. Microchip DS25095A, §5.1 to
// §5.2. Left out: the alert output, its lock bits and hysteresis.
import type { I2cChip } from "./i2c-bus.ts";

const register = {
  config: 1,
  upper: 2,
  lower: 3,
  critical: 4,
  ambient: 5,
  maker: 6,
  device: 7,
  resolution: 8,
};
const shutdown = 0x0100;
/** Above the thirteen bits of a temperature, in the ambient register: warmer than critical, than upper, colder than lower. */
const alarm = { critical: 0x8000, upper: 0x4000, lower: 0x2000 };
const sixteenths = (word: number): number => (word << 19) >> 19;

export class Mcp9808 implements I2cChip {
  private readonly celsius: () => number;
  private readonly words = new Map<number, number>([
    [register.maker, 0x0054],
    [register.device, 0x0400],
    [register.resolution, 0x03],
  ]);
  private pointer = 0;
  private received: number[] = [];
  private sent = 0;

  constructor(celsius: () => number) {
    this.celsius = celsius;
  }

  start(writing: boolean): void {
    this.received = [];
    this.sent = 0;
    if (!writing && this.pointer === register.ambient && (this.word(register.config) & shutdown) === 0)
      this.words.set(register.ambient, this.measured());
  }

  write(byte: number): boolean {
    this.received.push(byte);
    const [pointer = 0, high = 0, low = 0] = this.received;
    if (this.received.length === 1) this.pointer = pointer & 0x0f;
    else if (this.pointer === register.resolution) this.words.set(this.pointer, high & 0b11);
    else if (this.received.length === 3 && this.pointer >= register.config && this.pointer < register.ambient)
      this.words.set(this.pointer, (high << 8) | low);
    return true;
  }

  read(): number {
    this.sent += 1;
    const word = this.word(this.pointer);
    // Its one register of a single byte.
    if (this.pointer === register.resolution) return this.sent === 1 ? word : 0xff;
    return this.sent === 1 ? word >> 8 : this.sent === 2 ? word & 0xff : 0xff;
  }

  private word(at: number): number {
    return this.words.get(at) ?? 0;
  }

  private measured(): number {
    const celsius = Math.min(125, Math.max(-40, this.celsius()));
    const step = 8 >> this.word(register.resolution);
    const counts = Math.round((celsius * 16) / step) * step;
    const limit = (at: number) => sixteenths(this.word(at));
    return (
      (counts & 0x1fff) |
      (counts >= limit(register.critical) ? alarm.critical : 0) |
      (counts > limit(register.upper) ? alarm.upper : 0) |
      (counts < limit(register.lower) ? alarm.lower : 0)
    );
  }
}
