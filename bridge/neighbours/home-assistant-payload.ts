// One device as Home Assistant wants to be told of it. Pure: the same device gives the same words.
// Fields: https://www.home-assistant.io/integrations/mqtt/, sensor.mqtt, binary_sensor.mqtt, event.mqtt, tag.mqtt,
// device_trigger.mqtt. Device classes and the units they allow: developers.home-assistant.io, entity/sensor.
import type { Channel, Device } from "#contract/devices.ts";
import { presses } from "#contract/events.ts";
import { discoveryId, type HaComponent, type HaDiscovery } from "#contract/home-assistant.ts";
import { type Quantity, quantities } from "#contract/quantities.ts";
import { topicFor } from "#contract/topics.ts";
import type { Language, Words } from "#contract/words.ts";

interface Kind {
  readonly class?: string;
  /** Tells of the device itself rather than of the room. */
  readonly diagnostic?: true;
  /** Measurement, unless it only ever grows. */
  readonly stateClass?: "total_increasing";
}

const kind = (name: string): Kind => ({ class: name });
const ofDevice = (name?: string): Kind => ({ ...(name === undefined ? {} : kind(name)), diagnostic: true });
const growing = (name?: string): Kind => ({
  ...(name === undefined ? {} : kind(name)),
  stateClass: "total_increasing",
});

/** What is not here is an ordinary measurement without a class. Each class allows the quantity's unit as it is. */
const kinds: Readonly<Record<string, Kind>> = {
  rssi: ofDevice("signal_strength"),
  measuredPower: ofDevice("signal_strength"),
  txPower: ofDevice("signal_strength"),
  batteryVoltage: ofDevice("voltage"),
  batteryLevel: ofDevice("battery"),
  batteryLow: ofDevice("battery"),
  charging: ofDevice("battery_charging"),
  uptime: ofDevice("duration"),
  packetId: ofDevice(),
  measurementSequence: ofDevice(),
  advertisementCount: { ...ofDevice(), stateClass: "total_increasing" },
  distanceLow: ofDevice("distance"),
  distanceHigh: ofDevice("distance"),
  distance: kind("distance"),
  measuredDistance: kind("distance"),
  temperature: kind("temperature"),
  dewPoint: kind("temperature"),
  relativeHumidity: kind("humidity"),
  moisture: kind("moisture"),
  conductivity: kind("conductivity"),
  precipitation: kind("precipitation"),
  pressure: kind("atmospheric_pressure"),
  voltage: kind("voltage"),
  current: kind("current"),
  power: kind("power"),
  energy: growing("energy"),
  illuminance: kind("illuminance"),
  co2: kind("carbon_dioxide"),
  pm1: kind("pm1"),
  pm25: kind("pm25"),
  pm4: kind("pm4"),
  pm10: kind("pm10"),
  tvoc: kind("volatile_organic_compounds"),
  speed: kind("speed"),
  mass: kind("weight"),
  duration: kind("duration"),
  storedVolume: kind("volume_storage"),
  waterVolume: growing("water"),
  gasVolume: growing("gas"),
  volume: growing("volume"),
  flow: kind("volume_flow_rate"),
  movementCount: growing(),
  opening: kind("opening"),
  door: kind("door"),
  garageDoor: kind("garage_door"),
  window: kind("window"),
  lock: kind("lock"),
  carbonMonoxide: kind("carbon_monoxide"),
  gas: kind("gas"),
  smoke: kind("smoke"),
  cold: kind("cold"),
  heat: kind("heat"),
  wet: kind("moisture"),
  light: kind("light"),
  sound: kind("sound"),
  sounding: kind("sound"),
  motion: kind("motion"),
  moving: kind("moving"),
  vibration: kind("vibration"),
  occupancy: kind("occupancy"),
  presence: kind("presence"),
  connectivity: kind("connectivity"),
  plug: kind("plug"),
  problem: kind("problem"),
  running: kind("running"),
  safety: kind("safety"),
  tamper: kind("tamper"),
  powerOn: kind("power"),
};

const words = {
  zone: { fr: "Zone", en: "Zone" },
  tags: { fr: "Étiquettes présentes", en: "Tags present" },
  tagEvent: { fr: "Passage d’une étiquette", en: "Tag comes or goes" },
  presence: { fr: "Présence", en: "Presence" },
  button: { fr: "Bouton", en: "Button" },
} as const satisfies Record<string, Words>;

/** A value that is absent is unknown, not the last one: Home Assistant reads the word None so. */
const reading = (channel: string) => `value_json.readings['${channel}']`;
const orNone = (key: string, of: string, value: string) => `{{ ${value} if '${key}' in ${of} else 'None' }}`;

/** Renders nothing for any other event, and nothing is what Home Assistant passes over. */
function eventTemplate(types: Readonly<Record<string, string>>, condition: string, more = ""): string {
  const cases = Object.entries(types).map(
    ([kind, type]) =>
      `{% if value_json.kind == '${kind}'${condition} %}{"event_type":"${type}"${more}}{% endif %}`,
  );
  return cases.join("");
}

interface Given {
  readonly device: Device;
  readonly language: Language;
  readonly id: string;
}

function channelComponent(given: Given, channel: Channel): HaComponent {
  const { quantity } = channel;
  const { unit, decimals, states }: Quantity = quantities[quantity];
  const { class: deviceClass, diagnostic, stateClass }: Kind = kinds[quantity] ?? {};
  const common = {
    unique_id: `${given.id}-${channel.id}`,
    name: channel.name[given.language],
    ...(deviceClass === undefined ? {} : { device_class: deviceClass }),
    ...(diagnostic ? { entity_category: "diagnostic" as const } : {}),
  };
  const value = reading(channel.id);
  if (states !== undefined) {
    // Here 1 is safe; for Home Assistant's class of that name, on is unsafe.
    const on = deviceClass === "safety" ? 0 : 1;
    return {
      platform: "binary_sensor",
      ...common,
      value_template: orNone(channel.id, "value_json.readings", `('ON' if ${value} == ${on} else 'OFF')`),
      payload_on: "ON",
      payload_off: "OFF",
    };
  }
  return {
    platform: "sensor",
    ...common,
    value_template: orNone(channel.id, "value_json.readings", value),
    ...(unit === "" ? {} : { unit_of_measurement: unit }),
    state_class: stateClass ?? "measurement",
    suggested_display_precision: decimals,
  };
}

/** A press is an event to show and a trigger to choose in an automation; a contact is a button of the bench. */
function buttonComponents(given: Given, channel: Channel): [string, HaComponent][] {
  const topic = topicFor("event", given.device.bridge, given.device.id);
  const ofChannel = ` and value_json.channel == '${channel.id}'`;
  const trigger = (kind: string, type: string, payload: string): HaComponent => ({
    platform: "device_automation",
    automation_type: "trigger",
    topic,
    value_template: `{% if value_json.kind == '${kind}'${ofChannel} %}${payload}{% endif %}`,
    payload,
    type,
    subtype: channel.name[given.language],
    qos: 1,
  });
  return [
    [
      `${channel.id}-event`,
      {
        platform: "event",
        unique_id: `${given.id}-${channel.id}-event`,
        name: channel.name[given.language],
        device_class: "button",
        state_topic: topic,
        event_types: ["pressed", "released"],
        value_template: eventTemplate(
          { "button-pressed": "pressed", "button-released": "released" },
          ofChannel,
        ),
      },
    ],
    [`${channel.id}-pressed`, trigger("button-pressed", "button_short_press", "PRESSED")],
    [`${channel.id}-released`, trigger("button-released", "button_short_release", "RELEASED")],
  ];
}

/** A button that shows only when it is pressed, as beacons have: nothing of it is among the values. */
function pressComponent(given: Given, channel: string): [string, HaComponent] {
  const name = words.button[given.language];
  return [
    `${channel}-event`,
    {
      platform: "event",
      unique_id: `${given.id}-${channel}-event`,
      name: channel === "button" ? name : `${name} (${channel})`,
      device_class: "button",
      state_topic: topicFor("event", given.device.bridge, given.device.id),
      event_types: [...presses],
      value_template: eventTemplate(
        { "button-pressed": "{{ value_json.press | default('press') }}" },
        ` and value_json.channel == '${channel}'`,
      ),
    },
  ];
}

function readerComponents(given: Given): [string, HaComponent][] {
  const topic = topicFor("event", given.device.bridge, given.device.id);
  return [
    [
      "tags-present",
      {
        platform: "sensor",
        unique_id: `${given.id}-tags-present`,
        name: words.tags[given.language],
        value_template: orNone("tags", "value_json", "value_json.tags | length"),
        state_class: "measurement",
      },
    ],
    [
      "tag-event",
      {
        platform: "event",
        unique_id: `${given.id}-tag-event`,
        name: words.tagEvent[given.language],
        state_topic: topic,
        event_types: ["arrived", "left"],
        value_template: eventTemplate(
          { "tag-arrived": "arrived", "tag-left": "left" },
          "",
          ',"tag":"{{ value_json.tag.id }}","known":{{ \'true\' if value_json.tag.known else \'false\' }}',
        ),
      },
    ],
    [
      "tag-scanner",
      {
        platform: "tag",
        topic,
        // Only tags the kit was taught: somebody's own card is nobody's business.
        value_template:
          "{% if value_json.kind == 'tag-arrived' and value_json.tag.known %}{{ value_json.tag.id }}{% endif %}",
      },
    ],
  ];
}

function beaconComponents(given: Given): [string, HaComponent][] {
  return [
    [
      "zone",
      {
        platform: "sensor",
        unique_id: `${given.id}-zone`,
        name: words.zone[given.language],
        device_class: "enum",
        options: ["near", "mid", "far"],
        value_template: orNone("zone", "value_json", "value_json.zone"),
      },
    ],
    [
      "presence-event",
      {
        platform: "event",
        unique_id: `${given.id}-presence-event`,
        name: words.presence[given.language],
        state_topic: topicFor("event", given.device.bridge, given.device.id),
        event_types: ["appeared", "moved", "left"],
        value_template: eventTemplate(
          { "beacon-appeared": "appeared", "beacon-moved": "moved", "beacon-left": "left" },
          "",
        ),
      },
    ],
  ];
}

/**
 * @param device as the bench shows it: its name is a person's, its topics are those of the bridge it is heard by.
 * @param version of the program, told as the origin's.
 * @param pressed channels that were pressed and are not among the device's channels.
 */
export function homeAssistantPayload(
  device: Device,
  language: Language,
  version: string,
  pressed: readonly string[] = [],
): HaDiscovery {
  const { bridge } = device;
  const id = discoveryId(device.id);
  const given: Given = { device, language, id };
  const components: [string, HaComponent][] = [
    ...device.channels.map((channel): [string, HaComponent] => [
      channel.id,
      channelComponent(given, channel),
    ]),
    ...device.channels
      .filter(({ quantity }) => quantity === "contact")
      .flatMap((channel) => buttonComponents(given, channel)),
    ...pressed.map((channel) => pressComponent(given, channel)),
    ...(device.profile.startsWith("rfid") ? readerComponents(given) : []),
    ...(device.profile === "ble-beacon" ? beaconComponents(given) : []),
  ];
  const { manufacturer, version: firmwareVersion } = device.facts;
  const state = "{{ value_json.state }}";
  return {
    device: {
      identifiers: [id],
      name: device.name[language],
      model: device.model,
      ...(manufacturer ? { manufacturer: manufacturer.slice(0, 120) } : {}),
      ...(firmwareVersion ? { sw_version: firmwareVersion.slice(0, 120) } : {}),
    },
    origin: { name: "Labo Explorer", sw_version: version },
    components: Object.fromEntries(components),
    state_topic: topicFor("device-state", bridge, device.id),
    availability: [
      { topic: topicFor("state", bridge), value_template: state },
      { topic: topicFor("availability", bridge, device.id), value_template: state },
    ],
    availability_mode: "all",
    qos: 1,
  };
}
