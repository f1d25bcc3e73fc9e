// Analogue parts as voltages on a pin. Divider and part models: constants §4.1–4.2 (Wokwi's photoresistor, Analog Devices TMP36).
import { figures } from "../figures.ts";
import { type Random, Wander } from "../random.ts";

/** One step of the converter, volts. */
const step = () => figures.boardVolts / 1024;
/** Mains in Québec, hertz. */
const mains = 60;

/** Photoresistor on the ground side, a divider resistor to the supply: darker is higher. @param lux illuminance. @returns volts. */
export function photoresistorVolts(lux: number): number {
  // Total darkness leaves about 1 MΩ in such a part.
  const resistance = Math.min(
    1_000_000,
    figures.ldrAtTenLux * (Math.max(lux, 0.001) / 10) ** -figures.ldrGamma,
  );
  return (figures.boardVolts * resistance) / (resistance + figures.ldrDivider);
}

/** TMP36: 0.5 V at 0 °C and 10 mV per degree. @param celsius −40 to 125. @returns volts. */
export function tmp36Volts(celsius: number): number {
  return 0.5 + 0.01 * Math.min(125, Math.max(-40, celsius));
}

/** Resistance of a force sensor under one newton, ohms; twice the force halves it (to confirm: Interlink FSR 402 guide). */
const fsrAtOneNewton = 10_000;
const fsrDivider = 10_000;

/** Force sensor to the supply, 10 kΩ to ground: harder is higher. @param newtons 0 to 10, what the part feels. @returns volts. */
export function forceVolts(newtons: number): number {
  // Untouched, it lets nothing through.
  if (newtons <= 0) return 0;
  return (figures.boardVolts * fsrDivider) / (fsrDivider + fsrAtOneNewton / newtons);
}

/** Envelope of a sound module. @param level of its range, 0 to 1. @returns volts. */
export const envelopeVolts = (level: number): number => figures.boardVolts * level;

/** What a wired sensor's pin carries besides its signal: about one step of the converter. */
export function sensorNoise(random: Random): number {
  return 0.5 * step() * random.gaussian();
}

/** An analogue input with nothing on it: it wanders, and picks up the mains like an antenna. */
export class FloatingInput {
  private readonly random: Random;
  private readonly wander: Wander;
  private readonly phase: number;

  constructor(random: Random) {
    this.random = random;
    this.wander = new Wander(random, 0.35, 700);
    this.phase = random.next() * 2 * Math.PI;
  }

  /** Volts at this moment of simulated time, milliseconds. */
  volts(ms: number): number {
    const hum = 0.45 * Math.sin((2 * Math.PI * mains * ms) / 1000 + this.phase);
    const volts = 1.9 + this.wander.at(ms) + hum + 0.02 * this.random.gaussian();
    return Math.min(figures.boardVolts, Math.max(0, volts));
  }
}
