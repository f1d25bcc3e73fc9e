// Chunks → frames of the NXP PN532 over HSU: `00 00 FF LEN LCS TFI … DCS 00`, extended frames, ACK and NACK, either way.
// Reference: NXP UM0701-02 (PN532 user manual), chapter 6.2.1 "Host controller communication protocol".
import { createScanningFramer, type FrameFormat, fault, more, type Verdict } from "./scanning-framer.ts";

/** TFI and what follows it, at most (UM0701-02, 6.2.1.2). */
export const maxPn532DataBytes = 265;
const extendedOverhead = 10;
const mostNormalBytes = 255;
export const maxPn532FrameBytes = maxPn532DataBytes + extendedOverhead;

const preamble = [0x00, 0x00, 0xff];
const sum = (bytes: Uint8Array) => bytes.reduce((total, byte) => (total + byte) & 0xff, 0);

/** @param head bytes before TFI. @param length of TFI and what follows it. */
function judgeBody(bytes: Uint8Array, head: number, length: number): Verdict {
  if (length > maxPn532DataBytes) return fault("too-long");
  const whole = head + length + 2;
  if (bytes.length < whole) return more;
  if (sum(bytes.subarray(head, whole - 1)) !== 0) return fault("bad-checksum");
  return bytes[whole - 1] === 0 ? { kind: "frame", length: whole } : fault("malformed");
}

const format: FrameFormat = {
  maxBytes: maxPn532FrameBytes,
  opens: (bytes) => preamble.every((byte, index) => bytes[index] === undefined || bytes[index] === byte),
  judge(bytes) {
    const [, , , length, check] = bytes;
    if (length === undefined || check === undefined) return more;
    if ((length === 0x00 && check === 0xff) || (length === 0xff && check === 0x00)) {
      if (bytes[5] === undefined) return more;
      return bytes[5] === 0 ? { kind: "frame", length: 6 } : fault("malformed");
    }
    if (length === 0xff && check === 0xff) {
      const [high, low] = bytes.subarray(5, 7);
      if (high === undefined || low === undefined || bytes.length < 8) return more;
      if (sum(bytes.subarray(5, 8)) !== 0) return fault("malformed");
      const extended = high * 256 + low;
      return extended === 0 ? fault("malformed") : judgeBody(bytes, 8, extended);
    }
    if (((length + check) & 0xff) !== 0 || length === 0) return fault("malformed");
    return judgeBody(bytes, 5, length);
  },
};

/** Framer of PN532 frames; frames are whole, preamble and postamble included. */
export const createPn532Framer = () => createScanningFramer(format);

/** TFI for frames to the chip. */
const toChip = 0xd4;
const byte = (value: number) => value & 0xff;

/**
 * A command frame, normal or extended as its length asks.
 * @param data command code and its parameters, 1 to 264 bytes.
 */
export function encodePn532(data: Uint8Array, tfi = toChip): Uint8Array {
  const length = data.length + 1;
  if (data.length === 0 || length > maxPn532DataBytes)
    throw new RangeError(`a PN532 command holds 1 to ${maxPn532DataBytes - 1} bytes, not ${data.length}`);
  const body = Uint8Array.of(tfi, ...data);
  const head =
    length <= mostNormalBytes
      ? [length, byte(-length)]
      : [0xff, 0xff, length >> 8, byte(length), byte(-(length >> 8) - byte(length))];
  return Uint8Array.of(...preamble, ...head, ...body, byte(-sum(body)), 0x00);
}

export const pn532Ack = Uint8Array.of(...preamble, 0x00, 0xff, 0x00);
export const pn532Nack = Uint8Array.of(...preamble, 0xff, 0x00, 0x00);
/** The chip sleeps on HSU until it hears this long preamble (UM0701-02, 7.2.11): put it before the first command. */
export const pn532WakeUp = Uint8Array.of(0x55, 0x55, ...new Array<number>(14).fill(0));
