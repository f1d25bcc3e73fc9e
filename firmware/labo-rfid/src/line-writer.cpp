// The line writer of the RFID protocol: see line-writer.h.
#include "line-writer.h"

#include "crc16.h"

namespace labo {

LineWriter::LineWriter(char* buffer, uint8_t capacity)
    : buffer_(buffer),
      capacity_(capacity < kLineMax ? capacity : kLineMax),
      length_(0),
      first_(true),
      full_(false) {
  put('$');
}

LineWriter& LineWriter::text(const char* value) {
  separate();
  for (; *value; value++) put(*value);
  return *this;
}

LineWriter& LineWriter::number(uint32_t value) {
  separate();
  char digits[10];
  uint8_t count = 0;
  do {
    digits[count++] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value);
  while (count) put(digits[--count]);
  return *this;
}

LineWriter& LineWriter::hex(const uint8_t* bytes, uint8_t count) {
  separate();
  for (uint8_t i = 0; i < count; i++) putHex(bytes[i]);
  return *this;
}

LineWriter& LineWriter::hex8(uint8_t value) { return hex(&value, 1); }

LineWriter& LineWriter::hex16(uint16_t value) {
  const uint8_t bytes[2] = {static_cast<uint8_t>(value >> 8), static_cast<uint8_t>(value)};
  return hex(bytes, 2);
}

uint8_t LineWriter::finish() {
  const uint16_t crc = crc16(buffer_ + 1, length_ ? length_ - 1u : 0u);
  put('*');
  putHex(static_cast<uint8_t>(crc >> 8));
  putHex(static_cast<uint8_t>(crc));
  put('\r');
  put('\n');
  return full_ ? 0 : length_;
}

void LineWriter::separate() {
  if (!first_) put(',');
  first_ = false;
}

void LineWriter::put(char c) {
  if (length_ >= capacity_) {
    full_ = true;
    return;
  }
  buffer_[length_++] = c;
}

void LineWriter::putHex(uint8_t value) {
  const char digits[] = "0123456789ABCDEF";
  put(digits[value >> 4]);
  put(digits[value & 0x0F]);
}

}  // namespace labo
