// A signal strength a person can follow: the median of five seconds, then a short exponential average.
// The median throws away the fades of a few centimetres of movement; the average removes its steps.
import { median } from "#contract/maths/statistics.ts";

/** Window of the median, milliseconds (constant `zone-median-window`). */
const windowMs = 5000;
/** Time constant of the average: short beside the window, so that it adds little delay. */
const averageMs = 1000;
/** A beacon at 20 ms, the shortest interval, gives 250 frames in the window; a quarter of them says the same. */
const mostSamples = 64;

export interface SmoothedSignal {
  /** dBm */
  readonly rssi: number;
  /** Standard deviation of what was heard in the window, dB. */
  readonly deviation: number;
}

export interface Smoother {
  /** @param rssi dBm. @param mono milliseconds, never decreasing. */
  add(rssi: number, mono: number): SmoothedSignal;
  reset(): void;
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

export function createSmoother(): Smoother {
  let samples: { readonly rssi: number; readonly mono: number }[] = [];
  let average: { value: number; mono: number } | undefined;
  return {
    add(rssi, mono) {
      samples = samples.filter((sample) => mono - sample.mono < windowMs).slice(-(mostSamples - 1));
      // A window that was silent throughout says nothing of now.
      if (samples.length === 0) average = undefined;
      samples.push({ rssi, mono });
      const heard = samples.map((sample) => sample.rssi);
      const middle = median(heard) ?? rssi;
      const share = average === undefined ? 1 : 1 - Math.exp(-(mono - average.mono) / averageMs);
      const value = average === undefined ? middle : average.value + share * (middle - average.value);
      average = { value, mono };
      return { rssi: value, deviation: deviation(heard) };
    },
    reset() {
      samples = [];
      average = undefined;
    },
  };
}
