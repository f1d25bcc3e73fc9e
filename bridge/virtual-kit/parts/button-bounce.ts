// What a cheap push button really does when pressed or let go: a few false contacts within some milliseconds, then rest.
import { figures } from "../figures.ts";
import type { Random } from "../random.ts";

export interface Contact {
  /** Milliseconds after the finger moved. */
  readonly afterMs: number;
  readonly closed: boolean;
}

/**
 * @param closed where the contact ends up.
 * @returns contacts in order of time; they alternate and the last is `closed`.
 */
export function bounce(random: Random, closed: boolean): Contact[] {
  const bounces = 1 + random.integer(3);
  const times = Array.from({ length: bounces * 2 }, () => 0.1 + random.next() * (figures.bounceMs - 0.1));
  times.sort((a, b) => a - b);
  return [0, ...times].map((afterMs, i) => ({ afterMs, closed: i % 2 === 0 ? closed : !closed }));
}
