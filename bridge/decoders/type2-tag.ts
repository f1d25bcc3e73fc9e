// Memory of NTAG and MIFARE Ultralight tags → the NDEF message in it, and a message → the bytes to write.
// NFC Forum Type 2 Tag Operation 1.1, chapters 2 and 6; NXP NTAG213/215/216 datasheet, 8.5.
import { u8, u16be } from "./bytes.ts";

export const pageBytes = 4;
/** Page of the capability container; the data begin at the next one. */
export const capabilityPage = 3;
export const firstDataPage = 4;
/** Memory read of one tag at most: the data of a NTAG216. */
export const mostDataBytes = 888;
/** First page of data of a tag that says nothing: a message without a byte, and the end. */
export const emptyMessagePage: Uint8Array = Uint8Array.of(0x03, 0x00, 0xfe, 0x00);

const magic = 0xe1;
const nullTlv = 0x00;
const messageTlv = 0x03;
const terminatorTlv = 0xfe;

export interface Capability {
  /** Bytes for data, from page 4 on. */
  readonly dataBytes: number;
  readonly writable: boolean;
}

/** Reads the four bytes of the capability container; `undefined` when the tag is not made ready for NDEF. */
export function readCapability(bytes: Uint8Array): Capability | undefined {
  if (bytes.length < pageBytes || bytes[0] !== magic || u8(bytes, 1) >> 4 !== 1) return undefined;
  const access = u8(bytes, 3);
  if (access >> 4 !== 0) return undefined;
  const dataBytes = Math.min(u8(bytes, 2) * 8, mostDataBytes);
  return dataBytes === 0 ? undefined : { dataBytes, writable: (access & 0x0f) === 0 };
}

export type TagData =
  /** The message, where it starts in the data, and its length; more data may have to be read. */
  | { readonly kind: "message"; readonly offset: number; readonly length: number; readonly end: number }
  | { readonly kind: "none" }
  /** The bytes given do not reach far enough to tell. */
  | { readonly kind: "more" }
  | { readonly kind: "malformed" };

/**
 * Finds the NDEF message among the TLV blocks.
 * @param data from page 4 on, as far as it was read.
 * @param dataBytes how much the tag has.
 */
export function findMessage(data: Uint8Array, dataBytes: number): TagData {
  let at = 0;
  while (at < dataBytes) {
    const type = data[at];
    if (type === undefined) return { kind: "more" };
    if (type === nullTlv) {
      at += 1;
      continue;
    }
    if (type === terminatorTlv) return { kind: "none" };
    const short = data[at + 1];
    if (short === undefined) return at + 1 < dataBytes ? { kind: "more" } : { kind: "malformed" };
    const isLong = short === 0xff;
    if (isLong && data.length < at + 4) return at + 4 <= dataBytes ? { kind: "more" } : { kind: "malformed" };
    const length = isLong ? u16be(data, at + 2) : short;
    const offset = at + (isLong ? 4 : 2);
    const end = offset + length;
    if (end > dataBytes) return { kind: "malformed" };
    if (type === messageTlv)
      return length === 0 ? { kind: "none" } : { kind: "message", offset, length, end };
    at = end;
  }
  return { kind: "none" };
}

/**
 * The data pages that hold `message`, from page 4 on, padded to whole pages.
 * @returns `undefined` when it does not fit.
 */
export function layOutMessage(message: Uint8Array, dataBytes: number): Uint8Array | undefined {
  const head =
    message.length < 0xff
      ? [messageTlv, message.length]
      : [messageTlv, 0xff, message.length >> 8, message.length & 0xff];
  const bytes = Uint8Array.of(...head, ...message, terminatorTlv);
  if (bytes.length > dataBytes) return undefined;
  const padded = new Uint8Array(Math.ceil(bytes.length / pageBytes) * pageBytes);
  padded.set(bytes);
  return padded;
}
