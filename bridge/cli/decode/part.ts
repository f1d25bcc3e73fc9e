// What `labo decode` found in some bytes: parts that were read or refused, and what each byte is.
import type { Span } from "#contract/frames.ts";
import { type Refusal, type RefusalCode, refusalWords, type Why } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";

export type Part =
  | {
      readonly format: string;
      readonly ok: true;
      readonly identity?: string | undefined;
      /** By reading (`temperature`, `temperature_2`), in their quantities' units. */
      readonly readings: Readonly<Record<string, number>>;
      readonly facts: Readonly<Record<string, string>>;
      /** What a hand did: `button_1: double`. */
      readonly actions?: readonly string[] | undefined;
      /** Read, and something in it cannot be believed. */
      readonly isSuspect?: boolean | undefined;
      /** Encrypted, and no key was given. */
      readonly isSealed?: boolean | undefined;
    }
  | {
      readonly format: string;
      readonly ok: false;
      readonly code: RefusalCode;
      readonly reason: Words;
    };

/** @param by what the refusal's place moves by, from the decoder's bytes to those that were given. */
export function refusedPart(format: string, why: Why, by = 0): Part {
  const told: Refusal = typeof why === "string" ? { code: why } : why;
  const at = told.at === undefined ? undefined : told.at + by;
  const reason = refusalWords({ ...told, at: at === undefined || at < 0 ? undefined : at });
  return { format, ok: false, code: told.code, reason };
}

/** `read`: at least one part; `refused`: recognised, and wrong; `noise`: a phone or its like; `unknown`: none of these. */
export type Verdict = "read" | "refused" | "noise" | "unknown";

export interface Dissection {
  /** What the bytes were taken for, as `--as` takes it. */
  readonly as: string;
  readonly title: Words;
  readonly verdict: Verdict;
  readonly bytes: Uint8Array;
  readonly parts: readonly Part[];
  /** Offsets in `bytes`, in their order. */
  readonly spans: readonly Span[];
  readonly noise?: string | undefined;
  /** Bytes at the end that claim to be more than there is. */
  readonly overrunBytes: number;
  /** What else they may be, as `--as` takes it. */
  readonly alternatives: readonly string[];
}

export const verdictOf = (parts: readonly Part[], noise?: string): Verdict =>
  parts.some(({ ok }) => ok)
    ? "read"
    : parts.length > 0
      ? "refused"
      : noise === undefined
        ? "unknown"
        : "noise";

/** Readings that have a value. */
export const known = (readings: Readonly<Record<string, number | undefined>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(readings).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );

/** Spans of a piece, where they are in the whole; those outside it are left out. */
export function shifted(spans: readonly Span[], by: number, length: number): Span[] {
  return spans
    .map((span) => ({ ...span, offset: span.offset + by }))
    .filter(({ offset, length: bytes }) => offset >= 0 && offset + bytes <= length);
}
