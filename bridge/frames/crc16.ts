// CRC-16/IBM-3740 (poly 0x1021, init 0xFFFF, not reflected, no final xor; check value of "123456789": 0x29B1).
// Reference: reveng catalogue of parametrised CRC algorithms, "CRC-16/IBM-3740".

/** CRC of `bytes`, 0 to 0xFFFF. */
export function crc16Ibm3740(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++)
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}
