// Puts the envelope on what sessions say: id, sequence, time, bridge, device, source. The only maker of events. The
// envelope is of the contract by the way it is made; the body, which others made, is checked.
import { z } from "zod";
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

/** What a device has told, and which of all events was its last. */
interface Told {
  events: number;
  last: number;
}

/** Devices counted for: boards come and go for years, and only those of now matter. The one silent longest starts again at 0. */
const mostDevices = 1000;

/** As one function: made of every event, where a schema is a walk through dozens. */
const compiledBodySchema = z.compile(eventBodySchema, { strict: true });

/**
 * @param bridge id of this bridge.
 * @param boot random token of this start, so that ids never repeat across restarts.
 */
export function createEventFactory(bridge: string, boot: string): EventFactory {
  let made = 0;
  idSchema.parse(bridge);
  const told = new Map<string, Told>();

  function toldOf(device: string): Told {
    const known = told.get(device);
    if (known !== undefined) return known;
    idSchema.parse(device);
    if (told.size >= mostDevices) {
      const [longestSilent] = [...told].reduce((one, other) => (other[1].last < one[1].last ? other : one));
      told.delete(longestSilent);
    }
    const first: Told = { events: 0, last: made };
    told.set(device, first);
    return first;
  }

  return {
    make(device, source, at, body) {
      const said = compiledBodySchema.parse(body);
      const one = toldOf(device);
      const seq = one.events;
      made += 1;
      one.events += 1;
      one.last = made;
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
