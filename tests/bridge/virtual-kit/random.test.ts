import fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom, Wander } from "../../../bridge/virtual-kit/random.ts";

const draw = (seed: number, count: number) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

test("the same seed gives the same numbers, another seed others", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      expect(draw(seed, 20)).toEqual(draw(seed, 20));
      expect(draw(seed, 4)).not.toEqual(draw(seed + 1, 4));
    }),
  );
});

test("numbers lie in [0, 1) and integers below their bound", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 1000 }), (seed, bound) => {
      const random = createRandom(seed);
      for (let i = 0; i < 50; i++) {
        const number = random.next();
        expect(number >= 0 && number < 1).toBe(true);
        const integer = random.integer(bound);
        expect(Number.isInteger(integer) && integer >= 0 && integer < bound).toBe(true);
      }
    }),
  );
});

test("gaussian numbers have mean 0 and standard deviation 1", () => {
  const random = createRandom(3);
  const values = Array.from({ length: 20_000 }, () => random.gaussian());
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
  expect(mean).toBeCloseTo(0, 1);
  expect(Math.sqrt(variance)).toBeCloseTo(1, 1);
});

test("a fork is a stream of its own: drawing from it does not move its parent", () => {
  const alone = createRandom(9);
  const parent = createRandom(9);
  const child = parent.fork("air");
  for (let i = 0; i < 10; i++) child.next();
  expect(parent.next()).toBe(alone.next());
  expect(createRandom(9).fork("air").next()).toBe(createRandom(9).fork("air").next());
  expect(createRandom(9).fork("air").next()).not.toBe(createRandom(9).fork("path").next());
});

test("a wandering value keeps its deviation and forgets itself in its memory time", () => {
  const wander = new Wander(createRandom(5), 2, 1000);
  const close: number[] = [];
  const far: number[] = [];
  let last = wander.at(0);
  let squares = 0;
  for (let i = 1; i <= 4000; i++) {
    // Alternately a tenth of the memory and five memories later.
    const ms = Math.ceil(i / 2) * 100 + Math.floor(i / 2) * 5000;
    const value = wander.at(ms);
    (i % 2 === 1 ? close : far).push(value * last);
    squares += value * value;
    last = value;
  }
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  expect(Math.sqrt(squares / 4000)).toBeCloseTo(2, 0);
  expect(mean(close) / 4).toBeGreaterThan(0.8);
  expect(Math.abs(mean(far) / 4)).toBeLessThan(0.1);
});
