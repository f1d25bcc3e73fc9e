// The topic tree as an AsyncAPI 3.0 document, drawn from the contract: what a program needs to speak with a bridge.
// https://www.asyncapi.com/docs/reference/specification/v3.0.0
import { z } from "zod";
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

const kinds = Object.keys(topicRules) as TopicKind[];

/** Message names and keys of the document: `device-state` → `deviceState`. */
const keyOf = (kind: TopicKind) => kind.replace(/-(.)/, (_, letter: string) => letter.toUpperCase());

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
        "Events, state and commands of Labo Explorer bridges over MQTT 3.1.1. Payloads are JSON in UTF-8; quantities are in SI units; a value that is not available is an absent key.",
      license: { name: "MIT", url: "https://opensource.org/license/mit" },
    },
    defaultContentType: "application/json",
    channels: Object.fromEntries(kinds.map((kind) => [keyOf(kind), channelOf(kind)])),
    operations: Object.fromEntries(kinds.map((kind) => [`on-${kind}`, operationOf(kind)])),
    components: {
      messages: Object.fromEntries(kinds.map((kind) => [keyOf(kind), messageOf(kind)])),
      schemas: Object.fromEntries(kinds.map((kind) => [keyOf(kind), schemaOf(kind)])),
      parameters: {
        bridge: { description: "Name of the bridge." },
        device: { description: "Id of the device: it survives replugging and restarts." },
      },
    },
  };
}

function channelOf(kind: TopicKind) {
  const rule = topicRules[kind];
  const bridge = { $ref: "#/components/parameters/bridge" };
  return {
    address: topicFor(kind, "{bridge}", "{device}"),
    title: kind,
    description: `${titles[kind]} QoS ${rule.qos}, ${rule.retain ? "retained" : "not retained"}.`,
    parameters:
      rule.level === "bridge" ? { bridge } : { bridge, device: { $ref: "#/components/parameters/device" } },
    messages: { [keyOf(kind)]: { $ref: `#/components/messages/${keyOf(kind)}` } },
  };
}

function operationOf(kind: TopicKind) {
  const rule = topicRules[kind];
  return {
    action: kind === "set" ? "receive" : "send",
    channel: { $ref: `#/channels/${keyOf(kind)}` },
    summary: titles[kind],
    messages: [{ $ref: `#/channels/${keyOf(kind)}/messages/${keyOf(kind)}` }],
    bindings: { mqtt: { qos: rule.qos, retain: rule.retain, bindingVersion: "0.2.0" } },
  };
}

function messageOf(kind: TopicKind) {
  return {
    name: keyOf(kind),
    title: kind,
    summary: titles[kind],
    contentType: "application/json",
    payload: { $ref: `#/components/schemas/${keyOf(kind)}` },
  };
}

function schemaOf(kind: TopicKind) {
  // Commands are described as they may be sent, all the rest as it is received.
  const { $schema: _, ...schema } = z.toJSONSchema(topicRules[kind].schema, {
    target: "draft-7",
    io: kind === "set" ? "input" : "output",
  });
  return schema;
}
