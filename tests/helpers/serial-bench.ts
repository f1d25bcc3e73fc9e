// Serial devices over given ports, and everything they said, for tests.
import { randomBytes } from "node:crypto";
import { pino } from "pino";
import type { Availability, Device, DeviceState } from "#contract/devices.ts";
import { availabilitySchema, deviceSchema, deviceStateSchema } from "#contract/devices.ts";
import type { EventKind, EventOf, LaboEvent } from "#contract/events.ts";
import { type RawFrame, rawFrameSchema } from "#contract/frames.ts";
import type { BoardPlans } from "../../bridge/boards/board-plans.ts";
import { type BoardPlan, defaultPlan } from "../../bridge/boards/plan.ts";
import { type Clock, createClock } from "../../bridge/clock.ts";
import { createEventFactory } from "../../bridge/devices/event-factory.ts";
import type { PortNotes } from "../../bridge/devices/port-notes.ts";
import { createSerialDevices } from "../../bridge/devices/serial-devices.ts";
import { createSerialPorts, type SerialPortsOptions } from "../../bridge/transports/serial/serial-ports.ts";

export interface SerialBenchOptions {
  readonly clock?: Clock;
  readonly taughtTags?: readonly string[];
  readonly plan?: BoardPlan;
  /** Instead of one plan for every board. */
  readonly plans?: Pick<BoardPlans, "planOf" | "onChange">;
  readonly notes?: PortNotes;
}

/** Starts at once; stop it after the test. Everything said is checked against the contract. */
export function startSerialBench(
  portsOptions: Omit<SerialPortsOptions, "clock">,
  options: SerialBenchOptions = {},
) {
  const clock = options.clock ?? createClock();
  const taught = new Set(options.taughtTags ?? []);
  const devices = new Map<string, Device>();
  const availability = new Map<string, Availability>();
  const healths: string[] = [];
  const states = new Map<string, DeviceState>();
  const events: LaboEvent[] = [];
  const raw: RawFrame[] = [];
  const serial = createSerialDevices({
    clock,
    logger: pino({ level: "silent" }),
    bridge: "bench",
    ports: createSerialPorts({ clock, ...portsOptions }),
    output: {
      device: (device) => void devices.set(device.id, deviceSchema.parse(device)),
      availability: (id, told) => {
        availability.set(id, availabilitySchema.parse(told));
        healths.push(`${id} ${told.state} ${told.health.state} ${told.health.code}`);
      },
      state: (id, state) => void states.set(id, deviceStateSchema.parse(state)),
      event: (event) => void events.push(event),
      raw: (_id, frame) => void raw.push(rawFrameSchema.parse(frame())),
    },
    events: createEventFactory("bench", "boot"),
    taught: { beaconName: () => undefined, isTagKnown: (uid) => taught.has(uid) },
    random: (bytes) => randomBytes(bytes),
    plans: options.plans ?? { planOf: () => options.plan ?? defaultPlan, onChange: () => () => undefined },
    ...(options.notes === undefined ? {} : { notes: options.notes }),
  });
  serial.start();
  return {
    clock,
    serial,
    taught,
    devices,
    availability,
    healths,
    states,
    events,
    raw,
    of: <K extends EventKind>(kind: K): EventOf<K>[] =>
      events.filter((event): event is EventOf<K> => event.kind === kind),
    health: (id: string) => availability.get(id)?.health,
    command: (device: string, command: string, args: Record<string, number | string | boolean> = {}) =>
      serial.execute(device, { id: `${command}-${events.length}`, command, args }),
  };
}

export type SerialBench = ReturnType<typeof startSerialBench>;
