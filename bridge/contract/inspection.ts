// What the bytes of a device nobody knows look like: framings guessed, and what each part of a frame may hold.
// Guesses, each with how sure it is and why: a person judges.
import { z } from "zod";
import { idSchema } from "./identifiers.ts";
import { quantityIds } from "./quantities.ts";
import { proseSchema, sheetSummarySchema } from "./sheets.ts";
import { type Words, wordsSchema } from "./words.ts";

export const framingKinds = [
  /** Lines of text. */
  "lines",
  /** Text without line ends. */
  "text",
  /** A start, then how many bytes follow. */
  "length",
  /** A byte that starts, a byte that ends. */
  "delimited",
  /** Always the same length. */
  "fixed",
  /** The same first bytes, any length. */
  "header",
  /** RFC 1055. */
  "slip",
  /** Consistent overhead byte stuffing, frames ended by zero. */
  "cobs",
  /** A structure of a Bluetooth advertisement. */
  "advertisement",
] as const;
export type FramingKind = (typeof framingKinds)[number];

export const framingNames: Readonly<Record<FramingKind, Words>> = {
  lines: { fr: "Lignes de texte", en: "Lines of text" },
  text: { fr: "Texte sans fin de ligne", en: "Text without line ends" },
  length: { fr: "Longueur annoncée", en: "Length told first" },
  delimited: { fr: "Entre deux bornes", en: "Between two marks" },
  fixed: { fr: "Longueur fixe", en: "Fixed length" },
  header: { fr: "Même début", en: "Same beginning" },
  slip: { fr: "SLIP", en: "SLIP" },
  cobs: { fr: "COBS", en: "COBS" },
  advertisement: { fr: "Morceau d’annonce", en: "Piece of an advertisement" },
};

export const fieldKinds = [
  ...(["constant", "counter", "checksum", "length", "measurement", "flags"] as const),
  /** Changes by no rule that was found. */
  "unclear",
] as const;
export type FieldKind = (typeof fieldKinds)[number];

export const fieldKindNames: Readonly<Record<FieldKind, Words>> = {
  constant: { fr: "constante", en: "constant" },
  counter: { fr: "compteur", en: "counter" },
  checksum: { fr: "somme de contrôle", en: "checksum" },
  length: { fr: "longueur", en: "length" },
  measurement: { fr: "mesure", en: "measurement" },
  flags: { fr: "états", en: "states" },
  unclear: { fr: "pas encore compris", en: "not understood yet" },
};

const scoreSchema = z.number().min(0).max(1);

/** What a number would be if it were this. */
export const fieldGuessSchema = z.object({
  quantity: z.enum(quantityIds),
  /** In the quantity's unit. */
  value: z.number(),
  /** How it was made of the number: "÷ 100". */
  formula: z.string().max(20),
});
export type FieldGuess = z.infer<typeof fieldGuessSchema>;

export const candidateFieldSchema = z.object({
  /** Byte in the frame, or column of a line, counted from 0. */
  offset: z.number().int().nonnegative(),
  /** Bytes, or 1 for a column. */
  length: z.number().int().positive(),
  kind: z.enum(fieldKinds),
  /** How it is read: `u16be` is two bytes, most significant first; `column` is one of a line of text. */
  type: z.string().max(10),
  score: scoreSchema,
  /** In the newest frame. */
  value: z.string().max(80),
  /** Lowest and highest seen. */
  range: z.tuple([z.number(), z.number()]).optional(),
  /** Why it may be that. */
  why: wordsSchema,
  guesses: z.array(fieldGuessSchema).max(3),
  /** Other ways to read the same bytes, the likeliest first. */
  others: z.array(z.string().max(40)).max(3),
});
export type CandidateField = z.infer<typeof candidateFieldSchema>;

export const framingSchema = z.object({
  id: idSchema,
  kind: z.enum(framingKinds),
  score: scoreSchema,
  /** How frames are told apart, and why that is believed. */
  what: wordsSchema,
  /** Which checksum ends each frame. */
  checksum: z.string().max(40).optional(),
  /** Frames found. */
  count: z.number().int().nonnegative(),
  /** Of the bytes heard, how many are in whole frames, 0 to 1. */
  coverage: scoreSchema,
  /** The last ones, newest first, hexadecimal. */
  frames: z.array(z.string().max(1024)).max(12),
  /** Length of the frames that the fields are of, bytes; the commonest one. */
  frameLength: z.number().int().nonnegative(),
  fields: z.array(candidateFieldSchema).max(40),
});
export type Framing = z.infer<typeof framingSchema>;

export const inspectionSchema = z.object({
  /** Bytes looked at. */
  bytes: z.number().int().nonnegative(),
  /** Of a serial line: the speed the bytes were heard at, baud. */
  speed: z.number().int().positive().optional(),
  /** All speeds that were listened at lately, the best first. */
  speeds: z
    .array(z.object({ speed: z.number().int().positive(), bytes: z.number().int(), score: scoreSchema }))
    .max(12),
  /** Nothing fits, or not yet: what to do. */
  hint: wordsSchema.optional(),
  /** The likeliest first. */
  framings: z.array(framingSchema).max(6),
});
export type Inspection = z.infer<typeof inspectionSchema>;

/** What a trainer says of a new sheet. */
export const newSheetSchema = z.object({
  title: z.string().trim().min(1).max(60),
  /** Framing of the inspection to write down; the likeliest when absent. */
  framing: idSchema.optional(),
});

/** A sheet that was written: where, and what is in it. */
export const writtenSheetSchema = z.object({
  sheet: sheetSummarySchema,
  /** On the bench's computer. */
  folder: z.string().max(1000),
  files: z.array(z.object({ name: z.string().max(60), text: proseSchema.shape.fr })),
});
export type WrittenSheet = z.infer<typeof writtenSheetSchema>;
