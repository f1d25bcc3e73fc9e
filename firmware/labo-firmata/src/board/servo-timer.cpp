// Servo pulses on Timer1: see servo-timer.h.
#include "servo-timer.h"

#include <Arduino.h>

namespace labo {
namespace servos {

namespace {

const uint16_t kCountsPerMicro = 2;
const uint16_t kFrameCounts = 20000 * kCountsPerMicro;
const uint16_t kRestMicros = 1500;
// No servo asks for less or more; below, the compare match would be set in the past.
const uint16_t kShortestMicros = 100;
const uint16_t kLongestMicros = 5000;
// Closer than this the compare match could be set in the past and come one turn of the counter (33 ms) late.
const uint16_t kLeadCounts = 16 * kCountsPerMicro;
// From the compare match to the pin's fall the interrupt takes this long more than from its rise to the next match.
const uint16_t kLatencyCounts = 9;
const uint8_t kNobody = 0xFF;

struct Channel {
  volatile uint8_t* out;
  uint8_t mask;
  uint8_t pin;
  volatile uint16_t counts;  // 0: free
};

Channel channels[kServosMax];
volatile uint8_t current = kNobody;  // whose pulse is high
volatile uint16_t frameStart = 0;
bool timerTaken = false;

Channel* find(uint8_t pin) {
  for (Channel& channel : channels) {
    if (channel.counts != 0 && channel.pin == pin) return &channel;
  }
  return nullptr;
}

void takeTimer() {
  timerTaken = true;
  TCCR1A = 0;          // normal mode; pins 9 and 10 go back to their port
  TCCR1B = _BV(CS11);  // clock / 8
  TCNT1 = 0;
  current = kNobody;
  OCR1A = kFrameCounts;
  TIFR1 = _BV(OCF1A);
  TIMSK1 |= _BV(OCIE1A);
}

void giveTimerBack() {
  timerTaken = false;
  TIMSK1 &= static_cast<uint8_t>(~_BV(OCIE1A));
  // As the Arduino core sets it at start: phase-correct 8-bit PWM, clock / 64.
  TCCR1A = _BV(WGM10);
  TCCR1B = _BV(CS11) | _BV(CS10);
}

}  // namespace

/** The end of a pulse or of a frame's rest: raises the next pin, or waits for the next frame. */
void onCompareMatch() {
  uint8_t next = 0;
  if (current == kNobody) {
    frameStart = TCNT1;
  } else {
    *channels[current].out &= static_cast<uint8_t>(~channels[current].mask);
    next = static_cast<uint8_t>(current + 1);
  }
  while (next < kServosMax && channels[next].counts == 0) next++;
  if (next < kServosMax) {
    current = next;
    *channels[next].out |= channels[next].mask;
    OCR1A = TCNT1 + channels[next].counts - kLatencyCounts;
    return;
  }
  current = kNobody;
  const uint16_t spent = TCNT1 - frameStart;
  OCR1A = spent + kLeadCounts < kFrameCounts ? frameStart + kFrameCounts : TCNT1 + kLeadCounts;
}

bool attach(uint8_t pin) {
  if (find(pin)) return true;
  for (Channel& channel : channels) {
    if (channel.counts != 0) continue;
    channel.out = portOutputRegister(digitalPinToPort(pin));
    channel.mask = digitalPinToBitMask(pin);
    channel.pin = pin;
    noInterrupts();
    channel.counts = kRestMicros * kCountsPerMicro;
    interrupts();
    if (!timerTaken) takeTimer();
    return true;
  }
  return false;
}

void detach(uint8_t pin) {
  Channel* channel = find(pin);
  if (!channel) return;
  noInterrupts();
  channel->counts = 0;
  *channel->out &= static_cast<uint8_t>(~channel->mask);
  interrupts();
  for (const Channel& other : channels) {
    if (other.counts != 0) return;
  }
  giveTimerBack();
}

void pulse(uint8_t pin, uint16_t micros) {
  Channel* channel = find(pin);
  if (!channel) return;
  if (micros < kShortestMicros) micros = kShortestMicros;
  if (micros > kLongestMicros) micros = kLongestMicros;
  noInterrupts();
  channel->counts = static_cast<uint16_t>(micros * kCountsPerMicro);
  interrupts();
}

uint16_t quietMicros() {
  if (!timerTaken) return 0xFFFF;
  noInterrupts();
  const bool quiet = current == kNobody && !(TIFR1 & _BV(OCF1A));
  const uint16_t left = static_cast<uint16_t>(OCR1A - TCNT1);
  interrupts();
  return quiet ? left / kCountsPerMicro : 0;
}

bool running() { return timerTaken; }

}  // namespace servos
}  // namespace labo

ISR(TIMER1_COMPA_vect) { labo::servos::onCompareMatch(); }
