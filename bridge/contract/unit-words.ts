// Units that are not the same sign in both languages. Pure.
import type { Language } from "./words.ts";

const french: Readonly<Record<string, string>> = { kB: "ko" };

/** A unit as it is printed: "ko" in French for kB. */
export const unitIn = (language: Language, unit: string): string =>
  language === "fr" ? (french[unit] ?? unit) : unit;
