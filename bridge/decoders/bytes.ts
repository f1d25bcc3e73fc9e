// Reading numbers and text out of frames of known length. Callers check lengths first; what is missing reads as zero.

const at = (bytes: Uint8Array, offset: number): number => bytes[offset] ?? 0;

export const u8 = at;
export const i8 = (bytes: Uint8Array, offset: number): number => (at(bytes, offset) << 24) >> 24;
export const u16le = (bytes: Uint8Array, offset: number): number =>
  at(bytes, offset) | (at(bytes, offset + 1) << 8);
export const i16le = (bytes: Uint8Array, offset: number): number => (u16le(bytes, offset) << 16) >> 16;
export const u16be = (bytes: Uint8Array, offset: number): number =>
  (at(bytes, offset) << 8) | at(bytes, offset + 1);
export const i16be = (bytes: Uint8Array, offset: number): number => (u16be(bytes, offset) << 16) >> 16;
export const u24be = (bytes: Uint8Array, offset: number): number =>
  (u16be(bytes, offset) << 8) | at(bytes, offset + 2);
export const u32be = (bytes: Uint8Array, offset: number): number =>
  u16be(bytes, offset) * 0x1_0000 + u16be(bytes, offset + 2);

/** An unsigned number of one to four bytes, least significant first. */
export function unsignedLe(bytes: Uint8Array, offset: number, length: number): number {
  let value = 0;
  for (let i = length - 1; i >= 0; i -= 1) value = value * 256 + at(bytes, offset + i);
  return value;
}

/** A signed number of one to four bytes, least significant first. */
export function signedLe(bytes: Uint8Array, offset: number, length: number): number {
  const value = unsignedLe(bytes, offset, length);
  const span = 256 ** length;
  return value >= span / 2 ? value - span : value;
}

const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Lower-case hexadecimal of a stretch of bytes. */
export function hex(bytes: Uint8Array, from = 0, to = bytes.length): string {
  let text = "";
  const end = Math.min(to, bytes.length);
  for (let i = from; i < end; i += 1) text += hexDigits[at(bytes, i)];
  return text;
}

/** Lower-case hexadecimal of a stretch of bytes, the last byte first: addresses travel that way. */
export function reversedHex(bytes: Uint8Array, from = 0, to = bytes.length): string {
  let text = "";
  for (let i = Math.min(to, bytes.length) - 1; i >= from; i -= 1) text += hexDigits[at(bytes, i)];
  return text;
}

const hexBytes = hexDigits.map((digits) => `0x${digits}`);

/** "0x0499" */
export function hexNumber(value: number, digits: number): string {
  if (digits === 2 && value <= 0xff) return hexBytes[value] ?? "";
  if (digits === 4 && value <= 0xffff) return `0x${hexDigits[value >> 8]}${hexDigits[value & 0xff]}`;
  return `0x${value.toString(16).padStart(digits, "0")}`;
}

/** The bytes of hexadecimal text; callers pass whole bytes. */
export const bytesOf = (text: string): number[] =>
  Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(i * 2, i * 2 + 2), 16));

const powersOfTen = Array.from({ length: 16 }, (_, power) => 10 ** power);

/** Rounds to so many decimals: a format's own resolution, when it is finer than its quantity's. */
export function roundDecimals(value: number, decimals: number): number {
  const factor = powersOfTen[decimals] ?? 10 ** decimals;
  const rounded = Math.round(value * factor) / factor;
  // -0 would travel as "-0" and is never what a sensor means.
  return rounded === 0 ? 0 : rounded;
}

const lenient = new TextDecoder("utf-8", { fatal: false });
const strict = new TextDecoder("utf-8", { fatal: true });

/** Text exactly as heard: for a parser, never for a screen. */
export const rawText = (bytes: Uint8Array): string => lenient.decode(bytes);

/** Text heard on the air, made harmless to show: control and direction-changing characters become "·". */
export function plainText(bytes: Uint8Array, most = 60): string {
  return harmless(lenient.decode(bytes), most);
}

/** Text heard on the air, made harmless, or `undefined` when the bytes are not UTF-8. */
export function utf8Text(bytes: Uint8Array, most = 60): string | undefined {
  try {
    return harmless(strict.decode(bytes), most);
  } catch {
    return undefined;
  }
}

/** Control and direction-changing characters become "·", and no more than `most` characters stay. */
export function harmless(text: string, most: number): string {
  // Cut between characters, not in the middle of one.
  const short = text.length <= most ? text : text.slice(0, most).replace(/[\ud800-\udbff]$/, "");
  return short.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "·");
}
