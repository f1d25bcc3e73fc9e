// Units of constants: how each is printed in French and English, and which convert into one another.
import type { Words } from "#contract/words.ts";

interface Unit {
  /** After one; `many` after anything else. */
  readonly one: Words;
  readonly many: Words;
}

const symbol = (text: string): Unit => ({ one: { fr: text, en: text }, many: { fr: text, en: text } });
const word = (fr: string, frMany: string, en: string, enMany: string): Unit => ({
  one: { fr, en },
  many: { fr: frMany, en: enMany },
});

export const units = {
  "": symbol(""),
  s: symbol("s"),
  ms: symbol("ms"),
  min: symbol("min"),
  m: symbol("m"),
  cm: symbol("cm"),
  mm: symbol("mm"),
  "m/s": symbol("m/s"),
  "%": symbol("%"),
  V: symbol("V"),
  mV: symbol("mV"),
  mA: symbol("mA"),
  mAh: symbol("mAh"),
  Ω: symbol("Ω"),
  dB: symbol("dB"),
  dBm: symbol("dBm"),
  Bd: word("baud", "bauds", "baud", "baud"),
  Hz: symbol("Hz"),
  kHz: symbol("kHz"),
  MHz: symbol("MHz"),
  GHz: symbol("GHz"),
  "kbit/s": symbol("kbit/s"),
  kB: word("ko", "ko", "kB", "kB"),
  bit: word("bit", "bits", "bit", "bits"),
  byte: word("octet", "octets", "byte", "bytes"),
  "byte/s": word("octet par seconde", "octets par seconde", "byte per second", "bytes per second"),
  "line/s": word("ligne par seconde", "lignes par seconde", "line per second", "lines per second"),
  "1/s": word("fois par seconde", "fois par seconde", "time per second", "times per second"),
  "frame/s": word(
    "annonce par seconde",
    "annonces par seconde",
    "advertisement per second",
    "advertisements per second",
  ),
  frame: word("annonce", "annonces", "advertisement", "advertisements"),
  sample: word("mesure", "mesures", "sample", "samples"),
  step: word("marche", "marches", "step", "steps"),
  tag: word("étiquette", "étiquettes", "tag", "tags"),
  character: word("caractère", "caractères", "character", "characters"),
  digit: word("chiffre", "chiffres", "digit", "digits"),
  CAD: word("$ CA", "$ CA", "CAD", "CAD"),
  colour: word("couleur", "couleurs", "colour", "colours"),
} as const satisfies Record<string, Unit>;

export type UnitId = keyof typeof units;
export const unitIds = Object.keys(units) as [UnitId, ...UnitId[]];

/** Units of one dimension, in the first one's terms. `share` is a part of one. */
const dimensions: readonly Readonly<Record<string, number>>[] = [
  { s: 1, ms: 0.001, min: 60 },
  { m: 1, cm: 0.01, mm: 0.001 },
  { V: 1, mV: 0.001 },
  { share: 1, "%": 0.01 },
  { Hz: 1, kHz: 1e3, MHz: 1e6, GHz: 1e9 },
];

/** A value in another unit of the same dimension, or `undefined` when the two do not convert. */
export function convert(value: number, from: string, to: string): number | undefined {
  if (from === to) return value;
  const dimension = dimensions.find((one) => Object.hasOwn(one, from) && Object.hasOwn(one, to));
  const [a, b] = [dimension?.[from], dimension?.[to]];
  return a === undefined || b === undefined ? undefined : Number(((value * a) / b).toPrecision(12));
}

const noBreak = "\u00a0";

function printedNumber(value: number, decimals: number): Words {
  const [whole = "", fraction] = Math.abs(value).toFixed(decimals).split(".");
  const sign = value < 0 ? "\u2212" : "";
  const grouped = (separator: string) =>
    whole.length < 5 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, separator);
  return {
    fr: `${sign}${grouped(noBreak)}${fraction === undefined ? "" : `,${fraction}`}`,
    en: `${sign}${grouped(",")}${fraction === undefined ? "" : `.${fraction}`}`,
  };
}

/** A number as each language prints it, with its unit: "21,5 °C" and "21.5 °C", "72 %" and "72%". */
export function printed(
  value: number,
  decimals: number,
  unit: UnitId,
): { readonly alone: Words; readonly withUnit: Words } {
  const alone = printedNumber(value, decimals);
  const form = Math.abs(value) < 2 && !(unit === "1/s" && value !== 1) ? units[unit].one : units[unit].many;
  const english = Math.abs(value) === 1 ? units[unit].one.en : units[unit].many.en;
  return {
    alone,
    withUnit: {
      fr: form.fr === "" ? alone.fr : `${alone.fr}${noBreak}${form.fr}`,
      en: english === "" ? alone.en : english === "%" ? `${alone.en}%` : `${alone.en}${noBreak}${english}`,
    },
  };
}
