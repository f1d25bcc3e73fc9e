// Reading numbers and text out of frames of known length. Callers check lengths first; what is missing reads as zero.

const at = (bytes: Uint8Array, offset: number): number => bytes[offset] ?? 0;

export const u8 = at;
export const i8 = (bytes: Uint8Array, offset: number): number => (at(bytes, offset) << 24) >> 24;
export const u16le = (bytes: Uint8Array, offset: number): number =>
  at(bytes, offset) | (at(bytes, offset + 1) << 8);
export const u16be = (bytes: Uint8Array, offset: number): number =>
  (at(bytes, offset) << 8) | at(bytes, offset + 1);
export const i16be = (bytes: Uint8Array, offset: number): number => (u16be(bytes, offset) << 16) >> 16;
export const u32be = (bytes: Uint8Array, offset: number): number =>
  u16be(bytes, offset) * 0x1_0000 + u16be(bytes, offset + 2);

/** Lower-case hexadecimal of a stretch of bytes. */
export function hex(bytes: Uint8Array, from = 0, to = bytes.length): string {
  let text = "";
  for (const byte of bytes.subarray(from, to)) text += byte.toString(16).padStart(2, "0");
  return text;
}

/** Rounds to so many decimals: a format's own resolution, when it is finer than its quantity's. */
export function roundDecimals(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  const rounded = Math.round(value * factor) / factor;
  // -0 would travel as "-0" and is never what a sensor means.
  return rounded === 0 ? 0 : rounded;
}

/** Text heard on the air, made harmless to show: control and direction-changing characters become "·". */
export function plainText(bytes: Uint8Array, most = 60): string {
  const text = new TextDecoder("utf-8", { fatal: false }).decode(bytes);
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "·").slice(0, most);
}
