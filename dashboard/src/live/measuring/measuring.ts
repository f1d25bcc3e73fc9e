// What every tool of the bench is given: the channel as it is shown, what was read of it, and what the person keeps.
import type { Channel, Device } from "#contract/devices.ts";
import type { Sample } from "#contract/live.ts";
import type { Language } from "#contract/words.ts";
import { formatNumber, viewOf, withUnit } from "../../ui/format.ts";
import { type Moving, useMovingRead } from "../../ui/moving.ts";
import type { Cursors } from "../../ui/overlay.ts";
import type { DrawnSeries } from "../drawn-series.ts";
import type { BenchNotes, Mark } from "./notes-store.ts";
import { between, type Capture, type Reading } from "./readings.ts";

/** A channel of a device, as somebody chose it. */
export interface Chosen {
  readonly device: Device;
  readonly channel: Channel;
}

export interface MeasuredSeries extends DrawnSeries, Chosen {
  /** Within the window shown. */
  readonly readings: readonly Reading[];
}

export interface Measuring {
  readonly device: Device;
  /** What is measured; the others are looked at beside it. */
  readonly channel: Channel;
  /** All that is drawn, what is measured first. */
  readonly drawn: readonly MeasuredSeries[];
  /** Samples of all of them within the window shown. */
  readonly samples: readonly Sample[];
  /** Of the channel, within the window shown. */
  readonly readings: readonly Reading[];
  /** The same at this very moment: panels are drawn less often than samples come. */
  readNow(): readonly Reading[];
  readonly seconds: number;
  /** They move without drawing the bench again: see `useSelection`. */
  readonly cursors: Moving<Cursors>;
  readonly notes: BenchNotes;
  /** Those of the notes that are of this very curve. */
  readonly marks: readonly Mark[];
  keep(change: Partial<BenchNotes>): void;
  /** Those of the run this bench is part of, besides the person's own. */
  readonly runCaptures: readonly Capture[];
  /** Written across charts and in files: absent for real data. */
  readonly watermark: string | undefined;
}

/** A value of a channel, as shown, with its unit. @param more decimals than usual. */
export function printer(language: Language, channel: Channel, more = 0) {
  const { decimals, unit } = viewOf(channel.quantity);
  return (value: number) => withUnit(language, formatNumber(language, value, decimals + more), unit);
}

/** Picks what lies between the cursors while they are out, else all that is shown; drawn again after they moved. */
export function useSelection({ cursors }: Measuring): (readings: readonly Reading[]) => readonly Reading[] {
  const out = useMovingRead(cursors);
  return (readings) => (out === undefined ? readings : between(readings, ...out));
}
