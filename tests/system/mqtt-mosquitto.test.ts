// The bridge's side of MQTT against a real Mosquitto, which is stopped, killed, started again and frozen.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { topicFor } from "#contract/topics.ts";
import { createPublisher } from "../../bridge/mqtt/publisher.ts";
import { hasMosquitto, type Mosquitto, startMosquitto } from "../helpers/mosquitto.ts";
import {
  afterwards,
  type BridgeSide,
  clock,
  deviceOf,
  eventMaker,
  listen,
  rawClient,
  silent,
  startSide,
  undoAll,
  until,
} from "../helpers/mqtt.ts";

afterEach(undoAll);

async function mosquittoOf(...extra: string[]): Promise<Mosquitto> {
  const mosquitto = await startMosquitto(extra);
  afterwards(() => mosquitto.dispose());
  return mosquitto;
}

const connected = (side: BridgeSide) => until(() => expect(side.link.status().state).toBe("connected"));
const away = (side: BridgeSide) => until(() => expect(side.link.status().state).toBe("away"));

/** Sequence numbers of the events the side believed. */
function sequenceOf(side: BridgeSide): number[] {
  const sequence: number[] = [];
  side.subscriber.onMessage((message) => {
    if (message.kind === "event") sequence.push(message.payload.seq);
  });
  return sequence;
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

if (!hasMosquitto && process.env.CI !== undefined)
  throw new Error("mosquitto is missing: apt install mosquitto");

describe.skipIf(!hasMosquitto)("with a real Mosquitto", () => {
  it("the last will says offline, retained, when the bridge's process is killed", async () => {
    const mosquitto = await mosquittoOf();
    const heard = await listen(await rawClient(mosquitto.url), "labo/cave/state");
    const script = fileURLToPath(new URL("../helpers/mqtt-link-process.ts", import.meta.url));
    const child = spawn(process.execPath, [script, mosquitto.url], { stdio: ["ignore", "pipe", "inherit"] });
    afterwards(() => child.kill("SIGKILL"));
    await until(() => expect(heard.at(-1)?.text).toBe('{"state":"online"}'));
    child.kill("SIGKILL");
    await until(() => expect(heard.at(-1)?.text).toBe('{"state":"offline"}'));
    const late = await listen(await rawClient(mosquitto.url), "labo/cave/state");
    await until(() =>
      expect(late).toEqual([{ topic: "labo/cave/state", text: '{"state":"offline"}', isRetained: true }]),
    );
  });

  it("state is retained and events are not", async () => {
    const mosquitto = await mosquittoOf();
    const side = startSide({ url: mosquitto.url });
    const publisher = createPublisher({
      link: side.link,
      bridge: "cave",
      name: "Cave",
      version: "1.0.0",
      clock,
      logger: silent,
      figures: () => ({ receivers: [], strangers: 0, advertisementsPerSecond: 0, discarded: 0 }),
      refusedMessages: () => 0,
    });
    afterwards(() => publisher.stop());
    const sequence = sequenceOf(side);
    publisher.start();
    publisher.device(deviceOf("lecteur"));
    publisher.availability("lecteur", { state: "online", health: { state: "ready", code: "ok" } });
    publisher.state("lecteur", { time: "2026-01-01T12:00:00.000Z", readings: {} });
    publisher.event(eventMaker()("lecteur"));
    await until(() => expect(sequence).toEqual([0]));
    const devices = topicFor("devices", "cave");
    await until(() => expect(side.link.status().kept).toBe(0));
    const watcher = await listen(await rawClient(mosquitto.url), devices);
    await until(() => expect(watcher.at(-1)?.text).toContain("lecteur"));
    const late = await listen(await rawClient(mosquitto.url), "labo/#");
    await until(() =>
      expect(late.map((one) => one.topic).sort()).toEqual([
        "labo/cave/devices",
        "labo/cave/health",
        "labo/cave/info",
        "labo/cave/lecteur/availability",
        "labo/cave/lecteur/state",
        "labo/cave/state",
      ]),
    );
    expect(late.every((one) => one.isRetained)).toBe(true);
  });

  it("does not send a bridge its own words back, and they are heard there all the same, once", async () => {
    const mosquitto = await mosquittoOf();
    let bytesBack = 0;
    const between = createServer((near) => {
      const far = createConnection(mosquitto.port, "127.0.0.1");
      far.on("data", (bytes: Buffer) => {
        bytesBack += bytes.length;
      });
      near.pipe(far).pipe(near);
      for (const socket of [near, far]) socket.on("error", () => undefined);
    });
    await new Promise<void>((resolve) => between.listen(0, "127.0.0.1", resolve));
    afterwards(() => void between.close());
    const side = startSide({ url: `mqtt://127.0.0.1:${(between.address() as AddressInfo).port}` });
    const sequence = sequenceOf(side);
    await connected(side);
    const make = eventMaker();
    let bytesSaid = 0;
    for (let i = 0; i < 300; i += 1) {
      const event = make("lecteur");
      bytesSaid += JSON.stringify(event).length;
      side.link.sendEvent(topicFor("event", "cave", "lecteur"), JSON.stringify(event), event);
    }
    await until(() => expect(sequence).toEqual(upTo(300)));
    expect(side.subscriber.refusals()).toEqual({});
    expect(side.subscriber.duplicates).toBe(0);
    expect(bytesBack).toBeLessThan(bytesSaid / 10);
  });

  it("a broker that is frozen is known not to take what is said, before its line is", async () => {
    const mosquitto = await mosquittoOf();
    const side = startSide({ url: mosquitto.url });
    const sequence = sequenceOf(side);
    const make = eventMaker();
    const say = () =>
      side.link.sendEvent(topicFor("event", "cave", "lecteur"), JSON.stringify(make("lecteur")));
    await connected(side);
    say();
    await until(() => expect(sequence).toEqual([0]));
    mosquitto.freeze();
    say();
    await until(() => expect(side.link.isUpToDate()).toBe(false));
    expect(side.link.status().state).toBe("connected");
    expect(sequence).toEqual([0]);
    mosquitto.thaw();
    await until(() => expect(sequence).toEqual([0, 1]));
    expect(side.link.isUpToDate()).toBe(true);
  });

  it("events of an outage all arrive, in order, none twice", async () => {
    const mosquitto = await mosquittoOf();
    const side = startSide({ url: mosquitto.url });
    const sequence = sequenceOf(side);
    const make = eventMaker();
    const topic = topicFor("event", "cave", "lecteur");
    const send = (count: number) => {
      for (let i = 0; i < count; i += 1) side.link.sendEvent(topic, JSON.stringify(make("lecteur")));
    };
    await connected(side);
    send(200);
    await until(() => expect(sequence).toHaveLength(200));
    await mosquitto.stop();
    await away(side);
    send(3_000);
    expect(side.link.status()).toMatchObject({ kept: 3_000, dropped: 0 });
    const began = clock.mono();
    await mosquitto.start();
    const other = await rawClient(mosquitto.url);
    const heard = await listen(other, "labo/+/+/event");
    await connected(side);
    expect(clock.mono() - began).toBeLessThan(10_000);
    await until(() => expect(sequence).toHaveLength(3_200));
    expect(sequence).toEqual(upTo(3_200));
    expect(side.subscriber.duplicates).toBe(0);
    await until(() => expect(side.link.status().kept).toBe(0));
    await until(() => expect(heard.at(-1)?.text).toContain('"seq":3199,'));
    // What another client heard after the return is the same, each once (it came later, and may have missed the first).
    const others = heard.map((one) => (JSON.parse(one.text) as { seq: number }).seq);
    expect(others).toEqual(upTo(3_200).slice(3_200 - others.length));
  });

  it("a broker killed in the middle of the flow puts nothing out of order, doubles nothing, and the flow goes on", async () => {
    const mosquitto = await mosquittoOf();
    const side = startSide({ url: mosquitto.url });
    const sequence = sequenceOf(side);
    const make = eventMaker();
    const topic = topicFor("event", "cave", "lecteur");
    await connected(side);
    let sent = 0;
    const flow = clock.every(5, () => {
      for (let i = 0; i < 20; i += 1) {
        side.link.sendEvent(topic, JSON.stringify(make("lecteur")));
        sent += 1;
      }
    });
    afterwards(() => flow.cancel());
    for (let round = 0; round < 3; round += 1) {
      const before = sequence.length;
      await until(() => expect(sequence.length).toBeGreaterThan(before + 100));
      await mosquitto.stop("SIGKILL");
      await away(side);
      await mosquitto.start();
      await connected(side);
    }
    flow.cancel();
    // Those sent and not acknowledged are sent again; those acknowledged were the broker's, and may have died with it.
    await until(() => expect(sequence.at(-1)).toBe(sent - 1));
    expect(side.link.status().dropped).toBe(0);
    expect(sequence).toEqual([...sequence].sort((a, b) => a - b));
    expect(new Set(sequence).size).toBe(sequence.length);
    await until(() => expect(side.link.status().kept).toBe(0));
  });

  it("an outage longer than the outbox drops the oldest, and says how many", async () => {
    const mosquitto = await mosquittoOf();
    const side = startSide({ url: mosquitto.url, outboxCapacity: 500 });
    const sequence = sequenceOf(side);
    const make = eventMaker();
    await connected(side);
    await mosquitto.stop();
    await away(side);
    for (let i = 0; i < 800; i += 1)
      side.link.sendEvent(topicFor("event", "cave", "lecteur"), JSON.stringify(make("lecteur")));
    expect(side.link.status()).toMatchObject({ kept: 500, dropped: 300 });
    await mosquitto.start();
    await until(() => expect(sequence).toHaveLength(500));
    expect(sequence).toEqual(upTo(800).slice(300));
  });

  it("bad messages of other programs are refused and counted, and the good ones after them are heard", async () => {
    const mosquitto = await mosquittoOf();
    const side = startSide({ url: mosquitto.url });
    const sequence = sequenceOf(side);
    await connected(side);
    const other = await rawClient(mosquitto.url);
    const topic = topicFor("event", "grenier", "lecteur");
    await other.publishAsync(topic, Buffer.from([0xff, 0x00, 0x80]), { qos: 1 });
    await other.publishAsync(topic, `"${"x".repeat(200_000)}"`, { qos: 1 });
    await other.publishAsync("labo/grenier/unknown", "{}", { qos: 1 });
    await other.publishAsync(topic, JSON.stringify({ kind: "tag-arrived" }), { qos: 1 });
    await other.publishAsync(topic, JSON.stringify(eventMaker("autre")("lecteur")), { qos: 1 });
    await other.publishAsync(topic, JSON.stringify(eventMaker("grenier")("lecteur")), { qos: 0 });
    await until(() => expect(sequence).toEqual([0]));
    expect(side.subscriber.refusals()).toEqual({
      "not-json": 1,
      "too-large": 1,
      "unknown-topic": 1,
      "out-of-schema": 1,
      misplaced: 1,
    });
  });

  it("an event somebody left retained is not taken for news", async () => {
    const mosquitto = await mosquittoOf();
    const other = await rawClient(mosquitto.url);
    const event = JSON.stringify(eventMaker()("lecteur"));
    await other.publishAsync(topicFor("event", "cave", "lecteur"), event, { qos: 1, retain: true });
    const side = startSide({ url: mosquitto.url });
    const sequence = sequenceOf(side);
    await until(() => expect(side.subscriber.refusals()).toEqual({ retained: 1 }));
    expect(sequence).toEqual([]);
  });

  it("a wrong password keeps the bridge away without ending it, and the right one lets it in", async () => {
    const salt = Buffer.from("labo-salt-12");
    const hash = createHash("sha512").update("sésame").update(salt).digest("base64");
    const folder = mkdtempSync(join(tmpdir(), "labo-mqtt-password-"));
    afterwards(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(`${folder}/users`, `ana:$6$${salt.toString("base64")}$${hash}\n`, { mode: 0o600 });
    const mosquitto = await mosquittoOf(`password_file ${folder}/users`, "allow_anonymous false");
    const url = (password: string) =>
      `mqtt://ana:${encodeURIComponent(password)}@127.0.0.1:${mosquitto.port}`;
    const wrong = startSide({ url: url("porte") });
    const right = startSide({ url: url("sésame"), bridge: "grenier" });
    await connected(right);
    expect(right.link.status().where).toBe(mosquitto.url);
    expect(wrong.link.status().state).toBe("away");
  });
});
