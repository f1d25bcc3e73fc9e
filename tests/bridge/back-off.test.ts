import { expect, it } from "vitest";
import { createBackOff } from "../../bridge/back-off.ts";

it("waits twice as long each time, up to its bound, and starts short again after a success", () => {
  const backOff = createBackOff(300, 2000, () => 0.5);
  expect([1, 2, 3, 4, 5].map(() => backOff.next())).toEqual([300, 600, 1200, 2000, 2000]);
  backOff.reset();
  expect(backOff.next()).toBe(300);
});

it("varies its waits by a quarter either way", () => {
  expect(createBackOff(400, 2000, () => 0).next()).toBe(300);
  expect(createBackOff(400, 2000, () => 0.999).next()).toBeCloseTo(500, 0);
});
