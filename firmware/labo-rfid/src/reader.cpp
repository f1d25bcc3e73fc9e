// The life of one reader: see reader.h.
#include "reader.h"

namespace labo {

namespace {

const uint16_t kResetMs = 2;       // NRSTPD low; 100 ns are enough (MFRC522 §8.8.2), plus one tick of rounding
const uint16_t kStartMs = 50;      // crystal start-up on cheap modules
const uint16_t kRetryMs = 500;     // between two attempts to find a reader
const uint16_t kFieldOffMs = 7;    // a tag forgets its state in 5.1 ms (ISO/IEC 14443-3 6.1.2), plus rounding
const uint16_t kFieldWarmMs = 6;   // a tag is ready after 5 ms of field (ISO/IEC 14443-3 5.2), plus rounding
const uint8_t kCallsMax = 3 * kTagsMax;
const uint8_t kRecalls = 2;
const uint8_t kGarblesMax = 3;  // then the poll ends: a tag at the edge of the field must not hold up the others

}  // namespace

Reader::Reader(Mfrc522& chip, Presence& presence, MemoryJob& job)
    : chip_(chip),
      presence_(presence),
      job_(job),
      since_(0),
      pollStart_(0),
      polls_(0),
      errors_(0),
      wait_(0),
      interval_(kIntervalDefault),
      phase_(Phase::Reset),
      state_(ReaderState::Absent),
      version_(0),
      calls_(0),
      recalls_(0),
      garbles_(0),
      whole_(true),
      flawed_(false) {}

void Reader::step(uint32_t now) {
  // Who asks for a tag's memory is not made to wait for the next poll.
  const uint16_t wait = phase_ == Phase::Resting && job_.waiting() ? kFieldOffMs : wait_;
  if (phase_ != Phase::Calling && now - since_ < wait) return;
  switch (phase_) {
    case Phase::Reset:
      chip_.holdReset(false);
      enter(Phase::Starting, now, kStartMs);
      break;
    case Phase::Starting:
      start(now);
      break;
    case Phase::Resting:
      // The chip is asked who it is before each poll: a loose wire must not look like an empty field.
      version_ = chip_.version();
      if (version_ == 0x00 || version_ == 0xFF) return fail(ReaderState::Absent, now);
      if (!chip_.configured()) return fail(ReaderState::Error, now);
      chip_.field(true);
      pollStart_ = now;
      enter(Phase::Warming, now, kFieldWarmMs);
      break;
    case Phase::Warming:
      presence_.beginPoll();
      job_.beginPoll();
      polls_++;
      calls_ = 0;
      recalls_ = 0;
      garbles_ = 0;
      whole_ = true;
      flawed_ = false;
      phase_ = Phase::Calling;
      break;
    case Phase::Calling:
      call(now);
      break;
  }
}

void Reader::enter(Phase phase, uint32_t now, uint16_t wait) {
  phase_ = phase;
  since_ = now;
  wait_ = wait;
}

void Reader::start(uint32_t now) {
  version_ = chip_.version();
  if (version_ == 0x00 || version_ == 0xFF) return fail(ReaderState::Absent, now);
  if (!chip_.started() || !chip_.configure()) return fail(ReaderState::Error, now);
  state_ = ReaderState::Ok;
  presence_.endPoll(false, now);  // the time without a reader is nobody's absence
  enter(Phase::Resting, now, kFieldOffMs);
}

void Reader::fail(ReaderState state, uint32_t now) {
  state_ = state;
  errors_++;
  chip_.holdReset(true);
  presence_.endPoll(false, now);
  job_.readerFailed();
  enter(Phase::Reset, now, kRetryMs);
}

void Reader::call(uint32_t now) {
  Tag tag;
  // The field was off, so every tag is in IDLE; WUPA also reaches one that kept its state on a larger reserve.
  const Rx status = selectOne(chip_, calls_ == 0 ? Request::Wupa : Request::Reqa, tag);
  calls_++;
  switch (status) {
    case Rx::Ok:
      recalls_ = 0;
      // A full table is no reason to keep those who left: that is what makes room.
      if (!presence_.saw(tag, now)) flawed_ = true;
      if (!job_.tagActive(chip_, tag)) return fail(ReaderState::Error, now);
      if (!halt(chip_)) return fail(ReaderState::Error, now);
      break;
    case Rx::NoAnswer:
      if (recalls_ == 0) return endPoll(now);
      recalls_--;
      break;
    case Rx::Collision:
    case Rx::Garbled:
      // A tag left half selected ignores the next request and answers the one after.
      whole_ = false;
      flawed_ = true;
      recalls_ = kRecalls;
      if (++garbles_ >= kGarblesMax) return endPoll(now);
      break;
    case Rx::Fault:
      return fail(ReaderState::Error, now);
  }
  if (calls_ >= kCallsMax) {
    whole_ = false;
    flawed_ = true;
    endPoll(now);
  }
}

void Reader::endPoll(uint32_t now) {
  chip_.field(false);
  presence_.endPoll(whole_, now);
  job_.endPoll();
  // Tags moving at the edge of the field are garbled all the time: that is counted, and the reader is well.
  if (flawed_) errors_++;
  const uint32_t spent = now - pollStart_;
  const uint16_t rest = spent < interval_ ? static_cast<uint16_t>(interval_ - spent) : 0;
  enter(Phase::Resting, now, rest > kFieldOffMs ? rest : kFieldOffMs);
}

}  // namespace labo
