// reelyActive's raddec, the packed form of one radio decoding: who was heard, by whom, how strongly, and the packets.
// https://github.com/reelyactive/raddec: flag 0x10, length (u16, big-endian), transmitter, receivers, checksum over all
// before it. Optional properties stand between: 0xf0 time, 0xf1 packets, 0xf2 events. Pure; never throws on bytes.
import { hex } from "../decoders/bytes.ts";

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

export type RaddecRefusal =
  | "too-short"
  | "too-long"
  | "not-raddec"
  | "wrong-length"
  | "bad-checksum"
  | "unknown-identifier"
  | "truncated";

export type RaddecOutcome =
  | { readonly ok: true; readonly raddec: Raddec }
  | { readonly ok: false; readonly reason: RaddecRefusal };

const flag = 0x10;
/** Flag, length, type of an unknown transmitter, receivers, checksum. */
const shortest = 6;
/** Fifteen extended packets would be longer; nobody sends that. */
const longest = 4_096;
const weakest = -127;
const properties = { time: 0xf0, packets: 0xf1, events: 0xf2 } as const;
/** Bytes of each type of identifier: unknown, EUI-64, EUI-48, random 48 bits, TID-96, EPC-96. */
const identifierBytes: readonly number[] = [0, 8, 6, 6, 12, 12];
const mostListed = 15;

const checksum = (bytes: Uint8Array) => bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0);

/** What is wrong inside, as thrown by the reader below and caught by {@link decodeRaddec} alone. */
class Refused extends Error {
  readonly reason: RaddecRefusal;
  constructor(reason: RaddecRefusal) {
    super(reason);
    this.reason = reason;
  }
}

function readerOf(bytes: Uint8Array, start: number) {
  let offset = start;
  const take = (length: number): Uint8Array => {
    if (offset + length > bytes.length) throw new Refused("truncated");
    offset += length;
    return bytes.subarray(offset - length, offset);
  };
  const byte = () => take(1)[0] ?? 0;
  return {
    take,
    byte,
    get isAtEnd() {
      return offset >= bytes.length;
    },
    identifier() {
      const type = byte();
      const length = identifierBytes[type];
      if (length === undefined) throw new Refused("unknown-identifier");
      return { type, id: hex(take(length)) };
    },
  };
}

function read(body: Uint8Array): Raddec {
  const reader = readerOf(body, 3);
  const transmitter = reader.identifier();
  const rssiSignature: RaddecReceiver[] = [];
  const count = reader.byte() & 0x0f;
  for (let index = 0; index < count; index += 1) {
    const rssi = reader.byte() + weakest;
    const numberOfDecodings = reader.byte();
    const { type, id } = reader.identifier();
    rssiSignature.push({ receiverId: id, receiverIdType: type, rssi, numberOfDecodings });
  }
  let optional: Pick<Raddec, "timestamp" | "packets" | "events"> = {};
  while (!reader.isAtEnd) {
    const property = reader.byte();
    if (property === properties.time) {
      const time = reader.take(6).reduce((sum, byte) => sum * 256 + byte, 0);
      optional = { ...optional, timestamp: time };
    } else if (property === properties.packets) {
      const packets = Array.from({ length: reader.byte() }, () => reader.take(reader.byte()));
      optional = { ...optional, packets };
    } else if (property === properties.events) {
      const bits = reader.byte();
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
  if (bytes.length < shortest) return { ok: false, reason: "too-short" };
  if (bytes.length > longest) return { ok: false, reason: "too-long" };
  if (bytes[0] !== flag) return { ok: false, reason: "not-raddec" };
  if ((bytes[1] ?? 0) * 256 + (bytes[2] ?? 0) !== bytes.length) return { ok: false, reason: "wrong-length" };
  const body = bytes.subarray(0, -1);
  if (checksum(body) !== bytes.at(-1)) return { ok: false, reason: "bad-checksum" };
  try {
    return { ok: true, raddec: read(body) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, reason: error.reason };
    throw error;
  }
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
