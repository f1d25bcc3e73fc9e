import { expect, test } from "vitest";
import { findPeriod } from "#contract/maths/period.ts";
import { Pendulum } from "../../../../bridge/virtual-kit/parts/pendulum.ts";

/** What is felt along the string, in g, twenty times a second. */
function along(metres: number, degrees: number, seconds: number): { mono: number; value: number }[] {
  const pendulum = new Pendulum();
  const swing = { metres, degrees };
  return Array.from({ length: seconds * 20 }, (_, n) => {
    const [x, y, z] = pendulum.felt(swing, n * 50);
    expect([x, z]).toEqual([0, 0]);
    return { mono: n * 50, value: y };
  });
}

// The published table: T = 1.003 s at 25 cm, 2.006 s at 100 cm; a wide swing adds less than one percent.
test.each([
  [0.25, 1.003],
  [1, 2.006],
])("on %s m of string it feels half the period of its swing", (metres, seconds) => {
  const found = findPeriod(along(metres, 20, 15), "autocorrelation");
  expect(found?.seconds).toBeGreaterThan((seconds / 2) * 0.99);
  expect(found?.seconds).toBeLessThan((seconds / 2) * 1.02);
});

test("let go at 20° it feels 0.94 to 1.12 g at first, and less and less", () => {
  const felt = along(0.25, 20, 120).map(({ value }) => value);
  const first = felt.slice(0, 20);
  expect(Math.min(...first)).toBeCloseTo(0.94, 2);
  expect(Math.max(...first)).toBeCloseTo(1.12, 2);
  const last = felt.slice(-40);
  expect(Math.max(...last) - Math.min(...last)).toBeLessThan(0.01);
});

test("it hangs still when it was not drawn aside, and starts anew each time it is let go", () => {
  const pendulum = new Pendulum();
  expect(pendulum.felt({ metres: 1, degrees: 0 }, 5000)).toEqual([0, 1, 0]);
  const push = { metres: 1, degrees: 20 };
  const once = pendulum.felt(push, 6000);
  pendulum.felt(push, 60_000);
  expect(pendulum.felt({ ...push }, 90_000)).toEqual(once);
});
