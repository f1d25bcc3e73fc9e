// What Home Assistant is told, read the way it reads: its templates are rendered by an independent Jinja engine.
import { Template } from "@huggingface/jinja";
import { afterEach, describe, expect, it } from "vitest";
import type { Channel, Device } from "#contract/devices.ts";
import type { EventBody } from "#contract/events.ts";
import {
  discoveryId,
  type HaComponent,
  haDiscoverySchema,
  homeAssistantTopics,
} from "#contract/home-assistant.ts";
import type { LaboMessage } from "#contract/messages.ts";
import { quantities, quantityIds } from "#contract/quantities.ts";
import { sameWords } from "#contract/words.ts";
import { createBench } from "../../../bridge/bench/bench.ts";
import { createEventFactory } from "../../../bridge/devices/event-factory.ts";
import { createMqttLink } from "../../../bridge/mqtt/link.ts";
import { announceToHomeAssistant } from "../../../bridge/neighbours/home-assistant.ts";
import { homeAssistantPayload } from "../../../bridge/neighbours/home-assistant-payload.ts";
import {
  afterwards,
  clock,
  deviceOf,
  listen,
  rawClient,
  silent,
  startBroker,
  undoAll,
  until,
} from "../../helpers/mqtt.ts";

afterEach(undoAll);

const channelOf = (quantity: Channel["quantity"], id: string = quantity): Channel => ({
  id,
  quantity,
  name: quantities[quantity].name,
});
const board: Device = {
  ...deviceOf("carte"),
  profile: "board-serial",
  channels: [
    channelOf("temperature"),
    channelOf("illuminance", "light-level"),
    channelOf("contact", "bouton"),
  ],
};
const lowFrequency: Device = {
  ...deviceOf("lecteur-125"),
  profile: "rfid-lf",
  model: "em4100-reader",
};
const payloadOf = (device: Device) => homeAssistantPayload(device, "fr", "1.0.0");
const component = (device: Device, key: string): HaComponent => {
  const found = payloadOf(device).components[key];
  if (found === undefined) throw new Error(`no component ${key}`);
  return found;
};
const render = ({ value_template }: HaComponent, value_json: unknown) =>
  new Template(value_template).render({ value_json });

const events = createEventFactory("cave", "b");
const eventOf = (body: EventBody) => events.make("carte", "hardware", { now: 0, mono: 0 }, body);

describe("a device for Home Assistant", () => {
  it.each([
    ["a board", board],
    ["a reader", deviceOf("lecteur")],
    ["a reader of 125 kHz", lowFrequency],
    ["a beacon", { ...deviceOf("b"), profile: "ble-beacon" as const, channels: [channelOf("rssi")] }],
    ...quantityIds.map((id): [string, Device] => [id, { ...board, channels: [channelOf(id)] }]),
  ])("%s is of the documented form", (_, device) => {
    const payload = payloadOf(device);
    expect(haDiscoverySchema.parse(payload)).toEqual(payload);
    const ids = Object.values(payload.components).flatMap((one) =>
      "unique_id" in one ? [one.unique_id] : [],
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("is available when the bridge and the device both are", () => {
    expect(payloadOf(board)).toMatchObject({
      availability_mode: "all",
      availability: [{ topic: "labo/cave/state" }, { topic: "labo/cave/carte/availability" }],
      origin: { name: "Labo Explorer", sw_version: "1.0.0" },
    });
    for (const { value_template } of payloadOf(board).availability)
      expect(new Template(value_template).render({ value_json: { state: "offline" } })).toBe("offline");
  });

  it("tells each value with class and unit, and an absent one as unknown", () => {
    const temperature = component(board, "temperature");
    expect(temperature).toMatchObject({
      platform: "sensor",
      device_class: "temperature",
      unit_of_measurement: "°C",
      state_class: "measurement",
    });
    expect(render(temperature, { readings: { temperature: 21.5 } })).toBe("21.5");
    expect(render(temperature, { readings: {} })).toBe("None");
    expect(render(component(board, "light-level"), { readings: { "light-level": 300 } })).toBe("300");
  });

  it("tells a contact as on or off, and its presses as an event and as triggers", () => {
    const state = component(board, "bouton");
    expect(state.platform).toBe("binary_sensor");
    expect(render(state, { readings: { bouton: 1 } })).toBe("ON");
    expect(render(state, { readings: { bouton: 0 } })).toBe("OFF");
    const event = component(board, "bouton-event");
    const pressed = eventOf({ kind: "button-pressed", channel: "bouton" });
    const elsewhere = eventOf({ kind: "button-pressed", channel: "autre" });
    expect(JSON.parse(render(event, pressed))).toEqual({ event_type: "pressed" });
    for (const other of [elsewhere, eventOf({ kind: "device-found" })]) expect(render(event, other)).toBe("");
    const trigger = component(board, "bouton-pressed");
    expect(trigger).toMatchObject({ platform: "device_automation", automation_type: "trigger" });
    expect(render(trigger, pressed)).toBe("payload" in trigger ? trigger.payload : undefined);
    expect(render(trigger, elsewhere)).toBe("");
  });

  it.each([
    { reader: deviceOf("lecteur"), uid: "04a1b2c3", uidBytes: 4 as const },
    { reader: lowFrequency, uid: "2b0058c1d7", uidBytes: 5 as const },
  ])("tells tags that come and go, and scans only those the kit knows: $reader.profile", (given) => {
    const { reader, uid, uidBytes } = given;
    const arrival = (known: boolean) =>
      eventOf({
        kind: "tag-arrived",
        reader: "r0",
        tag: { id: known ? uid : "foreign-1", known, family: "unknown", uidBytes },
      });
    expect(JSON.parse(render(component(reader, "tag-event"), arrival(false)))).toEqual({
      event_type: "arrived",
      tag: "foreign-1",
      known: false,
    });
    expect(render(component(reader, "tag-scanner"), arrival(true))).toBe(uid);
    expect(render(component(reader, "tag-scanner"), arrival(false))).toBe("");
    expect(render(component(reader, "tags-present"), { readings: {}, tags: ["a", "b"] })).toBe("2");
  });

  it("announces a reader of 125 kHz with all that one of 13.56 MHz has", () => {
    const hf = Object.keys(payloadOf(deviceOf("lecteur")).components);
    expect(hf).toEqual(expect.arrayContaining(["tag-event", "tag-scanner", "tags-present"]));
    expect(Object.keys(payloadOf(lowFrequency).components)).toEqual(hf);
  });

  it("has an id that Home Assistant allows, another one for each device", () => {
    const ids = ["a.b", "a_b", "a_-b", "a-b", "a__b"].map(discoveryId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-zA-Z0-9_-]+$/);
  });
});

describe("the announcement to Home Assistant", () => {
  async function announced() {
    const broker = await startBroker();
    const bench = createBench({ clock, bridge: "cave" });
    const link = createMqttLink({ url: broker.url, bridge: "cave", clock, logger: silent });
    const listeners = new Set<(message: LaboMessage) => void>();
    const onMessage = (listener: (message: LaboMessage) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    };
    const about = { clock, logger: silent, language: "fr", version: "1.0.0" } as const;
    afterwards(announceToHomeAssistant({ link, bench, onMessage, ...about }));
    const say = (message: LaboMessage) => {
      for (const listener of listeners) listener(message);
    };
    const client = await rawClient(broker.url);
    const heard = await listen(client, "homeassistant/device/+/config");
    link.start();
    afterwards(() => link.stop());
    const show = (...devices: Device[]) =>
      bench.apply({ kind: "devices", bridge: "cave", payload: { devices } });
    bench.apply({ kind: "state", bridge: "cave", payload: { state: "online" } });
    return { bench, client, heard, show, say };
  }

  it("is said once per device, again when it changes or Home Assistant is born, and taken back when forgotten", async () => {
    const { bench, client, heard, show } = await announced();
    show(board, deviceOf("lecteur"));
    await until(() => expect(heard).toHaveLength(2));
    show(board, deviceOf("lecteur"));
    bench.setNotes("carte", { name: "La carte du fond" });
    await until(() => expect(heard).toHaveLength(3));
    expect(JSON.parse(heard[2]?.text ?? "").device.name).toBe("La carte du fond");
    await client.publishAsync(homeAssistantTopics.status, "offline");
    await client.publishAsync(homeAssistantTopics.status, "online");
    await client.publishAsync(homeAssistantTopics.status, "online");
    await until(() => expect(heard).toHaveLength(5));
    bench.forget("carte");
    await until(() => expect(heard).toHaveLength(6));
    expect(heard[5]).toMatchObject({ topic: homeAssistantTopics.config("carte"), text: "" });
    const late = await listen(client, "homeassistant/device/+/config");
    await until(() =>
      expect(late.map(({ topic }) => topic)).toEqual([homeAssistantTopics.config("lecteur")]),
    );
    expect(late[0]?.isRetained).toBe(true);
  });

  it("learns of a beacon's button when it is pressed, and tells how it was pressed", async () => {
    const { heard, show, say } = await announced();
    const beacon: Device = { ...deviceOf("carte"), profile: "ble-beacon" };
    show(beacon);
    await until(() => expect(heard).toHaveLength(1));
    const press = eventOf({ kind: "button-pressed", channel: "button_2", press: "double" });
    for (let i = 0; i < 3; i += 1) say({ kind: "event", bridge: "cave", device: "carte", payload: press });
    await until(() => expect(heard).toHaveLength(2));
    const payload = haDiscoverySchema.parse(JSON.parse(heard[1]?.text ?? ""));
    const button = payload.components["button_2-event"] as HaComponent;
    const plain = eventOf({ kind: "button-pressed", channel: "button_2" });
    expect(JSON.parse(render(button, press))).toEqual({ event_type: "double" });
    expect(JSON.parse(render(button, plain))).toEqual({ event_type: "press" });
  });

  it("of a beacon that two bridges hear is one device, at the bridge the bench shows", async () => {
    const { bench, heard, show } = await announced();
    const beacon = (bridge: string): Device => ({
      ...deviceOf("balise", bridge),
      profile: "ble-beacon",
      name: sameWords("Phare"),
    });
    const online = { state: "online", health: { state: "ready", code: "ok" } } as const;
    bench.apply({ kind: "state", bridge: "grenier", payload: { state: "online" } });
    bench.apply({ kind: "devices", bridge: "grenier", payload: { devices: [beacon("grenier")] } });
    bench.apply({ kind: "availability", bridge: "grenier", device: "balise", payload: online });
    await until(() => expect(heard).toHaveLength(1));
    show(beacon("cave"));
    bench.apply({ kind: "availability", bridge: "cave", device: "balise", payload: online });
    await until(() => expect(heard).toHaveLength(2));
    expect(heard.map(({ topic }) => topic)).toEqual(Array(2).fill(homeAssistantTopics.config("balise")));
    expect(heard.map(({ text }) => JSON.parse(text).state_topic)).toEqual([
      "labo/grenier/balise/state",
      "labo/cave/balise/state",
    ]);
  });
});
