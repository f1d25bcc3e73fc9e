// A strip of WS2812 LEDs: their colours, kept here and sent all together when the host says so.
// The sysex is node-pixel's (PIXEL_COMMAND), one strip of at most kPixelsMax.
#pragma once

#include <stdint.h>

#include "hardware.h"

namespace labo {

/** Three bytes each: what the ATmega328P's 2 kB spare. */
const uint8_t kPixelsMax = 60;

class Strip {
 public:
  explicit Strip(Hardware& hardware) : hardware_(hardware), pin_(0), count_(0), asked_(false) {}

  /** All dark; nothing is sent yet. @return false when it was longer than it may be: the first kPixelsMax are driven. */
  bool configure(uint8_t pin, uint16_t count);
  /** 24 bits, red first. */
  void set(uint16_t index, uint32_t colour);
  void fill(uint32_t colour);
  void show() { asked_ = count_ > 0; }
  /** Sends what was asked for when the moment is good. */
  void step();
  bool standsOn(uint8_t pin) const { return count_ > 0 && pin == pin_; }
  /** No strip any more; what it shows, it keeps. */
  void reset();

 private:
  Hardware& hardware_;
  uint8_t pin_;
  uint8_t count_;
  bool asked_;
  uint8_t bytes_[3 * kPixelsMax];  // green, red, blue: the order of the wire
};

}  // namespace labo
