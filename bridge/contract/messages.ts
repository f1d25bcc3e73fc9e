// One message of the topic tree, parsed and checked: what the subscriber hands to bench, history and runner.
import type { Payload, TopicKind, topicRules } from "./topics.ts";

type BridgeKind = {
  [K in TopicKind]: (typeof topicRules)[K]["level"] extends "bridge" ? K : never;
}[TopicKind];

/** A message that passed every check: its kind, where it came from and its payload. */
export type LaboMessage = {
  [K in TopicKind]: K extends BridgeKind
    ? { readonly kind: K; readonly bridge: string; readonly payload: Payload<K> }
    : { readonly kind: K; readonly bridge: string; readonly device: string; readonly payload: Payload<K> };
}[TopicKind];

export type MessageOf<K extends TopicKind> = Extract<LaboMessage, { kind: K }>;
