// What a device may say and be asked, by its profile: what Thing Descriptions announce of one that is here, and what an
// experiment may count on of one that is not. Models and plans add channels and commands, never kinds of events.
import type { Profile } from "./devices.ts";
import type { EventKind } from "./events.ts";

export interface Abilities {
  /** Kinds of events, besides those of every device. */
  readonly events: readonly EventKind[];
  /** Channels that every device of the profile gives. */
  readonly channels: readonly string[];
  /** Commands that every device of the profile takes. */
  readonly commands: readonly string[];
  /** Commands that some take: an experiment asks for a device that does. */
  readonly someCommands: readonly string[];
  /** Parts of a plan take `<part>.<verb>`. */
  readonly verbs?: readonly string[];
}

/** Every device comes and goes, takes readings, and may be misheard. */
export const commonEvents: readonly EventKind[] = [
  "reading-taken",
  "device-found",
  "device-lost",
  "frame-discarded",
];
/** Every device takes it: its bytes are shown while somebody looks. */
export const commonCommands: readonly string[] = ["raw.watch"];

const none: Abilities = { events: [], channels: [], commands: [], someCommands: [] };
const reader: Abilities = { ...none, events: ["tag-arrived", "tag-left"] };
const buttons: readonly EventKind[] = ["button-pressed", "button-released"];

export const abilities: Readonly<Record<Profile, Abilities>> = {
  "ble-beacon": {
    ...none,
    events: ["beacon-appeared", "beacon-moved", "beacon-left", "button-pressed", "dial-turned"],
    channels: ["rssi"],
  },
  "rfid-hf": { ...reader, someCommands: ["hold-time.set", "poll-interval.set", "link.write"] },
  "rfid-lf": { ...reader, someCommands: ["hold-time.set", "checksum.set"] },
  "rfid-wedge": { ...reader, someCommands: ["hold-time.set", "number-base.set"] },
  "board-serial": {
    ...none,
    events: [...buttons, "reaction-timed"],
    verbs: [
      ...["debounce", "fill", "light", "move", "play"],
      ...["print", "react", "sampling", "set", "sound"],
    ],
  },
  "board-ble": {
    ...none,
    events: buttons,
    someCommands: ["display.text", "display.picture", "display.draw", "line.send"],
  },
  phone: { ...none, events: ["tag-arrived"] },
  page: { ...none, events: ["page-opened", "note-left"], channels: ["openings"] },
  notebook: {
    ...none,
    events: ["page-opened"],
    channels: ["visitors", "visits"],
    commands: ["stop.set", "notebook.purge"],
  },
  "mqtt-station": {
    ...none,
    events: ["message-published", "message-received", "link-up", "link-down"],
    channels: ["handshake"],
    commands: [
      ...["join", "leave", "subscribe", "unsubscribe"],
      ...["publish", "burst", "cable.pull", "cable.plug"],
    ],
  },
  composer: { ...none, events: ["rule-set", "rule-fired"] },
};

/** Every kind of event a device of this profile may tell. */
export const eventsOf = (profile: Profile): readonly EventKind[] => [
  ...abilities[profile].events,
  ...commonEvents,
];

/** Whether some device of this profile could take the command. */
export function mayTake(profile: Profile, command: string): boolean {
  const { commands, someCommands, verbs = [] } = abilities[profile];
  const [, verb] = /^[a-z][a-z0-9-]*\.([a-z][a-z0-9-]*)$/.exec(command) ?? [];
  return (
    [...commonCommands, ...commands, ...someCommands].includes(command) ||
    (verb !== undefined && verbs.includes(verb))
  );
}
