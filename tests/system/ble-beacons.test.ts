// The whole way of a beacon: HCI bytes, noble in its process, decoders, presence, events.
// Once with a controller of the test, once with the virtual kit's radio.
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import type { Device, DeviceState } from "#contract/devices.ts";
import type { LaboEvent } from "#contract/events.ts";
import { drawerFormats } from "#contract/kit-beacons.ts";
import type { Words } from "#contract/words.ts";
import { createClock } from "../../bridge/clock.ts";
import { type Beacons, createBeacons } from "../../bridge/devices/beacons/beacons.ts";
import { createEventFactory } from "../../bridge/devices/event-factory.ts";
import { createLogger } from "../../bridge/logger.ts";
import { createRadio, type Radio } from "../../bridge/transports/ble/radio.ts";
import { drawerRadio } from "../../bridge/virtual-kit/drawer.ts";
import type { VirtualController } from "../../bridge/virtual-kit/kit.ts";
import { createVirtualKit } from "../../bridge/virtual-kit/virtual-kit.ts";
import { concat, eddystone, flags, maker } from "../bridge/decoders/payloads.ts";
import { eventually } from "../helpers/eventually.ts";
import { createTestController } from "../helpers/hci-controller.ts";

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

function listen(
  controller: VirtualController,
  names: ReadonlyMap<string, Words>,
  clock = createClock(),
  keys: ReadonlyMap<string, Uint8Array> = new Map(),
) {
  const logger = createLogger("silent");
  const events: LaboEvent[] = [];
  const devices = new Map<string, Device>();
  const states = new Map<string, DeviceState>();
  const beacons: Beacons = createBeacons({
    clock,
    logger,
    bridge: "banc",
    events: createEventFactory("banc", "test"),
    taught: { beaconName: (identity) => names.get(identity), isTagKnown: () => false },
    keyFor: (address) => keys.get(address),
    output: {
      device: (device) => void devices.set(device.id, device),
      availability: () => undefined,
      state: (id, state) => void states.set(id, state),
      event: (event) => void events.push(event),
      raw: () => undefined,
    },
  });
  const radio: Radio = createRadio({
    id: "radio",
    mode: { kind: "virtual", controller },
    clock,
    logger,
    onAdvertisements: beacons.hear,
    onHealth: beacons.radioChanged,
  });
  radio.start();
  stops.push(
    () => beacons.stop(),
    () => radio.stop(),
  );
  const of = <K extends LaboEvent["kind"]>(kind: K) =>
    events.filter((event): event is Extract<LaboEvent, { kind: K }> => event.kind === kind);
  return { radio, beacons, events, devices, states, of };
}

describe("from HCI bytes to events", () => {
  const payload = concat(flags, maker("4c0002152f234454cf6d4a0fadf2f4911ba9ffa600010002c5"));
  const names = new Map([
    ["ibeacon:2f234454cf6d4a0fadf2f4911ba9ffa6-1-2", { fr: "Phare", en: "Lighthouse" }],
  ]);

  it("a beacon appears, moves and leaves, through the death of its radio's process", async () => {
    const controller = createTestController();
    const { radio, of } = listen(controller, names);
    let rssi: number | undefined = -58;
    const air = setInterval(() => {
      if (rssi !== undefined) controller.advertise({ address: "c0:11:22:33:44:55", payload, rssi });
    }, 100);
    stops.push(() => clearInterval(air));
    const [appeared] = await eventually(
      () => of("beacon-appeared").length > 0 && of("beacon-appeared"),
      "appeared",
      60_000,
    );
    expect(appeared).toMatchObject({ zone: "near", source: "simulated", bridge: "banc" });

    rssi = -90;
    const moved = await eventually(
      () => of("beacon-moved").find(({ zone }) => zone === "far"),
      "moved far",
      60_000,
    );
    expect(["near", "mid"]).toContain(moved.from);

    const readings = of("reading-taken").length;
    process.kill(radio.hostPid() ?? -1, "SIGKILL");
    await eventually(() => radio.figures().restarts === 1, "restart seen");
    await eventually(() => of("reading-taken").length > readings + 10, "readings again", 60_000);
    expect(of("beacon-left")).toEqual([]);

    rssi = undefined;
    const left = await eventually(() => of("beacon-left")[0], "left", 60_000);
    expect(left.silentMs).toBeGreaterThanOrEqual(8000);
    expect(of("beacon-appeared")).toHaveLength(1);
  });

  it("garbage on the air costs nothing but its count", async () => {
    const controller = createTestController();
    const { radio, beacons, of } = listen(controller, names);
    await eventually(() => controller.scanning, "scanning", 60_000);
    for (let i = 0; i < 500; i += 1) {
      controller.packet(Uint8Array.from([0x04, 0x3e, i % 9, 0x02, 0xff, 0, 1, 2]));
      controller.advertise({
        address: "c0:00:00:00:00:01",
        payload: payload.subarray(0, i % payload.length),
        rssi: -50,
      });
      controller.advertise({ address: "c0:00:00:00:00:02", payload: eddystone("00"), rssi: -50 });
    }
    controller.advertise({ address: "c0:11:22:33:44:55", payload, rssi: -58 });
    await eventually(() => of("beacon-appeared").length === 1, "appeared");
    expect(beacons.figures().discarded).toBeGreaterThan(500);
    expect(radio.figures().restarts).toBe(0);
  });
});

describe("the virtual kit's radio", () => {
  it("gives its four beacons their events, their intervals and their strangers", async () => {
    const clock = createClock();
    const kit = createVirtualKit({
      clock,
      seed: 7,
      logger: createLogger("silent"),
      firmwareFolder: fileURLToPath(new URL("../../firmware", import.meta.url)),
    });
    await kit.start();
    stops.push(() => kit.stop());
    const names = new Map(kit.taught.beacons.map(({ identity, name }) => [identity, name]));
    const { beacons, devices, states, of } = listen(kit.controller, names, clock);
    await eventually(
      () => new Set(of("beacon-appeared").map(({ device }) => device)).size === names.size,
      "all appear",
      90_000,
    );
    const models = [...devices.values()].map(({ model }) => model).sort();
    expect(models).toEqual(["eddystone", "eddystone", "ibeacon", "ruuvitag"]);

    const nominal = kit
      .snapshot()
      .beacons.map(({ intervalMs }) => intervalMs)
      .sort((a, b) => a - b);
    // The first estimate rests on a dozen gaps; on a busy machine it is told again once it has settled.
    const heard = await eventually(
      () => {
        const told = [...devices.values()].map(({ facts }) => Number(facts.intervalMs)).sort((a, b) => a - b);
        const isNear = (interval: number, index: number) =>
          Math.abs(interval - (nominal[index] ?? Number.NaN)) <= Math.max(10, (nominal[index] ?? 0) * 0.15);
        return told.every(isNear) && told;
      },
      "intervals",
      120_000,
    );
    process.stdout.write(`intervals heard ${heard.join(", ")} ms; set ${nominal.join(", ")} ms\n`);
    const ruuvi = [...devices.values()].find(({ model }) => model === "ruuvitag");
    expect(states.get(ruuvi?.id ?? "")?.readings.temperature).toBeDefined();
    await eventually(() => beacons.figures().strangers >= 20, "strangers counted", 60_000);

    const beacon = kit.snapshot().beacons.find(({ format }) => format === "ibeacon");
    if (beacon === undefined) throw new Error("no iBeacon in the kit");
    const device = [...devices.values()].find(({ model }) => model === "ibeacon")?.id;
    await kit.control({ control: "beacon-power", beacon: beacon.id, on: false });
    await eventually(() => of("beacon-left").some((event) => event.device === device), "left", 60_000);
    await kit.control({ control: "beacon-power", beacon: beacon.id, on: true });
    await eventually(
      () => of("beacon-appeared").filter((event) => event.device === device).length === 2,
      "back",
      60_000,
    );
  });

  it("hears what comes out of the drawer: nobody's until taught, then with its values, its key and its button", async () => {
    const clock = createClock();
    const kit = createVirtualKit({
      clock,
      seed: 9,
      logger: createLogger("silent"),
      firmwareFolder: fileURLToPath(new URL("../../firmware", import.meta.url)),
    });
    await kit.start();
    stops.push(() => kit.stop());
    const names = new Map<string, Words>();
    const keys = new Map<string, Uint8Array>();
    const { beacons, devices, states, of } = listen(kit.controller, names, clock, keys);
    for (const format of drawerFormats) await kit.control({ control: "beacon-add", format });
    const out = kit.snapshot().beacons.flatMap((beacon) => {
      const radio = drawerRadio(beacon);
      return radio === undefined ? [] : [{ beacon, address: Buffer.from(radio.address).toString("hex") }];
    });
    expect(out).toHaveLength(drawerFormats.length);
    const models = [
      ...["altbeacon", "bthome", "bthome", "mibeacon", "minew", "switchbot"],
      ...["xiaomi-thermometer", "xiaomi-thermometer"],
    ];
    const strange = () => beacons.nearby().filter(({ model }) => models.includes(model));
    await eventually(() => strange().length === models.length, "all are nearby", 60_000);
    expect(
      strange()
        .map(({ model }) => model)
        .sort(),
    ).toEqual(models);
    expect(devices.size).toBe(0);

    for (const { key } of strange()) names.set(beacons.identityOf(key) ?? "", { fr: key, en: key });
    const readingsOf = (model: string) =>
      [...devices.values()]
        .filter((device) => device.model === model)
        .map(({ id }) => ({ id, readings: states.get(id)?.readings ?? {} }));
    const isWarm = ({ readings }: { readings: Readonly<Record<string, number>> }) =>
      Math.abs((readings.temperature ?? Number.NaN) - 21.5) < 1;
    const thermometers = models.filter((model) => model !== "altbeacon" && model !== "bthome");
    await eventually(
      () =>
        devices.size === models.length &&
        thermometers.every((model) => readingsOf(model).every(isWarm)) &&
        readingsOf("bthome").some(isWarm),
      "each tells the room’s temperature, but for the one that is sealed",
      60_000,
    );
    const sealed = readingsOf("bthome").find((one) => !isWarm(one));
    if (sealed === undefined) throw new Error("nothing is sealed");
    expect(devices.get(sealed.id)?.key).toBe("needed");
    expect(sealed.readings.temperature).toBeUndefined();

    for (const { beacon, address } of out)
      if (beacon.key !== undefined) keys.set(address, Buffer.from(beacon.key, "hex"));
    await eventually(() => readingsOf("bthome").every(isWarm), "its key opens it", 60_000);
    for (const { beacon } of out)
      if (beacon.presses !== undefined) await kit.control({ control: "beacon-press", beacon: beacon.id });
    await eventually(() => of("button-pressed").length >= 2, "both buttons are heard", 60_000);
    const pressed = of("button-pressed").map(({ device }) => device);
    // A press is sent six times, and is one press.
    expect([...pressed].sort()).toEqual(
      readingsOf("bthome")
        .map(({ id }) => id)
        .sort(),
    );

    for (const { beacon } of out) await kit.control({ control: "beacon-remove", beacon: beacon.id });
    await eventually(() => of("beacon-left").length === models.length, "all are gone", 60_000);
  });
});
