// Tables as text, in the two forms people's spreadsheets take. Pure.
import type { Language } from "./words.ts";

/** `comma`: comma and decimal point; `semicolon`: semicolon and decimal comma, as French spreadsheets want. */
export type CsvPreset = "comma" | "semicolon";

/** The form a reader of this language expects. */
export const presetOf = (language: Language): CsvPreset => (language === "fr" ? "semicolon" : "comma");

/** A text, a number as precise as it is or with a fixed count of decimals, or nothing. */
export type Cell = string | number | { readonly value: number; readonly decimals: number } | undefined;

/**
 * One number of a table.
 * @param decimals a fixed count; without it, as many as the number has, twelve significant digits at most.
 */
export function csvNumber(preset: CsvPreset, value: number, decimals?: number): string {
  const text = decimals === undefined ? String(Number(value.toPrecision(12))) : value.toFixed(decimals);
  return preset === "semicolon" ? text.replace(".", ",") : text;
}

/**
 * The table, one line a row, lines ended as RFC 4180 says. A text that begins like a formula does not become one.
 * `semicolon` begins with the mark that tells spreadsheets the text is UTF-8.
 */
export function csvText(preset: CsvPreset, rows: readonly (readonly Cell[])[]): string {
  const separator = preset === "comma" ? "," : ";";
  const cell = (value: Cell) => {
    if (value === undefined) return "";
    if (typeof value === "number") return csvNumber(preset, value);
    if (typeof value === "object") return csvNumber(preset, value.value, value.decimals);
    const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /["\r\n;,]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const text = rows.map((row) => row.map(cell).join(separator)).join("\r\n");
  return `${preset === "semicolon" ? "\ufeff" : ""}${text}\r\n`;
}
