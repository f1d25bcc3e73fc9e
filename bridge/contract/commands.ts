// Commands: the only thing that flows back. One door in, an answer for each.
import { z } from "zod";
import { problemSchema } from "./problems.ts";

/** On `…/set`. `raw.watch` (args `{ms}`) is taken by every device: send raw frames for that long, 60 s at most. */
export const commandSchema = z.object({
  id: z.string().min(1).max(120),
  command: z.string().max(60),
  args: z.record(z.string().max(40), z.union([z.number(), z.string().max(200), z.boolean()])).default({}),
});
export type Command = z.infer<typeof commandSchema>;

/** On `…/result`: what became of the command with the same id. */
export const commandResultSchema = z.discriminatedUnion("ok", [
  z.object({ id: z.string().max(120), ok: z.literal(true), time: z.iso.datetime({ precision: 3 }) }),
  z.object({
    id: z.string().max(120),
    ok: z.literal(false),
    time: z.iso.datetime({ precision: 3 }),
    problem: problemSchema,
  }),
]);
export type CommandResult = z.infer<typeof commandResultSchema>;
