// A reaction, timed by the board: after a wait nobody knows, a light or a buzzer goes on; how long until a button closes?
// Asked and told by one sysex of Labo Explorer (README.md); what is between the two never leaves the board.
#pragma once

#include <stdint.h>

#include "hardware.h"
#include "sender.h"

namespace labo {

/** What is asked for: the pins, and times in milliseconds. */
struct ReactionRequest {
  uint8_t button;
  bool pressedLevel;
  uint8_t signal;
  uint16_t leastWait;
  uint16_t mostWait;
  /** Without a press after the signal for this long, it is missed. */
  uint16_t limit;
};

class Reaction {
 public:
  Reaction(Hardware& hardware, Sender& sender) : hardware_(hardware), sender_(sender), state_(State::Idle) {}

  /** @return false while another one is under way. */
  bool begin(const ReactionRequest& request, uint32_t nowMicros);
  /** Lights, times and tells. The clock may wrap. */
  void step(uint32_t nowMicros);
  /** Is one under way that needs this pin. */
  bool standsOn(uint8_t pin) const {
    return state_ != State::Idle && (pin == request_.signal || pin == request_.button);
  }
  /** Forgets everything, without an answer; the signal is put out. */
  void reset();

 private:
  enum class State : uint8_t { Idle, Waiting, Shown };
  /** As told to the host. */
  enum class Outcome : uint8_t { Pressed = 0, Early = 1, Missed = 2 };

  void end(Outcome outcome, uint32_t micros);

  Hardware& hardware_;
  Sender& sender_;
  ReactionRequest request_;
  State state_;
  uint16_t wait_;
  uint32_t since_;  // asked for, then shown
};

}  // namespace labo
