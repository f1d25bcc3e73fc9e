// Raw frames on demand: only while somebody watches, never stored. `raw.watch {ms}` is taken by every device.
import type { Capability } from "#contract/devices.ts";
import type { RawFrame, Span } from "#contract/frames.ts";
import { discardReasonOf, refusalWords, type Why } from "#contract/refusals.ts";
import { type Clock, isoTime } from "../clock.ts";
import type { Instant } from "./event-factory.ts";

/** Longest watch, milliseconds: who still looks asks again. */
const maxWatchMs = 60_000;
const maxShownBytes = 512;
const maxSpans = 128;
const maxFieldLength = 60;
const maxValueLength = 200;

export const rawWatchCapability: Capability = {
  command: "raw.watch",
  label: { fr: "Voir les octets", en: "See the bytes" },
  arguments: [
    {
      type: "number",
      name: "ms",
      label: { fr: "Pendant", en: "For" },
      min: 0,
      max: maxWatchMs,
      step: 1,
      unit: "ms",
    },
  ],
};

export interface RawLook {
  readonly format: string;
  /** As they may be shown, when that is not as they came. */
  readonly bytes?: Uint8Array;
  readonly spans: readonly Span[];
  /** Of the line, baud; of bytes nobody knows. */
  readonly speed?: number;
  readonly discarded?: Why;
}

export interface RawWatch {
  readonly isWatched: boolean;
  watchFor(ms: number): void;
  /** `look` is called only while somebody watches, and later; `bytes` must not change until then. */
  frame(at: Instant, direction: "in" | "out", bytes: Uint8Array, look: () => RawLook): void;
}

const isShown = ({ offset, length }: Span): boolean => length > 0 && offset + length <= maxShownBytes;

const isBounded = ({ field, value }: Span): boolean =>
  field.length <= maxFieldLength && (value === undefined || value.length <= maxValueLength);
/** The span as the contract allows it: what a device says may be longer than a page can show. */
const bounded = (span: Span): Span =>
  isBounded(span)
    ? span
    : {
        ...span,
        field: span.field.slice(0, maxFieldLength),
        ...(span.value === undefined ? {} : { value: span.value.slice(0, maxValueLength) }),
      };

const isWhole = (span: Span): boolean => isShown(span) && isBounded(span);
/** Nearly all are shown as they are. */
const shownOf = (spans: readonly Span[]): Span[] =>
  spans.length <= maxSpans && spans.every(isWhole)
    ? [...spans]
    : spans.filter(isShown).slice(0, maxSpans).map(bounded);

/** Frames are made of the contract here, and not checked again on their way out. */
export function createRawWatch(clock: Clock, publish: (frame: () => RawFrame) => void): RawWatch {
  let until = Number.NEGATIVE_INFINITY;
  return {
    get isWatched() {
      return clock.mono() < until;
    },
    watchFor(ms) {
      until = clock.mono() + ms;
    },
    frame(at, direction, bytes, look) {
      if (clock.mono() >= until) return;
      publish(() => {
        const looked = look();
        return frameOf(at, direction, looked.bytes ?? bytes, looked);
      });
    },
  };
}

function frameOf(
  at: Instant,
  direction: "in" | "out",
  bytes: Uint8Array,
  { format, spans, discarded, speed }: RawLook,
): RawFrame {
  return {
    time: isoTime(at.now),
    direction,
    hex: Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, maxShownBytes)).toString("hex"),
    format,
    ...(speed === undefined ? {} : { speed }),
    spans: shownOf(spans),
    ...(discarded === undefined
      ? {}
      : { discarded: discardReasonOf(discarded), why: refusalWords(discarded) }),
  };
}
