// Memory of type 2 tags (firmware/labo-rfid/src/type2-tag.cpp, memory-job.cpp) in front of simulated tags.
#include "type2-tag.h"

#include <cstring>

#include "check.h"
#include "memory-job.h"
#include "tags.h"

using air::Field;
using air::SimTag;
using labo::MemoryJob;
using labo::MemoryOutcome;
using labo::Request;
using labo::Rx;
using labo::Tag;

static const char* const kUid = "04A1B2C3D4E5F6";
static const uint8_t kUidBytes[7] = {0x04, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6};

static int number(MemoryOutcome outcome) { return static_cast<int>(outcome); }
#define EXPECT_OUTCOME(got, wanted) EXPECT_EQUAL(number(got), number(wanted))

/** One tag alone, selected. */
struct Selected {
  SimTag tag{kUid, 0x00, 0x0044};
  Field field;
  Selected() {
    field.tags = {&tag};
    select();
  }
  void select() {
    Tag found;
    field.off();
    EXPECT(labo::selectOne(field, Request::Wupa, found) == Rx::Ok);
  }
};

CASE("four pages are read, and past the last one the first ones again") {
  Selected it;
  for (size_t i = 0; i < it.tag.memory.size(); i++) it.tag.memory[i] = static_cast<uint8_t>(i);
  uint8_t data[16];
  EXPECT_OUTCOME(labo::readPages(it.field, 4, data), MemoryOutcome::Done);
  EXPECT_EQUAL(air::toHex(data, 16), "101112131415161718191A1B1C1D1E1F");
  EXPECT_OUTCOME(labo::readPages(it.field, 43, data), MemoryOutcome::Done);
  EXPECT_EQUAL(air::toHex(data, 16), "ACADAEAFB0B1B2B30001020304050607");
}

CASE("a page is written, its neighbours are not") {
  Selected it;
  const uint8_t bytes[] = {0xDE, 0xAD, 0xBE, 0xEF};
  EXPECT_OUTCOME(labo::writePage(it.field, 5, bytes), MemoryOutcome::Done);
  EXPECT_EQUAL(air::toHex(it.tag.memory.data() + 16, 12), "00000000DEADBEEF00000000");
}

CASE("a tag that programs its memory for 10 ms is waited for, and calls are as short as ever after it") {
  Selected it;
  const uint8_t bytes[] = {1, 2, 3, 4};
  it.tag.writeMicros = 10000;
  EXPECT_OUTCOME(labo::writePage(it.field, 5, bytes), MemoryOutcome::Done);
  EXPECT_EQUAL(it.field.patience, labo::kCallPatienceMicros);
  it.select();
  it.tag.writeMicros = 10001;
  EXPECT_OUTCOME(labo::writePage(it.field, 5, bytes), MemoryOutcome::Silent);
  EXPECT_EQUAL(it.field.patience, labo::kCallPatienceMicros);
}

CASE("a page out of the tag and a locked page are refused") {
  Selected it;
  uint8_t data[16];
  EXPECT_OUTCOME(labo::readPages(it.field, 45, data), MemoryOutcome::Refused);
  it.select();
  const uint8_t bytes[] = {1, 2, 3, 4};
  EXPECT_OUTCOME(labo::writePage(it.field, 40, bytes), MemoryOutcome::Refused);
}

CASE("silence, a wrong CRC and a reader that fails are told apart; what was read wrongly is not given") {
  Selected it;
  uint8_t data[16];
  std::memset(data, 0xEE, sizeof data);
  it.tag.deafFor = 1;
  EXPECT_OUTCOME(labo::readPages(it.field, 4, data), MemoryOutcome::Silent);
  it.select();
  it.tag.badReadCrc = true;
  EXPECT_OUTCOME(labo::readPages(it.field, 4, data), MemoryOutcome::Garbled);
  it.field.faulty = true;
  EXPECT_OUTCOME(labo::readPages(it.field, 4, data), MemoryOutcome::ReaderFailed);
  EXPECT_EQUAL(air::toHex(data, 16), "EEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEE");
}

/** A poll as the reader makes it: calls until silence. */
static void poll(MemoryJob& job, Field& field) {
  field.off();
  job.beginPoll();
  for (int call = 0; call < 10; call++) {
    Tag tag;
    if (labo::selectOne(field, call == 0 ? Request::Wupa : Request::Reqa, tag) != Rx::Ok) break;
    if (!job.tagActive(field, tag)) return job.readerFailed();
    labo::halt(field);
  }
  job.endPoll();
}

CASE("a job finds its tag among others and is done in one poll") {
  SimTag one("04A1B2C3D4E5F7", 0x00, 0x0044), own(kUid, 0x00, 0x0044), classic("C1A2B3D4", 0x08, 0x0004);
  Field field;
  field.tags = {&one, &own, &classic};
  MemoryJob job;
  EXPECT(job.isFree());
  const uint8_t bytes[] = {1, 2, 3, 4};
  job.write(kUidBytes, 7, 4, bytes);
  EXPECT(job.waiting());
  poll(job, field);
  EXPECT(job.finished());
  EXPECT_OUTCOME(job.outcome(), MemoryOutcome::Done);
  EXPECT_EQUAL(air::toHex(own.memory.data() + 16, 4), "01020304");
  EXPECT_EQUAL(one.memoryCommands, 0);
  EXPECT_EQUAL(classic.memoryCommands, 0);
}

CASE("a try that fails is made again in the next poll, three times in all") {
  SimTag own(kUid, 0x00, 0x0044);
  Field field;
  field.tags = {&own};
  MemoryJob job;
  own.deafFor = 2;
  job.read(kUidBytes, 7, 4);
  for (int i = 0; i < 3; i++) poll(job, field);
  EXPECT_OUTCOME(job.outcome(), MemoryOutcome::Done);
  EXPECT_EQUAL(own.memoryCommands, 3);
  job.clear();
  own.deafFor = 3;
  job.read(kUidBytes, 7, 4);
  for (int i = 0; i < 3; i++) {
    EXPECT(!job.finished());
    poll(job, field);
  }
  EXPECT_OUTCOME(job.outcome(), MemoryOutcome::Silent);
}

CASE("a tag that is not there is gone after three polls, and one that goes away after a try too") {
  SimTag own(kUid, 0x00, 0x0044);
  Field field;
  MemoryJob job;
  job.read(kUidBytes, 7, 4);
  for (int i = 0; i < 3; i++) poll(job, field);
  EXPECT_OUTCOME(job.outcome(), MemoryOutcome::Gone);
  job.clear();
  field.tags = {&own};
  own.deafFor = 1;
  job.read(kUidBytes, 7, 4);
  poll(job, field);
  field.tags.clear();
  for (int i = 0; i < 2; i++) poll(job, field);
  EXPECT_OUTCOME(job.outcome(), MemoryOutcome::Gone);
}

CASE("a tag that refuses is asked once in a poll, although it is called again in the same one") {
  SimTag own(kUid, 0x00, 0x0044);
  Field field;
  field.tags = {&own};
  MemoryJob job;
  job.read(kUidBytes, 7, 200);
  poll(job, field);
  EXPECT_EQUAL(own.memoryCommands, 1);
  for (int i = 0; i < 2; i++) poll(job, field);
  EXPECT_OUTCOME(job.outcome(), MemoryOutcome::Refused);
}

CASE("a tag of another type is not touched") {
  SimTag classic("C1A2B3D4", 0x08, 0x0004);
  Field field;
  field.tags = {&classic};
  MemoryJob job;
  const uint8_t uid[] = {0xC1, 0xA2, 0xB3, 0xD4};
  job.read(uid, 4, 4);
  poll(job, field);
  EXPECT(job.finished());
  EXPECT_OUTCOME(job.outcome(), MemoryOutcome::NotType2);
  EXPECT_EQUAL(classic.memoryCommands, 0);
}

CASE("a reader that fails ends the job that waits, and nothing else") {
  MemoryJob job;
  job.readerFailed();
  EXPECT(job.isFree());
  job.read(kUidBytes, 7, 4);
  job.readerFailed();
  EXPECT(job.finished());
  EXPECT_OUTCOME(job.outcome(), MemoryOutcome::ReaderFailed);
}

/** Answers anything at all. */
class Chaos : public labo::Transceiver {
 public:
  explicit Chaos(uint32_t seed) : dice_(seed) {}
  void setPatience(uint16_t) override {}
  labo::RxFrame exchange(const uint8_t*, uint8_t, uint8_t, uint8_t* rx, uint8_t rxCapacity) override {
    const Rx statuses[] = {Rx::Ok, Rx::Ok, Rx::Collision, Rx::NoAnswer, Rx::Garbled, Rx::Fault};
    labo::RxFrame frame = {statuses[dice_.roll(6)], 0, 0, 0};
    frame.bytes = static_cast<uint8_t>(dice_.roll(4) ? rxCapacity : dice_.roll(rxCapacity + 1u));
    frame.lastBits = static_cast<uint8_t>(dice_.roll(2) ? 0 : dice_.roll(8));
    for (uint8_t i = 0; i < frame.bytes; i++) rx[i] = static_cast<uint8_t>(dice_.roll(256));
    return frame;
  }

 private:
  check::Dice dice_;
};

CASE("random answers are data only as often as a CRC fits by chance, and an ACK only as four bits that say so") {
  int acknowledged = 0;
  int believed = 0;
  for (uint32_t seed = 1; seed < 20000; seed++) {
    Chaos chaos(seed);
    uint8_t data[16] = {};
    const uint8_t bytes[] = {1, 2, 3, 4};
    believed += labo::readPages(chaos, 4, data) == MemoryOutcome::Done;
    acknowledged += labo::writePage(chaos, 4, bytes) == MemoryOutcome::Done;
  }
  EXPECT(believed <= 2);
  EXPECT(acknowledged < 200);
}

int main() { return check::runAll(); }
