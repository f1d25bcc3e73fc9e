// What is known of a device → the files of a sheet that passes the check as it is, for a person to go on writing. Pure.
import type { Channel, Profile } from "#contract/devices.ts";
import { type Framing, fieldKindNames } from "#contract/inspection.ts";
import { quantities } from "#contract/quantities.ts";
import { type Language, languages, type Words } from "#contract/words.ts";
import { frameDrawing } from "./frame-drawing.ts";
import { lintText } from "./lint-text.ts";
import { Problems } from "./problem.ts";
import { placeOf, skeletonText } from "./skeleton-words.ts";

export interface SheetFacts {
  readonly id: string;
  /** M01 to M99. */
  readonly number: string;
  /** As a person gave it: any text. */
  readonly title: string;
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly profile?: Profile;
  /** Model that opens this sheet by itself; absent when nothing tells such devices apart. */
  readonly model?: string;
  readonly channels?: readonly Channel[];
  /** Protocol, speed, maker…: what is known, as name and text. */
  readonly details?: readonly { readonly name: Words; readonly value: string }[];
  readonly framing?: Framing;
}

export interface SkeletonFile {
  /** Path in the sheet's folder. */
  readonly name: string;
  readonly text: string;
}

/** A first table of numbers and a glossary, by kind of device; ids of the project's constants and terms. */
const beginnings: Readonly<
  Record<string, { readonly numbers: readonly string[]; readonly glossary: readonly string[] }>
> = {
  "ble-beacon": { numbers: ["ble-band", "ble-wavelength"], glossary: ["beacon", "advertisement"] },
  "board-ble": { numbers: ["ble-band", "ble-wavelength"], glossary: [] },
  "rfid-hf": { numbers: ["rfid-hf-frequency"], glossary: ["tag", "reader"] },
  "rfid-lf": { numbers: ["rfid-lf-frequency"], glossary: ["tag", "reader"] },
};
const otherwise = { numbers: ["baud-slow", "baud-fast"], glossary: ["baud"] };

const longestText = 200;

/** Text from outside as plain words of one line: nothing in it is markup, a reference or a table's edge. */
export function plainWords(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, " ")
    .replace(/[{}[\]<>#*_`|\\~]/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, longestText)
    .trim();
}

const nowhere = { file: "", line: 1 };
const nothingKnown = {
  sheets: new Set<string>(),
  experiments: new Set<string>(),
  images: new Map<string, undefined>(),
};

/** The words as an author may write them: what the check would refuse in them is marked as an illustration. */
export function asWritten(text: string, language: Language): string {
  // Markdown would make a link of a bare address: nobody chose where it leads.
  const plain = plainWords(text).replace(/:\/\/|www\./gi, " ");
  const problems = new Problems();
  // As it will stand: after the dash of a list, before whatever follows.
  lintText(`- ${plain} -`, language, nowhere, nothingKnown, problems);
  return problems.list.length === 0 ? plain : `{{${language === "fr" ? "exemple" : "example"}: ${plain}}}`;
}

const code = (text: string): string => {
  const plain = plainWords(text);
  return plain === "" ? "" : `\`${plain}\``;
};

/** A number as the language writes it. */
const figure = (value: number, language: Language): string => {
  const text = String(value);
  return language === "fr" ? text.replace(".", ",") : text;
};

function frameLines({ what, checksum, fields }: Framing, language: Language): string[] {
  const say = (words: Words) => asWritten(words[language], language);
  const head =
    language === "fr"
      ? ["| Place | Quoi | Lu comme | Dernière valeur | Serait |", "| --- | --- | --- | --- | --- |"]
      : ["| Place | What | Read as | Latest value | Could be |", "| --- | --- | --- | --- | --- |"];
  const rows = fields.map((field) => {
    const guess = field.guesses[0];
    const { name, unit } = guess === undefined ? { name: undefined, unit: "" } : quantities[guess.quantity];
    const meaning =
      guess === undefined || name === undefined
        ? ""
        : `${name[language]} ${code(`${figure(guess.value, language)} ${unit} (${guess.formula})`)}`;
    return `| ${placeOf(field)} | ${fieldKindNames[field.kind][language]} | ${code(field.type)} | ${code(field.value)} | ${meaning} |`;
  });
  const note = {
    fr: "Ce tableau est une supposition : le banc l'a tiré des octets, personne ne l'a encore vérifié.",
    en: "This table is a guess: the bench drew it from the bytes, and nobody has checked it yet.",
  };
  return [
    say(what),
    ...(checksum === undefined
      ? []
      : ["", `${language === "fr" ? "Somme de contrôle :" : "Checksum:"} ${code(checksum)}`]),
    ...(rows.length === 0 ? [] : ["", note[language], "", ...head, ...rows]),
  ];
}

function channelLines(channels: readonly Channel[], language: Language): string[] {
  if (channels.length === 0) return [];
  const rows = channels.map(({ name, quantity }) => {
    const { unit } = quantities[quantity];
    return `- ${asWritten(name[language], language)}${unit === "" ? "" : ` (${code(unit)})`}`;
  });
  return ["", language === "fr" ? "Ce que le banc en reçoit :" : "What the bench gets from it:", "", ...rows];
}

const detailLines = (details: SheetFacts["details"], language: Language): string[] =>
  (details ?? []).map(
    ({ name, value }) => `- ${name[language]}${language === "fr" ? " :" : ":"} ${code(value)}`,
  );

function sheetYaml({ id, number, today, profile, model }: SheetFacts): string {
  const { numbers, glossary } = beginnings[profile ?? ""] ?? otherwise;
  return [
    `id: ${JSON.stringify(id)}`,
    `number: ${number}`,
    "version: 1",
    "status: draft",
    "level: beginner",
    "role: input",
    'authors: ["Labo Explorer"]',
    "licence: CC BY 4.0",
    `checked_on: ${today}`,
    "matches:",
    "  profiles: []",
    `  models: [${model === undefined ? "" : JSON.stringify(model)}]`,
    "minutes: {}",
    "folded: [further]",
    `numbers: [${numbers.join(", ")}]`,
    `glossary: [${glossary.join(", ")}]`,
    "",
  ].join("\n");
}

/** The files of a new sheet. Whatever the facts hold, they pass `labo sheets check`. */
export function sheetSkeleton(facts: SheetFacts): SkeletonFile[] {
  const { title, channels = [], details, framing } = facts;
  const texts = languages.map((language) => ({
    name: `${language}.md`,
    text: skeletonText(language, {
      title: asWritten(title, language) || facts.id,
      device: detailLines(details, language),
      channels: channelLines(channels, language),
      frame: framing === undefined ? [] : frameLines(framing, language),
    }),
  }));
  return [
    { name: "sheet.yaml", text: sheetYaml(facts) },
    ...texts,
    { name: "images/trame.svg", text: frameDrawing(framing?.fields ?? []) },
  ];
}
