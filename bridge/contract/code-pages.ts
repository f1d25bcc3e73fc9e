// Pages that visitors open on their own phones, by a printed code or a touched tag: what each is, and what a page tells the
// bench when it is shown and when somebody wrote on it, at once or once the network is back.
import { z } from "zod";
import { idSchema } from "./identifiers.ts";

/** By what gesture an address was opened: each has a page of its own, since an address does not say how it came. */
export const mediums = ["qr", "nfc"] as const;
export const mediumSchema = z.enum(mediums);
export type Medium = (typeof mediums)[number];

/** Levels of error correction of a QR code, ISO/IEC 18004. */
export const qrLevels = ["L", "M", "H"] as const;
export const qrLevelSchema = z.enum(qrLevels);
export type QrLevel = (typeof qrLevels)[number];

/** What a page that is printed or touched for an experiment is. */
export interface TrialCode {
  readonly id: string;
  readonly name: string;
  readonly medium: Medium;
  /** From one side of the code to the other, its quiet zone not counted, centimetres. */
  readonly widthCm?: number;
  readonly level?: QrLevel;
}

/** Pages that the experiments on phones ask for: what they are is told by their ids, for as long as the paper lasts. */
export const trialCodes: readonly TrialCode[] = [
  ...[2, 3, 5].flatMap((widthCm) =>
    (["L", "H"] as const).map(
      (level): TrialCode => ({
        id: `qr-${widthCm}cm-${level.toLowerCase()}`,
        name: `${widthCm} cm, ${level}`,
        medium: "qr",
        widthCm,
        level,
      }),
    ),
  ),
  { id: "nfc", name: "NFC", medium: "nfc" },
];

export const trialCodeOf = (id: string): TrialCode | undefined => trialCodes.find((one) => one.id === id);

/** A page opened by a printed code or a tag: `/q/<id>`. */
export const codePageSchema = z.object({
  id: idSchema,
  name: z.string().min(1).max(60),
  /** Times it was opened, and notes left on it, since the bench started. */
  openings: z.number().int().nonnegative(),
  notes: z.number().int().nonnegative(),
  medium: mediumSchema,
  widthCm: z.number().positive().optional(),
  level: qrLevelSchema.optional(),
});
export type CodePage = z.infer<typeof codePageSchema>;

/** Pages the kit keeps at most. */
export const mostCodePages = 64;
export const longestNote = 200;
/** Notes one request may carry. */
export const mostNotesAtOnce = 20;

/** Drawn by the page: what comes twice under one id is one thing. */
const drawnId = z.string().regex(/^[a-zA-Z0-9-]{8,40}$/);

const told = {
  /** Wall clock of the phone, ISO 8601: shown, never computed with. */
  clientTime: z.iso.datetime({ precision: 3 }),
  /** How long ago that was, by the same clock, milliseconds. */
  agoMs: z
    .number()
    .min(0)
    .max(30 * 24 * 3600 * 1000),
  /** The bench could not be reached then. */
  offline: z.boolean(),
};

/** What a page tells when it is shown; an empty one is an opening too. */
export const openingSchema = z.object({
  id: drawnId.optional(),
  clientTime: told.clientTime.optional(),
  agoMs: told.agoMs.optional(),
  offline: told.offline.optional(),
  /** Of all that the first load brought, as it travelled, kB of 1000 bytes. */
  weightKb: z.number().min(0).max(100_000).optional(),
  /** The phone is the virtual kit's. */
  simulated: z.literal(true).optional(),
});
export type Opening = z.infer<typeof openingSchema>;

export const pageNoteSchema = z.object({
  ...told,
  id: drawnId,
  text: z.string().trim().min(1).max(longestNote),
});
export type PageNote = z.infer<typeof pageNoteSchema>;

export const pageNotesSchema = z.object({
  notes: z.array(pageNoteSchema).min(1).max(mostNotesAtOnce),
  simulated: z.literal(true).optional(),
});
export type PageNotes = z.infer<typeof pageNotesSchema>;
