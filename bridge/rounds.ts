// A regular look at what there is to look after, for as long as there is something: a bench where nothing happens is
// not woken for it.
import type { Clock, Timer } from "./clock.ts";

export interface Rounds {
  /** There is something to look after. */
  begin(): void;
  end(): void;
}

/**
 * @param everyMs clock milliseconds.
 * @param look told at each round. @returns whether anything is left for another.
 */
export function createRounds(clock: Clock, everyMs: number, look: () => boolean): Rounds {
  let timer: Timer | undefined;
  const end = (): void => {
    timer?.cancel();
    timer = undefined;
  };
  return {
    begin() {
      timer ??= clock.every(everyMs, () => {
        if (!look()) end();
      });
    },
    end,
  };
}
