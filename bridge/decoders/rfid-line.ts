// Lines of the labo-rfid protocol → typed messages with the bytes of each field, and host lines → bytes.
// Frames come from bridge/frames/line-framer.ts, checksum already right. Reference: firmware/README.md.
import type { Span } from "#contract/frames.ts";
import type { Words } from "#contract/words.ts";
import { crc16Ibm3740 } from "../frames/crc16.ts";

interface Stamp {
  /** Counts the board's lines that carry one: a hole is a lost line. */
  readonly seq: number;
  /** The board's own clock, milliseconds since it started. */
  readonly ms: number;
  readonly reader: number;
}

export type RfidMessage =
  | {
      readonly type: "hello";
      readonly protocol: number;
      readonly firmware: string;
      readonly version: string;
      readonly readers: number;
    }
  | ({
      readonly type: "tag-arrived";
      /** Lower-case hexadecimal, 4, 7 or 10 bytes. */
      readonly uid: string;
      readonly sak: number;
      readonly atqa: number;
    } & Stamp)
  | ({ readonly type: "tag-left"; readonly uid: string; readonly presentMs: number } & Stamp)
  | ({
      readonly type: "reader-status";
      readonly status: "ok" | "absent" | "error";
      /** VersionReg of the chip. */
      readonly chip: number;
      readonly polls: number;
      readonly errors: number;
      /** Tags held in the field now. */
      readonly held: number;
    } & Stamp)
  | { readonly type: "accepted"; readonly command: string }
  | { readonly type: "refused"; readonly command: string; readonly reason: string };

export type RfidLineOutcome =
  | { readonly ok: true; readonly message: RfidMessage; readonly spans: readonly Span[] }
  | {
      readonly ok: false;
      readonly discard: "malformed" | "unknown-type";
      /** Which field, and what is wrong with it. */
      readonly reason: string;
      readonly spans: readonly Span[];
    };

type FieldKind = "integer" | "uid" | "hex2" | "hex4" | "word" | "reader-state";

interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  readonly note: Words;
  readonly unit?: string;
}

const patterns: Record<FieldKind, RegExp> = {
  integer: /^(0|[1-9][0-9]{0,9})$/,
  uid: /^([0-9A-F]{8}|[0-9A-F]{14}|[0-9A-F]{20})$/,
  hex2: /^[0-9A-F]{2}$/,
  hex4: /^[0-9A-F]{4}$/,
  word: /^[\x21-\x7e]{1,40}$/,
  "reader-state": /^(ok|absent|error)$/,
};

const field = (name: string, kind: FieldKind, fr: string, en: string, unit?: string): Field => ({
  name,
  kind,
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

const layouts: Readonly<Record<string, readonly Field[]>> = {
  HI: [
    field("protocol", "integer", "Version du protocole", "Protocol version"),
    field("firmware", "word", "Nom du programme de la carte", "Name of the board’s program"),
    field("version", "word", "Version du programme", "Program version"),
    field("readers", "integer", "Nombre de lecteurs", "Number of readers"),
  ],
  TA: [
    ...stamp,
    uid,
    field("sak", "hex2", "SAK : ce que la puce dit savoir faire", "SAK: what the chip says it can do"),
    field("atqa", "hex4", "ATQA : réponse à l’appel du lecteur", "ATQA: answer to the reader’s call"),
  ],
  TL: [
    ...stamp,
    uid,
    field("presentMs", "integer", "Temps passé sur le lecteur", "Time spent on the reader", "ms"),
  ],
  RS: [
    ...stamp,
    field("status", "reader-state", "État de la puce du lecteur", "State of the reader chip"),
    field("version", "hex2", "Version de la puce (VersionReg)", "Chip version (VersionReg)"),
    field("polls", "integer", "Appels lancés aux étiquettes", "Calls made to tags"),
    field("errors", "integer", "Appels ratés", "Calls that failed"),
    field("held", "integer", "Étiquettes présentes", "Tags present"),
  ],
  OK: [field("command", "word", "Commande acceptée", "Command accepted")],
  NO: [
    field("command", "word", "Commande refusée", "Command refused"),
    field("reason", "word", "Raison du refus", "Reason for the refusal"),
  ],
};

const typeNotes: Readonly<Record<string, Words>> = {
  HI: { fr: "Bonjour : la carte se présente", en: "Hello: the board introduces itself" },
  TA: { fr: "Une étiquette arrive", en: "A tag arrives" },
  TL: { fr: "Une étiquette repart", en: "A tag leaves" },
  RS: { fr: "Nouvelles du lecteur", en: "News of the reader" },
  OK: { fr: "Oui", en: "Yes" },
  NO: { fr: "Non", en: "No" },
};

const maxCounter = 0xffff_ffff;

/** Text of the body and where it starts and ends; `undefined` when the bytes are not a line's. */
function bodyOf(frame: Uint8Array): string | undefined {
  if (frame.length < 8 || frame[0] !== 0x24 || frame[frame.length - 7] !== 0x2a) return undefined;
  return String.fromCharCode(...frame.subarray(1, frame.length - 7));
}

function edgeSpans(frame: Uint8Array): { readonly head: Span; readonly tail: readonly Span[] } {
  const crc = String.fromCharCode(...frame.subarray(frame.length - 6, frame.length - 2));
  return {
    head: {
      offset: 0,
      length: 1,
      field: "start",
      value: "$",
      note: { fr: "Début de la ligne", en: "Start of the line" },
    },
    tail: [
      {
        offset: frame.length - 6,
        length: 4,
        field: "crc",
        value: crc,
        note: { fr: "Somme de contrôle CRC-16", en: "CRC-16 checksum" },
      },
      {
        offset: frame.length - 2,
        length: 2,
        field: "end",
        note: { fr: "Fin de la ligne (CR LF)", en: "End of the line (CR LF)" },
      },
    ],
  };
}

type Values = Readonly<Record<string, string>>;

function build(type: string, values: Values): RfidMessage | undefined {
  const text = (name: string) => values[name] ?? "";
  const integer = (name: string) => Number(text(name));
  const hex = (name: string) => Number.parseInt(text(name), 16);
  const stamped = () => ({ seq: integer("seq"), ms: integer("ms"), reader: integer("reader") });
  switch (type) {
    case "HI":
      return {
        type: "hello",
        protocol: integer("protocol"),
        firmware: text("firmware"),
        version: text("version"),
        readers: integer("readers"),
      };
    case "TA":
      return {
        type: "tag-arrived",
        ...stamped(),
        uid: text("uid").toLowerCase(),
        sak: hex("sak"),
        atqa: hex("atqa"),
      };
    case "TL":
      return {
        type: "tag-left",
        ...stamped(),
        uid: text("uid").toLowerCase(),
        presentMs: integer("presentMs"),
      };
    case "RS": {
      const status = text("status");
      if (status !== "ok" && status !== "absent" && status !== "error") return undefined;
      return {
        type: "reader-status",
        ...stamped(),
        status,
        chip: hex("version"),
        polls: integer("polls"),
        errors: integer("errors"),
        held: integer("held"),
      };
    }
    case "OK":
      return { type: "accepted", command: text("command") };
    case "NO":
      return { type: "refused", command: text("command"), reason: text("reason") };
    default:
      return undefined;
  }
}

/**
 * Decodes one frame of the line framer. Never throws.
 * @returns the message, or why it is refused; spans cover what was understood either way.
 */
export function decodeRfidLine(frame: Uint8Array): RfidLineOutcome {
  const body = bodyOf(frame);
  if (body === undefined) return { ok: false, discard: "malformed", reason: "not a line", spans: [] };
  const { head, tail } = edgeSpans(frame);
  const spans: Span[] = [head];
  const refuse = (discard: "malformed" | "unknown-type", reason: string): RfidLineOutcome => ({
    ok: false,
    discard,
    reason,
    spans: [...spans, ...tail],
  });

  const [type = "", ...texts] = body.split(",");
  const layout = Object.hasOwn(layouts, type) ? layouts[type] : undefined;
  if (layout === undefined) return refuse("unknown-type", "no line starts with these letters");
  const note = typeNotes[type];
  spans.push({ offset: 1, length: type.length, field: "type", value: type, ...(note ? { note } : {}) });
  if (texts.length !== layout.length)
    return refuse("malformed", `${type}: ${layout.length} fields wanted, ${texts.length} found`);

  const values: Record<string, string> = {};
  let offset = 1 + type.length;
  for (const [index, { name, kind, note: fieldNote, unit }] of layout.entries()) {
    const text = texts[index] ?? "";
    offset += 1;
    if (!patterns[kind].test(text)) return refuse("malformed", `${type}: ${name} is not a valid ${kind}`);
    if (kind === "integer" && Number(text) > maxCounter)
      return refuse("malformed", `${type}: ${name} is beyond 32 bits`);
    values[name] = text;
    spans.push({
      offset,
      length: text.length,
      field: name,
      value: unit === undefined ? text : `${text} ${unit}`,
      note: fieldNote,
    });
    offset += text.length;
  }
  const message = build(type, values);
  if (message === undefined) return refuse("malformed", `${type}: fields do not fit`);
  return { ok: true, message, spans: [...spans, ...tail] };
}

/** A whole line around `body` (ASCII, without `$`, `*`, CR or LF): `$body*CRC4\r\n`. */
export function encodeRfidLine(body: string): Uint8Array {
  const bytes = Uint8Array.from(body, (character) => character.charCodeAt(0) & 0x7f);
  const crc = crc16Ibm3740(bytes).toString(16).toUpperCase().padStart(4, "0");
  return Uint8Array.from(`$${body}*${crc}\r\n`, (character) => character.charCodeAt(0) & 0x7f);
}

/** What the host may ask of a reader board. Bounds are the firmware's. */
export const rfidHostLines = {
  /** Introduce yourself and say again what lies on the readers. */
  identify: () => encodeRfidLine("?"),
  /** @param ms how long a tag may go unheard before it is said to have left, 100 to 10,000. */
  setHoldTime: (ms: number) => encodeRfidLine(`HT,${ms}`),
  /** @param ms between two calls to tags, 20 to 1,000. */
  setPollInterval: (ms: number) => encodeRfidLine(`PI,${ms}`),
} as const;
