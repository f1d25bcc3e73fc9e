// The topic tree as an AsyncAPI 3.0 document, drawn from the contract: what a program needs to speak with a bridge.
// https://www.asyncapi.com/docs/reference/specification/v3.0.0
import { z } from "zod";
import { gatewayMessageSchema } from "#contract/ble-gateways.ts";
import { haDiscoverySchema, haStatusSchema, homeAssistantTopics } from "#contract/home-assistant.ts";
import { type TopicKind, topicFor, topicRules } from "#contract/topics.ts";

const titles: Record<TopicKind, string> = {
  state: "Whether the bridge is there. Its last will says offline when the line is cut.",
  info: "What the bridge is: name, version, start.",
  health: "How the bridge is, every five seconds.",
  devices: "All devices of the bridge, with their channels and the commands they take.",
  "device-state": "Latest values of a device, at most four times a second.",
  event: "What happened, as it happened. Never retained; a second copy has the same id.",
  availability: "Whether the device can be counted on now, and if not, why and what to do.",
  raw: "Bytes of one frame and what each meant, while somebody asked with the command raw.watch.",
  set: "A command for a device. The answer comes on result, under the same id.",
  result: "What became of a command.",
};

/** One topic, or one pattern of topics. */
interface Described {
  /** Of the channel, its message and its schema. */
  readonly key: string;
  readonly operation: string;
  readonly address: string;
  readonly title: string;
  readonly summary: string;
  /** What the bridge does: `receive` for what others send. */
  readonly action: "send" | "receive";
  readonly schema: z.ZodType;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

const parameterWords: Readonly<Record<string, string>> = {
  bridge: "Name of the bridge.",
  device: "Id of the device: it survives replugging and restarts.",
  discoveryId: "Id of the device as Home Assistant allows it: `labo-` and the id, a dot as `_-`.",
  prefix: "What --gateways says, usually home.",
  gateway: "Name of the gateway.",
  address: "Address of the radio heard; the payload tells it too.",
};

const ofTree: readonly Described[] = (Object.keys(topicRules) as TopicKind[]).map((kind) => ({
  // `device-state` → `deviceState`.
  key: kind.replace(/-(.)/, (_, letter: string) => letter.toUpperCase()),
  operation: `on-${kind}`,
  address: topicFor(kind, "{bridge}", "{device}"),
  title: kind,
  summary: titles[kind],
  action: kind === "set" ? "receive" : "send",
  schema: topicRules[kind].schema,
  qos: topicRules[kind].qos,
  retain: topicRules[kind].retain,
}));

const ofNeighbours: readonly Described[] = [
  {
    key: "homeAssistantDiscovery",
    operation: "announce-to-home-assistant",
    address: "homeassistant/device/{discoveryId}/config",
    title: "Home Assistant discovery",
    summary:
      "With --home-assistant: one message per device of the bench; an empty one takes the device away.",
    action: "send",
    schema: haDiscoverySchema,
    qos: 1,
    retain: true,
  },
  {
    key: "homeAssistantStatus",
    operation: "hear-home-assistant",
    address: homeAssistantTopics.status,
    title: "Home Assistant birth and will",
    summary: "With --home-assistant: online has everything announced again.",
    action: "receive",
    schema: haStatusSchema,
    qos: 1,
    retain: false,
  },
  {
    key: "gatewayAdvertisement",
    operation: "hear-gateway",
    address: "{prefix}/{gateway}/BTtoMQTT/{address}",
    title: "Advertisement heard by a gateway",
    summary: "With --gateways: bytes of one advertisement; what the gateway made of them is not looked at.",
    action: "receive",
    schema: gatewayMessageSchema,
    qos: 1,
    retain: false,
  },
  {
    key: "gatewayPresence",
    operation: "hear-gateway-presence",
    address: "{prefix}/{gateway}/LWT",
    title: "Whether a gateway is there",
    summary: "With --gateways: the gateway's own last will.",
    action: "receive",
    schema: haStatusSchema,
    qos: 1,
    retain: true,
  },
];

const described = [...ofTree, ...ofNeighbours];
const byKey = (make: (one: Described) => unknown) =>
  Object.fromEntries(described.map((one) => [one.key, make(one)]));

/**
 * @param version of the program, for the document's own version.
 * @returns a plain object, ready for JSON, without references to anything outside.
 */
export function buildAsyncApi(version: string): Record<string, unknown> {
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Labo Explorer",
      version,
      description:
        "Events, state and commands of Labo Explorer bridges over MQTT 5 or 3.1.1. Payloads are JSON in UTF-8; quantities are in SI units; a value that is not available is an absent key.",
      license: { name: "MIT", url: "https://opensource.org/license/mit" },
    },
    defaultContentType: "application/json",
    channels: byKey(channelOf),
    operations: Object.fromEntries(described.map((one) => [one.operation, operationOf(one)])),
    components: {
      messages: byKey(messageOf),
      schemas: byKey(schemaOf),
      parameters: Object.fromEntries(
        Object.entries(parameterWords).map(([name, description]) => [name, { description }]),
      ),
    },
  };
}

function channelOf({ key, address, title, summary, qos, retain }: Described) {
  const names = [...address.matchAll(/{(\w+)}/g)].map((match) => match[1] ?? "");
  return {
    address,
    title,
    description: `${summary} QoS ${qos}, ${retain ? "retained" : "not retained"}.`,
    parameters: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/parameters/${name}` }])),
    messages: { [key]: { $ref: `#/components/messages/${key}` } },
  };
}

function operationOf({ key, action, summary, qos, retain }: Described) {
  return {
    action,
    channel: { $ref: `#/channels/${key}` },
    summary,
    messages: [{ $ref: `#/channels/${key}/messages/${key}` }],
    bindings: { mqtt: { qos, retain, bindingVersion: "0.2.0" } },
  };
}

function messageOf({ key, title, summary, schema }: Described) {
  return {
    name: key,
    title,
    summary,
    contentType: schema === haStatusSchema ? "text/plain" : "application/json",
    payload: { $ref: `#/components/schemas/${key}` },
  };
}

function schemaOf({ schema, action }: Described) {
  // What comes in is described as it may be sent, all the rest as it is received.
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    target: "draft-7",
    io: action === "receive" ? "input" : "output",
  });
  return json;
}
