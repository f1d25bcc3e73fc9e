// A check-up of the bench: what was looked at, how it is, the evidence, and what to do next, one question at a time.
import { z } from "zod";
import { idSchema } from "./identifiers.ts";
import { wordsSchema } from "./words.ts";

/** What is looked at, in the order in which it is told. */
export const checkAreas = ["device", "port", "adapter", "broker", "disk", "clock", "kit", "browser"] as const;
export type CheckArea = (typeof checkAreas)[number];

/** `look`: nothing is surely wrong, and only a person can tell. */
export const checkStates = ["ok", "look", "fault"] as const;
export type CheckState = (typeof checkStates)[number];

/**
 * One node of a decision tree: a question that is answered with yes or no, and the nodes that come then; or, without
 * them, something to do. The first node is where to begin.
 */
export const treeNodeSchema = z.object({
  say: wordsSchema,
  yes: z.number().int().nonnegative().optional(),
  no: z.number().int().nonnegative().optional(),
});
export type TreeNode = z.infer<typeof treeNodeSchema>;

export const checkSchema = z.object({
  id: idSchema,
  area: z.enum(checkAreas),
  state: z.enum(checkStates),
  /** What was looked at. */
  title: wordsSchema,
  /** How it is, with the figures that show it. */
  evidence: wordsSchema,
  /** The next thing to do; absent when all is well. */
  next: wordsSchema.optional(),
  /** Stable name of the fault, for programs: an error code, or one of the doctor's own. */
  code: z.string().max(60),
  device: idSchema.optional(),
  tree: z.array(treeNodeSchema).max(16).optional(),
});
export type Check = z.infer<typeof checkSchema>;

export const doctorReportSchema = z.object({
  /** The bench's clock: a browser compares its own. */
  time: z.iso.datetime({ precision: 3 }),
  /** The worst of the checks. */
  state: z.enum(checkStates),
  checks: z.array(checkSchema).max(600),
});
export type DoctorReport = z.infer<typeof doctorReportSchema>;

const gravity = (state: CheckState): number => checkStates.indexOf(state);

/** The worst of some checks. */
export const worstOf = (checks: readonly Check[]): CheckState =>
  checks.reduce<CheckState>((worst, { state }) => (gravity(state) > gravity(worst) ? state : worst), "ok");

/** What needs somebody first, then in the order of the areas. */
export function inOrder(checks: readonly Check[]): Check[] {
  return [...checks].sort(
    (a, b) => gravity(b.state) - gravity(a.state) || checkAreas.indexOf(a.area) - checkAreas.indexOf(b.area),
  );
}
