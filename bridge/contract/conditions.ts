// The condition of a step: seventeen operators and four combinators, closed and strict (an unknown key is refused).
// This is the resolved form the engine reads: `$constants` are numbers already. Specification: lesson model, §4.
// Units: every duration (`within`, `window`, `for`, `max_gap`…) and every latency or period is in seconds; a value of a
// channel is in the channel's own unit; shares (`allow_dropouts`) are between 0 and 1; tolerances say percent or absolute.
import { z } from "zod";
import { channelIdSchema } from "./events.ts";
import { captureRefSchema, captureStats, expressionSchema, fieldSchema } from "./expressions.ts";
import { idSchema } from "./identifiers.ts";
import { observedKindSchema } from "./observed.ts";

export const statistics = [
  "mean",
  "median",
  "sd",
  "rel_sd",
  "min",
  "max",
  "range",
  "p95",
  "max_gap",
  "dropout",
  "corr",
  "count",
] as const;
export type Statistic = (typeof statistics)[number];

const seconds = z.number().positive().max(86_400);
const some = z.number().int().positive().max(10_000);
/** A bound of a condition: a number, or a value known only while the experiment runs. */
const bound = expressionSchema;

const scalar = z.union([z.string().max(200), z.number(), z.boolean()]);
/** What a field must be: a value, one of several, within bounds, or equal to an expression. */
export const matcherSchema = z.union([
  scalar,
  z.array(scalar).min(1).max(32),
  z.strictObject({ min: z.number().optional(), max: z.number().optional() }),
  z.strictObject({ not: scalar }),
  z.strictObject({ equals: expressionSchema }),
]);
export type Matcher = z.infer<typeof matcherSchema>;

export const whereSchema = z.record(fieldSchema, matcherSchema);
export type Where = z.infer<typeof whereSchema>;

/** The window opens at the last time this mark was placed, or at the time this step was done. */
export const sinceSchema = z.union([z.strictObject({ mark: idSchema }), z.strictObject({ step: idSchema })]);

const selection = {
  event: observedKindSchema,
  /** Role of the device; any device of the run when absent. */
  on: idSchema.optional(),
  where: whereSchema.optional(),
};
export const selectorSchema = z.strictObject(selection);
export type Selector = z.infer<typeof selectorSchema>;

/** A mark that must be placed, and not yet removed, when the item comes. */
const during = idSchema.optional();
/** Only what happened, by its own time, while the bridge was without its broker: it comes late, once the broker is back. */
const when = { while: z.literal("broker-away").optional() };
/** After this time without success the step suggests a hint. It never fails. */
const common = { timeout: seconds.optional() };
const range = { min: bound.optional(), max: bound.optional() };

export const operatorSchemas = {
  /** The device was heard less than `within` ago. Being heard before the step began counts. */
  seen: z.strictObject({ op: z.literal("seen"), on: idSchema, within: seconds, ...common }),
  /**
   * Matching items in the last `within` (or since the step began) are between `min` and `max`. With a `max`, judged once
   * the whole window has been watched, or `settle` after the last match when there is no window.
   */
  count: z.strictObject({
    op: z.literal("count"),
    ...selection,
    ...range,
    within: seconds.optional(),
    since: sinceSchema.optional(),
    during,
    ...when,
    /** An item closer than this to the one counted before is not counted. */
    cooldown: seconds.optional(),
    settle: seconds.optional(),
    ...common,
  }),
  /** Distinct values of `field` among matching items are between `min` and `max`. */
  distinct: z.strictObject({
    op: z.literal("distinct"),
    ...selection,
    field: fieldSchema,
    ...range,
    within: seconds.optional(),
    since: sinceSchema.optional(),
    during,
    ...when,
    settle: seconds.optional(),
    ...common,
  }),
  /**
   * Items in this order. Names of one capital letter (`[A, B, A, C]`) are variables bound to distinct values of `field`
   * of `event`; otherwise each item is a selector. `exact`: nothing else of the same kind in between.
   */
  sequence: z.strictObject({
    op: z.literal("sequence"),
    items: z.union([
      z
        .array(z.string().regex(/^[A-Z]$/))
        .min(2)
        .max(16),
      z.array(selectorSchema).min(2).max(16),
    ]),
    event: observedKindSchema.optional(),
    on: idSchema.optional(),
    where: whereSchema.optional(),
    field: fieldSchema.optional(),
    /** Every item has the same value of this field (the same pseudonym at three stations). */
    same: fieldSchema.optional(),
    max_gap: seconds.optional(),
    /** From the first item to the last. */
    within: seconds.optional(),
    exact: z.boolean().default(false),
    ...common,
  }),
  /** The value passes `level` upwards or downwards. Armed only once it was beyond `hysteresis` on the other side. */
  cross: z.strictObject({
    op: z.literal("cross"),
    channel: channelIdSchema,
    dir: z.enum(["up", "down"]),
    level: bound,
    hysteresis: z.number().nonnegative().default(0),
    /** Crossings closer than this are one. */
    min_spacing: seconds.optional(),
    /** How many crossings are asked. */
    min: some.default(1),
    ...common,
  }),
  /** The value stays between `min` and `max` for a time, a share of `allow_dropouts` of the samples apart. */
  hold: z.strictObject({
    op: z.literal("hold"),
    channel: channelIdSchema,
    ...range,
    for: seconds,
    allow_dropouts: z.number().min(0).max(0.9).default(0.1),
    /** A longer pause between two samples starts the time again. */
    max_gap: seconds.default(2),
    ...common,
  }),
  /** A statistic over the last `window` of a channel, or of a field of items, is within bounds. */
  stat: z.strictObject({
    op: z.literal("stat"),
    channel: channelIdSchema.optional(),
    /** Second channel, for `corr`; for `dropout`, the one whose samples should each have had a value of the first. */
    with: channelIdSchema.optional(),
    /** Instead of a channel: items, and the field whose value counts (their times alone for `max_gap`). */
    items: z.strictObject({ ...selection, field: fieldSchema.optional() }).optional(),
    stat: z.enum(statistics),
    window: seconds,
    ...range,
    min_samples: some.default(2),
    /** Taken from every value first (the label, the true distance). */
    minus: bound.optional(),
    /** The size of the result, its sign apart. */
    absolute: z.boolean().default(false),
    /** Expected samples per second, for `dropout` without a second channel. */
    expected_rate: z.number().positive().optional(),
    /** For `max_gap`: a longer gap separates two bursts and does not count, seconds. */
    burst: seconds.optional(),
    ...common,
  }),
  /** The participant stored one or more labelled windows that are steady enough and satisfy the predicates. */
  capture: z.strictObject({
    op: z.literal("capture"),
    channel: channelIdSchema.optional(),
    /** Instead of a channel: the share of successful trials (%), over the trials since the capture before. */
    trials: z.strictObject({ ...selection, within: seconds, n: some }).optional(),
    /** Instead of the readings of the channel: this field of such items, in the channel's unit. */
    items: z.strictObject({ ...selection, field: fieldSchema }).optional(),
    /** Instead of a channel: how many such items came, once a whole window was watched. None is a count too. */
    tally: selectorSchema.optional(),
    label_unit: z.string().max(10).default(""),
    expect_label: z.union([z.number(), z.string().max(60)]).optional(),
    /** Instead of one: a capture at each of these, in any order. */
    labels: z.array(z.number()).min(2).max(12).optional(),
    /** How far a numeric label may be from the one expected, in its unit. */
    label_tolerance: z.number().nonnegative().default(0),
    window: seconds.default(20),
    /** Of a device that speaks seldom: the window grows until it holds `min_samples`, to this at most. */
    window_most: seconds.optional(),
    min_samples: some.default(1),
    stat: z.enum(captureStats).default("median"),
    sd_max: z.number().positive().optional(),
    /** Percent of the mean. */
    rel_sd_max: z.number().positive().optional(),
    /** Refused unless such an item came in the last `within`. */
    gate: z.strictObject({ ...selection, within: seconds }).optional(),
    /** Bounds of the figure: a capture outside is refused with its reason. */
    ...range,
    /** How many captures with different labels. */
    count: some.default(1),
    /** For each of these, at least one capture is within bounds. */
    some: z.array(z.strictObject(range)).max(8).optional(),
    /** Every capture is within bounds. */
    each: z.strictObject(range).optional(),
    /** The figure grows strictly with the label. */
    increasing: z.boolean().default(false),
    ...common,
  }),
  /** Difference a − b (or ratio a / b) of a statistic of two captures is within bounds. */
  delta: z.strictObject({
    op: z.literal("delta"),
    a: captureRefSchema,
    b: captureRefSchema,
    stat: z.enum(captureStats).default("median"),
    form: z.enum(["difference", "ratio"]).default("difference"),
    ...range,
    ...common,
  }),
  /** A model fits the captures (label → figure). `logdistance`: the slope is n. `power`: the exponent. */
  fit: z.strictObject({
    op: z.literal("fit"),
    model: z.enum(["logdistance", "power", "linear0", "linear"]),
    table: z.literal("captures").default("captures"),
    channel: channelIdSchema.optional(),
    /** Only captures of these steps; all captures of the channel when absent. */
    steps: z.array(idSchema).min(1).max(16).optional(),
    stat: z.enum(captureStats).default("median"),
    /** The label over the figure, where what was typed depends on what was measured, instead of the figure over the label. */
    label_over_figure: z.boolean().default(false),
    /** Taken from every figure before a `power` fit: the dark value. */
    baseline: bound.optional(),
    min_points: z.number().int().min(2).max(100).default(3),
    slope_between: z.tuple([bound, bound]).optional(),
    r2_min: z.number().min(0).max(1).optional(),
    residual_max: z.number().positive().optional(),
    ...common,
  }),
  /** The dominant period of a channel is within bounds. */
  period: z.strictObject({
    op: z.literal("period"),
    channel: channelIdSchema,
    method: z.enum(["autocorrelation", "zero-crossing"]).default("autocorrelation"),
    ...range,
    cycles_min: z.number().min(2).max(100).default(4),
    window: seconds.default(20),
    ...common,
  }),
  /** Of the last `n` trials the participant started, successes (items within `within` of the start) are `min` to `max`. */
  ratio: z.strictObject({
    op: z.literal("ratio"),
    ...selection,
    within: seconds,
    n: some,
    min: z.number().int().nonnegative().optional(),
    max: z.number().int().nonnegative().optional(),
    ...common,
  }),
  /** Items per second over the last `window`, once a whole window was watched, are within bounds. */
  rate: z.strictObject({ op: z.literal("rate"), ...selection, window: seconds, ...range, ...common }),
  /** Time from one item to the next paired one: a statistic of the last `n` pairs is within bounds, seconds. */
  latency: z.strictObject({
    op: z.literal("latency"),
    from: selectorSchema,
    to: selectorSchema,
    /** Pairs have the same value of this field, or of a field of each: what answers may name what it answers. */
    match: z.union([fieldSchema, z.strictObject({ from: fieldSchema, to: fieldSchema })]).optional(),
    stat: z.enum(["mean", "median", "min", "max", "p95"]).default("median"),
    ...range,
    n: some.default(1),
    /** A pair further apart is no pair. */
    within: seconds.default(60),
    ...common,
  }),
  /** Nothing matching for a time. Needs to have been heard before, and to be watched during the step. */
  silence: z.strictObject({
    op: z.literal("silence"),
    on: idSchema.optional(),
    event: observedKindSchema.optional(),
    where: whereSchema.optional(),
    since: sinceSchema.optional(),
    for: seconds,
    ...common,
  }),
  /**
   * The participant's answer. Without `correct` and `require`, any answer will do. `correct` accepts one value or
   * any of several; texts are compared without regard to case, accents and spaces.
   */
  answer: z.strictObject({
    op: z.literal("answer"),
    /** Another step's answer; this step's when absent. */
    step: idSchema.optional(),
    correct: z
      .union([
        z.string().max(200),
        expressionSchema,
        z
          .array(z.union([z.string().max(200), expressionSchema]))
          .min(1)
          .max(16),
      ])
      .optional(),
    tolerance: z
      .union([
        z.strictObject({ percent: z.number().nonnegative() }),
        z.strictObject({ absolute: z.number().nonnegative() }),
      ])
      .optional(),
    unit: z.string().max(10).optional(),
    /** Relations that must hold besides, for example between two answers. */
    require: z
      .array(z.strictObject({ value: expressionSchema, ...range, unit: z.string().max(10).optional() }))
      .max(4)
      .optional(),
    ...common,
  }),
  /** A person says so. The step is then `confirmed`, never `verified`. */
  confirm: z.strictObject({
    op: z.literal("confirm"),
    by: z.enum(["participant", "other-participant", "trainer"]).default("participant"),
    ...common,
  }),
} as const;

export type OperatorName = keyof typeof operatorSchemas;
export const operatorNames = Object.keys(operatorSchemas) as OperatorName[];
export type OperatorCheck = { [K in OperatorName]: z.output<(typeof operatorSchemas)[K]> }[OperatorName];
export type CheckOf<K extends OperatorName> = z.output<(typeof operatorSchemas)[K]>;

export const combinatorNames = ["all", "any", "not", "then"] as const;
export type CombinatorName = (typeof combinatorNames)[number];
/** Combinators inside one another, at most. */
export const maximumDepth = 3;

export type CombinatorCheck =
  | { op: "all" | "any"; of: Check[]; timeout?: number | undefined }
  | { op: "then"; of: Check[]; max_gap?: number | undefined; timeout?: number | undefined }
  | { op: "not"; of: Check; timeout?: number | undefined };

/** A condition, numbers put in. */
export type Check = OperatorCheck | CombinatorCheck;

/** Every word `op` may be. */
export const ops = [...operatorNames, ...combinatorNames] as const;

const operators = Object.values(operatorSchemas) as [
  (typeof operatorSchemas)["seen"],
  ...(typeof operatorSchemas)[OperatorName][],
];

function checkAt(depth: number): z.ZodType<Check> {
  if (depth === 0) return z.discriminatedUnion("op", operators);
  const inner = checkAt(depth - 1);
  const parts = z.array(inner).min(1).max(8);
  return z.discriminatedUnion("op", [
    ...operators,
    /** Every part held, each latched when it did. */
    z.strictObject({ op: z.literal("all"), of: parts, ...common }),
    /** One part held. */
    z.strictObject({ op: z.literal("any"), of: parts, ...common }),
    /** The part was judged, on enough data, and does not hold. */
    z.strictObject({ op: z.literal("not"), of: inner, ...common }),
    /** The parts held in this order: each is watched from when the one before held. */
    z.strictObject({ op: z.literal("then"), of: parts, max_gap: seconds.optional(), ...common }),
  ]);
}

/** Combinators nest three deep at most: a deeper one is refused as an unknown operator. */
export const checkSchema: z.ZodType<Check> = checkAt(maximumDepth);
