// Finds whole, intact lines "$" body "*" CRC4 [CR] LF in a stream of bytes from the host, one byte at a time.
// Specified in firmware/README.md. Bounded: an over-long line is dropped up to its LF or the next "$".
#pragma once

#include <stdint.h>

#include "line-writer.h"

namespace labo {

enum class LineEvent : uint8_t {
  None,       // nothing complete yet
  Line,       // body() holds a line whose CRC is right
  BadCrc,     // a whole line with a wrong CRC
  TooLong,    // more than kLineMax bytes without an end
  Malformed,  // no "*" + 4 upper-case digits before the end, a control character, or a new "$" inside
};

class LineParser {
 public:
  LineParser() : state_(State::Outside), length_(0) { line_[0] = 0; }

  /** Takes one byte; says what it completed. */
  LineEvent take(uint8_t byte);

  /** After LineEvent::Line and until the next take(): the body, zero-terminated. */
  const char* body() const { return line_; }

 private:
  enum class State : uint8_t { Outside, Inside };

  LineEvent close();

  State state_;
  uint8_t length_;
  char line_[kLineMax];  // what stands between "$" and LF
};

}  // namespace labo
