// The last minutes of each device, for charts, event lists and the packet inspector. In memory, bounded three times:
// by age, by count per device, and by count of everything.
import type { LaboEvent } from "#contract/events.ts";
import type { RawFrame } from "#contract/frames.ts";
import type { DeviceFeed, Sample } from "#contract/live.ts";
import type { LaboMessage } from "#contract/messages.ts";
import type { Clock, Timer } from "../clock.ts";

export interface HistoryLimits {
  /** Age of the oldest sample, clock milliseconds. */
  readonly ageMs: number;
  readonly samples: number;
  readonly events: number;
  readonly frames: number;
  readonly devices: number;
  /** Samples of all devices together; above it the device not heard for the longest is forgotten. */
  readonly allSamples: number;
}

export const defaultHistoryLimits: HistoryLimits = {
  ageMs: 600_000,
  samples: 6_000,
  events: 200,
  frames: 50,
  devices: 512,
  allSamples: 250_000,
};

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
}

/** Oldest first, cut at the front without moving the rest each time. */
class Ring<T> {
  private items: (Kept<T> | undefined)[] = [];
  private head = 0;

  get size(): number {
    return this.items.length - this.head;
  }

  push(kept: Kept<T>): void {
    this.items.push(kept);
  }

  /** Drops what is older than `mono` or beyond `most`. @returns how many went. */
  trim(most: number, oldestMono: number): number {
    const before = this.head;
    while (this.size > 0 && (this.size > most || (this.items[this.head]?.mono ?? 0) < oldestMono)) {
      this.items[this.head] = undefined;
      this.head += 1;
    }
    const gone = this.head - before;
    if (this.head > 256 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return gone;
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
  let allSamples = 0;
  // Cursors count up over all devices and for ever, so that one from before a device was forgotten stays meaningful.
  let counter = 0;
  const followers = new Map<string, Set<() => void>>();

  function forgetOldest(except: string) {
    for (const [id, history] of devices) {
      if (id === except) continue;
      devices.delete(id);
      allSamples -= history.samples.size;
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
    allSamples -= history.samples.trim(limits.samples, clock.mono() - limits.ageMs);
  }

  function keep<T>(ring: Ring<T>, item: T) {
    counter += 1;
    ring.push({ n: counter, mono: clock.mono(), item });
  }

  function keepEvent(id: string, event: LaboEvent) {
    const history = historyOf(id);
    if (event.kind !== "reading-taken") {
      keep(history.events, event);
      history.events.trim(limits.events, Number.NEGATIVE_INFINITY);
      return;
    }
    // Readings are the samples of the charts; in the list of events they would hide all others.
    keep(history.samples, {
      time: event.time,
      mono: event.mono,
      readings: event.readings,
      ...(event.quality === undefined ? {} : { quality: event.quality }),
    });
    allSamples += 1;
    trimSamples(history);
    while (allSamples > limits.allSamples && forgetOldest(id));
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
      if (message.kind === "event") keepEvent(message.device, message.payload);
      else if (message.kind === "raw") {
        const history = historyOf(message.device);
        keep(history.frames, message.payload);
        history.frames.trim(limits.frames, Number.NEGATIVE_INFINITY);
      } else return;
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
