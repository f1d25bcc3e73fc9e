// A value known only while the experiment runs, and what it may be made of: facts, answers, captures, fits, items.
// Specification: lesson model, §4.
import { z } from "zod";
import { channelIdSchema } from "./events.ts";
import { idSchema } from "./identifiers.ts";
import { type Calculation, calculations } from "./maths/arithmetic.ts";
import { type ObservedKind, observedKindSchema } from "./observed.ts";

/** A field of an item by its path: `tag.id`, `durationMs`, `readings.rssi`, `facts.url`, `device`, `label`… */
export const fieldSchema = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_.-]{0,79}$/, "a path of names and dots");

/** Which stored capture: by step, by label, or both; the last one that fits. A bare text is a step id. */
export const captureRefSchema = z.union([
  idSchema,
  z.strictObject({ step: idSchema.optional(), label: z.union([z.number(), z.string().max(60)]).optional() }),
]);
export type CaptureRef = z.infer<typeof captureRefSchema>;

/** Of the values of a captured window. */
export const captureStats = ["mean", "median", "sd", "rel_sd", "min", "max", "range", "count"] as const;
const fitFigures = ["slope", "intercept", "n", "a", "exponent", "r2", "residual", "points"] as const;
const timedFigures = ["value", "pairs"] as const;

const scaling = {
  /** Multiplies the value, after `invert`. */
  times: z.number().optional(),
  /** Added last. */
  plus: z.number().optional(),
  /** 1 / value, before `times`. */
  invert: z.boolean().optional(),
};

/**
 * A value known only while the experiment runs.
 * - `fact`: of the device that plays a role. A fact whose name ends in `Ms` is turned into seconds first.
 * - `answer`: what the participant answered at a step.
 * - `capture` / `labelled`: a statistic of a stored capture, or of the captures at a label, interpolated between labels.
 * - `fit`: a figure of the fit of an earlier step. `timed`: what a `latency` of an earlier step found, seconds or pairs.
 * - `event`: a field of the last such item.
 * - `named`: a figure the experiment declares, which depends on the device that plays a role.
 * - `calc`: arithmetic over values.
 * - `join`: values beside each other, as "1/7"; in an answer, whatever stands between them will do.
 */
export type Expression =
  | number
  | {
      fact: string;
      of: string;
      default?: number | string | undefined;
      times?: number | undefined;
      plus?: number | undefined;
      invert?: boolean | undefined;
    }
  | { answer: string; times?: number | undefined; plus?: number | undefined; invert?: boolean | undefined }
  | {
      capture: CaptureRef;
      stat?: (typeof captureStats)[number] | undefined;
      times?: number | undefined;
      plus?: number | undefined;
      invert?: boolean | undefined;
    }
  | {
      labelled: Expression;
      step?: string | undefined;
      channel?: string | undefined;
      stat?: (typeof captureStats)[number] | undefined;
      times?: number | undefined;
      plus?: number | undefined;
      invert?: boolean | undefined;
    }
  | {
      fit: string;
      figure: (typeof fitFigures)[number];
      times?: number | undefined;
      plus?: number | undefined;
      invert?: boolean | undefined;
    }
  | {
      timed: string;
      figure: (typeof timedFigures)[number];
      times?: number | undefined;
      plus?: number | undefined;
      invert?: boolean | undefined;
    }
  | {
      event: ObservedKind;
      field: string;
      on?: string | undefined;
      times?: number | undefined;
      plus?: number | undefined;
      invert?: boolean | undefined;
    }
  | { named: string; times?: number | undefined; plus?: number | undefined; invert?: boolean | undefined }
  | { calc: Calculation; of: Expression[] }
  | { join: Expression[] };

function expressionAt(depth: number): z.ZodType<Expression> {
  const flat = [
    z.number(),
    z.strictObject({
      fact: z.string().min(1).max(40),
      of: idSchema,
      /** Used when the device does not tell this fact, in the fact's own unit. */
      default: z.union([z.number(), z.string().max(200)]).optional(),
      ...scaling,
    }),
    z.strictObject({ answer: idSchema, ...scaling }),
    z.strictObject({ capture: captureRefSchema, stat: z.enum(captureStats).optional(), ...scaling }),
    z.strictObject({ fit: idSchema, figure: z.enum(fitFigures), ...scaling }),
    z.strictObject({ timed: idSchema, figure: z.enum(timedFigures), ...scaling }),
    z.strictObject({ event: observedKindSchema, field: fieldSchema, on: idSchema.optional(), ...scaling }),
    z.strictObject({ named: idSchema, ...scaling }),
  ] as const;
  if (depth === 0) return z.union(flat);
  const inner = expressionAt(depth - 1);
  return z.union([
    ...flat,
    z.strictObject({
      labelled: inner,
      step: idSchema.optional(),
      channel: channelIdSchema.optional(),
      stat: z.enum(captureStats).optional(),
      ...scaling,
    }),
    z.strictObject({
      calc: z.enum(calculations),
      of: z.array(inner).min(1).max(8),
    }),
    z.strictObject({ join: z.array(inner).min(2).max(4) }),
  ]);
}
export const expressionSchema = expressionAt(3);
