// The MFRC522's timer unit, worked out when asked. Reference: NXP MFRC522 product data sheet, rev. 3.9 (§8.5, 9.3.3.10).
import { register } from "./mfrc522-registers.ts";

/** Bits of TModeReg. */
const automatic = 0x80;
const autoRestart = 0x10;

export class Mfrc522Timer {
  private readonly at: (address: number) => number;
  private startedAt: number | undefined;

  /** @param at what a register holds. */
  constructor(at: (address: number) => number) {
    this.at = at;
  }

  get running(): boolean {
    return this.startedAt !== undefined;
  }

  start(micros: number): void {
    this.startedAt = micros;
  }

  stop(): void {
    this.startedAt = undefined;
  }

  /** A frame has left: the timer starts by itself, if told to. */
  sent(micros: number): void {
    if (this.at(register.timerMode) & automatic) this.start(micros);
  }

  /** A card begins to answer: the timer stops by itself, if told to. */
  heard(): void {
    if (this.at(register.timerMode) & automatic) this.stop();
  }

  /** @returns whether it has run down since the last call. */
  settle(micros: number): boolean {
    if (this.startedAt === undefined) return false;
    const period = (this.reload() + 1) * this.tickMicros();
    const elapsed = micros - this.startedAt;
    if (elapsed < period) return false;
    this.startedAt = this.at(register.timerMode) & autoRestart ? micros - (elapsed % period) : undefined;
    return true;
  }

  /** What TCounterValReg reads: it counts down. */
  count(micros: number): number {
    if (this.startedAt === undefined) return 0;
    return Math.max(0, this.reload() - Math.floor((micros - this.startedAt) / this.tickMicros()));
  }

  private tickMicros(): number {
    const prescaler = ((this.at(register.timerMode) & 0x0f) << 8) | this.at(register.timerPrescaler);
    return (2 * prescaler + 1) / 13.56;
  }

  private reload(): number {
    return (this.at(register.timerReloadHigh) << 8) | this.at(register.timerReloadLow);
  }
}
