// One serial port, supervised: opens it, lets what is there speak, notices when it is gone, and tries again for ever.
// States: idle → opening → ready ⇄ degraded → waiting. It never gives up and never throws.
import type { Command, CommandResult } from "#contract/commands.ts";
import type { Availability, Device, Health } from "#contract/devices.ts";
import { toId } from "#contract/identifiers.ts";
import type { Words } from "#contract/words.ts";
import { createBackOff } from "../back-off.ts";
import { type Clock, isoTime, type Timer } from "../clock.ts";
import { type ErrorCode, errorTable, LaboError, problemFor } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Chunk, PortInfo, SerialPorts } from "../transports/transport.ts";
import { unknownDescription } from "./bytes-protocol.ts";
import { checkCommand } from "./check-command.ts";
import { createDiscardReporter } from "./discard-reporter.ts";
import type { EventFactory, Instant } from "./event-factory.ts";
import { hideDigits } from "./hidden-uids.ts";
import type { DeviceOutput } from "./output.ts";
import {
  chosenNote,
  hintedSpeed,
  type PortNote,
  type PortNotes,
  protocolCapability,
  quietKinds,
  speeds,
} from "./port-notes.ts";
import { isAnotherPlugging } from "./port-watcher.ts";
import { createRawWatch, rawWatchCapability } from "./raw-watch.ts";
import { type Found, type LinePlan, openLine, type SerialLine } from "./serial-line.ts";
import type { DeviceProtocol, ProtocolKind, SerialHost } from "./session-protocol.ts";
import { createUnknownBytes } from "./unknown-bytes.ts";

const firstRetryMs = 300;
const mostRetryMs = 30_000;
const mostLookMs = 2000;
/** A line that held this long starts anew with short waits. */
const steadyMs = 10_000;

export interface SerialSessionOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly bridge: string;
  readonly ports: SerialPorts;
  readonly output: DeviceOutput;
  readonly events: EventFactory;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  readonly createProtocol: (kind: ProtocolKind, host: SerialHost, port: PortInfo) => DeviceProtocol;
  readonly notes: PortNotes;
  /** Looks at the port list now: tells, by `appear` and `vanish`, whether a cable was pulled or put back. */
  readonly look: () => Promise<void>;
}

export interface SerialSession {
  readonly deviceId: string;
  /** The port is there: opens it now. */
  appear(port: PortInfo): void;
  /** The port is no longer in the list. */
  vanish(): void;
  /** Never rejects. */
  execute(command: Command): Promise<CommandResult>;
  stop(): Promise<void>;
  readonly isPresent: boolean;
  readonly discarded: number;
}

/** The id of the device on a port: from what survives replugging. */
export function deviceIdOf(port: PortInfo): string {
  return toId(port.key.replace(":", "-"), "serial-port");
}

const reasonOf = (code: ErrorCode, more?: Words): Words => {
  const { message, remedy } = errorTable[code];
  const text = (language: "fr" | "en") =>
    [message[language], more?.[language], remedy[language]].filter((part) => part !== undefined).join(" ");
  return { fr: text("fr"), en: text("en") };
};

/** Taken by every serial device, whatever it is. */
const commonCapabilities = [protocolCapability, rawWatchCapability];

/** What to try on a port, by what is remembered of it and what its USB identity hints at. */
function planFor(port: PortInfo, note: PortNote, wasKnown: boolean): LinePlan {
  const { protocol, baudRate, chosen } = note;
  const first = baudRate ?? hintedSpeed(port.vendorId);
  const isTrusted = protocol !== undefined && (chosen === true || quietKinds.has(protocol));
  return {
    wasKnown,
    speeds: first === undefined ? speeds : [first, ...speeds.filter((speed) => speed !== first)],
    ...(isTrusted ? { trusted: protocol } : {}),
  };
}

const percent = (ratio: number) => `${Math.round(ratio * 100)} %`;

export function createSerialSession(first: PortInfo, options: SerialSessionOptions): SerialSession {
  const { clock, logger, output, events, ports, notes } = options;
  const deviceId = deviceIdOf(first);
  const backOff = createBackOff(firstRetryMs, mostRetryMs, options.random);
  let port = first;
  let present = false;
  let stopped = false;
  let protocol: DeviceProtocol | undefined;
  let found: Found | undefined;
  let online = false;
  let announced = false;
  let onlineSince = 0;
  let told = "";
  let line: SerialLine | undefined;
  let retry: Timer | undefined;

  const instant = (): Instant => ({ now: clock.now(), mono: clock.mono() });
  const emit: SerialHost["emit"] = (at, body) => output.event(events.make(deviceId, port.source, at, body));
  const discards = createDiscardReporter(clock, emit);
  const raw = createRawWatch(clock, (frame) => output.raw(deviceId, frame));
  const unknown = createUnknownBytes(clock, raw);

  /** How it was recognised, for people. */
  const foundFacts = (): Record<string, string> => {
    if (found === undefined) return {};
    const { kind, confidence, alternatives, baudRate } = found;
    const isChosen = notes.read(port.key).chosen === true;
    return {
      protocol: kind,
      baudRate: `${baudRate}`,
      ...(isChosen ? {} : { confidence: percent(confidence) }),
      ...(alternatives.length === 0 ? {} : { alternatives: alternatives.join(", ") }),
    };
  };

  const announce = (): void => {
    const description = protocol?.description() ?? unknownDescription;
    const { path, manufacturer } = port;
    const device: Device = {
      id: deviceId,
      bridge: options.bridge,
      name: description.name,
      model: description.model,
      profile: description.profile,
      transport: "serial",
      source: port.source,
      channels: [...description.channels],
      capabilities: [...description.capabilities, ...commonCapabilities],
      facts: {
        ...description.facts,
        ...foundFacts(),
        port: path.slice(0, 200),
        ...(manufacturer === undefined ? {} : { manufacturer: manufacturer.slice(0, 200) }),
      },
    };
    announced = true;
    output.device(device);
  };

  const setHealth = (health: Health): void => {
    if (!announced) return;
    const state = health.state === "ready" || health.state === "degraded" ? "online" : "offline";
    const availability: Availability = { state, health };
    const text = JSON.stringify(availability);
    if (text === told) return;
    told = text;
    output.availability(deviceId, availability);
  };

  const cancelRetry = (): void => {
    retry?.cancel();
    retry = undefined;
  };

  /** Ends the current line, says why, and plans the next try if the port is still there. */
  const lose = (error: LaboError): void => {
    cancelRetry();
    void line?.end();
    line = undefined;
    unknown.end();
    const at = instant();
    logger.info(
      { device: deviceId, port: port.path, code: error.code, details: error.details },
      "serial line lost",
    );
    if (online) {
      online = false;
      if (at.mono - onlineSince > steadyMs) backOff.reset();
      protocol?.linkDown(at);
      discards.flush();
      emit(at, { kind: "device-lost", reason: error.code });
    }
    if (stopped) return;
    // What was remembered does not hold any more; what a person chose does.
    const note = notes.read(port.key);
    if (error.code === "SERIAL_UNREADABLE" && note.chosen !== true && note.protocol !== undefined)
      notes.write(port.key, note.settings === undefined ? {} : { settings: note.settings });
    if (!announced) announce();
    setHealth({ state: "waiting", code: error.code, reason: reasonOf(error.code) });
    void options.look();
    if (present) retry = clock.after(backOff.next(), () => void openAgain());
  };

  const host: SerialHost = {
    clock,
    logger,
    emit,
    state: (at, state) => output.state(deviceId, { time: isoTime(at.now), ...state }),
    describe: announce,
    well: () => online && setHealth({ state: "ready", code: "ok" }),
    unwell: (code, more) => online && setHealth({ state: "degraded", code, reason: reasonOf(code, more) }),
    fail: lose,
    async write(bytes) {
      if (line === undefined) throw new LaboError("DEVICE_OFFLINE");
      await line.write(bytes);
    },
    settings: {
      get: (name) => notes.read(port.key).settings?.[name],
      set(name, value) {
        const note = notes.read(port.key);
        notes.write(port.key, { ...note, settings: { ...note.settings, [name]: value } });
      },
    },
    discard: discards.add,
    frame: raw.frame,
    unknown: (chunk) => unknown.push(chunk, found?.baudRate ?? 0),
  };

  const comeOnline = (told: Found, heard: readonly Chunk[]): void => {
    const at = heard.at(-1) ?? instant();
    const { kind, baudRate } = told;
    found = told;
    unknown.end();
    const note = notes.read(port.key);
    if (note.protocol !== kind || note.baudRate !== baudRate)
      notes.write(port.key, { ...note, protocol: kind, baudRate });
    if (protocol?.kind !== kind) {
      void protocol?.stop();
      protocol = options.createProtocol(kind, host, port);
    }
    online = true;
    onlineSince = at.mono;
    announce();
    setHealth({ state: "ready", code: "ok" });
    emit(at, { kind: "device-found" });
    const mine = line;
    protocol.linkUp(at);
    for (const chunk of heard) if (line === mine) protocol.onChunk(chunk);
  };

  /** The next try. The list comes first: what is behind the port may have been put in since it was lost. */
  async function openAgain(): Promise<void> {
    // A system that does not tell must not keep a board waiting.
    const mine = clock.after(mostLookMs, open);
    retry = mine;
    await options.look();
    if (retry === mine) open();
  }

  function open(): void {
    cancelRetry();
    if (stopped || !present) return;
    void line?.end();
    setHealth({ state: "opening", code: "opening" });
    const plan = planFor(port, notes.read(port.key), protocol !== undefined);
    line = openLine(ports, port, clock, plan, {
      onKnown: comeOnline,
      onChunk: (chunk) => protocol?.onChunk(chunk),
      onUnknown: unknown.push,
      onSilent() {
        if (!announced) announce();
        setHealth({ state: "waiting", code: "SERIAL_SILENT", reason: reasonOf("SERIAL_SILENT") });
      },
      onLost(error, unread) {
        if (unread !== undefined) {
          if (!announced) announce();
          discards.add(unread.at, hideDigits(unread.bytes).bytes, "noise");
        }
        lose(error);
      },
    });
  }

  /** A person says what is there: the line is opened anew, as they said. */
  const choose = (kind: string, speed: string): void => {
    notes.write(port.key, chosenNote(notes.read(port.key), kind, speed));
    backOff.reset();
    if (present) lose(new LaboError("SERIAL_REOPENED"));
  };

  const answer = (id: string, error?: unknown): CommandResult => {
    const time = isoTime(clock.now());
    if (error === undefined) return { id, ok: true, time };
    if (error instanceof LaboError) return { id, ok: false, time, problem: error.toProblem() };
    logger.error({ device: deviceId, error: String(error) }, "command failed");
    return { id, ok: false, time, problem: problemFor("INTERNAL") };
  };

  return {
    deviceId,
    get isPresent() {
      return present;
    },
    get discarded() {
      return discards.count;
    },
    appear(found) {
      if (present && isAnotherPlugging(port, found) && line?.isOpen)
        lose(new LaboError("SERIAL_GONE", [port.path]));
      port = found;
      present = true;
      backOff.reset();
      open();
    },
    vanish() {
      present = false;
      cancelRetry();
      if (line?.isOpen || announced) lose(new LaboError("SERIAL_GONE", [port.path]));
      void line?.end();
      line = undefined;
    },
    async execute(command) {
      try {
        const whyNot = protocol?.whyNot?.(command.command);
        if (whyNot !== undefined) throw new LaboError(whyNot);
        const capabilities = [...(protocol?.description().capabilities ?? []), ...commonCapabilities];
        const args = checkCommand(command, capabilities);
        if (command.command === rawWatchCapability.command) raw.watchFor(Number(args.ms));
        else if (command.command === protocolCapability.command)
          choose(String(args.protocol), String(args.speed));
        else if (!online || protocol === undefined) throw new LaboError("DEVICE_OFFLINE");
        else await protocol.execute(command.command, args);
        return answer(command.id);
      } catch (error) {
        return answer(command.id, error);
      }
    },
    async stop() {
      stopped = true;
      present = false;
      cancelRetry();
      const closing = line;
      line = undefined;
      unknown.end();
      if (online) {
        online = false;
        const at = instant();
        protocol?.linkDown(at);
        discards.flush();
      }
      await protocol?.stop();
      await closing?.end();
    },
  };
}
