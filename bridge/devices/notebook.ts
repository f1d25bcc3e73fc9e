// The visit notebook, as one device: each stop of a tag is an event under a pseudonym, from the arrivals readers tell of.
// Nothing is noted before somebody begins it, nothing is written to disk, and a purge draws a new salt: what was exported
// before and what comes after cannot be put together.
import { createHmac } from "node:crypto";
import type { Capability } from "#contract/devices.ts";
import type { EventSource, LaboEvent } from "#contract/events.ts";
import { mostStopLetters, mostVisitors, mostVisits, type NotebookView } from "#contract/notebook.ts";
import { type Clock, isoTime } from "../clock.ts";
import { LaboError } from "../errors.ts";
import { checkCommand } from "./check-command.ts";
import type { EventFactory, Instant } from "./event-factory.ts";
import type { CommandTaker, DeviceOutput } from "./output.ts";
import { rawWatchCapability } from "./raw-watch.ts";

export const notebookId = "carnet-visite";
const mostNamedReaders = 32;

const capabilities: readonly Capability[] = [
  {
    command: "stop.set",
    label: { fr: "Dire quelle halte est un lecteur", en: "Say which stop a reader is" },
    arguments: [
      { type: "text", name: "reader", label: { fr: "Lecteur", en: "Reader" }, maxLength: 60 },
      {
        type: "text",
        name: "stop",
        label: { fr: "Nom de la halte", en: "Name of the stop" },
        maxLength: mostStopLetters,
      },
    ],
  },
  {
    command: "notebook.purge",
    label: { fr: "Effacer toutes les haltes et les pseudonymes", en: "Erase every stop and pseudonym" },
    arguments: [],
  },
  rawWatchCapability,
];

export interface NotebookOptions {
  readonly clock: Clock;
  readonly bridge: string;
  readonly output: DeviceOutput;
  readonly events: EventFactory;
  /** Random bytes, new ones at each call. */
  readonly salt: () => Uint8Array;
}

export interface Notebook extends CommandTaker {
  show(): NotebookView;
  /** From now on stops are noted. */
  begin(): NotebookView;
  /** Its page was shown. @throws LaboError NOT_FOUND when nobody began it. */
  open(): NotebookView;
  /** An event of the bench; only arrivals of tags matter. @param nameOf what a device is called. */
  hear(event: LaboEvent, nameOf: (device: string) => string): void;
}

interface Visit {
  readonly time: string;
  readonly stop: string;
}

export function createNotebook(options: NotebookOptions): Notebook {
  const { clock, bridge, output, events } = options;
  let begun = false;
  let salt = options.salt();
  /** By pseudonym; who stopped last comes last. */
  const visitors = new Map<string, readonly Visit[]>();
  /** Reader → the stop it stands for. */
  const stops = new Map<string, string>();

  const now = (): Instant => ({ now: clock.now(), mono: clock.mono() });
  const figures = () => ({
    visitors: visitors.size,
    visits: [...visitors.values()].reduce((sum, visits) => sum + visits.length, 0),
  });
  /** The figures alone are retained, the pseudonyms never. */
  const tellState = (at: Instant) => output.state(notebookId, { time: isoTime(at.now), readings: figures() });
  const tell = (at: Instant, source: EventSource, facts?: { visitor: string; stop: string }) => {
    const body = { kind: "reading-taken", readings: figures() } as const;
    output.event(events.make(notebookId, source, at, facts === undefined ? body : { ...body, facts }));
    tellState(at);
  };

  const pseudonymOf = (tag: string) =>
    `visitor-${createHmac("sha256", salt).update(tag).digest("hex").slice(0, 6)}`;

  const show = (): NotebookView => ({
    begun,
    stops: [...stops].map(([reader, stop]) => ({ reader, stop })),
    visitors: [...visitors].toReversed().map(([id, visits]) => ({ id, visits: [...visits] })),
  });

  const purge = (): void => {
    visitors.clear();
    salt = options.salt();
    tell(now(), "manual");
  };

  const setStop = (reader: string, stop: string): void => {
    const name = stop.trim();
    if (name === "") stops.delete(reader);
    else if (stops.has(reader) || stops.size < mostNamedReaders) stops.set(reader, name);
    else throw new LaboError("COMMAND_REFUSED", ["too many readers"]);
  };

  return {
    show,
    begin() {
      if (begun) return show();
      begun = true;
      output.device({
        id: notebookId,
        bridge,
        name: { fr: "Carnet de visite", en: "Visit notebook" },
        model: "visit-notebook",
        profile: "notebook",
        transport: "web",
        source: "manual",
        channels: [
          { id: "visitors", quantity: "count", name: { fr: "Pseudonymes", en: "Pseudonyms" } },
          { id: "visits", quantity: "count", name: { fr: "Haltes notées", en: "Stops noted" } },
        ],
        capabilities: [...capabilities],
        facts: {},
      });
      output.availability(notebookId, { state: "online", health: { state: "ready", code: "ok" } });
      tellState(now());
      return show();
    },
    open() {
      if (!begun) throw new LaboError("NOT_FOUND", ["notebook"]);
      output.event(events.make(notebookId, "manual", now(), { kind: "page-opened", page: "carnet" }));
      return show();
    },
    hear(event, nameOf) {
      if (!begun || event.kind !== "tag-arrived") return;
      const visitor = pseudonymOf(event.tag.id);
      const before = visitors.get(visitor) ?? [];
      const stop = stops.get(event.device) ?? nameOf(event.device).slice(0, mostStopLetters);
      // Put down again where it was: a hand that trembles makes no new stop.
      if (before.at(-1)?.stop === stop) return;
      visitors.delete(visitor);
      visitors.set(visitor, [...before, { time: event.time, stop }].slice(-mostVisits));
      const oldest = visitors.keys().next().value;
      if (visitors.size > mostVisitors && oldest !== undefined) visitors.delete(oldest);
      tell(now(), event.source, { visitor, stop });
    },
    async execute(deviceId, command) {
      if (deviceId !== notebookId || !begun) return undefined;
      const time = isoTime(clock.now());
      try {
        const args = checkCommand(command, capabilities);
        if (command.command === "notebook.purge") purge();
        if (command.command === "stop.set") setStop(String(args.reader), String(args.stop));
        return { id: command.id, ok: true, time };
      } catch (error) {
        if (!(error instanceof LaboError)) throw error;
        return { id: command.id, ok: false, time, problem: error.toProblem() };
      }
    },
  };
}
