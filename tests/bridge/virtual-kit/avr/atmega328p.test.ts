// The simulated Uno running a small program of ours (tests/fixtures/virtual-kit/pins.c).
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { Atmega328p, clockFrequency } from "../../../../bridge/virtual-kit/avr/atmega328p.ts";
import { parseIntelHex } from "../../../../bridge/virtual-kit/avr/intel-hex.ts";

const file = new URL("../../../fixtures/virtual-kit/pins.hex", import.meta.url);
const flash = parseIntelHex(readFileSync(fileURLToPath(file), "utf8"));
const seconds = (count: number) => count * clockFrequency;

test("the baud rate is the one the firmware set", () => {
  const mcu = new Atmega328p(flash);
  mcu.runUntil(seconds(0.01));
  expect(mcu.usart.baudRate).toBeCloseTo(57_143, 0);
});

test("a timer interrupt wakes the sleeping program at its pace: a byte each 20 ticks of 1.024 ms", () => {
  const mcu = new Atmega328p(flash);
  const times: number[] = [];
  mcu.usart.onByte = () => times.push(mcu.cycles / clockFrequency);
  mcu.runUntil(seconds(2));
  // The first conversion of the ADC takes longer: count from the second byte on.
  const gaps = times.slice(2).map((time, i) => time - (times[i + 1] ?? 0));
  expect(gaps.length).toBeGreaterThan(90);
  for (const gap of gaps) expect(gap).toBeCloseTo(0.02048, 4);
});

test("a byte received while asleep is answered one byte time later", () => {
  const mcu = new Atmega328p(flash);
  mcu.runUntil(seconds(0.005));
  const sent: [number, number][] = [];
  mcu.usart.onByte = (byte) => sent.push([byte, mcu.cycles]);
  const from = mcu.cycles;
  mcu.usart.receive(0x41);
  mcu.runUntil(seconds(0.01));
  expect(sent[0]?.[0]).toBe(0x42);
  const byteTime = (clockFrequency / mcu.usart.baudRate) * 10;
  expect((sent[0]?.[1] ?? 0) - from).toBeGreaterThan(byteTime);
  expect((sent[0]?.[1] ?? 0) - from).toBeLessThan(byteTime + 200);
});

test("a third byte left unread is lost and flagged, the first two are kept", () => {
  const mcu = new Atmega328p(flash);
  mcu.runUntil(seconds(0.005));
  const sent: number[] = [];
  mcu.usart.onByte = (byte) => sent.push(byte);
  for (const byte of [0x10, 0x20, 0x30]) mcu.usart.receive(byte);
  expect(mcu.usart.overran).toBe(true);
  mcu.runUntil(seconds(0.01));
  expect(sent).toEqual([0x11, 0x21]);
});

test("fast PWM on D6 is seen as a duty cycle and a period", () => {
  const mcu = new Atmega328p(flash);
  mcu.runUntil(seconds(0.01));
  expect(mcu.pwm("D6")?.duty).toBeCloseTo(0.25, 6);
  expect(mcu.pwm("D6")?.periodMicros).toBeCloseTo(1024, 6);
  expect(mcu.pwm("D9")).toBeUndefined();
});

test("a pulse timed by a compare interrupt measures 1500 µs on the pin", () => {
  const mcu = new Atmega328p(flash);
  const widths: number[] = [];
  let rose = 0;
  mcu.onEdge("D9", (high) => {
    if (high) rose = mcu.micros;
    else if (rose > 0) widths.push(mcu.micros - rose);
  });
  mcu.runUntil(seconds(0.5));
  expect(widths.length).toBeGreaterThan(15);
  for (const width of widths) expect(Math.abs(width - 1500)).toBeLessThan(8);
});

test("a conversion samples the pin's voltage at that moment", () => {
  const mcu = new Atmega328p(flash);
  mcu.analog = (channel) => (channel === 0 ? 2.5 : 0);
  const sent: number[] = [];
  mcu.usart.onByte = (byte) => sent.push(byte);
  mcu.runUntil(seconds(0.05));
  mcu.analog = () => 7;
  mcu.runUntil(seconds(0.1));
  expect(sent[0]).toBe(128);
  expect(sent.at(-1)).toBe(255);
});

test("asleep, ten simulated seconds take far less than a second of a processor", () => {
  const mcu = new Atmega328p(flash);
  mcu.runUntil(seconds(0.5));
  const from = process.cpuUsage();
  mcu.runUntil(seconds(10.5));
  const { user, system } = process.cpuUsage(from);
  expect((user + system) / 1000).toBeLessThan(2000);
});
