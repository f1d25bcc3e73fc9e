// Puts the envelope on what sessions say: id, sequence, time, bridge, device, source. The only maker of events. The
// envelope is of the contract by the way it is made; the body, which others made, is checked.
import { type EventBody, type EventSource, eventBodySchema, type LaboEvent } from "#contract/events.ts";
import { idSchema } from "#contract/identifiers.ts";
import { isoTime } from "../clock.ts";

/** When the bytes behind an event entered, as stamped by the transport. */
export interface Instant {
  readonly now: number;
  readonly mono: number;
}

export interface EventFactory {
  /** @throws ZodError when a device's id or a body is not of the contract: a fault of the bridge, never of a device. */
  make(device: string, source: EventSource, at: Instant, body: EventBody): LaboEvent;
}

/** Devices counted for: boards come and go for years, and only those of now matter. The one silent longest starts again at 0. */
const mostDevices = 1000;

/**
 * @param bridge id of this bridge.
 * @param boot random token of this start, so that ids never repeat across restarts.
 */
export function createEventFactory(bridge: string, boot: string): EventFactory {
  let made = 0;
  idSchema.parse(bridge);
  const sequence = new Map<string, number>();
  return {
    make(device, source, at, body) {
      const last = sequence.get(device);
      if (last === undefined) idSchema.parse(device);
      const said = eventBodySchema.parse(body);
      const seq = (last ?? -1) + 1;
      sequence.delete(device);
      sequence.set(device, seq);
      const longestSilent = sequence.keys().next().value;
      if (sequence.size > mostDevices && longestSilent !== undefined) sequence.delete(longestSilent);
      made += 1;
      return {
        v: 1,
        id: `${bridge}.${boot}.${made.toString(36)}`,
        seq,
        time: isoTime(at.now),
        mono: Math.max(0, Math.round(at.mono * 1000) / 1000),
        bridge,
        device,
        source,
        ...said,
      };
    },
  };
}
