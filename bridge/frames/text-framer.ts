// Chunks → lines of text, as sketches, GPS receivers and Nexmosphere controllers print them. Pure, bounded.
// A line ends with LF, CR before it or not. A line with bytes that are no text is noise.
import type { FrameOutcome, Framer } from "./framer.ts";

/** Longest line, in bytes: a JSON object with a dozen values fits. */
export const maxTextLineBytes = 512;
const cr = 0x0d;
const lf = 0x0a;
const tab = 0x09;
const isText = (byte: number) => (byte >= 0x20 && byte !== 0x7f) || byte === tab;

export interface TextFramer extends Framer {
  /** Bytes of a line that has not ended. */
  readonly held: number;
}

/** Framer of lines; a frame is the line with its end. Lines that are empty are given too, so that no byte is lost. */
export function createTextFramer(): TextFramer {
  let held: number[] = [];
  let isClean = true;

  const give = (kind: "frame" | "noise" | "too-long" | "malformed"): FrameOutcome => {
    const bytes = Uint8Array.from(held);
    held = [];
    isClean = true;
    return kind === "frame" ? { kind, bytes } : { kind: "discarded", bytes, reason: kind };
  };

  return {
    get held() {
      return held.length;
    },
    push(chunk) {
      const outcomes: FrameOutcome[] = [];
      for (const byte of chunk) {
        held.push(byte);
        if (byte === lf) outcomes.push(give(isClean ? "frame" : "noise"));
        else if (!isText(byte) && byte !== cr) isClean = false;
        if (held.length >= maxTextLineBytes) outcomes.push(give(isClean ? "too-long" : "noise"));
      }
      return outcomes;
    },
    flush: () => (held.length === 0 ? [] : [give(isClean ? "malformed" : "noise")]),
  };
}

/** Text of a line, its end left away. Bytes that are not UTF-8 become U+FFFD. */
export function textOf(line: Uint8Array): string {
  let end = line.length;
  while (end > 0 && (line[end - 1] === lf || line[end - 1] === cr)) end -= 1;
  return new TextDecoder("utf-8", { fatal: false }).decode(line.subarray(0, end));
}
