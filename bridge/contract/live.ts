// The live socket: a snapshot of each feed asked for, then deltas, no faster than a display can show.
import { z } from "zod";
import {
  benchBridgeSchema,
  benchDeviceSchema,
  benchSchema,
  brokerStatusSchema,
  taughtTagSchema,
} from "./bench.ts";
import { eventSchema, readingsSchema } from "./events.ts";
import { rawFrameSchema } from "./frames.ts";
import { idSchema } from "./identifiers.ts";
import { kitSchema } from "./kit.ts";
import { problemSchema } from "./problems.ts";
import { runSchema } from "./runs.ts";

/** `bench`, `kit`, `device:<id>` (samples, events and raw frames of one device), `run:<id>`. */
export const feedSchema = z.union([
  z.literal("bench"),
  z.literal("kit"),
  z.templateLiteral(["device:", z.string()]),
  z.templateLiteral(["run:", z.string()]),
]);
export type Feed = z.infer<typeof feedSchema>;

/** From the page: everything it wants now, replacing what it wanted before. 16 feeds at most. */
export const liveRequestSchema = z.object({ type: z.literal("watch"), feeds: z.array(feedSchema).max(16) });
export type LiveRequest = z.infer<typeof liveRequestSchema>;

/** One instant of a device's channels. `mono` in milliseconds: the axis of charts, where a gap is a gap. */
export const sampleSchema = z.object({
  time: z.iso.datetime({ precision: 3 }),
  mono: z.number(),
  readings: readingsSchema,
  quality: z.enum(["ok", "suspect"]).optional(),
});
export type Sample = z.infer<typeof sampleSchema>;

/** As a snapshot: all that is kept. As a delta: what came since, to append. */
export const deviceFeedSchema = z.object({
  samples: z.array(sampleSchema),
  events: z.array(eventSchema),
  frames: z.array(rawFrameSchema),
});
export type DeviceFeed = z.infer<typeof deviceFeedSchema>;

/** Entries that changed since; `null` = gone. */
export const benchDeltaSchema = z.object({
  broker: brokerStatusSchema.optional(),
  bridges: z.record(idSchema, benchBridgeSchema.nullable()).optional(),
  devices: z.record(idSchema, benchDeviceSchema.nullable()).optional(),
  tags: z.record(idSchema, taughtTagSchema.nullable()).optional(),
});
export type BenchDelta = z.infer<typeof benchDeltaSchema>;

export const liveMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("bench-snapshot"), data: benchSchema }),
  z.object({ type: z.literal("bench-delta"), data: benchDeltaSchema }),
  z.object({ type: z.literal("kit"), data: kitSchema }),
  z.object({ type: z.literal("device-snapshot"), device: idSchema, data: deviceFeedSchema }),
  z.object({ type: z.literal("device-delta"), device: idSchema, data: deviceFeedSchema }),
  z.object({ type: z.literal("run"), run: idSchema, data: runSchema }),
  z.object({ type: z.literal("refused"), feed: z.string().max(100).optional(), problem: problemSchema }),
]);
export type LiveMessage = z.infer<typeof liveMessageSchema>;
