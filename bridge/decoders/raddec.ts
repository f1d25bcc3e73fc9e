// reelyActive's raddec, the packed form of one radio decoding: who was heard, by whom, how strongly, and the packets.
// https://github.com/reelyactive/raddec: flag 0x10, length (u16, big-endian), transmitter, receivers, checksum over all
// before it. Optional properties stand between: 0xf0 time, 0xf1 packets, 0xf2 events. Pure; never throws on bytes.
import type { Span } from "#contract/frames.ts";
import { type Refusal, wrongLength } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { hex, hexNumber } from "./bytes.ts";

export const identifierTypes = { unknown: 0, eui64: 1, eui48: 2, random48: 3 } as const;

export const raddecEvents = { appearance: 0, displacement: 1, packets: 2, keepAlive: 3 } as const;

export interface RaddecReceiver {
  /** Lower-case hexadecimal. */
  readonly receiverId: string;
  readonly receiverIdType: number;
  /** dBm, from -127 to 128. */
  readonly rssi: number;
  readonly numberOfDecodings: number;
}

export interface Raddec {
  /** Lower-case hexadecimal. */
  readonly transmitterId: string;
  readonly transmitterIdType: number;
  /** 15 at most, strongest first. */
  readonly rssiSignature: readonly RaddecReceiver[];
  /** Milliseconds since 1970. */
  readonly timestamp?: number;
  /** Whole link-layer packets, 15 at most, each of 255 bytes at most. */
  readonly packets?: readonly Uint8Array[];
  /** Numbers of {@link raddecEvents}. */
  readonly events?: readonly number[];
}

export type RaddecOutcome =
  | { readonly ok: true; readonly raddec: Raddec }
  | { readonly ok: false; readonly why: Refusal };

const flag = 0x10;
/** Flag, length, type of an unknown transmitter, receivers, checksum. */
const shortest = 6;
/** Fifteen extended packets would be longer; nobody sends that. */
const longest = 4_096;
const weakest = -127;
const properties = { time: 0xf0, packets: 0xf1, events: 0xf2 } as const;
/** Bytes of each type of identifier: unknown, EUI-64, EUI-48, random 48 bits, TID-96, EPC-96. */
const identifierBytes: readonly number[] = [0, 8, 6, 6, 12, 12];
const identifierNames: readonly string[] = ["unknown", "EUI-64", "EUI-48", "random 48", "TID-96", "EPC-96"];
const mostListed = 15;

const notes = {
  flag: { fr: "10 : un raddec", en: "10: a raddec" },
  whole: { fr: "de tout le raddec, en octets", en: "of the whole raddec, in bytes" },
  type: { fr: "la sorte d’identifiant qui suit", en: "the kind of identifier that follows" },
  transmitter: { fr: "qui a été entendu", en: "who was heard" },
  receivers: { fr: "combien l’ont entendu, 15 au plus", en: "how many heard it, 15 at most" },
  rssi: { fr: "par pas de 1 dB, à partir de -127", en: "in steps of 1 dB, from -127" },
  decodings: { fr: "combien de fois il l’a entendu", en: "how many times it heard it" },
  receiver: { fr: "qui a entendu", en: "who heard" },
  property: {
    fr: "f0 : l’heure; f1 : les paquets; f2 : ce qui s’est passé",
    en: "f0: the time; f1: the packets; f2: what happened",
  },
  time: { fr: "en millisecondes depuis 1970", en: "in milliseconds since 1970" },
  packet: { fr: "tel qu’il était dans l’air", en: "as it was on the air" },
  happenings: {
    fr: "un bit chacun : apparition, déplacement, paquets, signe de vie",
    en: "a bit each: appearance, displacement, packets, sign of life",
  },
  crc: { fr: "la somme de tous les octets avant elle", en: "the sum of all the bytes before it" },
} as const satisfies Record<string, Words>;

const checksum = (bytes: Uint8Array) => bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0);

/** What is wrong inside, as thrown by the reader below and caught by {@link decodeRaddec} alone. */
class Refused extends Error {
  readonly why: Refusal;
  constructor(why: Refusal) {
    super(why.code);
    this.why = why;
  }
}

/** Called with each part as it is read; where nobody asks, parts are not told. */
type Note = (offset: number, bytes: Uint8Array, field: string, value: string) => void;

function readerOf(bytes: Uint8Array, start: number, note: Note | undefined) {
  let offset = start;
  const take = (length: number, field: string, tell: (part: Uint8Array) => string = hex): Uint8Array => {
    if (offset + length > bytes.length) throw new Refused({ code: "cut", at: bytes.length, field });
    const part = bytes.subarray(offset, offset + length);
    if (length > 0) note?.(offset, part, field, tell(part));
    offset += length;
    return part;
  };
  const byte = (field: string, tell: (value: number) => string = String) =>
    take(1, field, ([value = 0]) => tell(value))[0] ?? 0;
  return {
    take,
    byte,
    get isAtEnd() {
      return offset >= bytes.length;
    },
    identifier(field: string) {
      const at = offset;
      const type = byte("type", (value) => identifierNames[value] ?? String(value));
      const length = identifierBytes[type];
      if (length === undefined) throw new Refused({ code: "unknown-value", at, field, found: type });
      return { type, id: hex(take(length, field)) };
    },
  };
}

const timeOf = (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum * 256 + byte, 0);

function read(body: Uint8Array, note?: Note): Raddec {
  const reader = readerOf(body, 3, note);
  const transmitter = reader.identifier("transmitter");
  const rssiSignature: RaddecReceiver[] = [];
  const count = reader.byte("receivers", (value) => String(value & 0x0f)) & 0x0f;
  for (let index = 0; index < count; index += 1) {
    const rssi = reader.byte("rssi", (value) => `${value + weakest} dBm`) + weakest;
    const numberOfDecodings = reader.byte("decodings");
    const { type, id } = reader.identifier("receiver");
    rssiSignature.push({ receiverId: id, receiverIdType: type, rssi, numberOfDecodings });
  }
  let optional: Pick<Raddec, "timestamp" | "packets" | "events"> = {};
  while (!reader.isAtEnd) {
    const property = reader.byte("property", (value) => hexNumber(value, 2));
    if (property === properties.time) {
      const time = timeOf(reader.take(6, "time", (part) => new Date(timeOf(part)).toISOString()));
      optional = { ...optional, timestamp: time };
    } else if (property === properties.packets) {
      const packets = Array.from({ length: reader.byte("packets") }, () =>
        reader.take(reader.byte("length"), "packet"),
      );
      optional = { ...optional, packets };
    } else if (property === properties.events) {
      const bits = reader.byte("happenings", (value) => hexNumber(value, 2));
      optional = { ...optional, events: [0, 1, 2, 3, 4, 5, 6, 7].filter((event) => (bits >> event) & 1) };
    } else {
      // Properties of later versions come last: what was read before them stands.
      break;
    }
  }
  return {
    transmitterId: transmitter.id,
    transmitterIdType: transmitter.type,
    rssiSignature,
    ...optional,
  };
}

/** Reads one raddec that fills all the bytes. */
export function decodeRaddec(bytes: Uint8Array): RaddecOutcome {
  if (bytes.length < shortest || bytes.length > longest)
    return { ok: false, why: { code: "length", found: bytes.length, least: shortest, most: longest } };
  if (bytes[0] !== flag) return { ok: false, why: { code: "shape", at: 0, wanted: "10 …" } };
  const length = (bytes[1] ?? 0) * 256 + (bytes[2] ?? 0);
  if (length !== bytes.length) return { ok: false, why: wrongLength(bytes.length, length) };
  const body = bytes.subarray(0, -1);
  const sum = checksum(body);
  const found = bytes.at(-1) ?? 0;
  if (sum !== found) {
    const [has, wants] = [hexNumber(found, 2), hexNumber(sum, 2)];
    return { ok: false, why: { code: "bad-checksum", at: body.length, found: has, wanted: wants } };
  }
  try {
    return { ok: true, raddec: read(body) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, why: error.why };
    throw error;
  }
}

/** Where the flag and the length stand, of bytes that have them. */
export const raddecHead = (bytes: Uint8Array): Span[] => [
  { offset: 0, length: 1, field: "start", value: hexNumber(flag, 2), note: notes.flag },
  { offset: 1, length: 2, field: "length", value: String(bytes.length), note: notes.whole },
];

/** Where each part of an accepted raddec stands. */
export function explainRaddec(bytes: Uint8Array): Span[] {
  const spans = raddecHead(bytes);
  read(bytes.subarray(0, -1), (offset, part, field, value) => {
    const note = (notes as Readonly<Record<string, Words>>)[field];
    const span = { offset, length: part.length, field, value: value.slice(0, 200) };
    spans.push(note === undefined ? span : { ...span, note });
  });
  spans.push({
    offset: bytes.length - 1,
    length: 1,
    field: "crc",
    value: hex(bytes, bytes.length - 1),
    note: notes.crc,
  });
  return spans;
}

/** Packs a raddec; strengths out of range are clipped, receivers and packets beyond fifteen are left out. */
export function encodeRaddec(raddec: Raddec): Uint8Array {
  const bytes: number[] = [flag, 0, 0];
  const identifier = (type: number, id: string) => bytes.push(type, ...Buffer.from(id, "hex"));
  identifier(raddec.transmitterIdType, raddec.transmitterId);
  const receivers = raddec.rssiSignature.slice(0, mostListed);
  bytes.push(receivers.length);
  for (const { rssi, numberOfDecodings, receiverIdType, receiverId } of receivers) {
    const strength = Math.min(128, Math.max(weakest, Math.round(rssi)));
    bytes.push(strength - weakest, Math.min(255, numberOfDecodings));
    identifier(receiverIdType, receiverId);
  }
  if (raddec.timestamp !== undefined) {
    const time = Buffer.alloc(6);
    time.writeUIntBE(raddec.timestamp, 0, 6);
    bytes.push(properties.time, ...time);
  }
  if (raddec.packets !== undefined) {
    const packets = raddec.packets.filter(({ length }) => length <= 255).slice(0, mostListed);
    bytes.push(properties.packets, packets.length);
    for (const packet of packets) bytes.push(packet.length, ...packet);
  }
  if (raddec.events !== undefined) {
    bytes.push(
      properties.events,
      raddec.events.reduce((bits, event) => bits | (1 << event), 0),
    );
  }
  const length = bytes.length + 1;
  bytes[1] = length >> 8;
  bytes[2] = length & 0xff;
  return Uint8Array.from([...bytes, checksum(Uint8Array.from(bytes))]);
}
