// Strangers are a number. Their addresses are nowhere, and the tables that count them do not grow.
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { addressIdentity, createIdentityLinks } from "../../../../bridge/devices/beacons/links.ts";
import { createNearby } from "../../../../bridge/devices/beacons/nearby.ts";
import { createStrangers } from "../../../../bridge/devices/beacons/strangers.ts";

function counter() {
  let made = 0;
  return (size: number) => {
    made += 1;
    return Uint8Array.from(createHash("sha256").update(String(made)).digest().subarray(0, size));
  };
}
const addressOf = (n: number) => `40:${n.toString(16).padStart(10, "0").match(/../g)?.join(":")}`;

describe("strangers", () => {
  it("are counted once each, for a minute", () => {
    const strangers = createStrangers(counter());
    for (let i = 0; i < 300; i += 1) strangers.hear(addressOf(i % 30), i * 10);
    expect(strangers.count(3000)).toBe(30);
    expect(strangers.count(62_850)).toBe(14);
    expect(strangers.count(64_000)).toBe(0);
  });

  it("are counted without a jump when the salt is renewed", () => {
    const strangers = createStrangers(counter());
    for (let t = 0; t < 1_500_000; t += 5000) {
      for (let i = 0; i < 20; i += 1) strangers.hear(addressOf(i), t);
      expect([t, strangers.count(t)]).toEqual([t, 20]);
    }
  });

  it("whose address is hidden are not counted", () => {
    const strangers = createStrangers(counter());
    strangers.hear("", 0);
    expect(strangers.count(0)).toBe(0);
  });

  it("that change address for hours do not fill the memory", () => {
    const strangers = createStrangers(counter());
    let most = 0;
    // 500 phones, a new address each every ten minutes, three hours: 9,000 addresses.
    for (let t = 0; t < 3 * 3_600_000; t += 15_000) {
      for (let i = 0; i < 500; i += 1) strangers.hear(addressOf(Math.floor(t / 600_000) * 1000 + i), t);
      most = Math.max(most, strangers.count(t));
    }
    expect(most).toBeLessThanOrEqual(1000);
    for (let i = 0; i < 20_000; i += 1) strangers.hear(addressOf(i + 1e6), 3 * 3_600_000);
    expect(strangers.count(3 * 3_600_000)).toBeLessThanOrEqual(4000);
  });
});

describe("links from an address to who spoke there", () => {
  it("last a minute", () => {
    const links = createIdentityLinks();
    links.link("c0:00:00:00:00:01", "eddystone:a-b", 0);
    expect(links.identityAt("c0:00:00:00:00:01", 59_999)).toBe("eddystone:a-b");
    expect(links.identityAt("c0:00:00:00:00:01", 60_000)).toBeUndefined();
  });

  it("are bounded", () => {
    const links = createIdentityLinks();
    for (let i = 0; i < 5000; i += 1) links.link(addressOf(i), `ibeacon:${i}`, i);
    expect(links.size).toBeLessThanOrEqual(1000);
  });

  it("fall back on addresses that stay, never on those that pass", () => {
    expect(addressIdentity("00:1a:2b:3c:4d:5e", "public")).toBe("address:001a2b3c4d5e");
    expect(addressIdentity("c0:11:22:33:44:55", "random")).toBe("address:c01122334455");
    expect(addressIdentity("ff:11:22:33:44:55", "random")).toBe("address:ff1122334455");
    expect(addressIdentity("70:81:94:0d:fb:aa", "random")).toBeUndefined();
    expect(addressIdentity("3f:81:94:0d:fb:aa", "random")).toBeUndefined();
    expect(addressIdentity("c0:11:22:33:44:55", "unknown")).toBeUndefined();
    expect(addressIdentity("", "public")).toBeUndefined();
  });
});

describe("beacons nearby", () => {
  const heard = { identity: "ruuvi:cbb8334c884f", model: "ruuvitag", rssi: -60, mono: 0 };

  it("are shown without any address, under a key that stays while they are heard", () => {
    const nearby = createNearby(counter());
    nearby.hear({ ...heard, facts: { mac: "cbb8334c884f" } });
    const [first] = nearby.list(0);
    nearby.hear({ ...heard, facts: {}, rssi: -70, mono: 10_000 });
    const [second] = nearby.list(10_000);
    expect(second).toEqual({ key: first?.key, model: "ruuvitag", rssi: -70, facts: {} });
    expect(JSON.stringify(first)).not.toMatch(/cbb8/i);
    expect(nearby.identityOf(first?.key ?? "", 10_000)).toBe("ruuvi:cbb8334c884f");
  });

  it("are forgotten after half a minute, and bounded", () => {
    const nearby = createNearby(counter());
    nearby.hear({ ...heard, facts: {} });
    const key = nearby.list(0)[0]?.key ?? "";
    expect(nearby.list(30_000)).toEqual([]);
    expect(nearby.identityOf(key, 30_000)).toBeUndefined();
    for (let i = 0; i < 1000; i += 1)
      nearby.hear({ ...heard, identity: `ibeacon:${i}`, facts: {}, mono: 40_000 });
    expect(nearby.list(40_000)).toHaveLength(100);
  });
});
