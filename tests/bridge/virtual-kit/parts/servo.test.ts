import { expect, test } from "vitest";
import { ServoHorn } from "../../../../bridge/virtual-kit/parts/servo.ts";

const settle = (horn: ServoHorn, pulse: number, period?: number) => {
  horn.turn(0);
  if (period === undefined) horn.pulse(pulse);
  else horn.pulse(pulse, period);
  horn.turn(1000);
  return horn.degrees;
};

test.each([
  [544, 0],
  [1472, 90],
  [2400, 180],
  [2450, 180],
])("a pulse of %d µs turns the horn to %d°", (micros, degrees) => {
  expect(settle(new ServoHorn(45), micros)).toBe(degrees);
});

test("the horn takes its time: 60° in 0.1 s", () => {
  const horn = new ServoHorn(0);
  horn.turn(0);
  horn.pulse(2400);
  horn.turn(100);
  expect(horn.degrees).toBe(60);
  horn.turn(300);
  expect(horn.degrees).toBe(180);
});

test("pulses that are no servo signal are ignored: too short, too long, too often", () => {
  expect(settle(new ServoHorn(45), 100)).toBe(45);
  expect(settle(new ServoHorn(45), 5000)).toBe(45);
  expect(settle(new ServoHorn(45), 1472, 2040)).toBe(45);
});
