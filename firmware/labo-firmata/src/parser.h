// Firmata bytes from the host → messages, one byte at a time. Bounded: a sysex longer than kSysexMax is dropped whole.
// Any byte with bit 7 set starts a new message, so a host that died in the middle of one costs only that one.
#pragma once

#include <stdint.h>

namespace labo {

/** Data bytes of one sysex message, after its command: an I2C write of 32 bytes is 66. */
const uint8_t kSysexMax = 72;

enum class Dropped : uint8_t {
  SysexTooLong,
  Interrupted,     // a new command came before the message was whole
  UnknownCommand,  // a byte with bit 7 set that starts nothing
  StrayData,       // data bytes outside any message
};

/** What the parser calls. Values are as sent: nothing is checked against the board. */
class MessageHandler {
 public:
  virtual ~MessageHandler() {}
  virtual void onDigitalPort(uint8_t port, uint16_t value) = 0;
  virtual void onAnalog(uint8_t pin, uint16_t value) = 0;
  virtual void onReportAnalog(uint8_t channel, bool on) = 0;
  virtual void onReportDigital(uint8_t port, bool on) = 0;
  virtual void onPinMode(uint8_t pin, uint8_t mode) = 0;
  virtual void onPinValue(uint8_t pin, bool high) = 0;
  virtual void onVersionQuery() = 0;
  virtual void onReset() = 0;
  virtual void onSysex(uint8_t command, const uint8_t* data, uint8_t length) = 0;
  virtual void onDropped(Dropped reason) = 0;
};

class Parser {
 public:
  explicit Parser(MessageHandler& handler);
  void take(uint8_t byte);

 private:
  void begin(uint8_t byte);
  void finish();

  MessageHandler& handler_;
  uint8_t command_;  // 0 between messages
  uint8_t wanted_;   // data bytes the command takes, sysex excepted
  uint8_t length_;
  bool overflow_;
  bool stray_;                    // a run of stray bytes is told once
  uint8_t data_[kSysexMax + 1];  // sysex command and data
};

}  // namespace labo
