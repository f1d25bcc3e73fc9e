// WS2812 LEDs as they hear their wire: how long each pulse lasts is a bit, a rest is the end of the frame.
// Worldsemi WS2812B data sheet, "Data transfer time" and "Composition of 24 bit data" (green, red, blue).
import type { Atmega328p } from "../avr/atmega328p.ts";
import { figures } from "../figures.ts";

/** LEDs of the kit's strip. */
export const stripLength = 8;

/** Microseconds a pulse may last: as a 0, as a 1. */
const zero = { min: 0.25, max: 0.55 };
const one = { min: 0.65, max: 0.95 };

export class StripWire {
  private readonly mcu: Atmega328p;
  private readonly length: number;
  private bits: number[] = [];
  private shown: string[];
  private changedAt = 0;
  private roseAt: number | undefined;
  /** Pulses that are neither, and frames that end within a colour. */
  faults = 0;

  /** @param wired is its data wire in place. */
  constructor(mcu: Atmega328p, pin: string, length: number, wired: () => boolean = () => true) {
    this.mcu = mcu;
    this.length = length;
    this.shown = Array.from({ length }, () => "#000000");
    mcu.onEdge(pin, (high) => {
      if (wired()) this.edge(high);
    });
  }

  /** What each LED shows, "#rrggbb". */
  get colours(): readonly string[] {
    this.latch();
    return this.shown;
  }

  private edge(high: boolean): void {
    const now = this.mcu.micros;
    if (high) {
      this.latch();
      this.roseAt = now;
    } else if (this.roseAt !== undefined) {
      const width = now - this.roseAt;
      if (width >= zero.min && width <= zero.max) this.bits.push(0);
      else if (width >= one.min && width <= one.max) this.bits.push(1);
      else this.faults += 1;
    }
    this.changedAt = now;
  }

  /** A rest long enough: the LEDs take what they were sent; those that got nothing keep their colour. */
  private latch(): void {
    if (this.bits.length === 0 || this.mcu.micros - this.changedAt < figures.stripRestMicros) return;
    if (this.bits.length % 24 !== 0) this.faults += 1;
    const byte = (at: number) => this.bits.slice(at, at + 8).reduce((value, bit) => value * 2 + bit, 0);
    const hex = (value: number) => value.toString(16).padStart(2, "0");
    const whole = Math.min(this.length, Math.floor(this.bits.length / 24));
    const heard = Array.from(
      { length: whole },
      (_, led) => `#${hex(byte(24 * led + 8))}${hex(byte(24 * led))}${hex(byte(24 * led + 16))}`,
    );
    this.shown = [...heard, ...this.shown.slice(whole)];
    this.bits = [];
  }
}
