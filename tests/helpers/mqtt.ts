// A broker, raw MQTT clients and a whole bridge side (link, publisher, subscriber) for the tests of MQTT.
import { connectAsync, type IClientOptions, type MqttClient } from "mqtt";
import { vi } from "vitest";
import type { Command, CommandResult } from "#contract/commands.ts";
import type { Device } from "#contract/devices.ts";
import type { LaboEvent } from "#contract/events.ts";
import { sameWords } from "#contract/words.ts";
import { createClock } from "../../bridge/clock.ts";
import { createEventFactory } from "../../bridge/devices/event-factory.ts";
import { createLogger } from "../../bridge/logger.ts";
import { type Broker, type BrokerLimits, createBroker } from "../../bridge/mqtt/broker.ts";
import { createMqttLink, type MqttLink, type MqttLinkOptions } from "../../bridge/mqtt/link.ts";
import { createSubscriber, type Subscriber } from "../../bridge/mqtt/subscriber.ts";

export const clock = createClock();
export const silent = createLogger("silent");

/** Waits until the assertions hold, with a generous limit. */
export const until = (assert: () => void): Promise<void> =>
  vi.waitFor(assert, { timeout: 30_000, interval: 10 });

/** Something to undo after a test. */
type Undo = () => unknown;
const undos: Undo[] = [];
export const afterwards = (undo: Undo) => void undos.push(undo);

/** To be called after each test. */
export async function undoAll(): Promise<void> {
  for (const undo of undos.splice(0).reverse()) await undo();
}

export async function startBroker(
  limits: Partial<BrokerLimits> = {},
  port = 0,
  bridge?: string,
): Promise<Broker> {
  const broker = createBroker({
    port,
    limits,
    clock,
    logger: silent,
    ...(bridge === undefined ? {} : { bridge }),
  });
  await broker.start();
  afterwards(() => broker.stop());
  return broker;
}

/** A client of no special kind, that stays away when it is cut. */
export async function rawClient(url: string, options: IClientOptions = {}): Promise<MqttClient> {
  const client = await connectAsync(url, { reconnectPeriod: 0, protocolVersion: 4, ...options });
  client.on("error", () => {});
  afterwards(() => client.endAsync(true));
  return client;
}

export interface Heard {
  readonly topic: string;
  readonly text: string;
  readonly isRetained: boolean;
}

/** All a client hears on these filters, from now on. */
export async function listen(client: MqttClient, ...filters: string[]): Promise<Heard[]> {
  const heard: Heard[] = [];
  client.on("message", (topic, payload, packet) =>
    heard.push({ topic, text: payload.toString(), isRetained: packet.retain }),
  );
  await client.subscribeAsync(filters, { qos: 1 });
  return heard;
}

export interface BridgeSide {
  readonly link: MqttLink;
  readonly subscriber: Subscriber;
}

/** A started link with its subscriber. */
export function startSide(options: Partial<MqttLinkOptions> & { url: string }): BridgeSide {
  const link = createMqttLink({ bridge: "cave", clock, logger: silent, ...options });
  const subscriber = createSubscriber({ link, clock, logger: silent });
  link.start();
  afterwards(() => link.stop());
  return { link, subscriber };
}

export function deviceOf(id: string, bridge = "cave"): Device {
  return {
    id,
    bridge,
    name: sameWords("Lecteur"),
    model: "labo-rfid",
    profile: "rfid-hf",
    transport: "serial",
    source: "simulated",
    channels: [],
    capabilities: [],
    facts: {},
  };
}

/** Makes events the way sessions do. */
export function eventMaker(bridge = "cave", boot = "b"): (device: string) => LaboEvent {
  const factory = createEventFactory(bridge, boot);
  return (device) =>
    factory.make(device, "simulated", { now: clock.now(), mono: clock.mono() }, { kind: "device-found" });
}

export const commandOf = (id: string, command = "light.set"): Command => ({ id, command, args: {} });

export const doneResult = (id: string): CommandResult => ({ id, ok: true, time: "2026-01-01T12:00:00.000Z" });
