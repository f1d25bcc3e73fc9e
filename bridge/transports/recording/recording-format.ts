// A recording: lines of JSON. The first says what bench made it, the others what came from outside, in order, with the
// time. Raw bytes are whole: foreign tags' numbers and strangers' addresses are in them.
import { z } from "zod";
import { beaconCalibrationSchema } from "#contract/beacon-calibration.ts";
import { commandSchema } from "#contract/commands.ts";
import { idSchema } from "#contract/identifiers.ts";
import { receiverSchema } from "#contract/topics.ts";
import { nameSchema } from "#contract/words.ts";

export const recordingVersion = 1;

const hexSchema = z.string().regex(/^([0-9a-f]{2})*$/);

/** What the kit was taught then: without it, its tags would be foreign and its beacons strangers. */
export const taughtSchema = z.object({
  beacons: z.array(
    z.object({
      identity: z.string().max(200),
      name: nameSchema,
      calibration: beaconCalibrationSchema.optional(),
    }),
  ),
  tags: z.array(z.object({ uid: z.string().max(40), name: nameSchema })),
});
export type TaughtThings = z.infer<typeof taughtSchema>;

/** What was remembered of each port then: what is tried on a line first depends on it. */
const portNotesSchema = z.array(z.object({ port: z.string().max(300), note: z.string().max(2000) })).max(256);
export type RecordedPortNotes = z.infer<typeof portNotesSchema>;

/** What people had said is wired to each board, in JSON. */
const boardPlansSchema = z.array(z.object({ device: idSchema, plan: z.string().max(100_000) })).max(256);
export type RecordedBoardPlans = z.infer<typeof boardPlansSchema>;

/** Pages counted by a printed code. */
const codePagesSchema = z.array(z.object({ id: idSchema, name: z.string().max(200) })).max(256);
export type RecordedCodePages = z.infer<typeof codePagesSchema>;

/** Rules of the composer, in JSON. */
const rulesSchema = z.array(z.object({ id: idSchema, rule: z.string().max(100_000) })).max(256);
export type RecordedRules = z.infer<typeof rulesSchema>;

export const headerSchema = z.object({
  labo: z.literal("recording"),
  format: z.literal(recordingVersion),
  /** Of the bench that recorded. */
  version: z.string().max(40),
  bridge: idSchema,
  /** For people; the exact instant is in `time`. */
  started: z.iso.datetime({ precision: 3 }),
  /** Wall and monotonic clock at the start, milliseconds. */
  time: z.number(),
  mono: z.number(),
  /** Clock milliseconds per real millisecond. */
  rate: z.number().positive(),
  /** Of everything left to chance: pseudonyms of foreign tags, waits between two tries. */
  seed: hexSchema,
  taught: taughtSchema,
  portNotes: portNotesSchema.optional(),
  boardPlans: boardPlansSchema.optional(),
  codePages: codePagesSchema.optional(),
  rules: rulesSchema.optional(),
});
export type RecordingHeader = z.infer<typeof headerSchema>;

const at = {
  /** Wall clock, milliseconds since 1970. */
  time: z.number(),
  /** Monotonic clock, milliseconds. */
  mono: z.number(),
};
const failureSchema = z.object({ code: z.string().max(60), details: z.array(z.string()).optional() });
export type Failure = z.infer<typeof failureSchema>;

const portSchema = z.object({
  key: z.string(),
  path: z.string(),
  source: z.enum(["hardware", "simulated", "replay"]),
  plugging: z.string().optional(),
  serialNumber: z.string().optional(),
  vendorId: z.string().optional(),
  productId: z.string().optional(),
  manufacturer: z.string().optional(),
});

export const lineSchema = z.discriminatedUnion("what", [
  /** The list of serial ports was looked at; `ports` when it is another one than before. */
  z.object({ ...at, what: z.literal("ports"), call: z.string(), ports: z.array(portSchema).optional() }),
  /** A line was asked for; what became of it is the answer to the call. */
  z.object({
    ...at,
    what: z.literal("open"),
    call: z.string(),
    link: z.number().int(),
    port: z.string(),
    baudRate: z.number(),
  }),
  /** Bytes of a serial line; those that went out are for the reader of the file, they are not played. */
  z.object({
    ...at,
    what: z.literal("bytes"),
    direction: z.enum(["in", "out"]),
    transport: z.literal("serial"),
    link: z.number().int(),
    port: z.string(),
    hex: hexSchema,
  }),
  z.object({ ...at, what: z.literal("closed"), link: z.number().int(), failure: failureSchema }),
  /** The answer to a call; `failure` when it was not done. What is no bytes is in `value`. */
  z.object({
    ...at,
    what: z.literal("answer"),
    call: z.string(),
    failure: failureSchema.optional(),
    hex: hexSchema.optional(),
    value: z.json().optional(),
  }),
  /** A connection to a peripheral was asked for. */
  z.object({
    ...at,
    what: z.literal("gatt-open"),
    link: z.number().int(),
    receiver: z.string(),
    address: z.string(),
  }),
  z.object({
    ...at,
    what: z.literal("gatt-opened"),
    link: z.number().int(),
    characteristics: z.array(
      z.object({ service: z.string(), uuid: z.string(), properties: z.array(z.string()) }),
    ),
  }),
  /** A value that was sent by itself, or written; what was read is the answer to its call. */
  z.object({
    ...at,
    what: z.literal("gatt-value"),
    direction: z.enum(["in", "out"]),
    transport: z.literal("gatt"),
    link: z.number().int(),
    service: z.string(),
    uuid: z.string(),
    hex: hexSchema,
    heard: z.object({ time: z.number(), mono: z.number() }).optional(),
  }),
  z.object({ ...at, what: z.literal("gatt-closed"), link: z.number().int(), failure: failureSchema }),
  z.object({
    ...at,
    what: z.literal("advertisement"),
    direction: z.literal("in"),
    transport: z.literal("ble"),
    receiver: z.string(),
    address: z.string(),
    addressType: z.enum(["public", "random", "unknown"]),
    rssi: z.number().optional(),
    patienceMs: z.number().optional(),
    /** The receiver that heard it can connect, too. */
    connects: z.literal(true).optional(),
    hex: hexSchema,
    /** When it was on the air, before it came through another process. */
    heard: z.object({ time: z.number(), mono: z.number() }),
  }),
  /** A radio's health changed. */
  z.object({ ...at, what: z.literal("radio"), receiver: receiverSchema }),
  z.object({ ...at, what: z.literal("command"), device: idSchema, command: commandSchema }),
  /** Something a page asked for, or a rule heard: frames of a lent phone, a plan for a board. Frames are in hexadecimal. */
  z.object({
    ...at,
    what: z.literal("asked"),
    direction: z.literal("in"),
    transport: z.literal("page"),
    ask: z.string().max(40),
    args: z.array(z.json()).max(8),
  }),
  z.object({ ...at, what: z.literal("taught"), taught: taughtSchema }),
  z.object({ ...at, what: z.literal("end") }),
]);
export type RecordingLine = z.infer<typeof lineSchema>;

/** A line less its time. */
export type Untimed = RecordingLine extends infer L
  ? L extends RecordingLine
    ? Omit<L, "time" | "mono">
    : never
  : never;
