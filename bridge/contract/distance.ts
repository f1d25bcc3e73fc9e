// Metres out of decibels, with their honest bounds. RSSI(d) = A − 10·n·log10(d). Pure.
import type { Distance } from "./events.ts";
import { roundTo } from "./quantities.ts";

/** Path-loss exponent of a furnished room: least squares on a published set of 350 measurements (constant `rssi-fit-ols-n`). */
const pathLoss = 2.2;
/**
 * Standard deviation to count with at least, dB. Samples of a few seconds agree with each other more than with the
 * truth (the same walls, the same fades): published sets show 1.5 to 3.7 dB per point, σ = 4 is the usual figure.
 */
const leastDeviation = 4;
/** Beyond this the formula says nothing; other projects have shown kilometres. Metres. */
const farthest = 30;

/**
 * @param rssi smoothed, dBm. @param deviation of the samples, dB.
 * @param power dBm at 1 m, as somebody measured it or as the beacon declares it.
 * @returns one standard deviation either side; `undefined` when power or strength cannot be used.
 */
export function distanceOf(rssi: number, deviation: number, power: number | undefined): Distance | undefined {
  if (power === undefined || power >= 0 || rssi >= 0) return undefined;
  const sigma = Math.max(leastDeviation, deviation);
  const metres = (loss: number) =>
    roundTo("distance", Math.min(farthest, 10 ** ((power - rssi + loss) / (10 * pathLoss))));
  return { estimate: metres(0), low: metres(-sigma), high: metres(sigma) };
}
