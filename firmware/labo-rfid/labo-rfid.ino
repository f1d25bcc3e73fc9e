// labo-rfid: an MFRC522 reader on an Uno or Nano, told as lines at 57600 baud 8N1 (firmware/README.md).
// RC522 module: SDA/SS D10, RST D9, SCK D13, MISO D12, MOSI D11, 3.3 V (never 5 V), GND.

#include "src/board/idle.h"
#include "src/board/mfrc522-spi.h"
#include "src/memory-job.h"
#include "src/presence.h"
#include "src/reader.h"
#include "src/station.h"

static labo::Mfrc522Spi bus;
static labo::Mfrc522 chip(bus);
static labo::Presence presence;
static labo::MemoryJob job;
static labo::Reader reader(chip, presence, job);
static labo::Station station("1.1.0", reader, presence, job);

static char line[labo::kLineMax];
static uint8_t lineLength = 0;
static uint8_t lineSent = 0;

void setup() {
  Serial.begin(57600);
  bus.begin();
}

void loop() {
  while (!station.full() && Serial.available()) station.take(static_cast<uint8_t>(Serial.read()));

  reader.step(millis());

  if (lineSent == lineLength) {
    lineLength = station.nextLine(line, millis());
    lineSent = 0;
  }
  // Only what the transmit buffer takes now: Serial.write() would wait otherwise.
  while (lineSent < lineLength && Serial.availableForWrite() > 0) Serial.write(line[lineSent++]);

  const bool moreToSay = lineSent == lineLength && station.lineWaiting(millis());
  if (!reader.busy() && !moreToSay) labo::idleUntilInterrupt();
}
