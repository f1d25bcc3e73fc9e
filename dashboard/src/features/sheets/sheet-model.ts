// Choices of the sheet page. Pure.
import type { Bench, BenchDevice } from "#contract/bench.ts";
import { type Language, languages } from "#contract/words.ts";

export const readings = [...languages, "both"] as const;
/** One language, or both side by side. */
export type Reading = (typeof readings)[number];

export function languagesOf(reading: Reading): readonly Language[] {
  return reading === "both" ? languages : [reading];
}

/** Devices paired with a sheet, those that are here first. */
export function devicesOf(bench: Bench | undefined, sheet: string): readonly BenchDevice[] {
  const here = ({ availability }: BenchDevice) => Number(availability?.state === "online");
  return Object.values(bench?.devices ?? {})
    .filter(({ pairing }) => pairing?.sheet === sheet)
    .sort((a, b) => here(b) - here(a) || a.device.name.fr.localeCompare(b.device.name.fr, "fr"));
}
