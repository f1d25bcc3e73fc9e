// One thing asked of a tag's memory: see memory-job.h.
#include "memory-job.h"

#include <string.h>

namespace labo {

namespace {

/** SAK of a type 2 tag (NXP AN10833): no ISO/IEC 14443-4, no MIFARE Classic. */
const uint8_t kSakType2 = 0x00;

}  // namespace

MemoryJob::MemoryJob()
    : uidLength_(0), page_(0), tries_(0), state_(State::Free), outcome_(MemoryOutcome::Gone), writes_(false) {}

void MemoryJob::read(const uint8_t* uid, uint8_t uidLength, uint8_t page) { begin(uid, uidLength, page, false); }

void MemoryJob::write(const uint8_t* uid, uint8_t uidLength, uint8_t page, const uint8_t* bytes) {
  begin(uid, uidLength, page, true);
  memcpy(data_, bytes, kPageBytes);
}

void MemoryJob::begin(const uint8_t* uid, uint8_t uidLength, uint8_t page, bool writes) {
  memcpy(uid_, uid, uidLength);
  uidLength_ = uidLength;
  page_ = page;
  writes_ = writes;
  tries_ = kJobTries;
  outcome_ = MemoryOutcome::Gone;
  state_ = State::Waiting;
}

void MemoryJob::beginPoll() { outcome_ = waiting() ? MemoryOutcome::Gone : outcome_; }

bool MemoryJob::tagActive(Transceiver& reader, const Tag& tag) {
  // Once in a poll: a tag that refused is called again in the same one.
  if (!waiting() || outcome_ != MemoryOutcome::Gone || !hasUid(tag, uid_, uidLength_)) return true;
  if (tag.sak != kSakType2) outcome_ = MemoryOutcome::NotType2;
  else outcome_ = writes_ ? writePage(reader, page_, data_) : readPages(reader, page_, data_);
  if (outcome_ == MemoryOutcome::Done || outcome_ == MemoryOutcome::NotType2) state_ = State::Finished;
  return outcome_ != MemoryOutcome::ReaderFailed;
}

void MemoryJob::endPoll() {
  if (waiting() && --tries_ == 0) state_ = State::Finished;
}

void MemoryJob::readerFailed() {
  if (!waiting()) return;
  outcome_ = MemoryOutcome::ReaderFailed;
  state_ = State::Finished;
}

}  // namespace labo
