// From a raw frame to the cells of the inspector: each byte knows the field it belongs to. Pure.
import type { RawFrame, Span } from "#contract/frames.ts";

/** Looks told apart by colour and by pattern; a field beyond them starts again from the first. */
export const fieldLooks = 8;

export interface ByteCell {
  readonly hex: string;
  /** The byte as a character, or a middle dot when it has no shape. */
  readonly text: string;
  /** Index of its span, the last one declared when spans overlap. */
  readonly span: number | undefined;
  /** First byte of its span. */
  readonly first: boolean;
}

/** The bytes of a frame. A span that reaches beyond the frame is cut at its end. */
export function byteCells(frame: RawFrame): readonly ByteCell[] {
  const pairs = frame.hex.match(/[0-9a-f]{2}/g) ?? [];
  const owner: (number | undefined)[] = pairs.map(() => undefined);
  frame.spans.forEach((span, index) => {
    for (let at = span.offset; at < Math.min(span.offset + span.length, pairs.length); at += 1) {
      owner[at] = index;
    }
  });
  return pairs.map((hex, index) => {
    const code = Number.parseInt(hex, 16);
    return {
      hex,
      text: code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : "·",
      span: owner[index],
      first: owner[index] !== undefined && owner[index] !== owner[index - 1],
    };
  });
}

/** Look of a span, 0 to {@link fieldLooks} − 1. */
export function lookOf(span: number): number {
  return span % fieldLooks;
}

/** Where a span lies, as a person reads it: "0" or "2–5". */
export function spanPlace(span: Span): string {
  return span.length === 1 ? String(span.offset) : `${span.offset}–${span.offset + span.length - 1}`;
}
