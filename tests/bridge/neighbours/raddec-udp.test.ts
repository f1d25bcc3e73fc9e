// Real sockets on this computer: raddecs in and out.
import { createSocket } from "node:dgram";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { decodeRaddec, encodeRaddec, type Raddec } from "../../../bridge/decoders/raddec.ts";
import { createRaddecListener, createRaddecSender } from "../../../bridge/neighbours/raddec-udp.ts";
import type { Advertisement } from "../../../bridge/transports/transport.ts";
import { createManualClock } from "../../helpers/manual-clock.ts";
import { afterwards, silent, undoAll, until } from "../../helpers/mqtt.ts";

afterEach(undoAll);

const host = "127.0.0.1";
const raddec: Raddec = {
  transmitterId: "001122334455",
  transmitterIdType: 3,
  rssiSignature: [{ receiverId: "001bc50940810000", receiverIdType: 1, rssi: -60, numberOfDecodings: 1 }],
};

async function startListener(port = 0) {
  const clock = createManualClock();
  const heard: Advertisement[] = [];
  const listener = createRaddecListener(
    { host, port },
    { clock, logger: silent, onAdvertisements: (more) => void heard.push(...more) },
  );
  afterwards(() => listener.stop());
  return { listener, heard, clock, port: await listener.start() };
}

function talker(port: number) {
  const socket = createSocket("udp4");
  afterwards(() => socket.close());
  return (bytes: Uint8Array) =>
    new Promise<void>((resolve, reject) =>
      socket.send(bytes, port, host, (error) => (error ? reject(error) : resolve())),
    );
}

describe("the raddec listener", () => {
  it("takes what is well formed, and counts the rest", async () => {
    const { listener, heard, port } = await startListener();
    const say = talker(port);
    for (const text of ["", "hello", "\u0010".repeat(5_000)]) await say(Buffer.from(text));
    const cut = encodeRaddec(raddec).subarray(0, -1);
    await say(cut);
    await say(encodeRaddec({ ...raddec, transmitterIdType: 4, transmitterId: "00".repeat(12) }));
    await say(encodeRaddec(raddec));
    await until(() => expect(heard).toHaveLength(1));
    expect(heard[0]).toMatchObject({ receiver: "raddec-001bc50940810000", address: "00:11:22:33:44:55" });
    expect(listener.refused).toBe(5);
  });

  it("is not drowned: of a flood in one second a bounded number comes through", async () => {
    const { listener, heard, clock, port } = await startListener();
    const say = talker(port);
    const bytes = encodeRaddec(raddec);
    for (let i = 0; heard.length + listener.refused < 4_050; i += 1) {
      if (i > 100_000) throw new Error("datagrams do not arrive");
      await say(bytes);
      // What was sent is received in the next turn of the loop.
      if (i % 20 === 0) await nextTurn();
    }
    expect(heard).toHaveLength(4_000);
    clock.advance(1_000);
    await say(bytes);
    await until(() => expect(heard.length).toBeGreaterThan(4_000));
  });

  it("says which port it cannot have", async () => {
    const { port } = await startListener();
    await expect(startListener(port)).rejects.toMatchObject({ code: "UDP_PORT" });
  });
});

describe("the raddec sender", () => {
  it("tells of an appearance, of news and now and then, and never faster", async () => {
    const socket = createSocket("udp4");
    const told: (readonly number[] | undefined)[] = [];
    socket.on("message", (bytes) => {
      const outcome = decodeRaddec(bytes);
      told.push(outcome.ok ? outcome.raddec.events : undefined);
    });
    await new Promise<void>((resolve) => socket.bind(0, host, resolve));
    afterwards(() => socket.close());
    const clock = createManualClock();
    const to = { host, port: socket.address().port };
    const sender = createRaddecSender(to, { clock, logger: silent, bridge: "banc" });
    afterwards(() => sender.stop());
    const hear = (mono: number, payload: number[]) =>
      sender.hear({
        receiver: "bluetooth",
        source: "hardware",
        address: "00:11:22:33:44:55",
        addressType: "random",
        rssi: -60,
        payload: Uint8Array.from(payload),
        now: 1_420_075_424_000 + mono,
        mono,
      });
    hear(0, [2, 1, 6]);
    for (let mono = 10; mono <= 1_000; mono += 10) hear(mono, [2, 1, 6]);
    hear(1_010, [2, 1, 4]);
    hear(1_020, [2, 1, 6]);
    for (let mono = 1_100; mono <= 6_200; mono += 100) hear(mono, [2, 1, 4]);
    hear(30_000, [2, 1, 4]);
    await until(() => expect(told).toEqual([[0], [2], [3], [0]]));
  });
});
