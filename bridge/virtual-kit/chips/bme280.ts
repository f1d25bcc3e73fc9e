// A BME280 at register level: identity, its own trimming numbers, control registers, and raw data that its trimming turns
// back into the room's air. BST-BME280-DS002: §4.2.2, §4.2.3 (the integer formulas), §5.3, §5.4.
import type { I2cChip } from "./i2c-bus.ts";

const register = {
  identity: 0xd0,
  reset: 0xe0,
  controlHumidity: 0xf2,
  control: 0xf4,
  config: 0xf5,
  data: 0xf7,
};
const identity = 0x60;
const normalMode = 0b11;
const skipped = { pressure: 0x80000, temperature: 0x80000, humidity: 0x8000 };

/** Of one chip; each leaves the factory with its own. */
const trim = {
  T: [27504, 26435, -1000],
  P: [36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000],
  H: [75, 362, 0, 312, 50, 30],
} as const;

export interface Air {
  readonly celsius: number;
  readonly humidity: number;
  readonly pascals: number;
}

const { T, P, H } = trim;

/** §4.2.3, `t_fine`: 5120 a degree. */
function fine(raw: number): number {
  const a = (((raw >> 3) - (T[0] << 1)) * T[1]) >> 11;
  const b = (raw >> 4) - T[0];
  return a + (((((b * b) >> 12) * T[2]) >> 14) | 0);
}

/** §4.2.3, 64 bits: pascals. */
function pressure(raw: number, warmth: number): number {
  const big = (value: number) => BigInt(Math.round(value));
  let a = big(warmth) - 128000n;
  let b = a * a * big(P[5]);
  b += (a * big(P[4])) << 17n;
  b += big(P[3]) << 35n;
  a = ((a * a * big(P[2])) >> 8n) + ((a * big(P[1])) << 12n);
  a = (((1n << 47n) + a) * big(P[0])) >> 33n;
  if (a === 0n) return 0;
  let p = 1048576n - big(raw);
  p = (((p << 31n) - b) * 3125n) / a;
  const c = (big(P[8]) * (p >> 13n) * (p >> 13n)) >> 25n;
  const d = (big(P[7]) * p) >> 19n;
  p = ((p + c + d) >> 8n) + (big(P[6]) << 4n);
  return Number(p) / 256;
}

/** §4.2.3: percent. */
function humidity(raw: number, warmth: number): number {
  const v = warmth - 76800;
  const slope = ((((((v * H[5]) >> 10) * (((v * H[2]) >> 11) + 32768)) >> 10) + 2097152) * H[1] + 8192) >> 14;
  let x = Math.trunc(((raw << 14) - (H[3] << 20) - H[4] * v + 16384) / 32768) * slope;
  x -= (((Math.trunc(x / 32768) ** 2 / 128) | 0) * H[0]) / 16;
  return Math.min(419430400, Math.max(0, x)) / 4096 / 1024;
}

/** The raw value whose compensation is nearest, found by halving. @param rising does the value rise with the raw one. */
function rawOf(bits: number, wanted: number, of: (raw: number) => number, rising: boolean): number {
  let raw = 0;
  for (let step = 2 ** (bits - 1); step >= 1; step /= 2) {
    if (of(raw + step) <= wanted === rising) raw += step;
  }
  return raw;
}

export class Bme280 implements I2cChip {
  private readonly air: () => Air;
  private readonly registers = new Uint8Array(256);
  private pointer: number | undefined;

  constructor(air: () => Air) {
    this.air = air;
    this.reset();
  }

  start(writing: boolean): void {
    if (writing) this.pointer = undefined;
    // A burst is of one measurement (§4: shadowing).
    else this.measure();
  }

  write(byte: number): boolean {
    if (this.pointer === undefined) {
      this.pointer = byte;
      return true;
    }
    const at = this.pointer;
    // Writes come in pairs of register and value.
    this.pointer = undefined;
    if (at === register.reset && byte === 0xb6) this.reset();
    else if (at === register.controlHumidity || at === register.control || at === register.config)
      this.registers[at] = byte;
    return true;
  }

  read(): number {
    const at = this.pointer ?? 0;
    this.pointer = (at + 1) & 0xff;
    return this.registers[at] ?? 0;
  }

  private reset(): void {
    const { registers } = this;
    registers.fill(0);
    registers[register.identity] = identity;
    const words = [...T, ...P].flatMap((word) => [word & 0xff, (word >> 8) & 0xff]);
    registers.set(words, 0x88);
    registers[0xa1] = H[0];
    registers.set(
      [H[1] & 0xff, H[1] >> 8, H[2], H[3] >> 4, (H[3] & 0x0f) | ((H[4] & 0x0f) << 4), H[4] >> 4, H[5]],
      0xe1,
    );
    this.put(skipped.pressure, skipped.temperature, skipped.humidity);
  }

  private measure(): void {
    const control = this.registers[register.control] ?? 0;
    if ((control & 0b11) !== normalMode) return;
    const { celsius, humidity: percent, pascals } = this.air();
    const temperature = rawOf(20, celsius * 5120, fine, true);
    const warmth = fine(temperature);
    const asked = {
      temperature: (control >> 5) & 0b111,
      pressure: (control >> 2) & 0b111,
      humidity: (this.registers[register.controlHumidity] ?? 0) & 0b111,
    };
    this.put(
      asked.pressure === 0 ? skipped.pressure : rawOf(20, pascals, (raw) => pressure(raw, warmth), false),
      asked.temperature === 0 ? skipped.temperature : temperature,
      asked.humidity === 0 ? skipped.humidity : rawOf(16, percent, (raw) => humidity(raw, warmth), true),
    );
  }

  private put(p: number, t: number, h: number): void {
    const twenty = (raw: number) => [raw >> 12, (raw >> 4) & 0xff, (raw & 0x0f) << 4];
    this.registers.set([...twenty(p), ...twenty(t), h >> 8, h & 0xff], register.data);
  }
}
