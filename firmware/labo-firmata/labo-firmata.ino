// labo-firmata: an Uno or Nano as a Firmata 2.x board at 57600 baud 8N1 (firmware/README.md).
// Any Firmata host works with it as with StandardFirmata; it sleeps between events and never waits.

#include "src/board/idle.h"
#include "src/board/uno-hardware.h"
#include "src/firmata.h"

static labo::UnoHardware hardware;
static labo::Firmata firmata(hardware, labo::uno(NUM_ANALOG_INPUTS), "labo-firmata.ino", 1, 2);

void setup() {
  Serial.begin(57600);
  firmata.start();
}

void loop() {
  labo::Sender& sender = firmata.sender();

  while (firmata.ready() && Serial.available()) firmata.take(static_cast<uint8_t>(Serial.read()));

  firmata.step(millis(), micros());

  // Only what the transmit buffer takes now: Serial.write() would wait otherwise.
  while (!sender.empty() && Serial.availableForWrite() > 0) Serial.write(sender.pop());

  labo::idleUntilInterrupt();
}
