import { describe, expect, it } from "vitest";
import { backoffMs } from "../../../bridge/mqtt/backoff.ts";

describe("the wait before trying the broker again", () => {
  it("makes the first three tries within two seconds, whatever the chance", () => {
    expect(backoffMs(0, 1, false) + backoffMs(1, 1, false) + backoffMs(2, 1, false)).toBeLessThan(2_000);
  });

  it("then stays between 1 and 30 seconds, growing", () => {
    for (let attempt = 3; attempt < 60; attempt += 1)
      for (const random of [0, 0.5, 1]) {
        expect(backoffMs(attempt, random, false)).toBeGreaterThanOrEqual(1_000);
        expect(backoffMs(attempt, random, false)).toBeLessThanOrEqual(30_000);
      }
    expect(backoffMs(12, 1, false)).toBe(30_000);
    expect(backoffMs(12, 0, false)).toBe(15_000);
  });

  it("never waits more than two seconds for a broker on this computer", () => {
    for (let attempt = 0; attempt < 60; attempt += 1)
      expect(backoffMs(attempt, 1, true)).toBeLessThanOrEqual(2_000);
  });
});
