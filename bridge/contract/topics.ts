// The topic tree: every topic written once, built and parsed here, with the schema of what it carries.
import { z } from "zod";
import { commandResultSchema, commandSchema } from "./commands.ts";
import { availabilitySchema, deviceSchema, deviceStateSchema, healthSchema } from "./devices.ts";
import { eventSchema } from "./events.ts";
import { rawFramesSchema } from "./frames.ts";
import { idSchema } from "./identifiers.ts";

export const topicRoot = "labo";

export const bridgeStateSchema = z.object({ state: z.enum(["online", "offline"]) });
export type BridgeState = z.infer<typeof bridgeStateSchema>;

export const bridgeInfoSchema = z.object({
  bridge: idSchema,
  name: z.string().max(60),
  version: z.string().max(40),
  started: z.iso.datetime({ precision: 3 }),
  contract: z.literal(1),
});
export type BridgeInfo = z.infer<typeof bridgeInfoSchema>;

/** A radio or a port list: what listens, and how it is. */
export const receiverSchema = z.object({
  id: idSchema,
  kind: z.enum(["ble", "serial"]),
  source: z.enum(["hardware", "simulated", "replay"]),
  health: healthSchema,
  /** How many times it was restarted. */
  restarts: z.number().int().nonnegative(),
});
export type Receiver = z.infer<typeof receiverSchema>;

export const bridgeHealthSchema = z.object({
  time: z.iso.datetime({ precision: 3 }),
  uptimeMs: z.number().nonnegative(),
  residentBytes: z.number().int().nonnegative(),
  receivers: z.array(receiverSchema).max(16),
  /** Radios heard and not taught to the kit: how many in the last minute, never which. */
  strangers: z.number().int().nonnegative(),
  /** Advertisements heard in the last second. */
  advertisementsPerSecond: z.number().nonnegative(),
  outbox: z.object({
    /** Events waiting for the broker. */
    kept: z.number().int().nonnegative(),
    /** Events dropped, oldest first, since the start because the outbox was full. */
    dropped: z.number().int().nonnegative(),
  }),
  discarded: z.number().int().nonnegative(),
  refusedMessages: z.number().int().nonnegative(),
});
export type BridgeHealth = z.infer<typeof bridgeHealthSchema>;

export const devicesSchema = z.object({ devices: z.array(deviceSchema).max(512) });
export type Devices = z.infer<typeof devicesSchema>;

interface TopicRule {
  readonly level: "bridge" | "device";
  readonly schema: z.ZodType;
  readonly retain: boolean;
  readonly qos: 0 | 1;
}

/** Last segment of a topic → what it carries and how it is sent. Events are never retained; state always is. */
export const topicRules = {
  state: { level: "bridge", schema: bridgeStateSchema, retain: true, qos: 1 },
  info: { level: "bridge", schema: bridgeInfoSchema, retain: true, qos: 1 },
  health: { level: "bridge", schema: bridgeHealthSchema, retain: true, qos: 0 },
  devices: { level: "bridge", schema: devicesSchema, retain: true, qos: 1 },
  "device-state": { level: "device", schema: deviceStateSchema, retain: true, qos: 0 },
  event: { level: "device", schema: eventSchema, retain: false, qos: 1 },
  availability: { level: "device", schema: availabilitySchema, retain: true, qos: 1 },
  raw: { level: "device", schema: rawFramesSchema, retain: false, qos: 0 },
  set: { level: "device", schema: commandSchema, retain: false, qos: 1 },
  result: { level: "device", schema: commandResultSchema, retain: false, qos: 1 },
} as const satisfies Record<string, TopicRule>;

export type TopicKind = keyof typeof topicRules;
export type Payload<K extends TopicKind> = z.output<(typeof topicRules)[K]["schema"]>;

/** `labo/<bridge>/<leaf>` or `labo/<bridge>/<device>/<leaf>`; the leaf of "device-state" is `state`. */
export function topicFor(kind: TopicKind, bridge: string, device?: string): string {
  const leaf = kind === "device-state" ? "state" : kind;
  return topicRules[kind].level === "bridge"
    ? `${topicRoot}/${bridge}/${leaf}`
    : `${topicRoot}/${bridge}/${device}/${leaf}`;
}

/** The parts of a topic of this tree, or `undefined` for any other topic. */
export function parseTopic(topic: string): { kind: TopicKind; bridge: string; device?: string } | undefined {
  const [root, bridge, third, fourth, ...rest] = topic.split("/");
  if (root !== topicRoot || bridge === undefined || third === undefined || rest.length > 0) return undefined;
  if (!idSchema.safeParse(bridge).success) return undefined;
  const leaf = fourth ?? third;
  const level = fourth === undefined ? "bridge" : "device";
  const kind = (level === "device" && leaf === "state" ? "device-state" : leaf) as TopicKind;
  const rule = Object.hasOwn(topicRules, kind) ? topicRules[kind] : undefined;
  if (rule === undefined || rule.level !== level) return undefined;
  if (level === "bridge") return { kind, bridge };
  return idSchema.safeParse(third).success ? { kind, bridge, device: third } : undefined;
}
