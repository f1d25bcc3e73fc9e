// An HC-SR04 with its trigger and echo on one pin: ten microseconds up, then a pulse as long as sound takes there and back.
// Behaviour: the module's data sheet as Wokwi's model reads it (2 to 400 cm; 58 µs a centimetre at 22.8 °C).
import { type Atmega328p, clockFrequency } from "../avr/atmega328p.ts";
import { figures } from "../figures.ts";
import type { Random } from "../random.ts";

/** The burst of eight waves goes out before the echo pulse begins. */
const burstMicros = 450;
/** Its pulse when nothing came back. */
const lostMicros = 38_000;

/** Time of an echo, microseconds. @param metres to what it bounces off. @param celsius of the air. */
export function echoMicros(metres: number, celsius: number): number {
  const speed = figures.soundAtZero * Math.sqrt(1 + celsius / 273.15);
  const heard = metres >= figures.sonarNearest && metres <= figures.sonarFarthest;
  return heard ? (2e6 * metres) / speed : lostMicros;
}

/** What it looks at, and how. */
export interface SonarTarget {
  readonly metres: number;
  /** Degrees its face is turned away. */
  readonly degrees?: number;
  readonly wool?: boolean;
}

/** One wave of its sound lasts this long, microseconds. */
const waveMicros = 25;
/** The comparator hears the echo a little earlier or later: standard deviation, microseconds. */
const jitterMicros = 6;
/**
 * How far above what the module still hears, decibels: of a flat board at half a metre, and what is lost when it is twice
 * as far, turned by 45°, or hung with wool. Set by how such a module behaves before them, not from a data sheet.
 */
const margin = { flat: 44, doubling: 9, turned: 40, wool: 40, fading: 5 };
/** Below this the first waves of the echo are missed, one for each so many decibels. */
const weak = { below: 15, perWave: 3 };

/** How well an echo is heard before chance, decibels above silence. */
export function echoMargin({ metres, degrees = 0, wool = false }: SonarTarget): number {
  const doublings = Math.log2(Math.max(figures.sonarNearest, metres) / 0.5);
  return (
    margin.flat - margin.doubling * doublings - margin.turned * (degrees / 45) ** 2 - (wool ? margin.wool : 0)
  );
}

/**
 * Length of the pulse the module gives, microseconds: a strong echo is timed well, a weak one late by some waves or not at
 * all.
 */
export function heardMicros(target: SonarTarget, celsius: number, random: Random): number {
  const micros = echoMicros(target.metres, celsius);
  if (micros === lostMicros) return micros;
  const heard = echoMargin(target) + margin.fading * random.gaussian();
  if (heard < 0) return lostMicros;
  const missed = Math.ceil(Math.max(0, weak.below - heard) / weak.perWave);
  return micros + missed * waveMicros + jitterMicros * random.gaussian();
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
    const triggered = roseAt !== undefined && mcu.micros - roseAt > figures.sonarTriggerMicros - 1;
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
