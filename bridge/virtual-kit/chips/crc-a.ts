// CRC_A of ISO/IEC 14443-3 annex B, as cards and the MFRC522 coprocessor compute it: polynomial x^16+x^12+x^5+1, bits reflected.

/**
 * @param preset 0x6363 for ISO/IEC 14443 type A.
 * @returns the 16-bit CRC; the low byte is sent first.
 */
export function crcA(bytes: Iterable<number>, preset = 0x6363): number {
  let crc = preset;
  for (const byte of bytes) {
    let mixed = (byte ^ crc) & 0xff;
    mixed = (mixed ^ (mixed << 4)) & 0xff;
    crc = ((crc >> 8) ^ (mixed << 8) ^ (mixed << 3) ^ (mixed >> 4)) & 0xffff;
  }
  return crc;
}

/** The bytes followed by their CRC_A. */
export function withCrcA(bytes: readonly number[]): number[] {
  const crc = crcA(bytes);
  return [...bytes, crc & 0xff, crc >> 8];
}

/** Do the last two bytes check the others. */
export function checksCrcA(bytes: readonly number[]): boolean {
  if (bytes.length < 3) return false;
  const crc = crcA(bytes.slice(0, -2));
  return bytes[bytes.length - 2] === (crc & 0xff) && bytes[bytes.length - 1] === crc >> 8;
}
