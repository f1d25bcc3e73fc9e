// The constants as the page of numbers lists them: each with where it comes from and what uses it.
import { z } from "zod";
import { idSchema } from "./identifiers.ts";
import { constantSchema } from "./sheets.ts";
import { wordsSchema } from "./words.ts";

export const numberUseSchema = z.object({
  kind: z.enum(["sheet", "experiment", "kit"]),
  /** Of the sheet or the experiment; `kit` of the virtual kit, which obeys the constant. */
  id: idSchema,
  /** F1, E05, M01; empty of the kit. */
  number: z.string().max(4),
});
export type NumberUse = z.infer<typeof numberUseSchema>;

export const listedNumberSchema = constantSchema.omit({ printed: true }).extend({
  /** Absent of a constant that is not confirmed: its figure is printed nowhere. */
  printed: wordsSchema.optional(),
  topic: idSchema,
  uses: z.array(numberUseSchema),
});
export type ListedNumber = z.infer<typeof listedNumberSchema>;

export const numbersSchema = z.object({
  /** In the order to list them. */
  topics: z.array(z.object({ id: idSchema, title: wordsSchema })),
  numbers: z.array(listedNumberSchema),
});
export type Numbers = z.infer<typeof numbersSchema>;
