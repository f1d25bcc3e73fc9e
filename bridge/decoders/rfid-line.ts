// Lines of the labo-rfid protocol → typed messages with the bytes of each field, and host lines → bytes.
// Frames come from bridge/frames/line-framer.ts, checksum already right. Reference: firmware/README.md.
import type { Span } from "#contract/frames.ts";
import type { Refusal } from "#contract/refusals.ts";
import { crc16Ibm3740 } from "../frames/crc16.ts";
import { boardLines, hostLines, type LineLayout } from "./rfid-line-layouts.ts";

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

const headSpan = {
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

/** The type of a line and its fields, in the order of its layout. */
type Texts = readonly string[];

const textAt = (texts: Texts, index: number): string => texts[index] ?? "";
const integerAt = (texts: Texts, index: number): number => Number(textAt(texts, index));
const hexAt = (texts: Texts, index: number): number => Number.parseInt(textAt(texts, index), 16);
const uidAt = (texts: Texts, index: number): string => textAt(texts, index).toLowerCase();

/** @param texts found right by {@link faultOf}. */
function build(texts: Texts): RfidMessage | undefined {
  switch (texts[0]) {
    case "HI":
      return {
        type: "hello",
        protocol: integerAt(texts, 1),
        firmware: textAt(texts, 2),
        version: textAt(texts, 3),
        readers: integerAt(texts, 4),
      };
    case "TA":
      return {
        type: "tag-arrived",
        seq: integerAt(texts, 1),
        ms: integerAt(texts, 2),
        reader: integerAt(texts, 3),
        uid: uidAt(texts, 4),
        sak: hexAt(texts, 5),
        atqa: hexAt(texts, 6),
      };
    case "TL":
      return {
        type: "tag-left",
        seq: integerAt(texts, 1),
        ms: integerAt(texts, 2),
        reader: integerAt(texts, 3),
        uid: uidAt(texts, 4),
        presentMs: integerAt(texts, 5),
      };
    case "RS": {
      const status = texts[4];
      if (status !== "ok" && status !== "absent" && status !== "error") return undefined;
      return {
        type: "reader-status",
        seq: integerAt(texts, 1),
        ms: integerAt(texts, 2),
        reader: integerAt(texts, 3),
        status,
        chip: hexAt(texts, 5),
        polls: integerAt(texts, 6),
        errors: integerAt(texts, 7),
        held: integerAt(texts, 8),
      };
    }
    case "TD":
      return {
        type: "tag-data",
        uid: uidAt(texts, 1),
        page: integerAt(texts, 2),
        data: Uint8Array.from(Buffer.from(textAt(texts, 3), "hex")),
      };
    case "OK":
      return { type: "accepted", command: textAt(texts, 1) };
    case "NO":
      return { type: "refused", command: textAt(texts, 1), reason: textAt(texts, 2) };
    default:
      return undefined;
  }
}

type Layouts = Readonly<Record<string, LineLayout>>;

const layoutOf = (type: string, layouts: Layouts): LineLayout | undefined =>
  Object.hasOwn(layouts, type) ? layouts[type] : undefined;

interface Fault {
  readonly why: Refusal;
  /** Fields that are right before it. */
  readonly understood: number;
}

/** What is wrong with the fields of a line, if anything. */
function faultOf(texts: Texts, { fields }: LineLayout): Fault | undefined {
  const wanted = fields.length;
  if (texts.length - 1 !== wanted)
    return { why: { code: "fields", found: texts.length - 1, wanted }, understood: 0 };
  let offset = 1 + textAt(texts, 0).length;
  let understood = 0;
  for (const { name, kind, pattern } of fields) {
    const text = textAt(texts, understood + 1);
    offset += 1;
    if (!pattern.test(text)) return { why: { code: "form", at: offset, field: name }, understood };
    const found = kind === "integer" ? Number(text) : 0;
    if (found > maxCounter) {
      const bounds = { least: 0, most: maxCounter };
      return { why: { code: "out-of-range", at: offset, field: name, found, ...bounds }, understood };
    }
    offset += text.length;
    understood += 1;
  }
  return undefined;
}

function readMessage(frame: Uint8Array): RfidMessage | Refusal {
  const body = bodyOf(frame);
  if (body === undefined) return { code: "shape", wanted: "$…*CRC4" };
  const texts = body.split(",");
  const layout = layoutOf(textAt(texts, 0), boardLines);
  if (layout === undefined) return { code: "unknown-type", at: 1 };
  return faultOf(texts, layout)?.why ?? build(texts) ?? { code: "malformed" };
}

/** The bytes of what is understood of a line, by the layouts of one direction. */
function explain(frame: Uint8Array, layouts: Layouts): readonly Span[] {
  const body = bodyOf(frame);
  if (body === undefined) return [];
  const texts = body.split(",");
  const type = textAt(texts, 0);
  const layout = layoutOf(type, layouts);
  if (layout === undefined) return [headSpan, ...tailSpans(frame)];
  const spans = [headSpan, { offset: 1, length: type.length, field: "type", value: type, note: layout.note }];
  const understood = faultOf(texts, layout)?.understood ?? layout.fields.length;
  let offset = 1 + type.length;
  for (const { name, note, unit } of layout.fields) {
    const index = spans.length - 1;
    if (index > understood) break;
    const text = textAt(texts, index);
    offset += 1;
    const value = unit === undefined ? text : `${text} ${unit}`;
    spans.push({ offset, length: text.length, field: name, value, note });
    offset += text.length;
  }
  return [...spans, ...tailSpans(frame)];
}

class GoodLine {
  readonly ok = true;
  readonly message: RfidMessage;
  private readonly frame: Uint8Array;

  constructor(message: RfidMessage, frame: Uint8Array) {
    this.message = message;
    this.frame = frame;
  }

  get spans(): readonly Span[] {
    return explain(this.frame, boardLines);
  }
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
    : new GoodLine(read, frame);
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
