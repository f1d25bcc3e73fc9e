// The fields of a host line after its command, taken one after another: each begins with a comma.
#pragma once

#include <stdint.h>

namespace labo {

class FieldReader {
 public:
  /** @param rest zero-terminated, from the first comma on. */
  explicit FieldReader(const char* rest) : at_(rest) {}

  /** A whole decimal number of one to five digits. @return false when the next field is anything else. */
  bool number(uint32_t& value);
  /** Bytes in upper-case hexadecimal, one to `capacity`. @return false when the next field is anything else. */
  bool hex(uint8_t* bytes, uint8_t capacity, uint8_t& count);
  bool atEnd() const { return *at_ == 0; }

 private:
  bool fieldEnds() const { return *at_ == 0 || *at_ == ','; }

  const char* at_;
};

}  // namespace labo
