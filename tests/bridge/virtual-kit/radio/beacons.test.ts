// Payloads against the published vectors of their formats, the other way round.
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  eddystoneTlmPayload,
  eddystoneUidPayload,
  eddystoneUrlPayload,
  ibeaconPayload,
  ruuviPayload,
  strangerPayload,
} from "../../../../bridge/virtual-kit/radio/beacons.ts";
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
      const payloads = [
        ruuviPayload(measured, bytes("cbb8334c884f")),
        eddystoneTlmPayload(a, b, Math.abs(Math.round(c)), Math.abs(a)),
        strangerPayload(createRandom(seed)),
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
  for (let i = 0; i < 500; i++) expect(hex(strangerPayload(random))).not.toContain("4c000215");
});
