// The WS2812's wire on a 16 MHz AVR: see strip-wire.h.
#include "strip-wire.h"

#include <Arduino.h>
#include <HardwareSerial_private.h>

namespace labo {

namespace {

/** One byte, most significant bit first. `high` and `low` are what the whole port is set to. */
inline void sendByte(volatile uint8_t* port, uint8_t high, uint8_t low, uint8_t byte) {
  uint8_t bits = 8;
  // Cycles since the rise behind each line, for a 0 and for a 1.
  asm volatile(
      "1: st   %a[port], %[high]\n"  //  0   0   the pin rises
      "   nop\n"                     //  1   1
      "   nop\n"                     //  2   2
      "   nop\n"                     //  3   3
      "   sbrs %[byte], 7\n"         //  4   5
      "   st   %a[port], %[low]\n"   //  6   -   a 0 falls
      "   lsl  %[byte]\n"            //  7   6
      "   nop\n"                     //  8   7
      "   nop\n"                     //  9   8
      "   nop\n"                     // 10   9
      "   nop\n"                     // 11  10
      "   nop\n"                     // 12  11
      "   st   %a[port], %[low]\n"   // 14  13   a 1 falls
      "   nop\n"                     // 15  14
      "   nop\n"                     // 16  15
      "   dec  %[bits]\n"            // 17  16
      "   brne 1b\n"                 // 19  18   and 2 for the next rise
      : [byte] "+r"(byte), [bits] "+r"(bits)
      : [port] "e"(port), [high] "r"(high), [low] "r"(low));
}

}  // namespace

void sendStripBytes(uint8_t pin, const uint8_t* bytes, uint8_t count) {
  volatile uint8_t* port = portOutputRegister(digitalPinToPort(pin));
  const uint8_t mask = digitalPinToBitMask(pin);
  const uint8_t status = SREG;
  noInterrupts();
  const uint8_t high = static_cast<uint8_t>(*port | mask);
  const uint8_t low = static_cast<uint8_t>(*port & ~mask);
  for (; count > 0; count--) {
    for (uint8_t i = 0; i < 3; i++) sendByte(port, high, low, *bytes++);
    // A byte from the host comes every 174 µs and the UART holds two: taken here, none is lost. The strip waits for
    // its next bit far longer than this takes (it latches after 50 µs and more).
    if (UCSR0A & _BV(RXC0)) Serial._rx_complete_irq();
  }
  SREG = status;
}

}  // namespace labo
