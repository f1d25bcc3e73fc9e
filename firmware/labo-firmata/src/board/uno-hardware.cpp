// The Firmata board's hardware on an Uno or Nano: see uno-hardware.h.
#include "uno-hardware.h"

#include <Arduino.h>
#include <Wire.h>

#include "press-timer.h"
#include "pulse-timer.h"
#include "servo-timer.h"
#include "strip-wire.h"

// A change on a watched pin ends the sleep, and the loop then reads the port; pulses and presses are timed here, to 4 µs.
ISR(PCINT0_vect) {
  labo::pulses::onChange();
  labo::presses::onChange();
}
ISR(PCINT1_vect, ISR_ALIASOF(PCINT0_vect));
ISR(PCINT2_vect, ISR_ALIASOF(PCINT0_vect));

namespace labo {

namespace {

// Long enough for 32 bytes at 100 kHz, short enough that a stuck bus does not stop the board.
const uint32_t kI2cTimeoutMicros = 5000;
const uint8_t kHalfDuty = 128;
// Between two frames of a strip the line rests, so that the first is taken: Worldsemi WS2812B, "RES", newer parts.
const uint32_t kStripRestMicros = 300;

}  // namespace

void UnoHardware::input(uint8_t pin, bool pullup) { pinMode(pin, pullup ? INPUT_PULLUP : INPUT); }

void UnoHardware::output(uint8_t pin) { pinMode(pin, OUTPUT); }

void UnoHardware::write(uint8_t pin, bool high) { digitalWrite(pin, high ? HIGH : LOW); }

uint8_t UnoHardware::readPort(uint8_t port) {
  // Pins 0 to 7 are PD0 to PD7, 8 to 13 are PB0 to PB5, 14 to 19 (A0 to A5) are PC0 to PC5.
  switch (port) {
    case 0:
      return PIND;
    case 1:
      return static_cast<uint8_t>((PINB & 0x3F) | ((PINC & 0x03) << 6));
    case 2:
      return static_cast<uint8_t>((PINC & 0x3C) >> 2);
    default:
      return 0;
  }
}

void UnoHardware::watch(uint8_t port, uint8_t mask) {
  if (port >= kPortsMax) return;
  watched_[port] = mask;
  watchChanges();
}

void UnoHardware::watchChanges() {
  uint8_t masks[kPortsMax] = {watched_[0], watched_[1], watched_[2]};
  if (pulsePin_ < kPinsMax) masks[pulsePin_ >> 3] |= static_cast<uint8_t>(1 << (pulsePin_ & 7));
  if (pressPin_ < kPinsMax) masks[pressPin_ >> 3] |= static_cast<uint8_t>(1 << (pressPin_ & 7));
  PCMSK2 = masks[0];
  PCMSK0 = masks[1] & 0x3F;
  PCMSK1 = static_cast<uint8_t>((masks[1] >> 6) | ((masks[2] & 0x0F) << 2));
  PCICR = static_cast<uint8_t>((PCMSK0 ? _BV(PCIE0) : 0) | (PCMSK1 ? _BV(PCIE1) : 0) | (PCMSK2 ? _BV(PCIE2) : 0));
}

uint16_t UnoHardware::readAnalog(uint8_t channel) { return static_cast<uint16_t>(analogRead(channel)); }

bool UnoHardware::pwm(uint8_t pin, uint8_t duty) {
  if (servos::running() && (pin == 9 || pin == 10)) {
    digitalWrite(pin, duty >= kHalfDuty ? HIGH : LOW);
    return false;
  }
  // The core's tone() takes Timer2 for as long as it sounds.
  const bool sounding = tonePin_ < kPinsMax && (toneMs_ == 0 || millis() - toneSince_ < toneMs_);
  if (sounding && (pin == 3 || pin == 11)) {
    digitalWrite(pin, duty >= kHalfDuty ? HIGH : LOW);
    return false;
  }
  analogWrite(pin, duty);
  return true;
}

bool UnoHardware::attachServo(uint8_t pin) {
  digitalWrite(pin, LOW);
  pinMode(pin, OUTPUT);
  return servos::attach(pin);
}

void UnoHardware::detachServo(uint8_t pin) { servos::detach(pin); }

void UnoHardware::pulseServo(uint8_t pin, uint16_t micros) { servos::pulse(pin, micros); }

void UnoHardware::sendPulse(uint8_t pin, bool high, uint16_t micros) {
  digitalWrite(pin, high ? LOW : HIGH);
  pinMode(pin, OUTPUT);
  delayMicroseconds(2);
  digitalWrite(pin, high ? HIGH : LOW);
  delayMicroseconds(micros);
  digitalWrite(pin, high ? LOW : HIGH);
  pinMode(pin, INPUT);
  pulsePin_ = pin;
  pulses::watch(pin, high);
  watchChanges();
}

bool UnoHardware::pulseEnded(uint32_t& micros) { return pulses::ended(micros); }

void UnoHardware::forgetPulse() {
  pulses::forget();
  pulsePin_ = kPinsMax;
  watchChanges();
}

void UnoHardware::watchPress(uint8_t pin, bool pressedLevel) {
  presses::watch(pin, pressedLevel);
  pressPin_ = pin;
  watchChanges();
}

bool UnoHardware::pressed(uint32_t& micros) { return presses::closed(micros); }

void UnoHardware::forgetPress() {
  presses::forget();
  pressPin_ = kPinsMax;
  watchChanges();
}

void UnoHardware::tone(uint8_t pin, uint16_t hertz, uint16_t ms) {
  // The core keeps to its first pin: another one is silenced first.
  if (tonePin_ < kPinsMax && tonePin_ != pin) ::noTone(tonePin_);
  ::tone(pin, hertz, ms);
  tonePin_ = pin;
  toneSince_ = millis();
  toneMs_ = ms;
}

void UnoHardware::silence(uint8_t pin) {
  if (tonePin_ != pin) return;
  ::noTone(pin);
  tonePin_ = kPinsMax;
}

bool UnoHardware::sendStrip(uint8_t pin, const uint8_t* bytes, uint8_t pixels) {
  if (micros() - stripAt_ < kStripRestMicros || servos::quietMicros() < stripMicros(pixels)) return false;
  sendStripBytes(pin, bytes, pixels);
  stripAt_ = micros();
  return true;
}

void UnoHardware::beginI2c() {
  Wire.begin();
  Wire.setWireTimeout(kI2cTimeoutMicros, true);
}

void UnoHardware::endI2c() { Wire.end(); }

bool UnoHardware::writeI2c(uint8_t address, const uint8_t* bytes, uint8_t count, bool release) {
  Wire.beginTransmission(address);
  Wire.write(bytes, count);
  return Wire.endTransmission(release) == 0;
}

uint8_t UnoHardware::readI2c(uint8_t address, uint8_t* bytes, uint8_t count, bool release) {
  Wire.requestFrom(address, count, static_cast<uint8_t>(release));
  uint8_t got = 0;
  while (Wire.available() && got < count) bytes[got++] = static_cast<uint8_t>(Wire.read());
  return got;
}

}  // namespace labo
