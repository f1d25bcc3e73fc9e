// CRC-16/IBM-3740: polynomial 0x1021, initial value 0xFFFF, nothing reflected, no final XOR.
// Check value over the ASCII text "123456789": 0x29B1. Guards every line in both directions.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace labo {

const uint16_t kCrc16Start = 0xFFFF;

/** Returns `crc` after one more byte. Bit by bit: 50 bytes a line need no 512-byte table. */
inline uint16_t crc16Add(uint16_t crc, uint8_t byte) {
  crc = static_cast<uint16_t>(crc ^ (static_cast<uint16_t>(byte) << 8));
  for (uint8_t bit = 0; bit < 8; bit++) {
    crc = static_cast<uint16_t>((crc & 0x8000) ? (crc << 1) ^ 0x1021 : crc << 1);
  }
  return crc;
}

inline uint16_t crc16(const char* text, size_t length) {
  uint16_t crc = kCrc16Start;
  for (size_t i = 0; i < length; i++) crc = crc16Add(crc, static_cast<uint8_t>(text[i]));
  return crc;
}

}  // namespace labo
