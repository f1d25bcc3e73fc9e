// A PIR module of the HC-SR501 kind: it holds its output for a while after the last movement, then is blind for a moment.
// It sees a change of heat: whoever keeps still disappears. Times: Wokwi's model of the part.
import { figures } from "../figures.ts";

/** How far this one sees (its screw allows 3 to 7 m), and where somebody walks when nothing else is said: metres. */
const reach = 5;
export const usualWalk = 2;

/** Does it see them. @param metres to whoever moves. */
export const isInReach = (metres: number): boolean => metres <= reach;

export class MotionDetector {
  private holdsUntil = Number.NEGATIVE_INFINITY;
  private blindUntil = Number.NEGATIVE_INFINITY;
  private high = false;

  /** Is its output high. @param moving somebody moves before it. @param ms simulated time, never going back. */
  output(moving: boolean, ms: number): boolean {
    if (this.high && ms >= this.holdsUntil && !moving) {
      this.high = false;
      this.blindUntil = this.holdsUntil + figures.pirBlindMs;
    }
    if (moving && ms >= this.blindUntil) {
      this.high = true;
      this.holdsUntil = ms + figures.pirHoldMs;
    }
    return this.high;
  }
}
