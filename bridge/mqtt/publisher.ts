// What the sessions say, put on the topic tree: the sink of everything on the bridge's side, and the source of all the
// rest. Retained state is validated and throttled; events were made valid by their factory and only written.
import { z } from "zod";
import {
  type Availability,
  availabilitySchema,
  type Device,
  type DeviceState,
  deviceSchema,
  deviceStateSchema,
} from "#contract/devices.ts";
import { type BridgeHealth, bridgeHealthSchema, bridgeInfoSchema, topicFor } from "#contract/topics.ts";
import { type Clock, isoTime, type Timer } from "../clock.ts";
import type { DeviceOutput, SourceFigures } from "../devices/output.ts";
import { errorTable } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { createCoalescedLog } from "./coalesced-log.ts";
import type { MqttLink } from "./link.ts";
import { createRawFrames } from "./raw-frames.ts";

export interface PublisherOptions {
  readonly link: MqttLink;
  readonly bridge: string;
  /** For people, on `info`. */
  readonly name: string;
  readonly version: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly figures: () => SourceFigures;
  /** Messages refused on the way in, for the health topic. */
  readonly refusedMessages: () => number;
}

export interface Publisher extends DeviceOutput {
  start(): void;
  stop(): void;
  /** Takes a device off the list, with its retained topics. */
  forget(deviceId: string): void;
  /** What the bridge wanted to say and its own contract refused, since the start: faults to repair. */
  readonly refused: number;
}

/** Between two states of one device: at most four a second. */
const statePaceMs = 250;
/** Devices announced together make one list. */
const devicesPaceMs = 50;
const healthEveryMs = 5_000;
const mostDevices = 512;

/** Of every device that was there, once the bridge was closed as it should be. */
const closed: Availability = {
  state: "offline",
  health: {
    state: "waiting",
    code: "BRIDGE_CLOSED",
    reason: {
      fr: `${errorTable.BRIDGE_CLOSED.message.fr} ${errorTable.BRIDGE_CLOSED.remedy.fr}`,
      en: `${errorTable.BRIDGE_CLOSED.message.en} ${errorTable.BRIDGE_CLOSED.remedy.en}`,
    },
  },
};

/** As one function: of every device, several times a second. */
const compiledStateSchema = z.compile(deviceStateSchema, { strict: true });

interface Topics {
  readonly state: string;
  readonly event: string;
  readonly availability: string;
  readonly raw: string;
}

interface Pace {
  latest: DeviceState | undefined;
  timer: Timer | undefined;
}

interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: { message: string } };
}

/** @see PublisherOptions */
export function createPublisher(options: PublisherOptions): Publisher {
  const { link, bridge, clock, logger } = options;
  const refused = createCoalescedLog(logger, clock, "the bridge's own message is not of its contract");
  const devices = new Map<string, Device>();
  const topics = new Map<string, Topics>();
  const availabilities = new Map<string, string>();
  const paces = new Map<string, Pace>();
  /** States that were told a moment ago, each with a timer at whose end frames go too. */
  let pacing = 0;
  const rawFrames = createRawFrames(
    clock,
    (device, payload, message) => link.send(topicsOf(device).raw, payload, 0, message),
    () => pacing > 0,
  );
  let devicesTimer: Timer | undefined;
  let healthTimer: Timer | undefined;
  let startedMono = 0;

  function topicsOf(device: string): Topics {
    const known = topics.get(device);
    if (known !== undefined) return known;
    const made = {
      state: topicFor("device-state", bridge, device),
      event: topicFor("event", bridge, device),
      availability: topicFor("availability", bridge, device),
      raw: topicFor("raw", bridge, device),
    };
    // Ids come from devices: a table with a bound, made again when it was emptied.
    if (topics.size >= mostDevices * 2) topics.clear();
    topics.set(device, made);
    return made;
  }

  /** The payload, or `undefined`, counted and told, when it is not of the contract. */
  function checked<T>(schema: Schema<T>, payload: T, topic: string): T | undefined {
    const parsed = schema.safeParse(payload);
    if (parsed.success) return parsed.data;
    refused.count("out-of-contract", `${topic}: ${parsed.error.message.replaceAll(/\s+/g, " ")}`);
    return undefined;
  }

  /** As JSON. */
  function written<T>(schema: Schema<T>, payload: T, topic: string): string | undefined {
    const valid = checked(schema, payload, topic);
    return valid === undefined ? undefined : JSON.stringify(valid);
  }

  function publishDevices() {
    devicesTimer = undefined;
    // Each was checked when it was announced.
    link.retain(topicFor("devices", bridge), JSON.stringify({ devices: [...devices.values()] }), 1);
  }

  /** Retained availability outlives this bridge: without a last word it would promise devices nobody holds. */
  function sayGoodbye() {
    for (const id of devices.keys()) {
      const told = availabilities.get(id);
      // What is offline already has a reason of its own, and a better one.
      if (told === undefined || availabilitySchema.parse(JSON.parse(told)).state === "online")
        tellAvailability(id, closed);
    }
  }

  function tellAvailability(device: string, availability: Availability) {
    const topic = topicsOf(device).availability;
    const payload = written(availabilitySchema, availability, topic);
    if (payload === undefined || availabilities.get(device) === payload) return;
    if (availabilities.size >= mostDevices * 2) availabilities.clear();
    availabilities.set(device, payload);
    link.retain(topic, payload, 1);
  }

  function tellState(device: string, state: DeviceState) {
    const topic = topicsOf(device).state;
    const said = checked(compiledStateSchema, state, topic);
    if (said !== undefined) link.retain(topic, JSON.stringify(said), 0, said);
  }

  function publishState(device: string, pace: Pace) {
    const latest = pace.latest;
    pace.latest = undefined;
    pace.timer = undefined;
    if (latest === undefined) return;
    tellState(device, latest);
    pacing += 1;
    pace.timer = clock.after(statePaceMs, () => {
      pacing -= 1;
      publishState(device, pace);
      // In one breath with the state they led to.
      rawFrames.send();
    });
  }

  function stopPace(pace: Pace | undefined) {
    if (pace?.timer === undefined) return;
    pace.timer.cancel();
    pace.timer = undefined;
    pacing -= 1;
    rawFrames.send();
  }

  function publishHealth() {
    const figures = options.figures();
    const { kept, dropped } = link.status();
    const health: BridgeHealth = {
      time: isoTime(clock.now()),
      uptimeMs: Math.max(0, Math.round(clock.mono() - startedMono)),
      residentBytes: process.memoryUsage.rss(),
      receivers: [...figures.receivers],
      strangers: figures.strangers,
      advertisementsPerSecond: figures.advertisementsPerSecond,
      outbox: { kept, dropped },
      discarded: figures.discarded,
      refusedMessages: options.refusedMessages(),
    };
    const topic = topicFor("health", bridge);
    const payload = written(bridgeHealthSchema, health, topic);
    if (payload !== undefined) link.retain(topic, payload, 0);
  }

  return {
    get refused() {
      return refused.total;
    },
    device(device) {
      const topic = topicFor("devices", bridge);
      const parsed = deviceSchema.safeParse(device);
      if (!parsed.success || parsed.data.bridge !== bridge) {
        refused.count("device", `${topic}: ${device.id}: ${parsed.error?.message ?? "of another bridge"}`);
        return;
      }
      if (!devices.has(device.id) && devices.size >= mostDevices) {
        refused.count("too-many-devices", device.id);
        return;
      }
      devices.set(device.id, parsed.data);
      devicesTimer ??= clock.after(devicesPaceMs, publishDevices);
    },
    availability: tellAvailability,
    state(device, state) {
      let pace = paces.get(device);
      if (pace === undefined) {
        if (paces.size >= mostDevices * 2) {
          refused.count("too-many-devices", device);
          return;
        }
        pace = { latest: undefined, timer: undefined };
        paces.set(device, pace);
      }
      pace.latest = state;
      if (pace.timer === undefined) publishState(device, pace);
    },
    event(event) {
      link.sendEvent(topicsOf(event.device).event, JSON.stringify(event), event);
      rawFrames.follow();
    },
    raw: rawFrames.add,
    forget(device) {
      if (!devices.delete(device)) return;
      stopPace(paces.get(device));
      paces.delete(device);
      availabilities.delete(device);
      link.clearRetained(topicsOf(device).state);
      link.clearRetained(topicsOf(device).availability);
      devicesTimer ??= clock.after(devicesPaceMs, publishDevices);
    },
    start() {
      startedMono = clock.mono();
      const info = {
        bridge,
        name: options.name,
        version: options.version,
        started: isoTime(clock.now()),
        contract: 1 as const,
      };
      const payload = written(bridgeInfoSchema, info, topicFor("info", bridge));
      if (payload !== undefined) link.retain(topicFor("info", bridge), payload, 1);
      publishDevices();
      publishHealth();
      healthTimer ??= clock.every(healthEveryMs, publishHealth);
    },
    stop() {
      healthTimer?.cancel();
      healthTimer = undefined;
      devicesTimer?.cancel();
      devicesTimer = undefined;
      rawFrames.send();
      // What waited for its turn goes now: retained state outlives this bridge.
      for (const [device, pace] of paces) {
        stopPace(pace);
        if (pace.latest !== undefined) tellState(device, pace.latest);
      }
      paces.clear();
      sayGoodbye();
      refused.close();
    },
  };
}
