// The visit notebook: the stops a tag made, under a pseudonym that is worth nothing outside the session.
import { z } from "zod";

/** Visitors kept at most, and stops of one. */
export const mostVisitors = 200;
export const mostVisits = 50;
/** Letters of a stop's name. */
export const mostStopLetters = 40;

export const notebookSchema = z.object({
  /** Somebody began it: nothing is noted before. */
  begun: z.boolean(),
  /** What each reader that was named stands for. */
  stops: z.array(z.object({ reader: z.string(), stop: z.string() })),
  /** By the last stop, the latest first. */
  visitors: z.array(
    z.object({
      /** `visitor-…`, drawn anew at each purge and at each start of the bench. */
      id: z.string(),
      visits: z.array(z.object({ time: z.iso.datetime({ precision: 3 }), stop: z.string() })),
    }),
  ),
});
export type NotebookView = z.infer<typeof notebookSchema>;
