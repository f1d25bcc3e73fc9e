// Nobody is to be dazzled: no more than three flashes in any second (WCAG 2.2, success criterion 2.3.1).
// A flash is a fall followed by a rise of a tenth of full brightness or more; a slow slider makes none.

const mostPerSecond = 3;
const noticeable = 10;

export interface FlashLimit {
  /** May the light go to `level` (percent) now? Counts it if so. @param mono milliseconds. */
  allow(level: number, mono: number): boolean;
}

/** Starts dark. */
export function createFlashLimit(): FlashLimit {
  let rising = false;
  let extreme = 0;
  let flashes: number[] = [];
  return {
    allow(level, mono) {
      flashes = flashes.filter((at) => mono - at < 1000);
      const starts = !rising && level >= extreme + noticeable;
      if (starts && flashes.length >= mostPerSecond) return false;
      if (starts) flashes.push(mono);
      const turns = starts || (rising && level <= extreme - noticeable);
      if (turns) rising = !rising;
      if (turns || (rising ? level > extreme : level < extreme)) extreme = level;
      return true;
    },
  };
}
