// What this bridge wants the broker to keep: the latest of each of its retained topics, told when it changes, told again
// when the broker is back, and told again when somebody else had the last word.
import { parseTopic, topicRules } from "#contract/topics.ts";
import type { Clock, Timer } from "../clock.ts";

/** The line of the moment, as far as state needs it. */
export interface StateLine {
  readonly isFull: boolean;
  publish(topic: string, payload: string, qos: 0 | 1, message?: object): void;
  /** Calls once, when a full line has emptied; never if it broke before. */
  onceEmptied(act: () => void): void;
}

export interface RetainedState {
  /** @param message what the payload says. @returns false when there are too many topics. */
  set(topic: string, payload: string, qos: 0 | 1, message?: object): boolean;
  /** Takes a topic back, now or when the broker is there again. */
  clear(topic: string): void;
  payloadOf(topic: string): string | undefined;
  /** A new line: all of it. */
  tellAll(): void;
  /**
   * Somebody else spoke on one of our topics: the will of an earlier connection, noticed late by the broker; another
   * bridge of the same name. What an earlier start left of a device that is no longer here is taken back.
   */
  contradicted(topic: string, isLeftBehind: boolean): void;
  stop(): void;
}

const mostTopics = 4_096;
/** Two bridges of one name contradict each other for ever: no faster than this, clock milliseconds. */
const restateMs = 500;

/** @param line undefined while the broker is away. */
export function createRetainedState(clock: Clock, line: () => StateLine | undefined): RetainedState {
  const kept = new Map<string, { payload: string; qos: 0 | 1; message?: object | undefined }>();
  const postponed = new Set<string>();
  const disputed = new Set<string>();
  let restateTimer: Timer | undefined;

  function tell(topic: string) {
    const entry = kept.get(topic);
    const open = line();
    if (entry === undefined || open === undefined) return;
    // The latest of a topic can wait; a topic taken back or a promise of delivery cannot.
    if (entry.qos === 0 && open.isFull) {
      if (postponed.size === 0) open.onceEmptied(tellPostponed);
      postponed.add(topic);
      return;
    }
    open.publish(topic, entry.payload, entry.qos, entry.message);
    if (entry.payload === "") kept.delete(topic);
  }

  function tellPostponed() {
    const topics = [...postponed];
    postponed.clear();
    for (const topic of topics) tell(topic);
  }

  function restate() {
    restateTimer = undefined;
    const topics = [...disputed];
    disputed.clear();
    for (const topic of topics) {
      if (kept.has(topic)) tell(topic);
      else line()?.publish(topic, "", 1);
    }
  }

  return {
    set(topic, payload, qos, message) {
      if (!kept.has(topic) && kept.size >= mostTopics) return false;
      kept.set(topic, { payload, qos, message });
      tell(topic);
      return true;
    },
    clear(topic) {
      if (!kept.has(topic)) return;
      kept.set(topic, { payload: "", qos: 1 });
      tell(topic);
    },
    payloadOf: (topic) => kept.get(topic)?.payload,
    tellAll() {
      // What waited for the former line to empty goes with the rest.
      postponed.clear();
      for (const topic of [...kept.keys()]) tell(topic);
    },
    contradicted(topic, isLeftBehind) {
      const place = parseTopic(topic);
      if (place === undefined || !topicRules[place.kind].retain) return;
      if ((!kept.has(topic) && !isLeftBehind) || disputed.size >= mostTopics) return;
      disputed.add(topic);
      restateTimer ??= clock.after(restateMs, restate);
    },
    stop() {
      restateTimer?.cancel();
      restateTimer = undefined;
      disputed.clear();
    },
  };
}
