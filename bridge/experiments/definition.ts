// What the engine knows of an experiment: made by the sheets' loader from experiment.yaml, numbers put in, words apart.
import type { Check } from "#contract/conditions.ts";
import type { Channel } from "#contract/devices.ts";
import type { Figure } from "#contract/figures.ts";
import type { ExperimentStep, ExperimentSummary } from "#contract/sheets.ts";
import type { Words } from "#contract/words.ts";

/** A channel as conditions, charts and exports name it. */
export interface DefinedChannel extends Omit<Channel, "pin"> {
  /** The role whose device gives it. */
  readonly role: string;
  /** The device's own channel; the same as `id` when absent. */
  readonly reading?: string;
  /** Instead of one channel, the length of the vector of these channels of the device (√(x² + y² + z²)). */
  readonly magnitude?: readonly string[];
}

/** A figure of a derivation: a number, or what was answered at a step; at the latest answered, of several. */
export type Threshold = number | { readonly answer: string | readonly string[] };

/** The participant's own thresholds on a channel: says `zone-entered` above `enter`, `zone-left` below `leave`. */
export interface Derivation {
  /** In the field `derivation` of what it says. */
  readonly id: string;
  readonly channel: string;
  /** In the channel's unit. */
  readonly enter: Threshold;
  readonly leave: Threshold;
  /** Median over this many seconds. */
  readonly window: Threshold;
}

export interface StepDefinition extends Pick<ExperimentStep, "id" | "kind" | "title" | "inputs"> {
  /** Absent: the step is done when the participant answers, notes something or says so (predict, transfer). */
  readonly check?: Check;
}

export interface ExperimentDefinition {
  readonly id: string;
  readonly version: number;
  readonly title: Words;
  readonly needs: ExperimentSummary["needs"];
  readonly channels: readonly DefinedChannel[];
  readonly derivations?: readonly Derivation[];
  readonly figures?: readonly Pick<Figure, "id" | "value">[];
  /** At least one; ids unique. */
  readonly steps: readonly StepDefinition[];
}
