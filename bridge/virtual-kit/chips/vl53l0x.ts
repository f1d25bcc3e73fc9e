// A VL53L0X as far as one measurement at a time goes: reference registers, the hidden page with its stop variable, a
// measurement that takes its time, its status and its range. Registers as in the maker's API (STSW-IMG005); the reach of
// 2 m, the reference registers and 33 ms are the data sheet's (ST DS11555). Left out: calibrations, thresholds, time budgets.
import { RegisterChip } from "./register-chip.ts";

const register = {
  start: 0x00,
  interruptConfig: 0x0a,
  interruptClear: 0x0b,
  interruptStatus: 0x13,
  result: 0x14,
  range: 0x1e,
  page: 0xff,
};
/** The hidden page's, one of each chip. */
const stopVariable = 0x91;
const factory = 0x3c;
const references: readonly [number, number][] = [
  [0xc0, 0xee],
  [0xc1, 0xaa],
  [0xc2, 0x10],
];
const once = 0x01;
const newSample = 0x04;
const measurementMs = 33;
const reachMetres = 2;
const status = { valid: 11, noSignal: 4 };
const lost = 8190;

export class Vl53l0x extends RegisterChip {
  private readonly metres: () => number;
  private readonly nowMs: () => number;
  private readonly hidden = new Uint8Array(256);
  private readyAt: number | undefined;

  /** @param metres to what is before it. @param nowMs simulated time. */
  constructor(metres: () => number, nowMs: () => number) {
    super();
    this.metres = metres;
    this.nowMs = nowMs;
    for (const [at, value] of references) this.registers[at] = value;
    this.hidden[stopVariable] = factory;
  }

  protected store(at: number, byte: number): void {
    const { registers } = this;
    if (at === register.page) registers[at] = byte;
    else if (registers[register.page] !== 0) this.hidden[at] = byte;
    else if (at === register.start && (byte & once) !== 0) {
      registers[at] = byte;
      // It starts only with its own stop variable in place.
      if (this.hidden[stopVariable] === factory) this.readyAt = this.nowMs() + measurementMs;
    } else if (at === register.interruptClear) registers[register.interruptStatus] = 0;
    else if (!references.some(([fixed]) => fixed === at)) registers[at] = byte;
  }

  protected override fetch(at: number): number {
    const page = at === register.page || this.registers[register.page] === 0 ? this.registers : this.hidden;
    return page[at] ?? 0;
  }

  protected measure(): void {
    if (this.readyAt === undefined || this.nowMs() < this.readyAt) return;
    this.readyAt = undefined;
    const { registers } = this;
    const metres = this.metres();
    const seen = metres <= reachMetres;
    const range = seen ? Math.round(metres * 1000) : lost;
    registers[register.start] = 0;
    registers[register.interruptStatus] = (registers[register.interruptConfig] ?? 0) & newSample;
    registers[register.result] = ((seen ? status.valid : status.noSignal) << 3) | 1;
    registers.set([range >> 8, range & 0xff], register.range);
  }
}
