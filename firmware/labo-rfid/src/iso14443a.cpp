// ISO/IEC 14443-3 type A, reader's side: see iso14443a.h. Clause numbers are those of ISO/IEC 14443-3.
#include "iso14443a.h"

#include <string.h>

namespace labo {

namespace {

const uint8_t kSelectCode[3] = {0x93, 0x95, 0x97};  // SEL of cascade levels 1, 2, 3 (6.5.3.1)
const uint8_t kCascadeTag = 0x88;                   // CT: more of the UID follows at the next level
const uint8_t kSakCascadeBit = 0x04;                // SAK bit 3: UID not complete (6.5.3.4)
const uint8_t kHaltCode = 0x50;
const uint8_t kUidBits = 32;    // of one cascade level
const uint8_t kLevelBits = 40;  // four UID bytes and their BCC
// Each turn settles at least one of 32 bits, and a guess may cost one turn more.
const uint8_t kTurnsMax = 2 * kUidBits + 2;

bool bitAt(const uint8_t* bytes, uint8_t index) { return (bytes[index >> 3] >> (index & 7)) & 1; }

void setBit(uint8_t* bytes, uint8_t index, bool value) {
  const uint8_t mask = static_cast<uint8_t>(1 << (index & 7));
  bytes[index >> 3] = static_cast<uint8_t>(value ? bytes[index >> 3] | mask : bytes[index >> 3] & ~mask);
}

/**
 * Where the first collision lies, counted from bit 1 of the level.
 *
 * The MFRC522 data sheet counts "in a received frame" and does not say whether the bits sent with the command, or
 * those skipped by RxAlign, are included; NXP's MFRC631 includes RxAlign, and drivers in use count from the level's
 * first bit. All readings agree for the first frame of a level. For later ones the earliest position that lies after
 * the known bits is taken: bits before it are valid under every reading, and a wrong guess at it costs one turn.
 */
uint8_t collisionPosition(uint8_t reported, uint8_t known) {
  const uint8_t aligned = static_cast<uint8_t>((known & ~7) + reported);
  if (reported == 0) return static_cast<uint8_t>(known + 1);
  if (reported > known) return reported;
  if (aligned > known) return aligned;
  return static_cast<uint8_t>(known + reported);
}

/** Finds the complete UID part of one tag at one cascade level: four bytes and BCC into `level`. */
Rx anticollide(Transceiver& reader, uint8_t select, uint8_t level[5]) {
  uint8_t known = 0;
  bool guessed = false;  // the last known bit was set to 1 without being sure that a tag has it so
  memset(level, 0, 5);
  for (uint8_t turn = 0; turn < kTurnsMax; turn++) {
    const uint8_t wholeBytes = known >> 3;
    const uint8_t extraBits = known & 7;
    uint8_t tx[7];
    uint8_t rx[5] = {0, 0, 0, 0, 0};
    tx[0] = select;
    tx[1] = static_cast<uint8_t>(((2 + wholeBytes) << 4) | extraBits);  // NVB
    memcpy(tx + 2, level, 5);
    if (extraBits) tx[2 + wholeBytes] &= static_cast<uint8_t>((1 << extraBits) - 1);
    const RxFrame frame = reader.exchange(tx, static_cast<uint8_t>(16 + known), extraBits, rx, sizeof rx);

    if (frame.status == Rx::Fault) return Rx::Fault;
    if (frame.status == Rx::NoAnswer && guessed) {
      setBit(level, static_cast<uint8_t>(known - 1), false);
      guessed = false;
      continue;
    }
    if (frame.status == Rx::NoAnswer || frame.status == Rx::Garbled) return Rx::Garbled;
    if (frame.bytes > sizeof rx) return Rx::Garbled;

    const uint8_t base = static_cast<uint8_t>(wholeBytes << 3);  // level index of bit 0 of rx[0]
    const uint8_t end = static_cast<uint8_t>(base + (frame.bytes << 3));
    if (frame.status == Rx::Ok) {
      if (end != kLevelBits || frame.lastBits != 0) return Rx::Garbled;
      for (uint8_t i = known; i < kLevelBits; i++) setBit(level, i, bitAt(rx, static_cast<uint8_t>(i - base)));
      const uint8_t bcc = level[0] ^ level[1] ^ level[2] ^ level[3];
      return bcc == level[4] ? Rx::Ok : Rx::Garbled;
    }

    if (known >= kUidBits) return Rx::Garbled;  // equal UIDs have equal BCCs: this is noise
    uint8_t position = collisionPosition(frame.collision, known);
    if (position > kUidBits) position = static_cast<uint8_t>(known + 1);
    if (position > end + 1) return Rx::Garbled;
    for (uint8_t i = known; i + 1 < position; i++) setBit(level, i, bitAt(rx, static_cast<uint8_t>(i - base)));
    const uint8_t disputed = static_cast<uint8_t>(position - 1);
    guessed = disputed >= end || !bitAt(rx, static_cast<uint8_t>(disputed - base));
    setBit(level, disputed, true);
    known = position;
  }
  return Rx::Garbled;
}

/** SELECT (6.5.3.3): sends the whole level, reads SAK and its CRC_A. */
Rx select(Transceiver& reader, uint8_t code, const uint8_t level[5], uint8_t& sak) {
  uint8_t tx[9];
  uint8_t rx[3];
  tx[0] = code;
  tx[1] = 0x70;
  memcpy(tx + 2, level, 5);
  const uint16_t crc = crcA(tx, 7);
  tx[7] = static_cast<uint8_t>(crc);
  tx[8] = static_cast<uint8_t>(crc >> 8);
  const RxFrame frame = reader.exchange(tx, 72, 0, rx, sizeof rx);
  if (frame.status == Rx::Fault) return Rx::Fault;
  if (frame.status != Rx::Ok || frame.bytes != 3 || frame.lastBits != 0) return Rx::Garbled;
  const uint16_t expected = crcA(rx, 1);
  if (rx[1] != static_cast<uint8_t>(expected) || rx[2] != static_cast<uint8_t>(expected >> 8)) return Rx::Garbled;
  sak = rx[0];
  return Rx::Ok;
}

}  // namespace

bool hasUid(const Tag& tag, const uint8_t* uid, uint8_t length) {
  return tag.uidLength == length && length <= sizeof tag.uid && memcmp(tag.uid, uid, length) == 0;
}

uint16_t crcA(const uint8_t* bytes, uint8_t count) {
  uint16_t crc = 0x6363;
  for (uint8_t i = 0; i < count; i++) {
    crc = static_cast<uint16_t>(crc ^ bytes[i]);
    for (uint8_t bit = 0; bit < 8; bit++) crc = static_cast<uint16_t>((crc & 1) ? (crc >> 1) ^ 0x8408 : crc >> 1);
  }
  return crc;
}

Rx selectOne(Transceiver& reader, Request request, Tag& tag) {
  const uint8_t code = static_cast<uint8_t>(request);
  uint8_t atqa[2] = {0, 0};
  const RxFrame answer = reader.exchange(&code, 7, 0, atqa, sizeof atqa);  // a short frame: seven bits (6.1.5.1)
  if (answer.status == Rx::Fault || answer.status == Rx::NoAnswer || answer.status == Rx::Garbled) return answer.status;
  if (answer.status == Rx::Ok && (answer.bytes != 2 || answer.lastBits != 0)) return Rx::Garbled;
  tag.atqa = answer.status == Rx::Collision ? 0 : static_cast<uint16_t>(atqa[0] | (atqa[1] << 8));
  tag.uidLength = 0;

  for (uint8_t i = 0; i < 3; i++) {
    uint8_t level[5];
    Rx status = anticollide(reader, kSelectCode[i], level);
    if (status != Rx::Ok) return status;
    status = select(reader, kSelectCode[i], level, tag.sak);
    if (status != Rx::Ok) return status;
    const bool more = (tag.sak & kSakCascadeBit) != 0;
    // Levels 1 and 2 start with CT exactly when another follows; level 3 is the last and may start with any byte.
    if (i == 2 ? more : more != (level[0] == kCascadeTag)) return Rx::Garbled;
    const uint8_t skip = more ? 1 : 0;
    memcpy(tag.uid + tag.uidLength, level + skip, static_cast<size_t>(4 - skip));
    tag.uidLength = static_cast<uint8_t>(tag.uidLength + 4 - skip);
    if (!more) return Rx::Ok;
  }
  return Rx::Garbled;
}

bool halt(Transceiver& reader) {
  uint8_t tx[4] = {kHaltCode, 0, 0, 0};
  const uint16_t crc = crcA(tx, 2);
  tx[2] = static_cast<uint8_t>(crc);
  tx[3] = static_cast<uint8_t>(crc >> 8);
  uint8_t rx[2];
  // A tag that obeys stays silent (6.4.3): NoAnswer is the acknowledgement, and anything else shows at the next request.
  return reader.exchange(tx, 32, 0, rx, sizeof rx).status != Rx::Fault;
}

}  // namespace labo
