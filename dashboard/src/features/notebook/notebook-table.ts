// The notebook as a table to keep: pseudonym, time, stop, and nothing else. Pure.
import { csvText, presetOf } from "#contract/csv.ts";
import type { NotebookView } from "#contract/notebook.ts";
import type { Language } from "#contract/words.ts";

/**
 * @param head the names of the three columns.
 * @returns comma-separated in English; with semicolons, and the mark that tells spreadsheets it is UTF-8, in French.
 */
export function notebookTable(
  { visitors }: Pick<NotebookView, "visitors">,
  head: readonly [string, string, string],
  language: Language,
): string {
  const rows = visitors.flatMap(({ id, visits }) => visits.map(({ time, stop }) => [id, time, stop]));
  return csvText(presetOf(language), [head, ...rows]);
}
