// A taught device that encrypts what it says: what is shown before, with and after its key.
import { describe, expect, it } from "vitest";
import type { Device } from "#contract/devices.ts";
import { deviceSchema } from "#contract/devices.ts";
import type { LaboEvent } from "#contract/events.ts";
import { sameWords } from "#contract/words.ts";
import { createBeacons } from "../../../../bridge/devices/beacons/beacons.ts";
import { createEventFactory } from "../../../../bridge/devices/event-factory.ts";
import { createLogger } from "../../../../bridge/logger.ts";
import { createManualClock } from "../../../helpers/manual-clock.ts";
import { ad, fromHex } from "../../decoders/payloads.ts";

const address = "5448e68f80a5";
const rightKey = fromHex("231d39c1d7cc1ab1aee224cd096db932");
const payload = (hex: string) => ad(0x16, fromHex(`d2fc${hex}`));
/** Of this address and key, counters one after the other (bthome-ble, see tests/fixtures/advertisements.json). */
const climate = "41a47266c95f730011223378237214";
const withLowerCounter = "41723d3035fb88322211009e7414c0";

function bench() {
  const clock = createManualClock();
  const keys = new Map<string, Uint8Array>();
  const devices: Device[] = [];
  const events: LaboEvent[] = [];
  const beacons = createBeacons({
    clock,
    bridge: "banc",
    logger: createLogger("silent"),
    events: createEventFactory("banc", "test"),
    taught: {
      beaconName: (identity) => (identity === `address:${address}` ? sameWords("Serre") : undefined),
      isTagKnown: () => false,
    },
    keyFor: (one) => keys.get(one),
    output: {
      device: (device) => void devices.push(deviceSchema.parse(device)),
      availability: () => {},
      state: () => {},
      event: (event) => void events.push(event),
      raw: () => {},
    },
  });
  const hear = (hex: string) => {
    clock.advance(1000);
    beacons.hear([
      {
        receiver: "radio",
        source: "simulated",
        address: "54:48:e6:8f:80:a5",
        addressType: "public",
        rssi: -60,
        payload: payload(hex),
        now: clock.now(),
        mono: clock.mono(),
      },
    ]);
  };
  const of = <K extends LaboEvent["kind"]>(kind: K) =>
    events.filter((event): event is Extract<LaboEvent, { kind: K }> => event.kind === kind);
  return { beacons, keys, devices, hear, of, wait: clock.advance };
}

describe("a device that encrypts", () => {
  it("is present and says that it needs its key; with it, it measures", () => {
    const { hear, keys, devices, of } = bench();
    hear(climate);
    expect(devices.at(-1)?.key).toBe("needed");
    expect(of("reading-taken").at(-1)?.readings).toMatchObject({ rssi: -60 });
    expect(of("reading-taken").at(-1)?.readings).not.toHaveProperty("temperature");
    keys.set(address, rightKey);
    hear(climate);
    expect(devices.at(-1)?.key).toBe("given");
    expect(of("reading-taken").at(-1)?.readings).toMatchObject({
      temperature: 25.06,
      relativeHumidity: 50.55,
    });
  });

  it("says that its key is wrong after two frames, not one", () => {
    const { hear, keys, devices } = bench();
    hear(climate);
    keys.set(address, fromHex("00112233445566778899aabbccddeeff"));
    hear(climate);
    expect(devices.at(-1)?.key).toBe("needed");
    hear(climate);
    expect(devices.at(-1)?.key).toBe("wrong");
    keys.set(address, rightKey);
    hear(climate);
    expect(devices.at(-1)?.key).toBe("given");
  });

  it("is not believed when an old frame of it is played back, nor in the clear", () => {
    const { hear, keys, of, wait } = bench();
    keys.set(address, rightKey);
    hear(climate);
    hear(withLowerCounter);
    expect(of("frame-discarded")).toEqual([]);
    wait(60_000);
    hear(withLowerCounter);
    hear("4002ca0a");
    wait(5000);
    expect(of("reading-taken")).toHaveLength(1);
    expect(of("frame-discarded").reduce((sum, { count }) => sum + count, 0)).toBe(2);
  });

  it("has its key by its address, once heard", () => {
    const { beacons, hear, devices } = bench();
    expect(beacons.keyAddressOf("bthome-000000")).toBeUndefined();
    hear(climate);
    expect(beacons.keyAddressOf(devices[0]?.id ?? "")).toBe(address);
  });
});
