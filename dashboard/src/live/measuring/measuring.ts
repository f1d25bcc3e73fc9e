// What every tool of the bench is given: the channel as it is shown, what was read of it, and what the person keeps.
import type { Channel, Device } from "#contract/devices.ts";
import type { Sample } from "#contract/live.ts";
import type { Language } from "#contract/words.ts";
import { formatNumber, viewOf, withUnit } from "../../ui/format.ts";
import type { DrawnChannel } from "../strip-figure.tsx";
import type { BenchNotes } from "./bench-notes.ts";
import type { Capture, Reading } from "./readings.ts";

export interface Measuring {
  readonly device: Device;
  /** What is measured; the others are only looked at beside it. */
  readonly channel: Channel;
  /** All that is drawn, the channel first. */
  readonly drawn: readonly DrawnChannel[];
  /** Samples within the window shown. */
  readonly samples: readonly Sample[];
  /** Of the channel, within the window shown. */
  readonly readings: readonly Reading[];
  /** The same at this very moment: panels are drawn less often than samples come. */
  readNow(): readonly Reading[];
  /** Between the cursors while they are out, else all that is shown. */
  readonly selection: readonly Reading[];
  readonly seconds: number;
  readonly cursors: readonly [a: number, b: number] | undefined;
  setCursors(cursors: readonly [a: number, b: number]): void;
  readonly notes: BenchNotes;
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
