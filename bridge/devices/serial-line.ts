// One opening of a serial port: opens it, and listens until its bytes say what is there. Its end is told once, and
// nothing is told after `end()`: what an older opening still has to say never mixes with a newer one.
import type { Clock, Timer } from "../clock.ts";
import { LaboError } from "../errors.ts";
import type { ByteLink, Chunk, PortInfo, SerialPorts } from "../transports/transport.ts";
import type { Instant } from "./event-factory.ts";
import { createIdentification, whoAreYou } from "./identification.ts";
import type { ProtocolKind } from "./session-protocol.ts";

export const baudRate = 57_600;
/** Old bootloaders keep a board busy for a second and a half after a port opens; then it is asked who it is. */
const askEveryMs = 1200;
/** A board known from before is asked sooner: many do not start anew when their port opens. */
const askKnownMs = 300;
const identifyMs = 6000;
/** Bytes kept while nobody knows yet what they are. */
const maxUnidentifiedBytes = 8192;

export interface LineHandlers {
  /** Its bytes told what is there; `heard` is what it said until then, the telling chunk included. */
  onKnown(kind: ProtocolKind, heard: readonly Chunk[]): void;
  /** Bytes of what is known to be there. */
  onChunk(chunk: Chunk): void;
  /** Bytes of nobody knows what. */
  onUnknown(chunk: Chunk): void;
  /** It did not open, is gone, or could not be understood: then `unread` is what was heard of it. */
  onLost(error: LaboError, unread?: { readonly at: Instant; readonly bytes: Uint8Array }): void;
}

export interface SerialLine {
  readonly isOpen: boolean;
  /** @throws LaboError when the bytes could not go out. */
  write(bytes: Uint8Array): Promise<void>;
  /** Never rejects. */
  end(): Promise<void>;
}

/** @param wasKnown something was identified on this port before. */
export function openLine(
  ports: SerialPorts,
  port: PortInfo,
  clock: Clock,
  wasKnown: boolean,
  handlers: LineHandlers,
): SerialLine {
  const identification = createIdentification();
  const early: Chunk[] = [];
  const heard: Chunk[] = [];
  let kept = 0;
  let link: ByteLink | undefined;
  let isKnown = false;
  let ended = false;
  let timers: Timer[] = [];

  const clearTimers = (): void => {
    for (const timer of timers) timer.cancel();
    timers = [];
  };
  const end = async (): Promise<void> => {
    ended = true;
    clearTimers();
    const closing = link;
    link = undefined;
    await closing?.close().catch(() => undefined);
  };
  const lose: LineHandlers["onLost"] = (error, unread) => {
    if (ended) return;
    void end();
    handlers.onLost(error, unread);
  };

  const listen = (chunk: Chunk): void => {
    const kind = identification.push(chunk.bytes);
    heard.push(chunk);
    kept += chunk.bytes.length;
    while (kept > maxUnidentifiedBytes && heard.length > 1) kept -= heard.shift()?.bytes.length ?? 0;
    if (kind === undefined) {
      handlers.onUnknown(chunk);
      return;
    }
    isKnown = true;
    clearTimers();
    handlers.onKnown(kind, heard);
  };
  const take = (chunk: Chunk): void => {
    if (ended) return;
    if (isKnown) handlers.onChunk(chunk);
    else if (link === undefined) early.push(chunk);
    else listen(chunk);
  };
  const giveUp = (): void => {
    if (identification.heard === 0) {
      lose(new LaboError("SERIAL_SILENT", [port.path]));
      return;
    }
    const at = heard.at(-1) ?? { now: clock.now(), mono: clock.mono() };
    const bytes = Uint8Array.from(Buffer.concat(heard.map((chunk) => chunk.bytes)));
    lose(new LaboError("SERIAL_UNREADABLE", [port.path]), { at, bytes });
  };

  const onOpen = (opened: ByteLink): void => {
    if (ended) {
      void opened.close().catch(() => undefined);
      return;
    }
    link = opened;
    const ask = () => void opened.write(whoAreYou).catch(() => undefined);
    timers = [clock.every(askEveryMs, ask), clock.after(identifyMs, giveUp)];
    if (wasKnown) timers.push(clock.after(askKnownMs, ask));
    for (const chunk of early) take(chunk);
  };
  ports.open(port, baudRate, { onChunk: take, onClose: lose }).then(onOpen, (cause: unknown) => {
    lose(
      cause instanceof LaboError
        ? cause
        : new LaboError("SERIAL_OPEN_FAILED", [String(cause).slice(0, 200)], cause),
    );
  });

  return {
    get isOpen() {
      return link !== undefined;
    },
    async write(bytes) {
      if (link === undefined) throw new LaboError("DEVICE_OFFLINE");
      await link.write(bytes);
    },
    end,
  };
}
