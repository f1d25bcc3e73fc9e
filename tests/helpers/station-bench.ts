// Stations on a real broker, and everything they say.
import type { Availability } from "#contract/devices.ts";
import type { EventKind, EventOf, LaboEvent } from "#contract/events.ts";
import { createClock } from "../../bridge/clock.ts";
import { createEventFactory } from "../../bridge/devices/event-factory.ts";
import { createStations, type Stations } from "../../bridge/devices/stations/stations.ts";
import { createStationNetwork, type StationNetworkOptions } from "../../bridge/mqtt/station-network.ts";

export interface StationBench {
  readonly stations: Stations;
  readonly events: LaboEvent[];
  readonly forgotten: string[];
  availability(device: string): Availability | undefined;
  facts(device: string): Readonly<Record<string, string>>;
  of<K extends EventKind>(kind: K, device?: string): EventOf<K>[];
  /** @returns the code of the refusal, or `ok`. */
  tell(device: string, command: string, args?: Record<string, string | number>): Promise<string>;
  /** A station, connected with a clean session unless said otherwise. */
  joined(args?: Record<string, string | number>): Promise<string>;
}

const plainJoin = { session: "clean", keepAlive: 30, will: "" };

export function startStationBench(broker: StationNetworkOptions): StationBench {
  const clock = createClock();
  const events: LaboEvent[] = [];
  const forgotten: string[] = [];
  const availabilities = new Map<string, Availability>();
  const facts = new Map<string, Readonly<Record<string, string>>>();
  const stations = createStations({
    clock,
    bridge: "banc",
    events: createEventFactory("banc", "b"),
    network: createStationNetwork(broker),
    forget: (device) => void forgotten.push(device),
    output: {
      device: () => {},
      availability: (device, availability) => void availabilities.set(device, availability),
      state: (device, state) => void facts.set(device, state.facts ?? {}),
      event: (event) => void events.push(event),
      raw: () => {},
    },
  });
  let commands = 0;
  const bench: StationBench = {
    stations,
    events,
    forgotten,
    availability: (device) => availabilities.get(device),
    facts: (device) => facts.get(device) ?? {},
    of: <K extends EventKind>(kind: K, device?: string) =>
      events.filter(
        (event): event is EventOf<K> =>
          event.kind === kind && (device === undefined || event.device === device),
      ),
    async tell(device, command, args = {}) {
      commands += 1;
      const result = await stations.execute(device, { id: `c${commands}`, command, args });
      if (result === undefined) return "nobody";
      return result.ok ? "ok" : result.problem.code;
    },
    async joined(args = {}) {
      const { device } = await stations.make();
      const answer = await bench.tell(device, "join", { ...plainJoin, ...args });
      if (answer !== "ok") throw new Error(`not joined: ${answer}`);
      return device;
    },
  };
  return bench;
}
