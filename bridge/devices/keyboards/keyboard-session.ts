// One reader that types like a keyboard, from the moment a person says that they have it: bursts heard by the page in
// front become tags that arrive. It never tells that a tag has left: the hold time decides, as for 125 kHz readers.
// States: ready ⇄ degraded (the page does not hear the keys) → waiting (the page is silent, or closed), then forgotten.
import type { Capability } from "#contract/devices.ts";
import { isoTime, type Timer } from "../../clock.ts";
import {
  decodeKeyboardFrame,
  type KeyboardFrameOutcome,
  type NumberBase,
} from "../../decoders/keyboard-burst.ts";
import { checkCommand } from "../check-command.ts";
import { hideAll } from "../hidden-uids.ts";
import {
  createPageSession,
  type PageSession,
  type PageSessionOptions,
  unwellAvailability,
  wellAvailability,
} from "../page-session.ts";
import { rawWatchCapability } from "../raw-watch.ts";
import { holdTimeCapability } from "../reader-settings.ts";
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

export interface KeyboardSession extends PageSession {
  /** @throws LaboError COMMAND_UNKNOWN, COMMAND_ARGUMENT. */
  execute(command: Parameters<typeof checkCommand>[0]): void;
}

export function createKeyboardSession(options: PageSessionOptions): KeyboardSession {
  const { id, name, bridge, clock, output, tags } = options;
  let baseSet: NumberBase | "auto" = "auto";
  let baseHeard: NumberBase = "decimal";
  let timer: Timer | undefined;

  const presence = createTagPresence(
    {
      emit: (at, body) => session.emit(at, body),
      state: (at, state) => output.state(id, { time: isoTime(at.now), ...state }),
    },
    defaultHoldMs,
  );
  const capabilities = (): Capability[] => [
    holdTimeCapability(presence.holdMs),
    baseCapability,
    rawWatchCapability,
  ];

  const session: PageSession = createPageSession<Extract<KeyboardFrameOutcome, { ok: true }>>(options, {
    format: "keyboard-burst",
    encoding: "hex",
    codes: { gone: "KEYBOARD_GONE", flood: "KEYBOARD_FLOOD", away: "KEYBOARD_AWAY" },
    ...{ awayMs, forgetAwayMs, forgetStoppedMs },
    decode: (bytes) => decodeKeyboardFrame(bytes, baseSet === "auto" ? baseHeard : baseSet),
    hide: (bytes) => hideAll(bytes, shownBytes).bytes,
    uidOf: (frame) => (frame.type === "burst" ? frame.uid : undefined),
    describe: () => ({
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
    }),
    take({ frame }, at) {
      switch (frame.type) {
        case "stop":
          return "KEYBOARD_STOPPED";
        case "burst":
          if (frame.base === "hexadecimal") baseHeard = "hexadecimal";
          presence.seen(frame.uid, "reader-1", at, () => tags.identifyAs(frame.uid, "unknown"));
          session.tell(wellAvailability);
          return undefined;
        default:
          session.tell(frame.hears ? wellAvailability : unwellAvailability("degraded", "KEYBOARD_UNFOCUSED"));
          return undefined;
      }
    },
    onFound(at) {
      presence.tell(at);
      timer = clock.every(checkEveryMs, () => presence.check({ now: clock.now(), mono: clock.mono() }));
    },
    onLost() {
      timer?.cancel();
      timer = undefined;
    },
  });

  return Object.assign(session, {
    execute(command: Parameters<typeof checkCommand>[0]) {
      const args = checkCommand(command, capabilities());
      if (command.command === rawWatchCapability.command) {
        session.watchFor(Number(args.ms));
        return;
      }
      if (command.command === baseCapability.command) {
        baseSet = args.base === "decimal" || args.base === "hexadecimal" ? args.base : "auto";
        baseHeard = "decimal";
      } else presence.holdMs = Number(args.ms);
      session.announce();
    },
  });
}
