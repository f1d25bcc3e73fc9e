// Times one pulse on one pin by its two edges, in the pin change interrupt: the board may sleep or work meanwhile.
// Resolution 4 µs (Timer0 at clock / 64): less than a millimetre of an echo's way.
#pragma once

#include <stdint.h>

namespace labo {
namespace pulses {

/** From now on. @param high the level of the pulse. */
void watch(uint8_t pin, bool high);
/** @return has the pulse ended; then its width. */
bool ended(uint32_t& micros);
void forget();
/** Called by the pin change interrupts. */
void onChange();

}  // namespace pulses
}  // namespace labo
