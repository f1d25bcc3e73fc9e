import { expect, it } from "vitest";
import { createLedClock, isLed } from "../../bridge/led-clock.ts";
import { eventually } from "../helpers/eventually.ts";
import { createManualClock } from "../helpers/manual-clock.ts";

it("led, it is where it was told and no further; what falls due on the way is done in order, each once", () => {
  const clock = createLedClock(100);
  clock.lead();
  const start = clock.mono();
  const wall = clock.now();
  const done: string[] = [];
  clock.every(40, () => void done.push(`every ${clock.mono() - start}`));
  clock.after(100, () => void done.push("late"));
  clock.after(50, () => void done.push("soon")).cancel();
  clock.after(50, () => clock.after(0, () => void done.push(`after the other at ${clock.mono() - start}`)));
  clock.reach(39);
  expect(done).toEqual([]);
  clock.reach(100);
  expect(done).toEqual(["every 40", "after the other at 50", "every 80", "late"]);
  expect(clock.mono() - start).toBe(100);
  expect(clock.now() - wall).toBe(100);
  clock.reach(60);
  expect(clock.mono() - start).toBe(100);
  clock.reach(107.9);
  expect(clock.mono()).toBe(start + 107);
  expect(Number.isInteger(start)).toBe(true);
});

it("waits for what it was asked to wait for, and for what that leads to", async () => {
  const clock = createLedClock(1);
  const done: string[] = [];
  const after = (rounds: number): Promise<void> =>
    rounds === 0 ? Promise.resolve() : Promise.resolve().then(() => after(rounds - 1));
  clock.hold(after(5).then(() => void done.push("first")));
  clock.hold(after(2).then(() => clock.hold(after(9).then(() => void done.push("second")))));
  await clock.settled();
  expect(done).toEqual(["first", "second"]);
  await clock.settled();
});

it("on its own, before and after, it goes at its rate and never back", async () => {
  const clock = createLedClock(50);
  let fired = 0;
  clock.after(200, () => fired++);
  await eventually(() => fired === 1, "a timer of a clock nobody leads");
  clock.lead();
  const led = clock.mono();
  clock.reach(10_000);
  expect(clock.mono()).toBe(led + 10_000);
  clock.release();
  expect(clock.mono()).toBeGreaterThanOrEqual(led + 10_000);
  clock.after(200, () => fired++);
  await eventually(() => fired === 2, "a timer of a clock that was let go");
});

it("is told apart from one that cannot be led", () => {
  expect(isLed(createLedClock(1))).toBe(true);
  expect(isLed(createManualClock())).toBe(false);
});
