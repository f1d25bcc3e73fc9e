// What a person keeps while measuring, in their browser: it is there again after the page was closed or reloaded, until it
// has not changed for a week. Only what they typed and what was measured; nothing of who they are. Pure but for the
// storage and the clock it is given.
import { z } from "zod";
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

export const noNotes: BenchNotes = { marks: [], captures: [], prediction: undefined, labelName: "" };
/** More than anybody types: beyond, the oldest go. */
export const mostKept = 200;
/** Curves whose notes are kept; beyond, those longest untouched go. */
export const mostCurves = 24;
const daysKept = 7;
/** Marks and a prediction are about the curve in sight: older than what a chart goes back to, they would only mislead. */
const minutesInSight = 10;
const minuteMs = 60_000;
const storageKey = "labo.measures";

const text = z.string().max(200);
const captureSchema = z.object({
  label: z.union([z.number(), text]),
  time: z.iso.datetime({ precision: 3 }),
  n: z.number(),
  median: z.number(),
  mean: z.number(),
  sd: z.number().optional(),
  predicted: z.number().optional(),
});
const keptSchema = z.record(
  z.string().max(200),
  z.object({
    touchedMs: z.number(),
    marks: z
      .array(z.object({ mono: z.number(), time: z.iso.datetime({ precision: 3 }), label: text }))
      .max(mostKept),
    captures: z.array(captureSchema).max(mostKept),
    prediction: z.number().optional(),
    labelName: text,
  }),
);
type Kept = z.infer<typeof keptSchema>;

/** A browser that keeps nothing throws. */
type Storage = Pick<globalThis.Storage, "getItem" | "setItem">;

export class NotesStore {
  readonly #storage: () => Storage;
  readonly #nowMs: () => number;
  readonly #notes = new Map<string, BenchNotes & { readonly touchedMs: number }>();
  readonly #listeners = new Set<() => void>();

  /** @param storage asked for each time: a browser told to keep nothing refuses even to name it. */
  constructor(storage: () => Storage, nowMs: () => number) {
    this.#storage = storage;
    this.#nowMs = nowMs;
    this.reload();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Of one curve; of the same identity while nothing of it changes. */
  get(curve: string): BenchNotes {
    return this.#notes.get(curve) ?? noNotes;
  }

  change(curve: string, change: Partial<BenchNotes>): void {
    const { marks, captures, ...rest } = { ...this.get(curve), ...change };
    this.#notes.set(curve, {
      ...rest,
      marks: marks.slice(-mostKept),
      captures: captures.slice(-mostKept),
      touchedMs: this.#nowMs(),
    });
    const oldestFirst = [...this.#notes].sort(([, a], [, b]) => a.touchedMs - b.touchedMs);
    for (const [old] of oldestFirst.slice(0, -mostCurves)) this.#notes.delete(old);
    this.#tell();
    try {
      this.#storage().setItem(storageKey, JSON.stringify(Object.fromEntries(this.#notes)));
    } catch {
      // Full, or told to keep nothing: the notes stay as long as the page.
    }
  }

  /** Reads what is kept, again: another page of this browser may have changed it. */
  reload(): void {
    const nowMs = this.#nowMs();
    const kept = this.#read();
    this.#notes.clear();
    for (const [curve, { marks, prediction, ...one }] of Object.entries(kept)) {
      const sinceMs = nowMs - one.touchedMs;
      if (sinceMs > daysKept * 24 * 60 * minuteMs) continue;
      this.#notes.set(curve, {
        ...one,
        marks: marks.filter(({ time }) => nowMs - Date.parse(time) < minutesInSight * minuteMs),
        prediction: sinceMs < minutesInSight * minuteMs ? prediction : undefined,
      });
    }
    this.#tell();
  }

  #read(): Kept {
    try {
      const found = keptSchema.safeParse(JSON.parse(this.#storage().getItem(storageKey) ?? "{}"));
      return found.success ? found.data : {};
    } catch {
      return {};
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
