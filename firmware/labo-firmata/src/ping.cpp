// Pulses timed by the board: see ping.h.
#include "ping.h"

#include <string.h>

#include "protocol.h"

namespace labo {

namespace {

// The trigger is made by waiting; a rangefinder wants 10 µs, a servo-like part a millisecond at most.
const uint16_t kPulseMicrosMax = 1000;
// What firmata-io asks for when it is told nothing.
const uint32_t kTimeoutMicrosMax = 1000000;

}  // namespace

bool Pinger::ask(uint8_t pin, bool high, uint32_t pulseMicros, uint32_t timeoutMicros) {
  for (uint8_t i = 0; i < count_; i++) {
    if (requests_[i].pin == pin) return true;
  }
  if (count_ >= kPingsMax) return false;
  Request& request = requests_[count_++];
  request.pin = pin;
  request.high = high;
  request.pulseMicros = pulseMicros < 1 ? 1 : pulseMicros > kPulseMicrosMax ? kPulseMicrosMax : pulseMicros;
  request.timeoutMicros = timeoutMicros > kTimeoutMicrosMax ? kTimeoutMicrosMax : timeoutMicros;
  return true;
}

void Pinger::step(uint32_t nowMicros) {
  if (count_ == 0) return;
  const Request& first = requests_[0];
  if (!busy_) {
    busy_ = true;
    since_ = nowMicros;
    hardware_.sendPulse(first.pin, first.high, first.pulseMicros);
    return;
  }
  uint32_t micros = 0;
  if (!hardware_.pulseEnded(micros)) {
    if (nowMicros - since_ < first.timeoutMicros) return;
    micros = 0;
  }
  // An answer that does not fit now is told at the next step.
  if (!tell(first.pin, micros)) return;
  hardware_.forgetPulse();
  busy_ = false;
  count_--;
  memmove(requests_, requests_ + 1, count_ * sizeof(Request));
}

void Pinger::reset() {
  if (busy_) hardware_.forgetPulse();
  busy_ = false;
  count_ = 0;
}

bool Pinger::tell(uint8_t pin, uint32_t micros) {
  sender_.beginSysex(kPingRead);
  sender_.pair(pin);
  for (int8_t shift = 24; shift >= 0; shift = static_cast<int8_t>(shift - 8)) {
    sender_.pair(static_cast<uint8_t>(micros >> shift));
  }
  return sender_.endSysex();
}

}  // namespace labo
