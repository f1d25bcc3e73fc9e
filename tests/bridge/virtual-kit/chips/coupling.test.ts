import { expect, test } from "vitest";
import { exchangeProbability, relativeField } from "../../../../bridge/virtual-kit/chips/coupling.ts";

// Percentages from the constants `coil-field-0cm` to `coil-field-10cm`.
test.each([
  [0, 100],
  [0.01, 71.6],
  [0.02, 35.4],
  [0.03, 17.1],
  [0.04, 8.9],
  [0.05, 5.1],
  [0.1, 0.75],
])("at %d m the field is %d %% of the coil's", (metres, percent) => {
  expect(relativeField(metres) * 100).toBeCloseTo(percent, 1);
});

test("an exchange is sure to 45 mm, uncertain between, impossible from 65 mm", () => {
  expect(exchangeProbability(0)).toBe(1);
  expect(exchangeProbability(0.0449)).toBe(1);
  const between = [0.047, 0.05, 0.055, 0.06].map((metres) => exchangeProbability(metres));
  expect(between).toEqual(between.toSorted((a, b) => b - a));
  for (const probability of between) expect(probability > 0 && probability < 1).toBe(true);
  expect(exchangeProbability(0.065)).toBe(0);
  expect(exchangeProbability(0.2)).toBe(0);
});

test("another tag in the field shortens the reach a little", () => {
  expect(exchangeProbability(0.045, 1)).toBeLessThan(1);
  expect(exchangeProbability(0.04, 1)).toBe(1);
});
