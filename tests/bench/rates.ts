// How many times a second each of several ways of doing the same can be done, on one core.
import { median } from "./statistics.ts";

const stepMs = 200;
const turns = 3;

/** Processor time this process took so far, milliseconds: what else the machine does must not count. */
const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Times per second of one core that `act` can be called, all items in turn. @throws Error when it finds nothing in them. */
function callsPerSecond<T>(act: (item: T) => number, items: readonly T[]): number {
  // Summed up, so that no call is optimised away.
  let sum = 0;
  let calls = 0;
  let elapsed = 0;
  const began = processorMs();
  while (elapsed < stepMs) {
    for (const item of items) sum += act(item);
    calls += items.length;
    elapsed = processorMs() - began;
  }
  if (sum === 0) throw new Error("nothing was decoded");
  return (calls / elapsed) * 1000;
}

/**
 * In turns, so that what else the machine does hits all alike; the first turn warms up and does not count.
 * @param ways each says how much it found in an item.
 * @returns calls per second of one core, the median of each way.
 */
export function ratesInTurns<Way extends string, T>(
  ways: Readonly<Record<Way, (item: T) => number>>,
  items: readonly T[],
): Readonly<Record<Way, number>> {
  const names = Object.keys(ways) as Way[];
  const rates = new Map<Way, number[]>(names.map((way) => [way, []]));
  for (let turn = 0; turn <= turns; turn += 1) {
    for (const way of names) {
      const rate = callsPerSecond(ways[way], items);
      if (turn > 0) rates.get(way)?.push(rate);
    }
  }
  const medians = names.map((way) => [way, median(rates.get(way) ?? [])]);
  return Object.fromEntries(medians) as Record<Way, number>;
}
