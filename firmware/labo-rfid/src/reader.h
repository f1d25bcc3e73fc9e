// One MFRC522 reader followed through its life: reset, start, polls, failures, restart.
// step() does one short thing (at most one tag; 20 ms when a chip hangs while its memory is touched) and returns; the
// caller sleeps between.
#pragma once

#include <stdint.h>

#include "memory-job.h"
#include "mfrc522.h"
#include "presence.h"

namespace labo {

const uint16_t kIntervalMin = 20;
const uint16_t kIntervalMax = 1000;
const uint16_t kIntervalDefault = 50;

enum class ReaderState : uint8_t {
  Ok,
  Absent,  // nothing answers on SPI
  Error,   // the chip answers and does not do what it is told
};

class Reader {
 public:
  Reader(Mfrc522& chip, Presence& presence, MemoryJob& job);

  /** Milliseconds from the start of a poll to the start of the next. */
  void setInterval(uint16_t ms) { interval_ = ms; }

  /** Does what is due at `now` (milliseconds, may wrap). */
  void step(uint32_t now);
  /** True in the middle of a poll: call step() again without waiting. */
  bool busy() const { return phase_ == Phase::Calling; }

  ReaderState state() const { return state_; }
  uint8_t version() const { return version_; }
  /** Polls made since the board started. */
  uint32_t polls() const { return polls_; }
  /** Polls in which something could not be read, and attempts at which the reader did not answer or work. */
  uint32_t errors() const { return errors_; }

 private:
  enum class Phase : uint8_t { Reset, Starting, Resting, Warming, Calling };

  void enter(Phase phase, uint32_t now, uint16_t wait);
  void start(uint32_t now);
  void fail(ReaderState state, uint32_t now);
  void call(uint32_t now);
  void endPoll(uint32_t now);

  Mfrc522& chip_;
  Presence& presence_;
  MemoryJob& job_;
  uint32_t since_;      // when the phase began
  uint32_t pollStart_;  // when the field was switched on
  uint32_t polls_;
  uint32_t errors_;
  uint16_t wait_;  // how long the phase lasts
  uint16_t interval_;
  Phase phase_;
  ReaderState state_;
  uint8_t version_;
  uint8_t calls_;      // requests made in this poll
  uint8_t recalls_;    // requests left to make although nobody answers, after a garbled one
  uint8_t garbles_;    // failed selections in this poll
  bool whole_;         // every tag in the field was heard in this poll
  bool flawed_;        // something in this poll could not be read or followed
};

}  // namespace labo
