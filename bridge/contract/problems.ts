// A refusal, as a person and a program can read it: what, where, what to do.
import { z } from "zod";
import { wordsSchema } from "./words.ts";

export const problemSchema = z.object({
  code: z.string().regex(/^[A-Z][A-Z0-9_]{2,59}$/),
  message: wordsSchema,
  remedy: wordsSchema,
  /** Where exactly: field paths with what was wrong there. */
  details: z.array(z.string().max(300)).max(50).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
