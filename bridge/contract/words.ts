// A text a person reads, in the two languages of the kit. French is the source language.
import { z } from "zod";

export const languages = ["fr", "en"] as const;
export type Language = (typeof languages)[number];

export const wordsSchema = z.object({ fr: z.string().max(2000), en: z.string().max(2000) });

/** One text in French and English; plain text, never markup. */
export type Words = z.infer<typeof wordsSchema>;

const shortText = z.string().min(1).max(60);
/** A name of something on the bench, in both languages. */
export const nameSchema = z.object({ fr: shortText, en: shortText });

/** What a person wrote is the same for readers of either language. */
export const sameWords = (text: string): Words => ({ fr: text, en: text });
