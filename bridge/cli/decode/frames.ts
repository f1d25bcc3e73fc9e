// Bytes of a serial line → parts, with the bench's own framers and decoders.
import type { Span } from "#contract/frames.ts";
import type { Why } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { decodeEm4100Air, decodeEm4100Frame } from "../../decoders/em4100-frame.ts";
import { explainFirmata } from "../../decoders/firmata-message.ts";
import { decodeNdefMessage, type NdefRecord } from "../../decoders/ndef-message.ts";
import { decodeNexmosphereLine } from "../../decoders/nexmosphere-line.ts";
import { decodeNmeaSentence } from "../../decoders/nmea-sentence.ts";
import {
  decodePn532Frame,
  type Pn532Frame,
  readFirmwareVersion,
  readTargets,
} from "../../decoders/pn532-frame.ts";
import { decodeRfidLine } from "../../decoders/rfid-line.ts";
import { decodeValueLine } from "../../decoders/value-line.ts";
import { createEm4100Framer } from "../../frames/em4100-framer.ts";
import { createFirmataSplitter } from "../../frames/firmata-splitter.ts";
import type { Framer } from "../../frames/framer.ts";
import { createLineFramer } from "../../frames/line-framer.ts";
import { createPn532Framer } from "../../frames/pn532-framer.ts";
import { createTextFramer, textOf } from "../../frames/text-framer.ts";
import type { Candidate } from "./advertisements.ts";
import { known, type Part, refusedPart, shifted, verdictOf } from "./part.ts";

type Accepted = Extract<Part, { ok: true }>;

/** What a frame says: facts of any shape, of which the simple ones are told; or why it is refused. */
type FrameReading =
  | {
      readonly ok: true;
      readonly facts: object;
      readonly spans: readonly Span[];
      readonly more?: Partial<Accepted>;
    }
  | { readonly ok: false; readonly why: Why; readonly spans?: readonly Span[] };

interface FrameReader {
  readonly as: string;
  readonly title: Words;
  /** Its frames have no checksum and no sure mark. */
  readonly isGuess?: true;
  /** Without one, all bytes are one frame. */
  readonly framer?: () => Framer;
  /** `undefined`: not this format at all. */
  read(frame: Uint8Array): FrameReading | undefined;
  /** Bytes between frames that mean something all the same. */
  between?(bytes: Uint8Array): FrameReading | undefined;
}

const factsOf = (values: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined && typeof value !== "object")
      .map(([name, value]) => [name, String(value)]),
  );

const read = (facts: object, spans: readonly Span[], more: Partial<Accepted> = {}): FrameReading => ({
  ok: true,
  facts,
  spans,
  more,
});

const rfidLine: FrameReader = {
  as: "rfid-line",
  title: { fr: "Ligne du lecteur labo-rfid", en: "Line of the labo-rfid reader" },
  framer: createLineFramer,
  read(frame) {
    const outcome = decodeRfidLine(frame);
    return outcome.ok ? read(outcome.message, outcome.spans) : outcome;
  },
};

const em4100: FrameReader = {
  as: "em4100",
  title: { fr: "Trame d’un lecteur 125 kHz", en: "Frame of a 125 kHz reader" },
  framer: createEm4100Framer,
  read(frame) {
    const outcome = decodeEm4100Frame(frame);
    return outcome.ok
      ? read(outcome.tag, outcome.spans, { isSuspect: outcome.checksumOk ? undefined : true })
      : outcome;
  },
};

const em4100Air: FrameReader = {
  as: "em4100-air",
  title: { fr: "Étiquette EM4100 dans l’air", en: "EM4100 tag on the air" },
  read(frame) {
    const tag = decodeEm4100Air(frame);
    return tag === undefined ? undefined : read(tag, []);
  },
};

function pn532Facts(frame: Pn532Frame): object {
  if (frame.kind !== "message") return { type: frame.kind };
  const { direction, code, data } = frame;
  const isAnswer = direction === "from-chip";
  const targets = isAnswer && code === 0x4b ? (readTargets(data) ?? []) : [];
  const firmware = isAnswer && code === 0x03 ? readFirmwareVersion(data) : undefined;
  const uids = targets.map(({ uid }) => uid).join(", ");
  return {
    type: direction,
    command: `0x${code.toString(16).padStart(2, "0")}`,
    ...(uids === "" ? {} : { uid: uids }),
    ...firmware,
  };
}

const wakeUp = 0x55;

const pn532: FrameReader = {
  as: "pn532",
  title: { fr: "Trame d’un PN532", en: "Frame of a PN532" },
  framer: createPn532Framer,
  read(frame) {
    const outcome = decodePn532Frame(frame);
    return outcome.ok ? read(pn532Facts(outcome.frame), outcome.spans) : outcome;
  },
  between(bytes) {
    if (bytes[0] !== wakeUp || bytes.some((byte) => byte !== wakeUp && byte !== 0)) return undefined;
    const note = { fr: "Réveille la puce, avant la trame", en: "Wakes the chip up, before the frame" };
    const span = { offset: 0, length: bytes.length, field: "start", value: "55 … 00", note };
    return read({ type: "wake-up" }, [span]);
  },
};

function recordText(record: NdefRecord): string {
  switch (record.type) {
    case "empty":
      return "∅";
    case "text":
      return `${record.language}: ${record.text}`;
    case "uri":
      return record.uri;
    case "mime":
      return `${record.mime}: ${record.text}`;
    case "other":
      return `${record.name}, ${record.bytes} B`;
  }
}

const ndef: FrameReader = {
  as: "ndef",
  isGuess: true,
  title: { fr: "Message NDEF d’une étiquette NFC", en: "NDEF message of an NFC tag" },
  read(frame) {
    const outcome = decodeNdefMessage(frame);
    if (!outcome.ok) return outcome;
    const facts = outcome.records.map((record, index) => [`${record.type} ${index + 1}`, recordText(record)]);
    return read(Object.fromEntries(facts), outcome.spans);
  },
};

const firmata: FrameReader = {
  as: "firmata",
  isGuess: true,
  title: { fr: "Messages Firmata", en: "Firmata messages" },
  framer: () => createFirmataSplitter("to-host"),
  read(frame) {
    const spans = explainFirmata(frame);
    return read({ type: spans[0]?.field }, spans);
  },
};

const nmea: FrameReader = {
  as: "nmea",
  title: { fr: "Phrase d’un récepteur GPS", en: "Sentence of a GPS receiver" },
  framer: createTextFramer,
  read(frame) {
    const outcome = decodeNmeaSentence(textOf(frame));
    return outcome.ok
      ? read({ type: outcome.type }, outcome.spans, { readings: known(outcome.readings) })
      : outcome;
  },
};

const nexmosphere: FrameReader = {
  as: "nexmosphere",
  title: { fr: "Ligne d’un contrôleur Nexmosphere", en: "Line of a Nexmosphere controller" },
  framer: createTextFramer,
  read(frame) {
    const outcome = decodeNexmosphereLine(textOf(frame));
    return outcome.ok ? read(outcome.message, outcome.spans) : outcome;
  },
};

const valueLine: FrameReader = {
  as: "value-line",
  isGuess: true,
  title: { fr: "Ligne de valeurs", en: "Line of values" },
  framer: createTextFramer,
  read(frame) {
    const outcome = decodeValueLine(textOf(frame));
    if (outcome.kind === "text") return { ok: false, why: outcome.why, spans: outcome.spans };
    if (outcome.kind === "header") return read({ columns: outcome.names.join(", ") }, outcome.spans);
    const facts = outcome.values.map(({ name, column, value, unit }) => [
      name ?? `value ${column + 1}`,
      `${value ?? "–"} ${unit ?? ""}`.trim(),
    ]);
    return read(Object.fromEntries(facts), outcome.spans);
  },
};

const lineFeed = 0x0a;

function partOf({ as }: FrameReader, reading: FrameReading, offset: number): Part {
  if (!reading.ok) return refusedPart(as, reading.why, offset);
  return { format: as, ok: true, readings: {}, facts: factsOf(reading.facts), ...reading.more };
}

/** Gives every byte to the framer, a line feed more for a line that lacks its end, and reads what comes of it. */
function readAll(reader: FrameReader, bytes: Uint8Array): { parts: Part[]; spans: Span[] } {
  const { framer: makeFramer } = reader;
  if (makeFramer === undefined) {
    const whole = reader.read(bytes);
    return whole === undefined
      ? { parts: [], spans: [] }
      : { parts: [partOf(reader, whole, 0)], spans: [...(whole.spans ?? [])] };
  }
  const framer = makeFramer();
  const isText = makeFramer === createTextFramer && bytes.at(-1) !== lineFeed;
  const outcomes = [
    ...framer.push(bytes),
    ...framer.push(Uint8Array.from(isText ? [lineFeed] : [])),
    ...framer.flush(),
  ];
  const parts: Part[] = [];
  const spans: Span[] = [];
  let offset = 0;
  for (const outcome of outcomes) {
    const found: FrameReading =
      outcome.kind === "discarded"
        ? (reader.between?.(outcome.bytes) ?? { ok: false, why: outcome.reason })
        : (reader.read(outcome.bytes) ?? { ok: false, why: "unknown-type" });
    parts.push(partOf(reader, found, offset));
    spans.push(...shifted(found.spans ?? [], offset, bytes.length));
    offset += outcome.bytes.length;
  }
  return { parts, spans };
}

const candidateOf = (reader: FrameReader): Candidate => ({
  as: reader.as,
  isGuess: reader.isGuess ?? false,
  read(bytes) {
    const { parts, spans } = readAll(reader, bytes);
    const { as, title } = reader;
    const inOrder = spans.sort((a, b) => a.offset - b.offset);
    return { as, title, verdict: verdictOf(parts), bytes, parts, spans: inOrder, overrunBytes: 0 };
  },
});

/** From the surest to the least sure: a checksum is surer than a first byte. */
export const frameCandidates: readonly Candidate[] = [
  rfidLine,
  em4100,
  em4100Air,
  pn532,
  nmea,
  nexmosphere,
  ndef,
  firmata,
  valueLine,
].map(candidateOf);
