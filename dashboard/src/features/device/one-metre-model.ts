// What the page makes of samples taken at one metre: how far they are, a picture of them, what they change. Pure.
import {
  type BeaconCalibration,
  leastSamples,
  leastSeconds,
  type Sampling,
} from "#contract/beacon-calibration.ts";
import { distanceOf } from "#contract/distance.ts";
import type { Distance } from "#contract/events.ts";

/** 0 to 1: the slower of the two conditions. */
export function progressOf({ heard, seconds }: Sampling): number {
  return Math.min(1, heard.length / leastSamples, seconds / leastSeconds);
}

/** Enough of them: what is still wrong does not pass by waiting. */
export const isEnough = ({ troubles }: Sampling): boolean =>
  !troubles.includes("few") && !troubles.includes("short");

export interface ComparedPower {
  readonly from: "declared" | "before" | "measured";
  /** dBm; `undefined` where the beacon declares none that could be used. */
  readonly power: number | undefined;
  /** What the bench says with it of these very samples. */
  readonly distance: Distance | undefined;
}

/**
 * What the samples are worth with each power: as the beacon declares it, as it was calibrated before, as measured now.
 * @param declared dBm at 1 m.
 */
export function comparePowers(
  { median, spread }: Sampling,
  declared: number | undefined,
  before: BeaconCalibration | undefined,
): ComparedPower[] {
  const usable = declared === undefined || declared >= 0 ? undefined : declared;
  const row = (from: ComparedPower["from"], power: number | undefined): ComparedPower => ({
    from,
    power,
    distance: distanceOf(median, spread, power),
  });
  return [
    row("declared", usable),
    ...(before === undefined ? [] : [row("before", before.rssiAt1m)]),
    row("measured", median),
  ];
}

/** Of the picture, in its own units. */
export const pictureSize = { width: 400, height: 120, strip: 290, margin: 6 } as const;
/** The least the axis shows, dB: a still signal must look still. */
const leastRange = 20;
/** Of a bar of the histogram, dB. */
const binWidth = 2;

export interface SamplingPicture {
  /** Ends of the axis, dBm. */
  readonly low: number;
  readonly high: number;
  readonly dots: readonly { readonly x: number; readonly y: number }[];
  /** How many samples lie within each two decibels, as bars lying on the strip's right. */
  readonly bars: readonly { readonly y: number; readonly height: number; readonly width: number }[];
  readonly medianY: number;
}

/** Dots in time, and the same samples piled up beside; `undefined` without a sample. */
export function pictureOf({ heard, seconds, median }: Sampling): SamplingPicture | undefined {
  const [first] = heard;
  if (first === undefined) return undefined;
  const { width, height, strip, margin } = pictureSize;
  const values = heard.map(({ rssi }) => rssi);
  const least = Math.min(...values);
  const most = Math.max(...values);
  const room = Math.max(0, leastRange - (most - least)) / 2 + 1;
  const low = Math.floor(least - room);
  const high = Math.ceil(most + room);
  const yOf = (rssi: number) => margin + ((high - rssi) / (high - low)) * (height - 2 * margin);
  const span = Math.max(leastSeconds, seconds) * 1000;
  const counts = new Map<number, number>();
  for (const rssi of values) {
    const bin = Math.floor(rssi / binWidth) * binWidth;
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  const fullest = Math.max(...counts.values());
  return {
    low,
    high,
    dots: heard.map(({ mono, rssi }) => ({
      x: margin + ((mono - first.mono) / span) * (strip - 2 * margin),
      y: yOf(rssi),
    })),
    bars: [...counts].map(([bin, count]) => ({
      y: Math.max(margin, yOf(bin + binWidth)),
      height: Math.min(height - margin, yOf(bin)) - Math.max(margin, yOf(bin + binWidth)),
      width: (count / fullest) * (width - strip),
    })),
    medianY: yOf(median),
  };
}
