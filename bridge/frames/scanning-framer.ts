// The part that binary framers share: find a start, let the format judge what stands there, resync one byte on.
// Pure and bounded; a bad frame costs the bytes up to the next possible start, never the length it claimed.
import type { DiscardReason } from "#contract/events.ts";
import type { FrameOutcome, Framer } from "./framer.ts";

/** What stands at a possible start: not all there yet, a whole frame of so many bytes, or no frame at all. */
export type Verdict =
  | { readonly kind: "more" }
  | { readonly kind: "frame"; readonly length: number }
  | { readonly kind: "fault"; readonly reason: DiscardReason };

export interface FrameFormat {
  /** Longest frame, in bytes; also the size of the pieces noise is given back in. */
  readonly maxBytes: number;
  /** Whether a frame could start with these bytes, as far as they go. */
  opens(bytes: Uint8Array): boolean;
  /** Judges bytes that could start a frame. Must not say "more" of `maxBytes` bytes. */
  judge(bytes: Uint8Array): Verdict;
}

export const more: Verdict = { kind: "more" };
export const fault = (reason: DiscardReason): Verdict => ({ kind: "fault", reason });

/** Framer of a format whose frames are told by their first bytes. */
export function createScanningFramer(format: FrameFormat): Framer {
  const held = new Uint8Array(format.maxBytes * 2);
  let length = 0;
  /** Where the possible frame starts: before it is noise. */
  let start = 0;

  const take = (count: number): Uint8Array => {
    const bytes = held.slice(0, count);
    held.copyWithin(0, count, length);
    length -= count;
    start = Math.max(0, start - count);
    return bytes;
  };
  const seek = (from: number): number => {
    let at = from;
    while (at < length && !format.opens(held.subarray(at, length))) at += 1;
    return at;
  };

  const step = (outcomes: FrameOutcome[]): boolean => {
    start = seek(start);
    if (start >= format.maxBytes) {
      outcomes.push({ kind: "discarded", bytes: take(start), reason: "noise" });
      return length > 0;
    }
    if (start === length) return false;
    const verdict = format.judge(held.subarray(start, length));
    if (verdict.kind === "more") return false;
    if (start > 0) outcomes.push({ kind: "discarded", bytes: take(start), reason: "noise" });
    if (verdict.kind === "frame") outcomes.push({ kind: "frame", bytes: take(verdict.length) });
    else outcomes.push({ kind: "discarded", bytes: take(seek(1)), reason: verdict.reason });
    return length > 0;
  };

  return {
    push(chunk) {
      const outcomes: FrameOutcome[] = [];
      // Byte by byte, so that what is decided never depends on where the chunk ended.
      for (const byte of chunk) {
        held[length] = byte;
        length += 1;
        while (step(outcomes));
      }
      return outcomes;
    },
    flush() {
      const outcomes: FrameOutcome[] = [];
      if (start > 0) outcomes.push({ kind: "discarded", bytes: take(start), reason: "noise" });
      if (length > 0) outcomes.push({ kind: "discarded", bytes: take(length), reason: "malformed" });
      return outcomes;
    },
  };
}
