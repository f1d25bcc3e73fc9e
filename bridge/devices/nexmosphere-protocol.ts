// A Nexmosphere controller on an open line: what its antennas and readers say → tags that arrive and leave. It says itself
// when a tag leaves. A tag on an antenna is lying there; "picked up" is its departure, "put back" its arrival.
import type { Timer } from "../clock.ts";
import {
  decodeNexmosphereLine,
  type NexmosphereMessage,
  whichElement,
} from "../decoders/nexmosphere-line.ts";
import { LaboError } from "../errors.ts";
import { createTextFramer, textOf } from "../frames/text-framer.ts";
import type { Instant } from "./event-factory.ts";
import { hideDigits, hideUid } from "./hidden-uids.ts";
import type { DeviceProtocol, SessionHost } from "./session-protocol.ts";
import type { TagIdentity } from "./tag-identity.ts";
import { createTagPresence } from "./tag-presence.ts";

/** The antenna's line follows the tag's at once; later it belongs to something else. */
const pairMs = 250;
const mostGarbageLines = 20;
/** A controller has eight sockets; it is asked about one, then about the next. */
const sockets = 8;
const askEveryMs = 250;

type Moved = NexmosphereMessage & { readonly type: "tag-moved" };

export function createNexmosphereProtocol(host: SessionHost, identity: TagIdentity): DeviceProtocol {
  const { clock } = host;
  // The controller tells departures: no tag leaves for not being heard.
  const presence = createTagPresence(host, Number.POSITIVE_INFINITY);
  let framer = createTextFramer();
  let pending: { readonly moved: Moved; readonly at: Instant; readonly timer: Timer } | undefined;
  let garbageLines = 0;
  /** Model of the element in each socket that told. */
  const elements = new Map<number, string>();
  let asking: Timer | undefined;

  /** Four hexadecimal digits, so that a number is remembered and taught as every tag's. */
  const numberKey = (tag: number) => tag.toString(16).padStart(4, "0");

  const move = (isThere: boolean, key: string, address: number | undefined, at: Instant): void => {
    const reader = address === undefined ? "reader" : `reader-${address}`;
    if (isThere) presence.seen(key, reader, at, () => identity.identifyAs(key, "unknown"));
    // The first word of a tag may be that it left: it lay there before anybody listened, for nobody knows how long.
    else if (presence.has(key)) presence.gone(key, at);
  };

  const settle = (address?: number): void => {
    if (pending === undefined) return;
    const { moved, at, timer } = pending;
    timer.cancel();
    pending = undefined;
    move(moved.action === "put-back", numberKey(moved.tag), address, at);
  };

  const onMessage = (message: NexmosphereMessage, at: Instant): void => {
    switch (message.type) {
      case "tag-moved":
        settle();
        pending = { moved: message, at, timer: clock.after(pairMs, () => settle()) };
        break;
      case "element-state":
        settle(message.address);
        break;
      case "tag-seen":
        settle();
        move(message.action === "detected", message.uid ?? numberKey(message.tag ?? 0), message.address, at);
        break;
      case "element-model":
        name(message.address, message.model);
        break;
      case "other":
        break;
    }
  };

  /** All F: nothing is plugged in there. */
  const name = (socket: number, model: string): void => {
    if (socket < 1 || socket > sockets || elements.get(socket) === model) return;
    if (/^F*$/.test(model)) elements.delete(socket);
    else elements.set(socket, model);
    host.describe();
  };

  const askWhatIsThere = (): void => {
    let socket = 0;
    asking?.cancel();
    asking = clock.every(askEveryMs, () => {
      socket += 1;
      if (socket > sockets) {
        asking?.cancel();
        return;
      }
      const question = whichElement(socket);
      const at = { now: clock.now(), mono: clock.mono() };
      host.frame(at, "out", question, () => ({ format: "nexmosphere-line", spans: [] }));
      // The line says by itself when it is gone.
      host.write(question).catch(() => undefined);
    });
  };

  const isTaught = (message: NexmosphereMessage): boolean =>
    !("uid" in message && message.uid !== undefined && !identity.isTaught(message.uid));

  const onLine = (bytes: Uint8Array, at: Instant): void => {
    const line = textOf(bytes);
    if (line === "") return;
    const decoded = decodeNexmosphereLine(line);
    if (!decoded.ok) {
      garbageLines += 1;
      const { bytes: shown } = hideDigits(bytes);
      host.discard(at, shown, decoded.why);
      host.frame(at, "in", shown, () => ({
        format: "nexmosphere-line",
        spans: [],
        discarded: decoded.why,
      }));
      if (garbageLines > mostGarbageLines) host.fail(new LaboError("SERIAL_UNREADABLE"));
      return;
    }
    garbageLines = 0;
    const shown = isTaught(decoded.message) ? { bytes, spans: decoded.spans } : hideUid(bytes, decoded.spans);
    host.frame(at, "in", shown.bytes, () => ({ format: "nexmosphere-line", spans: shown.spans }));
    onMessage(decoded.message, at);
  };

  return {
    kind: "nexmosphere",
    description: () => ({
      model: "nexmosphere-controller",
      profile: "rfid-hf",
      name: { fr: "Contrôleur Nexmosphere", en: "Nexmosphere controller" },
      channels: [],
      capabilities: [],
      facts:
        elements.size === 0
          ? {}
          : { elements: [...elements].map(([socket, model]) => `${socket} ${model}`).join(" · ") },
    }),
    linkUp(at) {
      framer = createTextFramer();
      garbageLines = 0;
      presence.tell(at);
      askWhatIsThere();
    },
    onChunk({ bytes, now: wall, mono }) {
      const at = { now: wall, mono };
      for (const outcome of framer.push(bytes)) {
        if (outcome.kind === "frame") onLine(outcome.bytes, at);
        else {
          garbageLines += 1;
          const { bytes: shown } = hideDigits(outcome.bytes);
          host.discard(at, shown, outcome.reason);
          host.frame(at, "in", shown, () => ({ format: "unknown", spans: [], discarded: outcome.reason }));
          if (garbageLines > mostGarbageLines) host.fail(new LaboError("SERIAL_UNREADABLE"));
        }
      }
    },
    linkDown(at) {
      asking?.cancel();
      settle();
      for (const outcome of framer.flush())
        if (outcome.kind === "discarded") host.discard(at, hideDigits(outcome.bytes).bytes, outcome.reason);
    },
    async execute() {
      throw new LaboError("COMMAND_UNKNOWN");
    },
    async stop() {
      asking?.cancel();
      pending?.timer.cancel();
    },
  };
}
