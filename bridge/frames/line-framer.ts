// Chunks → lines `$body*CRC4\r\n` of the labo-rfid protocol (firmware/README.md). Pure, bounded, resyncs one byte on.
// A bad line costs the bytes up to the next `$`, never the length it claimed: a good line glued behind a torn one is kept.
import type { DiscardReason } from "#contract/events.ts";
import { crc16Ibm3740 } from "./crc16.ts";
import type { FrameOutcome, Framer } from "./framer.ts";

/** Longest line, in bytes, `$` and CR LF counted; also the size of the pieces endless noise is given back in. */
export const maxLineBytes = 96;

const dollar = 0x24;
const star = 0x2a;
const cr = 0x0d;
const lf = 0x0a;
/** `*`, four digits, CR, LF. */
const tailBytes = 7;

/** What an upper-case hexadecimal digit is worth; `undefined` when it is none. */
function digitOf(byte: number | undefined): number | undefined {
  if (byte === undefined) return undefined;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  return byte >= 0x41 && byte <= 0x46 ? byte - 0x37 : undefined;
}

/** Why a line that starts with `$` and ends with LF is not a frame, or `undefined` if it is one. */
function faultOf(line: Uint8Array): DiscardReason | undefined {
  const starAt = line.length - tailBytes;
  if (starAt < 1 || line[starAt] !== star || line[line.length - 2] !== cr) return "malformed";
  let claimed = 0;
  for (let at = starAt + 1; at < starAt + 5; at += 1) {
    const digit = digitOf(line[at]);
    if (digit === undefined) return "malformed";
    claimed = claimed * 16 + digit;
  }
  return claimed === crc16Ibm3740(line.subarray(1, starAt)) ? undefined : "bad-checksum";
}

/** Framer of `$…*CRC4\r\n` lines. Frames are whole lines, `$` and CR LF included. */
export function createLineFramer(): Framer {
  const held = new Uint8Array(maxLineBytes);
  let length = 0;

  /** Gives the first `count` held bytes away and keeps the rest. */
  const take = (count: number): Uint8Array => {
    const bytes = held.slice(0, count);
    held.copyWithin(0, count, length);
    length -= count;
    return bytes;
  };

  /** Where the next `$` is after the first byte, or `end`. */
  const nextStart = (end: number): number => {
    const at = held.subarray(1, end).indexOf(dollar);
    return at < 0 ? end : at + 1;
  };

  const step = (): FrameOutcome | undefined => {
    if (length === 0) return undefined;
    if (held[0] !== dollar) {
      const start = nextStart(length);
      if (start === length && length < maxLineBytes) return undefined;
      return { kind: "discarded", bytes: take(start), reason: "noise" };
    }
    const newline = held.indexOf(lf);
    // Behind what is held lies what was given away.
    if (newline >= 0 && newline < length) {
      const fault = faultOf(held.subarray(0, newline + 1));
      if (fault === undefined) return { kind: "frame", bytes: take(newline + 1) };
      return { kind: "discarded", bytes: take(nextStart(newline + 1)), reason: fault };
    }
    if (length < maxLineBytes) return undefined;
    return { kind: "discarded", bytes: take(nextStart(length)), reason: "too-long" };
  };

  const drain = (outcomes: FrameOutcome[]): void => {
    for (let outcome = step(); outcome !== undefined; outcome = step()) outcomes.push(outcome);
  };

  return {
    push(chunk) {
      const outcomes: FrameOutcome[] = [];
      // Byte by byte, so that what is decided never depends on where the chunk ended.
      for (const byte of chunk) {
        held[length] = byte;
        length += 1;
        if (byte === lf || byte === dollar || length === maxLineBytes) drain(outcomes);
      }
      return outcomes;
    },
    flush() {
      if (length === 0) return [];
      const reason = held[0] === dollar ? "malformed" : "noise";
      return [{ kind: "discarded", bytes: take(length), reason }];
    },
  };
}
