// Numbers, durations and times as each language writes them. Pure. French: decimal comma and no-break space before units.
import { type QuantityId, quantities } from "#contract/quantities.ts";
import { unitIn } from "#contract/unit-words.ts";
import type { Language } from "#contract/words.ts";

export const noBreakSpace = "\u00a0";
const locales: Record<Language, string> = { fr: "fr-CA", en: "en-CA" };
const formats = new Map<string, Intl.NumberFormat>();

/** BCP 47 tag used for numbers and dates. */
export function localeOf(language: Language): string {
  return locales[language];
}

/** A number with a fixed count of decimals and a true minus sign. */
export function formatNumber(language: Language, value: number, decimals = 0): string {
  const key = `${language}${decimals}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locales[language], {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    formats.set(key, format);
  }
  const text = format.format(value);
  const zero = !/[1-9]/.test(text);
  return (zero ? text.replace("-", "") : text.replace("-", "\u2212")).replaceAll("\u202f", noBreakSpace);
}

/** A number beside its unit: "21,5 °C", "45 %" in French, "45%" in English, "90°" in both. */
export function withUnit(language: Language, number: string, unit: string): string {
  if (unit === "") return number;
  const tight = unit === "°" || (unit === "%" && language === "en");
  return tight ? `${number}${unit}` : `${number}${noBreakSpace}${unitIn(language, unit)}`;
}

/** A value that came as text: a decimal figure or one with a unit is written as the language does, the rest as it is. */
export function formatFigure(language: Language, text: string): string {
  const [, figure = "", decimals = "", unit = ""] = /^(-?\d+(?:\.(\d+))?)(?: (\D+))?$/.exec(text) ?? [];
  if (figure === "" || (decimals === "" && unit === "")) return text;
  return withUnit(language, formatNumber(language, Number(figure), decimals.length), unit);
}

interface View {
  readonly unit: string;
  readonly decimals: number;
  readonly factor: number;
}

// How a screen shows some quantities otherwise than they travel: hectopascals, and no more decimals than a person uses.
const views: Partial<Record<QuantityId, View>> = {
  pressure: { unit: "hPa", decimals: 1, factor: 0.01 },
  temperature: { unit: "°C", decimals: 1, factor: 1 },
  relativeHumidity: { unit: "%", decimals: 0, factor: 1 },
  voltage: { unit: "V", decimals: 2, factor: 1 },
  batteryVoltage: { unit: "V", decimals: 2, factor: 1 },
};

/** Unit, decimals and factor a quantity is shown with. */
export function viewOf(quantity: QuantityId): View {
  return (
    views[quantity] ?? { unit: quantities[quantity].unit, decimals: quantities[quantity].decimals, factor: 1 }
  );
}

/** As many decimals as a number comes with, three at most: typed, or of a meaning only its sketch knows. */
export function ownDecimals(value: number): number {
  return String(Math.round(value * 1000) / 1000).split(".")[1]?.length ?? 0;
}

/** A quantity's value in two pieces, so that a screen may draw the number large and the unit small. */
export function quantityParts(
  language: Language,
  quantity: QuantityId,
  value: number,
): { readonly number: string; readonly unit: string } {
  const view = viewOf(quantity);
  const decimals = quantity === "number" ? ownDecimals(value) : view.decimals;
  return { number: formatNumber(language, value * view.factor, decimals), unit: view.unit };
}

/** A quantity's value with its unit, on one line. */
export function formatQuantity(language: Language, quantity: QuantityId, value: number): string {
  const { number, unit } = quantityParts(language, quantity, value);
  return withUnit(language, number, unit);
}

/** "3 s", "4 min", "2 h 05": a length of time a person can take in at a glance. */
export function formatDuration(language: Language, ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return withUnit(language, formatNumber(language, seconds, 1), "s");
  if (seconds < 90) return withUnit(language, formatNumber(language, seconds), "s");
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return withUnit(language, formatNumber(language, minutes), "min");
  const hours = Math.floor(minutes / 60);
  const rest = String(minutes % 60).padStart(2, "0");
  return `${withUnit(language, formatNumber(language, hours), "h")}${noBreakSpace}${rest}`;
}

/** Hours, minutes and seconds of an ISO time, in the reader's own time zone: "14:05:09", the same in both languages. */
export function formatClock(iso: string): string {
  const time = new Date(iso);
  return [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}

/** Day and hour of an ISO time. */
export function formatMoment(language: Language, iso: string): string {
  return new Intl.DateTimeFormat(locales[language], { dateStyle: "long", timeStyle: "short" }).format(
    new Date(iso),
  );
}

/** Reads what a person typed, comma or point; `undefined` when it is not a number. */
export function readNumber(text: string): number | undefined {
  const plain = text
    .trim()
    .replaceAll(/[\s\u00a0\u202f]/g, "")
    .replace(",", ".")
    .replace("\u2212", "-");
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(plain)) return undefined;
  return Number(plain);
}
