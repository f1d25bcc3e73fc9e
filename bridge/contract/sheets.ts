// Sheets and experiments as they travel to the screens: numbers already put in, both languages beside each other.
// The files they are written in have their own, stricter format: see bridge/sheets/format.ts.
import { z } from "zod";
import { channelSchema, profiles } from "./devices.ts";
import { figureSchema } from "./figures.ts";
import { idSchema } from "./identifiers.ts";
import { wordsSchema } from "./words.ts";

export const levels = ["beginner", "intermediate", "advanced", "expert"] as const;
export type Level = (typeof levels)[number];

/** Where an experiment may be done: alone, in a group, shown to a room, left by itself in a hall. */
export const settings = ["solo", "group", "demo", "kiosk"] as const;
export type Setting = (typeof settings)[number];

export const contentStatuses = ["draft", "reviewed", "published", "deprecated"] as const;

/** Markdown in both languages, longer than {@link wordsSchema} allows. */
export const proseSchema = z.object({ fr: z.string().max(20_000), en: z.string().max(20_000) });
export type Prose = z.infer<typeof proseSchema>;

export const constantSchema = z.object({
  id: idSchema,
  /** As printed in each language, with its unit ("21,5 °C", "21.5 °C"). */
  printed: wordsSchema,
  what: wordsSchema,
  tolerance: wordsSchema.optional(),
  /** Where it was stated, or what it was computed from. */
  source: wordsSchema,
  status: z.enum(["published", "computed", "chosen", "unconfirmed"]),
  checkedOn: z.string().max(10),
});
export type PrintedConstant = z.infer<typeof constantSchema>;

/** Levels beyond the one a sheet is written for: what is for them stands folded under their name. */
export const foldLevels = ["advanced", "expert"] as const satisfies readonly Level[];

/** The ten parts of a sheet, in order. */
export const sheetSections = [
  "in-a-sentence",
  "see",
  "do",
  "how",
  "numbers",
  "trouble",
  "museum",
  "choose",
  "care",
  "further",
] as const;

export const sheetSummarySchema = z.object({
  id: idSchema,
  /** F1 to F8; M01 to M99 of sheets that a house wrote for itself. */
  number: z.string().regex(/^(?:F[1-8]|M[0-9]{2})$/),
  title: wordsSchema,
  question: wordsSchema,
  level: z.enum(levels),
  /** Energy, input, output, link. */
  role: z.enum(["energy", "input", "output", "link"]),
  profiles: z.array(z.enum(profiles)),
  models: z.array(idSchema),
  experiments: z.array(idSchema),
  /** Time to read what is not folded, minutes. */
  minutes: z.number().nonnegative(),
});
export type SheetSummary = z.infer<typeof sheetSummarySchema>;

export const sheetSchema = sheetSummarySchema.extend({
  version: z.number().int().positive(),
  status: z.enum(contentStatuses),
  sections: z.array(
    z.object({
      id: z.enum(sheetSections),
      title: wordsSchema,
      minutes: z.number().positive().optional(),
      /** Folded at first (for those who go further), and left out of the two printed pages. */
      folded: z.boolean(),
      body: proseSchema,
      /** What is for the next levels, each folded apart. */
      folds: z.array(z.object({ level: z.enum(foldLevels), body: proseSchema })).max(foldLevels.length),
    }),
  ),
  numbers: z.array(constantSchema),
  glossary: z.array(z.object({ term: wordsSchema, definition: wordsSchema })),
  authors: z.array(z.string().max(100)),
  checkedOn: z.string().max(10),
});
export type Sheet = z.infer<typeof sheetSchema>;

export const stepKinds = ["discover", "predict", "do", "measure", "explain", "transfer"] as const;
export type StepKind = (typeof stepKinds)[number];

/** What the page must offer the participant at a step, besides watching. */
export const stepInputSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("number"), unit: z.string().max(10), label: wordsSchema.optional() }),
  z.object({
    type: z.literal("choice"),
    options: z
      .array(z.object({ value: z.string().max(60), label: wordsSchema }))
      .min(2)
      .max(8),
    label: wordsSchema.optional(),
  }),
  z.object({
    type: z.literal("text"),
    label: wordsSchema.optional(),
    /** How many lines are asked for, at least. */
    lines: z.number().int().positive().optional(),
  }),
  z.object({
    type: z.literal("capture"),
    labelUnit: z.string().max(10),
    expectLabel: z.number().optional(),
    /** One of each is asked for. */
    labels: z.array(z.number()).optional(),
    /** How many of them the step looks at. */
    asked: z.number().int().positive().optional(),
    /** Each is the share of so many trials. */
    ofTrials: z.number().int().positive().optional(),
    /** Each is a count of what happened, without a unit. */
    tally: z.boolean().optional(),
  }),
  z.object({
    type: z.literal("trial"),
    asked: z.number().int().positive().optional(),
    /** What counts is how long each takes. */
    timed: z.boolean().optional(),
  }),
  z.object({ type: z.literal("mark"), name: idSchema, label: wordsSchema }),
  z.object({ type: z.literal("label-tags") }),
  /** What the device of a role is told, its arguments bounded as on its own page. */
  z.object({ type: z.literal("command"), role: idSchema, command: z.string().max(60) }),
  /**
   * A reaction to time: by the board that plays a role, which is told `command` with this signal, or on the page.
   */
  z.object({
    type: z.literal("reaction"),
    board: z.object({ role: idSchema, command: z.string().max(60), signal: z.string().max(40) }).optional(),
  }),
  /** Visits to a version of a prototype: begun, ended, with success or not. */
  z.object({ type: z.literal("visit"), version: z.number().int().positive() }),
  z.object({ type: z.literal("confirm"), by: z.enum(["participant", "other-participant", "trainer"]) }),
]);
export type StepInput = z.infer<typeof stepInputSchema>;

/** Captures drawn at a step as points, and the law that goes through them or beside them. */
export const capturesDrawnSchema = z.object({
  /** They were taken at these steps. */
  steps: z.array(idSchema).min(1).max(16),
  channel: z.string().max(40),
  stat: z.enum(["mean", "median"]),
  /** What the horizontal axis carries: what was typed, or what was measured. */
  across: z.enum(["label", "figure"]),
  /** Step whose capture is taken from every figure: the dark value. */
  baseline: idSchema.optional(),
  law: z
    .union([
      z.object({ model: z.enum(["logdistance", "power", "linear0", "linear"]) }),
      /** Field on the axis of a coil of this radius, in the unit of the labels; 100 at the coil. */
      z.object({ coil: z.number().positive() }),
    ])
    .optional(),
});
export type CapturesDrawn = z.infer<typeof capturesDrawnSchema>;

export const experimentStepSchema = z.object({
  id: idSchema,
  kind: z.enum(stepKinds),
  minutes: z.number().positive(),
  title: wordsSchema,
  /** One idea, 60 words at most; Markdown. */
  instruction: proseSchema,
  /** How to do it with the virtual kit, when it differs from the real thing. */
  simulated: proseSchema.optional(),
  /** Nudge, how, answer. */
  hints: z.array(proseSchema).max(3),
  inputs: z.array(stepInputSchema),
  /** Shown once the step is done, always: what the answer or the figure means. */
  explanation: proseSchema.optional(),
  /** Channel whose live value the step looks at: role and channel id. */
  live: z.object({ role: idSchema, channel: z.string().max(40) }).optional(),
  drawn: capturesDrawnSchema.optional(),
  /** How many notes it waits for: the paper leaves room for them. */
  notes: z.number().int().positive().optional(),
  /** Has a condition the kit can verify. */
  verifiable: z.boolean(),
  /** On paper it rests on a person's word alone: what they type cannot tell. */
  byWord: z.boolean().optional(),
});
export type ExperimentStep = z.infer<typeof experimentStepSchema>;

export const experimentSummarySchema = z.object({
  id: idSchema,
  /** E01 to E28. */
  number: z.string().regex(/^E[0-9]{2}$/),
  sheet: idSchema,
  title: wordsSchema,
  level: z.enum(levels),
  minutes: z.number().positive(),
  /** Besides the core: for whoever wants more. */
  bonus: z.boolean().optional(),
  settings: z.array(z.enum(settings)),
  aim: proseSchema,
  needs: z.array(
    z.object({
      role: idSchema,
      profiles: z.array(z.enum(profiles)).min(1),
      name: wordsSchema,
      /** Channels without which the device does not fit. */
      channels: z.array(z.string().max(40)),
      /** Commands it must take. */
      takes: z.array(z.string().max(60)),
    }),
  ),
});
export type ExperimentSummary = z.infer<typeof experimentSummarySchema>;

/** A sheet as it is opened: its experiments are named, to go on to. */
export const openSheetSchema = sheetSchema.extend({
  linked: z.array(
    experimentSummarySchema.pick({
      id: true,
      number: true,
      title: true,
      level: true,
      minutes: true,
      bonus: true,
    }),
  ),
});
export type OpenSheet = z.infer<typeof openSheetSchema>;

export const experimentSchema = experimentSummarySchema.extend({
  version: z.number().int().positive(),
  status: z.enum(contentStatuses),
  safety: proseSchema.optional(),
  privacy: proseSchema.optional(),
  misconceptions: proseSchema.optional(),
  channels: z.array(channelSchema.extend({ role: idSchema })),
  /** What of the texts depends on the device that plays a role. */
  figures: z.array(figureSchema).max(8),
  charts: z.array(
    z.object({
      id: idSchema,
      series: z.array(z.string().max(40)).max(8),
      windowSeconds: z.number().positive(),
    }),
  ),
  steps: z.array(experimentStepSchema).min(1),
  authors: z.array(z.string().max(100)),
});
export type Experiment = z.infer<typeof experimentSchema>;

/** Experiments that go together, in their order. */
export const learningPathSchema = z.object({
  id: idSchema,
  name: wordsSchema,
  /** For whom, and what for. */
  lead: wordsSchema,
  experiments: z.array(idSchema),
});
export type LearningPath = z.infer<typeof learningPathSchema>;
