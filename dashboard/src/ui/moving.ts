// A value that moves with every gesture: what follows it at once listens to it, and the page around is not drawn again.
import { useSyncExternalStore } from "react";

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

/** The value, drawn again at each move: for the few parts that say it. */
export function useMoving<T>({ subscribe, get }: Moving<T>): T {
  return useSyncExternalStore(subscribe, get);
}
