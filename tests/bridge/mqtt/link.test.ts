// The bridge's side of MQTT against the embedded broker: link, publisher, subscriber and commands together.
import { afterEach, describe, expect, it } from "vitest";
import type { LaboMessage } from "#contract/messages.ts";
import { topicFor } from "#contract/topics.ts";
import { sameWords } from "#contract/words.ts";
import type { CommandTaker, SourceFigures } from "../../../bridge/devices/output.ts";
import { createCommandSender, takeCommands } from "../../../bridge/mqtt/commands.ts";
import { createPublisher } from "../../../bridge/mqtt/publisher.ts";
import {
  afterwards,
  type BridgeSide,
  clock,
  commandOf,
  deviceOf,
  doneResult,
  eventMaker,
  type Heard,
  listen,
  rawClient,
  silent,
  startBroker,
  startSide,
  undoAll,
  until,
} from "../../helpers/mqtt.ts";

afterEach(undoAll);

const figures: SourceFigures = { receivers: [], strangers: 3, advertisementsPerSecond: 7, discarded: 1 };
const healthy = { state: "online", health: { state: "ready", code: "ok" } } as const;

function publisherOn(side: BridgeSide) {
  const publisher = createPublisher({
    link: side.link,
    bridge: "cave",
    name: "Cave",
    version: "1.0.0",
    clock,
    logger: silent,
    figures: () => figures,
    refusedMessages: () => side.subscriber.refused,
  });
  afterwards(() => publisher.stop());
  return publisher;
}

function messagesOf(side: BridgeSide): LaboMessage[] {
  const messages: LaboMessage[] = [];
  side.subscriber.onMessage((message) => messages.push(message));
  return messages;
}

const connected = (side: BridgeSide) => until(() => expect(side.link.status().state).toBe("connected"));
const last = (heard: readonly Heard[], topic: string) => heard.findLast((one) => one.topic === topic);

describe("the bridge's line to its broker", () => {
  it("says online when it comes and offline when it leaves", async () => {
    const broker = await startBroker();
    const heard = await listen(await rawClient(broker.url), "labo/+/state");
    const side = startSide({ url: broker.url });
    await until(() => expect(heard.map((one) => one.text)).toEqual(['{"state":"online"}']));
    await connected(side);
    await side.link.stop();
    await until(() => expect(heard.at(-1)?.text).toBe('{"state":"offline"}'));
  });

  it("tells where the broker is without its password, and whether it is there", async () => {
    const broker = await startBroker();
    const side = startSide({ url: `mqtt://ana:secret@127.0.0.1:${broker.port}` });
    const states: string[] = [];
    side.link.onStatus((status) => states.push(status.state));
    await connected(side);
    expect(side.link.status()).toEqual({
      state: "connected",
      where: `mqtt://127.0.0.1:${broker.port}`,
      kept: 0,
      dropped: 0,
    });
    await broker.stop();
    await until(() => expect(states).toEqual(["connected", "away"]));
  });

  it("keeps events in order while the broker is away and sends each of them once when it is back", async () => {
    const broker = await startBroker();
    const side = startSide({ url: broker.url });
    const messages = messagesOf(side);
    const make = eventMaker();
    const publisher = publisherOn(side);
    for (let i = 0; i < 50; i += 1) publisher.event(make("lecteur"));
    await connected(side);
    await until(() => expect(messages.filter((one) => one.kind === "event")).toHaveLength(50));
    const { port } = broker;
    await broker.stop();
    await until(() => expect(side.link.status().state).toBe("away"));
    for (let i = 0; i < 300; i += 1) publisher.event(make("lecteur"));
    await until(() => expect(side.link.status().kept).toBe(300));
    await startBroker({}, port);
    await until(() => expect(messages.filter((one) => one.kind === "event")).toHaveLength(350));
    const sequence = messages.flatMap((one) => (one.kind === "event" ? [one.payload.seq] : []));
    expect(sequence).toEqual(Array.from({ length: 350 }, (_, i) => i));
    expect(side.subscriber.duplicates).toBe(0);
    await until(() => expect(side.link.status()).toMatchObject({ kept: 0, dropped: 0 }));
  });

  it("keeps no more than its bound: the oldest are dropped and counted", async () => {
    const broker = await startBroker();
    const { port } = broker;
    await broker.stop();
    const side = startSide({ url: broker.url, outboxCapacity: 100 });
    const messages = messagesOf(side);
    const make = eventMaker();
    const publisher = publisherOn(side);
    for (let i = 0; i < 150; i += 1) publisher.event(make("lecteur"));
    expect(side.link.status()).toMatchObject({ state: "away", kept: 100, dropped: 50 });
    await startBroker({}, port);
    await until(() => expect(messages.filter((one) => one.kind === "event")).toHaveLength(100));
    const sequence = messages.flatMap((one) => (one.kind === "event" ? [one.payload.seq] : []));
    expect(sequence[0]).toBe(50);
  });

  it("tells its retained state again to a broker that lost it", async () => {
    const broker = await startBroker();
    const side = startSide({ url: broker.url });
    const publisher = publisherOn(side);
    publisher.start();
    publisher.device(deviceOf("lecteur"));
    publisher.availability("lecteur", healthy);
    publisher.state("lecteur", { time: "2026-01-01T12:00:00.000Z", readings: { rssi: -60 } });
    const before = await listen(await rawClient(broker.url), "labo/#");
    await until(() => expect(last(before, "labo/cave/devices")?.text).toContain("lecteur"));
    const { port } = broker;
    await broker.stop();
    await until(() => expect(side.link.status().state).toBe("away"));
    publisher.state("lecteur", { time: "2026-01-01T12:00:01.000Z", readings: { rssi: -61 } });
    const again = await startBroker({}, port);
    await connected(side);
    const reader = await rawClient(again.url);
    const heard = await listen(reader, "labo/#");
    await until(() =>
      expect(heard.filter((one) => one.isRetained).map((one) => one.topic)).toEqual(
        expect.arrayContaining([
          "labo/cave/state",
          "labo/cave/info",
          "labo/cave/health",
          "labo/cave/devices",
          "labo/cave/lecteur/availability",
          "labo/cave/lecteur/state",
        ]),
      ),
    );
    expect(last(heard, "labo/cave/devices")?.text).toContain("lecteur");
    // What the broker kept may reach a new reader behind what is said at that moment: not only the last one counts.
    const states = () => heard.filter(({ topic }) => topic === "labo/cave/lecteur/state");
    await until(() =>
      expect(states().map(({ text }) => text)).toContainEqual(expect.stringContaining("-61")),
    );
  });

  it("does not let an old will have the last word", async () => {
    const broker = await startBroker();
    const side = startSide({ url: broker.url });
    await connected(side);
    const other = await rawClient(broker.url);
    const heard = await listen(other, "labo/cave/state");
    await other.publishAsync("labo/cave/state", '{"state":"offline"}', { qos: 1, retain: true });
    await until(() => expect(heard.at(-1)?.text).toBe('{"state":"online"}'));
  });
});

describe("the publisher", () => {
  it("sends the latest state of a device at once, then no faster than four times a second, the last one always", async () => {
    const broker = await startBroker();
    const side = startSide({ url: broker.url });
    const publisher = publisherOn(side);
    await connected(side);
    const heard = await listen(await rawClient(broker.url), "labo/cave/lecteur/state");
    const began = clock.mono();
    let n = 0;
    await until(() => {
      n += 1;
      publisher.state("lecteur", { time: "2026-01-01T12:00:00.000Z", readings: { n } });
      expect(clock.mono() - began).toBeGreaterThan(1_000);
    });
    await until(() => expect(heard.at(-1)?.text).toContain(`"n":${n}`));
    expect(heard[0]?.text).toContain('"n":1');
    const tookMs = clock.mono() - began;
    expect(heard.length).toBeLessThanOrEqual(tookMs / 250 + 2);
    expect(n).toBeGreaterThan(heard.length);
  });

  it("leaves the last state of each device behind when it stops", async () => {
    const broker = await startBroker();
    const side = startSide({ url: broker.url });
    const publisher = publisherOn(side);
    await connected(side);
    for (const rssi of [-60, -61, -62])
      publisher.state("lecteur", { time: "2026-01-01T12:00:00.000Z", readings: { rssi } });
    publisher.stop();
    await side.link.stop();
    const heard = await listen(await rawClient(broker.url), "labo/cave/lecteur/state");
    await until(() => expect(heard.at(-1)?.text).toContain("-62"));
  });

  it("refuses what its own contract refuses, and counts it", async () => {
    const broker = await startBroker();
    const side = startSide({ url: broker.url });
    const publisher = publisherOn(side);
    await connected(side);
    publisher.state("lecteur", { time: "yesterday", readings: {} });
    publisher.device({ ...deviceOf("lecteur"), name: sameWords("") });
    publisher.device(deviceOf("lecteur", "autre"));
    expect(publisher.refused).toBe(3);
  });

  it("takes a forgotten device off the list, with its retained topics", async () => {
    const broker = await startBroker();
    const side = startSide({ url: broker.url });
    const messages = messagesOf(side);
    const publisher = publisherOn(side);
    publisher.start();
    publisher.device(deviceOf("lecteur"));
    publisher.availability("lecteur", healthy);
    const listed = () => messages.findLast(({ kind }) => kind === "devices");
    await until(() => expect(JSON.stringify(listed())).toContain("lecteur"));
    const heard = await listen(await rawClient(broker.url), "labo/#");
    await until(() => expect(last(heard, "labo/cave/devices")?.text).toContain("lecteur"));
    publisher.forget("lecteur");
    await until(() => expect(last(heard, "labo/cave/devices")?.text).toBe('{"devices":[]}'));
    expect(last(heard, "labo/cave/lecteur/availability")?.text).toBe("");
  });

  it("tells the bridge's health with what it refused", async () => {
    const broker = await startBroker();
    const side = startSide({ url: broker.url });
    const messages = messagesOf(side);
    await connected(side);
    const other = await rawClient(broker.url);
    await other.publishAsync("labo/cave/lecteur/event", "{", { qos: 1 });
    await until(() => expect(side.subscriber.refused).toBe(1));
    publisherOn(side).start();
    await until(() =>
      expect(messages.find((one) => one.kind === "health")?.payload).toMatchObject({
        strangers: 3,
        advertisementsPerSecond: 7,
        refusedMessages: 1,
        outbox: { kept: 0, dropped: 0 },
      }),
    );
  });
});

describe("the subscriber", () => {
  it("refuses and counts bad messages by reason, and goes on", async () => {
    const broker = await startBroker();
    const side = startSide({ url: broker.url });
    const messages = messagesOf(side);
    await connected(side);
    const other = await rawClient(broker.url);
    const event = eventMaker("grenier")("lecteur");
    await other.publishAsync("labo/grenier/lecteur/event", "not json", { qos: 1 });
    await other.publishAsync("labo/grenier/lecteur/event", '{"v":2}', { qos: 1 });
    await other.publishAsync("labo/grenier/autre/event", JSON.stringify(event), { qos: 1 });
    await other.publishAsync("labo/grenier/a/b/c", "{}", { qos: 1 });
    await other.publishAsync("labo/grenier/lecteur/nothing", "{}", { qos: 1 });
    await other.publishAsync("labo/grenier/lecteur/event", JSON.stringify(event), { qos: 1 });
    await other.publishAsync("labo/grenier/lecteur/event", JSON.stringify(event), { qos: 1 });
    await until(() => expect(side.subscriber.duplicates).toBe(1));
    expect(messages.filter((one) => one.kind === "event").map((one) => one.payload)).toEqual([event]);
    expect(side.subscriber.refusals()).toEqual({
      "not-json": 1,
      "out-of-schema": 1,
      misplaced: 1,
      "unknown-topic": 2,
    });
  });

  it("hears the bridges of other computers on the same broker", async () => {
    const broker = await startBroker();
    const side = startSide({ url: broker.url });
    const messages = messagesOf(side);
    startSide({ url: broker.url, bridge: "grenier" }).link.sendEvent(
      topicFor("event", "grenier", "boussole"),
      JSON.stringify(eventMaker("grenier")("boussole")),
    );
    await until(() =>
      expect(messages.find((one) => one.kind === "event")).toMatchObject({
        bridge: "grenier",
        device: "boussole",
      }),
    );
  });
});

describe("somebody else who speaks in the bridge's name", () => {
  it("is not believed, whatever he says: events, lists, availability, answers, the bridge's death", async () => {
    const broker = await startBroker();
    const side = startSide({ url: broker.url });
    const publisher = publisherOn(side);
    publisher.start();
    publisher.device(deviceOf("lecteur"));
    publisher.availability("lecteur", healthy);
    const messages = messagesOf(side);
    await connected(side);
    await until(() => {
      expect(messages.map(({ kind }) => kind)).toContain("availability");
      expect(JSON.stringify(messages.findLast(({ kind }) => kind === "devices"))).toContain("lecteur");
    });
    const other = await rawClient(broker.url);
    const make = eventMaker();
    const far = { ...make("lecteur"), mono: 1e15, source: "hardware" };
    const lies = [
      ["labo/cave/lecteur/event", JSON.stringify(far)],
      ["labo/cave/devices", JSON.stringify({ devices: [deviceOf("fantome")] })],
      ["labo/cave/lecteur/availability", JSON.stringify({ ...healthy, state: "offline" })],
      ["labo/cave/lecteur/state", '{"time":"2999-01-01T00:00:00.000Z","readings":{}}'],
      ["labo/cave/lecteur/result", JSON.stringify(doneResult("c1"))],
      ["labo/cave/state", '{"state":"offline"}'],
    ] as const;
    const before = messages.length;
    for (const [topic, payload] of lies) await other.publishAsync(topic, payload, { qos: 1 });
    await until(() => expect(side.subscriber.refusals()).toEqual({ impostor: lies.length }));
    expect(messages.slice(before).filter(({ kind }) => kind !== "health")).toEqual([]);
    // An event whose id was borrowed is heard all the same.
    const event = make("lecteur");
    side.link.sendEvent(topicFor("event", "cave", "lecteur"), JSON.stringify(event));
    await until(() =>
      expect(messages).toContainEqual(expect.objectContaining({ kind: "event", payload: event })),
    );
  });

  it("does not have the last word on what is retained", async () => {
    const broker = await startBroker();
    const side = startSide({ url: broker.url });
    const publisher = publisherOn(side);
    publisher.start();
    publisher.device(deviceOf("lecteur"));
    await connected(side);
    const other = await rawClient(broker.url);
    await other.publishAsync("labo/cave/devices", '{"devices":[]}', { qos: 1, retain: true });
    const heard = await listen(await rawClient(broker.url), "labo/cave/devices");
    await until(() => expect(heard.at(-1)?.text).toContain("lecteur"));
  });

  it("cannot silence an event by using its id in his own name", async () => {
    const broker = await startBroker();
    const side = startSide({ url: broker.url });
    const messages = messagesOf(side);
    await connected(side);
    const event = eventMaker()("lecteur");
    const other = await rawClient(broker.url);
    const borrowed = { ...event, bridge: "voisin" };
    await other.publishAsync("labo/voisin/lecteur/event", JSON.stringify(borrowed), { qos: 1 });
    side.link.sendEvent(topicFor("event", "cave", "lecteur"), JSON.stringify(event));
    await until(() => expect(messages.at(-1)).toMatchObject({ kind: "event", bridge: "cave" }));
  });
});

describe("state that an earlier start left behind", () => {
  it("is taken back when its device is not here any more, and is no lie", async () => {
    const broker = await startBroker();
    const before = await rawClient(broker.url);
    const topics = [
      "labo/cave/parti/availability",
      "labo/cave/parti/state",
      "labo/cave/lecteur/availability",
    ];
    for (const topic of topics)
      await before.publishAsync(topic, JSON.stringify(healthy), { qos: 1, retain: true });
    const side = startSide({ url: broker.url });
    const publisher = publisherOn(side);
    publisher.start();
    publisher.availability("lecteur", healthy);
    const heard = await listen(before, "labo/#");
    await until(() => {
      expect(last(heard, "labo/cave/parti/availability")?.text).toBe("");
      expect(last(heard, "labo/cave/parti/state")?.text).toBe("");
    });
    const late = await listen(await rawClient(broker.url), "labo/cave/+/+");
    await until(() => expect(late.map(({ topic }) => topic)).toEqual(["labo/cave/lecteur/availability"]));
    expect(side.subscriber.refused).toBe(0);
  });
});

describe("commands", () => {
  async function bench(taker: CommandTaker) {
    const broker = await startBroker();
    const side = startSide({ url: broker.url });
    const options = { ...side, clock, logger: silent, bridge: "cave", taker };
    const sender = createCommandSender(options);
    afterwards(takeCommands(options).stop);
    afterwards(() => sender.stop());
    await connected(side);
    return { broker, side, sender };
  }

  it("go out on set, are executed once, and are answered on result", async () => {
    const taken: string[] = [];
    const { broker, sender } = await bench({
      async execute(device, command) {
        taken.push(`${device} ${command.command}`);
        return doneResult(command.id);
      },
    });
    const heard = await listen(await rawClient(broker.url), "labo/cave/lampe/+");
    expect(await sender.sendCommand("cave", "lampe", commandOf("c1"))).toEqual(doneResult("c1"));
    expect(taken).toEqual(["lampe light.set"]);
    await until(() =>
      expect(heard.map((one) => one.topic)).toEqual(["labo/cave/lampe/set", "labo/cave/lampe/result"]),
    );
    expect(heard.some((one) => one.isRetained)).toBe(false);
  });

  it("for a device that is not here, or that fail inside, are answered all the same", async () => {
    const { sender } = await bench({
      async execute(device) {
        if (device === "absent") return undefined;
        throw new Error("boom");
      },
    });
    expect(await sender.sendCommand("cave", "absent", commandOf("c1"))).toMatchObject({
      ok: false,
      problem: { code: "NOT_FOUND" },
    });
    expect(await sender.sendCommand("cave", "lampe", commandOf("c2"))).toMatchObject({
      ok: false,
      problem: { code: "INTERNAL" },
    });
  });

  it("out of form are answered with what was wrong when they have an id, and only counted when not", async () => {
    const { broker, side } = await bench({ execute: async () => undefined });
    const other = await rawClient(broker.url);
    const heard = await listen(other, "labo/cave/lampe/result");
    await other.publishAsync("labo/cave/lampe/set", "{", { qos: 1 });
    await other.publishAsync("labo/cave/lampe/set", '{"command":"light.set"}', { qos: 1 });
    await other.publishAsync("labo/cave/lampe/set", '{"id":"c9","command":7}', { qos: 1 });
    await until(() => expect(heard).toHaveLength(1));
    expect(JSON.parse(heard[0]?.text ?? "")).toMatchObject({
      id: "c9",
      ok: false,
      problem: { code: "REQUEST_INVALID", details: [expect.stringMatching(/^command: /)] },
    });
    expect(side.subscriber.refused).toBe(3);
  });

  it("that nobody answers end with a time-out, and with the broker away are refused at once", async () => {
    const { broker, side, sender } = await bench({ execute: () => new Promise(() => {}) });
    const asked = sender.sendCommand("cave", "lampe", commandOf("c1"));
    expect(await sender.sendCommand("cave", "lampe", commandOf("c1"))).toMatchObject({
      problem: { code: "REQUEST_INVALID" },
    });
    expect(await asked).toMatchObject({ id: "c1", ok: false, problem: { code: "COMMAND_TIMEOUT" } });
    await broker.stop();
    await until(() => expect(side.link.status().state).toBe("away"));
    expect(await sender.sendCommand("cave", "lampe", commandOf("c2"))).toMatchObject({
      problem: { code: "BROKER_AWAY" },
    });
  });
});
