// Contactless cards as state machines: ISO/IEC 14443-3 type A (IDLE, READY, ACTIVE, HALT), NXP MF1S50 and NTAG213 datasheets.
import { checksCrcA, withCrcA } from "./crc-a.ts";

/** A frame on the air, bit by bit, least significant bit of each byte first; parity left out. */
export interface AirFrame {
  readonly bytes: readonly number[];
  /** Bits of the last byte that are sent, 1 to 8. */
  readonly lastBits: number;
  /** Before a card's answer begins, where it takes longer than the standard's frame delay, microseconds. */
  readonly afterMicros?: number;
}

export type TagFamily = "mifare-classic-1k" | "ntag213";

interface TagKind {
  readonly atqa: readonly [number, number];
  readonly sak: number;
}

const kinds: Record<TagFamily, TagKind> = {
  "mifare-classic-1k": { atqa: [0x04, 0x00], sak: 0x08 },
  ntag213: { atqa: [0x44, 0x00], sak: 0x00 },
};

const cascadeTag = 0x88;
const cascadeBit = 0x04;
const selectCodes = [0x93, 0x95, 0x97];
const pages = 45;
const firstUserPage = 4;
const lastUserPage = 39;
/** A page is programmed before it is acknowledged (NTAG213 §10.5: 10 ms at most). */
const writeMicros = 4100;

type State = "off" | "idle" | "ready" | "active" | "halt";

const wholeFrame = (bytes: readonly number[]): AirFrame => ({ bytes, lastBits: 8 });
const nibble = (value: number): AirFrame => ({ bytes: [value], lastBits: 4 });

/** The four UID bytes and check byte of each cascade level (ISO/IEC 14443-3, 6.5.4). */
export function cascadeLevels(uid: readonly number[]): number[][] {
  const levels: number[][] = [];
  let rest = [...uid];
  while (rest.length > 4) {
    levels.push([cascadeTag, ...rest.slice(0, 3)]);
    rest = rest.slice(3);
  }
  levels.push(rest);
  return levels.map((four) => [...four, four.reduce((all, byte) => all ^ byte, 0)]);
}

function initialPages(uid: readonly number[]): Uint8Array {
  const memory = new Uint8Array(pages * 4);
  const [level1, level2] = cascadeLevels(uid);
  // NTAG213 §8.5: page 0 and 1 hold the UID with its check bytes, page 2 begins with the second check byte.
  if (level1 !== undefined && level2 !== undefined) {
    memory.set([...level1.slice(1, 4), level1[4] ?? 0, ...level2], 0);
  }
  memory.set([0x48, 0x00, 0x00], 9);
  // Capability container of 144 bytes, then an empty NDEF message.
  memory.set([0xe1, 0x10, 0x12, 0x00, 0x03, 0x00, 0xfe], 12);
  return memory;
}

/** One card. It hears frames while it is powered and answers or keeps silent. */
export class Tag {
  readonly uid: readonly number[];
  private readonly kind: TagKind;
  private readonly levels: readonly number[][];
  private readonly memory: Uint8Array | undefined;
  private state: State = "off";
  /** Woken from HALT: an error leads back there, not to IDLE. */
  private wasHalted = false;
  private level = 0;

  /** @param uid 4, 7 or 10 bytes. */
  constructor(family: TagFamily, uid: readonly number[]) {
    this.uid = uid;
    // A long UID announces its size in bits 7 and 6 of the ATQA, whatever the family (ISO/IEC 14443-3, 6.5.2).
    const size = uid.length === 10 ? 0x80 : uid.length === 7 ? 0x40 : 0x00;
    const { atqa, sak } = kinds[family];
    this.kind = { atqa: [(atqa[0] & 0x3f) | size, atqa[1]], sak };
    this.levels = cascadeLevels(uid);
    this.memory = family === "ntag213" ? initialPages(uid) : undefined;
  }

  get powered(): boolean {
    return this.state !== "off";
  }

  /** The field reaches the card, or not any more. Without power the card forgets everything but its memory. */
  power(on: boolean): void {
    if (on === this.powered) return;
    this.state = on ? "idle" : "off";
    this.wasHalted = false;
    this.level = 0;
  }

  /** @returns what the card sends back, or `undefined` when it keeps silent. */
  hear(frame: AirFrame): AirFrame | undefined {
    if (this.state === "off") return undefined;
    const [first] = frame.bytes;
    if (frame.bytes.length === 1 && frame.lastBits === 7) return this.hearShort(first);
    switch (this.state) {
      case "ready":
        return this.hearReady(frame);
      case "active":
        return this.hearActive(frame);
      default:
        return undefined;
    }
  }

  private hearShort(code: number | undefined): AirFrame | undefined {
    const isRequest = code === 0x26;
    const isWake = code === 0x52;
    if (this.state === "ready" || this.state === "active") return this.fail();
    if (!isWake && !(isRequest && this.state === "idle")) return undefined;
    this.wasHalted = this.state === "halt";
    this.state = "ready";
    this.level = 0;
    return wholeFrame(this.kind.atqa);
  }

  /** Anything unexpected sends the card back to where it waited. */
  private fail(): undefined {
    this.state = this.wasHalted ? "halt" : "idle";
    this.level = 0;
    return undefined;
  }

  private hearReady(frame: AirFrame): AirFrame | undefined {
    const [code, valid, ...rest] = frame.bytes;
    const own = this.levels[this.level];
    if (own === undefined || code !== selectCodes[this.level] || valid === undefined) return this.fail();
    if (valid === 0x70) return this.hearSelect(frame, own);
    const knownBits = ((valid >> 4) - 2) * 8 + (valid & 0x07);
    const sentBits = rest.length === 0 ? 0 : (rest.length - 1) * 8 + frame.lastBits;
    if (knownBits < 0 || knownBits >= 32 || (valid & 0x08) !== 0 || sentBits !== knownBits)
      return this.fail();
    for (let bit = 0; bit < knownBits; bit++) {
      if (bitAt(rest, bit) !== bitAt(own, bit)) return undefined;
    }
    const answer: number[] = [];
    for (let bit = knownBits; bit < 40; bit++) answer.push(bitAt(own, bit));
    return fromBits(answer);
  }

  private hearSelect(frame: AirFrame, own: readonly number[]): AirFrame | undefined {
    const isOurs =
      frame.bytes.length === 9 &&
      frame.lastBits === 8 &&
      checksCrcA(frame.bytes) &&
      own.every((byte, i) => frame.bytes[i + 2] === byte);
    if (!isOurs) return this.fail();
    if (this.level + 1 < this.levels.length) {
      this.level++;
      return wholeFrame(withCrcA([this.kind.sak | cascadeBit]));
    }
    this.state = "active";
    return wholeFrame(withCrcA([this.kind.sak]));
  }

  private hearActive(frame: AirFrame): AirFrame | undefined {
    const [code, argument = 0] = frame.bytes;
    if (frame.lastBits !== 8 || !checksCrcA(frame.bytes)) return this.refuse(this.memory ? 0x1 : 0x5);
    if (code === 0x50 && argument === 0x00) {
      this.state = "halt";
      this.wasHalted = false;
      this.level = 0;
      return undefined;
    }
    // A Classic card wants its Crypto1 handshake before anything else, which this model does not do: it refuses.
    if (this.memory === undefined) return this.refuse(0x4);
    if (code === 0x30 && frame.bytes.length === 4) {
      if (argument >= pages) return this.refuse(0x0);
      const memory = this.memory;
      const sixteen = Array.from({ length: 16 }, (_, i) => memory[(argument * 4 + i) % memory.length] ?? 0);
      return wholeFrame(withCrcA(sixteen));
    }
    if (code === 0xa2 && frame.bytes.length === 8) {
      // NTAG213 §10.4: user pages take four bytes and answer with an acknowledgement.
      if (argument < firstUserPage || argument > lastUserPage) return this.refuse(0x0);
      this.memory.set(frame.bytes.slice(2, 6), argument * 4);
      return { ...nibble(0xa), afterMicros: writeMicros };
    }
    if (code === 0x60 && frame.bytes.length === 3) {
      return wholeFrame(withCrcA([0x00, 0x04, 0x04, 0x02, 0x01, 0x00, 0x0f, 0x03]));
    }
    return this.refuse(0x0);
  }

  private refuse(reason: number): AirFrame {
    this.fail();
    return nibble(reason);
  }
}

/** Bit `index` of bytes, least significant first. */
export function bitAt(bytes: readonly number[], index: number): number {
  return ((bytes[index >> 3] ?? 0) >> (index & 7)) & 1;
}

export function bitCount(frame: AirFrame): number {
  return frame.bytes.length === 0 ? 0 : (frame.bytes.length - 1) * 8 + frame.lastBits;
}

/** Bits to a frame: the first bit is the least significant of the first byte. */
export function fromBits(bits: readonly number[]): AirFrame {
  const bytes = new Array<number>(Math.ceil(bits.length / 8)).fill(0);
  bits.forEach((bit, i) => {
    bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (bit << (i & 7));
  });
  return { bytes, lastBits: bits.length % 8 || 8 };
}
