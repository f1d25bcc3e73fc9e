// One device as a Thing Description: properties from its channels, actions from its capabilities, events from its
// profile; by HTTP at this bench, by MQTT at its broker. Pure.
import { z } from "zod";
import { eventsOf } from "#contract/abilities.ts";
import type { BenchDevice } from "#contract/bench.ts";
import type { Argument, Capability, Channel, Device } from "#contract/devices.ts";
import { deviceStateSchema } from "#contract/devices.ts";
import { quantities } from "#contract/quantities.ts";
import type { ThingDescription, ThingForm } from "#contract/things.ts";
import { type TopicKind, topicFor, topicRules } from "#contract/topics.ts";
import type { Language, Words } from "#contract/words.ts";

export interface ThingPlaces {
  /** Address of the bench, with a slash at the end. */
  readonly base: string;
  /** `mqtt://host:port`; absent when the broker has no address of its own. */
  readonly broker?: string;
  /** The broker wants a user and password. */
  readonly isBrokerClosed?: boolean;
  /** Of titles without a language. */
  readonly language: Language;
}

const json = "application/json";
const words = {
  state: { fr: "État complet", en: "Whole state" },
  event: { fr: "Ce qui se passe", en: "What happens" },
  device: {
    fr: "Appareil du banc Labo Explorer; une valeur absente n’est pas disponible.",
    en: "Device of the Labo Explorer bench; a value that is absent is not available.",
  },
} as const satisfies Record<string, Words>;

/** A JSON Schema without the name of its dialect: a Thing Description has its own. */
function schemaOf(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: "draft-7" });
  return rest;
}

function argumentSchema(argument: Argument, language: Language) {
  const titles = { title: argument.label[language], titles: argument.label };
  if (argument.type === "choice") {
    return {
      type: "string",
      ...titles,
      oneOf: argument.choices.map(({ value, label }) => ({
        const: value,
        title: label[language],
        titles: label,
      })),
    };
  }
  if (argument.type !== "number") return { type: "string", ...titles };
  const { min, max, step, unit } = argument;
  return {
    type: "number",
    ...titles,
    minimum: min,
    maximum: max,
    ...(step > 0 ? { multipleOf: step } : {}),
    unit,
  };
}

/** Without a broker's address there are no MQTT forms: a form that leads nowhere helps nobody. */
function mqttForms(
  { broker }: ThingPlaces,
  device: Device,
  kind: TopicKind,
  op: string | readonly string[],
): ThingForm[] {
  if (broker === undefined) return [];
  const topic = topicFor(kind, device.bridge, device.id);
  const { qos, retain } = topicRules[kind];
  const isPublish = kind === "set";
  return [
    {
      href: `${broker}/${topic}`,
      op: typeof op === "string" ? op : [...op],
      contentType: json,
      security: ["broker"],
      "mqv:controlPacket": isPublish ? "publish" : "subscribe",
      [isPublish ? "mqv:topic" : "mqv:filter"]: topic,
      "mqv:qos": String(qos),
      "mqv:retain": retain,
    },
  ];
}

const propertyHref = (device: Device, property: string) =>
  `api/devices/${encodeURIComponent(device.id)}/properties/${encodeURIComponent(property)}`;
const readForm = (device: Device, property: string): ThingForm => ({
  href: propertyHref(device, property),
  op: "readproperty",
  contentType: json,
  "htv:methodName": "GET",
});

function channelProperty(channel: Channel, device: Device, language: Language) {
  const { min, max } = channel;
  const { unit } = quantities[channel.quantity];
  return {
    title: channel.name[language],
    titles: channel.name,
    type: "number",
    ...(unit === "" ? {} : { unit }),
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
    readOnly: true,
    observable: false,
    forms: [readForm(device, channel.id)],
  };
}

function action(capability: Capability, device: Device, places: ThingPlaces) {
  const { command, label, arguments: list, trainerOnly } = capability;
  const { language } = places;
  return {
    title: label[language],
    titles: label,
    safe: false,
    idempotent: false,
    input: {
      type: "object",
      properties: {
        // Chosen by who asks; by HTTP the bench chooses one.
        id: { type: "string", minLength: 1, maxLength: 120 },
        command: { type: "string", const: command },
        args: {
          type: "object",
          properties: Object.fromEntries(
            list.map((argument) => [argument.name, argumentSchema(argument, language)]),
          ),
          required: list.map(({ name }) => name),
        },
      },
      required: ["command", "args"],
    },
    forms: [
      {
        href: `api/devices/${encodeURIComponent(device.id)}/commands`,
        op: "invokeaction",
        contentType: json,
        "htv:methodName": "POST",
        ...(trainerOnly ? { security: ["trainer"] } : {}),
      },
      ...mqttForms(places, device, "set", "invokeaction"),
    ],
  };
}

function eventAffordance(device: Device, places: ThingPlaces) {
  const text = { type: "string" };
  return {
    title: words.event[places.language],
    titles: words.event,
    data: {
      type: "object",
      properties: {
        v: { type: "integer", const: 1 },
        id: text,
        seq: { type: "integer", minimum: 0 },
        time: { type: "string", format: "date-time" },
        mono: { type: "number", minimum: 0, unit: "ms" },
        bridge: text,
        device: { type: "string", const: device.id },
        source: text,
        kind: { type: "string", enum: [...eventsOf(device.profile)] },
      },
      required: ["v", "id", "seq", "time", "kind"],
    },
    forms: mqttForms(places, device, "event", ["subscribeevent", "unsubscribeevent"]),
  };
}

/** @returns the description; valid against the standard's JSON Schema, which the tests hold it to. */
export function thingDescriptionOf({ device }: BenchDevice, places: ThingPlaces): ThingDescription {
  const { base, broker, isBrokerClosed = false, language } = places;
  const properties = device.channels.map((channel): [string, ReturnType<typeof channelProperty>] => [
    channel.id,
    channelProperty(channel, device, language),
  ]);
  const state = {
    title: words.state[language],
    titles: words.state,
    ...schemaOf(deviceStateSchema),
    readOnly: true,
    observable: broker !== undefined,
    forms: [
      readForm(device, "state"),
      ...mqttForms(places, device, "device-state", ["observeproperty", "unobserveproperty"]),
    ],
  };
  return {
    "@context": [
      "https://www.w3.org/2022/wot/td/v1.1",
      {
        "@language": language,
        htv: "http://www.w3.org/2011/http#",
        mqv: "http://www.example.org/mqtt-binding#",
      },
    ],
    id: `urn:labo-explorer:${device.id}`,
    title: device.name[language],
    titles: device.name,
    description: words.device[language],
    descriptions: words.device,
    base,
    securityDefinitions: {
      open: { scheme: "nosec" },
      // A cookie given by the trainer's link.
      trainer: { scheme: "apikey", in: "cookie", name: "labo_trainer" },
      broker: isBrokerClosed ? { scheme: "basic" } : { scheme: "nosec" },
    },
    security: ["open"],
    properties: { state, ...Object.fromEntries(properties) },
    actions: Object.fromEntries(
      device.capabilities.map((capability) => [capability.command, action(capability, device, places)]),
    ),
    events: broker === undefined ? {} : { event: eventAffordance(device, places) },
    links: [
      { href: `appareil/${encodeURIComponent(device.id)}`, rel: "alternate", type: "text/html" },
      { href: "api/asyncapi.json", rel: "service-desc", type: json },
    ],
  };
}
