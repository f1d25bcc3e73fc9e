// Reading and writing of type 2 tags: see type2-tag.h.
#include "type2-tag.h"

#include <string.h>

namespace labo {

namespace {

const uint8_t kReadCode = 0x30;
const uint8_t kWriteCode = 0xA2;
const uint8_t kAck = 0x0A;
const uint8_t kAckBits = 4;
// NTAG21x: 5 ms at most before the answer to READ, 10 ms to WRITE, which programs its memory meanwhile (about 4 ms).
const uint16_t kReadPatienceMicros = 5000;
const uint16_t kWritePatienceMicros = 10000;

/** Sends `length` bytes of `frame` and the CRC_A behind them; there is room for it. */
RxFrame ask(Transceiver& reader, uint8_t* frame, uint8_t length, uint16_t patience, uint8_t* rx, uint8_t rxCapacity) {
  const uint16_t crc = crcA(frame, length);
  frame[length] = static_cast<uint8_t>(crc);
  frame[length + 1] = static_cast<uint8_t>(crc >> 8);
  reader.setPatience(patience);
  const RxFrame answer = reader.exchange(frame, static_cast<uint8_t>((length + 2) * 8), 0, rx, rxCapacity);
  reader.setPatience(kCallPatienceMicros);
  return answer;
}

/** What an answer comes to that is neither data nor ACK. */
MemoryOutcome failure(const RxFrame& answer) {
  switch (answer.status) {
    case Rx::NoAnswer:
      return MemoryOutcome::Silent;
    case Rx::Fault:
      return MemoryOutcome::ReaderFailed;
    case Rx::Ok:
      if (answer.bytes == 1 && answer.lastBits == kAckBits) return MemoryOutcome::Refused;
      break;
    case Rx::Collision:
    case Rx::Garbled:
      break;
  }
  return MemoryOutcome::Garbled;
}

}  // namespace

MemoryOutcome readPages(Transceiver& reader, uint8_t page, uint8_t* data) {
  uint8_t tx[4] = {kReadCode, page};
  uint8_t rx[kReadBytes + 2];
  const RxFrame answer = ask(reader, tx, 2, kReadPatienceMicros, rx, sizeof rx);
  if (answer.status != Rx::Ok || answer.bytes != sizeof rx || answer.lastBits != 0) return failure(answer);
  const uint16_t crc = crcA(rx, kReadBytes);
  if (rx[kReadBytes] != static_cast<uint8_t>(crc) || rx[kReadBytes + 1] != static_cast<uint8_t>(crc >> 8)) {
    return MemoryOutcome::Garbled;
  }
  memcpy(data, rx, kReadBytes);
  return MemoryOutcome::Done;
}

MemoryOutcome writePage(Transceiver& reader, uint8_t page, const uint8_t* bytes) {
  uint8_t tx[2 + kPageBytes + 2] = {kWriteCode, page};
  memcpy(tx + 2, bytes, kPageBytes);
  uint8_t rx[1];
  const RxFrame answer = ask(reader, tx, 2 + kPageBytes, kWritePatienceMicros, rx, sizeof rx);
  const bool isAck = answer.status == Rx::Ok && answer.bytes == 1 && answer.lastBits == kAckBits && (rx[0] & 0x0F) == kAck;
  return isAck ? MemoryOutcome::Done : failure(answer);
}

}  // namespace labo
