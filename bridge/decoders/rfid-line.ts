// Lines of the labo-rfid protocol → typed messages with the bytes of each field, and host lines → bytes.
// Frames come from bridge/frames/line-framer.ts, checksum already right. Reference: firmware/README.md.
import type { Span } from "#contract/frames.ts";
import type { Refusal } from "#contract/refusals.ts";
import { crc16Ibm3740 } from "../frames/crc16.ts";
import { boardLines, hostLines, type LineLayout, patterns } from "./rfid-line-layouts.ts";

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
  | {
      /** Four pages of a tag, from `page` on: 16 bytes. */
      readonly type: "tag-data";
      readonly uid: string;
      readonly page: number;
      readonly data: Uint8Array;
    }
  | { readonly type: "accepted"; readonly command: string }
  | { readonly type: "refused"; readonly command: string; readonly reason: string };

/** The spans of a good line are worked out when they are read: most are looked at by nobody. */
export type RfidLineOutcome =
  | { readonly ok: true; readonly message: RfidMessage; readonly spans: readonly Span[] }
  | { readonly ok: false; readonly why: Refusal; readonly spans: readonly Span[] };

const maxCounter = 0xffff_ffff;

const textOf = (frame: Uint8Array, start: number, end: number): string =>
  Buffer.from(frame.buffer, frame.byteOffset + start, end - start).toString("latin1");

/** Text of the body; `undefined` when the bytes are not a line's. */
function bodyOf(frame: Uint8Array): string | undefined {
  if (frame.length < 8 || frame[0] !== 0x24 || frame[frame.length - 7] !== 0x2a) return undefined;
  return textOf(frame, 1, frame.length - 7);
}

const headSpan: Span = {
  offset: 0,
  length: 1,
  field: "start",
  value: "$",
  note: { fr: "Début de la ligne", en: "Start of the line" },
};

const tailSpans = (frame: Uint8Array): readonly Span[] => [
  {
    offset: frame.length - 6,
    length: 4,
    field: "crc",
    value: textOf(frame, frame.length - 6, frame.length - 2),
    note: { fr: "Somme de contrôle CRC-16", en: "CRC-16 checksum" },
  },
  {
    offset: frame.length - 2,
    length: 2,
    field: "end",
    note: { fr: "Fin de la ligne (CR LF)", en: "End of the line (CR LF)" },
  },
];

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
    case "TD":
      return {
        type: "tag-data",
        uid: text("uid").toLowerCase(),
        page: integer("page"),
        data: Uint8Array.from(Buffer.from(text("data"), "hex")),
      };
    case "OK":
      return { type: "accepted", command: text("command") };
    case "NO":
      return { type: "refused", command: text("command"), reason: text("reason") };
    default:
      return undefined;
  }
}

type Fields =
  | { readonly ok: true; readonly type: string; readonly values: Values }
  | { readonly ok: false; readonly why: Refusal };

/**
 * The fields of a line, by the layouts of one direction.
 * @param told given those that were understood, in their order.
 */
function readFields(
  body: string,
  layouts: Readonly<Record<string, LineLayout>>,
  told?: (span: Span) => void,
): Fields {
  const refuse = (why: Refusal): Fields => ({ ok: false, why });
  const [type = "", ...texts] = body.split(",");
  const layout = Object.hasOwn(layouts, type) ? layouts[type] : undefined;
  if (layout === undefined) return refuse({ code: "unknown-type", at: 1 });
  const { note, fields } = layout;
  told?.({ offset: 1, length: type.length, field: "type", value: type, note });
  if (texts.length !== fields.length)
    return refuse({ code: "fields", found: texts.length, wanted: fields.length });

  const values: Record<string, string> = {};
  let offset = 1 + type.length;
  for (const [index, { name, kind, note: fieldNote, unit }] of fields.entries()) {
    const text = texts[index] ?? "";
    offset += 1;
    if (!patterns[kind].test(text)) return refuse({ code: "form", at: offset, field: name });
    const found = kind === "integer" ? Number(text) : 0;
    if (found > maxCounter)
      return refuse({ code: "out-of-range", at: offset, field: name, found, least: 0, most: maxCounter });
    values[name] = text;
    told?.({
      offset,
      length: text.length,
      field: name,
      value: unit === undefined ? text : `${text} ${unit}`,
      note: fieldNote,
    });
    offset += text.length;
  }
  return { ok: true, type, values };
}

function explain(frame: Uint8Array, layouts: Readonly<Record<string, LineLayout>>): readonly Span[] {
  const body = bodyOf(frame);
  if (body === undefined) return [];
  const spans: Span[] = [headSpan];
  readFields(body, layouts, (span) => spans.push(span));
  spans.push(...tailSpans(frame));
  return spans;
}

function readMessage(frame: Uint8Array): RfidMessage | Refusal {
  const body = bodyOf(frame);
  if (body === undefined) return { code: "shape", wanted: "$…*CRC4" };
  const fields = readFields(body, boardLines);
  if (!fields.ok) return fields.why;
  return build(fields.type, fields.values) ?? { code: "malformed" };
}

/**
 * Decodes one frame of the line framer, said by the board. Never throws.
 * @param frame must not change while the spans may still be read.
 * @returns the message, or why it is refused; spans cover what was understood either way.
 */
export function decodeRfidLine(frame: Uint8Array): RfidLineOutcome {
  const read = readMessage(frame);
  return "code" in read
    ? { ok: false, why: read, spans: explain(frame, boardLines) }
    : {
        ok: true,
        message: read,
        get spans() {
          return explain(frame, boardLines);
        },
      };
}

/** What is known of the bytes of a line of the host's. Never throws. */
export const explainRfidHostLine = (frame: Uint8Array): readonly Span[] => explain(frame, hostLines);

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
  /** @param page of the tag with this UID, 0 to 255: four pages from there on. */
  readPages: (uid: string, page: number) => encodeRfidLine(`RD,${uid.toUpperCase()},${page}`),
  /** @param page 4 to 255. @param bytes four of them. */
  writePage: (uid: string, page: number, bytes: Uint8Array) =>
    encodeRfidLine(`WR,${uid.toUpperCase()},${page},${Buffer.from(bytes).toString("hex").toUpperCase()}`),
} as const;
