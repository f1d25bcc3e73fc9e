// The live socket: each page says what it watches, gets a snapshot of it, then deltas at a display's pace.
import type { BenchDelta, DeviceFeed, Feed, LiveMessage } from "#contract/live.ts";
import { liveRequestSchema } from "#contract/live.ts";
import type { Clock, Timer } from "../clock.ts";
import { problemFor } from "../errors.ts";
import type { Caller, Doors } from "./doors.ts";

/** Twenty times a second: faster than an eye reads, slow enough for an old phone. */
const flushMs = 50;
/** How often what is watched is asked for again: raw frames stop by themselves, a run nobody looks at is put away. */
const renewalMs = 20_000;
/** A page that reads too slowly skips deltas first, then is cut: it reconnects and gets a snapshot. */
const skipAboveBytes = 512 * 1024;
const cutAboveBytes = 8 * 1024 * 1024;
const longestRequestBytes = 4 * 1024;
/** A page asks when a person goes somewhere: so many requests at once, and so many a second after that. */
const requestsAtOnce = 60;
const requestsPerSecond = 10;
/** What a paused flush keeps of a device before it starts over with a snapshot. */
const mostPendingSamples = 2_000;

/** What this file needs of a WebSocket. */
export interface Socket {
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code: number, reason: string): void;
  on(event: "message", listener: (data: Buffer, isBinary: boolean) => void): unknown;
  on(event: "close", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/** Later entries of a delta over earlier ones. */
export function mergeBenchDeltas(before: BenchDelta, after: BenchDelta): BenchDelta {
  return {
    ...before,
    ...(after.broker === undefined ? {} : { broker: after.broker }),
    ...(after.bridges === undefined ? {} : { bridges: { ...before.bridges, ...after.bridges } }),
    ...(after.devices === undefined ? {} : { devices: { ...before.devices, ...after.devices } }),
    ...(after.tags === undefined ? {} : { tags: { ...before.tags, ...after.tags } }),
  };
}

/** One watched feed: takes its snapshot message, then whatever is due since the last time. */
interface Watch {
  due(): LiveMessage | undefined;
  stop(): void;
}

function watchBench(doors: Doors): Watch {
  let first = true;
  let pending: BenchDelta | undefined;
  const stop = doors.bench.onDelta((delta) => {
    pending = mergeBenchDeltas(pending ?? {}, delta);
  });
  return {
    stop,
    due() {
      if (first) {
        first = false;
        pending = undefined;
        return { type: "bench-snapshot", data: doors.bench.snapshot() };
      }
      if (pending === undefined) return undefined;
      const data = pending;
      pending = undefined;
      return { type: "bench-delta", data };
    },
  };
}

function watchDevice(doors: Doors, device: string, clock: Clock): Watch {
  let first = true;
  let news: DeviceFeed = { samples: [], events: [], frames: [] };
  doors.history.askForRaw(device);
  const renewal = clock.every(renewalMs, () => doors.history.askForRaw(device));
  const unfollow = doors.history.follow(device, (more) => {
    if (news.samples.length > mostPendingSamples) {
      first = true;
      return;
    }
    news.samples.push(...more.samples);
    news.events.push(...more.events);
    news.frames.push(...more.frames);
  });
  return {
    stop() {
      renewal.cancel();
      unfollow();
    },
    due() {
      const data = first ? doors.history.snapshot(device) : news;
      const isEmpty = data.samples.length + data.events.length + data.frames.length === 0;
      news = { samples: [], events: [], frames: [] };
      if (first) {
        first = false;
        return { type: "device-snapshot", device, data };
      }
      return isEmpty ? undefined : { type: "device-delta", device, data };
    },
  };
}

function watchLatest<T>(
  snapshot: () => T,
  subscribe: (listener: (value: T) => void) => () => void,
  message: (value: T) => LiveMessage,
): Watch {
  let pending: T | undefined = snapshot();
  const stop = subscribe((value) => {
    pending = value;
  });
  return {
    stop,
    due() {
      if (pending === undefined) return undefined;
      const value = pending;
      pending = undefined;
      return message(value);
    },
  };
}

/** The watch of a feed, or `undefined` when there is nothing by that name that this caller may see. */
function openWatch(doors: Doors, feed: Feed, caller: Caller, clock: Clock): Watch | undefined {
  if (feed === "bench") return watchBench(doors);
  if (feed === "kit") {
    const { kit } = doors;
    if (kit === undefined) return undefined;
    return watchLatest(
      () => kit.snapshot(),
      (listener) => kit.onChange(listener),
      (data) => ({ type: "kit", data }),
    );
  }
  const id = feed.slice(feed.indexOf(":") + 1);
  if (feed.startsWith("device:")) {
    return doors.bench.device(id) === undefined ? undefined : watchDevice(doors, id, clock);
  }
  const run = doors.runs.get(id);
  if (run === undefined || (run.participant !== caller.participant && !caller.isTrainer)) return undefined;
  const watch = watchLatest(
    () => doors.runs.get(id) ?? run,
    (listener) => doors.runs.onRun((changed) => changed.id === id && listener(changed)),
    (data) => ({ type: "run", run: id, data }),
  );
  const renewal = clock.every(renewalMs, () => doors.runs.get(id));
  return {
    due: watch.due,
    stop() {
      renewal.cancel();
      watch.stop();
    },
  };
}

/**
 * Serves one page until it leaves.
 * @param onRefused counts messages that were not of the contract.
 */
export function serveLive(
  socket: Socket,
  doors: Doors,
  caller: Caller,
  clock: Clock,
  onRefused: () => void,
): void {
  const watches = new Map<Feed, Watch>();
  const isWithinPace = createPace(clock);
  let timer: Timer | undefined;
  const send = (message: LiveMessage) => socket.send(JSON.stringify(message));
  const flush = () => {
    if (socket.bufferedAmount > cutAboveBytes) return socket.close(1013, "too slow");
    if (socket.bufferedAmount > skipAboveBytes) return;
    for (const watch of watches.values()) {
      const message = watch.due();
      if (message !== undefined) send(message);
    }
  };
  const watchOnly = (feeds: readonly Feed[]) => {
    for (const [feed, watch] of watches) {
      if (feeds.includes(feed)) continue;
      watch.stop();
      watches.delete(feed);
    }
    for (const feed of feeds) {
      if (watches.has(feed)) continue;
      const watch = openWatch(doors, feed, caller, clock);
      if (watch === undefined) send({ type: "refused", feed, problem: problemFor("NOT_FOUND", [feed]) });
      else watches.set(feed, watch);
    }
    timer ??= clock.every(flushMs * clock.rate, flush);
    flush();
  };
  socket.on("message", (data, isBinary) => {
    // Each request is answered, and nobody can be made to hold the answers of one who does not read them.
    if (!isWithinPace()) return socket.close(1008, "too many requests");
    const request = isBinary || data.length > longestRequestBytes ? undefined : parseRequest(data.toString());
    if (request === undefined) {
      onRefused();
      send({ type: "refused", problem: problemFor("REQUEST_INVALID", ["live"]) });
    } else watchOnly(request.feeds);
  });
  socket.on("error", () => socket.close(1002, "protocol error"));
  socket.on("close", () => {
    timer?.cancel();
    for (const watch of watches.values()) watch.stop();
    watches.clear();
  });
}

/** @returns whether one more may come now. */
function createPace(clock: Clock): () => boolean {
  let left = requestsAtOnce;
  let before = clock.mono();
  return () => {
    const now = clock.mono();
    // A clock that runs fast makes nobody type faster.
    left = Math.min(requestsAtOnce, left + ((now - before) / 1000 / clock.rate) * requestsPerSecond);
    before = now;
    left -= 1;
    return left >= 0;
  };
}

function parseRequest(text: string) {
  try {
    return liveRequestSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
