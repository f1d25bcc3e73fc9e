// How long to wait before trying the broker again: quickly at first, so that a broker that only restarts is missed for
// two seconds at most, then between 1 and 30 s with jitter, so that many bridges do not all come back at once. Pure.

const firstTriesMs = [200, 400, 700];
const longestMs = 30_000;
const longestNearbyMs = 2_000;

/**
 * @param attempt 0 for the first try after the loss.
 * @param random 0 to 1.
 * @param isNearby the broker is on this computer: trying costs nothing, so never longer than 2 s.
 * @returns milliseconds.
 */
export function backoffMs(attempt: number, random: number, isNearby: boolean): number {
  const first = firstTriesMs[attempt];
  if (first !== undefined) return first * (0.75 + random / 2);
  const ceiling = Math.min(longestMs, 1_000 * 2 ** Math.min(attempt - firstTriesMs.length + 1, 10));
  const jittered = Math.max(1_000, ceiling * (0.5 + random / 2));
  return isNearby ? Math.min(longestNearbyMs, jittered) : jittered;
}
