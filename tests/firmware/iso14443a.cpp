// Anticollision and selection (firmware/labo-rfid/src/iso14443a.cpp) in front of simulated tags.
#include "iso14443a.h"

#include <algorithm>
#include <memory>

#include "check.h"
#include "tags.h"

using air::Count;
using air::Field;
using air::SimTag;
using labo::Request;
using labo::Rx;
using labo::Tag;

static std::string uidOf(const Tag& tag) { return air::toHex(tag.uid, tag.uidLength); }

/** Enumerates as the reader does: select, halt, call again until silence. */
static std::vector<std::string> enumerate(Field& field) {
  std::vector<std::string> found;
  for (int call = 0; call < 20; call++) {
    Tag tag;
    const Rx status = labo::selectOne(field, call == 0 ? Request::Wupa : Request::Reqa, tag);
    if (status == Rx::NoAnswer) break;
    if (status != Rx::Ok) {
      found.push_back("garbled");
      continue;
    }
    found.push_back(uidOf(tag));
    if (!labo::halt(field)) found.push_back("fault");
  }
  std::sort(found.begin(), found.end());
  return found;
}

static std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : " ") + part;
  return text;
}

static std::string enumerateUids(std::vector<std::string> uids, Count count) {
  std::vector<std::unique_ptr<SimTag>> tags;
  Field field;
  field.count = count;
  for (const std::string& uid : uids) {
    const uint16_t atqa = uid.size() == 8 ? 0x0004 : uid.size() == 14 ? 0x0044 : 0x0084;
    tags.push_back(std::make_unique<SimTag>(uid, uid.size() == 8 ? 0x08 : 0x00, atqa));
    field.tags.push_back(tags.back().get());
  }
  return joined(enumerate(field));
}

static const Count kCounts[] = {Count::FromLevel, Count::FromAlignedFrame, Count::FromFrame, Count::Unknown};

CASE("CRC_A of the standard's examples is right") {
  const uint8_t zeros[] = {0x00, 0x00};
  const uint8_t example[] = {0x12, 0x34};
  const uint8_t halt[] = {0x50, 0x00};
  EXPECT_EQUAL(labo::crcA(zeros, 2), 0x1EA0);
  EXPECT_EQUAL(labo::crcA(example, 2), 0xCF26);
  EXPECT_EQUAL(labo::crcA(halt, 2), 0xCD57);
}

CASE("nobody in the field is no answer") {
  Field field;
  Tag tag;
  EXPECT(labo::selectOne(field, Request::Reqa, tag) == Rx::NoAnswer);
}

CASE("a 4-byte UID is read with its SAK and ATQA") {
  SimTag classic("C1A2B3D4", 0x08, 0x0004);
  Field field;
  field.tags = {&classic};
  Tag tag;
  EXPECT(labo::selectOne(field, Request::Reqa, tag) == Rx::Ok);
  EXPECT_EQUAL(uidOf(tag), "C1A2B3D4");
  EXPECT_EQUAL(tag.sak, static_cast<uint8_t>(0x08));
  EXPECT_EQUAL(tag.atqa, 0x0004);
}

CASE("a 7-byte UID is read over two cascade levels, without the cascade tag") {
  SimTag ntag("04A1B2C3D4E5F6", 0x00, 0x0044);
  Field field;
  field.tags = {&ntag};
  Tag tag;
  EXPECT(labo::selectOne(field, Request::Reqa, tag) == Rx::Ok);
  EXPECT_EQUAL(uidOf(tag), "04A1B2C3D4E5F6");
  EXPECT_EQUAL(tag.atqa, 0x0044);
}

CASE("a 10-byte UID is read over three levels, its last level may begin with 88") {
  for (const std::string uid : {"04112233445566778899", "04112233445588778899"}) {
    EXPECT_EQUAL(enumerateUids({uid}, Count::FromLevel), uid);
  }
}

CASE("two tags that differ in one bit are told apart, wherever the bit is") {
  for (Count count : kCounts) {
    for (int bit = 0; bit < 32; bit++) {
      std::vector<uint8_t> a = {0x21, 0x43, 0x65, 0x86};
      std::vector<uint8_t> b = a;
      b[static_cast<size_t>(bit / 8)] ^= static_cast<uint8_t>(1 << (bit % 8));
      std::vector<std::string> uids = {air::toHex(a.data(), 4), air::toHex(b.data(), 4)};
      if (uids[1].substr(0, 2) == "88") continue;
      std::sort(uids.begin(), uids.end());
      EXPECT_EQUAL(enumerateUids(uids, count), joined(uids));
    }
  }
}

CASE("three tags with several collisions in one level are all found, however the chip counts positions") {
  for (Count count : kCounts) {
    EXPECT_EQUAL(enumerateUids({"00000000", "01000000", "01000080"}, count), "00000000 01000000 01000080");
    EXPECT_EQUAL(enumerateUids({"C1A2B3D4", "C1A2B3D5", "41A2B3D4"}, count), "41A2B3D4 C1A2B3D4 C1A2B3D5");
    EXPECT_EQUAL(enumerateUids({"04A1B2C3D4E5F6", "04A1B2C3D4E5F7", "C1A2B3D4"}, count),
                 "04A1B2C3D4E5F6 04A1B2C3D4E5F7 C1A2B3D4");
  }
}

CASE("one to eight random tags of 4, 7 and 10 bytes are always all found") {
  check::Dice dice(20261124);
  for (int round = 0; round < 400; round++) {
    std::set<std::string> uids;
    const uint32_t wanted = 1 + dice.roll(8);
    while (uids.size() < wanted) {
      const uint32_t size = 4 + 3 * dice.roll(3);
      std::vector<uint8_t> uid;
      // Few different values make many shared beginnings.
      for (uint32_t i = 0; i < size; i++) uid.push_back(static_cast<uint8_t>(dice.roll(2) ? dice.roll(256) : 0x10 + dice.roll(3)));
      if (uid[0] == 0x88 || (size == 7 && uid[3] == 0x88)) continue;
      uids.insert(air::toHex(uid.data(), uid.size()));
    }
    const std::vector<std::string> sorted(uids.begin(), uids.end());
    EXPECT_EQUAL(enumerateUids(sorted, kCounts[round % 4]), joined(sorted));
  }
}

CASE("tags that answer with different ATQAs are read with ATQA 0, meaning not known") {
  SimTag classic("C1A2B3D4", 0x08, 0x0004);
  SimTag ntag("04A1B2C3D4E5F6", 0x00, 0x0044);
  Field field;
  field.tags = {&classic, &ntag};
  Tag tag;
  EXPECT(labo::selectOne(field, Request::Reqa, tag) == Rx::Ok);
  EXPECT_EQUAL(tag.atqa, 0);
}

CASE("a wrong BCC, a wrong CRC of the SAK or a tag deaf to SELECT is garbled, never a tag") {
  for (int kind = 0; kind < 3; kind++) {
    SimTag broken("C1A2B3D4", 0x08, 0x0004);
    broken.badBcc = kind == 0;
    broken.badSakCrc = kind == 1;
    broken.deafToSelect = kind == 2;
    Field field;
    field.tags = {&broken};
    Tag tag;
    EXPECT(labo::selectOne(field, Request::Reqa, tag) == Rx::Garbled);
  }
}

CASE("a UID whose first byte is the cascade tag without more to follow is garbled") {
  SimTag odd("88A2B3D4", 0x08, 0x0004);
  Field field;
  field.tags = {&odd};
  Tag tag;
  EXPECT(labo::selectOne(field, Request::Reqa, tag) == Rx::Garbled);
}

CASE("a reader that fails is a fault, at the request and at the halt") {
  Field field;
  field.faulty = true;
  Tag tag;
  EXPECT(labo::selectOne(field, Request::Reqa, tag) == Rx::Fault);
  EXPECT(!labo::halt(field));
}

/** Answers anything at all: any status, any length, any bits. */
class Chaos : public labo::Transceiver {
 public:
  explicit Chaos(uint32_t seed) : dice_(seed) {}
  int exchanges = 0;
  void setPatience(uint16_t) override {}
  labo::RxFrame exchange(const uint8_t*, uint8_t, uint8_t, uint8_t* rx, uint8_t rxCapacity) override {
    exchanges++;
    const Rx statuses[] = {Rx::Ok, Rx::Ok, Rx::Collision, Rx::Collision, Rx::NoAnswer, Rx::Garbled};
    labo::RxFrame frame;
    frame.status = statuses[dice_.roll(6)];
    frame.bytes = static_cast<uint8_t>(dice_.roll(rxCapacity + 1u));
    frame.lastBits = static_cast<uint8_t>(dice_.roll(4) ? 0 : dice_.roll(8));
    frame.collision = static_cast<uint8_t>(dice_.roll(33));
    for (uint8_t i = 0; i < frame.bytes; i++) rx[i] = static_cast<uint8_t>(dice_.roll(256));
    return frame;
  }

 private:
  check::Dice dice_;
};

CASE("random answers never make a tag out of nothing valid, nor an endless selection") {
  for (uint32_t seed = 1; seed < 20000; seed++) {
    Chaos chaos(seed);
    Tag tag;
    tag.uidLength = 0;
    const Rx status = labo::selectOne(chaos, Request::Wupa, tag);
    EXPECT(chaos.exchanges <= 1 + 3 * 67);
    if (status == Rx::Ok) EXPECT(tag.uidLength == 4 || tag.uidLength == 7 || tag.uidLength == 10);
  }
}

int main() { return check::runAll(); }
