import { expect, test } from "vitest";
import { Pace } from "../../../bridge/virtual-kit/pace.ts";

test("simulated time follows real time at the rate asked", () => {
  const pace = new Pace(3);
  expect(pace.step(1000, 100)).toBe(0);
  expect(pace.step(1010, 100)).toBe(30);
  expect(pace.behind).toBe(false);
});

test("a long step is cut into slices, and none of it is lost", () => {
  const pace = new Pace(1);
  pace.step(0, 40);
  expect(pace.step(100, 40)).toBe(40);
  expect(pace.behind).toBe(true);
  expect(pace.step(100, 40)).toBe(40);
  expect(pace.step(100, 40)).toBe(20);
  expect(pace.behind).toBe(false);
  expect(pace.dropped).toBe(0);
});

test("a debt beyond 250 ms of real time is dropped and counted", () => {
  const pace = new Pace(2);
  pace.step(0, 1000);
  expect(pace.step(10_000, 1000)).toBe(500);
  expect(pace.dropped).toBe(19_500);
});

test("a clock that steps back moves nothing", () => {
  const pace = new Pace(1);
  pace.step(100, 40);
  expect(pace.step(50, 40)).toBe(0);
  expect(pace.step(60, 40)).toBe(10);
});
