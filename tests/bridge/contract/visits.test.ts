// Figures of visits: medians and rates by version, and Fisher's exact test against tables worked out by hand.
import { expect, it } from "vitest";
import { compareVisits, fisherExact, verdictOf, visitFigures } from "#contract/maths/visits.ts";
import type { Visit } from "#contract/runs.ts";

const visits = (version: number, successes: number, total: number, seconds = 30): Visit[] =>
  Array.from({ length: total }, (_, i) => ({
    step: "essai",
    version,
    startedAt: "2026-11-26T12:00:00.000Z",
    seconds: seconds + i,
    success: i < successes,
  }));

it.each([
  // Lady tasting tea, 3 of 4: 34/70. All of 5 against none of 5: 2/252. 4 of 5 against 1 of 5: 52/252.
  [[3, 1], [4, 4], 34 / 70],
  [[4, 0], [4, 4], 2 / 70],
  [[5, 0], [5, 5], 2 / 252],
  [[4, 1], [5, 5], 52 / 252],
  [[5, 1], [5, 5], 12 / 252],
  [[2, 2], [5, 5], 1],
  [[0, 0], [5, 5], 1],
  [[5, 0], [5, 0], 1],
] as const)("successes %j of %j: %d", (successes, totals, chance) => {
  expect(fisherExact(successes, totals)).toBeCloseTo(chance, 10);
});

it("tells medians and successes of each version", () => {
  expect(visitFigures([...visits(2, 1, 2, 10), ...visits(1, 2, 5)])).toEqual([
    { version: 1, visits: 5, successes: 2, seconds: 32 },
    { version: 2, visits: 2, successes: 1, seconds: 10.5 },
  ]);
  expect(visitFigures([])).toEqual([]);
});

it("says of five and five that only a large difference tells anything", () => {
  const compared = (before: number, after: number) =>
    compareVisits([...visits(1, before, 5), ...visits(2, after, 5)]);
  expect(compared(2, 4)).toMatchObject({ tells: false });
  expect(compared(2, 4)?.wouldTell).toBeUndefined();
  expect(compared(1, 4)).toMatchObject({ tells: false, wouldTell: { atLeast: 5 } });
  expect(compared(1, 5)).toMatchObject({ tells: true });
  expect(compared(5, 0)).toMatchObject({ tells: true, wouldTell: { atMost: 1 } });
  expect(compareVisits(visits(1, 3, 5))).toBeUndefined();
  const verdict = (before: number, after: number) =>
    verdictOf([...visits(1, before, 5), ...visits(2, after, 5)]);
  expect([verdict(1, 5), verdict(5, 0), verdict(2, 4)]).toEqual(["better", "worse", "unknown"]);
});
