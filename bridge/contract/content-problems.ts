// What is wrong with the content, as its author reads it: beside `labo sheets check`, on the page where it should be.
import { z } from "zod";
import { wordsSchema } from "./words.ts";

export const contentProblemSchema = z.object({
  /** An `error` leaves the sheet or experiment out; with a `warning` it still loads. */
  severity: z.enum(["error", "warning"]),
  /** Stable name of the rule, for programs. */
  rule: z.string(),
  /** Path from the content folder, with forward slashes. */
  file: z.string(),
  /** Counted from 1. */
  line: z.number().int(),
  /** Path of the field, or the block of a text, when there is one. */
  field: z.string().optional(),
  message: wordsSchema,
  remedy: wordsSchema,
});
export type ContentProblem = z.infer<typeof contentProblemSchema>;

/** Told at once, at most: whoever mends some sees the next. */
export const mostContentProblems = 100;

/** Those of a sheet or an experiment, in its own folder and its pictures, wherever that is. */
export function problemsOf(problems: readonly ContentProblem[], id: string): ContentProblem[] {
  return problems.filter(({ file }) => {
    const folders = file.split("/").slice(0, -1);
    return (folders.at(-1) === "images" ? folders.at(-2) : folders.at(-1)) === id;
  });
}
