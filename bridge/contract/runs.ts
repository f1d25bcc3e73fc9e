// A run: one participant, one experiment, one attempt, with the state, evidence and notes of each step.
import { z } from "zod";
import { channelIdSchema, eventSources, reactionOutcomes, reactionSignals } from "./events.ts";
import { idSchema } from "./identifiers.ts";
import { wordsSchema } from "./words.ts";

/** `verified` by what the device did; `confirmed` by a person; `passed` over; `helped` to the answer. */
export const stepStates = ["to-do", "in-progress", "verified", "confirmed", "passed", "helped"] as const;
export type StepState = (typeof stepStates)[number];

/** What proves a verified step: the events it rests on and the figure that decided. */
export const evidenceSchema = z.object({
  time: z.iso.datetime({ precision: 3 }),
  firstEvent: z.string().max(120).optional(),
  lastEvent: z.string().max(120).optional(),
  /** The figure that decided, in words with its unit, and as numbers by name. */
  summary: wordsSchema,
  figures: z.record(z.string().max(40), z.number()),
  /** All sources the events came from: simulated data always says so. */
  sources: z.array(z.enum(eventSources)),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** How far a step is and why it is not validated yet. */
export const progressSchema = z.object({
  /** 0 to 1, for a bar; absent where a share means nothing. */
  fraction: z.number().min(0).max(1).optional(),
  /** The present value beside the needed one, for example "7 sur 10 annonces". */
  why: wordsSchema.optional(),
  /** The live figure the step looks at. */
  value: z.number().optional(),
  unit: z.string().max(10).optional(),
  /** Guard rails that refused something just now ("fenêtre trop instable…"). */
  refusals: z.array(wordsSchema).max(5).default([]),
});
export type Progress = z.infer<typeof progressSchema>;

/** One labelled window stored by the participant. */
export const captureSchema = z.object({
  step: idSchema,
  channel: z.string().max(40),
  label: z.union([z.number(), z.string().max(60)]),
  time: z.iso.datetime({ precision: 3 }),
  samples: z.number().int().nonnegative(),
  mean: z.number(),
  median: z.number(),
  sd: z.number(),
  min: z.number(),
  max: z.number(),
  /** Where its samples came from; absent in runs kept before captures said so. */
  sources: z.array(z.enum(eventSources)).optional(),
});
export type Capture = z.infer<typeof captureSchema>;

export const noteSchema = z.object({
  id: z.string().max(40),
  step: idSchema.optional(),
  time: z.iso.datetime({ precision: 3 }),
  text: z.string().min(1).max(4000),
});
export type Note = z.infer<typeof noteSchema>;

/** Something that happened around a run and that its readers must know: the clock was set, a device changed hands. */
export const noticeSchema = z.object({
  time: z.iso.datetime({ precision: 3 }),
  step: idSchema,
  what: wordsSchema,
});
export type Notice = z.infer<typeof noticeSchema>;
/** Kept of a run, the last ones. */
export const mostNotices = 20;

/** A reaction timed during a run: by a board's own clock, or from the bridge to its page and back. */
export const timedReactionSchema = z.object({
  step: idSchema,
  time: z.iso.datetime({ precision: 3 }),
  signal: z.enum([...reactionSignals, "screen"]),
  outcome: z.enum(reactionOutcomes),
  /** From the signal to the press, milliseconds. */
  ms: z.number().nonnegative().optional(),
});
export type TimedReaction = z.infer<typeof timedReactionSchema>;
/** Kept of a run, the last ones. */
export const mostReactions = 60;

const visitHead = {
  step: idSchema,
  /** Of the prototype. */
  version: z.number().int().positive(),
  startedAt: z.iso.datetime({ precision: 3 }),
};
/** Somebody tried a prototype while the participant watched. Nothing about who: no name, no picture, no age. */
export const visitSchema = z.object({
  ...visitHead,
  seconds: z.number().nonnegative(),
  /** By the criterion chosen beforehand. */
  success: z.boolean(),
});
export type Visit = z.infer<typeof visitSchema>;
/** How long it lasted, when its end was taken back: what is left to say is whether the visitor made it. */
const takenBack = { seconds: z.number().nonnegative().optional() };
/** Kept of a run. */
export const mostVisits = 200;

export const runStepSchema = z.object({
  id: idSchema,
  state: z.enum(stepStates),
  /** Index of the condition parts done, for steps with several parts. */
  progress: progressSchema,
  evidence: evidenceSchema.optional(),
  /** Highest hint opened, 0 to 3. Recorded, never penalised. */
  hints: z.number().int().min(0).max(3),
  /** The participant's stored answer. */
  answer: z.union([z.string().max(2000), z.number()]).optional(),
  /** Right or not, once given, where the answer has a right value. */
  answerCorrect: z.boolean().optional(),
  confirmedBy: z.enum(["participant", "other-participant", "trainer"]).optional(),
  enteredAt: z.iso.datetime({ precision: 3 }).optional(),
  doneAt: z.iso.datetime({ precision: 3 }).optional(),
});
export type RunStep = z.infer<typeof runStepSchema>;

export const runSchema = z.object({
  id: idSchema,
  experiment: idSchema,
  experimentVersion: z.number().int().positive(),
  participant: z.string().max(60),
  attempt: z.number().int().positive(),
  startedAt: z.iso.datetime({ precision: 3 }),
  finishedAt: z.iso.datetime({ precision: 3 }).optional(),
  /** Done on the printed sheet, its values typed in: nothing was heard, so nothing is verified. */
  paper: z.literal(true).optional(),
  /** Role of the experiment → device playing it. */
  devices: z.record(idSchema, idSchema),
  /** Where the participant is. */
  currentStep: idSchema,
  steps: z.array(runStepSchema),
  captures: z.array(captureSchema),
  notes: z.array(noteSchema),
  /** Absent while there is nothing to tell. */
  notices: z.array(noticeSchema).max(mostNotices).optional(),
  /** Labels this participant gave to tags, kept with the run. */
  tagLabels: z.record(idSchema, z.string().min(1).max(60)),
  /** Trials counted so far, for steps that ask for trials. */
  trial: z.object({ running: z.boolean(), n: z.number().int().nonnegative() }).optional(),
  /** Of each channel that has thresholds of the participant's own: on which side of them it is now. */
  zones: z.record(channelIdSchema, z.enum(["in", "out"])).optional(),
  reactions: z.array(timedReactionSchema).max(mostReactions).optional(),
  /** A reaction on the page: the signal is still to come, or it is to be shown. */
  screen: z.object({ step: idSchema, state: z.enum(["waiting", "shown"]) }).optional(),
  visits: z.array(visitSchema).max(mostVisits).optional(),
  /** Under way now. */
  visit: z.object({ ...visitHead, ...takenBack }).optional(),
});
export type Run = z.infer<typeof runSchema>;

/** What a participant does in a run. Answers, captures, marks and trials feed the conditions; they are never device events. */
export const runActionSchema = z.discriminatedUnion("action", [
  z.object({ action: z.literal("go"), step: idSchema }),
  z.object({
    action: z.literal("answer"),
    step: idSchema,
    value: z.union([z.string().max(2000), z.number()]),
  }),
  z.object({
    action: z.literal("confirm"),
    step: idSchema,
    by: z.enum(["participant", "other-participant", "trainer"]),
  }),
  z.object({
    action: z.literal("capture"),
    step: idSchema,
    label: z.union([z.number(), z.string().max(60)]),
    /** In a run on paper, and there alone: the figure written on the sheet. */
    value: z.number().optional(),
  }),
  /** Takes a capture out of the table: a slip of the hand is no measurement. */
  z.object({
    action: z.literal("remove-capture"),
    step: idSchema,
    channel: z.string().max(40),
    label: z.union([z.number(), z.string().max(60)]),
  }),
  z.object({ action: z.literal("trial"), step: idSchema, running: z.boolean() }),
  z.object({ action: z.literal("screen-reaction"), step: idSchema, what: z.enum(["ready", "press"]) }),
  /** A visitor begins, or leaves having made it or not; `cancel` when it was no visit; `undo` takes back the last end. */
  z.object({
    action: z.literal("visit"),
    step: idSchema,
    what: z.enum(["start", "success", "failure", "cancel", "undo"]),
  }),
  z.object({ action: z.literal("mark"), step: idSchema, name: idSchema, on: z.boolean() }),
  z.object({ action: z.literal("label-tag"), tag: idSchema, label: z.string().trim().min(1).max(60) }),
  z.object({ action: z.literal("hint"), step: idSchema, level: z.number().int().min(1).max(3) }),
  z.object({ action: z.literal("pass"), step: idSchema }),
  /** Takes "passed over" back. */
  z.object({ action: z.literal("reopen"), step: idSchema }),
  z.object({
    action: z.literal("note"),
    step: idSchema.optional(),
    text: z.string().trim().min(1).max(4000),
  }),
  z.object({ action: z.literal("remove-note"), note: z.string().max(40) }),
  z.object({ action: z.literal("choose-device"), role: idSchema, device: idSchema }),
  z.object({ action: z.literal("finish") }),
]);
export type RunAction = z.infer<typeof runActionSchema>;
