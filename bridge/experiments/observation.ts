// What conditions look at: events of devices and acts of the participant, flattened to one shape.

import type { Command, CommandResult } from "#contract/commands.ts";
import type { EventSource, LaboEvent } from "#contract/events.ts";
import type { ObservedKind } from "#contract/observed.ts";

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

/** Many runs look at one event: it is flattened once. */
const flattened = new WeakMap<LaboEvent, ReadonlyMap<string, Scalar>>();

function fieldsOf(event: LaboEvent): ReadonlyMap<string, Scalar> {
  const known = flattened.get(event);
  if (known !== undefined) return known;
  const fields = new Map<string, Scalar>();
  flatten(event, "", fields);
  flattened.set(event, fields);
  return fields;
}

/** @param roles roles of the run that the event's device plays. */
export function fromEvent(event: LaboEvent, roles: readonly string[]): Observation {
  return {
    id: event.id,
    kind: event.kind,
    mono: event.mono,
    time: event.time,
    source: event.source,
    device: event.device,
    roles,
    fields: fieldsOf(event),
    suspect: event.kind === "reading-taken" && event.quality === "suspect",
  };
}

/** A command as it passes on the bus, or the answer of its device, seen from a run. */
export type Exchange = {
  readonly device: string;
  readonly source: EventSource;
  /** When it passed, by the bridge's clocks. */
  readonly mono: number;
  readonly time: string;
} & (
  | { readonly kind: "command-sent"; readonly command: Command }
  | {
      readonly kind: "command-answered";
      readonly result: CommandResult;
      /** What was asked, when it was heard too. */
      readonly command?: string | undefined;
    }
);

/** @param roles roles of the run that the device plays. */
export function fromExchange(exchange: Exchange, roles: readonly string[]): Observation {
  const { device, source, mono, time, kind } = exchange;
  const id = kind === "command-sent" ? exchange.command.id : exchange.result.id;
  const fields = new Map<string, Scalar>([
    ["device", device],
    ["commandId", id],
  ]);
  if (kind === "command-sent") {
    fields.set("command", exchange.command.command);
    flatten(exchange.command.args, "args", fields);
  } else {
    fields.set("ok", exchange.result.ok);
    if (exchange.command !== undefined) fields.set("command", exchange.command);
  }
  return { id: `${kind}~${device}~${id}`, kind, mono, time, source, device, roles, fields, suspect: false };
}

/** The bridge lost its broker or found it again. */
export interface BrokerNews {
  readonly kind: "broker-left" | "broker-returned";
  readonly mono: number;
  readonly time: string;
  /** How long it was away, of a return. */
  readonly seconds?: number;
}

/** A broker is a real one, embedded or not, whatever is simulated around it. */
export const fromBroker = ({ kind, mono, time, seconds }: BrokerNews): Observation =>
  fromAct(`${kind}~${mono}`, kind, { mono, time }, seconds === undefined ? {} : { seconds }, "hardware");

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
