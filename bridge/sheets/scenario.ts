// A scenario: what hands do to the simulated world during an experiment, and what the steps must then say.
// A scenario acts on things (a tag, a knob, a battery) and on the page (an answer, a note), never on events.
import { z } from "zod";
import { commandSchema } from "#contract/commands.ts";
import { channelIdSchema } from "#contract/events.ts";
import { idSchema } from "#contract/identifiers.ts";
import { kitControlSchema } from "#contract/kit.ts";
import { ruleFormSchema } from "#contract/rules.ts";
import { stepStates } from "#contract/runs.ts";

const perUnit = { ms: 1, s: 1000, min: 60_000 } as const;
type DurationUnit = keyof typeof perUnit;
const isUnit = (text: string): text is DurationUnit => Object.hasOwn(perUnit, text);

/** "500ms", "30s" or "2min" of simulated time, as milliseconds. */
export const durationSchema = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|min)$/, "a number and ms, s or min, for example 30s")
  .transform((text) => {
    const unit = text.replace(/^[\d.]+/, "");
    return Number.parseFloat(text) * (isUnit(unit) ? perUnit[unit] : 0);
  });

const state = z.enum(stepStates);

export const visitorActSchema = z.discriminatedUnion("does", [
  z.strictObject({
    does: z.literal("scan"),
    page: idSchema,
    /** From how far, centimetres. */
    cm: z.number().min(1).max(500),
    /** Share of the code under white paper, percent. */
    covered: z.number().min(0).max(50).default(0),
  }),
  z.strictObject({ does: z.literal("touch"), page: idSchema }),
  /** The page that is open is closed and opened again. */
  z.strictObject({ does: z.literal("reopen") }),
  /** What its panel says the page weighs is typed as the answer to a step. */
  z.strictObject({ does: z.literal("weigh"), step: idSchema }),
  z.strictObject({ does: z.literal("note"), text: z.string().min(1).max(200) }),
  z.strictObject({
    does: z.literal("airplane"),
    on: z.boolean(),
    /** Once the network is back, each answer of the bench is lost a first time: the phone tells again. */
    answers: z.enum(["heard", "lost-once"]).default("heard"),
  }),
]);
export type VisitorAct = z.output<typeof visitorActSchema>;

/** What one hand does, or what is looked at: a mapping with a single key. */
const verbs = [
  z.strictObject({ "set-control": kitControlSchema }),
  /** Put over a reader and left there, at a height in millimetres. */
  z.strictObject({
    place: z.strictObject({ tag: idSchema, reader: idSchema, mm: z.number().min(0).max(200).default(5) }),
  }),
  z.strictObject({ remove: z.strictObject({ tag: idSchema }) }),
  /** Half a second over the reader, at a height in millimetres. */
  z.strictObject({
    tap: z.strictObject({ tag: idSchema, reader: idSchema, mm: z.number().min(0).max(200).default(5) }),
  }),
  z.strictObject({ hold: z.strictObject({ tag: idSchema, reader: idSchema, for: durationSchema }) }),
  z.strictObject({ delay: durationSchema }),
  z.strictObject({ go: idSchema }),
  /** Waits until the step is in this state; fails after the timeout. */
  z.strictObject({
    "wait-step": z.strictObject({ step: idSchema, state, timeout: durationSchema.default(30_000) }),
  }),
  /** After a time, the step must be in this state. */
  z.strictObject({
    "expect-step": z.strictObject({ step: idSchema, state, after: durationSchema.default(0) }),
  }),
  /**
   * The step says why it is not validated yet: each text is part of what it says, or of a refusal beside it, in its
   * language. Looked at until the timeout: guard rails speak after a moment.
   */
  z.strictObject({
    "expect-why": z.strictObject({
      step: idSchema,
      fr: z.string().min(3).max(200),
      en: z.string().min(3).max(200),
      timeout: durationSchema.default(5_000),
    }),
  }),
  z.strictObject({
    answer: z.strictObject({
      step: idSchema,
      value: z.union([
        z.number(),
        z.string().max(2000),
        /** What is read in the run's own table: the median of a step's last capture, less another's. */
        z.strictObject({ median: idSchema, less: idSchema }),
      ]),
    }),
  }),
  /** `tag` is a tag of the kit. */
  z.strictObject({ "label-tag": z.strictObject({ tag: idSchema, label: z.string().min(1).max(60) }) }),
  z.strictObject({
    confirm: z.strictObject({
      step: idSchema,
      by: z.enum(["participant", "other-participant", "trainer"]).default("participant"),
    }),
  }),
  z.strictObject({ note: z.strictObject({ step: idSchema.optional(), text: z.string().min(1).max(4000) }) }),
  z.strictObject({
    capture: z.strictObject({ step: idSchema, label: z.union([z.number(), z.string().max(60)]) }),
  }),
  z.strictObject({ trial: z.strictObject({ step: idSchema, running: z.boolean() }) }),
  z.strictObject({ mark: z.strictObject({ step: idSchema, name: idSchema, on: z.boolean() }) }),
  z.strictObject({
    press: z.strictObject({ board: idSchema, component: channelIdSchema, for: durationSchema }),
  }),
  /**
   * A finger on a button and an eye or an ear on a part of the board: once it is on, so long until the press. What a look
   * takes comes on top.
   */
  z.strictObject({
    react: z.strictObject({
      board: idSchema,
      to: channelIdSchema,
      button: channelIdSchema,
      after: durationSchema,
    }),
  }),
  /** The same on the run's own page: asked for, waited for, pressed. */
  z.strictObject({ "screen-react": z.strictObject({ step: idSchema, after: durationSchema }) }),
  /** A visitor tries the prototype of a step, and makes it or not. */
  z.strictObject({ visit: z.strictObject({ step: idSchema, for: durationSchema, success: z.boolean() }) }),
  /** The trainer stops the embedded broker. Resolves once it is gone; it comes back by itself. */
  z.strictObject({ "stop-broker": z.strictObject({ for: durationSchema }) }),
  /** Somebody opens a page of the bench, which tells of it as a browser does. */
  z.strictObject({ "open-page": z.enum(["notebook"]) }),
  /**
   * The virtual kit's phone: it looks at a printed code of the experiments and opens what it could really read, touches a
   * tag that holds a page, loses its network, writes. Everything it tells the bench is a request of its own.
   */
  z.strictObject({ visitor: visitorActSchema }),
  /** A rule made in the composer, or changed when one has this name, by the same door as its page. Its devices are roles. */
  z.strictObject({ rule: ruleFormSchema }),
  /** A command to the device that plays a role, by the same door as the page's. */
  z.strictObject({
    command: z.strictObject({
      role: idSchema,
      /** Some commands are the trainer's alone. */
      by: z.enum(["participant", "trainer"]).default("participant"),
      command: commandSchema.shape.command,
      args: commandSchema.shape.args,
    }),
  }),
] as const;
const verbSchema = z.union(verbs);

/** One verb each; `repeat` does several a number of times. */
export const scenarioStepSchema = z.union([
  ...verbs,
  z.strictObject({
    repeat: z.strictObject({
      times: z.number().int().min(2).max(100),
      steps: z.array(verbSchema).min(1).max(20),
    }),
  }),
]);
export type ScenarioVerb = z.output<typeof verbSchema>;
export type ScenarioStep = z.output<typeof scenarioStepSchema>;

export const scenarioSchema = z.strictObject({
  name: z.string().min(1).max(120),
  /** `passes`: every verifiable step ends verified. `does-not-pass`: a real mistake, told by the name, holds a step back. */
  outcome: z.enum(["passes", "does-not-pass"]),
  /** Role → thing of the kit that plays it. */
  devices: z.record(idSchema, idSchema),
  steps: z.array(scenarioStepSchema).min(1).max(200),
});
export type Scenario = z.output<typeof scenarioSchema>;

export const scenariosFileSchema = z.strictObject({ scenarios: z.array(scenarioSchema).min(1).max(20) });

/** Steps of the experiment that a scenario names. */
export function stepsNamed(step: ScenarioStep): string[] {
  if ("repeat" in step) return step.repeat.steps.flatMap(stepsNamed);
  if ("go" in step) return [step.go];
  const inner = Object.values(step)[0];
  return typeof inner === "object" && "step" in inner && inner.step !== undefined ? [inner.step] : [];
}
