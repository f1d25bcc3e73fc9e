// What every operator is: fed with observations in order, asked at any time whether it holds and why not yet.
import type { EventSource } from "#contract/events.ts";
import type { Capture } from "#contract/runs.ts";
import type { Words } from "#contract/words.ts";
import type { ConfirmedBy, Context, Trace } from "../context.ts";
import type { Observation } from "../observation.ts";

/** How a condition stands at an instant. */
export interface Result {
  readonly satisfied: boolean;
  /** Enough was watched to say that it does not hold: `not` needs this. */
  readonly ready: boolean;
  /** Rests on what a person said, not on what a device did. */
  readonly confirmedBy?: ConfirmedBy;
  readonly answerCorrect?: boolean;
  /** A trial is waiting for its success. */
  readonly trialRunning?: boolean;
  /** 0 to 1. */
  readonly fraction?: number;
  readonly value?: number;
  readonly unit?: string;
  /** The present value beside the needed one. */
  readonly why: Words;
  /** What guard rails refused just now. */
  readonly refusals: readonly Words[];
  readonly figures: Readonly<Record<string, number>>;
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly sources: readonly EventSource[];
}

/** Where a condition lives. */
export interface Scope {
  readonly context: Context;
  /** The step it belongs to. */
  readonly step: string;
  /** Monotonic milliseconds it is watched from: what came before does not count. */
  readonly start: number;
}

export interface Condition {
  /** Takes the next observation; never twice the same (the context drops duplicates). */
  observe(item: Observation): void;
  /** How it stands at a monotonic time, not before the last observation. */
  at(mono: number): Result;
  /**
   * For conditions with a capture: the window under this label, or nothing with the reason kept as a refusal.
   * @param typed instead of the window, the figure that somebody read from their sheet.
   */
  capture?(
    label: number | string,
    at: { mono: number; time: string },
    typed?: number,
  ): CaptureOutcome | undefined;
}

/** A capture taken, or refused with the reason. */
export type CaptureOutcome = { readonly capture: Capture } | { readonly refused: Words };

/** Most items a window keeps; older ones fall out. */
export const windowLimit = 20_000;

/** Fills in a result: unsatisfied, ready, nothing refused, unless told otherwise. */
export function result(
  trace: Trace | undefined,
  parts: Partial<Omit<Result, "first" | "last" | "sources">> & Pick<Result, "satisfied" | "why">,
): Result {
  const fraction = parts.satisfied ? 1 : parts.fraction;
  return {
    ready: true,
    refusals: [],
    figures: {},
    ...parts,
    ...(fraction === undefined
      ? {}
      : { fraction: Number.isFinite(fraction) ? Math.min(1, Math.max(0, fraction)) : 0 }),
    first: trace?.first,
    last: trace?.last,
    sources: trace?.sources() ?? [],
  };
}

/** Items that are still inside a sliding window, oldest first. */
export class Window<T extends { readonly mono: number }> {
  private items: T[] = [];
  private head = 0;

  push(item: T): void {
    this.items.push(item);
    if (this.items.length - this.head > windowLimit) this.head += 1;
    this.tidy();
  }

  /** Drops what is older than a monotonic time. */
  dropBefore(mono: number): void {
    while (this.head < this.items.length && (this.items[this.head]?.mono ?? mono) < mono) this.head += 1;
    this.tidy();
  }

  clear(): void {
    this.items = [];
    this.head = 0;
  }

  get size(): number {
    return this.items.length - this.head;
  }

  all(): readonly T[] {
    return this.head === 0 ? this.items : this.items.slice(this.head);
  }

  private tidy(): void {
    if (this.head > 1024 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
  }
}
