// Choices of the sheet page. Pure.
import type { Bench, BenchDevice } from "#contract/bench.ts";
import type { Sheet } from "#contract/sheets.ts";
import { type Language, languages } from "#contract/words.ts";
import type { Term } from "../../ui/terms.ts";

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

/** The glossary of a sheet in each language, to explain its words where they stand. */
export function termsOf(sheet: Pick<Sheet, "glossary">): Readonly<Record<Language, readonly Term[]>> {
  const of = (language: Language) =>
    sheet.glossary.map(({ term, definition }) => ({
      term: term[language],
      definition: definition[language],
    }));
  return { fr: of("fr"), en: of("en") };
}
