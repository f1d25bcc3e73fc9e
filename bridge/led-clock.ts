// A clock that somebody leads: the simulation says how far its time has come, and the house's time is there, no further.
// A machine that cannot keep the pace then slows the whole house down, and nothing is dropped or judged too late.
// Until somebody leads, and after, it follows the process's own clock. While led it tells whole milliseconds: what happens
// at one standing instant must not seem to come before it once an event's time is rounded.
import type { Clock, Timer } from "./clock.ts";

export interface LedClock extends Clock {
  /** From now on its time is what `reach` says. */
  lead(): void;
  /** Its time has come this far since `lead`, in its own milliseconds; what fell due on the way is done, in order. */
  reach(ms: number): void;
  /** Resolves when the work it was asked to wait for is done. */
  settled(): Promise<void>;
  hold(work: Promise<unknown>): void;
  /** On its own again. */
  release(): void;
}

interface Pending {
  readonly act: () => void;
  readonly order: number;
  readonly every: number | undefined;
  due: number;
}

/** Real milliseconds between two looks at what is due, while nobody leads. */
const lookEveryMs = 4;

/** Real milliseconds it waits at most for work in another thread: a thread that hangs must not stop the bench. */
const mostHoldMs = 5000;

/** @param rate most clock milliseconds per real millisecond. */
export function createLedClock(rate: number): LedClock {
  const wallOrigin = Date.now();
  const pending = new Set<Pending>();
  const held = new Set<Promise<unknown>>();
  let base = 0;
  let led: number | undefined;
  let since = performance.now();
  let made = 0;
  let looking: NodeJS.Timeout | undefined;

  const mono = (): number => base + (led ?? (performance.now() - since) * rate);

  function settleBase(): void {
    base = mono();
    since = performance.now();
  }

  /** The one that is due first, not after a time. */
  function nextUntil(time: number): Pending | undefined {
    let first: Pending | undefined;
    for (const timer of pending) {
      if (timer.due > time) continue;
      if (
        first === undefined ||
        timer.due < first.due ||
        (timer.due === first.due && timer.order < first.order)
      )
        first = timer;
    }
    return first;
  }

  /** Does what falls due until then; while led, each at its own time. */
  function passTo(time: number): void {
    for (let timer = nextUntil(time); timer !== undefined; timer = nextUntil(time)) {
      if (led !== undefined) led = Math.max(led, timer.due - base);
      if (timer.every === undefined) pending.delete(timer);
      else timer.due += timer.every;
      timer.act();
    }
  }

  function look(): void {
    if (looking !== undefined || led !== undefined || pending.size === 0) return;
    looking = setTimeout(() => {
      looking = undefined;
      passTo(mono());
      look();
    }, lookEveryMs);
    looking.unref();
  }

  function add(ms: number, act: () => void, every?: number): Timer {
    made += 1;
    const timer: Pending = { act, order: made, every, due: Math.ceil(mono() + Math.max(0, ms)) };
    pending.add(timer);
    look();
    return { cancel: () => void pending.delete(timer) };
  }

  return {
    rate,
    now: () => wallOrigin + mono(),
    mono,
    after: (ms, act) => add(ms, act),
    every: (ms, act) => add(ms, act, Math.max(1, ms)),
    lead() {
      settleBase();
      base = Math.ceil(base);
      led = 0;
    },
    reach(ms) {
      const to = Math.floor(ms);
      if (led === undefined || to <= led) return;
      passTo(base + to);
      led = to;
    },
    hold(work) {
      held.add(work);
    },
    async settled() {
      while (held.size > 0) {
        const waited = [...held];
        let limit: NodeJS.Timeout | undefined;
        const tooLong = new Promise<void>((resolve) => {
          limit = setTimeout(resolve, mostHoldMs);
        });
        await Promise.race([Promise.allSettled(waited), tooLong]);
        clearTimeout(limit);
        for (const work of waited) held.delete(work);
      }
    },
    release() {
      settleBase();
      led = undefined;
      look();
    },
  };
}

export const isLed = (clock: Clock): clock is LedClock => "reach" in clock;
