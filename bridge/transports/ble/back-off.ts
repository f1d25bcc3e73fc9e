// How long to wait before the next try: doubling, bounded, spread by chance so that several radios do not try in step.

export interface BackOff {
  /** Milliseconds until the next try; longer each time. */
  next(): number;
  reset(): void;
}

/** @param spread share of the wait that chance may add or take away, 0 to 1. */
export function createBackOff(firstMs: number, mostMs: number, random: () => number, spread = 0.2): BackOff {
  let wait = firstMs;
  return {
    next() {
      const chosen = wait * (1 + spread * (2 * random() - 1));
      wait = Math.min(mostMs, wait * 2);
      return chosen;
    },
    reset() {
      wait = firstMs;
    },
  };
}
