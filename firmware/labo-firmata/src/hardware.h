// What the Firmata board asks of the hardware, and what it must know of the pins. The Uno implements it in board/;
// a host test implements it with tables.
#pragma once

#include <stdint.h>

namespace labo {

/** Pins of one board model. Digital pins are those a host may drive or read. */
struct PinMap {
  uint8_t total;         // pins are numbered 0 to total − 1
  uint8_t firstDigital;  // below are the serial line's
  uint8_t lastDigital;
  uint8_t lastServo;  // servos: firstDigital to here
  uint8_t firstAnalog;  // pin of channel 0; channels run to the last pin
  uint32_t pwm;         // bit n: pin n has PWM
  uint8_t sda;
  uint8_t scl;

  bool digital(uint8_t pin) const { return pin >= firstDigital && pin <= lastDigital; }
  bool analog(uint8_t pin) const { return pin >= firstAnalog && pin < total; }
  bool hasPwm(uint8_t pin) const { return pin < 32 && ((pwm >> pin) & 1); }
  bool servo(uint8_t pin) const { return pin >= firstDigital && pin <= lastServo; }
  bool i2c(uint8_t pin) const { return pin == sda || pin == scl; }
  uint8_t channels() const { return static_cast<uint8_t>(total - firstAnalog); }
};

/** ATmega328P boards: 14 digital pins, then A0 to A5 which are digital too, then A6 and A7 on a Nano. */
inline PinMap uno(uint8_t analogInputs) {
  const uint32_t pwm = (1UL << 3) | (1UL << 5) | (1UL << 6) | (1UL << 9) | (1UL << 10) | (1UL << 11);
  const PinMap map = {static_cast<uint8_t>(14 + analogInputs), 2, 19, 13, 14, pwm, 18, 19};
  return map;
}

const uint8_t kPinsMax = 22;
const uint8_t kServoPinsMax = 14;  // servos stand on the pins below
const uint8_t kPortsMax = 3;  // of eight pins
const uint8_t kI2cBytesMax = 32;

class Hardware {
 public:
  virtual ~Hardware() {}
  virtual void input(uint8_t pin, bool pullup) = 0;
  virtual void output(uint8_t pin) = 0;
  virtual void write(uint8_t pin, bool high) = 0;
  /** Levels of pins 8 × port to 8 × port + 7, least significant first. */
  virtual uint8_t readPort(uint8_t port) = 0;
  /** Which pins of a port are watched: a change on one should end the sleep. */
  virtual void watch(uint8_t port, uint8_t mask) = 0;
  /** 0 to 1023. */
  virtual uint16_t readAnalog(uint8_t channel) = 0;
  /** Duty 0 to 255. @return false when the pin's timer is taken by servos or a tone; the pin then follows duty ≥ 128. */
  virtual bool pwm(uint8_t pin, uint8_t duty) = 0;
  /** @return false when no more servos can run. */
  virtual bool attachServo(uint8_t pin) = 0;
  virtual void detachServo(uint8_t pin) = 0;
  virtual void pulseServo(uint8_t pin, uint16_t micros) = 0;
  /** Sends a pulse of this level and width, then leaves the pin an input and times the pulse that comes back. */
  virtual void sendPulse(uint8_t pin, bool high, uint16_t micros) = 0;
  /** @return has that pulse ended; then its width. */
  virtual bool pulseEnded(uint32_t& micros) = 0;
  virtual void forgetPulse() = 0;
  /** Notes when a pin first takes the level of a press; now, if it has it already. */
  virtual void watchPress(uint8_t pin, bool pressedLevel) = 0;
  /** @return has it been pressed; then when, on the clock that step() is given. */
  virtual bool pressed(uint32_t& micros) = 0;
  virtual void forgetPress() = 0;
  /** A square wave on an output. @param ms how long; 0 until silenced. */
  virtual void tone(uint8_t pin, uint16_t hertz, uint16_t ms) = 0;
  virtual void silence(uint8_t pin) = 0;
  /** Sends the bytes of a strip on an output. @return false when the moment is bad: ask again. */
  virtual bool sendStrip(uint8_t pin, const uint8_t* bytes, uint8_t pixels) = 0;
  virtual void beginI2c() = 0;
  virtual void endI2c() = 0;
  /** Writes to a 7-bit address; with `release` false the bus is kept for the read that follows. @return acknowledged. */
  virtual bool writeI2c(uint8_t address, const uint8_t* bytes, uint8_t count, bool release) = 0;
  /** @return how many bytes came. */
  virtual uint8_t readI2c(uint8_t address, uint8_t* bytes, uint8_t count, bool release) = 0;
};

}  // namespace labo
