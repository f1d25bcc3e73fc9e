// A Firmata board: see firmata.h. Clause names are those of the protocol's pages.
#include "firmata.h"

#include <string.h>

#include "flash-text.h"
#include "protocol.h"

namespace labo {

namespace {

// The longest answer is the capability response: 22 pins of at most six modes, two bytes each, and a separator.
const uint16_t kAnswerMax = 3 + kPinsMax * 13;

// Pulses of a hobby servo, µs; a host may set others (Servo config).
const uint16_t kPulseMin = 544;
const uint16_t kPulseMax = 2400;
const uint16_t kDegreesMax = 180;

uint16_t pairAt(const uint8_t* data) { return static_cast<uint16_t>((data[0] & 0x7F) | ((data[1] & 0x7F) << 7)); }

}  // namespace

Firmata::Firmata(Hardware& hardware, const PinMap& pins, const char* name, uint8_t major, uint8_t minor)
    : hardware_(hardware),
      pins_(pins),
      name_(name),
      parser_(*this),
      pinger_(hardware, sender_),
      reaction_(hardware, sender_),
      strip_(hardware),
      analogReported_(0),
      interval_(kSamplingDefaultMs),
      sampledAt_(0),
      queryCount_(0),
      nextQuery_(0),
      nowMicros_(0),
      readSince_(0),
      i2cDelayMicros_(0),
      major_(major),
      minor_(minor),
      tonePin_(kModeNone),
      reading_(false),
      i2cOn_(false),
      resting_(false) {
  memset(pin_, 0, sizeof pin_);
  memset(inputs_, 0, sizeof inputs_);
  memset(reported_, 0, sizeof reported_);
  memset(told_, 0, sizeof told_);
  memset(&read_, 0, sizeof read_);
  for (Pin& pin : pin_) pin.mode = kModeNone;
  resetPulses();
}

void Firmata::start() {
  rest();
  sender_.version();
  sender_.firmware(major_, minor_, name_);
}

bool Firmata::ready() const { return !reading_ && sender_.room() >= kAnswerMax; }

void Firmata::step(uint32_t nowMs, uint32_t nowMicros) {
  nowMicros_ = nowMicros;
  // First: what it lights is timed from the clock just read.
  reaction_.step(nowMicros);
  if (reading_ && nowMicros - readSince_ >= i2cDelayMicros_) finishRead();
  reportPorts();
  pinger_.step(nowMicros);
  // A strip holds interrupts off: never while an echo is being timed.
  if (!pinger_.busy()) strip_.step();
  if (nowMs - sampledAt_ >= interval_) {
    // A board that was busy catches up with one sample, not with a burst.
    sampledAt_ = nowMs - sampledAt_ >= 2u * interval_ ? nowMs : sampledAt_ + interval_;
    sample();
    if (nextQuery_ >= queryCount_) nextQuery_ = 0;
  }
  while (!reading_ && nextQuery_ < queryCount_ && sender_.room() >= kAnswerMax) beginRead(queries_[nextQuery_++]);
}

// Digital and analog messages

void Firmata::onDigitalPort(uint8_t port, uint16_t value) {
  for (uint8_t bit = 0; bit < 8; bit++) {
    const uint8_t pin = static_cast<uint8_t>(port * 8 + bit);
    if (pin >= pins_.total || !pins_.digital(pin)) continue;
    const bool high = (value >> bit) & 1;
    if (pin_[pin].mode == kModeOutput) {
      hardware_.write(pin, high);
      pin_[pin].state = high;
    } else if (pin_[pin].mode == kModeInput) {
      // Hosts older than the PULLUP mode switch the pull-up on by writing to an input.
      if (high && pin_[pin].state != 1) hardware_.input(pin, true);
      pin_[pin].state = high;
    }
  }
}

void Firmata::onPinValue(uint8_t pin, bool high) {
  if (pin >= pins_.total || !pins_.digital(pin) || pin_[pin].mode != kModeOutput) return;
  hardware_.write(pin, high);
  pin_[pin].state = high;
}

void Firmata::onAnalog(uint8_t pin, uint16_t value) {
  if (pin >= pins_.total) return;
  if (pin_[pin].mode == kModePwm) {
    const uint8_t duty = value > 255 ? 255 : static_cast<uint8_t>(value);
    if (!hardware_.pwm(pin, duty)) sender_.string(FLASH_TEXT("PWM: pin's timer is in use"));
    pin_[pin].state = value;
  } else if (pin_[pin].mode == kModeServo) {
    // Below the shortest pulse a value is an angle in degrees (Servo config).
    const Servo& servo = servo_[pin];
    uint16_t pulse = value;
    if (value < kPulseMin) {
      const uint16_t degrees = value > kDegreesMax ? kDegreesMax : value;
      pulse = static_cast<uint16_t>(servo.min + static_cast<uint32_t>(degrees) * (servo.max - servo.min) / kDegreesMax);
    }
    if (pulse < servo.min) pulse = servo.min;
    if (pulse > servo.max) pulse = servo.max;
    hardware_.pulseServo(pin, pulse);
    pin_[pin].state = value;
  }
}

void Firmata::onReportAnalog(uint8_t channel, bool on) {
  if (channel >= pins_.channels()) return;
  const uint16_t mask = static_cast<uint16_t>(1u << channel);
  if (!on) {
    analogReported_ = static_cast<uint16_t>(analogReported_ & ~mask);
    return;
  }
  analogReported_ |= mask;
  // The first value comes at once, so that a host need not wait for a slow sampling interval.
  if (!resting_) sender_.analog(channel, hardware_.readAnalog(channel));
}

void Firmata::onReportDigital(uint8_t port, bool on) {
  if (port >= kPortsMax || port * 8 >= pins_.total) return;
  reported_[port] = on;
  watch(port);
  if (!on) return;
  told_[port] = static_cast<uint8_t>(hardware_.readPort(port) & inputs_[port]);
  sender_.digitalPort(port, told_[port]);
}

void Firmata::onPinMode(uint8_t pin, uint8_t mode) {
  if (pin >= pins_.total || (!pins_.digital(pin) && !pins_.analog(pin))) return;
  Pin& it = pin_[pin];
  if (it.mode == kModeI2c && mode != kModeI2c && i2cOn_) stopI2c();
  if (pin == tonePin_) silence();
  if (reaction_.standsOn(pin)) reaction_.reset();
  if (strip_.standsOn(pin) && mode != kModeOutput) strip_.reset();
  if (it.mode == kModeServo && mode != kModeServo) hardware_.detachServo(pin);
  if (it.mode == kModePwm && mode != kModePwm) hardware_.write(pin, false);
  it.state = 0;

  bool known = true;
  switch (mode) {
    case kModeAnalog:
      if (!pins_.analog(pin)) break;
      if (pins_.digital(pin)) hardware_.input(pin, false);
      it.mode = mode;
      break;
    case kModeInput:
    case kModePullup:
      if (!pins_.digital(pin)) break;
      hardware_.input(pin, mode == kModePullup);
      it.mode = mode;
      it.state = mode == kModePullup;
      break;
    case kModeOutput:
      if (!pins_.digital(pin)) break;
      hardware_.write(pin, false);
      hardware_.output(pin);
      it.mode = mode;
      break;
    case kModePwm:
      if (!pins_.hasPwm(pin)) break;
      hardware_.output(pin);
      hardware_.pwm(pin, 0);
      it.mode = mode;
      break;
    case kModeServo:
      if (!pins_.servo(pin)) break;
      if (it.mode != kModeServo && !hardware_.attachServo(pin)) {
        sender_.string(FLASH_TEXT("Servo: no more can be attached"));
        break;
      }
      it.mode = mode;
      break;
    case kModeI2c:
      // The bus itself starts with I2C_CONFIG.
      if (pins_.i2c(pin)) it.mode = mode;
      break;
    case kModePing:
      // Timed by sysex alone: its level is nobody's digital input.
      if (!pins_.servo(pin)) break;
      hardware_.input(pin, false);
      it.mode = mode;
      break;
    default:
      known = false;
  }
  if (!known) sender_.string(FLASH_TEXT("Unknown pin mode"));

  if (pins_.digital(pin)) {
    const uint8_t port = pin >> 3;
    const uint8_t bit = static_cast<uint8_t>(1 << (pin & 7));
    const bool reads = it.mode == kModeInput || it.mode == kModePullup;
    inputs_[port] = static_cast<uint8_t>(reads ? inputs_[port] | bit : inputs_[port] & ~bit);
    watch(port);
  }
  if (pins_.analog(pin)) onReportAnalog(static_cast<uint8_t>(pin - pins_.firstAnalog), it.mode == kModeAnalog);
}

void Firmata::onVersionQuery() { sender_.version(); }

void Firmata::onReset() { rest(); }

void Firmata::onDropped(Dropped reason) {
  switch (reason) {
    case Dropped::SysexTooLong:
      sender_.string(FLASH_TEXT("Sysex too long, dropped"));
      break;
    case Dropped::Interrupted:
      sender_.string(FLASH_TEXT("Message cut short, dropped"));
      break;
    case Dropped::UnknownCommand:
      sender_.string(FLASH_TEXT("Unknown command, dropped"));
      break;
    case Dropped::StrayData:
      // Usual when a host opens the port in the middle of its own writing; telling it would only add noise.
      break;
  }
}

// Sysex

void Firmata::onSysex(uint8_t command, const uint8_t* data, uint8_t length) {
  switch (command) {
    case kReportFirmware:
      sender_.firmware(major_, minor_, name_);
      break;
    case kCapabilityQuery:
      tellCapabilities();
      break;
    case kAnalogMappingQuery:
      tellAnalogMapping();
      break;
    case kPinStateQuery:
      if (length > 0) tellPinState(data[0]);
      break;
    case kExtendedAnalog:
      if (length > 1) {
        uint32_t value = 0;
        for (uint8_t i = 1; i < length && i <= 4; i++) value |= static_cast<uint32_t>(data[i]) << (7 * (i - 1));
        onAnalog(data[0], value > 0xFFFF ? 0xFFFF : static_cast<uint16_t>(value));
      }
      break;
    case kSamplingInterval:
      if (length > 1) {
        interval_ = pairAt(data);
        if (interval_ == 0) interval_ = 1;
      }
      break;
    case kServoConfig:
      configureServo(data, length);
      break;
    case kPingRead:
      askPing(data, length);
      break;
    case kReaction:
      askReaction(data, length);
      break;
    case kPixelCommand:
      commandStrip(data, length);
      break;
    case kToneData:
      commandTone(data, length);
      break;
    case kI2cConfig:
      configureI2c(data, length);
      break;
    case kI2cRequest:
      requestI2c(data, length);
      break;
    default:
      // Strings have no meaning for a board without a display; other commands belong to features it does not
      // announce. StandardFirmata ignores both, and hosts count on it.
      break;
  }
}

void Firmata::tellCapabilities() {
  sender_.beginSysex(kCapabilityResponse);
  for (uint8_t pin = 0; pin < pins_.total; pin++) {
    if (pins_.digital(pin)) {
      const uint8_t modes[3] = {kModeInput, kModePullup, kModeOutput};
      for (const uint8_t mode : modes) {
        sender_.byte(mode);
        sender_.byte(kResolutionDigital);
      }
    }
    if (pins_.analog(pin)) {
      sender_.byte(kModeAnalog);
      sender_.byte(kResolutionAnalog);
    }
    if (pins_.hasPwm(pin)) {
      sender_.byte(kModePwm);
      sender_.byte(kResolutionPwm);
    }
    if (pins_.servo(pin)) {
      sender_.byte(kModeServo);
      sender_.byte(kResolutionServo);
      sender_.byte(kModePing);
      sender_.byte(kResolutionPing);
    }
    if (pins_.i2c(pin)) {
      sender_.byte(kModeI2c);
      sender_.byte(kResolutionI2c);
    }
    sender_.byte(kModeNone);
  }
  sender_.endSysex();
}

void Firmata::tellAnalogMapping() {
  sender_.beginSysex(kAnalogMappingResponse);
  for (uint8_t pin = 0; pin < pins_.total; pin++) {
    sender_.byte(pins_.analog(pin) ? static_cast<uint8_t>(pin - pins_.firstAnalog) : kModeNone);
  }
  sender_.endSysex();
}

void Firmata::tellPinState(uint8_t pin) {
  sender_.beginSysex(kPinStateResponse);
  sender_.byte(pin);
  if (pin < pins_.total) {
    const uint16_t state = pin_[pin].state;
    sender_.byte(pin_[pin].mode);
    sender_.byte(state & 0x7F);
    if (state > 0x7F) sender_.byte((state >> 7) & 0x7F);
    if (state > 0x3FFF) sender_.byte((state >> 14) & 0x7F);
  }
  sender_.endSysex();
}

void Firmata::configureServo(const uint8_t* data, uint8_t length) {
  if (length < 5 || data[0] >= pins_.total || !pins_.servo(data[0])) return;
  Servo& servo = servo_[data[0]];
  servo.min = pairAt(data + 1);
  servo.max = pairAt(data + 3);
  if (servo.max <= servo.min) {
    servo.min = kPulseMin;
    servo.max = kPulseMax;
    sender_.string(FLASH_TEXT("Servo: pulses refused, 544-2400 kept"));
  }
  onPinMode(data[0], kModeServo);
}

// Pulses, strips and tones are other people's extensions; reactions are this firmware's own

void Firmata::askPing(const uint8_t* data, uint8_t length) {
  // Pin, level, then two numbers of four bytes, most significant first, each byte as a pair.
  if (length < 18 || data[0] >= pins_.total || !pins_.servo(data[0])) return;
  uint32_t numbers[2] = {0, 0};
  for (uint8_t i = 0; i < 8; i++) {
    numbers[i / 4] = (numbers[i / 4] << 8) | (pairAt(data + 2 + 2 * i) & 0xFF);
  }
  if (pin_[data[0]].mode != kModePing) onPinMode(data[0], kModePing);
  if (!pinger_.ask(data[0], data[1] != 0, numbers[0], numbers[1])) {
    sender_.string(FLASH_TEXT("Ping: too many at once"));
  }
}

void Firmata::askReaction(const uint8_t* data, uint8_t length) {
  if (length < 9) return;
  const ReactionRequest request = {data[0], data[1] != 0, data[2], pairAt(data + 3), pairAt(data + 5), pairAt(data + 7)};
  if (request.button >= pins_.total || request.signal >= pins_.total) return;
  const uint8_t button = pin_[request.button].mode;
  const uint8_t signal = pin_[request.signal].mode;
  if ((button != kModeInput && button != kModePullup) || (signal != kModeOutput && signal != kModePwm)) {
    sender_.string(FLASH_TEXT("Reaction: an input and an output first"));
    return;
  }
  if (!reaction_.begin(request, nowMicros_)) {
    sender_.string(FLASH_TEXT("Reaction: one at a time"));
    return;
  }
  pin_[request.signal].state = 0;
}

void Firmata::commandStrip(const uint8_t* data, uint8_t length) {
  const uint8_t verb = length > 0 ? data[0] : 0;
  const uint8_t at = verb == kPixelSet ? 3 : 1;
  uint32_t colour = 0;
  for (uint8_t i = 0; i < 4 && at + i < length; i++) colour |= static_cast<uint32_t>(data[at + i] & 0x7F) << (7 * i);
  if (verb == kPixelConfig && length >= 4) {
    // Node-pixel keeps the order of the colours in the two bits above the pin; this strip's is green, red, blue.
    const uint8_t pin = data[1] & 0x1F;
    if (pin >= pins_.total || !pins_.digital(pin)) return;
    onPinMode(pin, kModeOutput);
    if (!strip_.configure(pin, pairAt(data + 2))) sender_.string(FLASH_TEXT("Strip: the first 60 LEDs only"));
  } else if (verb == kPixelShow) {
    strip_.show();
  } else if (verb == kPixelSet && length >= 7) {
    strip_.set(pairAt(data + 1), colour);
  } else if (verb == kPixelFill && length >= 5) {
    strip_.fill(colour);
  }
}

void Firmata::commandTone(const uint8_t* data, uint8_t length) {
  if (length < 2 || data[1] >= pins_.total || !pins_.digital(data[1])) return;
  const uint8_t pin = data[1];
  if (data[0] == kToneSilence) {
    if (pin == tonePin_) silence();
  } else if (data[0] == kTonePlay && length >= 6 && pairAt(data + 2) > 0) {
    if (pin_[pin].mode != kModeOutput) onPinMode(pin, kModeOutput);
    hardware_.tone(pin, pairAt(data + 2), pairAt(data + 4));
    tonePin_ = pin;
  }
}

void Firmata::silence() {
  hardware_.silence(tonePin_);
  tonePin_ = kModeNone;
}

// I2C

void Firmata::configureI2c(const uint8_t* data, uint8_t length) {
  // Time between naming a register and reading it, µs.
  if (length > 1) i2cDelayMicros_ = pairAt(data);
  if (i2cOn_) return;
  onPinMode(pins_.sda, kModeI2c);
  onPinMode(pins_.scl, kModeI2c);
  i2cOn_ = true;
  hardware_.beginI2c();
}

void Firmata::requestI2c(const uint8_t* data, uint8_t length) {
  if (length < 2) return;
  if (!i2cOn_) {
    sender_.string(FLASH_TEXT("I2C: not configured"));
    return;
  }
  if (data[1] & kI2cTenBitAddress) {
    sender_.string(FLASH_TEXT("10-bit addressing not supported"));
    return;
  }
  const uint8_t mode = data[1] & kI2cModeMask;
  if (mode == kI2cWrite) return writeI2c(data[0], data + 2, static_cast<uint8_t>(length - 2));
  if (mode == kI2cStopReading) return stopReading(data[0]);
  I2cRead read;
  if (!parseRead(data, length, read)) return;
  if (mode == kI2cReadOnce) return beginRead(read);
  if (queryCount_ >= kI2cQueriesMax) {
    sender_.string(FLASH_TEXT("too many queries"));
    return;
  }
  // It is read for the first time at the next sample, not in the middle of this one.
  if (nextQuery_ == queryCount_) nextQuery_++;
  queries_[queryCount_++] = read;
}

void Firmata::writeI2c(uint8_t address, const uint8_t* data, uint8_t length) {
  uint8_t bytes[kI2cBytesMax];
  const uint8_t count = length / 2;
  if (count > kI2cBytesMax) {
    sender_.string(FLASH_TEXT("I2C: more than 32 bytes"));
    return;
  }
  for (uint8_t i = 0; i < count; i++) bytes[i] = static_cast<uint8_t>(pairAt(data + 2 * i));
  if (!hardware_.writeI2c(address, bytes, count, true)) sender_.string(FLASH_TEXT("I2C: no acknowledgement"));
}

bool Firmata::parseRead(const uint8_t* data, uint8_t length, I2cRead& read) {
  if (length < 4) return false;
  read.address = data[0];
  read.restart = (data[1] & kI2cRestart) != 0;
  read.hasReg = length >= 6;
  read.reg = read.hasReg ? static_cast<uint8_t>(pairAt(data + 2)) : 0;
  const uint16_t count = pairAt(data + (read.hasReg ? 4 : 2));
  if (count == 0 || count > kI2cBytesMax) {
    sender_.string(FLASH_TEXT("I2C: 1 to 32 bytes can be read"));
    return false;
  }
  read.count = static_cast<uint8_t>(count);
  return true;
}

void Firmata::stopReading(uint8_t address) {
  for (uint8_t i = 0; i < queryCount_; i++) {
    if (queries_[i].address != address) continue;
    memmove(queries_ + i, queries_ + i + 1, (queryCount_ - i - 1u) * sizeof(I2cRead));
    queryCount_--;
    if (nextQuery_ > i) nextQuery_--;
    return;
  }
}

void Firmata::beginRead(const I2cRead& read) {
  read_ = read;
  if (read.hasReg) hardware_.writeI2c(read.address, &read.reg, 1, !read.restart);
  if (!read.hasReg || i2cDelayMicros_ == 0) return finishRead();
  // Waits in step(), with the host's bytes left in the UART: a write sent after this read must come after it.
  reading_ = true;
  readSince_ = nowMicros_;
}

void Firmata::finishRead() {
  reading_ = false;
  uint8_t bytes[kI2cBytesMax];
  const uint8_t count = hardware_.readI2c(read_.address, bytes, read_.count, true);
  if (count < read_.count) {
    sender_.string(FLASH_TEXT("I2C: Too few bytes received"));
    return;
  }
  sender_.i2cReply(read_.address, read_.reg, bytes, count);
}

void Firmata::stopI2c() {
  i2cOn_ = false;
  reading_ = false;
  queryCount_ = 0;
  nextQuery_ = 0;
  hardware_.endI2c();
}

// Reports

void Firmata::watch(uint8_t port) {
  hardware_.watch(port, reported_[port] ? inputs_[port] : static_cast<uint8_t>(0));
}

void Firmata::reportPorts() {
  for (uint8_t port = 0; port < kPortsMax; port++) {
    if (!reported_[port]) continue;
    const uint8_t value = static_cast<uint8_t>(hardware_.readPort(port) & inputs_[port]);
    if (value != told_[port] && sender_.digitalPort(port, value)) told_[port] = value;
  }
}

void Firmata::sample() {
  // All channels of one instant or none: a line too slow for the interval costs whole samples.
  if (sender_.room() < kAnswerMax) return;
  for (uint8_t channel = 0; channel < pins_.channels(); channel++) {
    if (!((analogReported_ >> channel) & 1)) continue;
    if (pin_[pins_.firstAnalog + channel].mode != kModeAnalog) continue;
    sender_.analog(channel, hardware_.readAnalog(channel));
  }
}

void Firmata::resetPulses() {
  for (Servo& servo : servo_) {
    servo.min = kPulseMin;
    servo.max = kPulseMax;
  }
}

void Firmata::rest() {
  resting_ = true;
  pinger_.reset();
  reaction_.reset();
  strip_.reset();
  if (i2cOn_) stopI2c();
  i2cDelayMicros_ = 0;
  interval_ = kSamplingDefaultMs;
  for (uint8_t port = 0; port < kPortsMax; port++) {
    reported_[port] = 0;
    told_[port] = 0;
    watch(port);
  }
  resetPulses();
  for (uint8_t pin = 0; pin < pins_.total && pin < kPinsMax; pin++) {
    // Where StandardFirmata puts them: analog inputs read, the others driven low.
    onPinMode(pin, pins_.analog(pin) ? kModeAnalog : kModeOutput);
  }
  analogReported_ = 0;
  resting_ = false;
}

}  // namespace labo
