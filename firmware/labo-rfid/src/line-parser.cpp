// The line parser of the RFID protocol: see line-parser.h.
#include "line-parser.h"

#include "crc16.h"
#include "hex-digit.h"

namespace labo {

LineEvent LineParser::take(uint8_t byte) {
  if (byte == '$') {
    const bool interrupted = state_ == State::Inside;
    state_ = State::Inside;
    length_ = 0;
    return interrupted ? LineEvent::Malformed : LineEvent::None;
  }
  if (state_ == State::Outside) return LineEvent::None;
  if (byte == '\n') {
    state_ = State::Outside;
    return close();
  }
  // "$" and LF count in kLineMax too.
  if (length_ >= kLineMax - 2) {
    state_ = State::Outside;
    return LineEvent::TooLong;
  }
  if (byte != '\r' && (byte < 0x20 || byte > 0x7E)) {
    state_ = State::Outside;
    return LineEvent::Malformed;
  }
  line_[length_++] = static_cast<char>(byte);
  return LineEvent::None;
}

LineEvent LineParser::close() {
  if (length_ > 0 && line_[length_ - 1] == '\r') length_--;
  if (length_ < 6 || line_[length_ - 5] != '*') return LineEvent::Malformed;
  uint16_t claimed = 0;
  for (uint8_t i = 4; i > 0; i--) {
    const int8_t digit = hexValue(line_[length_ - i]);
    if (digit < 0) return LineEvent::Malformed;
    claimed = static_cast<uint16_t>((claimed << 4) | static_cast<uint16_t>(digit));
  }
  const uint8_t bodyLength = static_cast<uint8_t>(length_ - 5);
  for (uint8_t i = 0; i < bodyLength; i++) {
    if (line_[i] == '\r' || line_[i] == '*') return LineEvent::Malformed;
  }
  if (crc16(line_, bodyLength) != claimed) return LineEvent::BadCrc;
  line_[bodyLength] = 0;
  return LineEvent::Line;
}

}  // namespace labo
