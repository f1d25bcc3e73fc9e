// What the process that measures and the process that is measured say to each other.
import { z } from "zod";

/** To the bridge's side: put so many advertisements a second on the air, for so long. */
export const emitSchema = z.object({
  kind: z.literal("emit"),
  perSecond: z.number().positive(),
  seconds: z.number().positive(),
  /** Nobody listens: what making the traffic costs by itself. */
  deaf: z.boolean(),
});
export type Emit = z.infer<typeof emitSchema>;

/** From it. */
export const answerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready"), broker: z.string(), noble: z.number() }),
  z.object({
    kind: z.literal("emitted"),
    sent: z.number(),
    /** Since its start: reports that noble's side dropped or refused, events that the outbox dropped. */
    lost: z.number(),
  }),
]);
export type Answer = z.infer<typeof answerSchema>;
