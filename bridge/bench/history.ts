// The last minutes of each device, for charts, event lists and the packet inspector. In memory, bounded three times:
// by age, by count per device, and by the weight of everything: a neighbour's messages may be as large as the contract
// allows.
import type { LaboEvent } from "#contract/events.ts";
import type { RawFrame } from "#contract/frames.ts";
import type { DeviceFeed, Sample } from "#contract/live.ts";
import type { LaboMessage } from "#contract/messages.ts";
import { tagSayings } from "#contract/tag-sayings.ts";
import type { Clock, Timer } from "../clock.ts";

export interface HistoryLimits {
  /** Age of the oldest sample, clock milliseconds. */
  readonly ageMs: number;
  readonly samples: number;
  readonly events: number;
  readonly frames: number;
  readonly devices: number;
  /** Values of all devices together; above it the device not heard for the longest is forgotten. */
  readonly allValues: number;
}

export const defaultHistoryLimits: HistoryLimits = {
  ageMs: 600_000,
  samples: 6_000,
  events: 200,
  frames: 50,
  devices: 512,
  allValues: 1_500_000,
};

/** An event or a frame takes as much memory as so many values, at most. */
const otherWeight = 100;

/** A place in a device's history: what came after it is news. */
export type Cursor = number;

export interface History {
  apply(message: LaboMessage): void;
  /** All that is kept. */
  snapshot(device: string): DeviceFeed;
  /** What came since a cursor, and the cursor to go on from. Without a cursor: from now on. */
  since(device: string, cursor?: Cursor): { readonly news: DeviceFeed; readonly cursor: Cursor };
  /** Tells what comes from now on, gathered over a short while. */
  follow(device: string, listener: (news: DeviceFeed) => void): () => void;
}

interface Kept<T> {
  readonly n: number;
  readonly mono: number;
  readonly item: T;
  /** In values. */
  readonly weight: number;
}

/** Oldest first, cut at the front without moving the rest each time. */
class Ring<T> {
  private items: (Kept<T> | undefined)[] = [];
  private head = 0;
  weight = 0;

  get size(): number {
    return this.items.length - this.head;
  }

  push(kept: Kept<T>): void {
    this.items.push(kept);
    this.weight += kept.weight;
  }

  /** Drops what is older than `mono` or beyond `most`. @returns the weight that went. */
  trim(most: number, oldestMono: number): number {
    const before = this.weight;
    while (this.size > 0 && (this.size > most || (this.items[this.head]?.mono ?? 0) < oldestMono)) {
      this.weight -= this.items[this.head]?.weight ?? 0;
      this.items[this.head] = undefined;
      this.head += 1;
    }
    if (this.head > 256 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return before - this.weight;
  }

  after(n: number): T[] {
    let from = this.items.length;
    while (from > this.head && (this.items[from - 1]?.n ?? 0) > n) from -= 1;
    return this.items.slice(from).flatMap((kept) => (kept === undefined ? [] : [kept.item]));
  }
}

interface DeviceHistory {
  readonly samples: Ring<Sample>;
  readonly events: Ring<LaboEvent>;
  readonly frames: Ring<RawFrame>;
}

/** @param paceMs how long news is gathered before followers hear of it, clock milliseconds. */
export function createHistory(clock: Clock, given: Partial<HistoryLimits> = {}, paceMs = 20): History {
  const limits: HistoryLimits = { ...defaultHistoryLimits, ...given };
  // Least recently heard first.
  const devices = new Map<string, DeviceHistory>();
  let allValues = 0;
  // Cursors count up over all devices and for ever, so that one from before a device was forgotten stays meaningful.
  let counter = 0;
  const followers = new Map<string, Set<() => void>>();

  function forgetOldest(except: string) {
    for (const [id, history] of devices) {
      if (id === except) continue;
      devices.delete(id);
      allValues -= history.samples.weight + history.events.weight + history.frames.weight;
      return true;
    }
    return false;
  }

  function historyOf(id: string): DeviceHistory {
    const known = devices.get(id);
    if (known !== undefined) {
      devices.delete(id);
      devices.set(id, known);
      return known;
    }
    if (devices.size >= limits.devices) forgetOldest(id);
    const made: DeviceHistory = {
      samples: new Ring(),
      events: new Ring(),
      frames: new Ring(),
    };
    devices.set(id, made);
    return made;
  }

  function trimSamples(history: DeviceHistory) {
    allValues -= history.samples.trim(limits.samples, clock.mono() - limits.ageMs);
  }

  function keep<T>(ring: Ring<T>, item: T, weight: number) {
    counter += 1;
    ring.push({ n: counter, mono: clock.mono(), item, weight });
    allValues += weight;
  }

  function keepEvent(history: DeviceHistory, event: LaboEvent) {
    if (event.kind !== "reading-taken" || tagSayings(event).length > 0) {
      keep(history.events, event, otherWeight);
      allValues -= history.events.trim(limits.events, Number.NEGATIVE_INFINITY);
      return;
    }
    // Readings are the samples of the charts; in the list of events they would hide all others.
    const sample: Sample = {
      time: event.time,
      mono: event.mono,
      readings: event.readings,
      ...(event.quality === undefined ? {} : { quality: event.quality }),
    };
    keep(history.samples, sample, Math.max(1, Object.keys(event.readings).length));
    trimSamples(history);
  }

  function feedAfter(id: string, n: number): DeviceFeed {
    const history = devices.get(id);
    if (history === undefined) return { samples: [], events: [], frames: [] };
    trimSamples(history);
    return {
      samples: history.samples.after(n),
      events: history.events.after(n),
      frames: history.frames.after(n),
    };
  }

  return {
    apply(message) {
      if (message.kind === "event") keepEvent(historyOf(message.device), message.payload);
      else if (message.kind === "raw") {
        const { frames } = historyOf(message.device);
        for (const frame of message.payload.frames) keep(frames, frame, otherWeight);
        allValues -= frames.trim(limits.frames, Number.NEGATIVE_INFINITY);
      } else return;
      while (allValues > limits.allValues && forgetOldest(message.device));
      for (const wake of followers.get(message.device) ?? []) wake();
    },
    snapshot: (device) => feedAfter(device, 0),
    since(device, cursor = counter) {
      return { news: feedAfter(device, cursor), cursor: counter };
    },
    follow(device, listener) {
      let cursor = counter;
      let timer: Timer | undefined;
      const tell = () => {
        timer = undefined;
        const news = feedAfter(device, cursor);
        cursor = counter;
        listener(news);
      };
      const wake = () => {
        timer ??= clock.after(paceMs, tell);
      };
      const own = followers.get(device) ?? new Set();
      followers.set(device, own);
      own.add(wake);
      return () => {
        timer?.cancel();
        own.delete(wake);
        if (own.size === 0 && followers.get(device) === own) followers.delete(device);
      };
    },
  };
}
