// The WS2812's wire on a 16 MHz AVR: one bit is 20 cycles (1.25 µs), high for 6 of them (0.38 µs) as a 0 and for 13
// (0.81 µs) as a 1. Worldsemi WS2812B data sheet, "Data transfer time": 0.4 and 0.8 µs, each ± 0.15 µs.
#pragma once

#include <stdint.h>

namespace labo {

/** Sends `count` LEDs of three bytes. Interrupts are off meanwhile, 30 µs an LED; bytes from the host are kept. */
void sendStripBytes(uint8_t pin, const uint8_t* bytes, uint8_t count);

/** Microseconds that this takes, and a little more. */
inline uint16_t stripMicros(uint8_t count) { return static_cast<uint16_t>(count * 40u + 20u); }

}  // namespace labo
