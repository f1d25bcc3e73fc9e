// Contacts bounce: a change counts once the level has kept still for a while, and is dated by its first edge.
// johnny-five's own button waits 7 ms and no other time; here the time is the plan's, none included.

export interface DebounceOptions<At> {
  /** Real milliseconds the level must keep still; 0 lets every edge through. */
  readonly ms: number;
  readonly initial: boolean;
  readonly told: (level: boolean, at: At) => void;
  /** Calls back after that many milliseconds; gives a way to give it up. */
  readonly after: (ms: number, act: () => void) => () => void;
}

/** @returns where each level goes as it is read. */
export function createDebounce<At>({ ms, initial, told, after }: DebounceOptions<At>) {
  let settled = initial;
  let level = initial;
  let edge: At | undefined;
  let cancel: () => void = () => undefined;

  const settle = (at: At): void => {
    edge = undefined;
    // Bounces may settle where they started.
    if (level === settled) return;
    settled = level;
    told(level, at);
  };

  return (next: boolean, at: At): void => {
    if (next === level) return;
    level = next;
    if (ms === 0) {
      settle(at);
      return;
    }
    edge ??= at;
    const first = edge;
    cancel();
    cancel = after(ms, () => settle(first));
  };
}
