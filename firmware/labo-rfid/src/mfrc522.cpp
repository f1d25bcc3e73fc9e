// NXP MFRC522 driver: see mfrc522.h for the reference.
#include "mfrc522.h"

namespace labo {

using namespace mfrc522;

bool Mfrc522::configure() {
  bus_.write(CommandReg, Idle);
  bus_.write(TxModeReg, 0x00);  // 106 kbit/s, CRC_A left to iso14443a.cpp
  bus_.write(RxModeReg, 0x00);
  bus_.write(TModeReg, TAuto);
  bus_.write(TPrescalerReg, kTimerPrescaler);
  setPatience(kCallPatienceMicros);
  bus_.write(TxASKReg, Force100ASK);
  bus_.write(ModeReg, ModeTypeA);
  bus_.write(CollReg, 0x00);
  field(false);
  return configured();
}

bool Mfrc522::configured() {
  const uint8_t reload = static_cast<uint8_t>(patience_ / kTimerStepMicros);
  return bus_.read(TModeReg) == TAuto && bus_.read(TReloadRegL) == reload && bus_.read(TxASKReg) == Force100ASK;
}

void Mfrc522::setPatience(uint16_t micros) {
  const uint16_t reload = static_cast<uint16_t>(micros / kTimerStepMicros);
  bus_.write(TReloadRegH, static_cast<uint8_t>(reload >> 8));
  bus_.write(TReloadRegL, static_cast<uint8_t>(reload));
  patience_ = micros;
}

void Mfrc522::field(bool on) {
  bus_.write(TxControlReg, static_cast<uint8_t>(on ? TxFieldOff | Tx1RFEn_Tx2RFEn : TxFieldOff));
}

RxFrame Mfrc522::exchange(const uint8_t* tx, uint8_t txBits, uint8_t rxAlign, uint8_t* rx, uint8_t rxCapacity) {
  RxFrame frame = {Rx::Fault, 0, 0, 0};
  const uint8_t txLastBits = txBits & 7;
  const uint8_t txBytes = static_cast<uint8_t>((txBits + 7) >> 3);
  const uint8_t framing = static_cast<uint8_t>(((rxAlign & 7) << 4) | txLastBits);

  bus_.write(CommandReg, Idle);
  bus_.write(ComIrqReg, AllComIRq);
  bus_.write(FIFOLevelReg, FlushBuffer);
  for (uint8_t i = 0; i < txBytes; i++) bus_.write(FIFODataReg, tx[i]);
  bus_.write(BitFramingReg, framing);
  bus_.write(CommandReg, Transceive);
  bus_.write(BitFramingReg, static_cast<uint8_t>(StartSend | framing));
  frame.status = waitForEnd();
  const uint8_t error = bus_.read(ErrorReg);
  const uint8_t received = bus_.read(FIFOLevelReg);
  const uint8_t control = bus_.read(ControlReg);
  bus_.write(CommandReg, Idle);
  bus_.write(BitFramingReg, 0);
  if (frame.status == Rx::Fault && (error & (CollErr | ParityErr | ProtocolErr))) frame.status = Rx::Garbled;
  if (frame.status != Rx::Ok) return frame;

  if (error & BufferOvfl) frame.status = Rx::Garbled;
  // A collision often breaks the parity of its byte as well: it goes first.
  else if (error & CollErr) frame.status = Rx::Collision;
  else if ((error & (ParityErr | ProtocolErr)) || received == 0) frame.status = Rx::Garbled;
  if (received > rxCapacity) frame.status = Rx::Garbled;
  if (frame.status == Rx::Garbled) return frame;

  frame.bytes = received;
  frame.lastBits = control & RxLastBits;
  for (uint8_t i = 0; i < received; i++) rx[i] = bus_.read(FIFODataReg);
  if (frame.status == Rx::Collision) {
    const uint8_t coll = bus_.read(CollReg);
    const uint8_t position = coll & CollPos;
    if (!(coll & CollPosNotValid)) frame.collision = position ? position : 32;  // 00h is the 32nd bit
  }
  return frame;
}

Rx Mfrc522::waitForEnd() {
  const uint32_t start = bus_.micros();
  for (;;) {
    const uint8_t irq = bus_.read(ComIrqReg);
    if (irq & (RxIRq | IdleIRq)) return Rx::Ok;
    if (irq & TimerIRq) return Rx::NoAnswer;
    if (bus_.micros() - start > static_cast<uint32_t>(patience_) + kExchangeSpareMicros) return Rx::Fault;
  }
}

}  // namespace labo
