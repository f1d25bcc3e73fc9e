import fc from "fast-check";
import { expect, test } from "vitest";
import { usualFigures } from "../../../../bridge/virtual-kit/figures.ts";
import { bodyLoss, meanRssi, PathNoise } from "../../../../bridge/virtual-kit/radio/rssi.ts";
import { createRandom } from "../../../../bridge/virtual-kit/random.ts";

/** Least squares of RSSI against log10 of the distance. */
function fitExponent(points: readonly { distance: number; rssi: number }[]): number {
  const xs = points.map(({ distance }) => Math.log10(distance));
  const meanX = xs.reduce((a, b) => a + b, 0) / xs.length;
  const meanY = points.reduce((a, { rssi }) => a + rssi, 0) / points.length;
  let above = 0;
  let below = 0;
  points.forEach(({ rssi }, i) => {
    above += ((xs[i] ?? 0) - meanX) * (rssi - meanY);
    below += ((xs[i] ?? 0) - meanX) ** 2;
  });
  return -above / below / 10;
}

test("at 1 m the mean is the measured power, and each doubling costs 10·n·log10(2)", () => {
  expect(meanRssi(-59, 1)).toBe(-59);
  expect(meanRssi(-59, 2)).toBeCloseTo(-59 - 6.62, 2);
  expect(meanRssi(-59, 8)).toBeCloseTo(-59 - 19.87, 2);
});

test("no distance gives nonsense, not even none at all", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 70, noNaN: true }), (distance) => {
      const rssi = meanRssi(-59, distance);
      expect(rssi).toBeLessThanOrEqual(-59 + 10 * usualFigures.pathLoss);
      expect(rssi).toBeGreaterThan(-110);
    }),
  );
});

/** n as a person finds it: 20 samples a second apart at each point, then least squares. */
function fittedFrom(seed: number, distances: readonly number[]): number {
  const noise = new PathNoise(createRandom(seed));
  let ms = 0;
  const points = distances.flatMap((distance) =>
    Array.from({ length: 20 }, () => {
      ms += 1000;
      return { distance, rssi: meanRssi(-59, distance) + noise.sample(ms, { x: distance, y: 0 }) };
    }),
  );
  return fitExponent(points);
}

test("20 samples a point from 0.25 to 8 m give n back within 0.1, 19 times in 20 and without bias", () => {
  const errors = Array.from(
    { length: 400 },
    (_, seed) => fittedFrom(seed, [0.25, 0.5, 1, 2, 4, 8]) - usualFigures.pathLoss,
  );
  const within = errors.filter((error) => Math.abs(error) < 0.1).length / errors.length;
  const bias = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  expect(within).toBeGreaterThan(0.95);
  expect(Math.abs(bias)).toBeLessThan(0.01);
});

test("signal strength varies by about 2 dB in all, slowly and from frame to frame", () => {
  const noise = new PathNoise(createRandom(2));
  const values = Array.from({ length: 4000 }, (_, i) => noise.sample(i * 100, { x: 1, y: 1 }));
  const deviation = Math.sqrt(values.reduce((a, b) => a + b * b, 0) / values.length);
  expect(deviation).toBeGreaterThan(1.7);
  expect(deviation).toBeLessThan(2.3);
  const correlation = (lag: number) =>
    values.slice(lag).reduce((sum, value, i) => sum + value * (values[i] ?? 0), 0) /
    (values.length - lag) /
    deviation ** 2;
  expect(correlation(1)).toBeGreaterThan(0.3);
  expect(Math.abs(correlation(50))).toBeLessThan(0.15);
});

test("a person on the line takes 8 to 12 dB within 0.4 m, nothing from 0.6 m on", () => {
  const from = { x: 0, y: 0 };
  const to = { x: 4, y: 0 };
  expect(bodyLoss({ x: 2, y: 0 }, from, to)).toBe(12);
  expect(bodyLoss({ x: 2, y: 0.4 }, from, to)).toBeCloseTo(8, 6);
  expect(bodyLoss({ x: 2, y: 0.5 }, from, to)).toBeCloseTo(4, 6);
  expect(bodyLoss({ x: 2, y: 0.6 }, from, to)).toBeCloseTo(0, 6);
  expect(bodyLoss({ x: -1, y: 0 }, from, to)).toBe(0);
  expect(bodyLoss({ x: 0.1, y: 0 }, from, from)).toBeGreaterThan(8);
});
