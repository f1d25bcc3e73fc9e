// Two bridges and an ESP32 gateway on one real Mosquitto, seen by programs that are not ours: Mosquitto's own clients,
// an independent Jinja engine in the place of Home Assistant, plain UDP sockets, a client that only has the Thing
// Description.
import { createSocket, type Socket } from "node:dgram";
import { Template } from "@huggingface/jinja";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BenchDevice } from "#contract/bench.ts";
import { type HaDiscovery, haDiscoverySchema } from "#contract/home-assistant.ts";
import { thingDescriptionSchema } from "#contract/things.ts";
import { decodeRaddec, encodeRaddec, type Raddec } from "../../bridge/decoders/raddec.ts";
import { eventually } from "../helpers/eventually.ts";
import {
  closeHouses,
  deviceOf,
  type House,
  kitBoard,
  kitReaderOf,
  onlineDevice,
  openHouse,
  seen,
} from "../helpers/house.ts";
import { freePort, hasMosquitto, type Mosquitto, startMosquitto } from "../helpers/mosquitto.ts";
import {
  type MosquittoSub,
  mosquittoPub,
  startMosquittoSub,
  whyNoMosquittoClients,
} from "../helpers/mosquitto-clients.ts";

const missing = hasMosquitto ? whyNoMosquittoClients() : "mosquitto is missing: apt install mosquitto";
const title = "other systems on one Mosquitto";
const host = "127.0.0.1";

describe.skipIf(missing !== undefined)(
  missing === undefined ? title : `${title} (left out: ${missing})`,
  () => {
    let mosquitto: Mosquitto;
    let sub: MosquittoSub;
    let cave: House;
    let raddecs: Socket;
    const told: Raddec[] = [];
    let raddecInPort = 0;

    const receiversOf = (device: BenchDevice | undefined) =>
      (device?.receivers ?? []).map(({ bridge, receiver }) => `${bridge}/${receiver}`);
    /** Waits until this device is heard by this receiver too. */
    const isHeardBy = (id: string, receiver: string) =>
      seen(async () => {
        const device = await deviceOf(cave, id);
        return receiversOf(device).includes(receiver) && device;
      }, `${id} is heard by ${receiver}`);
    const configTopic = (device: string) => `homeassistant/device/labo-${device}/config`;
    const configsOf = (device: string): HaDiscovery[] =>
      sub.lines
        .filter(({ topic, text }) => topic === configTopic(device) && text !== "")
        .map(({ text }) => haDiscoverySchema.parse(JSON.parse(text)));
    const lastOn = (topic: string): unknown =>
      JSON.parse(sub.lines.findLast((line) => line.topic === topic)?.text ?? "null");
    const render = (template: string, value_json: unknown) => new Template(template).render({ value_json });

    beforeAll(async () => {
      mosquitto = await startMosquitto();
      sub = startMosquittoSub({ port: mosquitto.port, topic: "#" });
      await eventually(async () => {
        await mosquittoPub(mosquitto.port, "hello", "{}");
        return sub.lines.length > 0;
      }, "mosquitto_sub listens");
      raddecs = createSocket("udp4");
      raddecs.on("message", (bytes) => {
        const outcome = decodeRaddec(bytes);
        if (outcome.ok) told.push(outcome.raddec);
      });
      await new Promise<void>((resolve) => raddecs.bind(0, host, resolve));
      raddecInPort = await freePort();
      const common = ["--mqtt", mosquitto.url];
      cave = await openHouse({
        args: [
          ...[...common, "--name", "cave", "--home-assistant", "--gateways", "home"],
          ...["--raddec-in", String(raddecInPort), "--raddec-out", String(raddecs.address().port)],
        ],
      });
      // A second bench with the same virtual beacons: it hears what the first one hears.
      await openHouse({ args: [...common, "--name", "grenier"] });
    });
    afterAll(async () => {
      sub?.stop();
      raddecs?.close();
      await closeHouses();
      await mosquitto?.dispose();
    });

    it("a beacon that both bridges hear is one beacon with two receivers, and one device of Home Assistant", async () => {
      const { id } = (await onlineDevice(cave, "ruuvitag")).device;
      await isHeardBy(id, "grenier/radio-virtuelle");
      // Whichever heard it first: once its own bench does, it is that bench's, and named first.
      const device = await isHeardBy(id, "cave/radio-virtuelle");
      expect(device.device.bridge).toBe("cave");
      expect(receiversOf(device)).toEqual(["cave/radio-virtuelle", "grenier/radio-virtuelle"]);
      expect((await cave.api.call("devices")).devices.filter((one) => one.device.id === id)).toHaveLength(1);
      await eventually(() => configsOf(id).at(-1)?.state_topic === `labo/cave/${id}/state`, "told at cave");
      const configs = sub.lines.filter(({ topic }) => topic.endsWith(`${id}/config`));
      expect(new Set(configs.map(({ topic }) => topic)).size).toBe(1);
    });

    it("Home Assistant's templates give every value that is on the topics", async () => {
      const { id } = (await onlineDevice(cave, "ruuvitag")).device;
      const temperature = () => configsOf(id).at(-1)?.components.temperature;
      await eventually(() => temperature() !== undefined, "the temperature is announced");
      const config = configsOf(id).at(-1) as HaDiscovery;
      for (const { topic, value_template } of config.availability)
        await eventually(() => render(value_template, lastOn(topic)) === "online", `${topic} is online`);
      const state = lastOn(config.state_topic) as { readings: Record<string, number> };
      const sensors = Object.entries(config.components).filter(([key]) => key in state.readings);
      expect(sensors.length).toBeGreaterThan(8);
      for (const [key, { value_template }] of sensors)
        expect(Number(render(value_template, state))).toBe(state.readings[key]);
      expect(temperature()).toMatchObject({ device_class: "temperature", unit_of_measurement: "°C" });
    });

    it("a press and a tag are events for Home Assistant, as mosquitto_sub hears them", async () => {
      const board = (await onlineDevice(cave, "firmata-board")).device;
      const button = board.channels.find(({ quantity }) => quantity === "contact")?.id ?? "";
      const eventsOf = (device: string, component: string) => {
        const found = configsOf(device).at(-1)?.components[component];
        if (found === undefined) return [];
        return sub.lines
          .filter(({ topic, isRetained }) => topic === `labo/cave/${device}/event` && !isRetained)
          .map(({ text }) => render(found.value_template, JSON.parse(text)))
          .filter((text) => text !== "");
      };
      const press = (pressed: boolean) =>
        cave.api.call("controlKit", {
          body: { control: "button", board: kitBoard, component: button, pressed },
        });
      await press(true);
      await eventually(() => eventsOf(board.id, `${button}-pressed`).includes("PRESSED"), "pressed");
      await press(false);
      await eventually(
        () => eventsOf(board.id, `${button}-event`).includes('{"event_type":"released"}'),
        "released",
      );
      const reader = await kitReaderOf(cave);
      const { tags } = await cave.api.call("kit");
      await reader.tap(tags[0]?.id ?? "");
      await eventually(() => eventsOf(reader.id, "tag-scanner").length > 0, "a tag was scanned");
    });

    it("everything is announced again when Home Assistant is born", async () => {
      const { id } = (await onlineDevice(cave, "ruuvitag")).device;
      const before = configsOf(id).length;
      await mosquittoPub(mosquitto.port, "homeassistant/status", "online");
      await eventually(() => configsOf(id).length > before, "announced again");
    });

    it("an ESP32 gateway and a raddec listener are two receivers more of the same beacon", async () => {
      const { device } = await onlineDevice(cave, "ibeacon");
      const {
        uuid = "",
        major = "",
        minor = "",
      } = { ...device.facts, ...(await deviceOf(cave, device.id))?.state?.facts };
      const number = (text: string) => Number(text).toString(16).padStart(4, "0");
      const bytes = `4c000215${uuid.replaceAll("-", "")}${number(major)}${number(minor)}c5`;
      const address = "c0ffee001122";
      const message = {
        id: address.toUpperCase().replaceAll(/(..)(?=.)/g, "$1:"),
        rssi: -77,
        tempc: 99,
        manufacturerdata: bytes,
      };
      await mosquittoPub(mosquitto.port, `home/OMG_grange/BTtoMQTT/${address}`, JSON.stringify(message));
      const heard = await isHeardBy(device.id, "cave/esp32-omg-grange");
      expect(heard.receivers?.find(({ receiver }) => receiver === "esp32-omg-grange")?.rssi).toBe(-77);
      // It hears what strangers say as well: they are counted, and nowhere named.
      const stranger = {
        ...message,
        id: "C0:FF:EE:99:88:77",
        manufacturerdata: bytes.replace(uuid.slice(0, 4), "0bad"),
      };
      await mosquittoPub(mosquitto.port, "home/OMG_grange/BTtoMQTT/C0FFEE998877", JSON.stringify(stranger));
      await mosquittoPub(mosquitto.port, "home/OMG_grange/BTtoMQTT/C0FFEE998877", "not json");

      const payload = `02011a1aff${bytes}`;
      const pdu = `42${(6 + payload.length / 2).toString(16)}${Buffer.from(address, "hex").reverse().toString("hex")}${payload}`;
      const datagram = encodeRaddec({
        transmitterId: address,
        transmitterIdType: 3,
        rssiSignature: [
          { receiverId: "001bc50940810000", receiverIdType: 1, rssi: -66, numberOfDecodings: 1 },
        ],
        packets: [Uint8Array.from(Buffer.from(pdu, "hex"))],
      });
      raddecs.send(datagram, raddecInPort, host);
      await isHeardBy(device.id, "cave/raddec-001bc50940810000");
      const { devices } = await cave.api.call("devices");
      expect(devices.filter((one) => one.device.model === "ibeacon")).toHaveLength(1);
      const labo = sub.lines.filter(({ topic }) => topic.startsWith("labo/"));
      expect(labo.some(({ text }) => /c0:?ff:?ee:?99/i.test(text))).toBe(false);
      await seen(
        async () =>
          (await cave.api.call("bench")).bridges.cave?.health?.receivers.some(
            ({ id }) => id === "esp32-omg-grange",
          ),
        "the gateway is in the health of the bridge",
      );
    });

    it("taught beacons go out as raddecs, with what was on the air, and what others told does not", async () => {
      await eventually(
        () => new Set(told.map(({ transmitterId }) => transmitterId)).size >= 4,
        "four beacons",
      );
      expect(told.some(({ packets }) => (packets?.length ?? 0) > 0)).toBe(true);
      expect(told.some(({ transmitterId }) => transmitterId.startsWith("c0ffee"))).toBe(false);
    });

    it("who has only the Thing Description reads a value and gives a command", async () => {
      const { device } = await onlineDevice(cave, "firmata-board");
      const page = `${cave.bridge.page}/`;
      const response = await fetch(new URL(`api/devices/${device.id}/thing-description`, page));
      expect(response.headers.get("content-type")).toContain("application/td+json");
      const thing = thingDescriptionSchema.parse(await response.json());
      const urlOf = (form: { href: string } | undefined) => new URL(form?.href ?? "", thing.base);
      const [channel] = device.channels;
      const value: unknown = await (await fetch(urlOf(thing.properties[channel?.id ?? ""]?.forms[0]))).json();
      expect(value).toBeTypeOf("number");
      const input = { command: "raw.watch", args: { ms: 1_000 } };
      const answer = await fetch(urlOf(thing.actions["raw.watch"]?.forms[0]), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(input),
      });
      expect(await answer.json()).toMatchObject({ ok: true });
      const overMqtt = thing.actions["raw.watch"]?.forms[1]?.["mqv:topic"];
      await mosquittoPub(mosquitto.port, String(overMqtt), JSON.stringify({ ...input, id: "thing-1" }));
      await eventually(
        () => sub.lines.some(({ topic, text }) => topic.endsWith("/result") && text.includes('"thing-1"')),
        "the answer by MQTT",
      );
    });
  },
);
