// Two bridges of one name: believed when the other one insists, forgotten when it has been silent.
import { expect, it } from "vitest";
import { createNamesake } from "../../../bridge/mqtt/namesake.ts";
import { createManualClock } from "../../helpers/manual-clock.ts";

function start() {
  const clock = createManualClock();
  const told: boolean[] = [];
  const namesake = createNamesake(clock, () => told.push(namesake.isThere));
  return { clock, told, namesake };
}

it("a bridge that goes on saying how it is under this name is told once, and once more when it is gone", () => {
  const { clock, told, namesake } = start();
  for (let n = 0; n < 4; n += 1) {
    namesake.heard("labo/cave/health");
    clock.advance(5_000);
  }
  expect(told).toEqual([true]);
  clock.advance(9_999);
  expect(namesake.isThere).toBe(true);
  clock.advance(1);
  expect(told).toEqual([true, false]);
});

it("what a former line of our own still brings, all at once, is no namesake", () => {
  const { clock, told, namesake } = start();
  for (const topic of ["labo/cave/info", "labo/cave/health", "labo/cave/health"]) namesake.heard(topic);
  clock.advance(20_000);
  namesake.heard("labo/cave/health");
  expect(told).toEqual([]);
});

it("events and devices said in our name are a lie like any other: only what every bridge says of itself counts", () => {
  const { clock, told, namesake } = start();
  for (let n = 0; n < 10; n += 1) {
    for (const topic of ["labo/cave/lecteur/event", "labo/cave/devices", "labo/cave/state", "other/health"])
      namesake.heard(topic);
    clock.advance(1_000);
  }
  expect(told).toEqual([]);
});
