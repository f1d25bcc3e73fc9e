// Notes when a contact first closes: see press-timer.h.
#include "press-timer.h"

#include <Arduino.h>

namespace labo {
namespace presses {

namespace {

enum class State : uint8_t { Off, Waiting, Closed };

volatile State state = State::Off;
volatile uint8_t* in;
uint8_t mask;
bool level;
volatile uint32_t at;

}  // namespace

void watch(uint8_t pin, bool high) {
  noInterrupts();
  in = portInputRegister(digitalPinToPort(pin));
  mask = digitalPinToBitMask(pin);
  level = high;
  state = State::Waiting;
  onChange();
  interrupts();
}

bool closed(uint32_t& micros) {
  if (state != State::Closed) return false;
  micros = at;
  return true;
}

void forget() { state = State::Off; }

void onChange() {
  if (state != State::Waiting || ((*in & mask) != 0) != level) return;
  at = micros();
  state = State::Closed;
}

}  // namespace presses
}  // namespace labo
