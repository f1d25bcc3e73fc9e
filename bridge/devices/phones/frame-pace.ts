// How fast frames of one phone may come: so many a second are taken, what is over is left, and who goes on and on is cut.
import { phoneFramesPerSecond } from "#contract/phones.ts";
import type { Clock } from "../../clock.ts";

/** A network that stalled lets go of what it held at once. */
const atOnce = 2 * phoneFramesPerSecond;
/** So many over, with no time to calm down, are a flood. */
const mostOver = 5 * phoneFramesPerSecond;

export interface FramePace {
  /** Whether one more frame may be taken. */
  take(): boolean;
  /** Far more came than any page of the bench sends. */
  readonly isFlood: boolean;
}

export function createFramePace(clock: Clock): FramePace {
  let left = atOnce;
  let over = 0;
  let before = clock.mono();
  return {
    take() {
      const now = clock.mono();
      // A clock that runs fast makes no phone faster.
      const earned = ((now - before) / 1000 / clock.rate) * phoneFramesPerSecond;
      before = now;
      left = Math.min(atOnce, left + earned);
      over = Math.max(0, over - earned);
      if (left >= 1) {
        left -= 1;
        return true;
      }
      over += 1;
      return false;
    },
    get isFlood() {
      return over > mostOver;
    },
  };
}
