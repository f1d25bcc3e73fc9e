// From advertisements to events, state and descriptions, with a clock moved by hand.
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { nearbyBeaconSchema } from "#contract/api/teaching.ts";
import type { Availability, Device, DeviceState } from "#contract/devices.ts";
import { availabilitySchema, deviceSchema, deviceStateSchema } from "#contract/devices.ts";
import type { LaboEvent } from "#contract/events.ts";
import type { RawFrame } from "#contract/frames.ts";
import { rawFrameSchema } from "#contract/frames.ts";
import { sameWords } from "#contract/words.ts";
import { createBeacons } from "../../../../bridge/devices/beacons/beacons.ts";
import { createEventFactory } from "../../../../bridge/devices/event-factory.ts";
import { createLogger } from "../../../../bridge/logger.ts";
import type { Advertisement } from "../../../../bridge/transports/transport.ts";
import { createManualClock } from "../../../helpers/manual-clock.ts";
import { ad, concat, eddystone, flags, fromHex, maker } from "../../decoders/payloads.ts";

const uuid = "2f234454cf6d4a0fadf2f4911ba9ffa6";
const ibeaconPayload = concat(flags, maker(`4c000215${uuid}00010002c5`));
const ibeaconIdentity = `ibeacon:${uuid}-1-2`;
const uidPayload = eddystone("00ee00112233445566778899aabbccddeeff0000");
const uidIdentity = "eddystone:00112233445566778899-aabbccddeeff";
const tlmPayload = eddystone("20000bb815000000004500000258");
const urlPayload = eddystone("10ee0367657470617265746f07");
const ruuviPayload = maker("99040512fc5394c37c0004fffc040cac364200cdcbb8334c884f");
const idOf = (model: string, identity: string) =>
  `${model}-${createHash("sha256").update(identity).digest("hex").slice(0, 6)}`;

function bench(taught: Record<string, string>) {
  const clock = createManualClock();
  const names = new Map(Object.entries(taught));
  const all: LaboEvent[] = [];
  const devices: Device[] = [];
  const availabilities: [string, Availability][] = [];
  const states: DeviceState[] = [];
  const raws: RawFrame[] = [];
  const taughtFrames: Advertisement[] = [];
  let salt = 0;
  const beacons = createBeacons({
    clock,
    bridge: "banc",
    logger: createLogger("silent"),
    events: createEventFactory("banc", "test"),
    taught: {
      beaconName: (identity) => {
        const name = names.get(identity);
        return name === undefined ? undefined : sameWords(name);
      },
      isTagKnown: () => false,
    },
    onTaught: (advertisement) => void taughtFrames.push(advertisement),
    random: (size) => {
      salt += 1;
      return Uint8Array.from(createHash("sha256").update(String(salt)).digest().subarray(0, size));
    },
    output: {
      device: (device) => void devices.push(deviceSchema.parse(device)),
      availability: (id, availability) =>
        void availabilities.push([id, availabilitySchema.parse(availability)]),
      state: (_id, state) => void states.push(deviceStateSchema.parse(state)),
      event: (event) => void all.push(event),
      raw: (_id, frame) => void raws.push(rawFrameSchema.parse(frame())),
    },
  });
  const hear = (payload: Uint8Array, more: Partial<Advertisement> = {}) =>
    beacons.hear([
      {
        receiver: "radio",
        source: "simulated",
        address: "c0:11:22:33:44:55",
        addressType: "random",
        rssi: -60,
        payload,
        now: clock.now(),
        mono: clock.mono(),
        ...more,
      },
    ]);
  /** Heard every `intervalMs` for so long. */
  const hearFor = (ms: number, payload: Uint8Array, rssi = -60, intervalMs = 100) => {
    for (let t = 0; t < ms; t += intervalMs) {
      clock.advance(intervalMs);
      hear(payload, { rssi });
    }
  };
  const kinds = () => all.map(({ kind }) => kind);
  const of = <K extends LaboEvent["kind"]>(kind: K) =>
    all.filter((event): event is Extract<LaboEvent, { kind: K }> => event.kind === kind);
  return {
    beacons,
    clock,
    names,
    all,
    devices,
    availabilities,
    states,
    raws,
    taughtFrames,
    hear,
    hearFor,
    kinds,
    of,
  };
}

describe("a taught beacon", () => {
  const taught = { [ibeaconIdentity]: "Balise du phare" };

  it("becomes a device with its name, its identity and its channels", () => {
    const { hear, devices, availabilities } = bench(taught);
    hear(ibeaconPayload);
    expect(devices).toHaveLength(1);
    expect(devices[0]).toMatchObject({
      id: idOf("ibeacon", ibeaconIdentity),
      bridge: "banc",
      name: sameWords("Balise du phare"),
      model: "ibeacon",
      profile: "ble-beacon",
      transport: "ble",
      source: "simulated",
      facts: { uuid: "2f234454-cf6d-4a0f-adf2-f4911ba9ffa6", major: "1", minor: "2" },
    });
    expect(devices[0]?.channels.map(({ id }) => id)).toEqual([
      "rssi",
      "measuredPower",
      "distance",
      "distanceLow",
      "distanceHigh",
    ]);
    expect(availabilities.map(([, { state }]) => state)).toEqual(["online"]);
  });

  it("appears once, then gives a reading for each frame", () => {
    const { hearFor, of, states } = bench(taught);
    hearFor(1000, ibeaconPayload, -59);
    expect(of("beacon-appeared")).toHaveLength(1);
    expect(of("beacon-appeared")[0]).toMatchObject({
      rssi: -59,
      zone: "near",
      distance: { estimate: 1, low: 0.7, high: 1.5 },
      source: "simulated",
    });
    expect(of("reading-taken")).toHaveLength(10);
    expect(of("reading-taken")[0]).toMatchObject({
      readings: { rssi: -59, distance: 1, distanceLow: 0.7, distanceHigh: 1.5, measuredPower: -59 },
      facts: { major: "1", minor: "2" },
    });
    expect(of("reading-taken")[1]).not.toHaveProperty("facts");
    expect(states.at(-1)).toMatchObject({
      readings: { rssi: -59, distance: 1, distanceLow: 0.7, distanceHigh: 1.5 },
      zone: "near",
    });
  });

  it("moves when its zone changes, and says from where", () => {
    const { hearFor, of } = bench(taught);
    hearFor(6000, ibeaconPayload, -59);
    hearFor(10_000, ibeaconPayload, -71);
    hearFor(10_000, ibeaconPayload, -85);
    hearFor(12_000, ibeaconPayload, -59);
    expect(of("beacon-moved").map(({ from, zone }) => [from, zone])).toEqual([
      ["near", "mid"],
      ["mid", "far"],
      ["far", "mid"],
      ["mid", "near"],
    ]);
  });

  it("leaves after eight seconds of silence, with how long it was there, and appears again", () => {
    const { hearFor, hear, clock, of, availabilities, kinds, devices } = bench(taught);
    hearFor(5000, ibeaconPayload);
    clock.advance(7900);
    expect(kinds()).not.toContain("beacon-left");
    clock.advance(700);
    const [left] = of("beacon-left");
    expect(left?.durationMs).toBe(4900);
    expect(left?.silentMs).toBeGreaterThan(8000);
    expect(left?.silentMs).toBeLessThan(8600);
    expect(availabilities.at(-1)?.[1]).toMatchObject({ state: "offline", health: { code: "BEACON_SILENT" } });
    hear(ibeaconPayload);
    expect(of("beacon-appeared")).toHaveLength(2);
    expect(availabilities.at(-1)?.[1].state).toBe("online");
    // It says again what it is: it may have been taken off the bench meanwhile.
    expect(devices.at(-1)?.facts.intervalMs).toBe("100");
  });

  it("makes room when it has left: hundreds may be taught, not all be there at once", () => {
    const number = (n: number) => n.toString(16).padStart(4, "0");
    const payloadOf = (n: number) => concat(flags, maker(`4c000215${uuid}${number(n)}0001c5`));
    const many = Array.from({ length: 300 }, (_, n) => n);
    const { hear, clock, of } = bench(
      Object.fromEntries(many.map((n) => [`ibeacon:${uuid}-${n}-1`, `Balise ${n}`])),
    );
    for (const n of many) hear(payloadOf(n));
    expect(of("beacon-appeared")).toHaveLength(256);
    clock.advance(9000);
    expect(of("beacon-left")).toHaveLength(256);
    for (const n of many.slice(256)) hear(payloadOf(n));
    expect(of("beacon-appeared")).toHaveLength(300);
  });

  it("that speaks every four seconds is given twenty before it has left", () => {
    const { hearFor, clock, kinds } = bench(taught);
    hearFor(80_000, ibeaconPayload, -60, 4000);
    clock.advance(15_000);
    expect(kinds()).not.toContain("beacon-left");
    clock.advance(8000);
    expect(kinds()).toContain("beacon-left");
  });

  it("has not left when it is the radio that went deaf", () => {
    const { hearFor, clock, beacons, kinds, availabilities } = bench(taught);
    const radio = (state: "ready" | "waiting") =>
      beacons.radioChanged({
        id: "radio",
        kind: "ble",
        source: "simulated",
        health: { state, code: "ok" },
        restarts: 0,
      });
    radio("ready");
    hearFor(2000, ibeaconPayload);
    radio("waiting");
    clock.advance(60_000);
    expect(kinds()).not.toContain("beacon-left");
    expect(availabilities.at(-1)?.[1].health.code).toBe("BEACON_UNHEARD");
    radio("ready");
    clock.advance(7000);
    expect(kinds()).not.toContain("beacon-left");
    clock.advance(2000);
    expect(kinds()).toContain("beacon-left");
  });

  it("tells the interval it measured, and its description seldom", () => {
    const { hearFor, devices } = bench(taught);
    hearFor(120_000, ibeaconPayload);
    expect(devices.at(-1)?.facts.intervalMs).toBe("100");
    expect(devices).toHaveLength(2);
  });

  it("without a strength gives readings, but neither place nor distance", () => {
    const { beacons, clock, of, states } = bench(taught);
    beacons.hear([
      {
        receiver: "radio",
        source: "hardware",
        address: "c0:11:22:33:44:55",
        addressType: "random",
        payload: ibeaconPayload,
        now: clock.now(),
        mono: clock.mono(),
      },
    ]);
    expect(of("reading-taken")[0]?.readings).toEqual({ measuredPower: -59 });
    expect(of("beacon-appeared")).toEqual([]);
    expect(states[0]).not.toHaveProperty("zone");
  });

  it("with an unusable power has a zone and no distance", () => {
    const { hear, of } = bench({ [ibeaconIdentity]: "x" });
    hear(concat(flags, maker(`4c000215${uuid}000100021a`)));
    expect(of("beacon-appeared")[0]).toMatchObject({ zone: "near" });
    expect(of("beacon-appeared")[0]).not.toHaveProperty("distance");
    expect(of("reading-taken")[0]?.readings).toEqual({ rssi: -60, measuredPower: 26 });
  });

  it("is the same device whatever address it speaks from", () => {
    const { hear, all } = bench(taught);
    for (let i = 0; i < 50; i += 1) hear(ibeaconPayload, { address: `5${i % 10}:00:00:00:00:${10 + i}` });
    expect(new Set(all.map(({ device }) => device)).size).toBe(1);
  });

  it("takes its new name when it is taught again", () => {
    const { hear, names, devices } = bench(taught);
    hear(ibeaconPayload);
    names.set(ibeaconIdentity, "Balise du quai");
    hear(ibeaconPayload);
    expect(devices.at(-1)?.name.en).toBe("Balise du quai");
  });

  it("shows the zone of a RuuviTag and everything it measures", () => {
    const { hear, devices, of } = bench({ "ruuvi:cbb8334c884f": "Cave" });
    hear(ruuviPayload);
    expect(devices[0]?.model).toBe("ruuvitag");
    expect(devices[0]?.channels.map(({ id }) => id)).toEqual([
      "rssi",
      "txPower",
      "temperature",
      "relativeHumidity",
      "pressure",
      "accelerationX",
      "accelerationY",
      "accelerationZ",
      "batteryVoltage",
      "movementCount",
      "measurementSequence",
    ]);
    expect(of("reading-taken")[0]?.readings).toMatchObject({ temperature: 24.3, pressure: 100_044 });
  });
});

describe("frames that do not say who they are", () => {
  it("belong to the Eddystone-UID heard from the same address", () => {
    const { hear, of, devices } = bench({ [uidIdentity]: "Sentier" });
    hear(uidPayload);
    hear(tlmPayload);
    expect(of("reading-taken").map(({ device }) => device)).toEqual([
      idOf("eddystone", uidIdentity),
      idOf("eddystone", uidIdentity),
    ]);
    expect(of("reading-taken")[1]?.readings).toMatchObject({ batteryVoltage: 3, temperature: 21 });
    expect(devices).toHaveLength(1);
  });

  it("do not, a minute later", () => {
    const { hear, of, clock } = bench({ [uidIdentity]: "Sentier" });
    hear(uidPayload);
    clock.advance(60_001);
    hear(tlmPayload);
    expect(of("reading-taken")).toHaveLength(1);
  });

  it("belong to their address when it is one that stays and was taught", () => {
    const { hear, of } = bench({ "address:c01122334455": "Page web" });
    hear(urlPayload);
    hear(tlmPayload);
    hear(tlmPayload, { address: "70:81:94:0d:fb:aa" });
    expect(of("reading-taken")).toHaveLength(2);
    expect(of("reading-taken")[0]?.facts).toEqual({ url: "https://getpareto.com" });
    expect(of("reading-taken")[1]).not.toHaveProperty("facts");
  });
});

describe("strangers", () => {
  it("are counted and leave no event, no device, no trace of their address", () => {
    const { hear, beacons, all, devices, states, availabilities } = bench({ [ibeaconIdentity]: "Phare" });
    for (let i = 0; i < 30; i += 1) {
      hear(maker("4c0010050b182068dd"), { address: `5a:00:00:00:00:${(16 + i).toString(16)}` });
    }
    hear(ibeaconPayload);
    expect(beacons.figures().strangers).toBe(30);
    expect(beacons.figures().noise).toEqual({ "apple-nearby": 30 });
    expect(
      JSON.stringify([all, devices, states, availabilities, beacons.figures(), beacons.nearby()]),
    ).not.toMatch(/5a:?00:?00/i);
  });

  it("with a decodable beacon are shown nearby, can be taught by their key, and only then are devices", () => {
    const { hear, beacons, names, all, of } = bench({});
    hear(ruuviPayload);
    expect(all).toEqual([]);
    const [near] = beacons.nearby();
    nearbyBeaconSchema.parse(near);
    expect(near?.model).toBe("ruuvitag");
    const identity = beacons.identityOf(near?.key ?? "");
    expect(identity).toBe("ruuvi:cbb8334c884f");
    names.set(identity ?? "", "Cave");
    hear(ruuviPayload);
    expect(of("beacon-appeared")).toHaveLength(1);
    expect(beacons.nearby()).toEqual([]);
  });

  it("do not include the nameless scan responses of a taught beacon", () => {
    const { hear, beacons } = bench({ [ibeaconIdentity]: "Phare" });
    hear(ibeaconPayload);
    hear(flags);
    expect(beacons.figures().strangers).toBe(0);
  });
});

describe("bad frames", () => {
  it("are counted, and told as events when they come from a taught beacon's address", () => {
    const { hear, beacons, of, clock } = bench({ [uidIdentity]: "Sentier" });
    const short = eddystone("00ee0011223344");
    hear(short, { address: "70:00:00:00:00:01" });
    expect(of("frame-discarded")).toEqual([]);
    hear(uidPayload);
    for (let i = 0; i < 10; i += 1) hear(short);
    clock.advance(1100);
    expect(of("frame-discarded").map(({ count, reason }) => [count, reason])).toEqual([
      [1, "malformed"],
      [9, "malformed"],
    ]);
    expect(of("frame-discarded")[0]?.why).toEqual({
      fr: "Il y a 7 octets; il en faut 18 ou 20.",
      en: "There are 7 bytes; it takes 18 or 20.",
    });
    expect(beacons.figures().discarded).toBe(11);
  });

  it("that overrun their payload are counted", () => {
    const { hear, beacons } = bench({});
    hear(ibeaconPayload.subarray(0, 12));
    expect(beacons.figures().discarded).toBe(1);
  });
});

describe("raw frames", () => {
  const id = idOf("ibeacon", ibeaconIdentity);
  const watch = (ms: unknown) => ({ id: "c1", command: "raw.watch", args: { ms: ms as number } });

  it("are shown with every byte explained, while somebody watches", async () => {
    const { hear, beacons, raws, clock } = bench({ [ibeaconIdentity]: "Phare" });
    hear(ibeaconPayload);
    expect(raws).toEqual([]);
    expect(await beacons.execute(id, watch(1000))).toMatchObject({ id: "c1", ok: true });
    hear(ibeaconPayload);
    clock.advance(1001);
    hear(ibeaconPayload);
    expect(raws).toHaveLength(1);
    expect(raws[0]).toMatchObject({ format: "ibeacon", hex: Buffer.from(ibeaconPayload).toString("hex") });
    const covered = new Set(
      raws[0]?.spans.flatMap(({ offset, length }) => Array.from({ length }, (_, i) => offset + i)),
    );
    expect(covered.size).toBe(ibeaconPayload.length);
  });

  it("of a taught beacon that no decoder knows are shown too, their maker named; a stranger's never are", async () => {
    const { hear, beacons, raws, of } = bench({ [ibeaconIdentity]: "Phare" });
    const unknown = Uint8Array.of(2, 0x01, 0x06, 6, 0xff, 0x59, 0x00, 0x01, 0x02, 0x03);
    hear(ibeaconPayload);
    await beacons.execute(id, watch(1000));
    const before = of("reading-taken").length;
    hear(unknown);
    hear(unknown, { address: "70:00:00:00:00:01" });
    expect(raws).toHaveLength(1);
    expect(raws[0]).toMatchObject({ format: "unknown", hex: Buffer.from(unknown).toString("hex") });
    expect(raws[0]?.spans.find(({ field }) => field === "company id")).toMatchObject({
      offset: 5,
      value: "0x0059 · Nordic Semiconductor",
    });
    expect(of("reading-taken")).toHaveLength(before);
  });

  it("are refused for other commands and other bounds, and for devices of others there is no answer", async () => {
    const { hear, beacons } = bench({ [ibeaconIdentity]: "Phare" });
    hear(ibeaconPayload);
    expect(await beacons.execute(id, watch(1e9))).toMatchObject({
      ok: false,
      problem: { code: "COMMAND_ARGUMENT" },
    });
    expect(await beacons.execute(id, { id: "c2", command: "light.set", args: {} })).toMatchObject({
      ok: false,
      problem: { code: "COMMAND_UNKNOWN" },
    });
    expect(await beacons.execute("firmata-1", watch(10))).toBeUndefined();
  });
});

describe("figures", () => {
  it("tell the advertisements of the last whole second", () => {
    const { hearFor, beacons } = bench({});
    hearFor(3000, flags, -60, 10);
    expect(beacons.figures().advertisementsPerSecond).toBe(100);
  });

  it("fall to nothing when nothing is heard", () => {
    const { hearFor, beacons, clock } = bench({});
    hearFor(3000, flags, -60, 10);
    clock.advance(5000);
    expect(beacons.figures().advertisementsPerSecond).toBe(0);
  });
});

describe("a beacon heard by several receivers", () => {
  it("is one device with one voice, and shows the signal of each", () => {
    const { clock, states, of, hear } = bench({ [ibeaconIdentity]: "Phare" });
    for (let i = 0; i < 10; i += 1) {
      clock.advance(100);
      hear(ibeaconPayload, { receiver: "bluetooth", rssi: -60 });
      hear(ibeaconPayload, { receiver: "passerelle", rssi: -90, patienceMs: 120_000 });
    }
    expect(of("beacon-appeared")).toHaveLength(1);
    expect(of("beacon-moved")).toEqual([]);
    expect(of("reading-taken").map(({ readings }) => readings.rssi)).toEqual(Array(10).fill(-60));
    expect(states.at(-1)?.receivers?.map(({ receiver, rssi }) => [receiver, rssi])).toEqual([
      ["bluetooth", -60],
      ["passerelle", -90],
    ]);
  });

  it("stays while a gateway that speaks in turns may still hear it, and its frames alone go to other systems", () => {
    const { clock, of, hear, taughtFrames } = bench({ [ibeaconIdentity]: "Phare" });
    clock.advance(1);
    hear(ibeaconPayload, { receiver: "passerelle", patienceMs: 120_000 });
    hear(uidPayload, { receiver: "passerelle", address: "c0:00:00:00:00:01", patienceMs: 120_000 });
    clock.advance(119_000);
    expect(of("beacon-left")).toEqual([]);
    clock.advance(2_000);
    expect(of("beacon-left")).toHaveLength(1);
    expect(taughtFrames.map(({ payload }) => payload)).toEqual([ibeaconPayload]);
  });
});

describe("a sensor that says several things", () => {
  const address = { address: "a4:c1:38:8d:18:b2", addressType: "public" } as const;
  const taught = { "address:a4c1388d18b2": "Capteur du hall" };
  const bthome = (hex: string) => ad(0x16, fromHex(`d2fc${hex}`));

  it("has a channel for each of several readings of one quantity, numbered and named", () => {
    const { hear, devices, of } = bench(taught);
    hear(bthome("4002ca0902cf09"), address);
    const channels = devices[0]?.channels.filter(({ quantity }) => quantity === "temperature");
    expect(channels).toMatchObject([
      { id: "temperature_1", name: { fr: "Température 1", en: "Temperature 1" } },
      { id: "temperature_2", name: { fr: "Température 2", en: "Temperature 2" } },
    ]);
    expect(of("reading-taken")[0]?.readings).toMatchObject({ temperature_1: 25.06, temperature_2: 25.11 });
  });

  it("tells a press once, though the same frame is sent several times, and keeps it in no state", () => {
    const { hear, clock, of, states } = bench(taught);
    for (const frame of ["4000013a02", "4000013a02", "4000013a02", "4000023a00", "4000033a01"]) {
      clock.advance(100);
      hear(bthome(frame), address);
    }
    expect(of("button-pressed").map(({ channel, press }) => [channel, press])).toEqual([
      ["button", "double"],
      ["button", "press"],
    ]);
    expect(JSON.stringify(states)).not.toContain("button");
  });

  it("tells a press once, whichever of two receivers hears it first or alone", () => {
    const { hear, clock, of } = bench(taught);
    const gateway = { ...address, receiver: "passerelle", patienceMs: 120_000 };
    hear(bthome("4000003a00"), address);
    clock.advance(100);
    for (const by of [gateway, address, gateway]) hear(bthome("4000013a01"), by);
    clock.advance(100);
    hear(bthome("4000023a02"), gateway);
    expect(of("button-pressed").map(({ press }) => press)).toEqual(["press", "double"]);
    expect(of("reading-taken")).toHaveLength(2);
  });

  it("takes what a gateway tells late for neither news nor a fault", () => {
    const { hear, clock, of } = bench(taught);
    for (const frame of ["40000902ca09", "40000a02ca09"]) {
      clock.advance(100);
      hear(bthome(frame), address);
    }
    hear(bthome("4000083a01"), { ...address, receiver: "passerelle", patienceMs: 120_000 });
    clock.advance(20_000);
    expect(of("button-pressed")).toEqual([]);
    expect(of("frame-discarded")).toEqual([]);
  });

  it("tells which way a dial turned", () => {
    const { hear, of } = bench(taught);
    hear(bthome("4000013c0103"), address);
    expect(of("dial-turned")).toMatchObject([{ channel: "dial", steps: -3 }]);
  });

  it("is not heard when an older frame comes late", () => {
    const { hear, clock, of } = bench(taught);
    hear(bthome("40000902ca09"), address);
    clock.advance(1000);
    hear(bthome("4000080200003a01"), address);
    clock.advance(1000);
    expect(of("reading-taken")).toHaveLength(1);
    expect(of("button-pressed")).toEqual([]);
    expect(of("frame-discarded")).toEqual([]);
  });

  it("has no more channels and readings than the contract allows, whatever it says", () => {
    const { hear, devices, states, clock } = bench(taught);
    hear(bthome(`40${"0105".repeat(12)}`), address);
    clock.advance(20_000);
    hear(bthome(`40${"0200".concat("01").repeat(8)}${"0960".repeat(3)}`), address);
    clock.advance(20_000);
    hear(bthome(`40${"2e0a".repeat(11)}`), address);
    clock.advance(20_000);
    hear(bthome(`40${"2f0a".repeat(11)}`), address);
    expect(devices.at(-1)?.channels).toHaveLength(29);
    expect(Object.keys(states.at(-1)?.readings ?? {})).toHaveLength(29);
  });
});
