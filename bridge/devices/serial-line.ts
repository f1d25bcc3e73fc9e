// One opening of a serial port: opens it, and listens at one speed after another until its bytes say what is there.
// Its end is told once, and nothing is told after `end()`: what an older opening still has to say never mixes with a
// newer one. A line that is silent at every speed is kept open at the last one: some readers speak only of a tag.
import type { Clock, Timer } from "../clock.ts";
import { LaboError } from "../errors.ts";
import type { ByteLink, Chunk, PortInfo, SerialPorts } from "../transports/transport.ts";
import type { Instant } from "./event-factory.ts";
import {
  createIdentification,
  type Finding,
  nexmosphereQuery,
  pn532Query,
  whoAreYou,
} from "./identification.ts";
import type { ProtocolKind } from "./session-protocol.ts";

/** Old bootloaders keep a board busy for a second and a half after a port opens; then it is asked who it is. */
const askEveryMs = 1200;
/** A board known from before is asked sooner: many do not start anew when their port opens. */
const askKnownMs = 300;
const firstSpeedMs = 6000;
const otherSpeedMs = 4000;
/** A reader of the kit says a line every 2 s: bytes that still mean nothing after this long are of another speed. */
const babbleMs = 2500;
const leastBabbleBytes = 24;
const checkEveryMs = 250;
/** How long a silent line is listened to before the port is opened anew. */
const restMs = 60_000;
/** Bytes kept while nobody knows yet what they are. */
const maxUnidentifiedBytes = 8192;
/** Boards of ours and most others are asked at these speeds; the devices of the slower ones take no questions. */
const askedSpeeds: ReadonlySet<number> = new Set([57_600, 115_200]);
/** Of modules that are asked in their own words. */
const modulesSpeed = 115_200;

export interface Found extends Finding {
  readonly baudRate: number;
}

export interface LineHandlers {
  /** Its bytes told what is there; `heard` is what it said until then, the telling chunk included. */
  onKnown(found: Found, heard: readonly Chunk[]): void;
  /** Bytes of what is known to be there. */
  onChunk(chunk: Chunk): void;
  /** Bytes of nobody knows what. `speed`: of the line then, baud. */
  onUnknown(chunk: Chunk, speed: number): void;
  /** Nothing was heard at any speed; the line is listened to all the same. */
  onSilent(): void;
  /** It did not open, is gone, or could not be understood: then `unread` is what was heard of it. */
  onLost(error: LaboError, unread?: { readonly at: Instant; readonly bytes: Uint8Array }): void;
}

export interface LinePlan {
  /** Something was identified on this port before. */
  readonly wasKnown: boolean;
  /** Tried in this order; one at least. */
  readonly speeds: readonly number[];
  /** What is there, when that is not to be asked. */
  readonly trusted?: ProtocolKind;
}

export interface SerialLine {
  readonly isOpen: boolean;
  /** @throws LaboError when the bytes could not go out. */
  write(bytes: Uint8Array): Promise<void>;
  /** Never rejects. */
  end(): Promise<void>;
}

export function openLine(
  ports: SerialPorts,
  port: PortInfo,
  clock: Clock,
  plan: LinePlan,
  handlers: LineHandlers,
): SerialLine {
  const [firstSpeed = 57_600] = plan.speeds;
  let identification = createIdentification();
  const early: Chunk[] = [];
  /** At this speed, and at those tried before: garbage to whatever is there. */
  let heard: Chunk[] = [];
  let unread: Chunk[] = [];
  let kept = 0;
  let firstHeard: number | undefined;
  let link: ByteLink | undefined;
  let isKnown = false;
  let ended = false;
  let attempt = 0;
  let speed = firstSpeed;
  let isResting = false;
  let isChanging = false;
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
  const know = (found: Finding): void => {
    isKnown = true;
    clearTimers();
    handlers.onKnown({ ...found, baudRate: speed }, heard.splice(0));
  };

  const listen = (chunk: Chunk): void => {
    firstHeard ??= chunk.mono;
    const found = identification.push(chunk.bytes);
    heard.push(chunk);
    kept += chunk.bytes.length;
    while (kept > maxUnidentifiedBytes && heard.length > 1) kept -= heard.shift()?.bytes.length ?? 0;
    while (kept > maxUnidentifiedBytes && unread.length > 0) kept -= unread.shift()?.bytes.length ?? 0;
    handlers.onUnknown(chunk, speed);
    if (found !== undefined) know(found);
  };
  const take = (chunk: Chunk): void => {
    if (ended) return;
    if (link === undefined) early.push(chunk);
    else if (isKnown) handlers.onChunk(chunk);
    // What comes while the speed changes is of neither.
    else if (!isChanging) listen(chunk);
  };

  const giveUp = (): void => {
    const all = [...unread, ...heard];
    const at = all.at(-1) ?? { now: clock.now(), mono: clock.mono() };
    const bytes = Uint8Array.from(Buffer.concat(all.map((chunk) => chunk.bytes)));
    if (bytes.length === 0) lose(new LaboError("SERIAL_SILENT", [port.path]));
    else lose(new LaboError("SERIAL_UNREADABLE", [port.path]), { at, bytes });
  };

  /** Whether what was heard at this speed is much, and means nothing. */
  const isBabble = (): boolean =>
    firstHeard !== undefined &&
    identification.heard >= leastBabbleBytes &&
    clock.mono() - firstHeard > babbleMs;

  const next = (): void => {
    clearTimers();
    const wasSilent = identification.heard === 0;
    attempt += 1;
    const following = plan.speeds[attempt];
    if (following !== undefined) void changeTo(following);
    else if (wasSilent) void rest();
    else giveUp();
  };

  const startListening = (): void => {
    identification = createIdentification();
    unread.push(...heard.splice(0));
    firstHeard = undefined;
    isChanging = false;
    const ask = (question: Uint8Array) => () => void link?.write(question).catch(() => undefined);
    timers = [clock.every(checkEveryMs, () => isBabble() && next())];
    if (isResting) {
      timers.push(clock.after(restMs, giveUp));
      return;
    }
    timers.push(clock.after(attempt === 0 ? firstSpeedMs : otherSpeedMs, next));
    if (!askedSpeeds.has(speed)) return;
    timers.push(clock.every(askEveryMs, ask(whoAreYou)));
    if (plan.wasKnown || attempt > 0) timers.push(clock.after(askKnownMs, ask(whoAreYou)));
    // Only where nobody answered: to a board that runs something else, these bytes could mean anything.
    if (speed === modulesSpeed) {
      const askIfSilent = (question: Uint8Array) => () => {
        if (identification.heard === 0) ask(question)();
      };
      timers.push(clock.every(askEveryMs * 2, askIfSilent(pn532Query)));
      timers.push(clock.every(askEveryMs * 3, askIfSilent(nexmosphereQuery)));
    }
  };

  async function changeTo(baudRate: number): Promise<void> {
    isChanging = true;
    speed = baudRate;
    try {
      await link?.changeSpeed(baudRate);
    } catch (cause) {
      lose(
        cause instanceof LaboError
          ? cause
          : new LaboError("SERIAL_OPEN_FAILED", [String(cause).slice(0, 200)]),
      );
      return;
    }
    if (!ended) startListening();
  }

  /** Nothing at any speed: listens on where readers speak that are silent until a tag comes. */
  async function rest(): Promise<void> {
    isResting = true;
    attempt = -1;
    heard = [];
    unread = [];
    kept = 0;
    await changeTo(9600);
    // Bytes of another speed begin the round anew.
    isResting = false;
    // Said once it listens again: what comes while the speed changes is lost.
    if (!ended) handlers.onSilent();
  }

  const onOpen = (opened: ByteLink): void => {
    if (ended) {
      void opened.close().catch(() => undefined);
      return;
    }
    link = opened;
    if (plan.trusted !== undefined) know({ kind: plan.trusted, confidence: 1, alternatives: [] });
    else startListening();
    for (const chunk of early.splice(0)) take(chunk);
  };
  ports.open(port, firstSpeed, { onChunk: take, onClose: lose }).then(onOpen, (cause: unknown) => {
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
