// Everything a condition can see, by its kind: what devices, participants, derivations, commands and the broker tell.
import { z } from "zod";
import { eventKinds } from "./events.ts";

/** What a participant does, as items beside the events of devices: conditions may count, order and time them alike. */
export const inputKinds = [
  "answer-given",
  "capture-taken",
  "mark-placed",
  "mark-removed",
  "note-added",
  "screen-reacted",
  "step-confirmed",
  "tag-labelled",
  "trial-started",
  "trial-ended",
  "visit-started",
  "visit-ended",
] as const;
export type InputKind = (typeof inputKinds)[number];

/** What a derivation declared by the experiment says of a channel: inside or outside the participant's own thresholds. */
export const derivedKinds = ["zone-entered", "zone-left"] as const;
export type DerivedKind = (typeof derivedKinds)[number];

/**
 * What goes to a device and what it answers, as they pass on the bus: `command` and `args.…` of the first; `ok`, and the
 * `command` it answers, of the second. Both have the `commandId` that pairs them.
 */
export const commandKinds = ["command-sent", "command-answered"] as const;
export type CommandKind = (typeof commandKinds)[number];

/** What the bridge itself notices of its broker: that it is away, and that it is back after `seconds`. */
export const brokerKinds = ["broker-left", "broker-returned"] as const;
export type BrokerKind = (typeof brokerKinds)[number];

/** Everything a condition can see, by its kind. */
export const observedKinds = [
  ...eventKinds,
  ...inputKinds,
  ...derivedKinds,
  ...commandKinds,
  ...brokerKinds,
] as const;
export type ObservedKind = (typeof observedKinds)[number];
export const observedKindSchema = z.enum(observedKinds);
