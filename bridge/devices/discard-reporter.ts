// Bad bytes as events: the first at once, the rest once a second with their count, so that noise never floods.
import type { EventBody } from "#contract/events.ts";
import { discardReasonOf, refusalWords, type Why } from "#contract/refusals.ts";
import type { Clock, Timer } from "../clock.ts";
import type { Instant } from "./event-factory.ts";

const quietMs = 1000;
const shownBytes = 64;

export interface DiscardReporter {
  add(at: Instant, bytes: Uint8Array, why: Why): void;
  /** Tells what waits, now. */
  flush(): void;
  /** Discards so far. */
  readonly count: number;
}

export function createDiscardReporter(
  clock: Clock,
  emit: (at: Instant, body: EventBody) => void,
): DiscardReporter {
  let total = 0;
  let waiting: { at: Instant; hex: string; bytes: number; why: Why; count: number } | undefined;
  let quiet: Timer | undefined;

  const flush = (): void => {
    if (waiting === undefined) return;
    const { at, why, ...told } = waiting;
    waiting = undefined;
    const reason = discardReasonOf(why);
    emit(at, { kind: "frame-discarded", reason, why: refusalWords(why), ...told });
  };
  const keepQuiet = (): void => {
    quiet = clock.after(quietMs, () => {
      quiet = undefined;
      if (waiting === undefined) return;
      flush();
      keepQuiet();
    });
  };

  return {
    get count() {
      return total;
    },
    add(at, bytes, why) {
      total += 1;
      if (waiting === undefined) {
        const hex = Buffer.from(bytes.subarray(0, shownBytes)).toString("hex");
        waiting = { at, hex, bytes: bytes.length, why, count: 1 };
      } else {
        waiting.bytes += bytes.length;
        waiting.count += 1;
      }
      if (quiet !== undefined) return;
      flush();
      keepQuiet();
    },
    flush,
  };
}
