// What the main thread and the simulation's thread say to each other. Plain data, copied on the way.
import type { BoardPlan } from "#contract/board-plan.ts";
import type { Kit, KitControl } from "#contract/kit.ts";
import type { KitFigures } from "./figures.ts";
import type { FirmwareImages } from "./simulation.ts";

export interface WorkerOptions {
  readonly figures: KitFigures;
  readonly seed: number;
  /** Simulated milliseconds per real one. */
  readonly rate: number;
  readonly firmware: FirmwareImages;
  /** Its time leads the house's: it waits after each step until the house has come there. */
  readonly leads: boolean;
  /** Boards whose cable is in at the start and after a reset; the usual ones when absent. */
  readonly plugged: readonly string[] | undefined;
  /** Boards that are wired by a plan from the start, by their ids. */
  readonly plans: readonly (readonly [board: string, plan: BoardPlan])[];
}

/** A line is one opening of a port: what was sent on an older one must not reach a newer. */
export type ToWorker =
  | { readonly type: "control"; readonly id: number; readonly control: KitControl }
  | { readonly type: "rewire"; readonly board: string; readonly plan: BoardPlan }
  | { readonly type: "open"; readonly board: string; readonly line: number; readonly baudRate: number }
  | { readonly type: "close"; readonly board: string; readonly line: number }
  | { readonly type: "write"; readonly board: string; readonly line: number; readonly bytes: Uint8Array }
  | { readonly type: "hci"; readonly packet: Uint8Array }
  /** The house has come to the time that was told. */
  | { readonly type: "go" };

export type FromWorker =
  /** Simulated milliseconds since the start. */
  | { readonly type: "time"; readonly ms: number }
  | { readonly type: "ready"; readonly kit: Kit }
  | { readonly type: "kit"; readonly kit: Kit }
  | { readonly type: "done"; readonly id: number; readonly kit: Kit }
  | {
      readonly type: "refused";
      readonly id: number;
      readonly found: boolean;
      readonly details: readonly string[];
    }
  | { readonly type: "data"; readonly line: number; readonly bytes: Uint8Array }
  | { readonly type: "unplugged"; readonly line: number }
  | { readonly type: "hci"; readonly packets: readonly Uint8Array[] };
