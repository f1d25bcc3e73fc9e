// What the page knows live, and how each message of the socket changes it. Pure: state and message in, state out.
import type { Bench } from "#contract/bench.ts";
import type { LaboEvent } from "#contract/events.ts";
import type { Kit } from "#contract/kit.ts";
import type { BenchDelta, DeviceFeed, LiveMessage } from "#contract/live.ts";
import type { Problem } from "#contract/problems.ts";
import type { Run } from "#contract/runs.ts";

export interface LiveState {
  readonly bench: Bench | undefined;
  readonly kit: Kit | undefined;
  readonly feeds: Readonly<Record<string, DeviceFeed>>;
  readonly runs: Readonly<Record<string, Run>>;
  /** The last feed refused, and why. */
  readonly refusal: { readonly feed: string | undefined; readonly problem: Problem } | undefined;
}

export const emptyLiveState: LiveState = {
  bench: undefined,
  kit: undefined,
  feeds: {},
  runs: {},
  refusal: undefined,
};

/** What is kept of one device: ten minutes at 10 Hz, and what a person can read. */
export const kept = { samples: 6000, events: 200, frames: 40 } as const;
/** Device feeds and runs kept once nobody watches them any more. */
const keptRecords = 24;

/** The state after a message. Parts a message does not touch keep their identity, so that nothing redraws for nothing. */
export function applyMessage(state: LiveState, message: LiveMessage): LiveState {
  switch (message.type) {
    case "bench-snapshot":
      return { ...state, bench: message.data };
    case "bench-delta":
      return state.bench === undefined ? state : { ...state, bench: applyBench(state.bench, message.data) };
    case "kit":
      return { ...state, kit: message.data };
    case "device-snapshot":
      return { ...state, feeds: withRecord(state.feeds, message.device, bounded(message.data)) };
    case "device-delta": {
      const before = state.feeds[message.device] ?? { samples: [], events: [], frames: [] };
      return { ...state, feeds: withRecord(state.feeds, message.device, append(before, message.data)) };
    }
    case "run":
      return { ...state, runs: withRecord(state.runs, message.run, message.data) };
    case "refused":
      return { ...state, refusal: { feed: message.feed, problem: message.problem } };
  }
}

function applyBench(bench: Bench, delta: BenchDelta): Bench {
  return {
    broker: delta.broker ?? bench.broker,
    bridges: merge(bench.bridges, delta.bridges),
    devices: merge(bench.devices, delta.devices),
    tags: merge(bench.tags, delta.tags),
  };
}

function merge<T>(before: Record<string, T>, delta: Record<string, T | null> | undefined): Record<string, T> {
  if (delta === undefined) return before;
  const after = { ...before };
  for (const [id, entry] of Object.entries(delta)) {
    if (entry === null) delete after[id];
    else after[id] = entry;
  }
  return after;
}

function append(before: DeviceFeed, delta: DeviceFeed): DeviceFeed {
  return {
    samples: joined(before.samples, delta.samples, kept.samples),
    events: joined(before.events, unheard(before.events, delta.events), kept.events),
    frames: joined(before.frames, delta.frames, kept.frames),
  };
}

function bounded(feed: DeviceFeed): DeviceFeed {
  return {
    samples: feed.samples.slice(-kept.samples),
    events: feed.events.slice(-kept.events),
    frames: feed.frames.slice(-kept.frames),
  };
}

function joined<T>(before: T[], added: T[], limit: number): T[] {
  return added.length === 0 ? before : [...before, ...added].slice(-limit);
}

// MQTT at least once: an event may come twice, with the same id.
function unheard(before: readonly LaboEvent[], added: LaboEvent[]): LaboEvent[] {
  if (added.length === 0) return added;
  const known = new Set(before.map((event) => event.id));
  return added.filter((event) => !known.has(event.id));
}

function withRecord<T>(records: Readonly<Record<string, T>>, id: string, value: T): Record<string, T> {
  const { [id]: _before, ...others } = records;
  const entries = Object.entries(others).slice(-(keptRecords - 1));
  return { ...Object.fromEntries(entries), [id]: value };
}
