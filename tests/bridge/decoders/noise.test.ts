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
  it("of Apple devices is every type but iBeacon", () => {
    for (const type of ["05", "06", "07", "09", "0a", "0b", "0c", "0d", "0e", "0f", "10"]) {
      expect(noiseOf(maker(`4c00${type}0501020304ff`))).toBe("apple");
    }
    expect(noiseOf(maker("4c00"))).toBe("apple");
  });

  it("of somebody's lost item is Find My", () => {
    expect(noiseOf(maker(`4c001219${"00".repeat(25)}`))).toBe("find-my");
  });

  it("knows Windows laptops, exposure notification, Find Hub and opaque Eddystone frames", () => {
    expect(noiseOf(maker("060001092002aabbccdd"))).toBe("microsoft");
    expect(noiseOf(ad(0x16, fromHex(`6ffd${"11".repeat(20)}`)))).toBe("exposure-notification");
    expect(noiseOf(eddystone(`41${"22".repeat(21)}`))).toBe("find-hub");
    expect(noiseOf(eddystone(`30fc${"33".repeat(8)}`))).toBe("eddystone-opaque");
    expect(noiseOf(eddystone(`2001${"44".repeat(16)}`))).toBe("eddystone-opaque");
  });

  it("is not claimed of a frame nobody knows", () => {
    expect(noiseOf(maker("ffff0102"))).toBeUndefined();
    expect(noiseOf(ad(0x09, fromHex("4c61626f")))).toBeUndefined();
  });
});
