// What the main thread and a board's worker tell each other. Bytes and values only: structured clone, no functions.
import type { BoardPlan } from "#contract/board-plan.ts";
import type { Reaction } from "./reaction.ts";

export interface Stamp {
  readonly now: number;
  readonly mono: number;
}

/** Checked already against the capability of the command. */
export type CommandArguments = Readonly<Record<string, number | string>>;

/** Given to a worker at its start. */
export interface WorkerSettings {
  readonly plan: BoardPlan;
  /** Clock milliseconds per real millisecond. */
  readonly rate: number;
  /** When it is started. */
  readonly start: Stamp;
}

export type ToWorker =
  | { readonly type: "bytes"; readonly bytes: Uint8Array; readonly at: Stamp }
  | {
      readonly type: "command";
      readonly id: number;
      readonly component: string;
      readonly action: string;
      readonly args: CommandArguments;
    }
  | { readonly type: "ping"; readonly id: number };

export type FromWorker =
  | { readonly type: "write"; readonly bytes: Uint8Array }
  /** So many bytes were taken from the port: the main thread keeps account of what is on its way. */
  | { readonly type: "took"; readonly bytes: number }
  | {
      readonly type: "ready";
      readonly firmware: string;
      readonly version: string;
      /** Of its converter; a board without analogue pins tells none. */
      readonly adcBits?: number;
    }
  | { readonly type: "component-failed"; readonly component: string; readonly reason: string }
  | { readonly type: "component-well"; readonly component: string }
  | { readonly type: "readings"; readonly readings: Record<string, number>; readonly at: Stamp }
  | { readonly type: "button"; readonly channel: string; readonly pressed: boolean; readonly at: Stamp }
  | {
      readonly type: "reaction";
      readonly channel: string;
      readonly reaction: Reaction;
      readonly at: Stamp;
    }
  | { readonly type: "done"; readonly id: number }
  | { readonly type: "refused"; readonly id: number; readonly reason: string }
  | { readonly type: "pong"; readonly id: number }
  /** Only of a worker whose time is given: all that follows from a message has happened. */
  | { readonly type: "settled" };
