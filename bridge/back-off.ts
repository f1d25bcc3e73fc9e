// How long to wait before trying again: longer each time, never for ever, and never all at the same moment.

export interface BackOff {
  /** Milliseconds to wait before the next try. */
  next(): number;
  reset(): void;
}

/** @param random a number from 0 to below 1; waits vary by a quarter either way. */
export function createBackOff(firstMs: number, mostMs: number, random: () => number): BackOff {
  let tries = 0;
  return {
    next() {
      const ms = Math.min(mostMs, firstMs * 2 ** Math.min(tries, 30));
      tries += 1;
      return ms * (0.75 + random() / 2);
    },
    reset() {
      tries = 0;
    },
  };
}
