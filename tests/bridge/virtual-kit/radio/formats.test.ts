// Payloads against the published vectors of their formats, the other way round; then read back by the bench's own decoders.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noKeys } from "../../../../bridge/decoders/decoder.ts";
import { decodeAdvertisement } from "../../../../bridge/decoders/registry.ts";
import { altbeaconPayload } from "../../../../bridge/virtual-kit/radio/formats/altbeacon.ts";
import {
  type BthomeMeasurement,
  bthomeEncryptedPayload,
  bthomePayload,
} from "../../../../bridge/virtual-kit/radio/formats/bthome.ts";
import {
  eddystoneTlmPayload,
  eddystoneUidPayload,
  eddystoneUrlPayload,
} from "../../../../bridge/virtual-kit/radio/formats/eddystone.ts";
import { ibeaconPayload } from "../../../../bridge/virtual-kit/radio/formats/ibeacon.ts";
import { mibeaconPayload } from "../../../../bridge/virtual-kit/radio/formats/mibeacon.ts";
import { minewClimatePayload, minewInfoPayload } from "../../../../bridge/virtual-kit/radio/formats/minew.ts";
import {
  atc1441Payload,
  pvvxPayload,
} from "../../../../bridge/virtual-kit/radio/formats/open-thermometers.ts";
import { passerByPayload } from "../../../../bridge/virtual-kit/radio/formats/passers-by.ts";
import { ruuviPayload } from "../../../../bridge/virtual-kit/radio/formats/ruuvi.ts";
import { switchbotMeterPayload } from "../../../../bridge/virtual-kit/radio/formats/switchbot.ts";
import { createRandom } from "../../../../bridge/virtual-kit/random.ts";

const hex = (bytes: readonly number[]) => Buffer.from(bytes).toString("hex");
const bytes = (text: string) => [...Buffer.from(text, "hex")];

test("iBeacon: company, type, UUID, major, minor, power", () => {
  const uuid = bytes("2f234454cf6d4a0fadf2f4911ba9ffa6");
  expect(hex(ibeaconPayload(uuid, 1, 2, -52))).toBe(
    "0201061aff4c0002152f234454cf6d4a0fadf2f4911ba9ffa600010002cc",
  );
});

test("Eddystone-UID declares its power at 0 m", () => {
  const payload = eddystoneUidPayload(bytes("00112233445566778899"), bytes("aabbccddeeff"), -45);
  expect(hex(payload)).toBe("0201060303aafe1716aafe00fc00112233445566778899aabbccddeeff0000");
});

test("Eddystone-URL: scheme, then the text", () => {
  expect(hex(eddystoneUrlPayload(3, "getpareto\x07", -41))).toBe(
    "0201060303aafe1016aafe10000367657470617265746f07",
  );
});

test.each([
  [3000, 21, 69, 60, "20000bb815000000004500000258"],
  [3144, 21.125, 69, 60, "20000c4815200000004500000258"],
])("Eddystone-TLM: %d mV, %d °C, %d frames, %d s", (mv, celsius, count, uptime, frame) => {
  expect(hex(eddystoneTlmPayload(mv, celsius, count, uptime)).slice(-28)).toBe(frame);
});

test("Ruuvi RAWv2 matches the maker's vector", () => {
  const payload = ruuviPayload(
    {
      celsius: 24.3,
      humidity: 53.49,
      pascals: 100_044,
      acceleration: [4, -4, 1036],
      millivolts: 2977,
      txPower: 4,
      movements: 66,
      sequence: 205,
    },
    bytes("cbb8334c884f"),
  );
  expect(hex(payload)).toBe("0201061bff99040512fc5394c37c0004fffc040cac364200cdcbb8334c884f");
});

test("every payload fits 31 bytes and is whole AD structures, whatever the numbers", () => {
  const any = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
  fc.assert(
    fc.property(fc.integer(), any, any, any, (seed, a, b, c) => {
      const measured = {
        celsius: a,
        humidity: b,
        pascals: c,
        acceleration: [a, b, c] as const,
        millivolts: a,
        txPower: b,
        movements: Math.abs(Math.round(a)),
        sequence: Math.abs(Math.round(b)),
      };
      const address = bytes("cbb8334c884f");
      const whole = Math.abs(Math.round(b));
      const climate = { celsius: a, humidity: b, battery: c };
      const bthome: BthomeMeasurement = { ...climate, packetId: whole, isPressed: seed % 2 === 0 };
      const thermometer = { ...climate, millivolts: a, sequence: whole };
      const payloads = [
        altbeaconPayload({ family: bytes("00".repeat(16)), group: whole, beacon: whole }, b),
        bthomePayload(bthome),
        bthomeEncryptedPayload(bthome, address, whole, Buffer.alloc(16)),
        atc1441Payload(thermometer, address),
        pvvxPayload(thermometer, address),
        mibeaconPayload({ celsius: a }, address, whole),
        mibeaconPayload({ lux: b }, address, whole),
        mibeaconPayload({ moisture: c }, address, whole),
        mibeaconPayload({ conductivity: a }, address, whole),
        minewClimatePayload(climate, address),
        minewInfoPayload(c, address, "PLUS"),
        switchbotMeterPayload(climate, address),
        ruuviPayload(measured, address),
        eddystoneTlmPayload(a, b, Math.abs(Math.round(c)), Math.abs(a)),
        passerByPayload(createRandom(seed)),
      ];
      for (const payload of payloads) {
        expect(payload.length).toBeLessThanOrEqual(31);
        for (const byte of payload) expect(Number.isInteger(byte) && byte >= 0 && byte <= 255).toBe(true);
        let at = 0;
        while (at < payload.length) at += 1 + (payload[at] ?? 0);
        expect(at).toBe(payload.length);
      }
    }),
  );
});

test("a passer-by never looks like an iBeacon", () => {
  const random = createRandom(4);
  for (let i = 0; i < 500; i++) expect(hex(passerByPayload(random))).not.toContain("4c000215");
});

describe("what a model holds comes back through the decoder of its format", () => {
  const address = bytes("d64c61620401");
  const addressText = hex(address);
  const read = (payload: readonly number[], context = noKeys) => {
    const { outcomes, overrunBytes } = decodeAdvertisement(Uint8Array.from(payload), {
      ...context,
      address: addressText,
    });
    expect(overrunBytes).toBe(0);
    expect(outcomes).toHaveLength(1);
    const [outcome] = outcomes;
    if (outcome?.ok !== true) throw new Error(`not read: ${JSON.stringify(outcome)}`);
    return outcome;
  };
  const tenths = (least: number, most: number) =>
    fc.integer({ min: least * 10, max: most * 10 }).map((value) => value / 10);
  const percent = fc.integer({ min: 0, max: 99 });
  const climate = fc.record({ celsius: tenths(-30, 60), humidity: percent, battery: percent });

  test("AltBeacon", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        fc.integer({ min: 0, max: 0xffff }),
        fc.integer({ min: 0, max: 0xffff }),
        fc.integer({ min: -100, max: -1 }),
        (family, group, beacon, power) => {
          const outcome = read(altbeaconPayload({ family: [...family], group, beacon }, power));
          expect(outcome.identity).toBe(`altbeacon:${hex([...family])}-${group}-${beacon}`);
          expect(outcome.readings).toEqual({ measuredPower: power });
        },
      ),
    );
  });

  test("BTHome, with and without its button pressed, in the clear and sealed", () => {
    const key = Buffer.from("231d39c1d7cc1ab1aee224cd096db932", "hex");
    fc.assert(
      fc.property(
        climate,
        fc.integer({ min: 0, max: 255 }),
        fc.boolean(),
        (measured, packetId, isPressed) => {
          const model = { ...measured, packetId, isPressed };
          const expected = {
            packetId,
            batteryLevel: measured.battery,
            temperature: measured.celsius,
            relativeHumidity: measured.humidity,
          };
          const open = read(bthomePayload(model));
          const sealed = bthomeEncryptedPayload(model, address, 4021, key);
          const opened = read(sealed, { keyFor: (one) => (one === addressText ? key : undefined) });
          for (const { readings, actions } of [open, opened]) {
            expect(readings).toEqual(expected);
            expect(actions?.length ?? 0).toBe(isPressed ? 1 : 0);
          }
          expect(opened.seal).toBe("opened");
          expect(opened.freshness).toEqual({ counter: 4021, packetId });
          expect(read(sealed)).toMatchObject({ seal: "closed", readings: {} });
        },
      ),
    );
  });

  test("BTHome sealed with another key stays closed", () => {
    const measured = { packetId: 1, battery: 90, celsius: 21, humidity: 40, isPressed: false };
    const sealed = bthomeEncryptedPayload(measured, address, 7, Buffer.alloc(16, 1));
    const { outcomes } = decodeAdvertisement(Uint8Array.from(sealed), {
      address: addressText,
      keyFor: () => Buffer.alloc(16, 2),
    });
    expect(outcomes).toMatchObject([{ ok: false, isWrongKey: true }]);
  });

  test("ATC1441 and PVVX", () => {
    fc.assert(
      fc.property(
        climate,
        fc.integer({ min: 0, max: 4000 }),
        fc.integer({ min: 0, max: 255 }),
        (measured, millivolts, sequence) => {
          const model = { ...measured, millivolts, sequence };
          const atc = read(atc1441Payload(model, address));
          const pvvx = read(pvvxPayload(model, address));
          for (const { readings } of [atc, pvvx]) {
            expect(readings).toMatchObject({
              temperature: measured.celsius,
              relativeHumidity: measured.humidity,
              batteryLevel: measured.battery,
              batteryVoltage: millivolts / 1000,
              measurementSequence: sequence,
            });
          }
          expect([atc.format, pvvx.format]).toEqual(["atc1441", "pvvx"]);
          for (const { facts } of [atc, pvvx]) expect(facts.mac).toBe(addressText);
        },
      ),
    );
  });

  test.each([
    [{ celsius: -4.5 }, { temperature: -4.5 }],
    [{ lux: 70_000 }, { illuminance: 70_000 }],
    [{ moisture: 36 }, { moisture: 36 }],
    [{ conductivity: 318 }, { conductivity: 318 }],
  ])("MiBeacon: %o", (model, readings) => {
    const outcome = read(mibeaconPayload(model, address, 200));
    expect(outcome).toMatchObject({ format: "mibeacon", identity: `xiaomi:${addressText}` });
    expect(outcome.readings).toEqual(readings);
  });

  test("Minew: its climate, then who it is", () => {
    fc.assert(
      fc.property(climate, ({ celsius, humidity, battery }) => {
        const { readings, identity } = read(minewClimatePayload({ celsius, humidity, battery }, address));
        expect(identity).toBe(`minew:${addressText}`);
        expect(readings.batteryLevel).toBe(battery);
        expect(Math.abs((readings.temperature ?? Number.NaN) - celsius)).toBeLessThan(1 / 256);
        expect(Math.abs((readings.relativeHumidity ?? Number.NaN) - humidity)).toBeLessThan(1 / 256);
      }),
    );
    expect(read(minewInfoPayload(83, address, "PLUS")).facts).toEqual({ mac: addressText, name: "PLUS" });
  });

  test("SwitchBot, on both sides of zero", () => {
    fc.assert(
      fc.property(climate, ({ celsius, humidity, battery }) => {
        const { readings } = read(switchbotMeterPayload({ celsius, humidity, battery }, address));
        expect(readings).toEqual({
          // The generator draws −0 too.
          temperature: celsius === 0 ? 0 : celsius,
          relativeHumidity: humidity,
          batteryLevel: battery,
        });
      }),
    );
  });

  test("passers-by are told apart by name, and nothing of them is read", () => {
    const random = createRandom(11);
    const names = new Set<string | undefined>();
    for (let i = 0; i < 300; i++) {
      const { outcomes, noise } = decodeAdvertisement(Uint8Array.from(passerByPayload(random)));
      expect(outcomes).toEqual([]);
      names.add(noise);
    }
    expect([...names].sort()).toEqual([
      "apple-nearby",
      "find-hub",
      "find-my",
      "google-fast-pair",
      "microsoft",
    ]);
  });
});
