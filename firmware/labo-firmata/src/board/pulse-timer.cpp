// Times one pulse on one pin by its two edges: see pulse-timer.h.
#include "pulse-timer.h"

#include <Arduino.h>

namespace labo {
namespace pulses {

namespace {

enum class State : uint8_t { Off, Waiting, Inside, Ended };

volatile State state = State::Off;
volatile uint8_t* in;
uint8_t mask;
bool level;
volatile uint32_t rose;
volatile uint32_t width;

}  // namespace

void watch(uint8_t pin, bool high) {
  noInterrupts();
  in = portInputRegister(digitalPinToPort(pin));
  mask = digitalPinToBitMask(pin);
  level = high;
  state = State::Waiting;
  interrupts();
}

bool ended(uint32_t& micros) {
  if (state != State::Ended) return false;
  micros = width;
  return true;
}

void forget() { state = State::Off; }

void onChange() {
  if (state != State::Waiting && state != State::Inside) return;
  const bool now = ((*in & mask) != 0) == level;
  if (state == State::Waiting && now) {
    rose = micros();
    state = State::Inside;
  } else if (state == State::Inside && !now) {
    width = micros() - rose;
    state = State::Ended;
  }
}

}  // namespace pulses
}  // namespace labo
