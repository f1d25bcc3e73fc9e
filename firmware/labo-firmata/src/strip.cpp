// A strip of WS2812 LEDs: see strip.h.
#include "strip.h"

#include <string.h>

namespace labo {

bool Strip::configure(uint8_t pin, uint16_t count) {
  pin_ = pin;
  count_ = count > kPixelsMax ? kPixelsMax : static_cast<uint8_t>(count);
  asked_ = false;
  memset(bytes_, 0, sizeof bytes_);
  return count <= kPixelsMax;
}

void Strip::set(uint16_t index, uint32_t colour) {
  if (index >= count_) return;
  uint8_t* pixel = bytes_ + 3 * index;
  pixel[0] = static_cast<uint8_t>(colour >> 8);
  pixel[1] = static_cast<uint8_t>(colour >> 16);
  pixel[2] = static_cast<uint8_t>(colour);
}

void Strip::fill(uint32_t colour) {
  for (uint8_t i = 0; i < count_; i++) set(i, colour);
}

void Strip::step() {
  if (asked_ && hardware_.sendStrip(pin_, bytes_, static_cast<uint8_t>(count_))) asked_ = false;
}

void Strip::reset() {
  count_ = 0;
  asked_ = false;
}

}  // namespace labo
