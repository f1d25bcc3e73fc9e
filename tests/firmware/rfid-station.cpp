// The whole RFID sketch without its board: station, reader, driver and presence in front of a chip at register level.
#include "station.h"

#include <algorithm>
#include <memory>

#include "check.h"
#include "crc16.h"
#include "fake-chip.h"

using air::FakeChip;
using air::SimTag;

/** Runs the sketch's loop on a simulated clock and keeps the lines' bodies. */
class Sketch {
 public:
  FakeChip chip;
  std::vector<std::string> lines;
  uint32_t now;

  explicit Sketch(uint32_t start = 0) : now(start), driver_(chip), reader_(driver_, presence_, job_), station_("1.1.0", reader_, presence_, job_) {}

  void run(uint32_t ms) {
    for (uint32_t i = 0; i < ms; i++, now++) {
      do {
        while (!station_.full() && !toBoard_.empty()) {
          station_.take(static_cast<uint8_t>(toBoard_.front()));
          toBoard_.erase(0, 1);
        }
        reader_.step(now);
        char line[labo::kLineMax];
        const uint8_t length = station_.nextLine(line, now);
        if (length) keep(std::string(line, length));
      } while (reader_.busy() || station_.lineWaiting(now) || !toBoard_.empty());
    }
  }

  void send(const std::string& body) {
    char crc[8];
    std::snprintf(crc, sizeof crc, "*%04X\r\n", labo::crc16(body.data(), body.size()));
    toBoard_ += "$" + body + crc;
  }
  void sendRaw(const std::string& bytes) { toBoard_ += bytes; }

  /** Lines since the last call that begin with `kind`, without seq and ms. */
  std::string taken(const std::string& kind) {
    std::string text;
    for (const std::string& line : lines) {
      if (line.compare(0, kind.size(), kind) != 0) continue;
      std::string shown = line;
      if (kind[0] == 'T' || kind == "RS") {
        const size_t ms = line.find(',', line.find(',') + 1);
        shown = kind + line.substr(line.find(',', ms + 1));
      }
      text += (text.empty() ? "" : " ") + shown;
    }
    lines.clear();
    return text;
  }

 private:
  void keep(const std::string& line) {
    EXPECT(line.size() >= 8 && line[0] == '$' && line.substr(line.size() - 2) == "\r\n");
    const std::string body = line.substr(1, line.size() - 8);
    char crc[8];
    std::snprintf(crc, sizeof crc, "*%04X", labo::crc16(body.data(), body.size()));
    EXPECT_EQUAL(line.substr(line.size() - 7, 5), std::string(crc));
    lines.push_back(body);
  }

  labo::Mfrc522 driver_;
  labo::Presence presence_;
  labo::MemoryJob job_;
  labo::Reader reader_;
  labo::Station station_;
  std::string toBoard_;
};

CASE("at boot the board says hello, then that its reader works") {
  Sketch sketch;
  sketch.run(200);
  EXPECT_EQUAL(sketch.lines.size(), 2u);
  EXPECT_EQUAL(sketch.lines[0], "HI,2,labo-rfid,1.1.0,1");
  EXPECT_EQUAL(sketch.lines[1], "RS,0,50,0,ok,92,0,0,0");
}

CASE("a tag arrives within two intervals and leaves after the hold time") {
  Sketch sketch;
  SimTag tag("C1A2B3D4", 0x08, 0x0004);
  sketch.run(200);
  sketch.lines.clear();
  sketch.chip.field.tags = {&tag};
  sketch.run(100);
  EXPECT_EQUAL(sketch.taken("TA"), "TA,0,C1A2B3D4,08,0004");
  sketch.run(1000);
  sketch.chip.field.tags.clear();
  // The last poll that saw it was up to one interval before it was lifted.
  sketch.run(240);
  EXPECT_EQUAL(sketch.taken("TL"), "");
  sketch.run(120);
  EXPECT_EQUAL(sketch.taken("TL").substr(0, 14), "TL,0,C1A2B3D4,");
}

CASE("three tags of different sizes lying together are all held, poll after poll") {
  Sketch sketch;
  SimTag a("C1A2B3D4", 0x08, 0x0004), b("04A1B2C3D4E5F6", 0x00, 0x0044), c("04112233445566778899", 0x00, 0x0084);
  sketch.chip.field.tags = {&a, &b, &c};
  sketch.run(10000);
  std::string arrived;
  int edges = 0;
  for (const std::string& line : sketch.lines) edges += line[0] == 'T';
  EXPECT_EQUAL(edges, 3);
  arrived = sketch.taken("TA");
  for (const char* uid : {"C1A2B3D4", "04A1B2C3D4E5F6", "04112233445566778899"}) {
    EXPECT(arrived.find(uid) != std::string::npos);
  }
}

CASE("a question is answered by hello, the reader's state, then the tags held") {
  Sketch sketch;
  SimTag a("C1A2B3D4", 0x08, 0x0004), b("04A1B2C3D4E5F6", 0x00, 0x0044);
  sketch.chip.field.tags = {&a, &b};
  sketch.run(500);
  sketch.lines.clear();
  sketch.send("?");
  sketch.run(5);
  EXPECT_EQUAL(sketch.lines.size(), 4u);
  EXPECT_EQUAL(sketch.lines[0], "HI,2,labo-rfid,1.1.0,1");
  EXPECT_EQUAL(sketch.lines[1].substr(0, 3), "RS,");
  EXPECT_EQUAL(sketch.lines[2].substr(0, 3), "TA,");
  EXPECT_EQUAL(sketch.lines[3].substr(0, 3), "TA,");
}

CASE("the hold time and the interval can be set within their bounds only") {
  Sketch sketch;
  sketch.run(100);
  sketch.lines.clear();
  for (const char* body : {"HT,100", "HT,10000", "PI,20", "PI,1000"}) sketch.send(body);
  sketch.run(20);
  EXPECT_EQUAL(sketch.taken("OK"), "OK,HT OK,HT OK,PI OK,PI");
  for (const char* body : {"HT,99", "HT,10001", "PI,19", "PI,1001", "HT", "HT,", "HT,12a", "HT,-5", "HT,999999", "PI,5,5"}) sketch.send(body);
  sketch.run(20);
  EXPECT_EQUAL(sketch.taken("NO"),
               "NO,HT,range NO,HT,range NO,PI,range NO,PI,range NO,HT,value NO,HT,value NO,HT,value NO,HT,value NO,HT,value NO,PI,value");
}

CASE("a new hold time is obeyed") {
  Sketch sketch;
  SimTag tag("C1A2B3D4", 0x08, 0x0004);
  sketch.send("HT,2000");
  sketch.chip.field.tags = {&tag};
  sketch.run(500);
  sketch.chip.field.tags.clear();
  sketch.run(1900);
  EXPECT_EQUAL(sketch.taken("TL"), "");
  sketch.run(200);
  EXPECT_EQUAL(sketch.taken("TL").substr(0, 14), "TL,0,C1A2B3D4,");
}

CASE("bad, over-long and unknown lines are refused with their reason, and the next is obeyed") {
  Sketch sketch;
  sketch.run(100);
  sketch.lines.clear();
  sketch.sendRaw("$HT,300*0000\r\n$" + std::string(200, 'A') + "\r\n$HT\r\n");
  sketch.send("ZZ,1");
  sketch.send("a,1");
  sketch.send("HT,500");
  sketch.run(20);
  EXPECT_EQUAL(sketch.taken("NO"), "NO,-,crc NO,-,long NO,-,form NO,ZZ,unknown NO,-,unknown");
  sketch.send("HT,500");
  sketch.run(5);
  EXPECT_EQUAL(sketch.taken("OK"), "OK,HT");
}

CASE("an absent reader is told, retried, and found again when it is plugged in") {
  for (int kind = 0; kind < 2; kind++) {
    Sketch sketch;
    (kind ? sketch.chip.unplugged : sketch.chip.deadWire) = true;
    sketch.run(2100);
    EXPECT_EQUAL(sketch.taken("RS"), kind ? "RS,0,absent,FF,0,4,0" : "RS,0,absent,00,0,4,0");
    sketch.chip.unplugged = sketch.chip.deadWire = false;
    sketch.run(700);
    EXPECT_EQUAL(sketch.taken("RS").substr(0, 10), "RS,0,ok,92");
  }
}

CASE("a tag is still held after its reader was away, and its absence is counted only from the return") {
  Sketch sketch;
  SimTag tag("C1A2B3D4", 0x08, 0x0004);
  sketch.chip.field.tags = {&tag};
  sketch.run(500);
  sketch.lines.clear();
  sketch.chip.unplugged = true;
  sketch.run(5000);
  sketch.chip.unplugged = false;
  sketch.run(2000);
  for (const std::string& line : sketch.lines) EXPECT(line[0] != 'T');
  sketch.chip.unplugged = true;
  sketch.run(1000);
  sketch.chip.field.tags.clear();
  sketch.chip.unplugged = false;
  sketch.run(2000);
  EXPECT_EQUAL(sketch.taken("TL").substr(0, 14), "TL,0,C1A2B3D4,");
}

CASE("a chip that hangs is an error, is reset, and works again") {
  Sketch sketch;
  sketch.run(300);
  sketch.lines.clear();
  const int resets = sketch.chip.resets;
  sketch.chip.hung = true;
  sketch.run(100);
  EXPECT_EQUAL(sketch.taken("RS").substr(0, 13), "RS,0,error,92");
  sketch.chip.hung = false;
  sketch.run(1000);
  EXPECT(sketch.chip.resets > resets);
  EXPECT_EQUAL(sketch.taken("RS").substr(0, 10), "RS,0,ok,92");
}

CASE("a chip that restarted by itself is set up again without losing the tag") {
  Sketch sketch;
  SimTag tag("C1A2B3D4", 0x08, 0x0004);
  sketch.chip.field.tags = {&tag};
  sketch.run(500);
  sketch.lines.clear();
  sketch.chip.restart();
  sketch.run(1500);
  for (const std::string& line : sketch.lines) EXPECT(line[0] != 'T');
  EXPECT(sketch.taken("RS").find("ok,92") != std::string::npos);
}

CASE("a chip whose registers hold nothing is an error, not a working reader") {
  Sketch sketch;
  sketch.chip.forgetful = true;
  sketch.run(300);
  EXPECT_EQUAL(sketch.taken("RS").substr(0, 13), "RS,0,error,92");
}

CASE("a tag that cannot be read is counted as errors, the others stay held and the reader stays well") {
  Sketch sketch;
  SimTag good("C1A2B3D4", 0x08, 0x0004), broken("51A2B3D4", 0x08, 0x0004);
  broken.deafToSelect = true;
  sketch.chip.field.tags = {&good, &broken};
  sketch.run(5000);
  std::string tags;
  std::string last;
  for (const std::string& line : sketch.lines) {
    if (line[0] == 'T') tags += line.substr(0, 2);
    if (line.compare(0, 2, "RS") == 0) last = line;
  }
  EXPECT(tags.find("TL") == std::string::npos);
  EXPECT(last.find(",ok,92,") != std::string::npos);
  EXPECT(last.find(",0,0") == std::string::npos);
}

CASE("more than eight tags do not keep those that left") {
  Sketch sketch;
  std::vector<std::unique_ptr<SimTag>> tags;
  for (int i = 0; i < 10; i++) tags.push_back(std::make_unique<SimTag>("C1A2B3D" + std::to_string(i), 0x08, 0x0004));
  for (int i = 0; i < 8; i++) sketch.chip.field.tags.push_back(tags[static_cast<size_t>(i)].get());
  sketch.run(1000);
  sketch.lines.clear();
  sketch.chip.field.tags = {tags[8].get(), tags[9].get()};
  sketch.run(1000);
  int arrived = 0, left = 0;
  for (const std::string& line : sketch.lines) {
    arrived += line.compare(0, 2, "TA") == 0;
    left += line.compare(0, 2, "TL") == 0;
  }
  EXPECT_EQUAL(arrived, 2);
  EXPECT_EQUAL(left, 8);
}

CASE("the number of the lines goes from 65535 to 0 without a hole") {
  Sketch sketch;
  SimTag tag("C1A2B3D4", 0x08, 0x0004);
  sketch.chip.field.tags = {&tag};
  sketch.run(300);
  long last = -1;
  long wraps = 0;
  for (int round = 0; round < 34000; round++) {
    sketch.send("?");
    sketch.run(1);
    for (const std::string& line : sketch.lines) {
      if (line[0] != 'T' && line[0] != 'R') continue;
      const long seq = std::stol(line.substr(3));
      if (last >= 0) EXPECT_EQUAL(seq, (last + 1) % 65536);
      wraps += last == 65535;
      last = seq;
    }
    sketch.lines.clear();
  }
  EXPECT_EQUAL(wraps, 1);
}

CASE("the board's millisecond clock may wrap") {
  Sketch sketch(0xFFFFFE00u);
  SimTag tag("C1A2B3D4", 0x08, 0x0004);
  sketch.chip.field.tags = {&tag};
  sketch.run(3000);
  EXPECT_EQUAL(sketch.taken("TA"), "TA,0,C1A2B3D4,08,0004");
  sketch.chip.field.tags.clear();
  sketch.run(500);
  EXPECT_EQUAL(sketch.taken("TL").substr(0, 14), "TL,0,C1A2B3D4,");
}

/** A tag of the kit with something on it, lying there and announced. */
struct OnReader {
  Sketch sketch;
  SimTag tag{"04A1B2C3D4E5F6", 0x00, 0x0044};
  OnReader() {
    const std::vector<uint8_t> start = air::fromHex("E1101200030BD101075504612E6F7267FE00");
    std::copy(start.begin(), start.end(), tag.memory.begin() + 12);
    sketch.chip.field.tags = {&tag};
    sketch.run(300);
    sketch.lines.clear();
  }
  /** Sends a line and gives what it was answered, other lines left out. */
  std::string ask(const std::string& body, uint32_t ms = 100) {
    sketch.lines.clear();
    sketch.send(body);
    sketch.run(ms);
    std::string answers;
    for (const std::string& line : sketch.lines) {
      if (line[0] != 'R' && line.compare(0, 2, "TA") != 0 && line.compare(0, 2, "TL") != 0) answers += (answers.empty() ? "" : " ") + line;
    }
    return answers;
  }
};

CASE("four pages of a tag are read, and a page is written and read back") {
  OnReader it;
  EXPECT_EQUAL(it.ask("RD,04A1B2C3D4E5F6,3"), "TD,04A1B2C3D4E5F6,3,E1101200030BD101075504612E6F7267");
  EXPECT_EQUAL(it.ask("WR,04A1B2C3D4E5F6,39,DEADBEEF"), "OK,WR");
  EXPECT_EQUAL(it.ask("RD,04A1B2C3D4E5F6,39").substr(0, 29), "TD,04A1B2C3D4E5F6,39,DEADBEEF");
}

CASE("reading and writing do not make the host wait for the next poll") {
  OnReader it;
  it.ask("PI,1000", 2000);
  EXPECT_EQUAL(it.ask("RD,04A1B2C3D4E5F6,3", 25).substr(0, 3), "TD,");
  EXPECT_EQUAL(it.ask("WR,04A1B2C3D4E5F6,4,00000000", 25), "OK,WR");
}

CASE("a read or a write that cannot be is refused with its reason") {
  OnReader it;
  SimTag classic("C1A2B3D4", 0x08, 0x0004);
  it.sketch.chip.field.tags = {&it.tag, &classic};
  EXPECT_EQUAL(it.ask("RD,04A1B2C3D4E5F7,4", 200), "NO,RD,gone");
  EXPECT_EQUAL(it.ask("RD,C1A2B3D4,4"), "NO,RD,type");
  EXPECT_EQUAL(it.ask("RD,04A1B2C3D4E5F6,60", 200), "NO,RD,nak");
  EXPECT_EQUAL(it.ask("WR,04A1B2C3D4E5F6,40,00000000", 200), "NO,WR,nak");
  it.tag.badReadCrc = true;
  EXPECT_EQUAL(it.ask("RD,04A1B2C3D4E5F6,4", 200), "NO,RD,garbled");
  it.tag.deafFor = 100;
  EXPECT_EQUAL(it.ask("WR,04A1B2C3D4E5F6,4,00000000", 200), "NO,WR,timeout");
  it.tag.deafFor = 0;
  it.sketch.send("RD,04A1B2C3D4E5F6,4");
  EXPECT_EQUAL(it.ask("WR,04A1B2C3D4E5F6,4,00000000", 200), "NO,WR,busy NO,RD,garbled");
  it.sketch.chip.unplugged = true;
  it.sketch.run(200);
  EXPECT_EQUAL(it.ask("RD,04A1B2C3D4E5F6,4", 5), "NO,RD,reader");
}

CASE("the pages of a tag that can never be changed back are never written") {
  OnReader it;
  const std::vector<uint8_t> before = it.tag.memory;
  for (const char* page : {"0", "1", "2", "3"}) {
    EXPECT_EQUAL(it.ask(std::string("WR,04A1B2C3D4E5F6,") + page + ",FFFFFFFF"), "NO,WR,range");
  }
  EXPECT(it.tag.memory == before);
  EXPECT_EQUAL(it.tag.memoryCommands, 0);
}

CASE("the arguments of a read and a write are checked one by one") {
  OnReader it;
  for (const char* body : {"RD", "RD,", "RD,04A1B2C3D4E5F6", "RD,04A1B2C3D4E5F6,", "RD,04A1B2C3D4E5F6,x", "RD,04A1B2C3D4E5F6,4,", "RD,04a1b2c3d4e5f6,4",
                           "RD,04A1B2C3D4E5F,4", "RD,04A1B2C3,4,4", "RD,04A1B2C3D4,4", "RD,0411223344556677889900,4"}) {
    EXPECT_EQUAL(it.ask(body, 5), "NO,RD,value");
  }
  for (const char* body : {"WR,04A1B2C3D4E5F6,4", "WR,04A1B2C3D4E5F6,4,", "WR,04A1B2C3D4E5F6,4,DEADBE", "WR,04A1B2C3D4E5F6,4,DEADBEEF00",
                           "WR,04A1B2C3D4E5F6,4,DEADBEE", "WR,04A1B2C3D4E5F6,4,DEADBEEF,1"}) {
    EXPECT_EQUAL(it.ask(body, 5), "NO,WR,value");
  }
  EXPECT_EQUAL(it.ask("RD,04A1B2C3D4E5F6,256", 5), "NO,RD,range");
  EXPECT_EQUAL(it.tag.memoryCommands, 0);
}

CASE("a tag pulled out in the middle is gone, then leaves; the next one is read as ever") {
  OnReader it;
  it.tag.deafFor = 1;
  it.sketch.send("WR,04A1B2C3D4E5F6,4,00000000");
  it.sketch.run(15);
  it.sketch.chip.field.tags.clear();
  it.sketch.run(600);
  EXPECT_EQUAL(it.sketch.lines[0], "NO,WR,gone");
  EXPECT_EQUAL(it.sketch.taken("TL").substr(0, 20), "TL,0,04A1B2C3D4E5F6,");
  it.sketch.chip.field.tags = {&it.tag};
  it.sketch.run(200);
  EXPECT_EQUAL(it.ask("RD,04A1B2C3D4E5F6,3").substr(0, 3), "TD,");
}

CASE("a tag read and written for a long time stays held, and polls go on for the others") {
  OnReader it;
  SimTag other("C1A2B3D4", 0x08, 0x0004);
  for (int i = 0; i < 200; i++) {
    if (i == 100) it.sketch.chip.field.tags.push_back(&other);
    it.sketch.send(i % 2 ? "RD,04A1B2C3D4E5F6,4" : "WR,04A1B2C3D4E5F6,4,00000000");
    it.sketch.run(20);
  }
  int arrived = 0, left = 0, refused = 0;
  for (const std::string& line : it.sketch.lines) {
    arrived += line.compare(0, 2, "TA") == 0;
    left += line.compare(0, 2, "TL") == 0;
    refused += line.compare(0, 2, "NO") == 0;
  }
  EXPECT_EQUAL(arrived, 1);
  EXPECT_EQUAL(left, 0);
  EXPECT_EQUAL(refused, 0);
}

CASE("a chip that hangs in the middle of a write is an error, and the write is refused") {
  OnReader it;
  it.sketch.chip.hung = true;
  EXPECT_EQUAL(it.ask("WR,04A1B2C3D4E5F6,4,00000000"), "NO,WR,reader");
  it.sketch.chip.hung = false;
  it.sketch.run(1000);
  EXPECT_EQUAL(it.ask("WR,04A1B2C3D4E5F6,4,00000000"), "OK,WR");
}

CASE("random bytes from the host never stop the board") {
  Sketch sketch;
  check::Dice dice(99);
  for (int round = 0; round < 500; round++) {
    std::string noise;
    for (int i = 0; i < 60; i++) noise += static_cast<char>(dice.roll(3) ? dice.roll(256) : static_cast<uint32_t>("$*\r\n?"[dice.roll(5)]));
    sketch.sendRaw(noise);
    sketch.run(2);
  }
  sketch.sendRaw("\n");
  sketch.run(5);
  sketch.lines.clear();
  sketch.send("HT,300");
  sketch.run(5);
  EXPECT_EQUAL(sketch.taken("OK"), "OK,HT");
}

int main() { return check::runAll(); }
