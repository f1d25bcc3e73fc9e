// Test payloads: AD structures put together from parts.

export const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));

/** One AD structure. */
export const ad = (type: number, data: Uint8Array): Uint8Array =>
  Uint8Array.from([data.length + 1, type, ...data]);

export const concat = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

export const flags = ad(0x01, fromHex("06"));
/** Company id included in `hex`, little-endian. */
export const maker = (hex: string): Uint8Array => ad(0xff, fromHex(hex));
/** Service 0xFEAA. */
export const eddystone = (hex: string): Uint8Array => ad(0x16, fromHex(`aafe${hex}`));
