// A clock that stands still while something is done, and passes from one thing to the next: a timer, or what comes from
// outside, each a turn with its own instant. What a bench does is then decided by what came and when, and by nothing
// else, so that the same things at the same instants give the same events, however fast they are played.
import { setImmediate, setTimeout } from "node:timers";
import type { Clock } from "../../clock.ts";

export interface Instant {
  /** Wall clock, milliseconds. */
  readonly now: number;
  /** Monotonic clock, milliseconds. */
  readonly mono: number;
}

export interface Turns {
  readonly clock: Clock;
  /** The instant of this turn, or of the last one. */
  at(): Instant;
  /** When the next timer is due, on the monotonic clock. */
  nextDue(): number | undefined;
  /** Fires what falls due until then, each timer in a turn of its own. */
  passTo(mono: number): Promise<void>;
  /** Does something at an instant; resolves when all that follows from it at once has happened. */
  turn(at: Instant, act: () => void): Promise<void>;
  /** As {@link Turns.turn}, for what comes hundreds of times a second: `done` is called, and nothing promised. */
  take(at: Instant, act: () => void, done: () => void): void;
}

interface Pending {
  readonly act: () => void;
  readonly order: number;
  readonly every: number | undefined;
  due: number;
}

/** Real milliseconds a turn waits at most for work in another thread: a thread that hangs must not stop the bench. */
const mostHoldMs = 5000;

/**
 * @param start the first instant.
 * @param rate what the clock says of its pace.
 * @param onTimer called when a timer was set: the next one due may be another.
 */
export function createTurns(start: Instant, rate: number, onTimer: () => void = () => undefined): Turns {
  const pending = new Set<Pending>();
  const held = new Set<Promise<unknown>>();
  let current = start;
  let made = 0;
  /** The next one due, unless it has to be looked for. */
  let first: Pending | undefined;
  let isFirstKnown = true;

  const add = (ms: number, act: () => void, every?: number) => {
    made += 1;
    const timer: Pending = { act, order: made, every, due: current.mono + Math.max(0, ms) };
    pending.add(timer);
    if (first === undefined || timer.due < first.due) first = timer;
    onTimer();
    return { cancel: () => drop(timer) };
  };

  const drop = (timer: Pending) => {
    pending.delete(timer);
    if (timer === first) isFirstKnown = false;
  };

  const next = (): Pending | undefined => {
    if (isFirstKnown) return first;
    first = undefined;
    isFirstKnown = true;
    for (const timer of pending)
      if (
        first === undefined ||
        timer.due < first.due ||
        (timer.due === first.due && timer.order < first.order)
      )
        first = timer;
    return first;
  };

  /** By the next round of the event loop all that was promised at once is done; work in other threads is waited for. */
  function settle(done: () => void): void {
    setImmediate(() => {
      if (held.size === 0) {
        done();
        return;
      }
      const limit = new Promise<void>((resolve) => setTimeout(resolve, mostHoldMs).unref());
      const waited = [...held];
      void Promise.race([Promise.allSettled(waited), limit]).then(() => {
        for (const work of waited) held.delete(work);
        settle(done);
      });
    });
  }

  const take: Turns["take"] = (at, act, done) => {
    current = at;
    act();
    settle(done);
  };
  const turn: Turns["turn"] = (at, act) => new Promise((resolve) => take(at, act, resolve));

  return {
    at: () => current,
    nextDue: () => next()?.due,
    turn,
    take,
    async passTo(mono) {
      for (;;) {
        const timer = next();
        if (timer === undefined || timer.due > mono) return;
        const { due } = timer;
        if (timer.every === undefined) pending.delete(timer);
        else timer.due += Math.max(1, timer.every);
        isFirstKnown = false;
        await turn({ mono: due, now: current.now + (due - current.mono) }, timer.act);
      }
    },
    clock: {
      rate,
      now: () => current.now,
      mono: () => current.mono,
      after: (ms, act) => add(ms, act),
      every: (ms, act) => add(ms, act, ms),
      hold: (work) => void held.add(work),
    },
  };
}
