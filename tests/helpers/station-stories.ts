// What a station does on any broker: the same stories with the embedded one and with Mosquitto.
import { expect, it } from "vitest";
import type { StationNetworkOptions } from "../../bridge/mqtt/station-network.ts";
import { eventually } from "./eventually.ts";
import { afterwards } from "./mqtt.ts";
import { type StationBench, startStationBench } from "./station-bench.ts";

/** Longest patience with real keep-alives, milliseconds. */
const limitMs = 60_000;

export function stationStories(broker: () => Promise<StationNetworkOptions>): void {
  const start = async (): Promise<StationBench> => {
    const bench = startStationBench(await broker());
    afterwards(() => bench.stations.stop());
    return bench;
  };
  const publish = (bench: StationBench, from: string, topic: string, text: string, more = {}) =>
    bench.tell(from, "publish", { topic, text, qos: "0", retain: "no", ...more });
  const texts = (bench: StationBench, device: string) =>
    bench.of("message-received", device).map(({ text }) => text);

  it("hears what another publishes where it subscribed, capital letters counted", async () => {
    const bench = await start();
    const [phare, quai] = [await bench.joined(), await bench.joined()];
    expect(await bench.tell(phare, "subscribe", { filter: "atelier/+/bonjour" })).toBe("ok");
    await publish(bench, quai, "atelier/quai/Bonjour", "raté");
    await publish(bench, quai, "atelier/quai/bonjour", "7");
    await eventually(() => texts(bench, phare).length > 0, "the message");
    expect(bench.of("message-received", phare)).toMatchObject([
      {
        topic: "atelier/quai/bonjour",
        publisher: "quai",
        subject: "bonjour",
        text: "7",
        number: 7,
        qos: 0,
        retained: false,
        source: "hardware",
      },
    ]);
  });

  it("gives a retained message to who comes late, until an empty one erases it", async () => {
    const bench = await start();
    const [phare, quai] = [await bench.joined(), await bench.joined()];
    const topic = "atelier/quai/horaire";
    await publish(bench, quai, topic, "ouvert", { retain: "yes", qos: "1" });
    await eventually(() => bench.of("reading-taken", quai).length === 1, "its acknowledgement");
    await bench.tell(phare, "subscribe", { filter: topic });
    await eventually(() => texts(bench, phare).length === 1, "the retained message");
    expect(bench.of("message-received", phare)).toMatchObject([{ text: "ouvert", retained: true }]);
    await bench.tell(phare, "unsubscribe", { filter: topic });
    await publish(bench, quai, topic, "", { retain: "yes", qos: "1" });
    await eventually(() => bench.of("reading-taken", quai).length === 2, "the erasing");
    await bench.tell(phare, "subscribe", { filter: topic });
    await bench.tell(phare, "subscribe", { filter: "atelier/quai/suite" });
    await publish(bench, quai, "atelier/quai/suite", "fin");
    await eventually(() => texts(bench, phare).includes("fin"), "what comes after");
    expect(texts(bench, phare)).toEqual(["ouvert", "fin"]);
  });

  it(
    "leaves its will when its cable is pulled long enough, and none when it says goodbye",
    async () => {
      const bench = await start();
      const phare = await bench.joined();
      await bench.tell(phare, "subscribe", { filter: "atelier/+/etat" });
      const quai = await bench.joined({ keepAlive: 5, will: "perdue" });
      await bench.tell(quai, "cable.pull");
      expect(bench.availability(quai)).toMatchObject({ health: { code: "STATION_UNPLUGGED" } });
      await eventually(() => texts(bench, phare).length === 1, "the will", limitMs);
      expect(bench.of("message-received", phare)).toMatchObject([{ publisher: "quai", text: "perdue" }]);
      await eventually(() => bench.of("link-down", quai).length === 1, "the station's own finding", limitMs);
      expect(bench.of("link-down", quai)).toMatchObject([{ how: "lost" }]);
      await bench.tell(quai, "cable.plug");
      await eventually(() => bench.of("link-up", quai).length === 2, "its return", limitMs);
      expect(await bench.tell(quai, "leave")).toBe("ok");
      expect(bench.of("link-down", quai).at(-1)).toMatchObject({ how: "asked" });
      await publish(bench, phare, "atelier/phare/etat", "fin");
      await eventually(() => texts(bench, phare).includes("fin"), "what comes after");
      expect(texts(bench, phare)).toEqual(["perdue", "fin"]);
    },
    limitMs * 3,
  );

  it.each([
    ["0", "clean"],
    ["1", "persistent"],
    ["2", "persistent"],
  ] as const)(
    "over a cut longer than its keep-alive, at QoS %s with a %s session",
    async (qos, session) => {
      const bench = await start();
      const phare = await bench.joined({ keepAlive: 5, session });
      const quai = await bench.joined();
      await bench.tell(phare, "subscribe", { filter: "atelier/quai/compte" });
      await bench.tell(quai, "burst", { topic: "atelier/quai/compte", count: 60, qos });
      await eventually(() => texts(bench, phare).length > 5, "the first ones");
      await bench.tell(phare, "cable.pull");
      await eventually(() => bench.of("link-down", phare).length === 1, "the loss", limitMs);
      await eventually(() => bench.of("message-published", quai).length > 50, "the burst goes on", limitMs);
      await bench.tell(phare, "cable.plug");
      await eventually(() => bench.of("message-published", quai).length === 60, "the burst ends", limitMs);
      await eventually(() => texts(bench, phare).includes("60"), "the last one", limitMs);
      const different = new Set(texts(bench, phare)).size;
      if (qos === "0") expect(different).toBeLessThan(60);
      else {
        await eventually(() => new Set(texts(bench, phare)).size === 60, "all of them", limitMs);
        expect(bench.of("link-up", phare).at(-1)).toMatchObject({ resumed: true });
      }
      if (qos === "2") expect(texts(bench, phare)).toHaveLength(60);
    },
    limitMs * 3,
  );
}
