// Every device behind a serial port: watches the port list, keeps one supervised session per port, takes commands.
import type { Health } from "#contract/devices.ts";
import type { BoardPlans } from "../boards/board-plans.ts";
import type { Clock } from "../clock.ts";
import { errorTable } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { AllSerialPorts, PortInfo } from "../transports/transport.ts";
import { createBoardProtocol } from "./board-protocol.ts";
import { createBytesProtocol } from "./bytes-protocol.ts";
import { createEm4100Protocol } from "./em4100-protocol.ts";
import type { EventFactory } from "./event-factory.ts";
import { createGpsProtocol } from "./gps-protocol.ts";
import { createNexmosphereProtocol } from "./nexmosphere-protocol.ts";
import type { CommandTaker, DeviceOutput, SourceFigures, Taught } from "./output.ts";
import { createPn532Protocol } from "./pn532-protocol.ts";
import { createPortNotes, isMicrobit, type PortNotes } from "./port-notes.ts";
import { createPortWatcher } from "./port-watcher.ts";
import { createRfidProtocol } from "./rfid-protocol.ts";
import { createSerialSession, deviceIdOf, type SerialSession } from "./serial-session.ts";
import type { DeviceProtocol, ProtocolKind, SerialHost } from "./session-protocol.ts";
import { createTagIdentity, type TagIdentity } from "./tag-identity.ts";
import { createValueLinesProtocol } from "./value-lines-protocol.ts";

/** Ports a bridge opens at most: a hub of hubs is a mistake, not a workshop. */
const maxSessions = 32;

export interface SerialDevicesOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly bridge: string;
  readonly ports: AllSerialPorts;
  readonly output: DeviceOutput;
  readonly events: EventFactory;
  readonly taught: Taught;
  /** Shared with whatever else reads tags: one tag then has one pseudonym everywhere. */
  readonly tags?: TagIdentity;
  /** So many random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** What is wired to a Firmata board. */
  readonly plans: Pick<BoardPlans, "planOf" | "onChange"> & Partial<Pick<BoardPlans, "nameOf">>;
  /** What is remembered of each port; for this process only by default. */
  readonly notes?: PortNotes;
}

export interface SerialDevices extends CommandTaker {
  start(): void;
  stop(): Promise<void>;
  figures(): SourceFigures;
  /** UID of a tag seen since the start, by the id its events carry, so that a trainer can teach it. */
  uidOf(tagId: string): string | undefined;
}

export function createSerialDevices(options: SerialDevicesOptions): SerialDevices {
  const { clock, logger, ports } = options;
  const sessions = new Map<string, SerialSession>();
  const restarts = { hardware: 0, simulated: 0, replay: 0 };
  const tags = options.tags ?? createTagIdentity(options.taught, options.random(32));
  const notes = options.notes ?? createPortNotes();
  let forgottenDiscards = 0;

  const forgetOneAbsent = (): void => {
    for (const [key, session] of sessions) {
      if (session.isPresent) continue;
      sessions.delete(key);
      forgottenDiscards += session.discarded;
      void session.stop();
      return;
    }
  };

  const protocolMakers: Readonly<Record<ProtocolKind, (host: SerialHost, port: PortInfo) => DeviceProtocol>> =
    {
      "labo-rfid": (host) => createRfidProtocol(host, tags),
      firmata: (host, port) => {
        const device = deviceIdOf(port);
        const wired = {
          plan: () => options.plans.planOf(device),
          name: options.plans.nameOf?.(device),
          onChange: (listener: () => void) => options.plans.onChange(device, listener),
        };
        return createBoardProtocol(host, wired, () => {
          restarts[port.source] += 1;
        });
      },
      em4100: (host) => createEm4100Protocol(host, tags),
      pn532: (host) => createPn532Protocol(host, tags),
      nexmosphere: (host) => createNexmosphereProtocol(host, tags),
      gps: createGpsProtocol,
      "value-lines": (host, port) => createValueLinesProtocol(host, isMicrobit(port.vendorId)),
      bytes: createBytesProtocol,
    };

  const watcher = createPortWatcher(clock, ports, {
    onAppear(port) {
      if (!sessions.has(port.key) && sessions.size >= maxSessions) forgetOneAbsent();
      if (!sessions.has(port.key) && sessions.size >= maxSessions) {
        logger.warn({ port: port.path }, "too many serial ports: this one is left alone");
        return;
      }
      const session =
        sessions.get(port.key) ??
        createSerialSession(port, {
          ...options,
          random: () => (options.random(1)[0] ?? 0) / 256,
          notes,
          createProtocol: (kind, host, behind) => protocolMakers[kind](host, behind),
          look: () => watcher.look(),
        });
      sessions.set(port.key, session);
      session.appear(port);
    },
    onMove: (port) => sessions.get(port.key)?.appear(port),
    onVanish: (key) => sessions.get(key)?.vanish(),
  });

  const realHealth = (): Health => {
    const fault = ports.realFault();
    if (fault === undefined) return { state: "ready", code: "ok" };
    const { message, remedy } = errorTable[fault.code];
    return {
      state: "waiting",
      code: fault.code,
      reason: { fr: `${message.fr} ${remedy.fr}`, en: `${message.en} ${remedy.en}` },
    };
  };

  return {
    start: () => watcher.start(),
    async stop() {
      watcher.stop();
      await Promise.all([...sessions.values()].map((session) => session.stop()));
      sessions.clear();
    },
    async execute(deviceId, command) {
      for (const session of sessions.values())
        if (session.deviceId === deviceId) return session.execute(command);
      return undefined;
    },
    figures() {
      return {
        receivers: [
          ...(ports.hasReal
            ? [
                {
                  id: "serial-usb",
                  kind: "serial" as const,
                  source: "hardware" as const,
                  health: realHealth(),
                  restarts: restarts.hardware,
                },
              ]
            : []),
          ...(ports.hasVirtual
            ? [
                {
                  id: "serial-kit",
                  kind: "serial" as const,
                  source: "simulated" as const,
                  health: { state: "ready" as const, code: "ok" },
                  restarts: restarts.simulated,
                },
              ]
            : []),
        ],
        strangers: 0,
        advertisementsPerSecond: 0,
        discarded:
          forgottenDiscards + [...sessions.values()].reduce((sum, session) => sum + session.discarded, 0),
      };
    },
    uidOf: tags.uidOf,
  };
}
