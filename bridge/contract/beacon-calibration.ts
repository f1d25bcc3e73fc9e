// A beacon calibrated at one metre: what is kept of it, and which samples are good enough. The bench judges by this, and
// the page shows the same judgement while the samples come. Pure.
import { z } from "zod";
import type { LaboEvent, Readings } from "./events.ts";
import { median } from "./maths/statistics.ts";

/** Samples at 1 m to calibrate from, at least (constant `beacon-power-samples`). */
export const leastSamples = 20;
/** Samples of one moment share the same fade: they are spread over this long at least, seconds. */
export const leastSeconds = 10;
/** From so many samples on, something can be said of how still they are. */
const tellingSamples = 10;
/** A beacon at one metre in free sight stays within this, as in E02; published sets show 1.5 to 3.7 dB. */
export const mostSpread = 6;
/** What the mean of the second half differs from the first’s by when somebody or something moved: a body takes 5 to 15 dB. */
const movedBy = 5;
/** Powers at 1 m are −40 to −80 dBm (constant `beacon-power-range`), and these leave room for a beacon in its case. */
const weakest = -90;
const strongest = -30;

export const beaconCalibrationSchema = z.object({
  /** Median of the samples, dBm: what the distance is drawn from in the place of the power that the beacon declares. */
  rssiAt1m: z.number().min(weakest).max(strongest),
  samples: z.number().int().min(leastSamples),
  /** Standard deviation of the samples, dB. */
  spread: z.number().min(0).max(mostSpread),
  date: z.iso.datetime({ precision: 3 }),
  /** Who did it, as they sign. */
  author: z.string().trim().min(1).max(60),
});
export type BeaconCalibration = z.infer<typeof beaconCalibrationSchema>;

/** Which samples to calibrate from: heard after `from`, up to `to` and with it. Monotonic clock of the bridge, milliseconds. */
export const samplingSchema = z
  .object({ from: z.number().nonnegative(), to: z.number().nonnegative() })
  .refine(({ from, to }) => from < to, "from before to");

export const calibrationFormSchema = z.object({
  sampling: samplingSchema,
  author: beaconCalibrationSchema.shape.author,
});

export type CalibrationForm = z.output<typeof calibrationFormSchema>;

/** Why samples cannot serve: `few` and `short` pass by waiting, the others by beginning again. */
export const samplingTroubles = ["silent", "few", "short", "implausible", "moved", "restless"] as const;
export type SamplingTrouble = (typeof samplingTroubles)[number];

export interface Sampling {
  /** Signal strengths as they were heard, dBm, oldest first. */
  readonly heard: readonly { readonly mono: number; readonly rssi: number }[];
  /** From the first to the last. */
  readonly seconds: number;
  /** dBm; `NaN` without a sample. */
  readonly median: number;
  /** Standard deviation (n − 1), dB; 0 below two samples. */
  readonly spread: number;
  /** Empty: they can serve. */
  readonly troubles: readonly SamplingTrouble[];
}

/** What is remembered of a beacon: its samples, and the events that are not samples. */
interface Feed {
  readonly samples: readonly { readonly mono: number; readonly readings: Readings }[];
  readonly events: readonly Pick<LaboEvent, "kind" | "mono">[];
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function deviationOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/**
 * What the samples of a beacon say of its power at one metre.
 * @param from,to monotonic milliseconds: after `from`, up to `to` and with it.
 */
export function judgeSampling(feed: Feed, from: number, to = Number.POSITIVE_INFINITY): Sampling {
  const isWithin = ({ mono }: { readonly mono: number }) => mono > from && mono <= to;
  let last = Number.NEGATIVE_INFINITY;
  const heard = feed.samples.flatMap((sample) => {
    const { rssi } = sample.readings;
    // One advertisement may hold two frames, and a broker may tell one event twice: it was heard once.
    if (rssi === undefined || !isWithin(sample) || sample.mono <= last) return [];
    last = sample.mono;
    return [{ mono: sample.mono, rssi }];
  });
  const values = heard.map(({ rssi }) => rssi);
  const half = values.length >> 1;
  const seconds = heard.length === 0 ? 0 : (last - (heard[0]?.mono ?? last)) / 1000;
  const middle = median(values) ?? Number.NaN;
  const spread = deviationOf(values);
  const tells = heard.length >= tellingSamples;
  const wrong: Readonly<Record<SamplingTrouble, boolean>> = {
    silent: feed.events.some((event) => event.kind === "beacon-left" && isWithin(event)),
    few: heard.length < leastSamples,
    short: seconds < leastSeconds,
    implausible: tells && (middle < weakest || middle > strongest),
    moved: tells && Math.abs(meanOf(values.slice(0, half)) - meanOf(values.slice(half))) > movedBy,
    restless: tells && spread > mostSpread,
  };
  return { heard, seconds, median: middle, spread, troubles: samplingTroubles.filter((one) => wrong[one]) };
}

/** What is kept of samples that can serve. @param date ISO 8601, milliseconds. */
export function calibrationOf(
  { heard, median: rssiAt1m, spread }: Sampling,
  date: string,
  author: string,
): BeaconCalibration {
  return { rssiAt1m, samples: heard.length, spread: Math.round(spread * 10) / 10, date, author };
}
