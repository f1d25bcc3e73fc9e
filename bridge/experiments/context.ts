// What the conditions of one run share: who plays which role, what was heard last, marks, answers and captures.

import type { Selector, Where } from "#contract/conditions.ts";
import type { Profile } from "#contract/devices.ts";
import { type EventSource, eventSources } from "#contract/events.ts";
import type { Expression } from "#contract/expressions.ts";
import type { FigureValue } from "#contract/figures.ts";
import type { Fit } from "#contract/maths/fit.ts";
import type { ObservedKind } from "#contract/observed.ts";
import { quantities } from "#contract/quantities.ts";
import type { Capture } from "#contract/runs.ts";
import type { Words } from "#contract/words.ts";
import type { DefinedChannel } from "./definition.ts";
import type { Observation, Scalar } from "./observation.ts";

/** A device as the engine needs it. */
export interface PlayingDevice {
  readonly id: string;
  readonly model: string;
  readonly profile: Profile;
  readonly source: EventSource;
  readonly online: boolean;
  readonly facts: Readonly<Record<string, string>>;
}

export type ConfirmedBy = "participant" | "other-participant" | "trainer";

/** The parts of a run that conditions read; the engine keeps them. */
export interface RunView {
  /** Done on the printed sheet: there is no device, and what is captured is typed. */
  readonly onPaper?: boolean;
  device(role: string): PlayingDevice | undefined;
  roleName(role: string): Words;
  channel(id: string): DefinedChannel | undefined;
  /** A figure the experiment declares. */
  figure(id: string): FigureValue | undefined;
  answer(step: string): string | number | undefined;
  confirmedBy(step: string): ConfirmedBy | undefined;
  captures(): readonly Capture[];
  /** Monotonic time a step was done, this side of a restart. */
  doneAt(step: string): number | undefined;
  /** The time to judge at when something happened at `mono`: never after what is still to come, monotonic milliseconds. */
  judgedAt(mono: number): number;
}

export interface Mark {
  readonly on: boolean;
  /** Monotonic time it was last placed. */
  readonly at: number;
}

/** What a `latency` found: its statistic in seconds, over so many pairs. */
export interface Timed {
  readonly value: number | undefined;
  readonly pairs: number;
  readonly items: readonly Observation[];
}

export interface Context extends RunView {
  /** Notes an observation; false when it is a duplicate, to be dropped. */
  take(item: Observation): boolean;
  /** The last sign of life of a role's device. */
  heard(role: string): Observation | undefined;
  last(kind: ObservedKind, role?: string): Observation | undefined;
  mark(name: string): Mark | undefined;
  /** Was the bridge without its broker then, by the monotonic clock. */
  brokerAwayAt(mono: number): boolean;
  /** When it last came back; undefined while it is away, and before it ever was. */
  brokerBackAt(): number | undefined;
  /** The value of a channel in an observation, when it has one that can be trusted. */
  valueOf(item: Observation, channel: string): number | undefined;
  /** The last value that cannot be, with the channel it came on and when (monotonic milliseconds). */
  nonsense(): { readonly channel: string; readonly value: number; readonly mono: number } | undefined;
  unitOf(channel: string): string;
  matches(item: Observation, selector: Selector): boolean;
  /** Whether the fields are as asked. `range` tells the first that only missed its bounds. */
  meets(item: Observation, where: Where | undefined): { ok: boolean; missed?: Missed };
  setFit(step: string, found: Fit | undefined): void;
  fit(step: string): Fit | undefined;
  setTimed(step: string, found: Timed): void;
  timed(step: string): Timed | undefined;
  /** Set by the expressions' side, so that `where` may refer to earlier items. */
  evaluate?: (expression: Expression) => Scalar | undefined;
}

/** A field that came with a value out of its bounds. */
export interface Missed {
  readonly field: string;
  readonly value: number;
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/** Ids a duplicate is known by: at least so many, at most twice. */
const rememberedIds = 2048;
/** Said by the bridge about an absence, not by the device. */
const signsOfAbsence: ReadonlySet<string> = new Set([
  "beacon-left",
  "device-lost",
  "frame-discarded",
  "link-down",
]);

/** Compares as people do: "12" is 12, case and accents do not count. */
export function sameScalar(a: Scalar, b: Scalar): boolean {
  if (typeof a === typeof b) return a === b;
  return String(a) === String(b);
}

export function createContext(view: RunView): Context {
  let ids = new Set<string>();
  let olderIds = new Set<string>();
  // Kinds are those of the contract and roles those of the experiment: both few.
  const lastOf = new Map<ObservedKind, Observation>();
  const lastOfRole = new Map<string, Map<ObservedKind, Observation>>();
  const heardOf = new Map<string, Observation>();
  const marks = new Map<string, Mark>();
  const fits = new Map<string, Fit>();
  const timings = new Map<string, Timed>();
  /** Times the broker was away; the last may still go on. */
  const absences: { readonly from: number; to?: number }[] = [];
  let nonsense: ReturnType<Context["nonsense"]>;

  function isNew(id: string): boolean {
    if (ids.has(id) || olderIds.has(id)) return false;
    if (ids.size >= rememberedIds) {
      olderIds = ids;
      ids = new Set();
    }
    ids.add(id);
    return true;
  }

  function remember(item: Observation): void {
    lastOf.set(item.kind, item);
    const isSignOfLife = item.device !== undefined && !signsOfAbsence.has(item.kind);
    for (const role of item.roles) {
      const ofRole = lastOfRole.get(role) ?? new Map<ObservedKind, Observation>();
      lastOfRole.set(role, ofRole.set(item.kind, item));
      if (isSignOfLife) heardOf.set(role, item);
    }
  }

  const context: Context = {
    ...view,
    take(item) {
      if (!isNew(item.id)) return false;
      remember(item);
      if (item.kind === "broker-left" && absences.length < 64) absences.push({ from: item.mono });
      const absence = absences.at(-1);
      if (item.kind === "broker-returned" && absence) absence.to ??= item.mono;
      const name = item.fields.get("name");
      if (typeof name === "string") {
        if (item.kind === "mark-placed" && marks.size < 64) marks.set(name, { on: true, at: item.mono });
        if (item.kind === "mark-removed") {
          const mark = marks.get(name);
          if (mark) marks.set(name, { on: false, at: mark.at });
        }
      }
      return true;
    },
    heard: (role) => heardOf.get(role),
    last: (kind, role) => (role === undefined ? lastOf : lastOfRole.get(role))?.get(kind),
    mark: (name) => marks.get(name),
    brokerBackAt: () => absences.at(-1)?.to,
    brokerAwayAt: (mono) =>
      absences.some(({ from, to }) => mono >= from && mono <= (to ?? Number.POSITIVE_INFINITY)),
    valueOf(item, id) {
      const channel = view.channel(id);
      if (!channel || item.kind !== "reading-taken" || item.suspect || !item.roles.includes(channel.role))
        return undefined;
      if (channel.magnitude) {
        let squares = 0;
        for (const part of channel.magnitude) {
          const value = item.fields.get(`readings.${part}`);
          if (typeof value !== "number") return undefined;
          squares += value * value;
        }
        return Math.sqrt(squares);
      }
      const value = item.fields.get(`readings.${channel.reading ?? channel.id}`);
      if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
      const [least, most] = quantities[channel.quantity].possible ?? [value, value];
      if (value >= least && value <= most) return value;
      nonsense = { channel: id, value, mono: item.mono };
      return undefined;
    },
    nonsense: () => nonsense,
    unitOf(id) {
      const channel = view.channel(id);
      return channel ? quantities[channel.quantity].unit : "";
    },
    matches(item, selector) {
      if (item.kind !== selector.event) return false;
      if (selector.on !== undefined && !item.roles.includes(selector.on)) return false;
      return context.meets(item, selector.where).ok;
    },
    meets(item, where) {
      let missed: Missed | undefined;
      for (const [field, wanted] of Object.entries(where ?? {})) {
        const value = item.fields.get(field);
        if (value === undefined) return { ok: false };
        if (Array.isArray(wanted)) {
          if (!wanted.some((one) => sameScalar(value, one))) return { ok: false };
        } else if (typeof wanted !== "object") {
          if (!sameScalar(value, wanted)) return { ok: false };
        } else if ("not" in wanted) {
          if (sameScalar(value, wanted.not)) return { ok: false };
        } else if ("equals" in wanted) {
          const expected = context.evaluate?.(wanted.equals);
          if (expected === undefined || !sameScalar(value, expected)) return { ok: false };
        } else {
          if (typeof value !== "number") return { ok: false };
          const { min, max } = wanted;
          if ((min !== undefined && value < min) || (max !== undefined && value > max))
            missed ??= { field, value, min, max };
        }
      }
      return missed ? { ok: false, missed } : { ok: true };
    },
    setTimed: (step, found) => void timings.set(step, found),
    timed: (step) => timings.get(step),
    setFit(step, found) {
      if (found) fits.set(step, found);
      else fits.delete(step);
    },
    fit: (step) => fits.get(step),
  };
  return context;
}

/** Which events a finding rests on: the first, the last, and where they came from. */
export class Trace {
  first: string | undefined;
  last: string | undefined;
  private readonly from = new Set<EventSource>();
  private latest: EventSource | undefined;

  add(item: Observation): void {
    this.addPart(item.id, item.source);
  }

  addPart(id: string, source: EventSource): void {
    this.first ??= id;
    this.last = id;
    if (source === this.latest) return;
    this.latest = source;
    this.from.add(source);
  }

  /** What a stored capture rests on: its samples are no longer at hand, where they came from is. */
  addCapture(capture: Capture): void {
    for (const source of capture.sources ?? []) this.from.add(source);
  }

  /** Nothing came: that is worth what the device is worth in which nothing was seen. */
  addSilence(device: PlayingDevice | undefined): void {
    if (device) this.from.add(device.source);
  }

  /** In the contract's order. */
  sources(): EventSource[] {
    return eventSources.filter((source) => this.from.has(source));
  }
}
