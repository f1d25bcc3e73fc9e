// A bench that plays a recording instead of listening to anything.
import type { LaboEvent } from "#contract/events.ts";
import type { Config } from "../../bridge/config.ts";
import type { LaboError } from "../../bridge/errors.ts";
import { createLabo, type Labo } from "../../bridge/labo.ts";
import { openRecording } from "../../bridge/transports/recording/recording-file.ts";

export interface ReplayedBench {
  /** Not started yet; to be stopped by who asked for it. */
  readonly labo: Labo;
  /** What its sessions said so far. */
  readonly events: readonly LaboEvent[];
  /** The recording is over; with what stopped it, when it is not to be read to its end. */
  readonly end: Promise<LaboError | undefined>;
}

/** @param speed times life; infinite is as fast as can be. */
export async function replayedBench(config: Config, file: string, speed: number): Promise<ReplayedBench> {
  const events: LaboEvent[] = [];
  const { promise: end, resolve: onEnd } = Promise.withResolvers<LaboError | undefined>();
  const labo = createLabo(config, {
    replay: { recording: await openRecording(file), speed, onEnd },
    onEvent: (event) => void events.push(event),
  });
  return { labo, events, end };
}
