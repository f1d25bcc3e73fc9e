// What the host asked of one tag's memory, one thing at a time: done in the middle of a poll, while the tag is selected,
// so that polls go on as ever. A try that fails is made again in the next poll: writing the same page twice does no harm.
#pragma once

#include <stdint.h>

#include "type2-tag.h"

namespace labo {

/** Polls in which it is tried. */
const uint8_t kJobTries = 3;

class MemoryJob {
 public:
  MemoryJob();

  /** True when a new one may be asked for. */
  bool isFree() const { return state_ == State::Free; }
  void read(const uint8_t* uid, uint8_t uidLength, uint8_t page);
  /** @param bytes kPageBytes of them. */
  void write(const uint8_t* uid, uint8_t uidLength, uint8_t page, const uint8_t* bytes);

  /** True while it waits for its tag. */
  bool waiting() const { return state_ == State::Waiting; }
  void beginPoll();
  /** `tag` is in ACTIVE: does what was asked if it is the one. @return false when the reader failed. */
  bool tagActive(Transceiver& reader, const Tag& tag);
  void endPoll();
  void readerFailed();

  /** True when its outcome is there, until clear(). */
  bool finished() const { return state_ == State::Finished; }
  void clear() { state_ = State::Free; }
  MemoryOutcome outcome() const { return outcome_; }
  bool writes() const { return writes_; }
  const uint8_t* uid() const { return uid_; }
  uint8_t uidLength() const { return uidLength_; }
  uint8_t page() const { return page_; }
  /** After a read that is done: kReadBytes. */
  const uint8_t* data() const { return data_; }

 private:
  enum class State : uint8_t { Free, Waiting, Finished };

  void begin(const uint8_t* uid, uint8_t uidLength, uint8_t page, bool writes);

  uint8_t data_[kReadBytes];
  uint8_t uid_[10];
  uint8_t uidLength_;
  uint8_t page_;
  uint8_t tries_;  // left
  State state_;
  MemoryOutcome outcome_;  // of the last try
  bool writes_;
};

}  // namespace labo
