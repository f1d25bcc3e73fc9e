// What the fields of each labo-rfid line are, both ways: the table the decoder reads by. Reference: firmware/README.md.
import type { Words } from "#contract/words.ts";

type FieldKind = "integer" | "page" | "uid" | "hex2" | "hex4" | "hex8" | "hex32" | "word" | "reader-state";

interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  /** Of all that it may be. */
  readonly pattern: RegExp;
  readonly note: Words;
  readonly unit?: string;
}

const patterns: Record<FieldKind, RegExp> = {
  integer: /^(0|[1-9][0-9]{0,9})$/,
  page: /^(0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])$/,
  uid: /^([0-9A-F]{8}|[0-9A-F]{14}|[0-9A-F]{20})$/,
  hex2: /^[0-9A-F]{2}$/,
  hex4: /^[0-9A-F]{4}$/,
  hex8: /^[0-9A-F]{8}$/,
  hex32: /^[0-9A-F]{32}$/,
  word: /^[\x21-\x7e]{1,40}$/,
  "reader-state": /^(ok|absent|error)$/,
};

const field = (name: string, kind: FieldKind, fr: string, en: string, unit?: string): Field => ({
  name,
  kind,
  pattern: patterns[kind],
  note: { fr, en },
  ...(unit === undefined ? {} : { unit }),
});

const stamp = [
  field(
    "seq",
    "integer",
    "Numéro de la ligne; un trou trahit une perte",
    "Line number; a hole betrays a loss",
  ),
  field("ms", "integer", "Horloge de la carte", "The board’s own clock", "ms"),
  field("reader", "integer", "Numéro du lecteur", "Reader number"),
];
const uid = field("uid", "uid", "Numéro unique de l’étiquette", "The tag’s unique number");

const milliseconds = field("value", "integer", "Durée", "Duration", "ms");
const page = field(
  "page",
  "page",
  "Page de la mémoire, de quatre octets",
  "Page of the memory, of four bytes",
);
const data = (kind: "hex8" | "hex32", fr: string, en: string) => field("data", kind, fr, en);

export interface LineLayout {
  readonly note: Words;
  readonly fields: readonly Field[];
}

const line = (fr: string, en: string, ...fields: readonly Field[]): LineLayout => ({
  note: { fr, en },
  fields,
});

/** What the board says, by the letters its lines start with. */
export const boardLines: Readonly<Record<string, LineLayout>> = {
  HI: line(
    "Bonjour : la carte se présente",
    "Hello: the board introduces itself",
    field("protocol", "integer", "Version du protocole", "Protocol version"),
    field("firmware", "word", "Nom du programme de la carte", "Name of the board’s program"),
    field("version", "word", "Version du programme", "Program version"),
    field("readers", "integer", "Nombre de lecteurs", "Number of readers"),
  ),
  TA: line(
    "Une étiquette arrive",
    "A tag arrives",
    ...stamp,
    uid,
    field("sak", "hex2", "SAK : ce que la puce dit savoir faire", "SAK: what the chip says it can do"),
    field("atqa", "hex4", "ATQA : réponse à l’appel du lecteur", "ATQA: answer to the reader’s call"),
  ),
  TL: line(
    "Une étiquette repart",
    "A tag leaves",
    ...stamp,
    uid,
    field("presentMs", "integer", "Temps passé sur le lecteur", "Time spent on the reader", "ms"),
  ),
  RS: line(
    "Nouvelles du lecteur",
    "News of the reader",
    ...stamp,
    field("status", "reader-state", "État de la puce du lecteur", "State of the reader chip"),
    field("version", "hex2", "Version de la puce (VersionReg)", "Chip version (VersionReg)"),
    field("polls", "integer", "Appels lancés aux étiquettes", "Calls made to tags"),
    field("errors", "integer", "Appels ratés", "Calls that failed"),
    field("held", "integer", "Étiquettes présentes", "Tags present"),
  ),
  TD: line(
    "Ce que contient une étiquette",
    "What a tag holds",
    uid,
    page,
    data("hex32", "Quatre pages de la mémoire", "Four pages of the memory"),
  ),
  OK: line("Oui", "Yes", field("command", "word", "Commande acceptée", "Command accepted")),
  NO: line(
    "Non",
    "No",
    field("command", "word", "Commande refusée", "Command refused"),
    field("reason", "word", "Raison du refus", "Reason for the refusal"),
  ),
};

/** What the host asks, likewise. */
export const hostLines: Readonly<Record<string, LineLayout>> = {
  "?": line("Qui es-tu?", "Who are you?"),
  HT: line(
    "Temps avant de croire une étiquette partie",
    "Time before a tag is taken to have left",
    milliseconds,
  ),
  PI: line("Temps entre deux appels aux étiquettes", "Time between two calls to tags", milliseconds),
  RD: line("Lis quatre pages d’une étiquette", "Read four pages of a tag", uid, page),
  WR: line(
    "Écris une page d’une étiquette",
    "Write one page of a tag",
    uid,
    page,
    data("hex8", "Les quatre octets de la page", "The four bytes of the page"),
  ),
};
