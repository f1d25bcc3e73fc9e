// The visitor's phone: what its page may say once its owner agreed, as frames of JSON text, and what the bench answers.
// Both sides use these: the page writes them, the decoder of the bridge reads them.
import { z } from "zod";
import { idSchema } from "./identifiers.ts";
import { nameSchema } from "./words.ts";

/** What a phone can lend. Each has its own switch on its page; what is not switched on is not taken, even when sent. */
export const phoneSensors = ["motion", "orientation", "light", "sound", "nfc"] as const;
export type PhoneSensor = (typeof phoneSensors)[number];

/** Bytes of one frame, at most. */
export const longestPhoneFrame = 512;
/** Frames one request may carry. */
export const mostPhoneFrames = 64;
/** Frames accepted of one phone, per second. */
export const phoneFramesPerSecond = 60;
/** The page says that it is still there at least this often, milliseconds. */
export const phoneSignOfLifeMs = 2_000;

const sensors = z.array(z.enum(phoneSensors)).max(phoneSensors.length);
/** Milliseconds since the page was opened, by the page's own clock: each frame's is after the one before. */
const at = z.number().min(0).max(1e10);
/** Beyond 50 g no phone measures. */
const acceleration = z.number().min(-500).max(500);

export const phoneFrameSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("lend"),
    at,
    lends: sensors,
    /** Switched on, and refused by the browser or by its owner's answer to it. */
    refused: sensors,
    /** The page is not in sight: phones then stop their sensors. */
    asleep: z.boolean(),
  }),
  z.strictObject({
    type: z.literal("sample"),
    at,
    /** What the accelerometer feels, gravity included, m/s²: along the screen to the right, to its top, out of it. */
    motion: z.tuple([acceleration, acceleration, acceleration]).optional(),
    /** Alpha, beta, gamma of https://www.w3.org/TR/orientation-event/, degrees. */
    orientation: z
      .tuple([z.number().min(0).max(360), z.number().min(-180).max(180), z.number().min(-90).max(90)])
      .optional(),
    /** Lux. */
    light: z.number().min(0).max(200_000).optional(),
    /** Level of the sound heard in dB below full scale: how strong, never what. */
    sound: z.number().min(-120).max(6).optional(),
  }),
  z.strictObject({
    type: z.literal("tag"),
    at,
    /** Number of the tag, 4, 7 or 10 bytes, lower-case hexadecimal. */
    uid: z.string().regex(/^(?:[0-9a-f]{8}|[0-9a-f]{14}|[0-9a-f]{20})$/),
  }),
  z.strictObject({ type: z.literal("stop"), at }),
]);
export type PhoneFrame = z.infer<typeof phoneFrameSchema>;

/** Answer to a phone whose owner agreed. */
export const lentPhoneSchema = z.object({
  /** Random, of this consent alone. */
  device: idSchema,
  /** An animal and a colour, never the model of the phone. */
  name: nameSchema,
  /** Only who has it speaks for this phone. Kept by the page while it is open, nowhere else. */
  key: z.string().min(16).max(64),
});
export type LentPhone = z.infer<typeof lentPhoneSchema>;

export const phoneFramesSchema = z.object({
  key: z.string().max(64),
  /** As the page wrote them. */
  frames: z
    .array(z.string().max(longestPhoneFrame * 4))
    .min(1)
    .max(mostPhoneFrames),
});

/** Where phones may join: hosts of this computer on the local network, likeliest first. */
export const joiningSchema = z.object({
  lan: z.boolean(),
  hosts: z.array(z.string().max(100)).max(16),
  port: z.number().int(),
  /** Port of the secured page; absent when the room is closed. */
  securePort: z.number().int().optional(),
  /** SHA-256 of the certificate of the secured page, as browsers print it. */
  fingerprint: z.string().max(100).optional(),
  /** What comes in is being written to a file: whoever lends a phone is to know. */
  recording: z.literal(true).optional(),
});
export type Joining = z.infer<typeof joiningSchema>;
