// The board's side of the RFID line protocol: see station.h and firmware/README.md.
#include "station.h"

#include <string.h>

namespace labo {

namespace {

const uint8_t kReaders = 1;
const uint8_t kReader = 0;
const uint8_t kProtocol = 2;

const char kRead[] = "RD";
const char kWrite[] = "WR";

const char* stateName(ReaderState state) {
  switch (state) {
    case ReaderState::Ok:
      return "ok";
    case ReaderState::Absent:
      return "absent";
    case ReaderState::Error:
      return "error";
  }
  return "error";
}

const char* reasonOf(MemoryOutcome outcome) {
  switch (outcome) {
    case MemoryOutcome::Done:
      return nullptr;
    case MemoryOutcome::Gone:
      return "gone";
    case MemoryOutcome::Silent:
      return "timeout";
    case MemoryOutcome::Garbled:
      return "garbled";
    case MemoryOutcome::Refused:
      return "nak";
    case MemoryOutcome::NotType2:
      return "type";
    case MemoryOutcome::ReaderFailed:
      return "reader";
  }
  return "reader";
}

}  // namespace

Station::Station(const char* version, Reader& reader, Presence& presence, MemoryJob& job)
    : version_(version),
      reader_(reader),
      presence_(presence),
      job_(job),
      statusAt_(0),
      seq_(0),
      answers_(0),
      retell_(kTagsMax),
      told_(ReaderState::Absent),
      hello_(true),
      statusAsked_(false) {}

void Station::take(uint8_t byte) {
  switch (parser_.take(byte)) {
    case LineEvent::None:
      break;
    case LineEvent::Line:
      obey(parser_.body());
      break;
    case LineEvent::BadCrc:
      answer("-", "crc");
      break;
    case LineEvent::TooLong:
      answer("-", "long");
      break;
    case LineEvent::Malformed:
      answer("-", "form");
      break;
  }
}

void Station::obey(const char* body) {
  char name[kCommandMax + 1];
  uint8_t length = 0;
  while (body[length] && body[length] != ',' && length < kCommandMax) {
    const char c = body[length];
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '?';
    if (!plain) break;
    name[length++] = c;
  }
  name[length] = 0;
  const char* rest = body + length;
  if (length == 0 || (*rest && *rest != ',')) return answer("-", "unknown");

  if (strcmp(name, "?") == 0) {
    if (*rest) return answer(name, "value");
    hello_ = true;
    statusAsked_ = true;
    retell_ = 0;
    return;
  }
  FieldReader fields(rest);
  if (strcmp(name, "HT") == 0 || strcmp(name, "PI") == 0) return obeySetting(name, fields);
  if (strcmp(name, kRead) == 0 || strcmp(name, kWrite) == 0) return obeyMemory(name, fields);
  answer(name, "unknown");
}

void Station::obeySetting(const char* name, FieldReader& fields) {
  const bool hold = name[0] == 'H';
  uint32_t value;
  if (!fields.number(value) || !fields.atEnd()) return answer(name, "value");
  if (value < (hold ? kHoldMin : kIntervalMin) || value > (hold ? kHoldMax : kIntervalMax)) return answer(name, "range");
  if (hold) presence_.setHold(static_cast<uint16_t>(value));
  else reader_.setInterval(static_cast<uint16_t>(value));
  answer(name, nullptr);
}

void Station::obeyMemory(const char* name, FieldReader& fields) {
  const bool writes = name[0] == kWrite[0];
  uint8_t uid[10];
  uint8_t uidLength;
  uint32_t page;
  uint8_t bytes[kPageBytes];
  uint8_t count = kPageBytes;
  if (!fields.hex(uid, sizeof uid, uidLength) || !fields.number(page)) return answer(name, "value");
  if (writes && !fields.hex(bytes, sizeof bytes, count)) return answer(name, "value");
  const bool isUid = uidLength == 4 || uidLength == 7 || uidLength == 10;
  if (!isUid || count != kPageBytes || !fields.atEnd()) return answer(name, "value");
  if (page > 0xFF || (writes && page < kFirstDataPage)) return answer(name, "range");
  if (!job_.isFree()) return answer(name, "busy");
  if (reader_.state() != ReaderState::Ok) return answer(name, "reader");
  if (writes) job_.write(uid, uidLength, static_cast<uint8_t>(page), bytes);
  else job_.read(uid, uidLength, static_cast<uint8_t>(page));
}

void Station::answer(const char* command, const char* refusal) {
  if (full()) return;
  Answer& slot = answer_[answers_++];
  strncpy(slot.command, command, kCommandMax);
  slot.command[kCommandMax] = 0;
  slot.refusal = refusal;
}

bool Station::statusDue(uint32_t now) const {
  return statusAsked_ || reader_.state() != told_ || now - statusAt_ >= kStatusPeriodMs;
}

bool Station::lineWaiting(uint32_t now) const {
  return hello_ || answers_ > 0 || job_.finished() || retell_ < kTagsMax || presence_.edgeWaiting() || statusDue(now);
}

uint8_t Station::nextLine(char* buffer, uint32_t now) {
  LineWriter line(buffer, kLineMax);
  if (hello_) {
    hello_ = false;
    return line.text("HI").number(kProtocol).text("labo-rfid").text(version_).number(kReaders).finish();
  }
  // Right after HI: the host knows the reader's state before it hears of tags.
  if (statusAsked_) {
    status(line, now);
    return line.finish();
  }
  while (retell_ < kTagsMax) {
    const Tag* held = presence_.heldAt(retell_++);
    if (!held) continue;
    tag(line, "TA", *held, now);
    return line.finish();
  }
  if (answers_ > 0) {
    const Answer first = answer_[0];
    answers_--;
    memmove(answer_, answer_ + 1, answers_ * sizeof(Answer));
    line.text(first.refusal ? "NO" : "OK").text(first.command);
    if (first.refusal) line.text(first.refusal);
    return line.finish();
  }
  if (job_.finished()) {
    outcome(line);
    return line.finish();
  }
  if (statusDue(now)) {
    status(line, now);
    return line.finish();
  }
  Edge edge;
  if (!presence_.takeEdge(edge)) return 0;
  tag(line, edge.kind == EdgeKind::Arrived ? "TA" : "TL", edge.tag, now);
  if (edge.kind == EdgeKind::Left) line.number(edge.presentMs);
  return line.finish();
}

void Station::tag(LineWriter& line, const char* kind, const Tag& tag, uint32_t now) {
  line.text(kind).number(seq_++).number(now).number(kReader).hex(tag.uid, tag.uidLength);
  if (kind[1] == 'A') line.hex8(tag.sak).hex16(tag.atqa);
}

void Station::outcome(LineWriter& line) {
  const char* name = job_.writes() ? kWrite : kRead;
  const char* refusal = reasonOf(job_.outcome());
  if (refusal) line.text("NO").text(name).text(refusal);
  else if (job_.writes()) line.text("OK").text(name);
  else line.text("TD").hex(job_.uid(), job_.uidLength()).number(job_.page()).hex(job_.data(), kReadBytes);
  job_.clear();
}

void Station::status(LineWriter& line, uint32_t now) {
  statusAsked_ = false;
  statusAt_ = now;
  told_ = reader_.state();
  line.text("RS").number(seq_++).number(now).number(kReader).text(stateName(told_)).hex8(reader_.version());
  line.number(reader_.polls()).number(reader_.errors()).number(presence_.held());
}

}  // namespace labo
