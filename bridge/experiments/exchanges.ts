// Commands and their answers as they pass on the bus, made into what runs look at. An answer only has the number of its
// command: what was asked is remembered until it comes.
import type { EventSource } from "#contract/events.ts";
import type { MessageOf } from "#contract/messages.ts";
import type { Exchange } from "./observation.ts";
import type { Instant } from "./run-draft.ts";

/** Commands whose answer is waited for. */
const mostWaiting = 256;

export interface Exchanges {
  /** What passed, timed by its arrival; nothing for a device that is not on the bench. */
  take(message: MessageOf<"set"> | MessageOf<"result">, now: Instant): Exchange | undefined;
}

/** @param sourceOf where what a device does comes from. */
export function createExchanges(sourceOf: (device: string) => EventSource | undefined): Exchanges {
  const asked = new Map<string, string>();
  return {
    take(message, now) {
      const { device } = message;
      const source = sourceOf(device);
      if (source === undefined) return undefined;
      const key = `${device}/${message.payload.id}`;
      if (message.kind === "set") {
        asked.set(key, message.payload.command);
        const oldest = asked.keys().next().value;
        if (asked.size > mostWaiting && oldest !== undefined) asked.delete(oldest);
        return { kind: "command-sent", device, source, ...now, command: message.payload };
      }
      const command = asked.get(key);
      asked.delete(key);
      return { kind: "command-answered", device, source, ...now, result: message.payload, command };
    },
  };
}
