// Fields of a host line: see field-reader.h.
#include "field-reader.h"

#include "hex-digit.h"

namespace labo {

bool FieldReader::number(uint32_t& value) {
  if (*at_ != ',') return false;
  at_++;
  value = 0;
  uint8_t digits = 0;
  for (; !fieldEnds(); at_++) {
    if (*at_ < '0' || *at_ > '9' || ++digits > 5) return false;
    value = value * 10 + static_cast<uint32_t>(*at_ - '0');
  }
  return digits > 0;
}

bool FieldReader::hex(uint8_t* bytes, uint8_t capacity, uint8_t& count) {
  if (*at_ != ',') return false;
  at_++;
  count = 0;
  while (!fieldEnds()) {
    const int8_t high = hexValue(at_[0]);
    // A field of an odd length ends with the zero or the comma here.
    const int8_t low = high < 0 ? high : hexValue(at_[1]);
    if (low < 0 || count >= capacity) return false;
    bytes[count++] = static_cast<uint8_t>((high << 4) | low);
    at_ += 2;
  }
  return count > 0;
}

}  // namespace labo
