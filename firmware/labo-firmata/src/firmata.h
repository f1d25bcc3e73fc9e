// A Firmata board: the pins' modes and states, what is reported, and the answers to a host. Behaves as the
// StandardFirmata sketch does towards a host; firmware/README.md lists where it does better.
#pragma once

#include <stdint.h>

#include "hardware.h"
#include "parser.h"
#include "ping.h"
#include "reaction.h"
#include "sender.h"
#include "strip.h"

namespace labo {

/** Devices read continuously at once. */
const uint8_t kI2cQueriesMax = 8;

class Firmata : private MessageHandler {
 public:
  Firmata(Hardware& hardware, const PinMap& pins, const char* name, uint8_t major, uint8_t minor);

  /** Puts every pin at rest, then tells the protocol version and the firmware's name. */
  void start();

  /** True when the answer to any message fits: otherwise leave the host's bytes where they are. */
  bool ready() const;
  void take(uint8_t byte) { parser_.take(byte); }

  /** Reports what changed and what is due. Both clocks may wrap. */
  void step(uint32_t nowMs, uint32_t nowMicros);

  Sender& sender() { return sender_; }

 private:
  struct Pin {
    uint8_t mode;
    uint16_t state;
  };
  struct Servo {
    uint16_t min;
    uint16_t max;
  };
  struct I2cRead {
    uint8_t address;
    uint8_t reg;
    uint8_t count;
    bool hasReg;
    bool restart;
  };

  void onDigitalPort(uint8_t port, uint16_t value) override;
  void onAnalog(uint8_t pin, uint16_t value) override;
  void onReportAnalog(uint8_t channel, bool on) override;
  void onReportDigital(uint8_t port, bool on) override;
  void onPinMode(uint8_t pin, uint8_t mode) override;
  void onPinValue(uint8_t pin, bool high) override;
  void onVersionQuery() override;
  void onReset() override;
  void onSysex(uint8_t command, const uint8_t* data, uint8_t length) override;
  void onDropped(Dropped reason) override;

  void tellCapabilities();
  void tellAnalogMapping();
  void tellPinState(uint8_t pin);
  void configureServo(const uint8_t* data, uint8_t length);
  void askPing(const uint8_t* data, uint8_t length);
  void askReaction(const uint8_t* data, uint8_t length);
  void commandStrip(const uint8_t* data, uint8_t length);
  void commandTone(const uint8_t* data, uint8_t length);
  void silence();
  void configureI2c(const uint8_t* data, uint8_t length);
  void requestI2c(const uint8_t* data, uint8_t length);
  void writeI2c(uint8_t address, const uint8_t* data, uint8_t length);
  bool parseRead(const uint8_t* data, uint8_t length, I2cRead& read);
  void stopReading(uint8_t address);
  void beginRead(const I2cRead& read);
  void finishRead();
  void stopI2c();
  void watch(uint8_t port);
  void reportPorts();
  void sample();
  void resetPulses();
  void rest();

  Hardware& hardware_;
  const PinMap pins_;
  const char* name_;
  Parser parser_;
  Sender sender_;
  Pinger pinger_;
  Reaction reaction_;
  Strip strip_;
  Pin pin_[kPinsMax];
  Servo servo_[kServoPinsMax];
  uint8_t inputs_[kPortsMax];    // pins read as digital inputs
  uint8_t reported_[kPortsMax];  // 0 or 1: is the port reported
  uint8_t told_[kPortsMax];      // what the host was told last
  uint16_t analogReported_;
  uint16_t interval_;
  uint32_t sampledAt_;
  I2cRead queries_[kI2cQueriesMax];
  uint8_t queryCount_;
  uint8_t nextQuery_;  // of this sample; queryCount_ when all were read
  I2cRead read_;       // the one under way
  uint32_t nowMicros_;
  uint32_t readSince_;
  uint16_t i2cDelayMicros_;
  uint8_t major_;
  uint8_t minor_;
  uint8_t tonePin_;  // kModeNone: none
  bool reading_;
  bool i2cOn_;
  bool resting_;  // during rest(): nothing is told to the host
};

}  // namespace labo
