// Boards one connects to: those taught to the kit get a session each, strangers are never called. A stranger that names
// itself as a board is shown to the trainer, who may teach it.
import { randomBytes } from "node:crypto";
import type { NearbyBeacon } from "#contract/api/teaching.ts";
import type { Clock } from "../../clock.ts";
import type { Logger } from "../../logger.ts";
import { createRounds } from "../../rounds.ts";
import type { Advertisement, GattConnector } from "../../transports/transport.ts";
import { deviceIdOf } from "../beacons/description.ts";
import { addressIdentity } from "../beacons/links.ts";
import { createNearby } from "../beacons/nearby.ts";
import type { EventFactory } from "../event-factory.ts";
import type { CommandTaker, DeviceOutput, SourceFigures, Taught } from "../output.ts";
import type { TagIdentity } from "../tag-identity.ts";
import { advertisedBoard, advertisedKind } from "./board-kinds.ts";
import { createGattSession, type GattSession } from "./gatt-session.ts";

const checkEveryMs = 1000;
/** A radio holds eight links: more boards than that would only push each other away. */
const mostSessions = 16;

export interface GattBoardsOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly bridge: string;
  readonly output: DeviceOutput;
  readonly events: EventFactory;
  readonly taught: Taught;
  readonly tags: TagIdentity;
  readonly connectorOf: (receiver: string) => GattConnector | undefined;
  /** Bytes nobody can guess: opaque keys. */
  readonly random?: (size: number) => Uint8Array;
}

export interface GattBoards extends CommandTaker {
  stop(): void;
  /** @returns what is not of the boards taught to the kit, for others to hear. */
  hear(advertisements: readonly Advertisement[]): readonly Advertisement[];
  figures(): SourceFigures;
  /** Boards heard in the last half minute and not taught, for the trainer. */
  nearby(): NearbyBeacon[];
  /** What to teach, by the key `nearby` gave; `undefined` when it is gone. */
  identityOf(key: string): string | undefined;
}

/** The identity a board is taught by: its address, when it is one that stays. */
export function boardIdentity({ address, addressType }: Advertisement): string | undefined {
  return addressIdentity(address, addressType)?.replace(/^address:/, "gatt:");
}

export function createGattBoards(options: GattBoardsOptions): GattBoards {
  const { clock, logger, taught, random = randomBytes } = options;
  const sessions = new Map<string, GattSession>();
  const nearby = createNearby(random);
  const rounds = createRounds(clock, checkEveryMs, () => {
    for (const session of sessions.values()) session.check();
    return sessions.size > 0;
  });
  /** Jitter only: it spreads calls, and nobody must not guess it. */
  const chance = () => (random(1)[0] ?? 0) / 256;

  function sessionFor(identity: string): GattSession | undefined {
    const name = taught.beaconName(identity);
    const known = sessions.get(identity);
    if (name === undefined) {
      known?.end();
      sessions.delete(identity);
      return undefined;
    }
    if (known !== undefined) {
      known.rename(name);
      return known;
    }
    if (sessions.size >= mostSessions) return undefined;
    const id = deviceIdOf("ble-board", identity);
    const session = createGattSession({ ...options, id, name, random: chance });
    sessions.set(identity, session);
    rounds.begin();
    nearby.forget(identity);
    logger.info({ device: id }, "board heard");
    return session;
  }

  function offer(identity: string, { payload, rssi, mono }: Advertisement): void {
    if (rssi === undefined) return;
    const board = advertisedBoard(payload);
    const kind = advertisedKind(board);
    if (kind === undefined) return;
    const facts: Record<string, string> =
      kind.isNameShown && board.name !== undefined ? { "local name": board.name } : {};
    nearby.hear({ identity, model: kind.model, rssi, facts, mono });
  }

  return {
    stop() {
      rounds.end();
      for (const session of sessions.values()) session.end();
      sessions.clear();
    },
    hear(advertisements) {
      return advertisements.filter((advertisement) => {
        const identity = boardIdentity(advertisement);
        if (identity === undefined) return true;
        const session = sessionFor(identity);
        if (session === undefined) {
          if (taught.beaconName(identity) === undefined) offer(identity, advertisement);
          return true;
        }
        session.hear(advertisement);
        return false;
      });
    },
    async execute(deviceId, command) {
      for (const session of sessions.values()) if (session.id === deviceId) return session.execute(command);
      return undefined;
    },
    figures: () => ({
      receivers: [],
      strangers: 0,
      advertisementsPerSecond: 0,
      discarded: [...sessions.values()].reduce((sum, { discarded }) => sum + discarded, 0),
    }),
    nearby: () => nearby.list(clock.mono()),
    identityOf: (key) => nearby.identityOf(key, clock.mono()),
  };
}
