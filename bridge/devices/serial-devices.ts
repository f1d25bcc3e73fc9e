// Every device behind a serial port: watches the port list, keeps one supervised session per port, takes commands.
import type { Health } from "#contract/devices.ts";
import type { BoardPlan } from "../boards/plan.ts";
import type { Clock } from "../clock.ts";
import { errorTable } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { AllSerialPorts } from "../transports/transport.ts";
import { createBoardProtocol } from "./board-protocol.ts";
import type { EventFactory } from "./event-factory.ts";
import type { CommandTaker, DeviceOutput, SourceFigures, Taught } from "./output.ts";
import { createPortWatcher } from "./port-watcher.ts";
import { createRfidProtocol } from "./rfid-protocol.ts";
import { createSerialSession, type SerialSession } from "./serial-session.ts";
import { createTagIdentity } from "./tag-identity.ts";

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
  /** So many random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** What is wired to a Firmata board. */
  readonly plan: BoardPlan;
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
  const restarts = { hardware: 0, simulated: 0 };
  const tags = createTagIdentity(options.taught, options.random(32));
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
          createProtocol(kind, host) {
            if (kind === "labo-rfid") return createRfidProtocol(host, tags);
            return createBoardProtocol(host, options.plan, () => {
              restarts[port.source] += 1;
            });
          },
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
