// NXP MFRC522, contactless reader IC for 13.56 MHz: driver for ISO/IEC 14443 A at 106 kbit/s.
// Reference: NXP, "MFRC522 Standard performance MIFARE and NTAG frontend", product data sheet, document 112139.
// Register names are those of the data sheet (section 9, tables 20 and following); sections are cited as "§".
// The bus is abstract: SPI on a board (§8.1.2), a model of the chip in a test.
#pragma once

#include <stdint.h>

#include "iso14443a.h"

namespace labo {

// Registers (§9.2, table 20), 6-bit addresses.
namespace mfrc522 {

// Page 0: command and status
const uint8_t CommandReg = 0x01;
const uint8_t ComIrqReg = 0x04;
const uint8_t ErrorReg = 0x06;
const uint8_t FIFODataReg = 0x09;
const uint8_t FIFOLevelReg = 0x0A;
const uint8_t ControlReg = 0x0C;
const uint8_t BitFramingReg = 0x0D;
const uint8_t CollReg = 0x0E;
// Page 1: command
const uint8_t ModeReg = 0x11;
const uint8_t TxModeReg = 0x12;
const uint8_t RxModeReg = 0x13;
const uint8_t TxControlReg = 0x14;
const uint8_t TxASKReg = 0x15;
// Page 2: configuration
const uint8_t TModeReg = 0x2A;
const uint8_t TPrescalerReg = 0x2B;
const uint8_t TReloadRegH = 0x2C;
const uint8_t TReloadRegL = 0x2D;
// Page 3: test
const uint8_t VersionReg = 0x37;

// CommandReg (§9.3.1.2); command codes (§10.3, table 149)
const uint8_t PowerDown = 0x10;
const uint8_t Idle = 0x00;
const uint8_t Transceive = 0x0C;
const uint8_t SoftReset = 0x0F;
// ComIrqReg (§9.3.1.5); writing Set1 = 0 clears the marked bits
const uint8_t RxIRq = 0x20;
const uint8_t IdleIRq = 0x10;
const uint8_t TimerIRq = 0x01;
const uint8_t AllComIRq = 0x7F;
// ErrorReg (§9.3.1.7)
const uint8_t BufferOvfl = 0x10;
const uint8_t CollErr = 0x08;
const uint8_t ParityErr = 0x02;
const uint8_t ProtocolErr = 0x01;
// FIFOLevelReg (§9.3.1.11)
const uint8_t FlushBuffer = 0x80;
// ControlReg (§9.3.1.13)
const uint8_t RxLastBits = 0x07;
// BitFramingReg (§9.3.1.14)
const uint8_t StartSend = 0x80;
// CollReg (§9.3.1.15): ValuesAfterColl = 0 clears the bits after a collision
const uint8_t CollPosNotValid = 0x20;
const uint8_t CollPos = 0x1F;
// TxControlReg (§9.3.2.5): reset value 80h, the two low bits switch the antenna's drivers
const uint8_t TxFieldOff = 0x80;
const uint8_t Tx1RFEn_Tx2RFEn = 0x03;
// TxASKReg (§9.3.2.6): type A modulates the carrier fully
const uint8_t Force100ASK = 0x40;
// ModeReg (§9.3.2.2): TxWaitRF, PolMFin and reserved bits at their reset value, CRCPreset = 6363h
const uint8_t ModeTypeA = 0x3D;
// TModeReg (§9.3.3.10): the timer starts by itself at the end of each transmission
const uint8_t TAuto = 0x80;

// Timer (§8.5): 13.56 MHz / (2 × 169 + 1) = 40 kHz, 25 µs a step.
const uint8_t kTimerPrescaler = 169;
const uint8_t kTimerStepMicros = 25;
// The longest frames (72 bits out, 144 bits in) take 2.4 ms; this long after the timer's own end the chip is not working.
const uint16_t kExchangeSpareMicros = 8500;

}  // namespace mfrc522

/** How the driver reaches the chip, and the time. */
class Mfrc522Bus {
 public:
  virtual ~Mfrc522Bus() {}
  virtual uint8_t read(uint8_t reg) = 0;
  virtual void write(uint8_t reg, uint8_t value) = 0;
  /** Level of NRSTPD: false holds the chip in hard power-down (§8.8.1). */
  virtual void reset(bool running) = 0;
  virtual uint32_t micros() = 0;
};

class Mfrc522 : public Transceiver {
 public:
  explicit Mfrc522(Mfrc522Bus& bus) : bus_(bus), patience_(kCallPatienceMicros) {}

  /** Holds the chip in reset (at least 100 ns, §8.8.2), or lets it start: its oscillator then needs some time. */
  void holdReset(bool held) { bus_.reset(!held); }

  /** VersionReg: 0x91, 0x92 for NXP's chips, other values for copies; 0x00 or 0xFF when nothing drives MISO. */
  uint8_t version() { return bus_.read(mfrc522::VersionReg); }

  /** True when the chip has started after a reset and takes commands. */
  bool started() { return (bus_.read(mfrc522::CommandReg) & mfrc522::PowerDown) == 0; }

  /** Sets everything exchange() relies on, field off. @return false when the registers do not hold it. */
  bool configure();

  /** False when the chip lost its settings: it restarted by itself, on a supply dip for instance. */
  bool configured();

  /** The 13.56 MHz field. Off for 5.1 ms, every tag forgets its state; tags need 5 ms of field before a request. */
  void field(bool on);

  RxFrame exchange(const uint8_t* tx, uint8_t txBits, uint8_t rxAlign, uint8_t* rx, uint8_t rxCapacity) override;
  void setPatience(uint16_t micros) override;

 private:
  Rx waitForEnd();

  Mfrc522Bus& bus_;
  uint16_t patience_;
};

}  // namespace labo
