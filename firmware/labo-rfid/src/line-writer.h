// Writes one line of the RFID protocol, "$" body "*" CRC4 CR LF, into a buffer the caller owns.
// Specified in firmware/README.md. A line that does not fit is refused whole, never cut.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace labo {

/** Longest line in bytes, from "$" to LF included. */
const uint8_t kLineMax = 96;

class LineWriter {
 public:
  LineWriter(char* buffer, uint8_t capacity);

  /** Fields, in the order of the call; commas are put between them. */
  LineWriter& text(const char* value);
  LineWriter& number(uint32_t value);
  LineWriter& hex(const uint8_t* bytes, uint8_t count);
  LineWriter& hex8(uint8_t value);
  LineWriter& hex16(uint16_t value);

  /** Closes the line and returns its length in bytes; 0 when it did not fit. */
  uint8_t finish();

 private:
  void separate();
  void put(char c);
  void putHex(uint8_t value);

  char* buffer_;
  uint8_t capacity_;
  uint8_t length_;
  bool first_;
  bool full_;
};

}  // namespace labo
