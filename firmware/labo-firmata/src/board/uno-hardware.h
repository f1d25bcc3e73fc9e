// The Firmata board's hardware on an Uno or Nano: pins and ADC through the Arduino core, I2C through its Wire library.
#pragma once

#include "../hardware.h"

namespace labo {

class UnoHardware : public Hardware {
 public:
  void input(uint8_t pin, bool pullup) override;
  void output(uint8_t pin) override;
  void write(uint8_t pin, bool high) override;
  uint8_t readPort(uint8_t port) override;
  void watch(uint8_t port, uint8_t mask) override;
  uint16_t readAnalog(uint8_t channel) override;
  bool pwm(uint8_t pin, uint8_t duty) override;
  bool attachServo(uint8_t pin) override;
  void detachServo(uint8_t pin) override;
  void pulseServo(uint8_t pin, uint16_t micros) override;
  void sendPulse(uint8_t pin, bool high, uint16_t micros) override;
  bool pulseEnded(uint32_t& micros) override;
  void forgetPulse() override;
  void watchPress(uint8_t pin, bool pressedLevel) override;
  bool pressed(uint32_t& micros) override;
  void forgetPress() override;
  void tone(uint8_t pin, uint16_t hertz, uint16_t ms) override;
  void silence(uint8_t pin) override;
  bool sendStrip(uint8_t pin, const uint8_t* bytes, uint8_t pixels) override;
  void beginI2c() override;
  void endI2c() override;
  bool writeI2c(uint8_t address, const uint8_t* bytes, uint8_t count, bool release) override;
  uint8_t readI2c(uint8_t address, uint8_t* bytes, uint8_t count, bool release) override;

 private:
  void watchChanges();

  uint8_t watched_[kPortsMax] = {0, 0, 0};
  uint8_t pulsePin_ = kPinsMax;  // kPinsMax: none
  uint8_t pressPin_ = kPinsMax;
  uint8_t tonePin_ = kPinsMax;
  uint32_t toneSince_ = 0;
  uint16_t toneMs_ = 0;
  uint32_t stripAt_ = 0;
};

}  // namespace labo
