// Lines of the RFID protocol (line-writer, line-parser, crc16 in firmware/labo-rfid/src), both ways.
#include <cstring>

#include "check.h"
#include "crc16.h"
#include "line-parser.h"
#include "line-writer.h"

using labo::LineEvent;
using labo::LineParser;
using labo::LineWriter;

static std::string lineOf(const std::string& body) {
  char crc[8];
  std::snprintf(crc, sizeof crc, "*%04X\r\n", labo::crc16(body.data(), body.size()));
  return "$" + body + crc;
}

/** Feeds everything; one letter per event: L line, C bad CRC, T too long, M malformed. */
static std::string events(LineParser& parser, const std::string& bytes, std::string* body = nullptr) {
  std::string seen;
  for (char byte : bytes) {
    const LineEvent event = parser.take(static_cast<uint8_t>(byte));
    if (event == LineEvent::Line) {
      seen += 'L';
      if (body) *body = parser.body();
    }
    if (event == LineEvent::BadCrc) seen += 'C';
    if (event == LineEvent::TooLong) seen += 'T';
    if (event == LineEvent::Malformed) seen += 'M';
  }
  return seen;
}

CASE("the CRC's check value is 29B1") { EXPECT_EQUAL(labo::crc16("123456789", 9), 0x29B1); }

CASE("a line is written field by field with its checksum") {
  char buffer[labo::kLineMax];
  const uint8_t uid[] = {0xC1, 0xA2, 0xB3, 0xD4};
  const uint8_t length =
      LineWriter(buffer, sizeof buffer).text("TA").number(1).number(318).number(0).hex(uid, 4).hex8(0x08).hex16(4).finish();
  EXPECT_EQUAL(std::string(buffer, length), "$TA,1,318,0,C1A2B3D4,08,0004*1F45\r\n");
}

CASE("numbers reach from 0 to 4294967295") {
  char buffer[labo::kLineMax];
  const uint8_t length = LineWriter(buffer, sizeof buffer).number(0).number(4294967295u).finish();
  EXPECT_EQUAL(std::string(buffer, length).substr(0, 13), "$0,4294967295");
}

CASE("a line that does not fit is refused whole and writes nothing past its buffer") {
  for (uint8_t capacity = 0; capacity < 40; capacity++) {
    std::vector<char> buffer(capacity + 1u, '#');
    const uint8_t length = LineWriter(buffer.data(), capacity).text("RS").number(65535).number(4294967295u).finish();
    EXPECT_EQUAL(buffer[capacity], '#');
    EXPECT_EQUAL(length, capacity >= 27 ? 27 : 0);
  }
}

CASE("the longest line of the protocol fits") {
  char buffer[labo::kLineMax];
  LineWriter line(buffer, sizeof buffer);
  line.text("RS").number(65535).number(4294967295u).number(0).text("absent").hex8(0xFF).number(4294967295u);
  EXPECT(line.number(4294967295u).number(8).finish() > 0);
}

CASE("a whole line is read, with CR LF or LF alone") {
  LineParser parser;
  std::string body;
  EXPECT_EQUAL(events(parser, lineOf("HT,300"), &body), "L");
  EXPECT_EQUAL(body, "HT,300");
  std::string bare = lineOf("?");
  bare.erase(bare.size() - 2, 1);
  EXPECT_EQUAL(events(parser, bare, &body), "L");
  EXPECT_EQUAL(body, "?");
}

CASE("noise around and between lines is passed over") {
  LineParser parser;
  EXPECT_EQUAL(events(parser, "\x01\xFFgarbage*0000\r\n" + lineOf("?") + "\n\n" + lineOf("PI,50")), "LL");
}

CASE("any changed byte of a line is noticed") {
  const std::string good = lineOf("HT,300");
  for (size_t at = 1; at + 2 < good.size(); at++) {
    for (int flip = 0; flip < 8; flip++) {
      LineParser parser;
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ (1 << flip));
      EXPECT(events(parser, bad + "\n").find('L') == std::string::npos);
    }
  }
}

CASE("a wrong CRC, lower-case digits, a missing star and an empty body are told apart from lines") {
  LineParser parser;
  EXPECT_EQUAL(events(parser, "$?*0000\r\n"), "C");
  EXPECT_EQUAL(events(parser, "$HT,300*abcd\r\n"), "M");
  EXPECT_EQUAL(events(parser, "$HT,300\r\n"), "M");
  EXPECT_EQUAL(events(parser, "$*FFFF\r\n"), "M");
  EXPECT_EQUAL(events(parser, "$\r\n"), "M");
  EXPECT_EQUAL(events(parser, "$a\x07*FFFF\r\n"), "M");
}

CASE("an over-long line is told once, and the next line is read") {
  LineParser parser;
  EXPECT_EQUAL(events(parser, "$" + std::string(5000, 'A') + "\r\n" + lineOf("?")), "TL");
}

CASE("a line of exactly 96 bytes is read and one of 97 is too long") {
  LineParser parser;
  EXPECT_EQUAL(events(parser, lineOf(std::string(88, 'A'))), "L");
  EXPECT_EQUAL(lineOf(std::string(88, 'A')).size(), 96u);
  EXPECT_EQUAL(events(parser, lineOf(std::string(89, 'A'))), "T");
}

CASE("a line torn by the start of the next costs only itself") {
  LineParser parser;
  EXPECT_EQUAL(events(parser, "$HT,3" + lineOf("?")), "ML");
}

CASE("random bytes never crash the parser, and a line is read after them") {
  check::Dice dice(7);
  const std::string alphabet = "$*,?HT0123456789ABCDEF\r\n";
  for (int round = 0; round < 3000; round++) {
    LineParser parser;
    std::string noise;
    const uint32_t length = dice.roll(300);
    for (uint32_t i = 0; i < length; i++) {
      noise += dice.roll(2) ? alphabet[dice.roll(static_cast<uint32_t>(alphabet.size()))] : static_cast<char>(dice.roll(256));
    }
    events(parser, noise);
    const std::string after = events(parser, lineOf("PI,50"));
    EXPECT(after == "L" || after == "ML");
  }
}

int main() { return check::runAll(); }
