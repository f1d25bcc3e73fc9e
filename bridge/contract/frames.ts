// What the packet inspector shows: the bytes of one frame and what each of them meant.
import { z } from "zod";
import { discardReasons } from "./events.ts";
import { wordsSchema } from "./words.ts";

/** Which bytes gave which value. Offsets count from the first byte of the frame. */
export const spanSchema = z.object({
  offset: z.number().int().nonnegative(),
  length: z.number().int().positive(),
  /** Field name as the specification prints it. */
  field: z.string().max(60),
  /** The value as a person would write it, with its unit; absent when the field says "not available". */
  value: z.string().max(200).optional(),
  /** A word on what it means, for a learner. */
  note: wordsSchema.optional(),
});
export type Span = z.infer<typeof spanSchema>;

/** One frame as seen on the wire, shown on demand, never stored. */
export const rawFrameSchema = z.object({
  time: z.iso.datetime({ precision: 3 }),
  direction: z.enum(["in", "out"]),
  /** Lower-case hexadecimal, 512 bytes at most. */
  hex: z.string().max(1024),
  /** The format that recognised it (a decoder's name), or "unknown". */
  format: z.string().max(40),
  spans: z.array(spanSchema).max(128),
  discarded: z.enum(discardReasons).optional(),
  /** The same for people: what is wrong, where, and what to make of it. */
  why: wordsSchema.optional(),
  /** Of bytes nobody knows: the speed of the line when they came, baud. */
  speed: z.number().int().positive().optional(),
});
export type RawFrame = z.infer<typeof rawFrameSchema>;

export const mostRawFrames = 64;

/** What one device's line or radio carried since the last such message, oldest first. */
export const rawFramesSchema = z.object({ frames: z.array(rawFrameSchema).min(1).max(mostRawFrames) });
