// The values of one run's channels, kept for its export: they wait in memory and are written a few at a time.
import type { LaboEvent } from "#contract/events.ts";
import type { Run } from "#contract/runs.ts";
import type { Logger } from "../logger.ts";
import type { DefinedChannel } from "./definition.ts";
import type { SeriesSample } from "./exports.ts";
import type { RunStore } from "./runs.ts";

/** Values that wait at most, while the disk does not answer. */
const mostWaiting = 20_000;

export interface Recording {
  /** Takes what a reading says of the channels, from the devices that play in the run. */
  take(run: Run, event: LaboEvent): void;
  /** Writes what waits; keeps it for later when the disk refuses. */
  flush(): void;
}

/** @param id the run's. */
export function createRecording(
  id: string,
  channels: readonly DefinedChannel[],
  store: Pick<RunStore, "appendSeries">,
  logger: Logger,
): Recording {
  let waiting: SeriesSample[] = [];
  let lost = 0;
  return {
    take(run, event) {
      if (event.kind !== "reading-taken" || run.finishedAt !== undefined) return;
      for (const channel of channels) {
        if (run.devices[channel.role] !== event.device) continue;
        const value = readValue(channel, event.readings);
        if (value === undefined || !Number.isFinite(value)) continue;
        const { mono, time, source } = event;
        if (waiting.length >= mostWaiting) lost += 1;
        else waiting.push({ mono, time, channel: channel.id, value, source });
      }
    },
    flush() {
      if (lost > 0) {
        logger.warn({ run: id, lost }, "runner: recorded values were dropped, too many were waiting");
        lost = 0;
      }
      if (waiting.length === 0) return;
      try {
        const batch = waiting;
        const kept = store.appendSeries(id, batch);
        waiting = [];
        if (kept < batch.length)
          logger.warn({ run: id, refused: batch.length - kept }, "runner: the recording is full");
      } catch (error) {
        logger.error({ err: error, run: id }, "runner: a recording could not be written; trying again");
      }
    },
  };
}

function readValue(
  channel: DefinedChannel,
  readings: Readonly<Record<string, number | undefined>>,
): number | undefined {
  if (channel.magnitude === undefined) return readings[channel.reading ?? channel.id];
  return Math.sqrt(channel.magnitude.reduce((sum, part) => sum + (readings[part] ?? Number.NaN) ** 2, 0));
}
