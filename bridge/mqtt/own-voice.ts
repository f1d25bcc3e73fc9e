// What this bridge said on its own branch of the tree and has not heard back yet. The broker does not tell who published
// a message; whoever may publish there could speak in the bridge's name. Only an echo is believed.
import { topicFor } from "#contract/topics.ts";

export interface Heard {
  /** As it was given when it was said: it need not be read again. */
  readonly message: object | undefined;
}

export interface OwnVoice {
  /** Whether only this bridge speaks on the topic: all of its branch but the commands it is sent. */
  isReserved(topic: string): boolean;
  /**
   * Notes what goes out now; topics that are not reserved are left aside.
   * @param message what the payload says, checked against its contract when it was written.
   */
  said(topic: string, payload: Buffer, message?: object): void;
  /** What was said here and is heard back, each saying once, in order; `undefined` for what was not. */
  heard(topic: string, payload: Uint8Array): Heard | undefined;
  /** A new line: what went out on the former one does not come back any more. */
  startOver(): void;
}

/** More than can be on its way at once; of what is never heard back the oldest is forgotten. */
const mostAwaited = 20_000;

interface Said extends Heard {
  readonly payload: Buffer;
}

/** @param bridge whose branch it is. */
export function createOwnVoice(bridge: string): OwnVoice {
  const state = topicFor("state", bridge);
  const branch = state.slice(0, state.lastIndexOf("/") + 1);
  const isCommand = (topic: string) =>
    topic.endsWith("/set") && topic === topicFor("set", bridge, topic.slice(branch.length, -"/set".length));
  /** By topic, oldest first; a topic with nothing on its way is not there. */
  const awaited = new Map<string, Said[]>();
  let count = 0;
  const isReserved = (topic: string) => topic.startsWith(branch) && !isCommand(topic);

  /** Forgets the first of a topic. */
  const forget = (topic: string, sayings: Said[], first: number) => {
    count -= sayings.splice(0, first).length;
    if (sayings.length === 0) awaited.delete(topic);
  };

  return {
    isReserved,
    said(topic, payload, message) {
      if (!isReserved(topic)) return;
      const sayings = awaited.get(topic);
      if (sayings === undefined) awaited.set(topic, [{ payload, message }]);
      else sayings.push({ payload, message });
      count += 1;
      if (count <= mostAwaited) return;
      for (const [longest, oldest] of awaited) return forget(longest, oldest, 1);
    },
    heard(topic, payload) {
      const sayings = awaited.get(topic);
      const at = sayings?.findIndex((said) => said.payload.equals(payload)) ?? -1;
      const found = sayings?.[at];
      // A broker keeps the order of a topic (MQTT 3.1.1, 4.6): what was said before does not come any more.
      if (sayings !== undefined && found !== undefined) forget(topic, sayings, at + 1);
      return found;
    },
    startOver() {
      awaited.clear();
      count = 0;
    },
  };
}
