// How often a beacon speaks, from the gaps between what was heard. A scanner misses frames, so gaps are often two or
// three intervals long, never shorter than one: the lower quartile stands where losses do not reach.

/** Gaps kept, and how few are enough. */
const mostGaps = 64;
const enoughGaps = 12;
/** The shortest interval allowed is 20 ms: anything closer is the same event heard twice, or a scan response. */
const shortestMs = 15;
/** The longest is 10.24 s, plus chance. Longer gaps are absences. */
const longestMs = 10_300;
/** Chance adds 0 to 10 ms to each interval (constant `ble-adv-random-delay`); the lower quartile holds a quarter of it. */
const chanceMs = 2.5;

/** Rounds to what a person would have set: finer for short intervals. */
function rounded(ms: number): number {
  const step = ms < 250 ? 5 : ms < 1000 ? 10 : 50;
  return Math.max(20, Math.round(ms / step) * step);
}

export interface IntervalEstimate {
  /** A frame was heard at this monotonic time, milliseconds. */
  add(mono: number): void;
  /** Milliseconds; `undefined` until enough was heard. */
  value(): number | undefined;
  /** The beacon went away: the gap that follows is not an interval. */
  pause(): void;
}

export function createIntervalEstimate(): IntervalEstimate {
  let gaps: number[] = [];
  let last: number | undefined;
  return {
    add(mono) {
      if (last === undefined) {
        last = mono;
        return;
      }
      const gap = mono - last;
      if (gap < shortestMs) return;
      last = mono;
      if (gap > longestMs) return;
      gaps.push(gap);
      if (gaps.length > mostGaps) gaps = gaps.slice(-mostGaps);
    },
    value() {
      if (gaps.length < enoughGaps) return undefined;
      const sorted = [...gaps].sort((a, b) => a - b);
      return rounded((sorted[Math.floor((sorted.length - 1) / 4)] ?? 0) - chanceMs);
    },
    pause() {
      last = undefined;
    },
  };
}
