// The board's side of the RFID line protocol: see station.h and firmware/README.md.
#include "station.h"

#include <string.h>

namespace labo {

namespace {

const uint8_t kReaders = 1;
const uint8_t kReader = 0;

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

/** Reads a whole decimal number of one to five digits. @return false when `text` is anything else. */
bool readNumber(const char* text, uint32_t& value) {
  value = 0;
  uint8_t digits = 0;
  for (; *text; text++) {
    if (*text < '0' || *text > '9' || ++digits > 5) return false;
    value = value * 10 + static_cast<uint32_t>(*text - '0');
  }
  return digits > 0;
}

}  // namespace

Station::Station(const char* version, Reader& reader, Presence& presence)
    : version_(version),
      reader_(reader),
      presence_(presence),
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
  const bool hold = strcmp(name, "HT") == 0;
  if (!hold && strcmp(name, "PI") != 0) return answer(name, "unknown");
  uint32_t value;
  if (*rest != ',' || !readNumber(rest + 1, value)) return answer(name, "value");
  if (value < (hold ? kHoldMin : kIntervalMin) || value > (hold ? kHoldMax : kIntervalMax)) return answer(name, "range");
  if (hold) presence_.setHold(static_cast<uint16_t>(value));
  else reader_.setInterval(static_cast<uint16_t>(value));
  answer(name, nullptr);
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
  return hello_ || answers_ > 0 || retell_ < kTagsMax || presence_.edgeWaiting() || statusDue(now);
}

uint8_t Station::nextLine(char* buffer, uint32_t now) {
  LineWriter line(buffer, kLineMax);
  if (hello_) {
    hello_ = false;
    return line.text("HI").number(1).text("labo-rfid").text(version_).number(kReaders).finish();
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

void Station::status(LineWriter& line, uint32_t now) {
  statusAsked_ = false;
  statusAt_ = now;
  told_ = reader_.state();
  line.text("RS").number(seq_++).number(now).number(kReader).text(stateName(told_)).hex8(reader_.version());
  line.number(reader_.polls()).number(reader_.errors()).number(presence_.held());
}

}  // namespace labo
