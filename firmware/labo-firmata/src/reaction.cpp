// A reaction, timed by the board: see reaction.h.
#include "reaction.h"

#include "protocol.h"

namespace labo {

bool Reaction::begin(const ReactionRequest& request, uint32_t nowMicros) {
  if (state_ != State::Idle) return false;
  request_ = request;
  // A person's own gesture asked for it: its microseconds are a better die than any counter of the board.
  const uint16_t span = request.mostWait > request.leastWait ? request.mostWait - request.leastWait : 0;
  wait_ = static_cast<uint16_t>(request.leastWait + (nowMicros >> 2) % (span + 1u));
  since_ = nowMicros;
  state_ = State::Waiting;
  hardware_.write(request.signal, false);
  hardware_.watchPress(request.button, request.pressedLevel);
  return true;
}

void Reaction::step(uint32_t nowMicros) {
  if (state_ == State::Idle) return;
  uint32_t at = 0;
  const bool pressed = hardware_.pressed(at);
  if (state_ == State::Waiting) {
    if (pressed) return end(Outcome::Early, 0);
    if (nowMicros - since_ < wait_ * 1000UL) return;
    hardware_.write(request_.signal, true);
    since_ = nowMicros;
    state_ = State::Shown;
    return;
  }
  // A finger that was already on its way when the light came closes the contact before the loop has seen it.
  if (pressed) return end(Outcome::Pressed, at - since_);
  if (nowMicros - since_ >= request_.limit * 1000UL) end(Outcome::Missed, 0);
}

void Reaction::reset() {
  if (state_ == State::Idle) return;
  state_ = State::Idle;
  hardware_.write(request_.signal, false);
  hardware_.forgetPress();
}

void Reaction::end(Outcome outcome, uint32_t micros) {
  hardware_.write(request_.signal, false);
  sender_.beginSysex(kReaction);
  sender_.byte(static_cast<uint8_t>(outcome));
  sender_.byte(request_.signal);
  sender_.pair(wait_);
  sender_.pair(micros & 0x3FFF);
  sender_.pair((micros >> 14) & 0x3FFF);
  // One that does not fit now is told at the next step: the press is still noted, the wait over.
  if (!sender_.endSysex()) return;
  state_ = State::Idle;
  hardware_.forgetPress();
}

}  // namespace labo
