// What this bridge said on its line and has not heard back yet. A broker of MQTT 3.1.1 sends a subscriber its own words
// too; they are known here by topic and letter, so that they are not taken for somebody else's.
import { textOf } from "./payload-text.ts";

export interface OwnVoice {
  /** Notes what goes out now. */
  said(topic: string, payload: string): void;
  /** Whether this is what was said here, each saying once, in order. */
  isEcho(topic: string, payload: Uint8Array): boolean;
}

/** More than can be on its way at once; of what is never heard back the oldest is forgotten. */
const mostAwaited = 20_000;

/** One for each line: what went out on a former one does not come back any more. */
export function createOwnVoice(): OwnVoice {
  /** By topic, oldest first; a topic with nothing on its way is not there. */
  const awaited = new Map<string, string[]>();
  let count = 0;

  /** Forgets the first of a topic. */
  const forget = (topic: string, sayings: string[], first: number) => {
    count -= sayings.splice(0, first).length;
    if (sayings.length === 0) awaited.delete(topic);
  };

  return {
    said(topic, payload) {
      const sayings = awaited.get(topic);
      if (sayings === undefined) awaited.set(topic, [payload]);
      else sayings.push(payload);
      count += 1;
      if (count <= mostAwaited) return;
      for (const [longest, oldest] of awaited) return forget(longest, oldest, 1);
    },
    isEcho(topic, payload) {
      const sayings = awaited.get(topic);
      if (sayings === undefined) return false;
      const at = sayings.indexOf(textOf(payload));
      if (at < 0) return false;
      // A broker keeps the order of a topic (MQTT 3.1.1, 4.6): what was said before does not come any more.
      forget(topic, sayings, at + 1);
      return true;
    },
  };
}
