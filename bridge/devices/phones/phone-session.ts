// One lent phone, from its owner's yes to their stop: each frame heard becomes readings; what its owner did not switch on
// is not taken. States: ready ⇄ degraded (asleep, a permission refused) → waiting (silent, taken back), then forgotten.
import type { Availability } from "#contract/devices.ts";
import type { EventBody } from "#contract/events.ts";
import type { PhoneFrame, PhoneSensor } from "#contract/phones.ts";
import type { Why } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { type Clock, isoTime } from "../../clock.ts";
import { decodePhoneFrame } from "../../decoders/phone-frame.ts";
import { type ErrorCode, errorTable, LaboError } from "../../errors.ts";
import { createDiscardReporter } from "../discard-reporter.ts";
import type { EventFactory, Instant } from "../event-factory.ts";
import { hideDigits, hideUid } from "../hidden-uids.ts";
import type { DeviceOutput } from "../output.ts";
import { createRawWatch } from "../raw-watch.ts";
import type { TagIdentity } from "../tag-identity.ts";
import { createFramePace } from "./frame-pace.ts";
import { createPageClock } from "./page-clock.ts";
import { describePhone, sensorNames } from "./phone-device.ts";

/** Its page gives a sign of life every 2 s: after this long without one it sleeps, milliseconds… */
const asleepMs = 6_000;
/** …after this long it is away… */
const awayMs = 30_000;
/** …and after this long nobody waits for it any more. */
const forgetAwayMs = 5 * 60_000;
/** A phone taken back stays on the bench a moment, with the reason. */
const forgetStoppedMs = 60_000;
/** A sample that was on the road for longer is shown, not trusted. */
const suspectLateMs = 1_000;

export interface PhoneSessionOptions {
  readonly id: string;
  readonly name: Words;
  readonly bridge: string;
  readonly clock: Clock;
  readonly output: DeviceOutput;
  readonly events: EventFactory;
  readonly tags: TagIdentity;
}

export interface PhoneSession {
  readonly id: string;
  readonly name: Words;
  /**
   * Frames in the order they were written.
   * @throws LaboError PHONE_GONE after the owner's stop, PHONE_FLOOD when far too many came.
   */
  take(frames: readonly string[]): void;
  /** Looks how long it has been silent. @returns whether nobody needs to remember it any more. */
  check(): boolean;
  /** Whether its owner took it back, or it was cut: it takes nothing more. */
  readonly isOver: boolean;
  watchFor(ms: number): void;
  /** The bench closes. */
  end(): void;
  readonly discarded: number;
}

function unwell(state: "degraded" | "waiting", code: ErrorCode, more?: Words): Availability {
  const { message, remedy } = errorTable[code];
  const text = (language: "fr" | "en") =>
    [message[language], ...(more === undefined ? [] : [`${more[language]}.`]), remedy[language]].join(" ");
  const reason = { fr: text("fr"), en: text("en") };
  return { state: state === "degraded" ? "online" : "offline", health: { state, code, reason } };
}

const well: Availability = { state: "online", health: { state: "ready", code: "ok" } };

export function createPhoneSession(options: PhoneSessionOptions): PhoneSession {
  const { id, name, bridge, clock, output, events, tags } = options;
  // However fast the clock, a phone is a real one: its silence is judged in real time.
  const real = (ms: number) => ms * Math.max(1, clock.rate);
  const pace = createFramePace(clock);
  const pageClock = createPageClock(clock.rate);
  let lends: ReadonlySet<PhoneSensor> = new Set();
  let refused: readonly PhoneSensor[] = [];
  let asleep = false;
  let lastAt = -1;
  let lastHeard = clock.mono();
  let online = false;
  let over = false;
  let told = "";
  let latest: Record<string, number> = {};

  const instant = (): Instant => ({ now: clock.now(), mono: clock.mono() });
  const emit = (at: Instant, body: EventBody) => output.event(events.make(id, "hardware", at, body));
  const discards = createDiscardReporter(clock, emit);
  const watch = createRawWatch(clock, (frame) => output.raw(id, frame));

  function tell(availability: Availability): void {
    const text = JSON.stringify(availability);
    if (text === told) return;
    told = text;
    output.availability(id, availability);
  }

  function assess(): void {
    if (asleep || clock.mono() - lastHeard > real(asleepMs)) tell(unwell("degraded", "PHONE_ASLEEP"));
    else if (refused.length > 0) {
      const list = (language: "fr" | "en") => refused.map((one) => sensorNames[one][language]).join(", ");
      tell(unwell("degraded", "PHONE_PERMISSION", { fr: list("fr"), en: list("en") }));
    } else tell(well);
  }

  function lose(code: ErrorCode): void {
    discards.flush();
    if (online) emit(instant(), { kind: "device-lost", reason: code });
    online = false;
    tell(unwell("waiting", code));
  }

  function comeOnline(at: Instant): void {
    if (online) return;
    online = true;
    output.device(describePhone(id, bridge, name, lends));
    emit(at, { kind: "device-found" });
  }

  function lend(frame: Extract<PhoneFrame, { type: "lend" }>): void {
    const next = new Set(frame.lends);
    const isNew = next.size !== lends.size || [...next].some((sensor) => !lends.has(sensor));
    refused = frame.refused;
    asleep = frame.asleep;
    if (!isNew) return;
    lends = next;
    const device = describePhone(id, bridge, name, lends);
    output.device(device);
    // What is not lent any more leaves the bench with its switch.
    const kept = new Set(device.channels.map((channel) => channel.id));
    latest = Object.fromEntries(Object.entries(latest).filter(([channel]) => kept.has(channel)));
    output.state(id, { time: isoTime(clock.now()), readings: latest });
  }

  function sample(at: Instant, lateMs: number, readings: Readonly<Record<string, number>>): void {
    const channels = new Set(describePhone(id, bridge, name, lends).channels.map((channel) => channel.id));
    const taken = Object.fromEntries(Object.entries(readings).filter(([channel]) => channels.has(channel)));
    if (Object.keys(taken).length === 0) return;
    latest = { ...latest, ...taken };
    const suspect = lateMs > real(suspectLateMs);
    emit(at, { kind: "reading-taken", readings: taken, ...(suspect ? { quality: "suspect" } : {}) });
    output.state(id, { time: isoTime(at.now), readings: latest });
  }

  function takeOne(text: string): void {
    const arrival = instant();
    const bytes = Buffer.from(text, "utf8");
    const outcome = decodePhoneFrame(bytes);
    // A frame from before the last one is an old one come again.
    if (!outcome.ok || outcome.frame.at < lastAt) {
      const shown = hideDigits(bytes).bytes;
      const why: Why = outcome.ok ? { code: "out-of-order" } : outcome.why;
      discards.add(arrival, shown, why);
      watch.frame(arrival, "in", shown, () => ({ format: "phone-frame", spans: [], discarded: why }));
      return;
    }
    const { frame, readings, spans } = outcome;
    lastAt = frame.at;
    lastHeard = arrival.mono;
    const at = pageClock.place(frame.at, arrival);
    const isForeign = frame.type === "tag" && !tags.isTaught(frame.uid);
    const shown = isForeign ? hideUid(bytes, spans) : { bytes, spans };
    watch.frame(at, "in", shown.bytes, () => ({ format: "phone-frame", spans: shown.spans }));
    comeOnline(at);
    switch (frame.type) {
      case "lend":
        lend(frame);
        break;
      case "sample":
        sample(at, at.lateMs, readings);
        break;
      case "tag":
        // A browser tells neither the family of a chip nor when it leaves.
        if (lends.has("nfc"))
          emit(at, { kind: "tag-arrived", reader: id, tag: tags.identifyAs(frame.uid, "unknown") });
        break;
      case "stop":
        over = true;
        lose("PHONE_STOPPED");
        return;
    }
    assess();
  }

  return {
    id,
    name,
    get isOver() {
      return over;
    },
    get discarded() {
      return discards.count;
    },
    take(frames) {
      for (const frame of frames) {
        if (over) throw new LaboError("PHONE_GONE");
        if (pace.take()) takeOne(frame);
        else if (pace.isFlood) {
          over = true;
          lose("PHONE_FLOOD");
          throw new LaboError("PHONE_FLOOD");
        }
      }
    },
    check() {
      const silent = clock.mono() - lastHeard;
      if (over) return silent > real(forgetStoppedMs);
      if (silent > real(awayMs)) lose("PHONE_AWAY");
      else if (online) assess();
      return silent > real(forgetAwayMs);
    },
    watchFor: watch.watchFor,
    end() {
      if (!over) lose("PHONE_AWAY");
      over = true;
    },
  };
}
