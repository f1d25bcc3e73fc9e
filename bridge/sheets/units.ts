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
  µs: symbol("µs"),
  h: symbol("h"),
  m: symbol("m"),
  cm: symbol("cm"),
  mm: symbol("mm"),
  nm: symbol("nm"),
  "m/s": symbol("m/s"),
  "m/s²": symbol("m/s²"),
  g: symbol("g"),
  "milli-g": symbol("milli-g"),
  "°": symbol("°"),
  "°C": symbol("°C"),
  hPa: symbol("hPa"),
  "%": symbol("%"),
  "% RH": {
    one: { fr: "% d’humidité relative", en: "% RH" },
    many: { fr: "% d’humidité relative", en: "% RH" },
  },
  "×": word("fois", "fois", "times", "times"),
  lx: symbol("lx"),
  lx·h: symbol("lx·h"),
  "lx·h/year": word("lx·h par an", "lx·h par an", "lx·h a year", "lx·h a year"),
  "h/year": word("heure par an", "heures par an", "hour a year", "hours a year"),
  "µs/cm": symbol("µs/cm"),
  "cm/m": word("cm par mètre", "cm par mètre", "cm per metre", "cm per metre"),
  "s/60°": word("s pour 60°", "s pour 60°", "s per 60°", "s per 60°"),
  V: symbol("V"),
  mV: symbol("mV"),
  A: symbol("A"),
  mA: symbol("mA"),
  mAh: symbol("mAh"),
  Ω: symbol("Ω"),
  kΩ: symbol("kΩ"),
  dB: symbol("dB"),
  dBm: symbol("dBm"),
  dBA: symbol("dBA"),
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
  CAD: word("$\u00a0CA", "$\u00a0CA", "CAD", "CAD"),
  colour: word("couleur", "couleurs", "colour", "colours"),
  px: symbol("px"),
  "image/s": word("image par seconde", "images par seconde", "frame per second", "frames per second"),
  "flash/s": word("éclat par seconde", "éclats par seconde", "flash per second", "flashes per second"),
  "event/s": word("événement par seconde", "événements par seconde", "event per second", "events per second"),
  "word/min": word("mot par minute", "mots par minute", "word per minute", "words per minute"),
  "participant-hour": word(
    "heure-participant",
    "heures-participants",
    "participant-hour",
    "participant-hours",
  ),
  day: word("jour", "jours", "day", "days"),
  year: word("an", "ans", "year", "years"),
  LED: word("DEL", "DEL", "LED", "LEDs"),
  action: word("action", "actions", "action", "actions"),
  axis: word("axe", "axes", "axis", "axes"),
  block: word("bloc", "blocs", "block", "blocks"),
  capture: word("capture", "captures", "capture", "captures"),
  capsule: word("capsule", "capsules", "capsule", "capsules"),
  card: word("carte", "cartes", "card", "cards"),
  case: word("cas", "cas", "case", "cases"),
  cause: word("cause", "causes", "cause", "causes"),
  channel: word("canal", "canaux", "channel", "channels"),
  crossing: word("passage", "passages", "crossing", "crossings"),
  cycle: word("cycle", "cycles", "cycle", "cycles"),
  experiment: word("expérience", "expériences", "experiment", "experiments"),
  fault: word("panne", "pannes", "fault", "faults"),
  idea: word("idée", "idées", "idea", "ideas"),
  level: word("niveau", "niveaux", "level", "levels"),
  line: word("ligne", "lignes", "line", "lines"),
  message: word("message", "messages", "message", "messages"),
  module: word("module", "modules", "module", "modules"),
  note: word("note", "notes", "note", "notes"),
  operator: word("opérateur", "opérateurs", "operator", "operators"),
  organisation: word("organisme", "organismes", "organisation", "organisations"),
  page: word("page", "pages", "page", "pages"),
  pair: word("paire", "paires", "pair", "pairs"),
  person: word("personne", "personnes", "person", "people"),
  point: word("point", "points", "point", "points"),
  presentation: word("présentation", "présentations", "presentation", "presentations"),
  press: word("appui", "appuis", "press", "presses"),
  profile: word("profil", "profils", "profile", "profiles"),
  publisher: word("émetteur", "émetteurs", "publisher", "publishers"),
  recording: word("enregistrement", "enregistrements", "recording", "recordings"),
  sector: word("secteur", "secteurs", "sector", "sectors"),
  series: word("courbe", "courbes", "series", "series"),
  session: word("séance", "séances", "session", "sessions"),
  sheet: word("fiche", "fiches", "sheet", "sheets"),
  stage: word("étape", "étapes", "step", "steps"),
  station: word("station", "stations", "station", "stations"),
  training: word("formation", "formations", "training session", "training sessions"),
  transition: word("changement", "changements", "transition", "transitions"),
  trial: word("essai", "essais", "trial", "trials"),
  trigger: word("déclenchement", "déclenchements", "trigger", "triggers"),
  use: word("usage", "usages", "use", "uses"),
  visit: word("visite", "visites", "visit", "visits"),
  word: word("mot", "mots", "word", "words"),
} as const satisfies Record<string, Unit>;

export type UnitId = keyof typeof units;
export const unitIds = Object.keys(units) as [UnitId, ...UnitId[]];

/** Units of one dimension, in the first one's terms. `share` is a part of one. */
const dimensions: readonly Readonly<Record<string, number>>[] = [
  { s: 1, ms: 0.001, µs: 1e-6, min: 60, h: 3600 },
  { m: 1, cm: 0.01, mm: 0.001, nm: 1e-9 },
  { V: 1, mV: 0.001 },
  { A: 1, mA: 0.001 },
  { Ω: 1, kΩ: 1000 },
  { g: 1, "milli-g": 0.001 },
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

/** Units that stand against their number: 45° in both languages, 72% in English. */
const against: Readonly<Record<"fr" | "en", ReadonlySet<string>>> = {
  fr: new Set(["°"]),
  en: new Set(["°", "%", "% RH"]),
};

/** A number as each language prints it, with its unit: "21,5 °C" and "21.5 °C", "72 %" and "72%". */
export function printed(
  value: number,
  decimals: number,
  unit: UnitId,
): { readonly alone: Words; readonly withUnit: Words } {
  const alone = printedNumber(value, decimals);
  const { one, many } = units[unit];
  const named = {
    fr: (Math.abs(value) < 2 && !(unit === "1/s" && value !== 1) ? one : many).fr,
    en: (Math.abs(value) === 1 ? one : many).en,
  };
  const withUnit = (language: "fr" | "en") => {
    if (named[language] === "") return alone[language];
    return `${alone[language]}${against[language].has(unit) ? "" : noBreak}${named[language]}`;
  };
  return { alone, withUnit: { fr: withUnit("fr"), en: withUnit("en") } };
}
