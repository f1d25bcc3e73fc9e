// Notes when a contact first closes, in the pin change interrupt: to 4 µs, whatever the loop is doing (Timer0 at clock / 64).
#pragma once

#include <stdint.h>

namespace labo {
namespace presses {

/** From now on; a contact that is closed already is noted at once. @param high the level of a closed one. */
void watch(uint8_t pin, bool high);
/** @return has it closed; then when, in the microseconds of the core. */
bool closed(uint32_t& micros);
void forget();
/** Called by the pin change interrupts. */
void onChange();

}  // namespace presses
}  // namespace labo
