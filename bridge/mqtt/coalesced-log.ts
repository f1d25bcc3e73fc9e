// Refusals counted by reason, told at once the first time and then together: a flood of bad messages is never a flood
// of log lines.
import type { Clock, Timer } from "../clock.ts";
import type { Logger } from "../logger.ts";

export interface CoalescedLog {
  /** Counts one; `where` (a topic, an address) is told with the first of each quiet period. */
  count(reason: string, where: string): void;
  readonly total: number;
  byReason(): Readonly<Record<string, number>>;
  /** Tells what was not told yet and stops the timer. */
  close(): void;
}

/** Reasons are the program's own words: a few. More than this would be a fault, and share one line. */
const mostReasons = 64;

/**
 * @param message what is being counted, for the log line.
 * @param quietMs clock milliseconds between two lines of one reason.
 */
export function createCoalescedLog(
  logger: Logger,
  clock: Clock,
  message: string,
  quietMs = 10_000,
): CoalescedLog {
  const reasons = new Map<string, { total: number; untold: number; where: string; timer?: Timer }>();
  let total = 0;

  function tell(reason: string) {
    const entry = reasons.get(reason);
    if (entry === undefined) return;
    delete entry.timer;
    if (entry.untold === 0) return;
    logger.warn({ reason, where: entry.where, count: entry.untold, total: entry.total }, message);
    entry.untold = 0;
    entry.timer = clock.after(quietMs, () => tell(reason));
  }

  return {
    count(given, where) {
      const reason = reasons.has(given) || reasons.size < mostReasons ? given : "other";
      total += 1;
      const entry = reasons.get(reason) ?? { total: 0, untold: 0, where };
      reasons.set(reason, entry);
      entry.total += 1;
      if (entry.untold === 0) entry.where = where.slice(0, 200);
      entry.untold += 1;
      if (entry.timer === undefined) tell(reason);
    },
    get total() {
      return total;
    },
    byReason: () => Object.fromEntries([...reasons].map(([reason, entry]) => [reason, entry.total])),
    close() {
      for (const [reason, entry] of reasons) {
        entry.timer?.cancel();
        tell(reason);
        entry.timer?.cancel();
      }
    },
  };
}
