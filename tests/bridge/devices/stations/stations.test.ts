import { connect, connectAsync } from "mqtt";
import { afterEach, describe, expect, it } from "vitest";
import { isStationFilter, isStationTopic, mostStations } from "#contract/stations.ts";
import { eventually } from "../../../helpers/eventually.ts";
import { afterwards, rawClient, startBroker, undoAll } from "../../../helpers/mqtt.ts";
import { startStationBench } from "../../../helpers/station-bench.ts";

afterEach(undoAll);

async function start() {
  const broker = await startBroker();
  const bench = startStationBench({ url: broker.url, ...broker.stationCredentials });
  afterwards(() => bench.stations.stop());
  return { broker, bench };
}

describe("a station", () => {
  it("is named by the shore, and says what it cannot do yet", async () => {
    const { bench } = await start();
    const { device, name } = await bench.stations.make();
    expect({ device, name }).toEqual({
      device: "station-phare",
      name: { fr: "Station Phare", en: "Lighthouse station" },
    });
    expect(bench.availability(device)).toMatchObject({
      state: "online",
      health: { state: "idle", code: "STATION_OFF" },
    });
    const publish = { topic: "atelier/phare/x", text: "x", qos: "0", retain: "no" };
    expect(await bench.tell(device, "publish", publish)).toBe("STATION_OFF");
    expect(await bench.tell(device, "subscribe", { filter: "atelier/#" })).toBe("STATION_OFF");
    await bench.tell(device, "cable.pull");
    expect(await bench.tell(device, "join", { session: "clean", keepAlive: 30, will: "" })).toBe(
      "STATION_UNPLUGGED",
    );
    expect(await bench.tell(device, "dance")).toBe("COMMAND_UNKNOWN");
    expect(await bench.tell("station-nulle-part", "leave")).toBe("nobody");
  });

  it("stays below its own branch, whatever it is asked", async () => {
    const { bench } = await start();
    const phare = await bench.joined();
    for (const topic of ["labo/banc/x/event", "atelier", "atelier/+/x", "atelier//x", "atelier/a\u0007"])
      expect(await bench.tell(phare, "publish", { topic, text: "", qos: "0", retain: "no" })).toBe(
        "STATION_TOPIC",
      );
    for (const filter of ["#", "+/x", "labo/#", "$SYS/#", "atelier/#/x"])
      expect(await bench.tell(phare, "subscribe", { filter })).toBe("STATION_TOPIC");
    expect(bench.of("message-published")).toEqual([]);
  });

  it("has eight subscriptions, one burst, and no more", async () => {
    const { bench } = await start();
    const phare = await bench.joined();
    for (let n = 0; n < 8; n += 1)
      expect(await bench.tell(phare, "subscribe", { filter: `atelier/phare/${n}` })).toBe("ok");
    expect(await bench.tell(phare, "subscribe", { filter: "atelier/phare/0" })).toBe("ok");
    expect(await bench.tell(phare, "subscribe", { filter: "atelier/phare/8" })).toBe("STATION_BUSY");
    expect(bench.facts(phare).subscriptions?.split("\n")).toHaveLength(8);
    const burst = { topic: "atelier/phare/compte", count: 100, qos: "0" };
    expect(await bench.tell(phare, "burst", burst)).toBe("ok");
    expect(await bench.tell(phare, "burst", burst)).toBe("STATION_BUSY");
  });

  it("is told nothing it cannot read, and not everything of a flood", async () => {
    const { broker, bench } = await start();
    const phare = await bench.joined();
    await bench.tell(phare, "subscribe", { filter: "atelier/#" });
    const stranger = await rawClient(broker.url);
    await stranger.publishAsync("atelier/x/y", "a".repeat(201));
    await stranger.publishAsync("atelier/x/y", Buffer.from([0xff, 0xfe]));
    await stranger.publishAsync("atelier/x/y", "<script>alert(1)</script>");
    await eventually(() => bench.of("message-received", phare).length === 1, "the readable one");
    expect(bench.of("message-received", phare)).toMatchObject([{ text: "<script>alert(1)</script>" }]);
    for (let n = 0; n < 2_000; n += 1) stranger.publish("atelier/x/y", `${n}`);
    await stranger.publishAsync("atelier/x/y", "fin", { qos: 1 });
    await eventually(() => bench.stations.figures().discarded > 1_000, "the flood being left");
    expect(bench.of("message-received", phare).length).toBeLessThan(1_000);
  });

  it("is one of sixteen, the longest unused making room while it is not connected", async () => {
    const { bench } = await start();
    const first = await bench.joined();
    for (let n = 1; n < mostStations; n += 1) await bench.joined();
    await expect(bench.stations.make()).rejects.toThrow(/STATIONS_FULL/);
    await bench.tell(first, "leave");
    expect(await bench.stations.make()).toMatchObject({ device: first });
    expect(bench.forgotten).toEqual([first]);
    await bench.stations.remove(first);
    await expect(bench.stations.remove(first)).rejects.toThrow(/NOT_FOUND/);
  });

  it("says that the broker does not answer", async () => {
    const { broker, bench } = await start();
    const { device } = await bench.stations.make();
    await broker.stop();
    expect(await bench.tell(device, "join", { session: "clean", keepAlive: 30, will: "" })).toBe(
      "STATION_REFUSED",
    );
  }, 30_000);
});

describe("sessions the embedded broker keeps", () => {
  it("are the stations' alone, and keep so many messages", async () => {
    const broker = await startBroker({ keptPerSession: 10 });
    const session = { clean: false, reconnectPeriod: 0, protocolVersion: 4 } as const;
    const received = async (clientId: string, who: object) => {
      const away = await connectAsync(broker.url, { ...session, ...who, clientId });
      await away.subscribeAsync("atelier/#", { qos: 1 });
      await away.endAsync();
      const writer = await rawClient(broker.url);
      for (let n = 0; n < 15; n += 1) await writer.publishAsync("atelier/a/b", `${n}`, { qos: 1 });
      const heard: string[] = [];
      const back = connect(broker.url, { ...session, ...who, clientId });
      afterwards(() => back.endAsync(true));
      back.on("message", (_topic, payload) => heard.push(payload.toString()));
      await new Promise<void>((resolve) => back.once("connect", () => resolve()));
      await back.subscribeAsync("atelier/#", { qos: 1 });
      await writer.publishAsync("atelier/a/b", "fin", { qos: 1 });
      await eventually(() => heard.includes("fin"), "the last message");
      return (expected: number) => eventually(() => heard.length >= expected && heard.sort(), "all of them");
    };
    const stranger = await received("stranger", {});
    expect(await stranger(1)).toEqual(["fin"]);
    const station = await received("station", broker.stationCredentials);
    expect(await station(11)).toEqual([...Array.from({ length: 10 }, (_, n) => `${n}`), "fin"]);
    expect(broker.refusals()).toMatchObject({ "session-full": 5 });
    await expect(
      connectAsync(broker.url, { ...session, username: "labo-station", password: "faux" }),
    ).rejects.toThrow();
  });
});

describe("topics of stations", () => {
  it.each([
    ["atelier/phare/bonjour", true, true],
    ["atelier/phare", true, true],
    ["atelier/+/bonjour", false, true],
    ["atelier/#", false, true],
    ["atelier/phare#", false, false],
    ["atelier/é/à", true, true],
    ["Atelier/phare", false, false],
    ["atelier/", false, false],
    [`atelier/${"x".repeat(60)}`, false, false],
  ])("%s", (topic, publishes, listens) => {
    expect([isStationTopic(topic), isStationFilter(topic)]).toEqual([publishes, listens]);
  });
});
