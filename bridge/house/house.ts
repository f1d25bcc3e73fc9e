// What every part of the house is given: its options, its time, its log, and where to say how it ends.
import type { LaboEvent } from "#contract/events.ts";
import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { LaboError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { MachineFacts } from "../transports/ble/preflight.ts";
import type { AdapterStandIn } from "../transports/ble/radio.ts";
import type { PlayerOptions } from "../transports/recording/player.ts";
import type { RecordingFile } from "../transports/recording/recording-file.ts";

export interface LaboOptions {
  /** How much faster than the wall the whole house runs: scenarios of minutes in seconds. */
  readonly rate?: number;
  /** The house's time, when it is not made from `rate`; one that is led follows the virtual kit's. */
  readonly clock?: Clock;
  /** The content folder; the project's own when absent. */
  readonly content?: string;
  /** Seed of the virtual kit's noise. */
  readonly seed?: number;
  /** Boards of the virtual kit whose cable is in at the start; the usual ones when absent. */
  readonly plugged?: readonly string[];
  /** Stands in for this computer's Bluetooth adapter: its bytes, and what the computer tells of it. */
  readonly adapter?: { readonly standIn: AdapterStandIn; readonly machine: () => Promise<MachineFacts> };
  /** Writes down what comes from outside. */
  readonly record?: { readonly file: RecordingFile; readonly onFull: (error: LaboError) => void };
  /** Plays what came once, instead of listening to hardware and to the virtual kit. */
  readonly replay?: Omit<PlayerOptions, "room" | "onCommand">;
  /** Every event, as its session tells it. */
  readonly onEvent?: (event: LaboEvent) => void;
}

export interface House {
  readonly config: Config;
  readonly options: LaboOptions;
  readonly version: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Something was opened that this closes; closed in reverse. */
  onStop(stop: () => unknown): void;
}
