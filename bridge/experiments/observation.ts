// What conditions look at: events of devices and acts of the participant, flattened to one shape.
import type { ObservedKind } from "#contract/conditions.ts";
import type { EventSource, LaboEvent } from "#contract/events.ts";

export type Scalar = string | number | boolean;

/** One thing that happened. `mono` in milliseconds of the bridge's monotonic clock. */
export interface Observation {
  /** Unique: a second one with the same id is dropped. */
  readonly id: string;
  readonly kind: ObservedKind;
  readonly mono: number;
  /** ISO 8601 wall clock. */
  readonly time: string;
  readonly source: EventSource;
  readonly device?: string;
  /** Roles of the run that this device plays. */
  readonly roles: readonly string[];
  /** Every scalar inside, by its path (`tag.id`, `readings.rssi`). */
  readonly fields: ReadonlyMap<string, Scalar>;
  /** A measurement the device itself doubts: not used as a value. */
  readonly suspect: boolean;
}

const maximumFields = 200;

function flatten(value: unknown, path: string, into: Map<string, Scalar>): void {
  if (into.size >= maximumFields) return;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    into.set(path, value);
  } else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value))
      flatten(inner, path === "" ? key : `${path}.${key}`, into);
  }
}

/** @param roles roles of the run that the event's device plays. */
export function fromEvent(event: LaboEvent, roles: readonly string[]): Observation {
  const fields = new Map<string, Scalar>();
  flatten(event, "", fields);
  return {
    id: event.id,
    kind: event.kind,
    mono: event.mono,
    time: event.time,
    source: event.source,
    device: event.device,
    roles,
    fields,
    suspect: event.kind === "reading-taken" && event.quality === "suspect",
  };
}

/** An act of the participant, or something derived, as an observation. */
export function fromAct(
  id: string,
  kind: ObservedKind,
  now: { readonly mono: number; readonly time: string },
  fields: Readonly<Record<string, Scalar>>,
  source: EventSource = "manual",
  roles: readonly string[] = [],
): Observation {
  return {
    id,
    kind,
    mono: now.mono,
    time: now.time,
    source,
    roles,
    fields: new Map(Object.entries(fields)),
    suspect: false,
  };
}
