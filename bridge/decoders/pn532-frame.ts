// Frames of the NXP PN532, either way → what they say, with the bytes of each part. Frames: bridge/frames/pn532-framer.ts.
// Reference: NXP UM0701-02 (PN532 user manual), chapters 6 and 7.
// Identity: the UID of each target. Four bytes that begin with 08 are made up at each reading (ISO/IEC 14443-3).
import type { Span } from "#contract/frames.ts";
import { type Refusal, wrongLength } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { hex, hexNumber } from "./bytes.ts";

/** Command codes the bridge uses; an answer has the code plus one. */
export const pn532Commands = {
  getFirmwareVersion: 0x02,
  samConfiguration: 0x14,
  rfConfiguration: 0x32,
  inDataExchange: 0x40,
  inListPassiveTarget: 0x4a,
  inRelease: 0x52,
} as const;

const commandNames: Readonly<Record<number, string>> = {
  [pn532Commands.getFirmwareVersion]: "GetFirmwareVersion",
  [pn532Commands.samConfiguration]: "SAMConfiguration",
  [pn532Commands.rfConfiguration]: "RFConfiguration",
  [pn532Commands.inDataExchange]: "InDataExchange",
  [pn532Commands.inListPassiveTarget]: "InListPassiveTarget",
  [pn532Commands.inRelease]: "InRelease",
};

export const toChip = 0xd4;
export const fromChip = 0xd5;
const errorTfi = 0x7f;

/** A tag in the field, 106 kbit/s type A. */
export interface Pn532Target {
  /** Number the chip gives it, 1 or 2. */
  readonly number: number;
  /** SENS_RES, also called ATQA. */
  readonly atqa: number;
  /** SEL_RES, also called SAK. */
  readonly sak: number;
  /** Lower-case hexadecimal. */
  readonly uid: string;
}

export type Pn532Frame =
  | { readonly kind: "ack" }
  | { readonly kind: "nack" }
  /** The chip did not understand the command: application-level syntax error. */
  | { readonly kind: "error" }
  | {
      readonly kind: "message";
      readonly direction: "to-chip" | "from-chip";
      /** As sent: an answer has its command's code plus one. */
      readonly code: number;
      /** What follows the code. */
      readonly data: Uint8Array;
    };

export type Pn532Outcome =
  | { readonly ok: true; readonly frame: Pn532Frame; readonly spans: readonly Span[] }
  | { readonly ok: false; readonly why: Refusal; readonly spans: readonly Span[] };

const span = (offset: number, length: number, field: string, value: string, note?: Words): Span => ({
  offset,
  length,
  field,
  value: value.slice(0, 200),
  ...(note === undefined ? {} : { note }),
});

const inOrder = (spans: readonly Span[]) => [...spans].sort((a, b) => a.offset - b.offset);

const notes = {
  start: { fr: "Début de la trame", en: "Start of the frame" },
  length: {
    fr: "Longueur, puis son complément : leur somme fait zéro",
    en: "Length, then its complement: they add up to zero",
  },
  toChip: { fr: "D4 : de l’ordinateur à la puce", en: "D4: from the computer to the chip" },
  fromChip: { fr: "D5 : de la puce à l’ordinateur", en: "D5: from the chip to the computer" },
  sum: {
    fr: "Complément de la somme : avec ce qui précède, elle fait zéro",
    en: "Complement of the sum: with what comes before, it adds up to zero",
  },
  end: { fr: "Fin de la trame", en: "End of the frame" },
  uid: { fr: "Numéro unique de l’étiquette", en: "The tag’s unique number" },
  atqa: { fr: "Réponse de l’étiquette à l’appel", en: "The tag’s answer to the call" },
  sak: { fr: "Ce que la puce de l’étiquette sait faire", en: "What the tag’s chip can do" },
} as const satisfies Record<string, Words>;

/** Decodes one frame of the framer: lengths and sums are right already. Never throws. */
export function decodePn532Frame(bytes: Uint8Array): Pn532Outcome {
  const refuse = (why: Refusal): Pn532Outcome => ({ ok: false, why, spans: [] });
  if (bytes.length < 6 || bytes[0] !== 0 || bytes[1] !== 0 || bytes[2] !== 0xff)
    return refuse({ code: "shape", at: 0, wanted: "00 00 FF … 00" });
  const start = span(0, 3, "start", "00 00 FF", notes.start);
  if (bytes.length === 6) {
    const isAck = bytes[3] === 0x00 && bytes[4] === 0xff;
    if (!isAck && !(bytes[3] === 0xff && bytes[4] === 0x00))
      return refuse({ code: "shape", at: 3, wanted: "00 00 FF 00 FF 00 (ACK), 00 00 FF FF 00 00 (NACK)" });
    const note = isAck
      ? { fr: "Commande bien reçue", en: "Command received" }
      : { fr: "Redis-le : la trame est mal arrivée", en: "Say it again: the frame was damaged" };
    return {
      ok: true,
      frame: { kind: isAck ? "ack" : "nack" },
      spans: [start, span(3, 2, "type", isAck ? "ACK" : "NACK", note), span(5, 1, "end", "00", notes.end)],
    };
  }
  const isExtended = bytes[3] === 0xff && bytes[4] === 0xff;
  const head = isExtended ? 8 : 5;
  const length = isExtended ? (bytes[5] ?? 0) * 256 + (bytes[6] ?? 0) : (bytes[3] ?? 0);
  if (length === 0 || bytes.length !== head + length + 2)
    return refuse(wrongLength(bytes.length, head + length + 2));
  const tfi = bytes[head] ?? 0;
  const edges: Span[] = [
    start,
    span(3, head - 3, "length", `${length}`, notes.length),
    span(head + length, 1, "crc", hex(bytes, head + length, head + length + 1), notes.sum),
    span(head + length + 1, 1, "end", "00", notes.end),
  ];
  if (tfi === errorTfi && length === 1) {
    const note = { fr: "La puce n’a pas compris la commande", en: "The chip did not understand the command" };
    return {
      ok: true,
      frame: { kind: "error" },
      spans: inOrder([...edges, span(head, 1, "type", "7f", note)]),
    };
  }
  if (tfi !== toChip && tfi !== fromChip)
    return refuse({ code: "unknown-value", at: head, field: "direction", found: hexNumber(tfi, 2) });
  if (length < 2) return refuse({ code: "cut", at: head + 1, field: "command" });
  const direction = tfi === toChip ? "to-chip" : "from-chip";
  const code = bytes[head + 1] ?? 0;
  const data = bytes.slice(head + 2, head + length);
  const name =
    commandNames[direction === "to-chip" ? code : code - 1] ?? `0x${hex(bytes, head + 1, head + 2)}`;
  const spans = inOrder([
    ...edges,
    span(
      head,
      1,
      "direction",
      hex(bytes, head, head + 1),
      direction === "to-chip" ? notes.toChip : notes.fromChip,
    ),
    span(head + 1, 1, "command", name),
    ...dataSpans(direction, code, data, head + 2),
  ]);
  return { ok: true, frame: { kind: "message", direction, code, data }, spans };
}

function dataSpans(direction: string, code: number, data: Uint8Array, offset: number): Span[] {
  if (data.length === 0) return [];
  const whole = [span(offset, data.length, "data", hex(data))];
  if (direction === "to-chip") return whole;
  if (code === pn532Commands.getFirmwareVersion + 1 && data.length === 4)
    return [
      span(offset, 1, "chip", `PN5${hex(data, 0, 1)}`),
      span(offset + 1, 2, "version", `${data[1]}.${data[2]}`),
      span(offset + 3, 1, "support", hex(data, 3, 4), {
        fr: "Sortes d’étiquettes comprises",
        en: "Kinds of tags understood",
      }),
    ];
  if (code === pn532Commands.inListPassiveTarget + 1) return targetSpans(data, offset) ?? whole;
  if (code === pn532Commands.inDataExchange + 1) {
    const status = span(offset, 1, "status", hex(data, 0, 1), {
      fr: "00 : tout va bien",
      en: "00: all is well",
    });
    return data.length === 1 ? [status] : [status, span(offset + 1, data.length - 1, "data", hex(data, 1))];
  }
  return whole;
}

interface TargetAt extends Pn532Target {
  /** In the data. */
  readonly offset: number;
  readonly uidOffset: number;
  readonly end: number;
}

/** Targets of an InListPassiveTarget answer at 106 kbit/s type A; `undefined` when a length does not fit. */
function targetsAt(data: Uint8Array): TargetAt[] | undefined {
  const count = data[0];
  if (count === undefined || count > 2) return undefined;
  const targets: TargetAt[] = [];
  let at = 1;
  for (let index = 0; index < count; index++) {
    const [number = 0, high = 0, low = 0, sak = 0, uidBytes] = data.subarray(at);
    if (uidBytes !== 4 && uidBytes !== 7 && uidBytes !== 10) return undefined;
    const uidOffset = at + 5;
    let end = uidOffset + uidBytes;
    if (end > data.length) return undefined;
    const uid = hex(data, uidOffset, end);
    // A tag that speaks ISO/IEC 14443-4 adds its ATS, whose first byte is its length.
    if ((sak & 0x20) !== 0 && end < data.length) {
      const ats = data[end] ?? 0;
      if (ats === 0 || end + ats > data.length) return undefined;
      end += ats;
    }
    targets.push({ number, atqa: high * 256 + low, sak, uid, offset: at, uidOffset, end });
    at = end;
  }
  return at === data.length ? targets : undefined;
}

function targetSpans(data: Uint8Array, offset: number): Span[] | undefined {
  const targets = targetsAt(data);
  if (targets === undefined) return undefined;
  const spans = [
    span(offset, 1, "held", `${targets.length}`, { fr: "Combien d’étiquettes", en: "How many tags" }),
  ];
  for (const { number, atqa, sak, uid, offset: at, uidOffset, end } of targets) {
    const uidEnd = uidOffset + uid.length / 2;
    spans.push(
      span(offset + at, 1, "target", `${number}`),
      span(offset + at + 1, 2, "atqa", atqa.toString(16).padStart(4, "0"), notes.atqa),
      span(offset + at + 3, 1, "sak", sak.toString(16).padStart(2, "0"), notes.sak),
      span(offset + at + 4, 1, "uid length", `${uid.length / 2}`),
      span(offset + uidOffset, uid.length / 2, "uid", uid, notes.uid),
    );
    if (end > uidEnd) spans.push(span(offset + uidEnd, end - uidEnd, "ats", hex(data, uidEnd, end)));
  }
  return spans;
}

/** Data of an InListPassiveTarget answer → the tags in the field, none to two; `undefined` when it cannot be. */
export function readTargets(data: Uint8Array): readonly Pn532Target[] | undefined {
  return targetsAt(data)?.map(({ number, atqa, sak, uid }) => ({ number, atqa, sak, uid }));
}

/** Data of a GetFirmwareVersion answer; `undefined` when it cannot be. */
export function readFirmwareVersion(
  data: Uint8Array,
): { readonly ic: number; readonly version: string; readonly support: number } | undefined {
  const [ic, major, minor, support] = data;
  if (data.length !== 4 || ic === undefined || support === undefined) return undefined;
  return { ic, version: `${major}.${minor}`, support };
}

/** Data of an InDataExchange answer: the chip's error code (0: all is well) and what the tag said. */
export function readDataExchange(
  data: Uint8Array,
): { readonly error: number; readonly data: Uint8Array } | undefined {
  const [status] = data;
  // Bits 6 and 7 tell of chained answers, not of errors (UM0701-02, 7.1).
  return status === undefined ? undefined : { error: status & 0x3f, data: data.slice(1) };
}
