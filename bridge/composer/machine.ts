// What every rule is while it lives: a small pure machine. Events and the passing of time in, what to send out, by the
// bridge's monotonic clock. It never waits and never sends.
import type { EventSource, LaboEvent, RuleBranch } from "#contract/events.ts";
import type { RuleAction } from "#contract/rules.ts";

export interface Firing {
  readonly branch: RuleBranch;
  readonly actions: readonly RuleAction[];
  /** Id of the event that moved it; absent when time alone did. */
  readonly cause?: string;
  /** Where that event came from. */
  readonly source: EventSource;
  /** When what it answers happened, or ended. Milliseconds of this bridge's clock. */
  readonly since?: number;
  /** A person tries it out: nothing triggered it. */
  readonly tried?: boolean;
}

export interface RuleMachine {
  /** An event of any device. @param mono when it happened, milliseconds of this bridge's clock. */
  observe(event: LaboEvent, mono: number): void;
  /** What is to be sent now, one thing at a time; called until there is nothing. */
  next(mono: number): Firing | undefined;
  /** When time alone will have something to send, milliseconds; `undefined`: nothing without an event. */
  due(): number | undefined;
  /** A person tries a branch: it is sent, and goes back to rest after a moment. */
  rehearse(branch: RuleBranch, mono: number): void;
  /** The rule is put to rest: what it left on is to be put back. */
  release(): Firing | undefined;
  /** Firings left aside because they came too fast. */
  readonly held: number;
}

/** The latest value of a channel of a device, in its quantity's unit. */
export type ValueOf = (device: string, channel: string) => number | undefined;

/** How long a rehearsal lasts before rest, milliseconds. */
export const rehearsalMs = 3000;
