// All the stations of this bridge: made by whoever does an experiment, put away by hand or to make room.
import type { Station as MadeStation } from "#contract/stations.ts";
import { mostStations } from "#contract/stations.ts";
import { type Clock, isoTime } from "../../clock.ts";
import { LaboError } from "../../errors.ts";
import { checkCommand } from "../check-command.ts";
import type { EventFactory } from "../event-factory.ts";
import type { CommandTaker, DeviceOutput, SourceFigures } from "../output.ts";
import { createStation, type Station } from "./station.ts";
import { stationCapabilities } from "./station-device.ts";
import { type StationName, stationNames } from "./station-names.ts";
import type { StationNetwork } from "./station-network.ts";

export interface StationsOptions {
  readonly clock: Clock;
  readonly bridge: string;
  readonly output: DeviceOutput;
  readonly events: EventFactory;
  readonly network: StationNetwork;
  /** Takes a device off the topic tree. */
  readonly forget: (deviceId: string) => Promise<void> | void;
}

export interface Stations extends CommandTaker {
  /** @throws LaboError STATIONS_FULL when every one of them is connected. */
  make(): Promise<MadeStation>;
  /** Disconnects it and takes it off the bench. @throws LaboError NOT_FOUND. */
  remove(deviceId: string): Promise<void>;
  stop(): Promise<void>;
  figures(): SourceFigures;
}

export function createStations(options: StationsOptions): Stations {
  const { clock } = options;
  const made = new Map<string, Station>();
  let forgottenDiscards = 0;

  async function putAway(station: Station): Promise<void> {
    made.delete(station.id);
    await station.end();
    forgottenDiscards += station.discarded;
    await options.forget(station.id);
  }

  async function freeName(): Promise<StationName> {
    const isFree = ({ group }: StationName) => !made.has(idOf(group));
    if (made.size >= mostStations) {
      const [oldest] = [...made.values()]
        .filter(({ isIdle }) => isIdle)
        .sort((a, b) => a.lastUsed - b.lastUsed);
      if (oldest === undefined) throw new LaboError("STATIONS_FULL");
      await putAway(oldest);
    }
    const name = stationNames.find(isFree);
    if (name === undefined) throw new LaboError("STATIONS_FULL");
    return name;
  }

  return {
    async make() {
      const name = await freeName();
      const id = idOf(name.group);
      made.set(id, createStation({ ...options, id, name }));
      return { device: id, name: name.name };
    },
    async remove(deviceId) {
      const station = made.get(deviceId);
      if (station === undefined) throw new LaboError("NOT_FOUND", [`station ${deviceId}`]);
      await putAway(station);
    },
    async execute(deviceId, command) {
      const station = made.get(deviceId);
      if (station === undefined) return undefined;
      try {
        await station.do(command.command, checkCommand(command, stationCapabilities));
        return { id: command.id, ok: true, time: isoTime(clock.now()) };
      } catch (error) {
        if (!(error instanceof LaboError)) throw error;
        return { id: command.id, ok: false, time: isoTime(clock.now()), problem: error.toProblem() };
      }
    },
    async stop() {
      await Promise.all([...made.values()].map((station) => station.end()));
      made.clear();
    },
    figures: () => ({
      receivers: [],
      strangers: 0,
      advertisementsPerSecond: 0,
      discarded: [...made.values()].reduce((sum, { discarded }) => sum + discarded, forgottenDiscards),
    }),
  };
}

const idOf = (group: string) => `station-${group}`;
