// Events: what happened, in the past tense, from real bytes. The one vocabulary of bridge, broker, store and screens.
import { z } from "zod";
import { longestNote, mediumSchema, qrLevelSchema } from "./code-pages.ts";
import { idSchema } from "./identifiers.ts";
import { type Words, wordsSchema } from "./words.ts";

export const eventSources = ["hardware", "simulated", "replay", "manual"] as const;
export type EventSource = (typeof eventSources)[number];
/** As tables and images say where their data came from. */
export const sourceNames: Record<EventSource, Words> = {
  hardware: { fr: "matériel", en: "hardware" },
  simulated: { fr: "simulé", en: "simulated" },
  replay: { fr: "rejoué", en: "replay" },
  manual: { fr: "à la main", en: "manual" },
};

const envelope = {
  /** Version of this vocabulary. */
  v: z.literal(1),
  /** Unique for ever: bridge, boot and counter. Consumers drop a second event with the same id. */
  id: z.string().min(1).max(120),
  /** Counts up by one per device since the bridge started: a hole is a loss. */
  seq: z.number().int().nonnegative(),
  /** Wall clock at the transport, ISO 8601 UTC with milliseconds. */
  time: z.iso.datetime({ precision: 3 }),
  /** Monotonic clock of the bridge at the same instant, milliseconds: the one to subtract. */
  mono: z.number().nonnegative(),
  bridge: idSchema,
  device: idSchema,
  source: z.enum(eventSources),
};

/** Bytes of a tag's number: 5 at 125 kHz; 2 where a reader tells only the number its maker gave the tag. */
export const uidLengths = [2, 4, 5, 7, 10] as const;

/** What a tag is, as far as it may be told: a tag nobody taught to the kit is only "foreign" and a passing pseudonym. */
export const tagSchema = z.object({
  /** The UID of a taught tag in lower-case hexadecimal, or a pseudonym (`foreign-…`) forgotten at the next start. */
  id: idSchema,
  known: z.boolean(),
  /** Family guessed from SAK and ATQA (NXP AN10833), or told by the reader. */
  family: z.enum([
    "mifare-classic-1k",
    "mifare-classic-4k",
    "mifare-ultralight-ntag",
    "iso14443-4",
    "em4100",
    "unknown",
  ]),
  uidBytes: z.literal(uidLengths),
});
export type Tag = z.infer<typeof tagSchema>;

export const zones = ["near", "mid", "far"] as const;
export type Zone = (typeof zones)[number];

/** A distance drawn from signal strength: never one number, always its honest bounds (one standard deviation). Metres. */
export const distanceSchema = z.object({
  estimate: z.number().nonnegative(),
  low: z.number().nonnegative(),
  high: z.number().nonnegative(),
});
export type Distance = z.infer<typeof distanceSchema>;

/** Channel id to value, in the unit of the channel's quantity. A value that is not available is an absent key. */
export const readingsSchema = z.record(idSchemaForChannels(), z.number());
export type Readings = z.infer<typeof readingsSchema>;

function idSchemaForChannels() {
  return z
    .string()
    .regex(/^[a-zA-Z][a-zA-Z0-9_-]{0,39}$/, "a letter, then letters, digits or dashes, 40 at most");
}
export const channelIdSchema = idSchemaForChannels();

const signal = {
  /** Smoothed signal strength, dBm. */
  rssi: z.number(),
  zone: z.enum(zones),
  distance: distanceSchema.optional(),
};

export const discardReasons = ["noise", "too-long", "bad-checksum", "malformed", "unknown-type"] as const;
export type DiscardReason = (typeof discardReasons)[number];

/** What a rule of the composer does: what was asked for, otherwise, or back to rest. */
export const ruleBranches = ["then", "else", "rest"] as const;
export type RuleBranch = (typeof ruleBranches)[number];

export const presses = ["press", "double", "triple", "long", "long-double", "long-triple", "hold"] as const;
export type Press = (typeof presses)[number];

export const reactionSignals = ["light", "sound"] as const;
export type ReactionSignal = (typeof reactionSignals)[number];
/** A press after the signal, before it, or none in time. */
export const reactionOutcomes = ["pressed", "early", "missed"] as const;
export type ReactionOutcome = (typeof reactionOutcomes)[number];

const message = {
  topic: z.string().max(120),
  text: z.string().max(200),
  /** Of this delivery. */
  qos: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  /** Second level of the topic: who it says it is from. */
  publisher: z.string().max(120),
  /** Levels after it: what it is about. */
  subject: z.string().max(120),
  /** When the text is a whole number. */
  number: z.number().int().nonnegative().optional(),
};

const fromAPage = {
  /** The bench could not be reached then: told once it could. */
  offline: z.boolean().optional(),
  /** When it was by the phone's own clock, and how long before it was told, milliseconds. */
  clientTime: z.iso.datetime({ precision: 3 }).optional(),
  agoMs: z.number().nonnegative().optional(),
};

export const eventSchema = z.discriminatedUnion("kind", [
  z.object({ ...envelope, kind: z.literal("tag-arrived"), reader: idSchema, tag: tagSchema }),
  z.object({
    ...envelope,
    kind: z.literal("tag-left"),
    reader: idSchema,
    tag: tagSchema,
    /** How long the tag stayed, hold time not counted. */
    durationMs: z.number().nonnegative(),
  }),
  z.object({ ...envelope, kind: z.literal("beacon-appeared"), ...signal }),
  z.object({ ...envelope, kind: z.literal("beacon-moved"), ...signal, from: z.enum(zones) }),
  z.object({
    ...envelope,
    kind: z.literal("beacon-left"),
    /** Since the last frame heard. */
    silentMs: z.number().nonnegative(),
    durationMs: z.number().nonnegative(),
  }),
  z.object({
    ...envelope,
    kind: z.literal("reading-taken"),
    readings: readingsSchema,
    /** Facts that are not numbers: a URL heard, an identity. Hostile text: never markup, never a live link. */
    facts: z.record(z.string().max(40), z.string().max(512)).optional(),
    quality: z.enum(["ok", "suspect"]).optional(),
  }),
  z.object({
    ...envelope,
    kind: z.literal("button-pressed"),
    channel: channelIdSchema,
    /** How, from a device that tells: absent is a plain press. */
    press: z.enum(presses).optional(),
  }),
  z.object({
    ...envelope,
    kind: z.literal("button-released"),
    channel: channelIdSchema,
    durationMs: z.number().nonnegative(),
  }),
  /** A reaction timed by the device's own clock: what the line and the computer take is not in it. */
  z.object({
    ...envelope,
    kind: z.literal("reaction-timed"),
    /** Of the button. */
    channel: channelIdSchema,
    signal: z.enum(reactionSignals),
    outcome: z.enum(reactionOutcomes),
    /** Before the signal. */
    waitMs: z.number().nonnegative(),
    /** From the signal to the press, when there was one. */
    reactionMs: z.number().nonnegative().optional(),
  }),
  z.object({
    ...envelope,
    kind: z.literal("dial-turned"),
    channel: channelIdSchema,
    /** Positive to the right. */
    steps: z.number().int(),
  }),
  /** A page was opened by its printed code or its tag. The notebook tells of its page alone. */
  z.object({
    ...envelope,
    kind: z.literal("page-opened"),
    page: idSchema,
    medium: mediumSchema.optional(),
    widthCm: z.number().positive().optional(),
    level: qrLevelSchema.optional(),
    ...fromAPage,
    /** Of its first load, as it travelled, kB of 1000 bytes. */
    weightKb: z.number().nonnegative().optional(),
  }),
  /** A visitor wrote on a page. Hostile text. */
  z.object({
    ...envelope,
    kind: z.literal("note-left"),
    page: idSchema,
    /** Drawn by the page. */
    note: z.string().max(40),
    text: z.string().max(longestNote),
    ...fromAPage,
  }),
  /** A station handed this to its connection. */
  z.object({ ...envelope, kind: z.literal("message-published"), ...message, retain: z.boolean() }),
  /** A message of the broker reached a station. Hostile text, whoever sent it. */
  z.object({
    ...envelope,
    kind: z.literal("message-received"),
    ...message,
    /** It was kept by the broker, and given because of a new subscription. */
    retained: z.boolean(),
    /** The broker sends it again, not knowing whether it came. */
    duplicate: z.boolean(),
  }),
  /** A station is connected. `resumed`: the broker had kept its session. */
  z.object({ ...envelope, kind: z.literal("link-up"), resumed: z.boolean() }),
  /** A station is not connected any more: it said goodbye, or the line went. */
  z.object({ ...envelope, kind: z.literal("link-down"), how: z.enum(["asked", "lost"]) }),
  /** Somebody made, changed or took away a rule of the composer: what it is made of, never for whom. */
  z.object({
    ...envelope,
    kind: z.literal("rule-set"),
    rule: idSchema,
    form: z.enum(["event", "mapping", "gone"]),
    on: z.boolean(),
    /** What begins it: `tag`, `button`, `zone` or `value`. */
    trigger: z.string().max(20),
    /** How many commands each branch sends. */
    does: z.number().int().nonnegative(),
    otherwise: z.number().int().nonnegative(),
    rest: z.number().int().nonnegative(),
  }),
  /** A rule sent its commands. */
  z.object({
    ...envelope,
    kind: z.literal("rule-fired"),
    rule: idSchema,
    branch: z.enum(ruleBranches),
    /** Id of the event that moved it; absent when time alone did. */
    cause: z.string().max(120).optional(),
    /** Since that event; of a return to rest, since the end of what it answered, or the last useful measurement. */
    afterMs: z.number().nonnegative().optional(),
  }),
  z.object({ ...envelope, kind: z.literal("device-found") }),
  z.object({ ...envelope, kind: z.literal("device-lost"), reason: z.string().max(60) }),
  z.object({
    ...envelope,
    kind: z.literal("frame-discarded"),
    reason: z.enum(discardReasons),
    /** The same for people, of the first of them. A bridge of version 0.1 gives the reason alone. */
    why: wordsSchema.optional(),
    bytes: z.number().int().nonnegative(),
    /** The first bytes, 64 at most, lower-case hexadecimal. */
    hex: z.string().max(128),
    /** How many discards this event stands for, when they come too fast to tell one by one. */
    count: z.number().int().positive(),
  }),
]);

export type LaboEvent = z.infer<typeof eventSchema>;
export type EventKind = LaboEvent["kind"];
export type EventOf<K extends EventKind> = Extract<LaboEvent, { kind: K }>;
export const eventKinds = eventSchema.options.map((option) => option.shape.kind.value) as EventKind[];

/** What a session says before the envelope is put on: an event less what the event factory knows. */
export type EventBody = LaboEvent extends infer E
  ? E extends LaboEvent
    ? Omit<E, keyof typeof envelope>
    : never
  : never;

/** The fields of its own of each kind of event. */
export const eventBodySchema = z.discriminatedUnion(
  "kind",
  // An option less its envelope is still told by its kind; the types of zod do not follow a shape made of entries.
  eventSchema.options.map((option) => {
    const body = Object.entries(option.shape).filter(([name]) => !Object.hasOwn(envelope, name));
    return z.object({ kind: option.shape.kind, ...Object.fromEntries(body) });
  }) as unknown as typeof eventSchema.options,
) as unknown as z.ZodType<EventBody>;
