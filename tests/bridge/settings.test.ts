import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Device } from "#contract/devices.ts";
import type { DeviceFeed } from "#contract/live.ts";
import { type BenchProjection, createBench } from "../../bridge/bench/bench.ts";
import { createLogger } from "../../bridge/logger.ts";
import { createSettings } from "../../bridge/settings.ts";
import { openStore, type Store } from "../../bridge/store/store.ts";
import { reader } from "../helpers/http-doors.ts";
import { createManualClock } from "../helpers/manual-clock.ts";

const device: Device = reader.device;
const strangers = {
  nearby: () => [{ key: "k1", model: "ibeacon", rssi: -60, facts: {} }],
  identityOf: (key: string) => (key === "k1" ? "ibeacon:aa-1-2" : undefined),
  taughtIdentityOf: (id: string) => (id === beacon.id ? "ibeacon:aa-1-2" : undefined),
  keyAddressOf: (id: string) => (id === device.id ? "a4c1388d18b2" : undefined),
  uidOf: (tag: string) => (tag === "foreign-1a2b3c" ? "04a1b2c3d4e580" : undefined),
};

const beacon: Device = {
  ...device,
  id: "ibeacon-1",
  model: "ibeacon",
  profile: "ble-beacon",
  transport: "ble",
};
/** What was heard of the beacon, one frame every half second. */
let heard: DeviceFeed;

let folder = "";
let store: Store;
let bench: BenchProjection;
const forgotten: string[] = [];
const taughtAgain: number[] = [];

function settings() {
  return createSettings({
    clock: createManualClock(),
    store,
    heard: (id) => (id === beacon.id ? heard : { samples: [], events: [], frames: [] }),
    bench,
    kit: undefined,
    strangers: () => strangers,
    forgetTopics: (id) => void forgotten.push(id),
    onTaught: () => void taughtAgain.push(1),
  });
}

beforeEach(() => {
  const clock = createManualClock();
  folder = mkdtempSync(join(tmpdir(), "labo-settings-"));
  store = openStore({ path: join(folder, "labo.sqlite"), clock, logger: createLogger("silent") });
  bench = createBench({ clock });
  bench.apply({ kind: "devices", bridge: "banc", payload: { devices: [device, beacon] } });
  heard = {
    samples: Array.from({ length: 60 }, (_, n) => ({
      time: new Date(Date.UTC(2026, 0, 1) + n * 500).toISOString(),
      mono: n * 500,
      readings: { rssi: n < 30 ? -80 : -64 + (n % 3) },
    })),
    events: [],
    frames: [],
  };
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("what people decide", () => {
  it("shows at once and again after a restart: a name, a pairing", async () => {
    await settings().rename(device.id, "Plinthe");
    await settings().pair(device.id, "f2-rfid-nfc");
    expect(bench.device(device.id)?.device.name).toEqual({ fr: "Plinthe", en: "Plinthe" });
    bench = createBench({ clock: createManualClock() });
    bench.apply({ kind: "devices", bridge: "banc", payload: { devices: [device] } });
    settings().load();
    expect(bench.device(device.id)?.device.name).toEqual({ fr: "Plinthe", en: "Plinthe" });
    expect(store.deviceChoices()).toEqual([{ id: device.id, name: "Plinthe", sheet: "f2-rfid-nfc" }]);
    await settings().unpair(device.id);
    expect(store.deviceChoices()).toEqual([{ id: device.id, name: "Plinthe" }]);
  });

  it("forgets a device everywhere", async () => {
    await settings().rename(device.id, "Plinthe");
    await settings().forget(device.id);
    expect(bench.device(device.id)).toBeUndefined();
    expect(store.deviceChoices()).toEqual([]);
    expect(forgotten).toContain(device.id);
  });

  it("teaches a beacon heard nearby by its passing key, and refuses an unknown key", async () => {
    const it = settings();
    expect(it.beaconName("ibeacon:aa-1-2")).toBeUndefined();
    await it.teachBeacon("k1", "Cave");
    expect(it.beaconName("ibeacon:aa-1-2")).toEqual({ fr: "Cave", en: "Cave" });
    expect(settings().beaconName("ibeacon:aa-1-2")).toEqual({ fr: "Cave", en: "Cave" });
    await expect(it.teachBeacon("k2", "Cave")).rejects.toThrow(/NOT_FOUND/);
  });

  it("keeps the key of a device by its address, takes another in its place, forgets it", async () => {
    const it = settings();
    expect(it.keyFor("a4c1388d18b2")).toBeUndefined();
    await it.giveKey(device.id, "231d39c1d7cc1ab1aee224cd096db932");
    await it.giveKey(device.id, "00112233445566778899aabbccddeeff");
    const key = Uint8Array.from(Buffer.from("00112233445566778899aabbccddeeff", "hex"));
    expect(it.keyFor("a4c1388d18b2")).toEqual(key);
    expect(settings().keyFor("a4c1388d18b2")).toEqual(key);
    await expect(it.giveKey("never-heard", "00")).rejects.toThrow(/NOT_FOUND/);
    await it.forgetKey(device.id);
    expect(it.keyFor("a4c1388d18b2")).toBeUndefined();
    expect(settings().keyFor("a4c1388d18b2")).toBeUndefined();
  });

  it("knows a device whose address rotates by its key, and forgets both together", async () => {
    const it = settings();
    const before = it.rotatingKeys();
    await it.teachRotating("Bracelet d’Anne", "ec0234a357c8ad05341010a60a397d9b");
    const [taught] = it.rotatingKeys();
    expect(it.rotatingKeys()).not.toBe(before);
    expect(it.rotatingKeys()).toBe(it.rotatingKeys());
    expect(taught?.identity).toMatch(/^irk:[0-9a-f]{12}$/);
    expect(taught?.identity).not.toContain("ec0234a357c8");
    expect(it.beaconName(taught?.identity ?? "")).toEqual({ fr: "Bracelet d’Anne", en: "Bracelet d’Anne" });
    const again = createSettings({
      clock: createManualClock(),
      store,
      heard: () => heard,
      bench,
      kit: undefined,
      strangers: () => ({ ...strangers, keyAddressOf: () => taught?.identity.slice("irk:".length) }),
      forgetTopics: () => {},
    });
    expect(again.rotatingKeys()).toEqual([taught]);
    await again.forgetKey("rotating-address-1");
    expect(again.rotatingKeys()).toEqual([]);
    expect(store.taughtBeacons()).toEqual([]);
    expect(store.deviceKeys()).toEqual([]);
  });

  it("calibrates a beacon from what was heard of it, for the next starts and the recordings too", async () => {
    const it = settings();
    const form = { sampling: { from: 14_500, to: 29_500 }, author: "Camille" };
    const before = taughtAgain.length;
    const kept = await it.calibrate(beacon.id, form);
    expect(kept).toEqual({
      rssiAt1m: -63,
      samples: 30,
      spread: 0.8,
      author: "Camille",
      date: "2026-01-01T00:00:00.000Z",
    });
    expect(taughtAgain.length).toBe(before + 1);
    await it.teachBeacon("k1", "Cave");
    for (const one of [it, settings()]) {
      expect(one.calibrationOf("ibeacon:aa-1-2")).toEqual(kept);
      expect(one.taughtThings().beacons).toContainEqual(
        expect.objectContaining({ identity: "ibeacon:aa-1-2", calibration: kept }),
      );
    }
    await it.forgetCalibration(beacon.id);
    expect(it.calibrationOf("ibeacon:aa-1-2")).toBeUndefined();
    expect(settings().calibrationOf("ibeacon:aa-1-2")).toBeUndefined();
    expect(it.taughtThings().beacons[0]).not.toHaveProperty("calibration");
  });

  it("refuses samples that cannot serve, beacons of other benches, and a replay; the calibration before stays", async () => {
    const it = settings();
    const kept = await it.calibrate(beacon.id, { sampling: { from: 14_500, to: 29_500 }, author: "Camille" });
    const tryWith = (from: number, to: number, id = beacon.id) =>
      it.calibrate(id, { sampling: { from, to }, author: "Alex" });
    await expect(tryWith(20_000, 29_500)).rejects.toMatchObject({
      code: "CALIBRATION_REFUSED",
      details: ["19 samples", "few", "short"],
    });
    // After a restart the samples of before are gone.
    await expect(tryWith(90_000, 99_000)).rejects.toMatchObject({ details: ["0 samples", "few", "short"] });
    await expect(tryWith(0, 29_500)).rejects.toMatchObject({
      details: ["59 samples", "moved", "restless"],
    });
    await expect(tryWith(14_500, 29_500, device.id)).rejects.toThrow(/NOT_FOUND/);
    const replayed = { ...beacon, source: "replay" as const };
    bench.apply({ kind: "devices", bridge: "banc", payload: { devices: [replayed] } });
    await expect(tryWith(14_500, 29_500)).rejects.toMatchObject({ details: ["replay"] });
    expect(settings().calibrationOf("ibeacon:aa-1-2")).toEqual(kept);
  });

  it("tells a key in nothing that others see or record", async () => {
    const it = settings();
    await it.giveKey(device.id, "231d39c1d7cc1ab1aee224cd096db932");
    expect(JSON.stringify([bench.snapshot(), it.taughtThings(), store.deviceChoices()])).not.toMatch(
      /231d39c1|IyI5wdfM/i,
    );
  });

  it("teaches a foreign tag by its pseudonym, renames it, forgets it", async () => {
    const it = settings();
    expect(await it.teachTag("foreign-1a2b3c", "Amulette")).toEqual({
      id: "04a1b2c3d4e580",
      label: { fr: "Amulette", en: "Amulette" },
    });
    expect(it.isTagKnown("04a1b2c3d4e580")).toBe(true);
    await it.teachTag("04a1b2c3d4e580", "Coquillage");
    expect(bench.snapshot().tags).toEqual({
      "04a1b2c3d4e580": { id: "04a1b2c3d4e580", label: { fr: "Coquillage", en: "Coquillage" } },
    });
    await it.forgetTag("04a1b2c3d4e580");
    expect(it.isTagKnown("04a1b2c3d4e580")).toBe(false);
    await expect(it.forgetTag("04a1b2c3d4e580")).rejects.toThrow(/NOT_FOUND/);
    await expect(it.teachTag("foreign-000000", "X")).rejects.toThrow(/NOT_FOUND/);
  });
});
