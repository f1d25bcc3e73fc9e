// What a person keeps while measuring: marks, predictions, captures. It stays when they look at another page and come
// back, until the page is closed: what must last goes into a run, or into a file.
import { useState } from "react";
import type { Capture } from "./readings.ts";

export interface Mark {
  readonly mono: number;
  readonly time: string;
  readonly label: string;
}

export interface BenchNotes {
  readonly marks: readonly Mark[];
  readonly captures: readonly Capture[];
  /** As shown, of the channel. */
  readonly prediction: number | undefined;
  /** What the typed labels are, with their unit. */
  readonly labelName: string;
}

const nothing: BenchNotes = { marks: [], captures: [], prediction: undefined, labelName: "" };
/** More than anybody types: beyond, the oldest go. */
export const mostKept = 200;
const kept = new Map<string, BenchNotes>();

export function useBenchNotes(key: string): readonly [BenchNotes, (change: Partial<BenchNotes>) => void] {
  const [, draw] = useState(0);
  const notes = kept.get(key) ?? nothing;
  return [
    notes,
    (change) => {
      const after = { ...(kept.get(key) ?? nothing), ...change };
      kept.set(key, {
        ...after,
        marks: after.marks.slice(-mostKept),
        captures: after.captures.slice(-mostKept),
      });
      draw((n) => n + 1);
    },
  ];
}
