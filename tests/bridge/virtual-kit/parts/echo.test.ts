// What the simulated rangefinder of sound makes of what stands before it.
import { describe, expect, it } from "vitest";
import { echoMicros, heardMicros, type SonarTarget } from "../../../../bridge/virtual-kit/parts/sonar.ts";
import { createRandom } from "../../../../bridge/virtual-kit/random.ts";

const lost = 38_000;

function listen(target: SonarTarget) {
  const random = createRandom(7);
  const pulses = Array.from({ length: 400 }, () => heardMicros(target, 20, random));
  const heard = pulses.filter((micros) => micros !== lost);
  const mean = heard.reduce((sum, one) => sum + one, 0) / heard.length;
  const sd = Math.sqrt(heard.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (heard.length - 1));
  return { mean, sd, lost: 1 - heard.length / pulses.length };
}

describe("an echo", () => {
  it.each([0.2, 0.5, 1])(
    "of a flat board at %d m always comes back, within a millimetre or two",
    (metres) => {
      const { mean, sd, lost: share } = listen({ metres });
      expect(share).toBe(0);
      expect(Math.abs(mean - echoMicros(metres, 20))).toBeLessThan(6);
      expect(sd).toBeLessThan(12);
    },
  );

  it.each([
    ["a board turned by 45°", { metres: 0.5, degrees: 45 }],
    ["a wool scarf", { metres: 0.5, wool: true }],
  ])("of %s comes late, scattered, and often not at all", (_, target) => {
    const { mean, sd, lost: share } = listen(target);
    const flat = listen({ metres: 0.5 });
    expect(sd).toBeGreaterThan(3 * flat.sd);
    expect(mean).toBeGreaterThan(flat.mean + 25);
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.5);
  });

  it("is lost when wool hangs before a turned board, and out of reach", () => {
    expect(listen({ metres: 0.5, degrees: 45, wool: true }).lost).toBe(1);
    expect(listen({ metres: 4.2 }).lost).toBe(1);
    expect(listen({ metres: 1.5, degrees: 45 }).lost).toBeGreaterThan(0.9);
  });
});
