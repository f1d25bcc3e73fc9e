// Nobody is to be dazzled: no more than three flashes in any second (WCAG 2.2, success criterion 2.3.1).
// A flash is a fall followed by a rise of a tenth of full brightness or more; a slow slider makes none.

const mostPerSecond = 3;
const noticeable = 10;

export interface FlashLimit {
  /** May the light go to `level` (percent) now? @param mono milliseconds. */
  allows(level: number, mono: number): boolean;
  /** It has gone there. */
  note(level: number, mono: number): void;
}

/** Starts dark. */
export function createFlashLimit(): FlashLimit {
  let rising = false;
  let extreme = 0;
  let flashes: number[] = [];
  const starts = (level: number) => !rising && level >= extreme + noticeable;
  const recent = (mono: number) => flashes.filter((at) => mono - at < 1000);
  return {
    allows: (level, mono) => !(starts(level) && recent(mono).length >= mostPerSecond),
    note(level, mono) {
      const flashed = starts(level);
      flashes = recent(mono);
      if (flashed) flashes.push(mono);
      const turns = flashed || (rising && level <= extreme - noticeable);
      if (turns) rising = !rising;
      if (turns || (rising ? level > extreme : level < extreme)) extreme = level;
    },
  };
}
