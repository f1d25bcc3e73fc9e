// Keys pressed in the page → bursts no hand can type. Pure: the time of each key comes with it. Whatever is slow, held
// down, written in a field or part of a shortcut is a person's, and is forgotten at once.
import { leastBurstKeys, mostBurstKeys, mostKeyGapMs } from "#contract/keyboard-readers.ts";

export interface PressedKey {
  /** Place of the key, `KeyboardEvent.code`. */
  readonly code: string;
  /** What this computer's layout makes of it, `KeyboardEvent.key`. */
  readonly key: string;
  /** When it was pressed, milliseconds. */
  readonly at: number;
  readonly shift: boolean;
  /** Ctrl, Alt or the command key is held: a shortcut. */
  readonly isShortcut: boolean;
  /** Repeated because it is held down. */
  readonly isHeld: boolean;
  /** Typed into a field, or being composed. */
  readonly isWriting: boolean;
}

export interface Burst {
  /** The first ones of an endless burst. */
  readonly keys: readonly PressedKey[];
  /** How many there were. */
  readonly count: number;
  /** How it ended: Enter or Tab, as readers do; a pause; not at all. */
  readonly end: "key" | "pause" | "endless";
}

/** So many keys without an end are told, though more come. */
const mostCounted = 255;
/** A burst that lasts no longer is over without Enter or Tab. */
export const pauseMs = 250;

const ends: readonly string[] = ["Enter", "NumpadEnter", "Tab"];
const silent = /^(?:Shift|CapsLock|NumLock|Fn)/;

export interface BurstDetector {
  /** @returns the burst this key ends. Its key belongs to the reader: the page must not act on it. */
  press(key: PressedKey): Burst | undefined;
  /** Time goes by. @returns a burst that ended without Enter or Tab. */
  idle(at: number): Burst | undefined;
}

export function createBurstDetector(): BurstDetector {
  let keys: PressedKey[] = [];
  let count = 0;
  let last = Number.NEGATIVE_INFINITY;
  /** An endless burst was told: nothing more of it counts, until it pauses. */
  let isDraining = false;

  const forget = (): void => {
    keys = [];
    count = 0;
    isDraining = false;
  };
  const take = (end: Burst["end"]): Burst => {
    const burst = { keys, count, end };
    forget();
    return burst;
  };

  return {
    press(key) {
      if (silent.test(key.code)) return undefined;
      const gap = key.at - last;
      last = key.at;
      if (key.isHeld || key.isWriting || key.isShortcut) {
        forget();
        return undefined;
      }
      if (gap > mostKeyGapMs) forget();
      const isEnd = ends.includes(key.code);
      // F5, arrows, Escape: no reader types them.
      if (!isEnd && [...key.key].length !== 1) {
        forget();
        return undefined;
      }
      if (isDraining) return undefined;
      if (keys.length < mostBurstKeys) keys.push(key);
      count += 1;
      if (isEnd) {
        if (count >= leastBurstKeys) return take("key");
        forget();
      } else if (count >= mostCounted) {
        const burst = take("endless");
        isDraining = true;
        return burst;
      }
      return undefined;
    },
    idle(at) {
      if (count < leastBurstKeys || at - last < pauseMs) return undefined;
      return take("pause");
    },
  };
}
