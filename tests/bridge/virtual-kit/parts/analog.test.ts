import { expect, test } from "vitest";
import {
  envelopeVolts,
  FloatingInput,
  forceVolts,
  photoresistorVolts,
  sensorNoise,
  tmp36Volts,
} from "../../../../bridge/virtual-kit/parts/analog.ts";
import { createRandom } from "../../../../bridge/virtual-kit/random.ts";

// Volts from the constants `ldr-10lx` to `ldr-1000lx`.
test.each([
  [10, 4.17],
  [50, 3.09],
  [100, 2.5],
  [150, 2.14],
  [300, 1.58],
  [1000, 0.83],
])("a photoresistor in %d lx gives %d V", (lux, volts) => {
  expect(photoresistorVolts(lux)).toBeCloseTo(volts, 2);
});

test("in full darkness the photoresistor's pin stays below the supply", () => {
  expect(photoresistorVolts(0)).toBeGreaterThan(4.9);
  expect(photoresistorVolts(0)).toBeLessThan(5);
});

test.each([
  [0, 0.5],
  [25, 0.75],
  [-40, 0.1],
  [200, 1.75],
])("a TMP36 at %d °C gives %d V, within its range", (celsius, volts) => {
  expect(tmp36Volts(celsius)).toBeCloseTo(volts, 6);
});

test.each([
  [0, 0],
  [0.1, 0.45],
  [1, 2.5],
  [10, 4.55],
])("a force sensor under %d N gives %d V", (newtons, volts) => {
  expect(forceVolts(newtons)).toBeCloseTo(volts, 2);
});

test("a sound module gives all its supply at its loudest, and nothing in silence", () => {
  expect([0, 0.25, 1].map(envelopeVolts)).toEqual([0, 1.25, 5]);
});

const spread = (values: readonly number[]) => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
};

test("a wired sensor's noise is about half a step of the converter", () => {
  const random = createRandom(1);
  const deviation = spread(Array.from({ length: 2000 }, () => sensorNoise(random)));
  expect(deviation).toBeGreaterThan(0.001);
  expect(deviation).toBeLessThan(0.004);
});

test.each([1, 2, 3, 4, 5])(
  "an unwired input spreads over at least 2 %% of full scale in 5 s, whatever the sampling (seed %d)",
  (seed) => {
    for (const period of [19, 50, 100]) {
      const input = new FloatingInput(createRandom(seed));
      const volts = Array.from({ length: Math.floor(5000 / period) }, (_, i) => input.volts(i * period));
      expect(spread(volts) / 5).toBeGreaterThan(0.02);
      expect(Math.min(...volts)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...volts)).toBeLessThanOrEqual(5);
    }
  },
);
