// Rules of the composer: what an exhibit does by itself, as four cards. Energy feeds, an input begins, a rule decides, an
// output answers. Two kinds: an event that starts something, and a value that follows another.
import { z } from "zod";
import { commandSchema } from "./commands.ts";
import { channelIdSchema, ruleBranches, zones } from "./events.ts";
import { idSchema } from "./identifiers.ts";
import { wordsSchema } from "./words.ts";

/** The composer as a device of the bench: it is one once somebody made a rule. */
export const composerId = "compositeur";
export const mostRules = 12;
/** Of one branch. */
export const mostActions = 4;

/** Where the current comes from: said by a person, since no wire tells it. */
export const energies = ["usb", "adapter", "battery"] as const;
export type Energy = (typeof energies)[number];

/** A command to a device, as the page of that device would send it. */
export const ruleActionSchema = z.strictObject({
  device: idSchema,
  command: commandSchema.shape.command,
  args: commandSchema.shape.args,
});
export type RuleAction = z.output<typeof ruleActionSchema>;

const actions = z.array(ruleActionSchema).max(mostActions);
const range = { min: z.number().optional(), max: z.number().optional() };

/** What begins, and later ends. */
export const triggerSchema = z.discriminatedUnion("type", [
  /** A tag is put down, and taken away. */
  z.strictObject({ type: z.literal("tag") }),
  /** A button is pressed, and released where its device tells. */
  z.strictObject({ type: z.literal("button"), channel: channelIdSchema }),
  /** A beacon comes into a zone, and leaves it. */
  z.strictObject({ type: z.literal("zone"), zone: z.enum(zones) }),
  /** A value comes within bounds, and leaves them by more than `band`. */
  z.strictObject({
    type: z.literal("value"),
    channel: channelIdSchema,
    ...range,
    band: z.number().nonnegative().default(0),
  }),
]);
export type Trigger = z.output<typeof triggerSchema>;

/** What must be so for `does`; anything else is `otherwise`. */
export const ruleConditionSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("always") }),
  /** Of a tag: somebody taught it to the kit. */
  z.strictObject({ type: z.literal("known-tag") }),
  z.strictObject({ type: z.literal("tags"), tags: z.array(idSchema).min(1).max(16) }),
  /** The latest value of a channel, of any device; a value nobody told yet is not within bounds. */
  z.strictObject({ type: z.literal("value"), device: idSchema, channel: channelIdSchema, ...range }),
]);
export type RuleCondition = z.output<typeof ruleConditionSchema>;

const common = {
  name: z.string().trim().min(1).max(60),
  on: z.boolean().default(true),
  energy: z.enum(energies).default("usb"),
};

export const eventRuleSchema = z.strictObject({
  ...common,
  kind: z.literal("event"),
  input: z.strictObject({ device: idSchema, trigger: triggerSchema }),
  condition: ruleConditionSchema.default({ type: "always" }),
  does: actions.min(1),
  otherwise: actions.default([]),
  /** How outputs are when nothing happens: where they go back to. */
  rest: actions.default([]),
  /** They go back so many seconds after it began, or after it ended. Absent: they stay. */
  until: z.strictObject({ from: z.enum(["start", "end"]), seconds: z.number().min(0).max(600) }).optional(),
  /** The same thing that comes again within so many seconds starts nothing. */
  pauseSeconds: z.number().min(0).max(600).default(2),
});
export type EventRule = z.output<typeof eventRuleSchema>;

export const mappingRuleSchema = z.strictObject({
  ...common,
  kind: z.literal("mapping"),
  /** From and to, in the channel's unit; one may be above the other. */
  input: z
    .strictObject({ device: idSchema, channel: channelIdSchema, from: z.number(), to: z.number() })
    .refine(({ from, to }) => from !== to, "two different ends"),
  /** The argument that follows, from and to, in its own unit; the other arguments stay. */
  output: ruleActionSchema.extend({ argument: channelIdSchema, from: z.number(), to: z.number() }),
  /** A smaller change of the input moves nothing, in its unit. */
  deadBand: z.number().nonnegative().default(0),
  /** Where the argument goes after so many seconds out of range, or of silence. Absent: it stays. */
  rest: z.strictObject({ value: z.number(), afterSeconds: z.number().min(0.2).max(600) }).optional(),
});
export type MappingRule = z.output<typeof mappingRuleSchema>;

export const ruleFormSchema = z.discriminatedUnion("kind", [eventRuleSchema, mappingRuleSchema]);
export type RuleForm = z.output<typeof ruleFormSchema>;

export const ruleCards = ["energy", "input", "rule", "output"] as const;
export type RuleCard = (typeof ruleCards)[number];

/** Something in a rule that cannot work, or should be known. `stop`: the rule is not taken. */
export const ruleProblemSchema = z.object({
  card: z.enum(ruleCards),
  weight: z.enum(["stop", "know"]),
  words: wordsSchema,
});
export type RuleProblem = z.infer<typeof ruleProblemSchema>;

/** A rule as the page shows it. */
export const ruleViewSchema = z.object({
  id: idSchema,
  rule: ruleFormSchema,
  problems: z.array(ruleProblemSchema),
  /** Since the bench started. */
  firings: z.number().int().nonnegative(),
  /** Firings left aside because they came too fast. */
  held: z.number().int().nonnegative(),
  last: z
    .object({
      time: z.iso.datetime({ precision: 3 }),
      branch: z.enum(ruleBranches),
      /** Absent until every device answered. */
      ok: z.boolean().optional(),
      /** Of the first device that refused. */
      refusal: wordsSchema.optional(),
    })
    .optional(),
});
export type RuleView = z.infer<typeof ruleViewSchema>;

/** Devices a rule names, each once. */
export function devicesOfRule(rule: RuleForm): string[] {
  const named =
    rule.kind === "mapping"
      ? [rule.input.device, rule.output.device]
      : [
          rule.input.device,
          ...(rule.condition.type === "value" ? [rule.condition.device] : []),
          ...[...rule.does, ...rule.otherwise, ...rule.rest].map(({ device }) => device),
        ];
  return [...new Set(named)];
}

/** The same rule between other devices. */
export function withDevices(rule: RuleForm, other: (device: string) => string): RuleForm {
  const input = { device: other(rule.input.device) };
  const moved = (list: readonly RuleAction[]) =>
    list.map((action) => ({ ...action, device: other(action.device) }));
  if (rule.kind === "mapping")
    return {
      ...rule,
      input: { ...rule.input, ...input },
      output: { ...rule.output, device: other(rule.output.device) },
    };
  const { condition } = rule;
  return {
    ...rule,
    input: { ...rule.input, ...input },
    condition: condition.type === "value" ? { ...condition, device: other(condition.device) } : condition,
    does: moved(rule.does),
    otherwise: moved(rule.otherwise),
    rest: moved(rule.rest),
  };
}

/** Commands a rule may send. */
export function actionsOfRule(rule: RuleForm): RuleAction[] {
  if (rule.kind === "event") return [...rule.does, ...rule.otherwise, ...rule.rest];
  const { device, command, args } = rule.output;
  return [{ device, command, args }];
}
