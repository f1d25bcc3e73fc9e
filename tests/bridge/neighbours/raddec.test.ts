import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeRaddec, encodeRaddec, type Raddec } from "../../../bridge/decoders/raddec.ts";
import { advertisementsOf, raddecOf } from "../../../bridge/neighbours/raddec-advertisements.ts";
import type { Advertisement } from "../../../bridge/transports/transport.ts";

interface Row {
  readonly name: string;
  readonly hex: string;
  readonly expected: Raddec | null;
}
const file = fileURLToPath(new URL("../../fixtures/raddec.json", import.meta.url));
const rows = JSON.parse(readFileSync(file, "utf8")) as Row[];
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, "hex"));
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const accepted = rows.filter(({ expected }) => expected !== null);

/** An iBeacon on the air: header, address as sent, payload. */
const payload = bytesOf("02011a1aff4c0002152f234454cf6d4a0fadf2f4911ba9ffa600010002c5");
const packet = bytesOf(`4224${"554433221100"}${hexOf(payload)}`);
const heard: Raddec = {
  transmitterId: "001122334455",
  transmitterIdType: 3,
  rssiSignature: [
    { receiverId: "001bc50940810000", receiverIdType: 1, rssi: -60, numberOfDecodings: 2 },
    { receiverId: "001bc50940810001", receiverIdType: 1, rssi: -80, numberOfDecodings: 1 },
  ],
  timestamp: 1_420_075_424_000,
  packets: [packet],
  events: [0],
};
const at = { now: 5, mono: 6 };

describe("a raddec", () => {
  it.each(rows)("$name", ({ hex, expected }) => {
    const outcome = decodeRaddec(bytesOf(hex));
    expect(outcome.ok ? outcome.raddec : null).toEqual(expected);
  });

  it.each(accepted)("$name is packed to the same bytes", ({ hex, expected }) => {
    expect(hexOf(encodeRaddec(expected as Raddec))).toBe(hex);
  });

  it("goes there and back with packets, time and events", () => {
    const outcome = decodeRaddec(encodeRaddec(heard));
    expect(outcome).toEqual({ ok: true, raddec: heard });
  });

  it("is refused at every truncation, and whatever the bytes never throws", () => {
    const whole = encodeRaddec(heard);
    for (let length = 0; length < whole.length; length += 1)
      expect(decodeRaddec(whole.subarray(0, length)).ok).toBe(false);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => typeof decodeRaddec(bytes).ok === "boolean"),
      { numRuns: 2_000 },
    );
  });

  it("never reads outside, however its inside lies behind a right length and checksum", () => {
    const whole = encodeRaddec(heard);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (index, value) => {
        const bytes = Uint8Array.from(whole);
        bytes[index] = value;
        bytes[bytes.length - 1] = bytes.subarray(0, -1).reduce((sum, byte) => (sum + byte) & 0xff, 0);
        const outcome = decodeRaddec(bytes);
        if (!outcome.ok) return true;
        const { packets = [], rssiSignature } = outcome.raddec;
        const total = packets.reduce((sum, one) => sum + one.length, 0);
        advertisementsOf(outcome.raddec, at);
        return total <= bytes.length && rssiSignature.length <= 15;
      }),
      { numRuns: 5_000 },
    );
  });
});

describe("advertisements out of a raddec", () => {
  it("are the packet's payload as each receiver heard it", () => {
    const advertisements = advertisementsOf(heard, at) ?? [];
    expect(advertisements.map(({ receiver, rssi }) => [receiver, rssi])).toEqual([
      ["raddec-001bc50940810000", -60],
      ["raddec-001bc50940810001", -80],
    ]);
    expect(advertisements[0]).toMatchObject({ address: "00:11:22:33:44:55", addressType: "random", ...at });
    expect(hexOf(advertisements[0]?.payload ?? new Uint8Array())).toBe(hexOf(payload));
  });

  it("without a packet only say that somebody was heard", () => {
    const { packets: _, ...bare } = heard;
    expect(advertisementsOf(bare, at)?.map((one) => one.payload.length)).toEqual([0, 0]);
  });

  it.each([
    ["another sender's packet", { ...heard, transmitterId: "aabbccddeeff" }],
    ["a packet shorter than it says", { ...heard, packets: [packet.subarray(0, 20)] }],
    ["a connection request", { ...heard, packets: [Uint8Array.from([0x05, ...packet.subarray(1)])] }],
    ["a tag of another kind of radio", { ...heard, transmitterIdType: 4 }],
    ["nobody who heard it", { ...heard, rssiSignature: [] }],
  ])("are not believed from %s", (_, raddec) => {
    expect(advertisementsOf(raddec, at)).toBeUndefined();
  });
});

describe("an advertisement as a raddec", () => {
  const advertisement: Advertisement = {
    receiver: "bluetooth",
    source: "hardware",
    address: "00:11:22:33:44:55",
    addressType: "random",
    rssi: -60,
    payload,
    now: 1_420_075_424_000,
    mono: 1,
  };

  it("comes back as it was, from a receiver that is always the same and nobody's real one", () => {
    const raddec = raddecOf(advertisement, "banc", [0]);
    const outcome = decodeRaddec(encodeRaddec(raddec as Raddec));
    const [again] = outcome.ok ? (advertisementsOf(outcome.raddec, at) ?? []) : [];
    const { receiver: _, now: __, mono: ___, ...rest } = advertisement;
    expect(again).toMatchObject(rest);
    const id = raddec?.rssiSignature[0]?.receiverId ?? "";
    expect(Number.parseInt(id.slice(0, 2), 16) & 3).toBe(2);
    expect(raddecOf({ ...advertisement, now: 9 }, "banc", [])?.rssiSignature[0]?.receiverId).toBe(id);
    expect(raddecOf(advertisement, "autre", [])?.rssiSignature[0]?.receiverId).not.toBe(id);
  });

  it("is none where the system hides the address", () => {
    expect(raddecOf({ ...advertisement, address: "" }, "banc", [])).toBeUndefined();
  });
});
