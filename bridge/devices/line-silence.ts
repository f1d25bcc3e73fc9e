// How long a line has been silent, as far as this program looked. While a busy computer keeps it from looking, bytes may
// have come and wait to be read: that time is its own slowness, not the device's silence.
import type { Clock } from "../clock.ts";

export interface LineSilence {
  /** Something came. */
  broken(): void;
  stop(): void;
}

/** Clock milliseconds between two looks. */
const lookEveryMs = 1000;
/** A look that comes later counts for no more. */
const mostPerLookMs = 1.5 * lookEveryMs;

/** @param onLook told each second for how long nothing came, clock milliseconds. */
export function watchSilence(clock: Clock, onLook: (silentMs: number) => void): LineSilence {
  let silentMs = 0;
  let looked = clock.mono();
  const timer = clock.every(lookEveryMs, () => {
    const mono = clock.mono();
    silentMs += Math.min(mono - looked, mostPerLookMs);
    looked = mono;
    onLook(silentMs);
  });
  return {
    broken() {
      silentMs = 0;
      looked = clock.mono();
    },
    stop: timer.cancel,
  };
}
