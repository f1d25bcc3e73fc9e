// Everything on the topic tree, of every bridge, checked before anybody believes it. A message that is not of the
// contract is refused, counted and told together; nothing that comes from the broker can do more than that.
import type { LaboMessage } from "#contract/messages.ts";
import { parseTopic, type TopicKind, topicRoot, topicRules } from "#contract/topics.ts";
import type { Clock } from "../clock.ts";
import type { Logger } from "../logger.ts";
import { createCoalescedLog } from "./coalesced-log.ts";
import type { MqttLink } from "./link.ts";
import type { LinkMessage } from "./link-message.ts";

export const refusalReasons = [
  "impostor",
  "unknown-topic",
  "too-large",
  "retained",
  "not-json",
  "out-of-schema",
  "misplaced",
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** A message refused, for those who owe its sender an answer. */
export interface RefusedMessage {
  readonly reason: RefusalReason;
  readonly kind: TopicKind;
  readonly bridge: string;
  readonly device: string | undefined;
  /** The payload when it was at least JSON. */
  readonly json: unknown;
  /** What was wrong, field by field. */
  readonly details: readonly string[];
}

export interface Subscriber {
  onMessage(listener: (message: LaboMessage) => void): () => void;
  onRefused(listener: (refused: RefusedMessage) => void): () => void;
  /** Messages refused since the start, and why. */
  readonly refused: number;
  refusals(): Readonly<Record<string, number>>;
  /** Second copies of an event, dropped as QoS 1 asks. */
  readonly duplicates: number;
  /** Tells the log what it was not told yet. */
  close(): void;
}

/** Bytes. The device list alone may be long; events are kept in numbers, so they are short. */
function mostBytes(kind: TopicKind): number {
  if (kind === "devices") return 1024 * 1024;
  return kind === "event" ? 8 * 1024 : 64 * 1024;
}
/** Ids of events remembered, to know a second copy. */
const rememberedEvents = 16_384;
/** Topics known at once: those of a full bench, several times over. */
const mostPlaces = 4_096;

interface Options {
  readonly link: MqttLink;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** To be made before the link is started: it subscribes to the whole tree. */
export function createSubscriber({ link, clock, logger }: Options): Subscriber {
  const refused = createCoalescedLog(logger, clock, "MQTT message refused");
  const listeners = new Set<(message: LaboMessage) => void>();
  const refusedListeners = new Set<(refused: RefusedMessage) => void>();
  const isRepeated = createMemory(rememberedEvents);
  const placeOf = createPlaces();
  let duplicates = 0;

  function receive(heard: LinkMessage) {
    const { topic, size, isRetained, isImpostor, own } = heard;
    const place = placeOf(topic);
    if (place === undefined) return refused.count("unknown-topic", topic);
    if (isImpostor) {
      // State that an earlier start left behind is out of date, not a lie.
      if (isRetained && topicRules[place.kind].retain) return;
      const reason = isRetained ? "retained" : "impostor";
      return refused.count(reason, `${topic}: said by another program under this bridge's name (--name)`);
    }
    // An empty retained message is how a topic is taken back: nothing is said.
    if (size === 0 && topicRules[place.kind].retain) return;
    const isAsSaid = own !== undefined && !isRetained && size <= mostBytes(place.kind);
    const outcome = isAsSaid ? takenAsSaid(place, own) : readMessage(place, heard.payload, isRetained);
    if (outcome.ok) {
      const { message } = outcome;
      // Each bridge counts its own: an id that another one borrows must not silence the owner's event. Ours come once.
      if (message.kind === "event" && !isAsSaid && isRepeated(`${message.bridge}/${message.payload.id}`)) {
        duplicates += 1;
        return;
      }
      for (const listener of listeners) listener(message);
      return;
    }
    const first = outcome.details[0];
    refused.count(outcome.reason, first === undefined ? topic : `${topic}: ${first}`);
    const { kind, bridge, device } = place;
    for (const listener of refusedListeners)
      listener({
        reason: outcome.reason,
        kind,
        bridge,
        device,
        json: outcome.json,
        details: outcome.details,
      });
  }

  link.subscribe(`${topicRoot}/#`, receive);

  return {
    onMessage(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onRefused(listener) {
      refusedListeners.add(listener);
      return () => refusedListeners.delete(listener);
    },
    get refused() {
      return refused.total;
    },
    refusals: () => refused.byReason(),
    get duplicates() {
      return duplicates;
    },
    close: () => refused.close(),
  };
}

type Reading =
  | { readonly ok: true; readonly message: LaboMessage }
  | {
      readonly ok: false;
      readonly reason: RefusalReason;
      readonly details: readonly string[];
      readonly json?: unknown;
    };

type Place = NonNullable<ReturnType<typeof parseTopic>>;

/** Our own words, of the contract when they were written. */
const takenAsSaid = (place: Place, payload: object): Reading => ({
  ok: true,
  message: { ...place, payload } as LaboMessage,
});

/** Checks one payload against the rule of its topic. Pure; never throws. */
export function readMessage(place: Place, payload: Uint8Array, isRetained: boolean): Reading {
  const rule = topicRules[place.kind];
  if (payload.length > mostBytes(place.kind))
    return { ok: false, reason: "too-large", details: [`${payload.length} bytes`] };
  if (isRetained && !rule.retain) return { ok: false, reason: "retained", details: [] };
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString("utf8"));
  } catch {
    return { ok: false, reason: "not-json", details: [] };
  }
  const parsed = rule.schema.safeParse(json);
  if (!parsed.success) {
    const details = parsed.error.issues
      .slice(0, 10)
      .map((issue) => `${issue.path.map(String).join(".") || "(whole)"}: ${issue.message}`.slice(0, 300));
    return { ok: false, reason: "out-of-schema", details, json };
  }
  // The rule of a kind holds its schema: kind and payload belong together.
  const message = { ...place, payload: parsed.data } as LaboMessage;
  const stranger = misplaced(message);
  if (stranger !== undefined) return { ok: false, reason: "misplaced", details: [stranger], json };
  return { ok: true, message };
}

/** What in a payload contradicts its topic, or `undefined`. */
function misplaced(message: LaboMessage): string | undefined {
  if (message.kind === "event") {
    if (message.payload.bridge !== message.bridge) return `bridge: ${message.payload.bridge}`;
    if (message.payload.device !== message.device) return `device: ${message.payload.device}`;
  }
  if (message.kind === "info" && message.payload.bridge !== message.bridge)
    return `bridge: ${message.payload.bridge}`;
  if (message.kind === "devices") {
    const other = message.payload.devices.find((device) => device.bridge !== message.bridge);
    if (other !== undefined) return `device ${other.id}: bridge: ${other.bridge}`;
  }
  return undefined;
}

/** Topics taken apart, each once: a bench hears the same ones all day. */
function createPlaces(): typeof parseTopic {
  const known = new Map<string, Place>();
  return (topic) => {
    const found = known.get(topic);
    if (found !== undefined) return found;
    const place = parseTopic(topic);
    if (known.size >= mostPlaces) known.clear();
    if (place !== undefined) known.set(topic, place);
    return place;
  };
}

/** Remembers the last so many texts; says whether one was there already. */
function createMemory(capacity: number): (text: string) => boolean {
  const recent = new Set<string>();
  return (text) => {
    if (recent.has(text)) return true;
    recent.add(text);
    if (recent.size > capacity) {
      const [oldest] = recent;
      if (oldest !== undefined) recent.delete(oldest);
    }
    return false;
  };
}
