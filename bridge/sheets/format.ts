// The files content is written in, strictly: an unknown key, a bad word or a wrong type is refused.
// What travels to the screens has its own shape: see bridge/contract/sheets.ts.
import { z } from "zod";
import { capabilitySchema, profiles } from "#contract/devices.ts";
import { channelIdSchema } from "#contract/events.ts";
import { idSchema } from "#contract/identifiers.ts";
import { quantityIds } from "#contract/quantities.ts";
import {
  constantSchema,
  contentStatuses,
  levels,
  settings,
  sheetSections,
  stepKinds,
} from "#contract/sheets.ts";
import { wordsSchema } from "#contract/words.ts";
import { unitIds } from "./units.ts";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "YYYY-MM-DD");
const authors = z.array(z.string().min(1).max(100)).min(1).max(20);
const words = z.strictObject({ fr: wordsSchema.shape.fr.min(1), en: wordsSchema.shape.en.min(1) });

/** What a row without a topic is about. */
export const thresholdsTopic = "thresholds";

/** One row of `constants.yaml`; rows are read one by one, so that a bad one costs only those who use it. */
const constantRow = {
  tolerance: words.optional(),
  what: words,
  source: idSchema,
  topic: idSchema.default(thresholdsTopic),
  status: constantSchema.shape.status,
  /** The day someone last compared the row with its source. */
  checked_on: day.optional(),
};
/** Two forms of row, told apart before they are checked, so that what is said of a mistake fits. */
export const constantRowSchemas = {
  measured: z.strictObject({ value: z.number(), unit: z.enum(unitIds), ...constantRow }),
  /** A fact told in words, or a code: it can be printed, not compared with. */
  told: z.strictObject({ text: words, ...constantRow }),
};

export const constantsFileSchema = z.strictObject({
  /** What the numbers are about; a house's own file need not have any. */
  topics: z.record(idSchema, words).default({}),
  /** A proper name is the same in both languages; what was computed is said in each. */
  sources: z.record(idSchema, z.union([z.string().min(1).max(300), words])),
  constants: z.record(idSchema, z.unknown()),
});

export const glossaryFileSchema = z.strictObject({
  terms: z.record(idSchema, z.strictObject({ term: words, definition: words })),
});

const experimentNumber = z.string().regex(/^E[0-9]{2}$/, "E01 to E28");

/** `paths.yaml`: experiments that go together, by their numbers; one that is not written yet is left out. */
export const pathsFileSchema = z.strictObject({
  paths: z.array(
    z.strictObject({ id: idSchema, name: words, lead: words, experiments: z.array(experimentNumber).min(1) }),
  ),
});

const head = {
  id: idSchema,
  version: z.number().int().positive(),
  status: z.enum(contentStatuses),
  level: z.enum(levels),
  authors,
  /** Texts are CC BY 4.0, always: the line is written so that a copy keeps it. */
  licence: z.literal("CC BY 4.0"),
  checked_on: day,
};

export const sheetFileSchema = z.strictObject({
  ...head,
  number: z.string().regex(/^(?:F[1-8]|M[0-9]{2})$/, "F1 to F8, or M01 to M99 for a house’s own"),
  role: z.enum(["energy", "input", "output", "link"]),
  /** What devices the sheet is about: any of these profiles, or of these models. */
  matches: z.strictObject({ profiles: z.array(z.enum(profiles)), models: z.array(idSchema) }),
  /** How long each part takes, minutes. */
  minutes: z.partialRecord(z.enum(sheetSections), z.number().positive()),
  folded: z.array(z.enum(sheetSections)),
  /** Constants of the table of useful numbers, in order. */
  numbers: z.array(idSchema).min(1),
  glossary: z.array(idSchema),
  /** Words of the glossary that the sheet uses in their everyday sense, and so does not explain. */
  everyday: z.array(idSchema).default([]),
});
export type SheetFile = z.output<typeof sheetFileSchema>;

const inputSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("number"), unit: z.string().max(10).default("") }),
  z.strictObject({ type: z.literal("choice"), options: z.array(idSchema).min(2).max(8) }),
  z.strictObject({ type: z.literal("text") }),
  z.strictObject({ type: z.literal("capture"), label_unit: z.string().max(10).default("") }),
  z.strictObject({ type: z.literal("trial") }),
  z.strictObject({ type: z.literal("mark"), name: idSchema }),
  z.strictObject({ type: z.literal("label-tags") }),
  /** A command of `needs.takes`, sent from the step itself. */
  z.strictObject({ type: z.literal("command"), role: idSchema, command: capabilitySchema.shape.command }),
  /** With `board`, its command times the reaction, to the part named by `signal`; without, the page does. */
  z.strictObject({
    type: z.literal("reaction"),
    board: z
      .strictObject({ role: idSchema, command: capabilitySchema.shape.command, signal: idSchema })
      .optional(),
  }),
  z.strictObject({ type: z.literal("visit"), version: z.number().int().min(1).max(9) }),
  z.strictObject({
    type: z.literal("confirm"),
    by: z.enum(["participant", "other-participant", "trainer"]).default("participant"),
  }),
]);
export type InputFile = z.output<typeof inputSchema>;

/** A constant's value, or what was answered at a step; at the latest answered, of several. */
const threshold = z.union([
  z.string().startsWith("$"),
  z.strictObject({ answer: z.union([idSchema, z.array(idSchema).min(2).max(4)]) }),
]);

/** `check` is read apart, once its constants are numbers. */
export const experimentFileSchema = z.strictObject({
  ...head,
  number: experimentNumber,
  sheet: idSchema,
  minutes: z.number().positive(),
  /** Besides the core of the plan: for whoever wants more. */
  bonus: z.boolean().default(false),
  settings: z.array(z.enum(settings)).min(1),
  needs: z
    .array(
      z.strictObject({
        role: idSchema,
        profiles: z.array(z.enum(profiles)).min(1),
        /** Channels without which the device does not fit. */
        channels: z.array(channelIdSchema).default([]),
        /** Commands it must take, for example `led.set`. */
        takes: z.array(capabilitySchema.shape.command).default([]),
      }),
    )
    // None where people alone are watched.
    .max(8),
  channels: z
    .array(
      z.strictObject({
        id: channelIdSchema,
        from: idSchema,
        quantity: z.enum(quantityIds),
        /** The device's own channel, when it has another name. */
        reading: channelIdSchema.optional(),
        /** Instead of one channel of the device, the length of the vector of these: √(x² + y² + z²). */
        magnitude: z.array(channelIdSchema).min(2).max(3).optional(),
        min: z.number().optional(),
        max: z.number().optional(),
      }),
    )
    .default([]),
  /** Zones of a channel by thresholds the participant sets: says zone-entered above enter, zone-left below leave. */
  derivations: z
    .array(
      z.strictObject({
        id: idSchema,
        channel: channelIdSchema,
        /** Not needed of a channel of two states, which is in or out by itself. */
        enter: threshold.optional(),
        leave: threshold.optional(),
        /** Median over this many seconds. */
        window: threshold.optional(),
      }),
    )
    .max(4)
    .default([]),
  /** Figures that depend on the device at hand; texts print them by `{{figure:id}}`, conditions take `{ named: id }`. */
  figures: z
    .array(
      z.strictObject({
        id: idSchema,
        unit: z.enum(unitIds).default(""),
        digits: z.number().int().min(1).max(6).default(3),
        /** Read once its constants are numbers: see bridge/contract/figures.ts. */
        value: z.union([z.string().startsWith("$"), z.looseObject({})]),
      }),
    )
    .max(8)
    .default([]),
  charts: z
    .array(
      z.strictObject({
        id: idSchema,
        series: z.array(channelIdSchema).min(1).max(8),
        window_seconds: z.number().positive(),
      }),
    )
    .default([]),
  steps: z
    .array(
      z.strictObject({
        id: idSchema,
        kind: z.enum(stepKinds),
        minutes: z.number().positive(),
        inputs: z.array(inputSchema).default([]),
        live: z.strictObject({ role: idSchema, channel: channelIdSchema }).optional(),
        /** Captures of an earlier step, drawn here; a `fit` draws its own. `coil`: radius, in the unit of their labels. */
        drawn: z.strictObject({ step: idSchema, coil: z.string().startsWith("$").optional() }).optional(),
        check: z.looseObject({ op: z.string() }).optional(),
      }),
    )
    .min(2)
    .max(40),
});
export type ExperimentFile = z.output<typeof experimentFileSchema>;

/** Blocks of an experiment's texts that are not steps. */
export const experimentBlocks = ["aim", "roles", "safety", "privacy", "misconceptions"] as const;
/** Blocks of a sheet's texts: the question, then the ten parts. */
export const sheetBlocks = ["question", ...sheetSections] as const;
