// ISO/IEC 14443-3 type A, reader's side: request, bit-frame anticollision over cascade levels 1 to 3, halt.
// Speaks through an abstract transceiver, so it runs on a board and in a host test alike.
#pragma once

#include <stdint.h>

namespace labo {

/** One tag as its selection gave it. `atqa` is 0 when several tags answered the request with different ones. */
struct Tag {
  uint8_t uid[10];
  uint8_t uidLength;  // 4, 7 or 10
  uint8_t sak;
  uint16_t atqa;  // as printed in data sheets: first byte received is the low one (MIFARE Classic 1K: 0004)
};

/** A tag begins its answer to a call within 91 µs; HLTA is acknowledged by 1 ms of silence (ISO/IEC 14443-3, 6.4.3). */
const uint16_t kCallPatienceMicros = 1500;

enum class Rx : uint8_t {
  Ok,
  NoAnswer,   // nothing in the time a tag has to answer
  Collision,  // several tags sent different bits
  Garbled,    // parity, framing, overflow, CRC: something spoke, nothing could be read
  Fault,      // the reader itself did not do what it was told
};

struct RxFrame {
  Rx status;
  uint8_t bytes;      // bytes written to the receive buffer
  uint8_t lastBits;   // valid bits of the last byte, 0 = all eight
  uint8_t collision;  // Rx::Collision: position 1 to 32 as the reader gives it, 0 = not known
};

class Transceiver {
 public:
  virtual ~Transceiver() {}
  /**
   * Sends `txBits` bits of `tx`, least significant first, and receives into `rx`: the first received bit lands at
   * bit `rxAlign` (0 to 7) of rx[0]. Bits after a collision are cleared.
   */
  virtual RxFrame exchange(const uint8_t* tx, uint8_t txBits, uint8_t rxAlign, uint8_t* rx, uint8_t rxCapacity) = 0;
  /** How long exchanges wait for a tag to begin its answer; kCallPatienceMicros until told otherwise. */
  virtual void setPatience(uint16_t micros) = 0;
};

/** REQA wakes tags in IDLE only; WUPA wakes halted ones too. */
enum class Request : uint8_t { Reqa = 0x26, Wupa = 0x52 };

/** Whether `tag` has this UID of `length` bytes. */
bool hasUid(const Tag& tag, const uint8_t* uid, uint8_t length);

/** CRC_A (annex B): polynomial 0x1021 reflected, initial value 0x6363; sent low byte first. */
uint16_t crcA(const uint8_t* bytes, uint8_t count);

/**
 * Calls the tags in the field and brings exactly one of them to ACTIVE.
 * @return Ok with `tag` filled; NoAnswer when nobody answered the request; Garbled when somebody did but could not
 * be selected; Fault when the reader failed.
 */
Rx selectOne(Transceiver& reader, Request request, Tag& tag);

/** Sends HLTA to the tag in ACTIVE. @return false when the reader failed. */
bool halt(Transceiver& reader);

}  // namespace labo
