// Whether another bridge goes by this one's name: it says, on our own branch, what only we say there, again and again.
// Each contradicts the other, takes none of its events and shows none of its devices, so people have to be told.
import { parseTopic } from "#contract/topics.ts";
import type { Clock, Timer } from "../clock.ts";

/** What every bridge says of itself every few seconds, whatever its devices do. */
const signs: readonly string[] = ["health", "info"];
/** Three health messages late, the other one is gone. */
const forgetMs = 15_000;
/** Our own words of a former line may be handed on late, together; a namesake still speaks so long after. */
const insistMs = 1_000;

export interface Namesake {
  /** Something on our branch that we did not say, not retained: said just now. */
  heard(topic: string): void;
  /** Another bridge speaks under our name. */
  readonly isThere: boolean;
  stop(): void;
}

/** @param onChange it came, or it is gone. */
export function createNamesake(clock: Clock, onChange: () => void): Namesake {
  let firstHeard: number | undefined;
  let isThere = false;
  let forget: Timer | undefined;

  function tell(now: boolean): void {
    if (isThere === now) return;
    isThere = now;
    onChange();
  }

  return {
    heard(topic) {
      const kind = parseTopic(topic)?.kind;
      if (kind === undefined || !signs.includes(kind)) return;
      forget?.cancel();
      forget = clock.after(forgetMs, () => {
        firstHeard = undefined;
        tell(false);
      });
      firstHeard ??= clock.mono();
      if (clock.mono() - firstHeard >= insistMs) tell(true);
    },
    get isThere() {
      return isThere;
    },
    stop: () => forget?.cancel(),
  };
}
