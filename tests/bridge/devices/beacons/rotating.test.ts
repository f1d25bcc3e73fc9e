// Addresses that rotate, resolved with their key: the specification's own function, its memory, and what the bench shows.
import { describe, expect, it } from "vitest";
import type { Device } from "#contract/devices.ts";
import type { LaboEvent } from "#contract/events.ts";
import { sameWords } from "#contract/words.ts";
import { createBeacons } from "../../../../bridge/devices/beacons/beacons.ts";
import {
  createRotatingAddresses,
  type RotatingKey,
  resolves,
} from "../../../../bridge/devices/beacons/rotating.ts";
import { createEventFactory } from "../../../../bridge/devices/event-factory.ts";
import { createLogger } from "../../../../bridge/logger.ts";
import { createManualClock } from "../../../helpers/manual-clock.ts";
import { fromHex, maker } from "../../decoders/payloads.ts";

/** Bluetooth Core Specification, volume 3, part H, appendix D.7: prand 708194 gives the hash 0dfbaa. */
const irk = fromHex("ec0234a357c8ad05341010a60a397d9b");
const address = "70:81:94:0d:fb:aa";
const mine: RotatingKey = { identity: "irk:aabbccddeeff", key: irk };

describe("resolving", () => {
  it("follows the specification's example", () => {
    expect(resolves(irk, fromHex("7081940dfbaa"))).toBe(true);
    expect(resolves(irk, fromHex("7081940dfbab"))).toBe(false);
    expect(resolves(irk, fromHex("7181940dfbaa"))).toBe(false);
    expect(resolves(fromHex("00".repeat(16)), fromHex("7081940dfbaa"))).toBe(false);
  });

  it("tells whose an address is, and leaves all others to strangers", () => {
    const { identityOf } = createRotatingAddresses(() => keys);
    const keys = [{ identity: "irk:000000000000", key: fromHex("00".repeat(16)) }, mine];
    expect(identityOf(address, "random")).toBe(mine.identity);
    expect(identityOf(address, "random")).toBe(mine.identity);
    expect(identityOf(address, "unknown")).toBe(mine.identity);
    expect(identityOf(address, "public")).toBeUndefined();
    // A static address, whatever it hashes to; one that is hidden; one that is none.
    expect(identityOf("c0:81:94:0d:fb:aa", "random")).toBeUndefined();
    expect(identityOf("", "random")).toBeUndefined();
    expect(identityOf("not an address", "random")).toBeUndefined();
  });

  it("follows the list of keys when it changes", () => {
    let keys: readonly RotatingKey[] = [];
    const { identityOf } = createRotatingAddresses(() => keys);
    expect(identityOf(address, "random")).toBeUndefined();
    keys = [mine];
    expect(identityOf(address, "random")).toBe(mine.identity);
    keys = [];
    expect(identityOf(address, "random")).toBeUndefined();
  });

  it("tries each address once, and remembers no more than a bound", () => {
    let tried = 0;
    const counted: RotatingKey = {
      identity: "irk:ffffffffffff",
      get key() {
        tried += 1;
        return irk;
      },
    };
    const keys = [counted];
    const { identityOf } = createRotatingAddresses(() => keys);
    const nth = (i: number) =>
      `40:00:${[i >> 8, i & 255, 0, 0].map((b) => b.toString(16).padStart(2, "0")).join(":")}`;
    for (let round = 0; round < 3; round += 1) for (let i = 0; i < 500; i += 1) identityOf(nth(i), "random");
    expect(tried).toBe(500);
    for (let i = 500; i < 5000; i += 1) identityOf(nth(i), "random");
    identityOf(nth(0), "random");
    expect(tried).toBe(5001);
  });
});

describe("a taught device whose address rotates", () => {
  function bench(keys: readonly RotatingKey[]) {
    const clock = createManualClock();
    const devices: Device[] = [];
    const events: LaboEvent[] = [];
    const beacons = createBeacons({
      clock,
      bridge: "banc",
      logger: createLogger("silent"),
      events: createEventFactory("banc", "test"),
      taught: {
        beaconName: (identity) => (identity === mine.identity ? sameWords("Téléphone d’Anne") : undefined),
        isTagKnown: () => false,
      },
      rotatingKeys: () => keys,
      output: {
        device: (device) => void devices.push(device),
        availability: () => {},
        state: () => {},
        event: (event) => void events.push(event),
        raw: () => {},
      },
    });
    const hear = (from: string) =>
      beacons.hear([
        {
          receiver: "radio",
          source: "simulated",
          address: from,
          addressType: "random",
          rssi: -60,
          payload: maker("4c0010050b182068dd"),
          now: clock.now(),
          mono: clock.mono(),
        },
      ]);
    return { beacons, devices, events, hear };
  }

  it("is one device, present by its strength, and no stranger", () => {
    const { beacons, devices, events, hear } = bench([mine]);
    hear(address);
    hear("40:00:00:11:22:33");
    expect(devices.at(-1)).toMatchObject({ model: "rotating-address", key: "given" });
    expect(events.map(({ kind }) => kind)).toEqual(["beacon-appeared", "reading-taken"]);
    expect(beacons.figures().strangers).toBe(1);
    expect(beacons.keyAddressOf(devices[0]?.id ?? "")).toBe("aabbccddeeff");
    expect(JSON.stringify([devices, events])).not.toMatch(/70:?81:?94/);
  });

  it("is a stranger like any other without its key", () => {
    const { beacons, devices, hear } = bench([]);
    hear(address);
    expect(devices).toEqual([]);
    expect(beacons.figures().strangers).toBe(1);
  });
});
