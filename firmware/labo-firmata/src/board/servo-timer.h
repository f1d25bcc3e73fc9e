// Up to twelve hobby servos on Timer1 of the ATmega328P: one pulse after the other, every 20 ms, on any pin.
// ATmega328P data sheet, chapter "16-bit Timer/Counter1": normal mode, clock / 8, so one count is 0.5 µs.
// While a servo is attached, pins 9 and 10 have no PWM: their compare units belong to the same timer.
#pragma once

#include <stdint.h>

namespace labo {
namespace servos {

const uint8_t kServosMax = 12;

/** Starts pulses of 1500 µs on a pin set as an output. @return false when twelve run already. */
bool attach(uint8_t pin);
/** Ends the pulses, the pin stays low; after the last one Timer1 goes back to PWM. */
void detach(uint8_t pin);
void pulse(uint8_t pin, uint16_t micros);
/** How long no pulse will be high, microseconds: for who must hold interrupts off. */
uint16_t quietMicros();
/** True while Timer1 is taken. */
bool running();

}  // namespace servos
}  // namespace labo
