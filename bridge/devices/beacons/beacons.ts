// Everything the radios hear: taught beacons become devices and events, everyone else becomes a number.
import { randomBytes } from "node:crypto";
import type { NearbyBeacon } from "#contract/api/teaching.ts";
import type { BeaconCalibration } from "#contract/beacon-calibration.ts";
import type { Command, CommandResult } from "#contract/commands.ts";
import type { Span } from "#contract/frames.ts";
import type { Receiver } from "#contract/topics.ts";
import { type Clock, isoTime } from "../../clock.ts";
import type { AcceptedAdvertisement, AdvertisementOutcome } from "../../decoders/decoder.ts";
import { decodeAdvertisement } from "../../decoders/registry.ts";
import { LaboError } from "../../errors.ts";
import type { Logger } from "../../logger.ts";
import { createRounds } from "../../rounds.ts";
import type { Advertisement } from "../../transports/transport.ts";
import { checkCommand } from "../check-command.ts";
import type { EventFactory } from "../event-factory.ts";
import type { CommandTaker, DeviceOutput, SourceFigures, Taught } from "../output.ts";
import { rawWatchCapability } from "../raw-watch.ts";
import { type BeaconSession, createBeaconSession } from "./beacon-session.ts";
import { deviceIdOf, modelOf } from "./description.ts";
import { addressIdentity, createIdentityLinks } from "./links.ts";
import { createNearby } from "./nearby.ts";
import { createRotatingAddresses, type RotatingKey, rotatingModel, rotatingPrefix } from "./rotating.ts";
import { createStrangers } from "./strangers.ts";

/** How often silence is looked for, milliseconds. */
const checkEveryMs = 500;
/** Taught beacons followed at once: the contract's device list holds 512 of all kinds. Those that left make room. */
const mostSessions = 256;

export interface BeaconsOptions {
  readonly clock: Clock;
  readonly output: DeviceOutput;
  readonly events: EventFactory;
  readonly taught: Taught;
  /** Id of this bridge. */
  readonly bridge: string;
  readonly logger: Logger;
  /** Keys of devices that encrypt what they say, by address (twelve hexadecimal digits). None when absent. */
  readonly keyFor?: (address: string) => Uint8Array | undefined;
  /** Keys of devices whose address rotates; the same list until it changes. None when absent. */
  readonly rotatingKeys?: () => readonly RotatingKey[];
  /** What somebody measured of a beacon at one metre, by its identity. Nothing when absent. */
  readonly calibrationOf?: (identity: string) => BeaconCalibration | undefined;
  /** Bytes nobody can guess: salts and opaque keys. */
  readonly random?: (size: number) => Uint8Array;
  /** Every frame of a taught beacon, for other systems; strangers' frames go no further than this file. */
  readonly onTaught?: (advertisement: Advertisement) => void;
}

export interface BeaconFigures extends SourceFigures {
  /** Frames of phones, laptops and lost items, by kind, since the start. */
  readonly noise: Readonly<Record<string, number>>;
}

export interface Beacons extends CommandTaker {
  stop(): void;
  hear(advertisements: readonly Advertisement[]): void;
  /** A radio's health changed: while none listens, silence proves nothing. Never called: radios are taken to listen. */
  radioChanged(receiver: Receiver): void;
  figures(): BeaconFigures;
  /** Beacons heard in the last half minute and not taught, for the trainer. */
  nearby(): NearbyBeacon[];
  /** What the key of a device goes by: its address, or the end of a rotating device's identity. `undefined` when neither, or not heard. */
  keyAddressOf(device: string): string | undefined;
  /** Identity of a taught beacon that was heard; `undefined` of any other device. */
  taughtIdentityOf(device: string): string | undefined;
  /** What to teach, by the key `nearby` gave; `undefined` when it is gone. */
  identityOf(key: string): string | undefined;
}

const noRotatingKeys: readonly RotatingKey[] = [];
const presenceOnly: AcceptedAdvertisement = {
  ok: true,
  format: rotatingModel,
  readings: {},
  facts: {},
  spans: () => [],
};

export function createBeacons(options: BeaconsOptions): Beacons {
  const {
    clock,
    output,
    events,
    taught,
    bridge,
    logger,
    keyFor = () => undefined,
    rotatingKeys = () => noRotatingKeys,
    calibrationOf = () => undefined,
    random = randomBytes,
  } = options;
  const sessions = new Map<string, BeaconSession>();
  const byDevice = new Map<string, BeaconSession>();
  const links = createIdentityLinks();
  const rotating = createRotatingAddresses(rotatingKeys);
  const strangers = createStrangers(random);
  const nearby = createNearby(random);
  const radios = new Map<string, boolean>();
  const noise: Record<string, number> = {};
  let listeningSince: number | undefined = Number.NEGATIVE_INFINITY;
  let discarded = 0;
  let perSecond = { second: -1, count: 0, before: 0 };
  const rounds = createRounds(clock, checkEveryMs, check);

  const instant = () => ({ now: clock.now(), mono: clock.mono() });

  function forget(session: BeaconSession): void {
    session.end();
    sessions.delete(session.identity);
    byDevice.delete(session.id);
  }

  function isFull(): boolean {
    if (sessions.size < mostSessions) return false;
    const gone = [...sessions.values()].find((session) => !session.isPresent);
    if (gone !== undefined) forget(gone);
    return gone === undefined;
  }

  function sessionFor(identity: string, format: string): BeaconSession | undefined {
    const name = taught.beaconName(identity);
    const known = sessions.get(identity);
    if (name === undefined) {
      if (known !== undefined) forget(known);
      return undefined;
    }
    if (known !== undefined) {
      known.rename(name);
      known.calibrate(calibrationOf(identity));
      return known;
    }
    const isRotating = identity.startsWith(rotatingPrefix);
    const model = isRotating ? rotatingModel : modelOf(format);
    const id = deviceIdOf(model, identity);
    if (byDevice.has(id) || isFull()) return undefined;
    const key = isRotating ? "given" : undefined;
    const session = createBeaconSession({
      ...{ id, identity, model, name, key, bridge, clock, output, events },
      calibration: calibrationOf(identity),
    });
    sessions.set(identity, session);
    byDevice.set(id, session);
    rounds.begin();
    nearby.forget(identity);
    logger.info({ device: id }, "beacon heard");
    return session;
  }

  /** Who may be speaking, the surest first. */
  function speakers(advertisement: Advertisement, outcome: AdvertisementOutcome): string[] {
    const { address, addressType, mono } = advertisement;
    const own = outcome.ok ? outcome.identity : undefined;
    if (own !== undefined) {
      links.link(address, own, mono);
      return [own];
    }
    return [
      links.identityAt(address, mono),
      rotating.identityOf(address, addressType),
      addressIdentity(address, addressType),
    ].filter((identity) => identity !== undefined);
  }

  /** @returns whether the frame is a taught beacon's. */
  function takeOutcome(
    advertisement: Advertisement,
    outcome: AdvertisementOutcome,
    decoded: ReturnType<typeof decodeAdvertisement>,
  ): boolean {
    if (!outcome.ok) discarded += 1;
    const identities = speakers(advertisement, outcome);
    for (const identity of identities) {
      const session = sessionFor(identity, outcome.format);
      if (session === undefined) continue;
      if (outcome.ok) session.hear(advertisement, outcome, decoded.commonSpans);
      else session.refuse(advertisement, outcome);
      return true;
    }
    const [identity] = identities;
    const { rssi, mono } = advertisement;
    if (outcome.ok && identity !== undefined && rssi !== undefined) {
      nearby.hear({ identity, model: modelOf(outcome.format), rssi, facts: outcome.facts, mono });
    }
    return false;
  }

  /** A frame that no decoder knows, of a device whose address rotates: where it is, and nothing more. */
  function takeRotating(advertisement: Advertisement, commonSpans: () => Span[]): boolean {
    const identity = rotating.identityOf(advertisement.address, advertisement.addressType);
    const session = identity === undefined ? undefined : sessionFor(identity, rotatingModel);
    session?.hear(advertisement, presenceOnly, commonSpans);
    return session !== undefined;
  }

  /** A frame that no decoder knows may still come from a taught beacon: its scan response, its name. */
  function taughtAt({ address, addressType, mono }: Advertisement): BeaconSession | undefined {
    const linked = links.identityAt(address, mono);
    const own = addressIdentity(address, addressType);
    return (
      (linked === undefined ? undefined : sessions.get(linked)) ??
      (own === undefined ? undefined : sessions.get(own))
    );
  }

  function count(mono: number): void {
    const second = Math.floor(mono / 1000);
    if (second === perSecond.second) perSecond.count += 1;
    else perSecond = { second, count: 1, before: second === perSecond.second + 1 ? perSecond.count : 0 };
  }

  function take(advertisement: Advertisement): void {
    count(advertisement.mono);
    const address = advertisement.address === "" ? undefined : advertisement.address.replaceAll(":", "");
    const decoded = decodeAdvertisement(advertisement.payload, { address, keyFor });
    if (decoded.overrunBytes > 0) discarded += 1;
    if (decoded.noise !== undefined) noise[decoded.noise] = (noise[decoded.noise] ?? 0) + 1;
    let isTaught = false;
    for (const outcome of decoded.outcomes) {
      if (takeOutcome(advertisement, outcome, decoded)) isTaught = true;
    }
    if (decoded.outcomes.length === 0 && takeRotating(advertisement, decoded.commonSpans)) isTaught = true;
    if (isTaught) {
      options.onTaught?.(advertisement);
      return;
    }
    const session = taughtAt(advertisement);
    if (session === undefined) strangers.hear(advertisement.address, advertisement.mono);
    else if (decoded.outcomes.length === 0) session.show(advertisement, decoded.commonSpans);
  }

  function check(): boolean {
    const at = instant();
    for (const session of sessions.values()) session.check(at, listeningSince);
    return sessions.size > 0;
  }

  return {
    stop() {
      rounds.end();
      for (const session of [...sessions.values()]) forget(session);
    },
    hear(advertisements) {
      for (const advertisement of advertisements) take(advertisement);
    },
    radioChanged({ id, health }) {
      radios.set(id, health.state === "ready");
      const listens = [...radios.values()].some(Boolean);
      if (!listens) listeningSince = undefined;
      else listeningSince ??= clock.mono();
    },
    async execute(deviceId, command: Command): Promise<CommandResult | undefined> {
      const session = byDevice.get(deviceId);
      if (session === undefined) return undefined;
      const answer = { id: command.id, time: isoTime(clock.now()) };
      try {
        const { ms } = checkCommand(command, [rawWatchCapability]);
        session.watchFor(Number(ms));
        return { ...answer, ok: true };
      } catch (error) {
        const known = error instanceof LaboError ? error : new LaboError("INTERNAL", [], error);
        return { ...answer, ok: false, problem: known.toProblem() };
      }
    },
    figures() {
      const mono = clock.mono();
      const second = Math.floor(mono / 1000);
      const lastWhole =
        second === perSecond.second
          ? perSecond.before
          : second === perSecond.second + 1
            ? perSecond.count
            : 0;
      return {
        receivers: [],
        strangers: strangers.count(mono),
        advertisementsPerSecond: lastWhole,
        discarded,
        noise: { ...noise },
      };
    },
    nearby: () => nearby.list(clock.mono()),
    keyAddressOf: (device) => /:([0-9a-f]{12})$/.exec(byDevice.get(device)?.identity ?? "")?.[1],
    taughtIdentityOf: (device) => byDevice.get(device)?.identity,
    identityOf: (key) => nearby.identityOf(key, clock.mono()),
  };
}
