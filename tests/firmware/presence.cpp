// Arrivals, departures and the hold time (firmware/labo-rfid/src/presence.cpp).
#include "presence.h"

#include "check.h"
#include "tags.h"

using labo::Edge;
using labo::EdgeKind;
using labo::Presence;
using labo::Tag;

static Tag tagOf(const std::string& uid) {
  Tag tag = {};
  const std::vector<uint8_t> bytes = air::fromHex(uid);
  for (size_t i = 0; i < bytes.size(); i++) tag.uid[i] = bytes[i];
  tag.uidLength = static_cast<uint8_t>(bytes.size());
  return tag;
}

static bool poll(Presence& presence, uint32_t now, std::vector<std::string> uids, bool complete = true) {
  bool room = true;
  presence.beginPoll();
  for (const std::string& uid : uids) room = presence.saw(tagOf(uid), now) && room;
  presence.endPoll(complete, now);
  return room;
}

/** Edges waiting: "+uid" and "-uid/presentMs". */
static std::string edges(Presence& presence) {
  std::string text;
  Edge edge;
  while (presence.takeEdge(edge)) {
    if (!text.empty()) text += " ";
    text += edge.kind == EdgeKind::Arrived ? "+" : "-";
    text += air::toHex(edge.tag.uid, edge.tag.uidLength);
    if (edge.kind == EdgeKind::Left) text += "/" + std::to_string(edge.presentMs);
  }
  return text;
}

CASE("a tag arrives once, however often it is seen") {
  Presence presence;
  for (uint32_t now = 0; now < 5000; now += 50) {
    poll(presence, now, {"C1A2B3D4"});
    EXPECT_EQUAL(edges(presence), now == 0 ? "+C1A2B3D4" : "");
  }
  EXPECT_EQUAL(presence.held(), static_cast<uint8_t>(1));
}

CASE("a tag leaves when the hold time has passed since it was last seen, and tells how long it was seen") {
  Presence presence;
  poll(presence, 1000, {"C1A2B3D4"});
  poll(presence, 1050, {"C1A2B3D4"});
  EXPECT_EQUAL(edges(presence), "+C1A2B3D4");
  for (uint32_t now = 1100; now < 1350; now += 50) {
    poll(presence, now, {});
    EXPECT_EQUAL(edges(presence), "");
  }
  poll(presence, 1350, {});
  EXPECT_EQUAL(edges(presence), "-C1A2B3D4/50");
  EXPECT_EQUAL(presence.held(), static_cast<uint8_t>(0));
}

CASE("a tag missed for less than the hold time has never left") {
  Presence presence;
  uint32_t now = 0;
  poll(presence, now, {"C1A2B3D4"});
  edges(presence);
  for (int round = 0; round < 20; round++) {
    for (int missed = 0; missed < 5; missed++) poll(presence, now += 50, {});
    poll(presence, now += 50, {"C1A2B3D4"});
    EXPECT_EQUAL(edges(presence), "");
  }
}

CASE("failed polls are not absence, however long they last") {
  Presence presence;
  poll(presence, 0, {"C1A2B3D4"});
  edges(presence);
  for (uint32_t now = 50; now < 60000; now += 50) poll(presence, now, {}, false);
  EXPECT_EQUAL(edges(presence), "");
  poll(presence, 60000, {});
  EXPECT_EQUAL(edges(presence), "");
  for (uint32_t now = 60050; now <= 60300; now += 50) poll(presence, now, {});
  EXPECT_EQUAL(edges(presence), "-C1A2B3D4/0");
}

CASE("one missed poll is never a departure, even when the interval is longer than the hold time") {
  Presence presence;
  presence.setHold(100);
  poll(presence, 0, {"C1A2B3D4"});
  edges(presence);
  poll(presence, 1000, {});
  EXPECT_EQUAL(edges(presence), "");
  poll(presence, 2000, {});
  EXPECT_EQUAL(edges(presence), "-C1A2B3D4/0");
}

CASE("a tag that comes and goes before it was told is told both ways, in order") {
  Presence presence;
  poll(presence, 0, {"C1A2B3D4"});
  for (uint32_t now = 50; now <= 300; now += 50) poll(presence, now, {});
  EXPECT_EQUAL(edges(presence), "+C1A2B3D4 -C1A2B3D4/0");
}

CASE("eight tags are followed, the ninth is not, and room comes back when one leaves") {
  Presence presence;
  std::vector<std::string> nine;
  for (int i = 0; i < 9; i++) nine.push_back("C1A2B3D" + std::to_string(i));
  EXPECT(!poll(presence, 0, nine));
  edges(presence);
  EXPECT_EQUAL(presence.held(), static_cast<uint8_t>(8));
  const std::vector<std::string> others(nine.begin() + 1, nine.end());
  for (uint32_t now = 50; now <= 300; now += 50) poll(presence, now, others);
  EXPECT_EQUAL(edges(presence), "-C1A2B3D0/0");
  EXPECT(poll(presence, 350, others));
  EXPECT_EQUAL(edges(presence), "+C1A2B3D8");
}

CASE("a 4-byte UID and a 7-byte UID that begins the same are two tags") {
  Presence presence;
  poll(presence, 0, {"04A1B2C3", "04A1B2C3D4E5F6"});
  EXPECT_EQUAL(edges(presence), "+04A1B2C3 +04A1B2C3D4E5F6");
}

CASE("the board's clock may wrap while a tag is held") {
  Presence presence;
  const uint32_t start = 0xFFFFFF00;
  poll(presence, start, {"C1A2B3D4"});
  edges(presence);
  for (uint32_t age = 50; age <= 1000; age += 50) poll(presence, start + age, {"C1A2B3D4"});
  EXPECT_EQUAL(edges(presence), "");
  for (uint32_t age = 1050; age <= 1300; age += 50) poll(presence, start + age, {});
  EXPECT_EQUAL(edges(presence), "-C1A2B3D4/1000");
}

int main() { return check::runAll(); }
