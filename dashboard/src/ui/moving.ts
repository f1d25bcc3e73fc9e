// A value that moves with every gesture: what follows it at once listens to it, and the page around is not drawn again.
import { useEffect, useState } from "react";

export interface Moving<T> {
  readonly get: () => T;
  set(value: T): void;
  /** @returns how to stop listening. */
  readonly subscribe: (listener: () => void) => () => void;
}

export function moving<T>(first: T): Moving<T> {
  const listeners = new Set<() => void>();
  let value = first;
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** As often as anybody reads a figure that moves. */
const readEveryMs = 100;

/** The value as often as it can be read: what is drawn from it does not hold up the gesture. */
export function useMovingRead<T>({ subscribe, get }: Moving<T>): T {
  const [value, setValue] = useState(get);
  useEffect(() => {
    let waiting: number | undefined;
    let last = Number.NEGATIVE_INFINITY;
    const read = () => {
      waiting = undefined;
      last = performance.now();
      setValue(() => get());
    };
    const follow = () => {
      const sinceMs = performance.now() - last;
      if (sinceMs >= readEveryMs) read();
      else waiting ??= window.setTimeout(read, readEveryMs - sinceMs);
    };
    read();
    const stop = subscribe(follow);
    return () => {
      stop();
      window.clearTimeout(waiting);
    };
  }, [subscribe, get]);
  return value;
}
