// Firmata bytes from the host → messages: see parser.h.
#include "parser.h"

#include "protocol.h"

namespace labo {

Parser::Parser(MessageHandler& handler)
    : handler_(handler), command_(0), wanted_(0), length_(0), overflow_(false), stray_(false) {}

void Parser::take(uint8_t byte) {
  if (byte & 0x80) {
    stray_ = false;
    if (command_ == kStartSysex && byte == kEndSysex) return finish();
    if (command_ != 0) handler_.onDropped(Dropped::Interrupted);
    begin(byte);
    return;
  }
  if (command_ == 0) {
    if (!stray_) handler_.onDropped(Dropped::StrayData);
    stray_ = true;
    return;
  }
  if (length_ >= sizeof data_) {
    overflow_ = true;
    return;
  }
  data_[length_++] = byte;
  if (command_ != kStartSysex && length_ == wanted_) finish();
}

void Parser::begin(uint8_t byte) {
  command_ = 0;
  length_ = 0;
  overflow_ = false;
  switch (byte < kStartSysex ? byte & 0xF0 : byte) {
    case kDigitalMessage:
    case kAnalogMessage:
    case kSetPinMode:
    case kSetDigitalPinValue:
      command_ = byte;
      wanted_ = 2;
      break;
    case kReportAnalog:
    case kReportDigital:
      command_ = byte;
      wanted_ = 1;
      break;
    case kStartSysex:
      command_ = byte;
      break;
    case kProtocolVersion:
      handler_.onVersionQuery();
      break;
    case kSystemReset:
      handler_.onReset();
      break;
    default:
      handler_.onDropped(Dropped::UnknownCommand);
  }
}

void Parser::finish() {
  const uint8_t command = command_;
  command_ = 0;
  const uint8_t low = command & 0x0F;
  const uint16_t value = static_cast<uint16_t>(data_[0] | (data_[1] << 7));
  switch (command < kStartSysex ? command & 0xF0 : command) {
    case kDigitalMessage:
      return handler_.onDigitalPort(low, value);
    case kAnalogMessage:
      return handler_.onAnalog(low, value);
    case kReportAnalog:
      return handler_.onReportAnalog(low, data_[0] != 0);
    case kReportDigital:
      return handler_.onReportDigital(low, data_[0] != 0);
    case kSetPinMode:
      return handler_.onPinMode(data_[0], data_[1]);
    case kSetDigitalPinValue:
      return handler_.onPinValue(data_[0], data_[1] != 0);
    default:
      if (overflow_) return handler_.onDropped(Dropped::SysexTooLong);
      if (length_ > 0) handler_.onSysex(data_[0], data_ + 1, static_cast<uint8_t>(length_ - 1));
  }
}

}  // namespace labo
