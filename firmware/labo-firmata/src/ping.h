// Pulses timed by the board: a short one out, and how long the one that comes back lasts (an HC-SR04's echo).
// The sysex is PingFirmata's (PING_READ), so that firmata-io and johnny-five speak it; unlike there nothing waits here.
#pragma once

#include <stdint.h>

#include "hardware.h"
#include "sender.h"

namespace labo {

/** Pins that may wait for their turn: one is timed at a time, so that no rangefinder hears another. */
const uint8_t kPingsMax = 4;

class Pinger {
 public:
  Pinger(Hardware& hardware, Sender& sender) : hardware_(hardware), sender_(sender), count_(0), busy_(false) {}

  /** @return false when too many wait already; a pin that waits is not asked twice. */
  bool ask(uint8_t pin, bool high, uint32_t pulseMicros, uint32_t timeoutMicros);
  /** Starts, ends and tells. The clock may wrap. */
  void step(uint32_t nowMicros);
  /** Is a pulse being timed: nothing may then hold interrupts off for long. */
  bool busy() const { return busy_; }
  /** Forgets everything, without an answer. */
  void reset();

 private:
  struct Request {
    uint8_t pin;
    bool high;
    uint16_t pulseMicros;
    uint32_t timeoutMicros;
  };

  bool tell(uint8_t pin, uint32_t micros);

  Hardware& hardware_;
  Sender& sender_;
  Request requests_[kPingsMax];  // the first is the one under way
  uint8_t count_;
  bool busy_;
  uint32_t since_;
};

}  // namespace labo
