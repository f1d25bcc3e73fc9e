// Time, injected. A clock may run faster than the wall: the whole house then runs faster, the virtual kit with it.

/** A pending timer; opaque. */
export type Timer = { readonly cancel: () => void };

/** The only source of time in the bridge. Timers are in the clock's own milliseconds. */
export interface Clock {
  /** Wall clock, milliseconds since 1970 (UTC). */
  now(): number;
  /** Monotonic clock, milliseconds since this process started (scaled by `rate`). */
  mono(): number;
  after(ms: number, act: () => void): Timer;
  every(ms: number, act: () => void): Timer;
  /** Clock milliseconds per real millisecond. */
  readonly rate: number;
  /**
   * Only on a clock that can wait: its time does not pass before this is done. For work in another thread, whose answer
   * must fall at the same moment of a recording and of its replay.
   */
  hold?(work: Promise<unknown>): void;
}
/** What one line says is often told twice: as a frame and as an event. */
let latest = { nowMs: 0, text: new Date(0).toISOString() };

/** The clock of ISO strings in the contract: UTC, milliseconds. */
export function isoTime(nowMs: number): string {
  if (nowMs !== latest.nowMs) latest = { nowMs, text: new Date(nowMs).toISOString() };
  return latest.text;
}

/**
 * A clock over the process's own. Timers do not keep the process alive.
 * @param rate clock milliseconds per real millisecond, above 0; 1 in ordinary life, more in scenario tests.
 */
export function createClock(rate = 1): Clock {
  const wallOrigin = Date.now();
  const monoOrigin = performance.now();
  const elapsed = () => (performance.now() - monoOrigin) * rate;
  return {
    rate,
    now: () => (rate === 1 ? Date.now() : wallOrigin + elapsed()),
    mono: elapsed,
    after(ms, act) {
      const timer = setTimeout(act, ms / rate);
      timer.unref();
      return { cancel: () => clearTimeout(timer) };
    },
    every(ms, act) {
      const timer = setInterval(act, ms / rate);
      timer.unref();
      return { cancel: () => clearInterval(timer) };
    },
  };
}
