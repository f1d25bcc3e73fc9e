// One reader that types like a keyboard, from the moment a person says that they have it: bursts heard by the page in
// front become tags that arrive. It never tells that a tag has left: the hold time decides, as for 125 kHz readers.
// States: ready ⇄ degraded (the page does not hear the keys) → waiting (the page is silent, or closed), then forgotten.
import type { Availability, Capability } from "#contract/devices.ts";
import type { EventBody } from "#contract/events.ts";
import type { Refusal } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { type Clock, isoTime, type Timer } from "../../clock.ts";
import { decodeKeyboardFrame, type KeyboardFrame, type NumberBase } from "../../decoders/keyboard-burst.ts";
import { type ErrorCode, errorTable, LaboError } from "../../errors.ts";
import { checkCommand } from "../check-command.ts";
import { createDiscardReporter } from "../discard-reporter.ts";
import type { EventFactory, Instant } from "../event-factory.ts";
import { hideAll, hideUid } from "../hidden-uids.ts";
import type { DeviceOutput } from "../output.ts";
import { createFramePace } from "../phones/frame-pace.ts";
import { createPageClock } from "../phones/page-clock.ts";
import { createRawWatch, rawWatchCapability } from "../raw-watch.ts";
import { holdTimeCapability } from "../reader-settings.ts";
import type { TagIdentity } from "../tag-identity.ts";
import { createTagPresence } from "../tag-presence.ts";

/** Its page gives a sign of life every 2 s. Out of sight, browsers let it speak once a minute. Milliseconds. */
const awayMs = 90_000;
const forgetAwayMs = 5 * 60_000;
/** A reader whose page was closed stays on the bench a moment, with the reason. */
const forgetStoppedMs = 10_000;
/** Long enough to be seen; a second reading meanwhile is the same visit. */
const defaultHoldMs = 1_000;
const checkEveryMs = 100;
/** Of a frame that was refused, what is no number. */
const shownBytes = 6;

const baseCapability: Capability = {
  command: "number-base.set",
  label: { fr: "Numéros sans lettres", en: "Numbers without letters" },
  trainerOnly: true,
  arguments: [
    {
      type: "choice",
      name: "base",
      label: { fr: "Ce que ce lecteur tape", en: "What this reader types" },
      choices: [
        {
          value: "auto",
          label: {
            fr: "À deviner : hexadécimal dès qu’une lettre vient",
            en: "Guess: hexadecimal once a letter comes",
          },
        },
        { value: "decimal", label: { fr: "Des nombres décimaux", en: "Decimal numbers" } },
        { value: "hexadecimal", label: { fr: "Des nombres hexadécimaux", en: "Hexadecimal numbers" } },
      ],
    },
  ],
};

export interface KeyboardSessionOptions {
  readonly id: string;
  readonly name: Words;
  readonly bridge: string;
  readonly clock: Clock;
  readonly output: DeviceOutput;
  readonly events: EventFactory;
  readonly tags: TagIdentity;
}

export interface KeyboardSession {
  readonly id: string;
  readonly name: Words;
  /**
   * Frames in the order they were made, hexadecimal.
   * @throws LaboError KEYBOARD_GONE once its page was closed, KEYBOARD_FLOOD when far too many came.
   */
  take(frames: readonly string[]): void;
  /** @throws LaboError COMMAND_UNKNOWN, COMMAND_ARGUMENT. */
  execute(command: Parameters<typeof checkCommand>[0]): void;
  /** Looks how long its page has been silent. @returns whether nobody needs to remember it any more. */
  check(): boolean;
  readonly isOver: boolean;
  /** The bench closes. */
  end(): void;
  readonly discarded: number;
}

const well: Availability = { state: "online", health: { state: "ready", code: "ok" } };

function unwell(state: "degraded" | "waiting", code: ErrorCode): Availability {
  const { message, remedy } = errorTable[code];
  const reason = { fr: `${message.fr} ${remedy.fr}`, en: `${message.en} ${remedy.en}` };
  return { state: state === "degraded" ? "online" : "offline", health: { state, code, reason } };
}

export function createKeyboardSession(options: KeyboardSessionOptions): KeyboardSession {
  const { id, name, bridge, clock, output, events, tags } = options;
  // However fast the clock, its page is a real one: silence is judged in real time.
  const real = (ms: number) => ms * Math.max(1, clock.rate);
  const pace = createFramePace(clock);
  const pageClock = createPageClock(clock.rate);
  let baseSet: NumberBase | "auto" = "auto";
  let baseHeard: NumberBase = "decimal";
  let lastAt = -1;
  let lastHeard = clock.mono();
  let online = false;
  let over = false;
  let told = "";
  let timer: Timer | undefined;

  const instant = (): Instant => ({ now: clock.now(), mono: clock.mono() });
  const emit = (at: Instant, body: EventBody) => output.event(events.make(id, "hardware", at, body));
  const presence = createTagPresence(
    { emit, state: (at, state) => output.state(id, { time: isoTime(at.now), ...state }) },
    defaultHoldMs,
  );
  const discards = createDiscardReporter(clock, emit);
  const watch = createRawWatch(clock, (frame) => output.raw(id, frame));
  const capabilities = (): Capability[] => [
    holdTimeCapability(presence.holdMs),
    baseCapability,
    rawWatchCapability,
  ];

  function announce(): void {
    output.device({
      id,
      bridge,
      name,
      model: "keyboard-reader",
      profile: "rfid-wedge",
      transport: "web",
      source: "hardware",
      channels: [],
      capabilities: capabilities(),
      facts: {},
    });
  }

  function tell(availability: Availability): void {
    const text = JSON.stringify(availability);
    if (text === told) return;
    told = text;
    output.availability(id, availability);
  }

  function lose(code: ErrorCode): void {
    timer?.cancel();
    timer = undefined;
    discards.flush();
    if (online) emit(instant(), { kind: "device-lost", reason: code });
    online = false;
    tell(unwell("waiting", code));
  }

  function comeOnline(at: Instant): void {
    if (online) return;
    online = true;
    announce();
    emit(at, { kind: "device-found" });
    presence.tell(at);
    timer = clock.every(checkEveryMs, () => presence.check(instant()));
  }

  function refuse(at: Instant, bytes: Uint8Array, why: Refusal): void {
    const { bytes: shown } = hideAll(bytes, shownBytes);
    discards.add(at, shown, why);
    watch.frame(at, "in", shown, () => ({ format: "keyboard-burst", spans: [], discarded: why }));
  }

  function read(frame: KeyboardFrame & { type: "burst" }, at: Instant): void {
    if (frame.base === "hexadecimal") baseHeard = "hexadecimal";
    presence.seen(frame.uid, "reader-1", at, () => tags.identifyAs(frame.uid, "unknown"));
  }

  function takeOne(hex: string): void {
    const arrival = instant();
    const bytes = Buffer.from(hex, "hex");
    const outcome = decodeKeyboardFrame(bytes, baseSet === "auto" ? baseHeard : baseSet);
    if (!outcome.ok) {
      refuse(arrival, bytes, outcome.why);
      return;
    }
    const { frame, spans } = outcome;
    // One from before the last is an old one come again.
    if (frame.at < lastAt) {
      refuse(arrival, bytes, { code: "out-of-order" });
      return;
    }
    lastAt = frame.at;
    lastHeard = arrival.mono;
    const at = pageClock.place(frame.at, arrival);
    const isForeign = frame.type === "burst" && !tags.isTaught(frame.uid);
    const shown = isForeign ? hideUid(bytes, spans) : { bytes, spans };
    watch.frame(at, "in", shown.bytes, () => ({ format: "keyboard-burst", spans: shown.spans }));
    comeOnline(at);
    if (frame.type === "stop") {
      over = true;
      lose("KEYBOARD_STOPPED");
    } else if (frame.type === "burst") {
      read(frame, at);
      tell(well);
    } else tell(frame.hears ? well : unwell("degraded", "KEYBOARD_UNFOCUSED"));
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
        if (over) throw new LaboError("KEYBOARD_GONE");
        if (pace.take()) takeOne(frame);
        else if (pace.isFlood) {
          over = true;
          lose("KEYBOARD_FLOOD");
          throw new LaboError("KEYBOARD_FLOOD");
        }
      }
    },
    execute(command) {
      const args = checkCommand(command, capabilities());
      if (command.command === rawWatchCapability.command) watch.watchFor(Number(args.ms));
      else {
        if (command.command === baseCapability.command) {
          baseSet = args.base === "decimal" || args.base === "hexadecimal" ? args.base : "auto";
          baseHeard = "decimal";
        } else presence.holdMs = Number(args.ms);
        announce();
      }
    },
    check() {
      const silent = clock.mono() - lastHeard;
      if (over) return silent > real(forgetStoppedMs);
      if (silent > real(awayMs)) lose("KEYBOARD_AWAY");
      return silent > real(forgetAwayMs);
    },
    end() {
      if (!over) lose("KEYBOARD_AWAY");
      over = true;
    },
  };
}
