// Type A tags and the air between them and a reader, for host tests: states and answers after ISO/IEC 14443-3, bit by bit.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "iso14443a.h"

namespace air {

using Bits = std::vector<bool>;

inline Bits bitsOf(const std::vector<uint8_t>& bytes) {
  Bits bits;
  for (uint8_t byte : bytes) {
    for (int i = 0; i < 8; i++) bits.push_back((byte >> i) & 1);
  }
  return bits;
}

inline std::vector<uint8_t> bytesOf(const Bits& bits) {
  std::vector<uint8_t> bytes((bits.size() + 7) / 8, 0);
  for (size_t i = 0; i < bits.size(); i++) {
    if (bits[i]) bytes[i / 8] = static_cast<uint8_t>(bytes[i / 8] | (1 << (i % 8)));
  }
  return bytes;
}

inline std::vector<uint8_t> fromHex(const std::string& hex) {
  std::vector<uint8_t> bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) bytes.push_back(static_cast<uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

inline std::string toHex(const uint8_t* bytes, size_t count) {
  std::string text;
  const char* digits = "0123456789ABCDEF";
  for (size_t i = 0; i < count; i++) {
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 15];
  }
  return text;
}

class SimTag {
 public:
  SimTag(const std::string& uid, uint8_t sak, uint16_t atqa) : sak_(sak), atqa_(atqa) {
    std::vector<uint8_t> rest = fromHex(uid);
    while (rest.size() > 4) {
      addLevel({0x88, rest[0], rest[1], rest[2]});
      rest.erase(rest.begin(), rest.begin() + 3);
    }
    addLevel(rest);
    if (sak == 0x00) memory.assign(180, 0);
  }

  /** Of a type 2 tag: 45 pages. Empty for the others, which refuse to be read and written. */
  std::vector<uint8_t> memory;
  int lockedFrom = 40;          // pages from here on refuse a write
  int memoryCommands = 0;       // reads and writes heard
  int deafFor = 0;              // so many of the next ones are not answered, and not obeyed
  bool badReadCrc = false;
  uint32_t writeMicros = 4100;  // before its ACK

  /** Microseconds before the first bit of its last answer. */
  uint32_t answerMicros = 91;

  bool badBcc = false;
  bool badSakCrc = false;
  bool deafToSelect = false;

  void powerOff() { state_ = State::Idle; star_ = false; }

  /** What the tag sends back; empty when it keeps silent. */
  Bits hear(const Bits& frame) {
    answerMicros = 91;
    const std::vector<uint8_t> bytes = bytesOf(frame);
    if (frame.size() == 7) {
      const bool wake = bytes[0] == 0x52;
      const bool request = bytes[0] == 0x26;
      if (state_ == State::Ready || state_ == State::Active) return fallBack();
      if (!wake && !(request && state_ == State::Idle)) return {};
      star_ = state_ == State::Halt;
      state_ = State::Ready;
      level_ = 0;
      return bitsOf({static_cast<uint8_t>(atqa_), static_cast<uint8_t>(atqa_ >> 8)});
    }
    if (state_ == State::Ready) return ready(frame, bytes);
    if (state_ == State::Active) {
      if (bytes.size() == 4 && bytes[0] == 0x50 && crcFits(bytes)) {
        state_ = State::Halt;
        return {};
      }
      return memoryCommand(bytes);
    }
    return {};
  }

 private:
  enum class State { Idle, Ready, Active, Halt };

  void addLevel(std::vector<uint8_t> four) {
    four.push_back(static_cast<uint8_t>(four[0] ^ four[1] ^ four[2] ^ four[3]));
    levels_.push_back(four);
  }

  Bits fallBack() {
    state_ = star_ ? State::Halt : State::Idle;
    return {};
  }

  Bits refuse() {
    fallBack();
    return {false, false, false, false};
  }

  Bits memoryCommand(const std::vector<uint8_t>& bytes) {
    const bool reads = bytes.size() == 4 && bytes[0] == 0x30;
    const bool writes = bytes.size() == 8 && bytes[0] == 0xA2;
    if ((!reads && !writes) || !crcFits(bytes)) return fallBack();
    memoryCommands++;
    if (deafFor > 0) {
      deafFor--;
      return fallBack();
    }
    const size_t pages = memory.size() / 4;
    if (bytes[1] >= pages || (writes && bytes[1] >= lockedFrom)) return refuse();
    if (writes) {
      for (size_t i = 0; i < 4; i++) memory[bytes[1] * 4u + i] = bytes[2 + i];
      answerMicros = writeMicros;
      return {false, true, false, true};
    }
    std::vector<uint8_t> answer;
    for (size_t i = 0; i < 16; i++) answer.push_back(memory[(bytes[1] * 4u + i) % memory.size()]);
    const uint16_t crc = labo::crcA(answer.data(), 16);
    answer.push_back(static_cast<uint8_t>(badReadCrc ? crc ^ 1 : crc));
    answer.push_back(static_cast<uint8_t>(crc >> 8));
    return bitsOf(answer);
  }

  static bool crcFits(const std::vector<uint8_t>& bytes) {
    const uint16_t crc = labo::crcA(bytes.data(), static_cast<uint8_t>(bytes.size() - 2));
    return bytes[bytes.size() - 2] == (crc & 0xFF) && bytes[bytes.size() - 1] == (crc >> 8);
  }

  Bits ready(const Bits& frame, const std::vector<uint8_t>& bytes) {
    static const uint8_t codes[3] = {0x93, 0x95, 0x97};
    if (level_ >= levels_.size() || bytes.size() < 2 || bytes[0] != codes[level_]) return fallBack();
    std::vector<uint8_t> own = levels_[level_];
    if (bytes[1] == 0x70) {
      if (frame.size() != 72 || !crcFits(bytes)) return fallBack();
      for (int i = 0; i < 5; i++) {
        if (bytes[2 + i] != own[i]) return fallBack();
      }
      if (deafToSelect) return fallBack();
      const bool more = level_ + 1 < levels_.size();
      const uint8_t sak = more ? 0x04 : sak_;
      uint16_t crc = labo::crcA(&sak, 1);
      if (badSakCrc) crc ^= 1;
      if (more) level_++;
      else state_ = State::Active;
      return bitsOf({sak, static_cast<uint8_t>(crc), static_cast<uint8_t>(crc >> 8)});
    }
    const size_t known = static_cast<size_t>((bytes[1] >> 4) - 2) * 8 + (bytes[1] & 7);
    if (known >= 40 || frame.size() != 16 + known) return fallBack();
    if (badBcc) own[4] ^= 0x10;
    const Bits all = bitsOf(own);
    for (size_t i = 0; i < known; i++) {
      if (frame[16 + i] != all[i]) return {};
    }
    return Bits(all.begin() + static_cast<long>(known), all.end());
  }

  std::vector<std::vector<uint8_t>> levels_;
  size_t level_ = 0;
  uint8_t sak_;
  uint16_t atqa_;
  State state_ = State::Idle;
  bool star_ = false;
};

/** How a reader chip may count the position of a collision; the data sheets leave it open. */
enum class Count { FromLevel, FromAlignedFrame, FromFrame, Unknown };

/** A reader's front end in front of some tags. */
class Field : public labo::Transceiver {
 public:
  std::vector<SimTag*> tags;
  Count count = Count::FromAlignedFrame;
  bool faulty = false;
  int exchanges = 0;
  uint16_t patience = labo::kCallPatienceMicros;

  struct Heard {
    Bits bits;          // first received bit first
    int collision = -1;  // index of the first disputed bit
  };

  void setPatience(uint16_t micros) override { patience = micros; }

  Heard send(const Bits& frame) {
    Heard heard;
    std::vector<Bits> answers;
    for (SimTag* tag : tags) {
      const Bits answer = tag->hear(frame);
      if (!answer.empty() && tag->answerMicros <= patience) answers.push_back(answer);
    }
    for (const Bits& answer : answers) {
      if (answer.size() > heard.bits.size()) heard.bits.resize(answer.size(), false);
    }
    for (size_t i = 0; i < heard.bits.size(); i++) {
      std::set<bool> values;
      for (const Bits& answer : answers) {
        if (i < answer.size()) values.insert(answer[i]);
      }
      if (values.size() > 1 && heard.collision < 0) heard.collision = static_cast<int>(i);
      // ValuesAfterColl = 0: nothing is kept from the disputed bit on.
      heard.bits[i] = heard.collision < 0 && values.count(true) > 0;
    }
    return heard;
  }

  labo::RxFrame exchange(const uint8_t* tx, uint8_t txBits, uint8_t rxAlign, uint8_t* rx, uint8_t rxCapacity) override {
    exchanges++;
    labo::RxFrame frame = {labo::Rx::Fault, 0, 0, 0};
    if (faulty) return frame;
    Bits sent = bitsOf(std::vector<uint8_t>(tx, tx + (txBits + 7) / 8));
    sent.resize(txBits);
    const Heard heard = send(sent);
    frame.status = labo::Rx::NoAnswer;
    if (heard.bits.empty()) return frame;
    Bits placed(rxAlign, false);
    placed.insert(placed.end(), heard.bits.begin(), heard.bits.end());
    const std::vector<uint8_t> bytes = bytesOf(placed);
    frame.status = labo::Rx::Garbled;
    if (bytes.size() > rxCapacity) return frame;
    for (size_t i = 0; i < bytes.size(); i++) rx[i] = bytes[i];
    frame.bytes = static_cast<uint8_t>(bytes.size());
    frame.lastBits = static_cast<uint8_t>(placed.size() % 8);
    frame.status = labo::Rx::Ok;
    if (heard.collision >= 0) {
      frame.status = labo::Rx::Collision;
      const int known = txBits > 16 ? txBits - 16 : 0;
      int position = heard.collision + 1;
      if (count == Count::FromLevel) position += known;
      if (count == Count::FromAlignedFrame) position += rxAlign;
      if (count == Count::Unknown || position > 32) position = 0;
      frame.collision = static_cast<uint8_t>(position);
    }
    return frame;
  }

  void off() {
    for (SimTag* tag : tags) tag->powerOff();
  }
};

}  // namespace air
