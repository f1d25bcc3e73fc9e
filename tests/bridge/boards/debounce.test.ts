import { expect, it } from "vitest";
import { createDebounce } from "../../../bridge/boards/debounce.ts";
import { createManualClock } from "../../helpers/manual-clock.ts";

/** Levels at milliseconds; what was told, and the edge it was dated by. */
function play(ms: number, edges: readonly (readonly [at: number, level: 0 | 1])[], until = 10_000) {
  const clock = createManualClock();
  const told: string[] = [];
  const onLevel = createDebounce<number>({
    ms,
    initial: false,
    told: (level, at) => told.push(`${level ? "down" : "up"} ${at}`),
    after: (wait, act) => {
      const timer = clock.after(wait, act);
      return () => timer.cancel();
    },
  });
  const start = clock.mono();
  for (const [at, level] of edges) {
    clock.advance(start + at - clock.mono());
    onLevel(level === 1, at);
  }
  clock.advance(until);
  return told;
}

const bouncing = [
  [0, 1],
  [1, 0],
  [2, 1],
  [100, 0],
  [101, 1],
  [103, 0],
] as const;

it("lets every edge through when there is none", () => {
  expect(play(0, bouncing)).toEqual(["down 0", "up 1", "down 2", "up 100", "down 101", "up 103"]);
});

it("takes a bouncing press for one, dated by its first edge", () => {
  expect(play(30, bouncing)).toEqual(["down 0", "up 100"]);
});

it("loses real presses when it waits too long", () => {
  const fast = Array.from(
    { length: 10 },
    (_, n) =>
      [
        [n * 300, 1],
        [n * 300 + 120, 0],
      ] as const,
  ).flat();
  expect(play(30, fast)).toHaveLength(20);
  expect(play(500, fast)).toEqual([]);
});

it("tells nothing of a level that settles where it started", () => {
  expect(
    play(30, [
      [0, 1],
      [5, 0],
      [9, 1],
      [12, 0],
    ]),
  ).toEqual([]);
});
