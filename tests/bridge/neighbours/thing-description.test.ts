// Held to the JSON Schema of the W3C's own repository, as its package of types ships it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import type { Device } from "#contract/devices.ts";
import { eventSchema } from "#contract/events.ts";
import { quantities, quantityIds } from "#contract/quantities.ts";
import { thingDescriptionSchema } from "#contract/things.ts";
import { topicFor } from "#contract/topics.ts";
import { type ThingPlaces, thingDescriptionOf } from "../../../bridge/neighbours/thing-description.ts";
import { deviceOf, eventMaker } from "../../helpers/mqtt.ts";

const schemaFile = createRequire(import.meta.url).resolve(
  "wot-thing-description-types/schema/td-json-schema-validation.json",
);
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
const isValid = ajv.compile(JSON.parse(readFileSync(schemaFile, "utf8")));
const problemsOf = (thing: unknown) => (isValid(thing) ? [] : isValid.errors);

const places: ThingPlaces = {
  base: "http://localhost:3000/",
  broker: "mqtt://127.0.0.1:1883",
  language: "fr",
};
const board: Device = {
  ...deviceOf("carte"),
  profile: "board-serial",
  channels: quantityIds
    .slice(0, 32)
    .map((quantity) => ({ id: quantity, quantity, name: quantities[quantity].name, min: 0, max: 100 })),
  capabilities: [
    {
      command: "light.set",
      label: { fr: "Éclairer", en: "Light up" },
      arguments: [
        {
          type: "number",
          name: "level",
          label: { fr: "Niveau", en: "Level" },
          min: 0,
          max: 100,
          step: 1,
          unit: "%",
        },
        {
          type: "choice",
          name: "mode",
          label: { fr: "Façon", en: "Way" },
          choices: [{ value: "steady", label: { fr: "Fixe", en: "Steady" } }],
        },
      ],
    },
    { command: "reset", label: { fr: "Relancer", en: "Restart" }, arguments: [], trainerOnly: true },
  ],
};
const devices: [string, Device][] = [
  ["a reader", deviceOf("lecteur")],
  ["a board with everything", board],
  [
    "a beacon with a name that is markup",
    { ...deviceOf("b.1"), profile: "ble-beacon", name: { fr: "<b>", en: "\u0007" } },
  ],
];

describe("a thing description", () => {
  it.each(devices)("of %s is valid for the standard and for the contract", (_, device) => {
    for (const language of ["fr", "en"] as const) {
      const thing = thingDescriptionOf({ device }, { ...places, language });
      expect(problemsOf(thing)).toEqual([]);
      expect(thingDescriptionSchema.parse(thing)).toEqual(thing);
    }
  });

  it("of a bench without a broker's address is valid too, and promises nothing by MQTT", () => {
    const { broker: _, ...noBroker } = places;
    const thing = thingDescriptionOf({ device: board }, noBroker);
    expect(problemsOf(thing)).toEqual([]);
    expect(JSON.stringify(thing)).not.toContain("mqtt://");
  });

  it("says when the broker wants a password, and never which", () => {
    const thing = thingDescriptionOf({ device: board }, { ...places, isBrokerClosed: true });
    expect(problemsOf(thing)).toEqual([]);
    expect(thing.securityDefinitions.broker).toEqual({ scheme: "basic" });
  });

  it("would be refused by the schema with a form that leads nowhere", () => {
    const thing = thingDescriptionOf({ device: board }, places);
    const { forms: _, ...bare } = thing.properties.state ?? { forms: [] };
    expect(problemsOf({ ...thing, properties: { state: bare } })).not.toEqual([]);
  });

  it("has every channel, every command and the topics of the device's own bridge", () => {
    const thing = thingDescriptionOf({ device: board }, places);
    expect(Object.keys(thing.properties)).toEqual(["state", ...board.channels.map(({ id }) => id)]);
    expect(Object.keys(thing.actions)).toEqual(["light.set", "reset"]);
    expect(thing.actions.reset?.forms[0]?.security).toEqual(["trainer"]);
    expect(thing.actions["light.set"]?.forms[1]).toMatchObject({
      "mqv:topic": topicFor("set", "cave", "carte"),
      "mqv:controlPacket": "publish",
    });
    expect(thing.events.event?.forms[0]).toMatchObject({
      "mqv:filter": topicFor("event", "cave", "carte"),
      "mqv:qos": "1",
      "mqv:retain": false,
    });
  });

  it("describes events as they are", () => {
    const thing = thingDescriptionOf({ device: board }, places);
    const accepts = ajv.compile(thing.events.event?.data as object);
    const event = eventSchema.parse(eventMaker()("carte"));
    expect(accepts(event)).toBe(true);
    expect(accepts({ ...event, kind: "tag-arrived" })).toBe(false);
  });
});
