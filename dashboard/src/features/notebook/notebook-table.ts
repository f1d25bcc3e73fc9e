// The notebook as a table to keep: pseudonym, time, stop, and nothing else. Pure.
import type { NotebookView } from "#contract/notebook.ts";
import type { Language } from "#contract/words.ts";

/** A text that begins like a formula must not become one in a spreadsheet. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /["\r\n;,]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

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
  const separator = language === "fr" ? ";" : ",";
  const text = [head, ...rows].map((row) => row.map(cell).join(separator)).join("\r\n");
  return `${language === "fr" ? "\ufeff" : ""}${text}\r\n`;
}
