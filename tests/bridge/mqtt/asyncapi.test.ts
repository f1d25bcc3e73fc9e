import { Parser } from "@asyncapi/parser";
import { describe, expect, it } from "vitest";
import { gatewayTopics } from "#contract/ble-gateways.ts";
import { discoveryId, homeAssistantTopics } from "#contract/home-assistant.ts";
import { buildAsyncApi } from "../../../bridge/mqtt/asyncapi.ts";

describe("the AsyncAPI document", () => {
  it("is valid for AsyncAPI's own parser and describes every topic", async () => {
    const { document, diagnostics } = await new Parser().parse(JSON.stringify(buildAsyncApi("1.2.3")));
    expect(diagnostics.filter((diagnostic) => diagnostic.severity === 0)).toEqual([]);
    expect(document?.info().version()).toBe("1.2.3");
    expect(
      document
        ?.channels()
        .all()
        .map((channel) => channel.address())
        .sort(),
    ).toEqual([
      "homeassistant/device/{discoveryId}/config",
      "homeassistant/status",
      "labo/{bridge}/devices",
      "labo/{bridge}/health",
      "labo/{bridge}/info",
      "labo/{bridge}/state",
      "labo/{bridge}/{device}/availability",
      "labo/{bridge}/{device}/event",
      "labo/{bridge}/{device}/raw",
      "labo/{bridge}/{device}/result",
      "labo/{bridge}/{device}/set",
      "labo/{bridge}/{device}/state",
      "{prefix}/{gateway}/BTtoMQTT/{address}",
      "{prefix}/{gateway}/LWT",
    ]);
  });

  it("tells how an event is sent and what it holds", async () => {
    const { document } = await new Parser().parse(JSON.stringify(buildAsyncApi("1.2.3")));
    const operation = document?.operations().get("on-event");
    expect(operation?.isSend()).toBe(true);
    expect(operation?.bindings().get("mqtt")?.value()).toMatchObject({ qos: 1, retain: false });
    const payload: unknown = operation?.messages().all()[0]?.payload()?.json();
    expect(JSON.stringify(payload)).toContain("tag-arrived");
  });

  it("gives other systems' topics as the bridge really uses them", async () => {
    const { document } = await new Parser().parse(JSON.stringify(buildAsyncApi("1.2.3")));
    const channels = document?.channels().all() ?? [];
    const address = (key: string) => channels.find((channel) => channel.id() === key)?.address();
    expect(address("homeAssistantDiscovery")).toBe(
      homeAssistantTopics.config("x").replace(discoveryId("x"), "{discoveryId}"),
    );
    const [prefix, gateway] = ["{prefix}", "{gateway}"];
    expect(gatewayTopics.advertisements(prefix).replace("+", gateway).replace("#", "{address}")).toBe(
      address("gatewayAdvertisement"),
    );
    expect(gatewayTopics.presence(prefix).replace("+", gateway)).toBe(address("gatewayPresence"));
    expect(document?.operations().get("hear-gateway")?.isReceive()).toBe(true);
  });
});
