// As much of an MFRC522 as the driver touches, register by register, in front of simulated tags; and the ways it fails.
#pragma once

#include <deque>

#include "mfrc522.h"
#include "tags.h"

namespace air {

class FakeChip : public labo::Mfrc522Bus {
 public:
  Field field;
  bool unplugged = false;   // nothing drives MISO: all ones
  bool deadWire = false;    // MISO stuck low
  bool hung = false;        // commands never end
  bool forgetful = false;   // registers do not keep what is written
  int resets = 0;

  uint8_t read(uint8_t reg) override {
    now_ += 10;
    if (unplugged) return 0xFF;
    if (deadWire || !running_) return 0x00;
    if (reg == labo::mfrc522::FIFODataReg) {
      if (fifo_.empty()) return 0;
      const uint8_t byte = fifo_.front();
      fifo_.pop_front();
      return byte;
    }
    if (reg == labo::mfrc522::FIFOLevelReg) return static_cast<uint8_t>(fifo_.size());
    if (reg == labo::mfrc522::VersionReg) return 0x92;
    return registers_[reg];
  }

  void write(uint8_t reg, uint8_t value) override {
    now_ += 10;
    if (unplugged || deadWire || !running_ || reg > 0x3F) return;
    if (reg == labo::mfrc522::FIFODataReg) return fifo_.push_back(value);
    if (reg == labo::mfrc522::FIFOLevelReg && (value & 0x80)) return fifo_.clear();
    if (reg == labo::mfrc522::ComIrqReg) {
      registers_[reg] = static_cast<uint8_t>(value & 0x80 ? registers_[reg] | value : registers_[reg] & ~value);
      return;
    }
    if (forgetful) return;
    registers_[reg] = value;
    if (reg == labo::mfrc522::TxControlReg && !(value & 0x03)) field.off();
    if (reg == labo::mfrc522::BitFramingReg && (value & 0x80)) transceive(value);
  }

  void reset(bool running) override {
    if (running && !running_) restart();
    if (!running) field.off();
    running_ = running;
  }

  /** A dip of the supply: every register back at its reset value, tags without power. */
  void restart() {
    resets++;
    for (uint8_t& value : registers_) value = 0;
    registers_[labo::mfrc522::TxControlReg] = 0x80;
    field.off();
  }

  uint32_t micros() override { return now_ += 5; }

 private:
  void transceive(uint8_t framing) {
    using namespace labo::mfrc522;
    if (hung || registers_[CommandReg] != Transceive) return;
    registers_[ErrorReg] = 0;
    std::vector<uint8_t> tx(fifo_.begin(), fifo_.end());
    fifo_.clear();
    if (!(registers_[TxControlReg] & 0x03)) return flag(TimerIRq);
    const uint8_t lastBits = framing & 0x07;
    const uint8_t bits = static_cast<uint8_t>(tx.size() * 8 - (lastBits ? 8 - lastBits : 0));
    uint8_t rx[32];
    field.patience = static_cast<uint16_t>(((registers_[TReloadRegH] << 8) | registers_[TReloadRegL]) * kTimerStepMicros);
    const labo::RxFrame frame = field.exchange(tx.data(), bits, (framing >> 4) & 0x07, rx, sizeof rx);
    if (frame.status == labo::Rx::NoAnswer) return flag(TimerIRq);
    for (uint8_t i = 0; i < frame.bytes; i++) fifo_.push_back(rx[i]);
    registers_[ControlReg] = frame.lastBits;
    if (frame.status == labo::Rx::Collision) {
      registers_[ErrorReg] = CollErr | ParityErr;
      registers_[CollReg] = static_cast<uint8_t>(frame.collision == 0 ? CollPosNotValid : frame.collision & CollPos);
    }
    flag(RxIRq);
  }

  void flag(uint8_t bits) {
    registers_[labo::mfrc522::ComIrqReg] = static_cast<uint8_t>(registers_[labo::mfrc522::ComIrqReg] | bits);
  }

  uint8_t registers_[64] = {};
  std::deque<uint8_t> fifo_;
  uint32_t now_ = 0;
  bool running_ = false;
};

}  // namespace air
