// An accelerometer at the end of a string. Falling and held at once, it feels the pull of the string and nothing else:
// 3 cos θ − 2 cos A along it, in g, twice as often as it swings, and nothing across.
import type { KitSwing } from "#contract/kit.ts";
import type { Felt } from "../chips/accelerometers.ts";

/** m/s². */
const gravity = 9.81;
/** Air and wires leave a third of the swing after so long, milliseconds: to confirm, a pendulum of the kit. */
const dyingMs = 60_000;

export class Pendulum {
  private swing: KitSwing | undefined;
  private letGoMs = 0;

  /**
   * @param swing another object each time it is let go.
   * @param ms simulated time.
   * @returns what it feels; y lies along the string, its far edge up.
   */
  felt(swing: KitSwing, ms: number): Felt {
    if (swing !== this.swing) {
      this.swing = swing;
      this.letGoMs = ms;
    }
    const since = ms - this.letGoMs;
    const first = (swing.degrees * Math.PI) / 180;
    // A wide swing is slower than a small one: the first term of the series.
    const seconds = 2 * Math.PI * Math.sqrt(swing.metres / gravity) * (1 + first ** 2 / 16);
    const widest = first * Math.exp(-since / dyingMs);
    const angle = widest * Math.cos((2 * Math.PI * since) / 1000 / seconds);
    return [0, 3 * Math.cos(angle) - 2 * Math.cos(widest), 0];
  }
}
