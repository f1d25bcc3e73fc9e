// Readers that type like a keyboard: what the page that has the focus may send of a burst of keys, and what the bench
// answers. A frame is bytes, sent as hexadecimal text:
//   byte 0      what it is (`keyboardFrameTypes`)
//   bytes 1–4   clock of the page, milliseconds since it was opened, most significant first
//   here        byte 5: 1 while the page hears the keys, 0 while it does not (not in front, or writing in a field)
//   burst       byte 5: how many keys, then four bytes for each: its number on USB (HID usage page 7), the modifiers
//               held (as in a keyboard's report), milliseconds since the key before, and the character this computer's
//               layout makes of it (Latin-1; 0 for none)
import { z } from "zod";
import { idSchema } from "./identifiers.ts";
import { nameSchema } from "./words.ts";

export const keyboardFrameTypes = { burst: 1, here: 2, stop: 3 } as const;
export const keyboardHeadBytes = 6;
export const bytesPerKey = 4;

/** Nobody types so many keys in a row so fast: below, it is a person. */
export const leastBurstKeys = 6;
/** Twenty-four decimal digits are ten bytes, the longest number of a tag; barcodes of shops are shorter. */
export const mostBurstKeys = 40;
/** Between two keys of a burst, milliseconds at most: readers take 2 to 30, a fast typist 100. */
export const mostKeyGapMs = 50;

/** The page says that it is still there, and whether it hears, at least this often, milliseconds. */
export const keyboardSignOfLifeMs = 2_000;
/** Frames one request may carry. */
export const mostKeyboardFrames = 16;

const longestFrame = keyboardHeadBytes + bytesPerKey * mostBurstKeys;

/** Answer to a page whose person has such a reader. */
export const lentKeyboardSchema = z.object({
  /** Random, for as long as this page listens. */
  device: idSchema,
  name: nameSchema,
  /** Only who has it speaks for this reader. Kept by the page while it is open, nowhere else. */
  key: z.string().min(16).max(64),
});
export type LentKeyboard = z.infer<typeof lentKeyboardSchema>;

export const keyboardFramesSchema = z.object({
  key: z.string().max(64),
  /** Hexadecimal, in the order they were made. What is no frame is refused by its decoder, counted and shown. */
  frames: z
    .array(
      z
        .string()
        .regex(/^(?:[0-9a-f]{2})*$/)
        .max(longestFrame * 4),
    )
    .min(1)
    .max(mostKeyboardFrames),
});
