// What a device that a page brings does whatever it is: frames come by requests, at a bounded pace, on the page's own clock;
// it is found with the first that is read, and lost when the page says so, falls silent or floods.
import type { Availability, Device } from "#contract/devices.ts";
import type { EventBody } from "#contract/events.ts";
import type { Span } from "#contract/frames.ts";
import type { Why } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import type { Clock } from "../clock.ts";
import { type ErrorCode, errorTable, LaboError } from "../errors.ts";
import { createDiscardReporter } from "./discard-reporter.ts";
import type { EventFactory, Instant } from "./event-factory.ts";
import { hideUid } from "./hidden-uids.ts";
import type { LentSession } from "./lent-devices.ts";
import type { DeviceOutput } from "./output.ts";
import { createFramePace } from "./phones/frame-pace.ts";
import { createPageClock, type PlacedInstant } from "./phones/page-clock.ts";
import { createRawWatch } from "./raw-watch.ts";
import type { TagIdentity } from "./tag-identity.ts";

export interface PageSessionOptions {
  readonly id: string;
  readonly name: Words;
  readonly bridge: string;
  readonly clock: Clock;
  readonly output: DeviceOutput;
  readonly events: EventFactory;
  readonly tags: TagIdentity;
}

interface Accepted {
  readonly ok: true;
  readonly frame: { readonly at: number };
  readonly spans: readonly Span[];
}

/** What is proper to one kind of them. `Read` is a frame that was read. */
export interface PageSessionKind<Read extends Accepted> {
  readonly format: string;
  /** How the bytes of a frame are written in a request. */
  readonly encoding: "hex" | "utf8";
  /** After its page said goodbye; after a flood; when its page is silent. */
  readonly codes: { readonly gone: ErrorCode; readonly flood: ErrorCode; readonly away: ErrorCode };
  /** Silence after which it is away, then forgotten; how long it stays after its goodbye. Milliseconds. */
  readonly awayMs: number;
  readonly forgetAwayMs: number;
  readonly forgetStoppedMs: number;
  decode(bytes: Uint8Array): Read | { readonly ok: false; readonly why: Why };
  /** Bytes of a refused frame as they may be shown. */
  hide(bytes: Uint8Array): Uint8Array;
  /** The tag a frame names, if it does. */
  uidOf(frame: Read["frame"]): string | undefined;
  describe(): Device;
  /** A frame that was read. @returns the reason when it is the goodbye. */
  take(read: Read, at: PlacedInstant): ErrorCode | undefined;
  /** It was just found. */
  onFound?(at: Instant): void;
  onLost?(): void;
  /** Time passed, and it is not away. */
  onCheck?(silentMs: number): void;
}

export interface PageSession extends LentSession {
  readonly emit: (at: Instant, body: EventBody) => void;
  /** Time on the bench's clock of so many real milliseconds: however fast it is, a page is a real one. */
  readonly real: (ms: number) => number;
  readonly silentMs: number;
  /** Tells what it is, again when that changed. */
  announce(): void;
  tell(availability: Availability): void;
  watchFor(ms: number): void;
}

export const wellAvailability: Availability = { state: "online", health: { state: "ready", code: "ok" } };

/** @param more said between what is wrong and what to do. */
export function unwellAvailability(
  state: "degraded" | "waiting",
  code: ErrorCode,
  more?: Words,
): Availability {
  const { message, remedy } = errorTable[code];
  const text = (language: "fr" | "en") =>
    [message[language], ...(more === undefined ? [] : [`${more[language]}.`]), remedy[language]].join(" ");
  const reason = { fr: text("fr"), en: text("en") };
  return { state: state === "degraded" ? "online" : "offline", health: { state, code, reason } };
}

export function createPageSession<Read extends Accepted>(
  { id, name, clock, output, events, tags }: PageSessionOptions,
  kind: PageSessionKind<Read>,
): PageSession {
  const real = (ms: number) => ms * Math.max(1, clock.rate);
  const pace = createFramePace(clock);
  const pageClock = createPageClock(clock.rate);
  let lastAt = -1;
  let lastHeard = clock.mono();
  let online = false;
  let over = false;
  let told = "";

  const instant = (): Instant => ({ now: clock.now(), mono: clock.mono() });
  const silence = () => clock.mono() - lastHeard;
  const emit = (at: Instant, body: EventBody) => output.event(events.make(id, "hardware", at, body));
  const discards = createDiscardReporter(clock, emit);
  const watch = createRawWatch(clock, (frame) => output.raw(id, frame));

  function tell(availability: Availability): void {
    const text = JSON.stringify(availability);
    if (text === told) return;
    told = text;
    output.availability(id, availability);
  }

  function lose(code: ErrorCode): void {
    kind.onLost?.();
    discards.flush();
    if (online) emit(instant(), { kind: "device-lost", reason: code });
    online = false;
    tell(unwellAvailability("waiting", code));
  }

  function comeOnline(at: Instant): void {
    if (online) return;
    online = true;
    output.device(kind.describe());
    emit(at, { kind: "device-found" });
    kind.onFound?.(at);
  }

  function refuse(at: Instant, bytes: Uint8Array, why: Why): void {
    const shown = kind.hide(bytes);
    discards.add(at, shown, why);
    watch.frame(at, "in", shown, () => ({ format: kind.format, spans: [], discarded: why }));
  }

  function takeOne(text: string): void {
    const arrival = instant();
    const bytes = Buffer.from(text, kind.encoding);
    const read = kind.decode(bytes);
    if (!read.ok) {
      refuse(arrival, bytes, read.why);
      return;
    }
    const { frame, spans } = read;
    // One from before the last is an old one come again.
    if (frame.at < lastAt) {
      refuse(arrival, bytes, { code: "out-of-order" });
      return;
    }
    lastAt = frame.at;
    lastHeard = arrival.mono;
    const at = pageClock.place(frame.at, arrival);
    const uid = kind.uidOf(frame);
    const isForeign = uid !== undefined && !tags.isTaught(uid);
    const shown = isForeign ? hideUid(bytes, spans) : { bytes, spans };
    watch.frame(at, "in", shown.bytes, () => ({ format: kind.format, spans: shown.spans }));
    comeOnline(at);
    const goodbye = kind.take(read, at);
    if (goodbye === undefined) return;
    over = true;
    lose(goodbye);
  }

  return {
    id,
    name,
    emit,
    real,
    get silentMs() {
      return silence();
    },
    get isOver() {
      return over;
    },
    get discarded() {
      return discards.count;
    },
    announce: () => output.device(kind.describe()),
    tell,
    watchFor: watch.watchFor,
    take(frames) {
      for (const frame of frames) {
        if (over) throw new LaboError(kind.codes.gone);
        if (pace.take()) takeOne(frame);
        else if (pace.isFlood) {
          over = true;
          lose(kind.codes.flood);
          throw new LaboError(kind.codes.flood);
        }
      }
    },
    check() {
      const silent = silence();
      if (over) return silent > real(kind.forgetStoppedMs);
      if (silent > real(kind.awayMs)) lose(kind.codes.away);
      else if (online) kind.onCheck?.(silent);
      return silent > real(kind.forgetAwayMs);
    },
    end() {
      if (!over) lose(kind.codes.away);
      over = true;
    },
  };
}
