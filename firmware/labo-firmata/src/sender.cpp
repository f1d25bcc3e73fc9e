// Messages to the host: see sender.h.
#include "sender.h"

#include "flash-text.h"
#include "protocol.h"

namespace labo {

Sender::Sender() : head_(0), used_(0), draft_(0), overflow_(false) {}

uint8_t Sender::pop() {
  if (used_ == 0) return 0;
  const uint8_t value = ring_[head_];
  head_ = static_cast<uint16_t>((head_ + 1) % kRingSize);
  used_--;
  return value;
}

bool Sender::version() {
  begin();
  byte(kProtocolVersion);
  byte(kProtocolMajor);
  byte(kProtocolMinor);
  return end();
}

bool Sender::firmware(uint8_t major, uint8_t minor, const char* name) {
  beginSysex(kReportFirmware);
  byte(major & 0x7F);
  byte(minor & 0x7F);
  for (; *name; name++) pair(static_cast<uint8_t>(*name));
  return endSysex();
}

bool Sender::digitalPort(uint8_t port, uint8_t value) {
  begin();
  byte(static_cast<uint8_t>(kDigitalMessage | (port & 0x0F)));
  pair(value);
  return end();
}

bool Sender::analog(uint8_t channel, uint16_t value) {
  begin();
  byte(static_cast<uint8_t>(kAnalogMessage | (channel & 0x0F)));
  pair(value);
  return end();
}

bool Sender::string(const char* flashText) {
  beginSysex(kStringData);
  for (; flashChar(flashText); flashText++) pair(static_cast<uint8_t>(flashChar(flashText)));
  return endSysex();
}

bool Sender::i2cReply(uint8_t address, uint8_t reg, const uint8_t* bytes, uint8_t count) {
  beginSysex(kI2cReply);
  pair(address);
  pair(reg);
  for (uint8_t i = 0; i < count; i++) pair(bytes[i]);
  return endSysex();
}

void Sender::beginSysex(uint8_t command) {
  begin();
  byte(kStartSysex);
  byte(command);
}

void Sender::byte(uint8_t value) {
  if (used_ + draft_ >= kRingSize) {
    overflow_ = true;
    return;
  }
  ring_[(head_ + used_ + draft_) % kRingSize] = value;
  draft_++;
}

void Sender::pair(uint16_t value) {
  byte(value & 0x7F);
  byte((value >> 7) & 0x7F);
}

bool Sender::endSysex() {
  byte(kEndSysex);
  return end();
}

void Sender::begin() {
  draft_ = 0;
  overflow_ = false;
}

bool Sender::end() {
  const bool whole = !overflow_;
  if (whole) used_ = static_cast<uint16_t>(used_ + draft_);
  draft_ = 0;
  return whole;
}

}  // namespace labo
