import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createBroker } from "../../../bridge/mqtt/broker.ts";
import {
  afterwards,
  clock,
  listen,
  rawClient,
  silent,
  startBroker,
  undoAll,
  until,
} from "../../helpers/mqtt.ts";

afterEach(undoAll);

async function rawSocket(port: number): Promise<Socket> {
  const socket = createConnection(port, "127.0.0.1");
  socket.on("error", () => {});
  afterwards(() => socket.destroy());
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  return socket;
}

/** CONNECT of MQTT 3.1.1 with this client id, clean session, no keep-alive. */
const connectPacket = (id: string) =>
  Buffer.concat([
    Buffer.from([0x10, 12 + id.length, 0, 4]),
    Buffer.from("MQTT"),
    Buffer.from([4, 2, 0, 0, 0, id.length]),
    Buffer.from(id),
  ]);

/** PUBLISH of MQTT 3.1.1, shorter than 128 bytes. */
function publishPacket(topic: string, text: string, qos: 0 | 1, retain: boolean, id: number): Buffer {
  const number = qos === 0 ? [] : [id >> 8, id & 0xff];
  const body = Buffer.concat([
    Buffer.from([0, topic.length]),
    Buffer.from(topic),
    Buffer.from(number),
    Buffer.from(text),
  ]);
  return Buffer.concat([Buffer.from([0x30 | (qos << 1) | Number(retain), body.length]), body]);
}

describe("the embedded broker", () => {
  it("says that its port is taken, which one, and what to do", async () => {
    const first = await startBroker();
    const second = createBroker({ port: first.port, clock, logger: silent });
    await expect(second.start()).rejects.toMatchObject({
      code: "MQTT_PORT_TAKEN",
      details: [`127.0.0.1:${first.port}`],
    });
  });

  it("starts again on the same port after it was stopped", async () => {
    const first = await startBroker();
    await first.stop();
    const second = await startBroker({}, first.port);
    expect(second.port).toBe(first.port);
    await rawClient(second.url);
  });

  it("loses nothing of what one read brought, whatever its kind, and keeps the order of each quality", async () => {
    const broker = await startBroker();
    const reader = await rawClient(broker.url);
    const heard = await listen(reader, "#");
    const kinds = [
      { qos: 0, retain: true },
      { qos: 1, retain: false },
      { qos: 0, retain: false },
      { qos: 1, retain: true },
    ] as const;
    const said = Array.from({ length: 400 }, (_, n) => {
      const kind = kinds[n % kinds.length] ?? kinds[0];
      return { ...kind, text: `${n}` };
    });
    const socket = await rawSocket(broker.port);
    socket.write(connectPacket("writer"));
    await once(socket, "data");
    socket.write(
      Buffer.concat(
        said.map(({ text, qos, retain }, n) => publishPacket(`x/${n % 5}`, text, qos, retain, n + 1)),
      ),
    );
    await until(() => expect(heard).toHaveLength(said.length));
    for (const quality of [0, 1]) {
      const texts = said.filter(({ qos }) => qos === quality).map(({ text }) => text);
      expect(heard.map(({ text }) => text).filter((text) => texts.includes(text))).toEqual(texts);
    }
  });

  it("carries messages, keeps retained ones and tells a last will", async () => {
    const broker = await startBroker();
    const reader = await rawClient(broker.url);
    const heard = await listen(reader, "#");
    const writer = await rawClient(broker.url, {
      will: { topic: "x/state", payload: Buffer.from("gone"), qos: 1, retain: true },
    });
    await writer.publishAsync("x/state", "here", { qos: 1, retain: true });
    await until(() => expect(heard.map((one) => one.text)).toEqual(["here"]));
    writer.stream.destroy();
    await until(() => expect(heard.map((one) => one.text)).toEqual(["here", "gone"]));
    const late = await listen(await rawClient(broker.url), "x/#");
    await until(() => expect(late).toEqual([{ topic: "x/state", text: "gone", isRetained: true }]));
  });

  it("loses nothing when messages of both qualities follow each other closely", async () => {
    const broker = await startBroker();
    const heard = await listen(await rawClient(broker.url), "x/#");
    const writer = await rawClient(broker.url);
    const sent = Array.from({ length: 2_000 }, (_, i) => i);
    for (const i of sent) writer.publish(`x/${i % 2}`, String(i), { qos: i % 2 === 0 ? 1 : 0 });
    await until(() => expect(heard).toHaveLength(sent.length));
    const even = heard.filter((one) => one.topic === "x/0").map((one) => Number(one.text));
    expect(even).toEqual(sent.filter((i) => i % 2 === 0));
  });

  it("cuts who announces a packet too large, before its body has come, and counts it", async () => {
    const broker = await startBroker();
    const socket = await rawSocket(broker.port);
    socket.write(connectPacket("big"));
    // PUBLISH of 70,000 bytes: the fixed header alone.
    socket.write(Buffer.from([0x30, 0xf0, 0xa2, 0x04]));
    await new Promise((resolve) => socket.once("close", resolve));
    await until(() => expect(broker.refusals()).toEqual({ "packet-too-large": 1 }));
  });

  it("lets the bridge's own line send a longer packet, and nobody who guesses its name", async () => {
    const broker = await startBroker();
    const heard = await listen(await rawClient(broker.url), "x");
    const own = await rawClient(broker.url, { ...broker.credentials });
    await own.publishAsync("x", "a".repeat(100_000), { qos: 1 });
    await until(() => expect(heard[0]?.text).toHaveLength(100_000));
    await expect(
      rawClient(broker.url, { username: broker.credentials.username, password: "labo" }),
    ).rejects.toThrow();
    await until(() => expect(broker.refusals()).toEqual({ "bad-password": 1 }));
  });

  it.each([
    ["a reserved topic", "$SYS/x", false, "reserved-topic"],
    ["a topic too deep", "a/b/c/d/e/f/g/h/i", false, "topic-too-deep"],
    ["a topic too long", "a".repeat(300), false, "topic-too-long"],
    ["a retained event", "labo/cave/lecteur/event", true, "retained-event"],
    ["a retained command", "labo/cave/lecteur/set", true, "retained-event"],
  ])("cuts who publishes on %s, and counts it", async (_, topic, retain, reason) => {
    const broker = await startBroker();
    const heard = await listen(await rawClient(broker.url), "#");
    const writer = await rawClient(broker.url);
    const closed = new Promise((resolve) => writer.once("close", () => resolve(undefined)));
    writer.publish(topic, "x", { qos: 0, retain });
    await closed;
    await until(() => expect(broker.refusals()).toEqual({ [reason]: 1 }));
    expect(heard).toEqual([]);
  });

  it("survives bytes that are no MQTT at all", async () => {
    const broker = await startBroker();
    for (const bytes of [
      Buffer.from("GET / HTTP/1.1\r\n\r\n"),
      Buffer.alloc(64, 0xff),
      Buffer.alloc(64, 0),
    ]) {
      const socket = await rawSocket(broker.port);
      const closed = new Promise((resolve) => socket.once("close", resolve));
      socket.write(bytes);
      await closed;
    }
    await rawClient(broker.url);
    expect(Object.values(broker.refusals()).reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(3);
  });

  it("refuses more connections than its bound, and counts them", async () => {
    const broker = await startBroker({ connections: 2 });
    await rawClient(broker.url);
    await rawClient(broker.url);
    const third = await rawSocket(broker.port);
    await new Promise((resolve) => third.once("close", resolve).resume());
    await until(() => expect(broker.refusals()).toEqual({ "too-many-connections": 1 }));
  });

  it("refuses one subscription too many and keeps the others", async () => {
    const broker = await startBroker({ subscriptionsPerClient: 2 });
    const reader = await rawClient(broker.url);
    await reader.subscribeAsync(["a", "b"]);
    const refused = await reader.subscribeAsync("c").then(
      (granted) => granted.map((one) => one.qos),
      () => [128],
    );
    expect(refused).toEqual([128]);
    await reader.unsubscribeAsync("a");
    expect((await reader.subscribeAsync("c"))[0]?.qos).toBe(0);
    expect(broker.refusals()).toEqual({ "too-many-subscriptions": 1 });
  });

  it("keeps no more retained topics than its bound, and lets them be taken back", async () => {
    const broker = await startBroker({ retainedTopics: 2 });
    const writer = await rawClient(broker.url);
    await writer.publishAsync("a", "1", { retain: true, qos: 1 });
    await writer.publishAsync("b", "1", { retain: true, qos: 1 });
    await writer.publishAsync("a", "", { retain: true, qos: 1 });
    await writer.publishAsync("c", "1", { retain: true, qos: 1 });
    const closed = new Promise((resolve) => writer.once("close", () => resolve(undefined)));
    writer.publish("d", "1", { retain: true, qos: 1 });
    await closed;
    await until(() => expect(broker.refusals()).toEqual({ "too-many-retained": 1 }));
  });

  it("has room for the bridge's own state, whatever the others left", async () => {
    const broker = await startBroker({ retainedTopics: 2, retainedBytes: 100 });
    const stranger = await rawClient(broker.url);
    for (const topic of ["a", "b"]) await stranger.publishAsync(topic, "1", { retain: true, qos: 1 });
    const own = await rawClient(broker.url, { ...broker.credentials });
    await own.publishAsync("labo/cave/devices", "x".repeat(200), { retain: true, qos: 1 });
    const late = await listen(await rawClient(broker.url), "labo/#");
    await until(() => expect(late).toHaveLength(1));
    expect(broker.refusals()).toEqual({});
  });

  it("lets others send commands on the bridge's branch and nothing else, not even as a will", async () => {
    const broker = await startBroker({}, 0, "cave");
    const heard = await listen(await rawClient(broker.url), "labo/#");
    const polite = await rawClient(broker.url);
    await polite.publishAsync("labo/cave/lampe/set", "{}", { qos: 1 });
    await polite.publishAsync("labo/cavea/lampe/event", "{}", { qos: 1 });
    const dying = await rawClient(broker.url, {
      will: { topic: "labo/cave/state", payload: Buffer.from('{"state":"offline"}'), qos: 1, retain: true },
    });
    dying.stream.destroy();
    await until(() => expect(broker.refusals()).toEqual({ "reserved-branch": 1 }));
    for (const topic of ["labo/cave/lampe/result", "labo/cave/lampe/event", "labo/cave/x/y/z"]) {
      const writer = await rawClient(broker.url);
      const closed = new Promise((resolve) => writer.once("close", () => resolve(undefined)));
      writer.publish(topic, "{}", { qos: 0 });
      await closed;
    }
    await until(() => expect(broker.refusals()).toEqual({ "reserved-branch": 4 }));
    expect(heard.map((one) => one.topic)).toEqual(["labo/cave/lampe/set", "labo/cavea/lampe/event"]);
  });

  it("queues nothing for a session that left, even one that asked for it", async () => {
    const broker = await startBroker();
    const options = { clientId: "phone", clean: false };
    const first = await rawClient(broker.url, options);
    await first.subscribeAsync("x", { qos: 1 });
    await first.endAsync();
    const writer = await rawClient(broker.url);
    await writer.publishAsync("x", "while away", { qos: 1 });
    const second = await rawClient(broker.url, options);
    const heard = await listen(second, "y");
    await writer.publishAsync("y", "now", { qos: 1 });
    await until(() => expect(heard.map((one) => one.text)).toEqual(["now"]));
  });

  it("cuts a reader that stops reading, while the others hear everything without waiting", async () => {
    const broker = await startBroker({ queueBytesPerClient: 256 * 1024, drainTimeoutMs: 60_000 });
    const slow = await rawSocket(broker.port);
    slow.write(connectPacket("slow"));
    // SUBSCRIBE to #, quality 0, then never read again.
    slow.write(Buffer.from([0x82, 6, 0, 1, 0, 1, 0x23, 0]));
    await new Promise((resolve) => slow.once("data", resolve));
    slow.pause();
    const heard = await listen(await rawClient(broker.url), "x");
    const writer = await rawClient(broker.url);
    const payload = "a".repeat(10_000);
    const count = 2_000;
    for (let i = 0; i < count; i += 1) writer.publish("x", payload, { qos: 1 });
    await until(() => expect(heard).toHaveLength(count));
    await until(() => expect(broker.refusals()).toEqual({ "slow-consumer": 1 }));
    expect(broker.connections).toBe(2);
  });

  it("cuts a reader that leaves its line full too long", async () => {
    const broker = await startBroker({ queueBytesPerClient: 1024 ** 3, drainTimeoutMs: 300 });
    const slow = await rawSocket(broker.port);
    slow.write(connectPacket("slow"));
    slow.write(Buffer.from([0x82, 6, 0, 1, 0, 1, 0x23, 0]));
    await new Promise((resolve) => slow.once("data", resolve));
    slow.pause();
    const writer = await rawClient(broker.url);
    const payload = "a".repeat(60_000);
    for (let i = 0; i < 200; i += 1) await writer.publishAsync("x", payload, { qos: 1 });
    await until(() => expect(broker.refusals()).toEqual({ "slow-consumer": 1 }));
  });
});
