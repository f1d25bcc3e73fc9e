// Why bytes are no frame, or a frame no reading: a closed list of codes, and one table of sentences in both languages.
// Whoever refuses gives a code and what it saw; the sentence is made only when somebody is there to read it.
import type { DiscardReason } from "./events.ts";
import { fieldName } from "./fields.ts";
import { quantities, quantityOf } from "./quantities.ts";
import type { Language, Words } from "./words.ts";

export type RefusalCode =
  | DiscardReason
  | "cut"
  | "fields"
  | "form"
  | "length"
  | "no-values"
  | "out-of-order"
  | "out-of-range"
  | "replayed"
  | "shape"
  | "trailing"
  | "twice"
  | "unsealed"
  | "unsupported"
  | "unknown-value"
  | "wrong-key";

/** A refusal as a decoder gives it: what is wrong, and as much of where and how as it knows. */
export interface Refusal {
  readonly code: RefusalCode;
  /** The first byte that is wrong, counted as spans are: from 0, in the whole frame or payload. */
  readonly at?: number | undefined;
  /** Name of the field, as spans name it. */
  readonly field?: string | undefined;
  /** What is there: a number of bytes or fields, a value in its quantity's unit, or harmless text. */
  readonly found?: number | string | undefined;
  /** What should be there, any of these; or a pattern. */
  readonly wanted?: number | string | readonly number[] | undefined;
  /** Or its bounds. */
  readonly least?: number | undefined;
  readonly most?: number | undefined;
}

/** A refusal, or its bare code where there is nothing more to say. */
export type Why = Refusal | DiscardReason;

/** A refusal whose parts are text already, in one language; empty where it does not say. */
interface Told {
  readonly field: string;
  readonly found: string;
  readonly wanted: string;
  /** Whether `found` is one thing in this language: "0 octet", "1 byte". */
  readonly isOne: boolean;
}

/** What is wrong, less its full stop, and what to make of it. */
type Sentence = (told: Told) => readonly [what: string, then?: string];

interface Row {
  /** The reason a `frame-discarded` event gives to programs. */
  readonly reason: DiscardReason;
  readonly fr: Sentence;
  readonly en: Sentence;
}

const newerFr = "L’appareil est peut-être plus récent que Labo Explorer.";
const newerEn = "The device may be newer than Labo Explorer.";

const table: Readonly<Record<RefusalCode, Row>> = {
  noise: {
    reason: "noise",
    fr: () => [
      "Ces octets ne font pas une trame",
      "S’il en vient beaucoup, vérifie les branchements et la vitesse de la ligne.",
    ],
    en: () => ["These bytes make no frame", "If many come, check the connections and the speed of the line."],
  },
  "too-long": {
    reason: "too-long",
    fr: ({ wanted }) => [
      `La trame ne finit pas là où elle devrait${wanted && ` : ${wanted} octets`}`,
      "Sa fin s’est perdue, ou ces octets sont autre chose.",
    ],
    en: ({ wanted }) => [
      `The frame does not end where it should${wanted && `: ${wanted} bytes`}`,
      "Its end was lost, or these bytes are something else.",
    ],
  },
  "bad-checksum": {
    reason: "bad-checksum",
    fr: ({ found, wanted }) => [
      `La somme de contrôle est fausse${wanted && ` : ${found} au lieu de ${wanted}`}`,
      "Des octets se sont abîmés en route; si cela revient souvent, vérifie les fils.",
    ],
    en: ({ found, wanted }) => [
      `The checksum is wrong${wanted && `: ${found} instead of ${wanted}`}`,
      "Some bytes were damaged on the way; if it happens often, check the wires.",
    ],
  },
  malformed: {
    reason: "malformed",
    fr: () => ["La trame est mal formée", "Elle a été coupée, ou deux trames se sont mêlées."],
    en: () => ["The frame is malformed", "It was cut, or two frames ran into each other."],
  },
  "unknown-type": {
    reason: "unknown-type",
    fr: () => ["La trame est d’un type que ce format ne décrit pas", newerFr],
    en: () => ["The frame is of a type this format does not describe", newerEn],
  },
  length: {
    reason: "malformed",
    fr: ({ found, wanted, isOne }) => [`Il y a ${found} octet${isOne ? "" : "s"}; il en faut ${wanted}`],
    en: ({ found, wanted, isOne }) => [
      `There ${isOne ? "is" : "are"} ${found} byte${isOne ? "" : "s"}; it takes ${wanted}`,
    ],
  },
  fields: {
    reason: "malformed",
    fr: ({ found, wanted, isOne }) => [`Il y a ${found} champ${isOne ? "" : "s"}; il en faut ${wanted}`],
    en: ({ found, wanted, isOne }) => [
      `There ${isOne ? "is" : "are"} ${found} field${isOne ? "" : "s"}; it takes ${wanted}`,
    ],
  },
  cut: {
    reason: "malformed",
    fr: ({ field }) => [
      field === "" ? "La trame s’arrête avant sa fin" : `La trame s’arrête avant la fin de ${field}`,
      "Le reste s’est perdu en route.",
    ],
    en: ({ field }) => [
      field === "" ? "The frame stops before its end" : `The frame stops before the end of ${field}`,
      "The rest was lost on the way.",
    ],
  },
  trailing: {
    reason: "malformed",
    fr: () => ["Des octets suivent la fin", "Deux trames se sont mêlées, ou celle-ci a été mal écrite."],
    en: () => ["Bytes follow the end", "Two frames ran into each other, or this one was written wrongly."],
  },
  "out-of-range": {
    reason: "malformed",
    fr: ({ field, found, wanted }) => [
      `${field} vaudrait ${found}${wanted && `; il faut ${wanted}`}`,
      "Ces octets sont peut-être autre chose.",
    ],
    en: ({ field, found, wanted }) => [
      `${field} would be ${found}${wanted && `; it takes ${wanted}`}`,
      "These bytes may be something else.",
    ],
  },
  form: {
    reason: "malformed",
    fr: ({ field, wanted }) => [
      `${field || "Un des champs"} n’a pas la forme que ce format demande${wanted && ` : ${wanted}`}`,
    ],
    en: ({ field, wanted }) => [
      `${field || "One of the fields"} is not written as this format asks${wanted && `: ${wanted}`}`,
    ],
  },
  shape: {
    reason: "malformed",
    fr: ({ wanted }) => [
      `Ces octets ne ressemblent pas à ce format${wanted && `, qui s’écrit ainsi : ${wanted}`}`,
    ],
    en: ({ wanted }) => [
      `These bytes do not look like this format${wanted && `, which is written like this: ${wanted}`}`,
    ],
  },
  twice: {
    reason: "malformed",
    fr: ({ field }) => [`${field} vient deux fois`, "Rien ne dit quelle valeur compte."],
    en: ({ field }) => [`${field} comes twice`, "Nothing says which value counts."],
  },
  "unknown-value": {
    reason: "unknown-type",
    fr: ({ field, found }) => [
      `${field} a une valeur que ce format ne décrit pas${found && ` : ${found}`}`,
      newerFr,
    ],
    en: ({ field, found }) => [
      `${field} has a value this format does not describe${found && `: ${found}`}`,
      newerEn,
    ],
  },
  unsupported: {
    reason: "unknown-type",
    fr: ({ field }) => [`${field} annonce une variante permise, mais que Labo Explorer ne lit pas`],
    en: ({ field }) => [`${field} tells of a variant that is allowed, but that Labo Explorer does not read`],
  },
  "no-values": {
    reason: "unknown-type",
    fr: () => ["Il n’y a pas de valeur à lire dans cette ligne", "Écris par exemple « lumiere:42 »."],
    en: () => ["There is no value to read in this line", "Print “light:42”, for instance."],
  },
  "out-of-order": {
    reason: "malformed",
    fr: () => ["Cette trame est plus vieille que la précédente", "La suivante sera bonne."],
    en: () => ["This frame is older than the one before", "The next one will do."],
  },
  replayed: {
    reason: "malformed",
    fr: () => ["Une vieille trame, rejouée : son compteur est déjà passé", "Rien n’en est retenu."],
    en: () => ["An old frame, played back: its counter has gone by already", "Nothing of it is kept."],
  },
  unsealed: {
    reason: "malformed",
    fr: () => [
      "En clair, au nom d’un appareil dont la clé est connue : quelqu’un parle peut-être à sa place",
      "S’il ne chiffre plus, retire sa clé.",
    ],
    en: () => [
      "In the clear, in the name of a device whose key is known: somebody may be speaking in its place",
      "If it no longer encrypts, remove its key.",
    ],
  },
  "wrong-key": {
    reason: "malformed",
    fr: () => ["La clé donnée n’ouvre pas cette trame", "Vérifie que c’est bien celle de cet appareil."],
    en: () => ["The key that was given does not open this frame", "Check that it is this device’s own."],
  },
};

export const refusalCodes = Object.keys(table) as RefusalCode[];

const locales: Readonly<Record<Language, string>> = { fr: "fr-CA", en: "en-CA" };
const joints = {
  fr: { or: " ou ", quoted: (text: string) => `« ${text} »` },
  en: { or: " or ", quoted: (text: string) => `“${text}”` },
} as const;

function boundsText(language: Language, least: string, most: string): string {
  if (least !== "" && most !== "") return language === "fr" ? `de ${least} à ${most}` : `${least} to ${most}`;
  if (least !== "") return language === "fr" ? `au moins ${least}` : `at least ${least}`;
  return most === "" ? "" : `${language === "fr" ? "au plus" : "at most"} ${most}`;
}

function told({ field, found, wanted, least, most }: Refusal, language: Language): Told {
  const measured = field === undefined ? undefined : quantityOf(field);
  const unit = measured === undefined ? "" : quantities[measured.quantity].unit;
  const figure = (value: number | string | undefined): string =>
    typeof value === "number"
      ? value.toLocaleString(locales[language], { maximumFractionDigits: 6 })
      : (value ?? "");
  const text = (value: number | string | undefined): string => {
    if (typeof value !== "number" || unit === "") return figure(value);
    return unit === "°" ? `${figure(value)}°` : `${figure(value)}\u00a0${unit}`;
  };
  const list = typeof wanted === "object" ? wanted.map(text).join(joints[language].or) : text(wanted);
  return {
    field: field === undefined ? "" : joints[language].quoted(fieldName(field)[language]),
    found: text(found),
    wanted:
      list === "" ? boundsText(language, most === undefined ? text(least) : figure(least), text(most)) : list,
    isOne: found === 1 || (found === 0 && language === "fr"),
  };
}

const sentence = (refusal: Refusal, language: Language): string => {
  const [what, then] = table[refusal.code][language](told(refusal, language));
  const where =
    refusal.at === undefined ? "" : ` (${language === "fr" ? "à l’octet" : "at byte"} ${refusal.at})`;
  return `${what}${where}.${then === undefined ? "" : ` ${then}`}`;
};

const refusalOf = (why: Why): Refusal => (typeof why === "string" ? { code: why } : why);

/** What a person reads: what is wrong, where, and what to make of it. */
export function refusalWords(why: Why): Words {
  const refusal = refusalOf(why);
  return { fr: sentence(refusal, "fr"), en: sentence(refusal, "en") };
}

/** What a program reads: one of the five reasons of a `frame-discarded` event. */
export const discardReasonOf = (why: Why): DiscardReason => table[refusalOf(why).code].reason;

/** The bytes are not as many as they should be. */
export const wrongLength = (found: number, wanted: number | readonly number[]): Refusal => ({
  code: "length",
  found,
  wanted,
});
