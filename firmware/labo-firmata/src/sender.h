// Messages to the host: each is put whole into a bounded ring of bytes, or not at all; the sketch pours the ring
// into the UART as it has room. Layouts: Firmata protocol.md.
#pragma once

#include <stdint.h>

namespace labo {

const uint16_t kRingSize = 384;

class Sender {
 public:
  Sender();

  /** Bytes that still fit. */
  uint16_t room() const { return static_cast<uint16_t>(kRingSize - used_); }
  bool empty() const { return used_ == 0; }
  /** Takes the oldest byte; call only when not empty(). */
  uint8_t pop();

  // Whole messages. Each returns false, with nothing sent, when it does not fit.
  bool version();
  bool firmware(uint8_t major, uint8_t minor, const char* name);
  bool digitalPort(uint8_t port, uint8_t value);
  bool analog(uint8_t channel, uint16_t value);
  /** `flashText` is a FLASH_TEXT. */
  bool string(const char* flashText);
  bool i2cReply(uint8_t address, uint8_t reg, const uint8_t* bytes, uint8_t count);

  // A message of one's own: begin, any number of bytes, end.
  void beginSysex(uint8_t command);
  void byte(uint8_t value);
  /** One 8- to 14-bit value as two 7-bit groups. */
  void pair(uint16_t value);
  bool endSysex();

 private:
  void begin();
  bool end();

  uint8_t ring_[kRingSize];
  uint16_t head_;
  uint16_t used_;
  uint16_t draft_;  // bytes of the message being written, behind the used ones
  bool overflow_;
};

}  // namespace labo
