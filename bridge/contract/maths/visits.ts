// Visits to a prototype, version by version: medians, rates, and whether a difference in success says anything. Pure.
import type { Visit } from "../runs.ts";
import { median } from "./statistics.ts";

export interface VersionFigures {
  readonly version: number;
  readonly visits: number;
  readonly successes: number;
  /** Median time with the prototype, seconds. */
  readonly seconds: number;
}

/** Figures of each version that had a visit, in their order. */
export function visitFigures(visits: readonly Visit[]): VersionFigures[] {
  const versions = [...new Set(visits.map(({ version }) => version))].sort((a, b) => a - b);
  return versions.map((version) => {
    const own = visits.filter((one) => one.version === version);
    return {
      version,
      visits: own.length,
      successes: own.filter(({ success }) => success).length,
      seconds: median(own.map(({ seconds }) => seconds)) ?? 0,
    };
  });
}

/** ln(n!), exact enough for the few dozen visits of a test. */
function logFactorial(n: number): number {
  let sum = 0;
  for (let k = 2; k <= n; k += 1) sum += Math.log(k);
  return sum;
}

/**
 * Fisher's exact test, two-sided: the chance of two groups at least this unlike, were they alike.
 * @param successes of each group. @param totals of each group; 0 gives 1.
 */
export function fisherExact(successes: readonly [number, number], totals: readonly [number, number]): number {
  const [n1, n2] = totals;
  const all = n1 + n2;
  const won = successes[0] + successes[1];
  const log = (a: number) =>
    logFactorial(n1) +
    logFactorial(n2) +
    logFactorial(won) +
    logFactorial(all - won) -
    (logFactorial(all) +
      [a, n1 - a, won - a, n2 - won + a].reduce((sum, cell) => sum + logFactorial(cell), 0));
  const seen = log(successes[0]);
  let chance = 0;
  // Tables as likely as the one seen count too, whatever the last bits of their logarithms.
  for (let a = Math.max(0, won - n2); a <= Math.min(n1, won); a += 1)
    if (log(a) <= seen + 1e-9) chance += Math.exp(log(a));
  return Math.min(1, chance);
}

/** Below it, chance alone is a poor explanation. */
const significance = 0.05;

export interface Comparison {
  readonly before: VersionFigures;
  readonly after: VersionFigures;
  /** Of a difference in success at least this large, by chance alone. */
  readonly chance: number;
  /** Is it more than chance would often give? */
  readonly tells: boolean;
  /** With as many visits, how many successes the second version would have needed (or could have at most); none would do when absent. */
  readonly wouldTell?: { readonly atLeast?: number; readonly atMost?: number };
}

/** The first version beside the last; `undefined` with fewer than two. */
export function compareVisits(visits: readonly Visit[]): Comparison | undefined {
  const figures = visitFigures(visits);
  const before = figures[0];
  const after = figures.at(-1);
  if (before === undefined || after === undefined || before === after) return undefined;
  const chanceOf = (successes: number) =>
    fisherExact([before.successes, successes], [before.visits, after.visits]);
  const chance = chanceOf(after.successes);
  const rate = before.successes / before.visits;
  const telling = Array.from({ length: after.visits + 1 }, (_, k) => k).filter(
    (k) => chanceOf(k) < significance,
  );
  const atLeast = telling.find((k) => k / after.visits > rate);
  const atMost = telling.findLast((k) => k / after.visits < rate);
  return {
    before,
    after,
    chance,
    tells: chance < significance,
    ...(atLeast === undefined && atMost === undefined
      ? {}
      : {
          wouldTell: {
            ...(atLeast === undefined ? {} : { atLeast }),
            ...(atMost === undefined ? {} : { atMost }),
          },
        }),
  };
}

/** What may honestly be said of the last version beside the first. */
export type Verdict = "better" | "worse" | "unknown";
export function verdictOf(visits: readonly Visit[]): Verdict {
  const compared = compareVisits(visits);
  if (compared === undefined || !compared.tells) return "unknown";
  const { before, after } = compared;
  return after.successes / after.visits > before.successes / before.visits ? "better" : "worse";
}
