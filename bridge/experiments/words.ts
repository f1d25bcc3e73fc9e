// Sentences of the engine in both languages: French with decimal comma and no-break spaces, English beside it.
import { unitIn } from "#contract/unit-words.ts";
import type { Language, Words } from "#contract/words.ts";

const nbsp = "\u00a0";

/** Writes numbers the way one language prints them. */
export interface Pen {
  readonly language: Language;
  /** A number with about three significant digits, and its unit. */
  n(value: number, unit?: string): string;
  /** "entre 2 et 10 s", "au moins 3", "au plus 5 %"; empty when there is no bound. */
  between(min: number | undefined, max: number | undefined, unit?: string): string;
  /** One of two languages' words. */
  w(words: Words): string;
  /** The same, to begin a sentence with. */
  W(words: Words): string;
  /** The quotation marks of the language around a text from outside. */
  quote(text: string): string;
}

function decimalsFor(value: number): number {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 100) return 0;
  if (size >= 10) return 1;
  if (size >= 1) return 2;
  return Math.min(6, 2 - Math.floor(Math.log10(size)));
}

function makePen(language: Language): Pen {
  const french = language === "fr";
  const digits = (value: number): string => {
    if (!Number.isFinite(value)) return "?";
    const fixed = value.toFixed(decimalsFor(value));
    const short = fixed.includes(".") ? fixed.replace(/\.?0+$/, "") : fixed;
    const [whole = "0", fraction] = short.replace(/^-/, "").split(".");
    const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, french ? nbsp : ",") : whole;
    const sign = short.startsWith("-") && Number(short) !== 0 ? "−" : "";
    return `${sign}${grouped}${fraction === undefined ? "" : `${french ? "," : "."}${fraction}`}`;
  };
  const space = (unit: string) =>
    unit === "" || unit === "°" || (unit === "%" && !french) ? unit : `${nbsp}${unit}`;
  const n = (value: number, unit = "") => `${digits(value)}${space(unitIn(language, unit))}`;
  return {
    language,
    n,
    between(min, max, unit = "") {
      if (min !== undefined && max !== undefined) {
        if (min === max) return french ? `exactement ${n(min, unit)}` : `exactly ${n(min, unit)}`;
        return french ? `entre ${n(min)} et ${n(max, unit)}` : `between ${n(min)} and ${n(max, unit)}`;
      }
      if (min !== undefined) return french ? `au moins ${n(min, unit)}` : `at least ${n(min, unit)}`;
      if (max !== undefined) return french ? `au plus ${n(max, unit)}` : `at most ${n(max, unit)}`;
      return "";
    },
    w: (words) => words[language],
    W: (words) => `${words[language].slice(0, 1).toLocaleUpperCase(language)}${words[language].slice(1)}`,
    quote: (text) => (french ? `«${nbsp}${text}${nbsp}»` : `“${text}”`),
  };
}

export const pens: Readonly<Record<Language, Pen>> = { fr: makePen("fr"), en: makePen("en") };

/** One sentence in both languages. A plain space before ":" or "%" in French becomes a no-break one by itself. */
export function say(fr: string | ((pen: Pen) => string), en: string | ((pen: Pen) => string)): Words {
  const french = typeof fr === "string" ? fr : fr(pens.fr);
  const english = typeof en === "string" ? en : en(pens.en);
  return {
    fr: french
      .replace(/ (?=[:»])/g, nbsp)
      .replace(/(?<=«) /g, nbsp)
      .slice(0, 2000),
    en: english.slice(0, 2000),
  };
}
