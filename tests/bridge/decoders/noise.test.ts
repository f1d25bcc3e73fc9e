// Noise is named so that it can be counted, and named only.
import { describe, expect, it } from "vitest";
import { decodeAdvertisement } from "../../../bridge/decoders/registry.ts";
import { ad, eddystone, fromHex, maker } from "./payloads.ts";

const noiseOf = (payload: Uint8Array) => {
  const { noise, outcomes } = decodeAdvertisement(payload);
  expect(outcomes).toEqual([]);
  return noise;
};

describe("noise", () => {
  it("of Apple devices is named for its type, every one but iBeacon", () => {
    expect(
      ["05", "06", "07", "09", "0a", "0b", "0c", "0d", "0e", "0f", "10", "7f"].map((type) =>
        noiseOf(maker(`4c00${type}0501020304ff`)),
      ),
    ).toEqual([
      "apple-airdrop",
      "apple-homekit",
      "apple-airpods",
      "apple-airplay",
      "apple-airplay",
      "apple-watch",
      "apple-handoff",
      "apple-hotspot",
      "apple-hotspot",
      "apple-nearby",
      "apple-nearby",
      "apple",
    ]);
    expect(noiseOf(maker("4c00"))).toBe("apple");
  });

  it("of somebody's lost item is Find My", () => {
    expect(noiseOf(maker(`4c001219${"00".repeat(25)}`))).toBe("find-my");
  });

  it("knows laptops, telephones, trackers, earphones and exposure notification", () => {
    expect(noiseOf(maker("060001092002aabbccdd"))).toBe("microsoft");
    expect(noiseOf(maker("7500420401"))).toBe("samsung");
    expect(noiseOf(maker("e00001"))).toBe("google");
    const ofService = (number: string) => noiseOf(ad(0x16, fromHex(`${number}${"11".repeat(20)}`)));
    expect(["6ffd", "2cfe", "f3fe", "5afd", "edfe", "b2fc"].map(ofService)).toEqual([
      "exposure-notification",
      "google-fast-pair",
      "google",
      "smart-tag",
      "tile",
      "unwanted-tracker",
    ]);
    expect(noiseOf(eddystone(`40${"22".repeat(21)}`))).toBe("find-hub");
    expect(noiseOf(eddystone(`41${"22".repeat(21)}`))).toBe("find-hub");
  });

  it("is not claimed of a frame nobody knows", () => {
    expect(noiseOf(maker("ffff0102"))).toBeUndefined();
    expect(noiseOf(eddystone("5000"))).toBeUndefined();
    expect(noiseOf(ad(0x09, fromHex("4c61626f")))).toBeUndefined();
  });

  it("is not told of a payload that also holds something readable", () => {
    const both = Uint8Array.from([...maker("4c00100501"), ...ad(0x16, fromHex("d2fc4002ca09"))]);
    expect(decodeAdvertisement(both)).toMatchObject({ noise: undefined, outcomes: [{ format: "bthome" }] });
  });
});
