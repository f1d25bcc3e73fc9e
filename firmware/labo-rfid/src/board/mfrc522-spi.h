// The MFRC522's SPI bus on an Uno or Nano (ATmega328P): SCK D13, MISO D12, MOSI D11, SS D10, RST (NRSTPD) D9.
// MFRC522 data sheet §8.1.2: mode 0, most significant bit first, up to 10 Mbit/s; here 4 MHz.
#pragma once

#include <Arduino.h>

#include "../mfrc522.h"

namespace labo {

class Mfrc522Spi : public Mfrc522Bus {
 public:
  void begin() {
    digitalWrite(kSelect, HIGH);
    pinMode(kSelect, OUTPUT);
    digitalWrite(kReset, LOW);
    pinMode(kReset, OUTPUT);
    pinMode(kClock, OUTPUT);
    pinMode(kDataOut, OUTPUT);
    pinMode(kDataIn, INPUT);
    SPCR = _BV(SPE) | _BV(MSTR);  // master, mode 0, MSB first, F_CPU / 4
    SPSR = 0;
  }

  uint8_t read(uint8_t reg) override {
    // Address byte (§8.1.2.3): bit 7 = 1 reads, the address stands in bits 6 to 1.
    return access(static_cast<uint8_t>(0x80 | (reg << 1)), 0);
  }

  void write(uint8_t reg, uint8_t value) override { access(static_cast<uint8_t>(reg << 1), value); }

  void reset(bool running) override { digitalWrite(kReset, running ? HIGH : LOW); }

  uint32_t micros() override { return ::micros(); }

 private:
  static const uint8_t kReset = 9;
  static const uint8_t kSelect = 10;
  static const uint8_t kDataOut = 11;
  static const uint8_t kDataIn = 12;
  static const uint8_t kClock = 13;

  static uint8_t access(uint8_t address, uint8_t value) {
    PORTB &= static_cast<uint8_t>(~_BV(PORTB2));
    transfer(address);
    const uint8_t answer = transfer(value);
    PORTB |= _BV(PORTB2);
    return answer;
  }

  static uint8_t transfer(uint8_t byte) {
    SPDR = byte;
    while (!(SPSR & _BV(SPIF))) {
    }
    return SPDR;
  }
};

}  // namespace labo
