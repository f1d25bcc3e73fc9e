// What sessions say, and to whom: the sink that MQTT implements. Everything downstream comes from here.
import type { Command, CommandResult } from "#contract/commands.ts";
import type { Availability, Device, DeviceState } from "#contract/devices.ts";
import type { LaboEvent } from "#contract/events.ts";
import type { RawFrame } from "#contract/frames.ts";
import type { Receiver } from "#contract/topics.ts";
import type { Words } from "#contract/words.ts";

export interface DeviceOutput {
  /** A device was announced or its description changed. */
  device(device: Device): void;
  availability(deviceId: string, availability: Availability): void;
  /** Latest values; may come at any rate, the publisher throttles. */
  state(deviceId: string, state: DeviceState): void;
  event(event: LaboEvent): void;
  /** Only while somebody watches. @param frame made when it is shown: what a line means must not wait for its explanation. */
  raw(deviceId: string, frame: () => RawFrame): void;
}

/** The door commands come by, on the bridge's side. */
export interface CommandTaker {
  /** Never rejects: what goes wrong is in the result. `undefined` if the device is not of this bridge. */
  execute(deviceId: string, command: Command): Promise<CommandResult | undefined>;
}

/** Figures for the health topic. */
export interface SourceFigures {
  readonly receivers: readonly Receiver[];
  readonly strangers: number;
  readonly advertisementsPerSecond: number;
  readonly discarded: number;
}

/** What the kit was taught: only these beacons and tags are identified. */
export interface Taught {
  /** Name of a taught beacon, by its decoded identity, or `undefined` for a stranger. */
  beaconName(identity: string): Words | undefined;
  isTagKnown(uid: string): boolean;
}
