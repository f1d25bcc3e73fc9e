// Everything that comes to the sessions from outside passes here: time, chance, ports, radios, commands, what the kit
// knows. Ordinarily it only passes; a recorder writes it down on its way, a player makes it come from a file.
import { createHash, randomBytes } from "node:crypto";
import type { ZodType } from "zod";
import type { BeaconCalibration } from "#contract/beacon-calibration.ts";
import type { Command, CommandResult } from "#contract/commands.ts";
import type { Receiver } from "#contract/topics.ts";
import type { Words } from "#contract/words.ts";
import type { Clock } from "../../clock.ts";
import type { Advertisement, AllSerialPorts, GattConnector } from "../transport.ts";
import type { TaughtThings } from "./recording-format.ts";

/** What sessions ask of what was taught. */
export interface TaughtAnswers {
  beaconName(identity: string): Words | undefined;
  isTagKnown(uid: string): boolean;
  calibrationOf(identity: string): BeaconCalibration | undefined;
}

export type Hear = (advertisements: readonly Advertisement[]) => void;
export type RadioChanged = (receiver: Receiver) => void;
export type ConnectorOf = (receiver: string) => GattConnector | undefined;
export type Execute = (device: string, command: Command) => Promise<CommandResult | undefined>;

export interface Passage {
  /** The sessions' time. */
  readonly clock: Clock;
  /** So many random bytes, of a stream of its own. */
  random(stream: string): (bytes: number) => Uint8Array;
  /** @param real makes the bench's own ports, where they are wanted. */
  ports(real: () => AllSerialPorts): AllSerialPorts;
  taught(real: TaughtAnswers): TaughtAnswers;
  /** What people taught has changed. */
  taughtChanged(): void;
  hear(hear: Hear): Hear;
  connectors(real: ConnectorOf): ConnectorOf;
  radioChanged(changed: RadioChanged): RadioChanged;
  execute(execute: Execute): Execute;
  /**
   * What a page asks of the sessions.
   * @param ask its name in a recording. @param form of its arguments, which a recording may have wrong.
   */
  asked<A extends readonly unknown[], R>(
    ask: string,
    form: ZodType<A>,
    act: (...args: A) => R,
  ): (...args: A) => Promise<R>;
  /**
   * What a session asks of the outside, with an answer that is plain data.
   * @param call its name in a recording, never used twice. @param form of the answer, which a recording may have wrong.
   */
  answered<T>(call: string, form: ZodType<T>, ask: () => Promise<T>): Promise<T>;
  /** Starts the sessions, then lets the outside come. */
  begin(start: () => void): Promise<void>;
  /** Nothing more passes. */
  stop(): Promise<void>;
}

/** Nothing is written down and nothing is played. */
export function openPassage(clock: Clock): Passage {
  return {
    clock,
    random: () => randomBytes,
    ports: (real) => real(),
    taught: (real) => real,
    taughtChanged: () => undefined,
    hear: (hear) => hear,
    connectors: (real) => real,
    radioChanged: (changed) => changed,
    execute: (execute) => execute,
    asked:
      (_ask, _form, act) =>
      async (...args) =>
        act(...args),
    answered: (_call, _form, ask) => ask(),
    async begin(start) {
      start();
    },
    stop: async () => undefined,
  };
}

/** Chance that can be had again: the same seed and stream give the same bytes. */
export function seededBytes(seed: string, stream: string): (bytes: number) => Uint8Array {
  let block = 0;
  let rest = Buffer.alloc(0);
  return (bytes) => {
    while (rest.length < bytes) {
      const more = createHash("sha256").update(`${seed}/${stream}/${block}`).digest();
      rest = Buffer.concat([rest, more]);
      block += 1;
    }
    const given = Uint8Array.from(rest.subarray(0, bytes));
    rest = rest.subarray(bytes);
    return given;
  };
}

/** Answers from a list, as it stands when asked. */
export function answersFrom(things: () => TaughtThings): TaughtAnswers & { renew(): void } {
  let beacons = new Map<string, Words>();
  let calibrations = new Map<string, BeaconCalibration | undefined>();
  let tags = new Set<string>();
  const renew = () => {
    const { beacons: known, tags: labelled } = things();
    beacons = new Map(known.map(({ identity, name }) => [identity, name]));
    calibrations = new Map(known.map(({ identity, calibration }) => [identity, calibration]));
    tags = new Set(labelled.map(({ uid }) => uid));
  };
  renew();
  return {
    beaconName: (identity) => beacons.get(identity),
    isTagKnown: (uid) => tags.has(uid),
    calibrationOf: (identity) => calibrations.get(identity),
    renew,
  };
}
