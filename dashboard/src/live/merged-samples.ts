// Samples of several devices as one list in time, so that a chart, a table and a file treat them as those of one. Pure.
import type { Sample } from "#contract/live.ts";

/** Where a channel's values are in merged samples: those of the first device keep their names. */
export const seriesKey = (first: string, device: string, channel: string): string =>
  device === first ? channel : `${device} ${channel}`;

/** A sample is named anew once: charts ask for the same ones ten times a second. */
const renamed = new WeakMap<Sample, Sample>();

function ofOther(device: string, sample: Sample): Sample {
  let one = renamed.get(sample);
  if (one === undefined) {
    const readings = Object.entries(sample.readings).map(([id, value]) => [`${device} ${id}`, value]);
    one = { ...sample, readings: Object.fromEntries(readings) };
    renamed.set(sample, one);
  }
  return one;
}

/**
 * All samples, ascending in time. The devices are of one bridge, and so of one monotonic clock.
 * @param parts of each device, ascending; of one alone, its very list is given back.
 */
export function mergedSamples(
  parts: readonly { readonly device: string; readonly samples: readonly Sample[] }[],
): readonly Sample[] {
  const [first, ...others] = parts;
  if (first === undefined || others.length === 0) return first?.samples ?? [];
  return [
    ...first.samples,
    ...others.flatMap(({ device, samples }) => samples.map((sample) => ofOther(device, sample))),
  ].sort((a, b) => a.mono - b.mono);
}
