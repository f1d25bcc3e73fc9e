// Several receivers hear one beacon: one of them speaks, all of them are shown.
import { describe, expect, it } from "vitest";
import { createReceivers } from "../../../../bridge/devices/beacons/receivers.ts";
import type { Advertisement } from "../../../../bridge/transports/transport.ts";

const limitMs = 8_000;
const heardBy = (receiver: string, mono: number, more: Partial<Advertisement> = {}): Advertisement => ({
  receiver,
  source: "hardware",
  address: "c0:11:22:33:44:55",
  addressType: "random",
  rssi: -60,
  payload: new Uint8Array(),
  now: 1_700_000_000_000 + mono,
  mono,
  ...more,
});
const gateway = { patienceMs: 120_000 };

describe("the receivers of a beacon", () => {
  it("keep the first as the witness, and each signal apart", () => {
    const receivers = createReceivers();
    expect(receivers.hear(heardBy("bluetooth", 0, { rssi: -50 }), limitMs)).toMatchObject({
      isWitness: true,
      signal: { rssi: -50 },
    });
    expect(receivers.hear(heardBy("dongle", 10, { rssi: -80 }), limitMs)).toMatchObject({
      isWitness: false,
      signal: { rssi: -80 },
    });
    expect(receivers.list(10).map(({ receiver, rssi }) => [receiver, rssi])).toEqual([
      ["bluetooth", -50],
      ["dongle", -80],
    ]);
  });

  it("hand over to this bridge's own radio at once, and to a gateway only after a silence", () => {
    const receivers = createReceivers();
    expect(receivers.hear(heardBy("passerelle", 0, gateway), limitMs).isWitness).toBe(true);
    expect(receivers.hear(heardBy("bluetooth", 10), limitMs).isWitness).toBe(true);
    expect(receivers.hear(heardBy("passerelle", limitMs, gateway), limitMs).isWitness).toBe(false);
    expect(receivers.hear(heardBy("passerelle", 20 + limitMs, gateway), limitMs).isWitness).toBe(true);
  });

  it("are silent when all of them are, each by its own patience, and time without a radio does not count", () => {
    const receivers = createReceivers();
    receivers.hear(heardBy("bluetooth", 0), limitMs);
    expect(receivers.areSilent(limitMs, limitMs, undefined)).toBe(false);
    expect(receivers.areSilent(limitMs + 1, limitMs, undefined)).toBe(true);
    expect(receivers.areSilent(limitMs + 1, limitMs, 5_000)).toBe(false);
    receivers.hear(heardBy("passerelle", 0, gateway), limitMs);
    expect(receivers.areSilent(119_000, limitMs, undefined)).toBe(false);
    expect(receivers.areSilent(120_001, limitMs, undefined)).toBe(true);
  });

  it("leave the list when they have not heard it lately or have no strength to tell, and never grow without end", () => {
    const receivers = createReceivers();
    const { rssi: _, ...silent } = heardBy("muet", 0);
    receivers.hear(silent, limitMs);
    receivers.hear(heardBy("ancien", 0), limitMs);
    for (let i = 0; i < 100; i += 1) receivers.hear(heardBy(`recepteur-${i}`, 20_000), limitMs);
    const names = receivers.list(20_000).map(({ receiver }) => receiver);
    expect(names.length).toBeLessThanOrEqual(16);
    expect(names).toContain("recepteur-99");
    expect(names).not.toContain("ancien");
  });
});
