// A clock that moves only when a test says so. Timers fire in order, each at its own time.
import type { Clock } from "../../bridge/clock.ts";

export interface ManualClock extends Clock {
  /** Moves on by so many milliseconds, firing what falls due on the way. */
  advance(ms: number): void;
  /** Somebody sets the wall clock; time goes on as before. */
  setBy(ms: number): void;
}

export function createManualClock(startNow = Date.UTC(2026, 0, 1)): ManualClock {
  let mono = 0;
  let setBy = 0;
  let made = 0;
  const pending = new Map<number, { at: number; readonly every?: number; readonly act: () => void }>();
  const add = (at: number, act: () => void, every?: number) => {
    made += 1;
    const key = made;
    pending.set(key, { at, act, ...(every === undefined ? {} : { every }) });
    return { cancel: () => void pending.delete(key) };
  };
  return {
    rate: 1,
    now: () => startNow + setBy + mono,
    mono: () => mono,
    after: (ms, act) => add(mono + ms, act),
    every: (ms, act) => add(mono + ms, act, ms),
    setBy(ms) {
      setBy += ms;
    },
    advance(ms) {
      const end = mono + ms;
      for (;;) {
        const due = [...pending]
          .filter(([, { at }]) => at <= end)
          .sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];
        if (due === undefined) break;
        const [key, timer] = due;
        mono = timer.at;
        if (timer.every === undefined) pending.delete(key);
        else timer.at += timer.every;
        timer.act();
      }
      mono = end;
    },
  };
}
