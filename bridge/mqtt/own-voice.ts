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
  said(topic: string, payload: string, message?: object): void;
  /** What was said here and is heard back, each saying once; `undefined` for what was not. */
  heard(topic: string, payload: string): Heard | undefined;
  /** A new line: what went out on the former one does not come back any more. */
  startOver(): void;
}

/** More than can be on its way at once; what is never heard back is forgotten in the order it was said. */
const mostAwaited = 20_000;

/** @param bridge whose branch it is. */
export function createOwnVoice(bridge: string): OwnVoice {
  const state = topicFor("state", bridge);
  const branch = state.slice(0, state.lastIndexOf("/") + 1);
  const isCommand = (topic: string) =>
    topic.endsWith("/set") && topic === topicFor("set", bridge, topic.slice(branch.length, -"/set".length));
  const awaited = new Map<string, Heard & { readonly times: number }>();
  const keyOf = (topic: string, payload: string) => `${topic}\n${payload}`;
  const isReserved = (topic: string) => topic.startsWith(branch) && !isCommand(topic);

  return {
    isReserved,
    said(topic, payload, message) {
      if (!isReserved(topic)) return;
      const key = keyOf(topic, payload);
      awaited.set(key, { message, times: (awaited.get(key)?.times ?? 0) + 1 });
      if (awaited.size <= mostAwaited) return;
      const [oldest] = awaited.keys();
      if (oldest !== undefined) awaited.delete(oldest);
    },
    heard(topic, payload) {
      const key = keyOf(topic, payload);
      const found = awaited.get(key);
      if (found === undefined) return undefined;
      if (found.times > 1) awaited.set(key, { ...found, times: found.times - 1 });
      else awaited.delete(key);
      return found;
    },
    startOver: () => awaited.clear(),
  };
}
