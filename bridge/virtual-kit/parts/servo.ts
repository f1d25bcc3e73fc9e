// A hobby servo's horn: it turns towards the angle its last pulse asked for, at the pace of a small servo.
import { figures } from "../figures.ts";

/** Pulses at both ends of the travel, microseconds: the Arduino Servo library's own. */
const shortest = 544;
const longest = 2400;
/** Pulses further out than this are not a servo signal at all. */
const margin = 150;
/** Pulses come about every 20 ms; faster trains are some other signal. */
const shortestPeriod = 2500;

export class ServoHorn {
  private angle: number;
  private wanted: number;
  private lastMs: number | undefined;

  /** @param degrees where it stands before the first pulse. */
  constructor(degrees: number) {
    this.angle = degrees;
    this.wanted = degrees;
  }

  /** One pulse on its wire. @param micros its width. @param period from pulse to pulse, when known. */
  pulse(micros: number, period = 20_000): void {
    if (period < shortestPeriod || micros < shortest - margin || micros > longest + margin) return;
    const degrees = ((micros - shortest) * 180) / (longest - shortest);
    this.wanted = Math.min(180, Math.max(0, degrees));
  }

  /** Turns until this simulated time, milliseconds. */
  turn(ms: number): void {
    const reach = this.lastMs === undefined ? 0 : ((ms - this.lastMs) * 60) / (1000 * figures.servoPace);
    this.lastMs = ms;
    const away = this.wanted - this.angle;
    this.angle += Math.min(reach, Math.max(-reach, away));
  }

  /** Where it stands, to the nearest degree. */
  get degrees(): number {
    return Math.round(this.angle);
  }
}
