// Sleeps until the next interrupt: a byte, room to send, or the core's 1 ms tick.
#pragma once

#include <Arduino.h>
#include <avr/sleep.h>

namespace labo {

/** SLEEP_MODE_IDLE keeps the UART and the timers running. */
inline void idleUntilInterrupt() {
  set_sleep_mode(SLEEP_MODE_IDLE);
  noInterrupts();
  if (Serial.available()) {
    interrupts();
    return;
  }
  sleep_enable();
  // The instruction after SEI runs before any interrupt: none can slip in between and be slept over.
  interrupts();
  sleep_cpu();
  sleep_disable();
}

}  // namespace labo
