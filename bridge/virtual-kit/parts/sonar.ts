// An HC-SR04 with its trigger and echo on one pin: ten microseconds up, then a pulse as long as sound takes there and back.
// Behaviour: the module's data sheet as Wokwi's model reads it (2 to 400 cm; 58 µs a centimetre at 22.8 °C).
import { type Atmega328p, clockFrequency } from "../avr/atmega328p.ts";

const shortestTriggerMicros = 10;
/** The burst of eight waves goes out before the echo pulse begins. */
const burstMicros = 450;
/** Its pulse when nothing came back. */
const lostMicros = 38_000;
const range = { min: 0.02, max: 4 };

/** Time of an echo, microseconds. @param metres to what it bounces off. @param celsius of the air. */
export function echoMicros(metres: number, celsius: number): number {
  const speed = 331.3 * Math.sqrt(1 + celsius / 273.15);
  return metres < range.min || metres > range.max ? lostMicros : (2e6 * metres) / speed;
}

const cycles = (micros: number) => Math.max(1, Math.round((micros * clockFrequency) / 1e6));

/** @param echo asked at each trigger, microseconds; `undefined` when its wire is off. */
export function attachSonar(mcu: Atmega328p, pin: string, echo: () => number | undefined): void {
  let roseAt: number | undefined;
  let busy = false;
  mcu.drive(pin, false);
  mcu.onEdge(pin, (high) => {
    if (high) {
      roseAt = mcu.micros;
      return;
    }
    // A cycle short by the way edges are dated is still the ten microseconds asked for.
    const triggered = roseAt !== undefined && mcu.micros - roseAt > shortestTriggerMicros - 1;
    roseAt = undefined;
    const micros = triggered && !busy ? echo() : undefined;
    if (micros === undefined) return;
    busy = true;
    mcu.after(cycles(burstMicros), () => {
      mcu.drive(pin, true);
      mcu.after(cycles(micros), () => {
        mcu.drive(pin, false);
        busy = false;
      });
    });
  });
}
