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

/**
 * Devices a sheet is about: those that are here first, then those that open it before those that open another one (a
 * board of sensors is what four sheets are about).
 */
export function devicesOf(
  bench: Bench | undefined,
  sheet: Pick<Sheet, "id" | "profiles" | "models">,
): readonly BenchDevice[] {
  const here = ({ availability }: BenchDevice) => Number(availability?.state === "online");
  const paired = ({ pairing }: BenchDevice) => Number(pairing?.sheet === sheet.id);
  const isAbout = ({ device: { profile, model } }: BenchDevice) =>
    sheet.profiles.includes(profile) || sheet.models.includes(model);
  return Object.values(bench?.devices ?? {})
    .filter((one) => paired(one) === 1 || isAbout(one))
    .sort(
      (a, b) =>
        here(b) - here(a) || paired(b) - paired(a) || a.device.name.fr.localeCompare(b.device.name.fr, "fr"),
    );
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
