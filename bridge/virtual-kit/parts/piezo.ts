// A piezo speaker sounds at the pace its pin turns.
import type { Atmega328p } from "../avr/atmega328p.ts";

/** Lower than anybody hears. */
const longestPeriodMicros = 50_000;

export class PiezoSpeaker {
  private readonly mcu: Atmega328p;
  private roseAt: number | undefined;
  private period = 0;

  constructor(mcu: Atmega328p, pin: string) {
    this.mcu = mcu;
    mcu.onEdge(pin, (high) => {
      if (!high) return;
      const now = mcu.micros;
      this.period = this.roseAt === undefined ? 0 : now - this.roseAt;
      this.roseAt = now;
    });
  }

  /** Hertz, to the nearest; 0 while it is silent. */
  get frequency(): number {
    if (this.period === 0 || this.period > longestPeriodMicros || this.roseAt === undefined) return 0;
    return this.mcu.micros - this.roseAt > 2 * this.period ? 0 : Math.round(1e6 / this.period);
  }
}
