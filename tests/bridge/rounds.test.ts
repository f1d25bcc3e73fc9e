import { expect, it } from "vitest";
import { createRounds } from "../../bridge/rounds.ts";
import { createManualClock } from "../helpers/manual-clock.ts";

it("rounds are made while something is left to look after, and begun again with the next", () => {
  const clock = createManualClock();
  let left = 2;
  let looked = 0;
  const rounds = createRounds(clock, 100, () => {
    looked += 1;
    left -= 1;
    return left > 0;
  });
  clock.advance(1000);
  expect(looked).toBe(0);
  rounds.begin();
  rounds.begin();
  clock.advance(1000);
  expect(looked).toBe(2);
  left = 1;
  rounds.begin();
  clock.advance(99);
  expect(looked).toBe(2);
  clock.advance(1000);
  expect(looked).toBe(3);
});

it("rounds end when they are told to", () => {
  const clock = createManualClock();
  let looked = 0;
  const rounds = createRounds(clock, 100, () => {
    looked += 1;
    return true;
  });
  rounds.begin();
  clock.advance(250);
  rounds.end();
  clock.advance(1000);
  expect(looked).toBe(2);
});
