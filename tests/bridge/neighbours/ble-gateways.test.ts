// What ESP32 gateways publish, through a real broker, to advertisements the bench's decoders read.
import { afterEach, describe, expect, it } from "vitest";
import type { Receiver } from "#contract/topics.ts";
import { decodeAdvertisement } from "../../../bridge/decoders/registry.ts";
import { createMqttLink } from "../../../bridge/mqtt/link.ts";
import { createBleGateways } from "../../../bridge/neighbours/ble-gateways.ts";
import { readGatewayMessage } from "../../../bridge/neighbours/gateway-message.ts";
import type { Advertisement } from "../../../bridge/transports/transport.ts";
import { afterwards, clock, rawClient, silent, startBroker, undoAll, until } from "../../helpers/mqtt.ts";

afterEach(undoAll);

/** The specification's own vector of a RuuviTag, as a gateway tells it, with a temperature that is not in the bytes. */
const ruuvi = {
  id: "CB:B8:33:4C:88:4F",
  mac_type: 1,
  rssi: -71,
  distance: 4.2,
  tempc: -163.84,
  manufacturerdata: "99040512fc5394c37c0004fffc040cac364200cdcbb8334c884f",
};
const read = (message: object) => readGatewayMessage(Buffer.from(JSON.stringify(message)));
const decoded = (message: object) => {
  const outcome = read(message);
  return outcome.ok ? decodeAdvertisement(outcome.advertisement.payload).outcomes : [];
};

describe("a gateway's message", () => {
  it("is decoded from its bytes, not from what the gateway made of them", () => {
    expect(read(ruuvi)).toMatchObject({
      ok: true,
      advertisement: { address: "cb:b8:33:4c:88:4f", addressType: "random", rssi: -71 },
    });
    expect(decoded(ruuvi)).toMatchObject([{ ok: true, readings: { temperature: 24.3 } }]);
  });

  it.each(["0xfeaa", "feaa", "0000FEAA-0000-1000-8000-00805F9B34FB"])("names a service as %s", (uuid) => {
    const message = {
      id: ruuvi.id,
      servicedatauuid: uuid,
      servicedata: "00ee00112233445566778899aabbccddeeff0000",
    };
    expect(decoded(message)).toMatchObject([{ ok: true, format: "eddystone-uid" }]);
  });

  it.each([
    ["too-large", Buffer.alloc(5_000, " ")],
    ["not-json", Buffer.from("{")],
    ["not-json", Buffer.from([0xff, 0xfe, 0x00])],
    ["out-of-schema", Buffer.from("[]")],
    ["out-of-schema", Buffer.from("null")],
    ["out-of-schema", Buffer.from(JSON.stringify({ ...ruuvi, id: "IBeacon:2f23" }))],
    ["out-of-schema", Buffer.from(JSON.stringify({ ...ruuvi, manufacturerdata: "drfgdrgdsrge" }))],
    ["out-of-schema", Buffer.from(JSON.stringify({ ...ruuvi, manufacturerdata: "00".repeat(300) }))],
    ["out-of-schema", Buffer.from(JSON.stringify({ ...ruuvi, rssi: "strong" }))],
    ["without-bytes", Buffer.from(JSON.stringify({ id: ruuvi.id, rssi: -71, tempc: 21.5 }))],
    ["without-bytes", Buffer.from(JSON.stringify({ id: ruuvi.id, servicedata: "00ee" }))],
  ])("is refused: %s", (reason, payload) => {
    expect(readGatewayMessage(payload)).toEqual({ ok: false, reason });
  });
});

describe("the gateways of a broker", () => {
  async function listening() {
    const broker = await startBroker();
    const link = createMqttLink({ url: broker.url, bridge: "cave", clock, logger: silent });
    const heard: Advertisement[] = [];
    const healths: Receiver[] = [];
    const gateways = createBleGateways({
      link,
      prefix: "home",
      clock,
      logger: silent,
      onAdvertisements: (more) => void heard.push(...more),
      onHealth: (receiver) => void healths.push(receiver),
    });
    afterwards(() => gateways.stop());
    const esp = await rawClient(broker.url);
    await esp.publishAsync("home/OMG_grenier/LWT", "online", { retain: true });
    link.start();
    afterwards(() => link.stop());
    await until(() => expect(healths).toHaveLength(1));
    return { gateways, heard, healths, esp };
  }

  it("are receivers of this bridge, there as long as their last will has not spoken", async () => {
    const { gateways, heard, healths, esp } = await listening();
    await esp.publishAsync("home/OMG_grenier/BTtoMQTT/CBB8334C884F", JSON.stringify(ruuvi));
    await until(() => expect(heard).toHaveLength(1));
    expect(heard[0]).toMatchObject({ receiver: "esp32-omg-grenier", rssi: -71 });
    await esp.publishAsync("home/OMG_grenier/LWT", "offline", { retain: true });
    await until(() => expect(healths).toHaveLength(2));
    expect(gateways.receivers()).toMatchObject([
      { id: "esp32-omg-grenier", health: { code: "GATEWAY_OFFLINE" } },
    ]);
  });

  it("do not repeat what was retained, and are no more than eight", async () => {
    const { gateways, heard, esp } = await listening();
    await esp.publishAsync("home/autre/chose/CBB8334C884F", JSON.stringify(ruuvi));
    for (let i = 0; i < 20; i += 1)
      await esp.publishAsync(`home/esp-${i}/BTtoMQTT/CBB8334C884F`, JSON.stringify(ruuvi));
    await until(() => expect(gateways.refused).toBe(13));
    expect(gateways.refusals()).toEqual({ "too-many-gateways": 13 });
    expect(gateways.receivers()).toHaveLength(8);
    expect(heard).toHaveLength(7);
  });
});
