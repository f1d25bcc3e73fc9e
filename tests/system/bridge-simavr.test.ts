// The whole bridge driven over real pseudo-terminals by the committed firmware, in two simulators that share no code:
// Debian's simavr, and avr8js with the kit's chips and tags around it.
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { BenchDevice } from "#contract/bench.ts";
import { eventually } from "../helpers/eventually.ts";
import {
  closeHouses,
  deviceOf,
  type House,
  ofKind,
  onlineDevice,
  openHouse,
  seen,
} from "../helpers/house.ts";
import { watchEvents } from "../helpers/live-client.ts";
import { createPtyCable, hasSocat, type PtyCable } from "../helpers/pty-cable.ts";
import { type SimavrBoard, startSimavr, whyNoSimavr } from "../helpers/simavr.ts";
import { createSimulatedFarEnd } from "../helpers/simulated-far-end.ts";

const stops: (() => unknown)[] = [];
afterEach(async () => {
  await closeHouses();
  for (const stop of stops.splice(0).reverse()) await stop();
});
afterAll(closeHouses);

const onLine = (path: string) => openHouse({ args: ["--no-kit", "--serial", path] });
/** Likewise, with the trainer at the door. */
async function onLineAsTrainer(path: string): Promise<House> {
  const house = await onLine(path);
  await house.api.open(new URL(house.bridge.trainerLink).pathname);
  return house;
}

/** Waits until every named reading of a board is this close to what its voltages mean. */
function readingsNear(
  house: House,
  id: string,
  expected: Readonly<Record<string, { value: number; within: number }>>,
): Promise<BenchDevice> {
  return seen(
    async () => {
      const device = await deviceOf(house, id);
      const readings = device?.state?.readings ?? {};
      const all = Object.entries(expected).every(
        ([name, { value, within }]) => Math.abs((readings[name] ?? Number.NaN) - value) <= within,
      );
      return all && device;
    },
    `readings ${JSON.stringify(expected)}`,
  );
}

const noSimavr = whyNoSimavr();
const simavrTitle = "simavr on a pseudo-terminal";

describe.skipIf(noSimavr !== undefined)(
  noSimavr === undefined ? simavrTitle : `${simavrTitle} (left out: ${noSimavr})`,
  () => {
    const board = async (firmware: string, volts: readonly number[] = []): Promise<SimavrBoard> => {
      const started = await startSimavr(firmware, volts);
      stops.push(() => started.stop());
      return started;
    };

    it("labo-firmata is a Firmata board whose readings are what the voltages mean, and its LED takes commands", async () => {
      const { path } = await board("labo-firmata", [2.5, 0.75, 1.25]);
      const house = await onLine(path);
      const { device } = await onlineDevice(house, "firmata-board");
      expect(device).toMatchObject({ source: "hardware", transport: "serial", profile: "board-serial" });
      expect(device.facts.port).toBe(path);
      // 2.5 V of 5 V: the photoresistor is as large as its 10 kΩ partner: 10 lx × (50/10)^(1/0.7) = 99.7 lx.
      // 0.75 V: (0.75 − 0.5) / 0.010 = 25 °C, in steps of 0.49 °C. 1.25 V: a quarter turn.
      await readingsNear(house, device.id, {
        light: { value: 99.7, within: 2 },
        lightVoltage: { value: 2.5, within: 0.006 },
        temperature: { value: 25, within: 0.5 },
        knob: { value: 25, within: 0.3 },
        knobVoltage: { value: 1.25, within: 0.006 },
      });
      for (const [command, args] of [
        ["led.set", { level: 60 }],
        ["servo.move", { angle: 45 }],
      ] as const) {
        const result = await house.api.call("command", { id: device.id, body: { command, args } });
        expect(result, command).toMatchObject({ ok: true });
      }
    });

    it("labo-rfid without its reader chip is recognised, degraded, and says what to do", async () => {
      const { path } = await board("labo-rfid");
      const house = await onLineAsTrainer(path);
      const found = await seen(
        async () =>
          (await house.api.call("devices")).devices.find(
            ({ availability }) => availability?.health.state === "degraded",
          ),
        "degraded",
      );
      expect(found.device).toMatchObject({ model: "labo-rfid", profile: "rfid-hf", source: "hardware" });
      expect(found.availability?.health.code).toBe("READER_CHIP_ABSENT");
      expect(found.availability?.health.reason?.fr).toMatch(/\S{3}.*\./);
      expect(found.availability?.health.reason?.en).toMatch(/\S{3}.*\./);
      expect(found.device.facts).toMatchObject({ firmware: "labo-rfid", version: "1.1.0" });
      const body = { command: "link.write", args: { link: "https://labo.example/" } };
      expect(await house.api.call("command", { id: found.device.id, body })).toMatchObject({
        ok: false,
        problem: { code: "TAG_NOT_ALONE" },
      });
    });
  },
);

const ptyTitle = "avr8js on a pseudo-terminal";

describe.skipIf(!hasSocat)(
  hasSocat ? ptyTitle : `${ptyTitle} (left out: socat is missing, apt install socat)`,
  () => {
    async function cableTo(
      name: string,
    ): Promise<{ cable: PtyCable; far: Awaited<ReturnType<typeof createSimulatedFarEnd>> }> {
      const far = await createSimulatedFarEnd(name);
      const cable = await createPtyCable(far.firmware);
      stops.push(() => cable.stop());
      await cable.plug();
      return { cable, far };
    }

    it("labo-rfid tells of tags, and after its cable was pulled and put back it is the same device", async () => {
      const { cable, far } = await cableTo("lecteur-rfid");
      const house = await onLine(cable.path);
      const { device } = await onlineDevice(house, "labo-rfid");
      const watch = await watchEvents(house.bridge.page, device.id);
      far.control({ control: "tag-place", tag: "coquillage", reader: "lecteur-rfid", distanceMm: 5 });
      await eventually(() => ofKind(watch, "tag-arrived").length === 1, "the arrival");
      expect(ofKind(watch, "tag-arrived")[0]).toMatchObject({
        source: "hardware",
        // No virtual kit taught it: it has a passing name, not its UID.
        tag: { known: false, family: "mifare-ultralight-ntag", uidBytes: 7 },
      });
      expect(JSON.stringify(watch.events)).not.toContain("04a91c72e35b80");
      far.control({ control: "tag-remove", tag: "coquillage" });
      await eventually(() => ofKind(watch, "tag-left").length === 1, "the departure");

      await cable.pull();
      const lost = await seen(async () => {
        const now = await deviceOf(house, device.id);
        return now?.availability?.state === "offline" && now.availability;
      }, "the loss is told");
      expect(lost.health).toMatchObject({ state: "waiting", code: "SERIAL_GONE" });
      expect(lost.health.reason?.fr.length).toBeGreaterThan(10);
      await cable.plug();
      await seen(
        async () => (await deviceOf(house, device.id))?.availability?.state === "online",
        "it is back",
      );
      expect((await house.api.call("devices")).devices.map((one) => one.device.id)).toEqual([device.id]);
      far.control({ control: "tag-place", tag: "amulette", reader: "lecteur-rfid", distanceMm: 5 });
      await eventually(() => ofKind(watch, "tag-arrived").length === 2, "tags are read again");
      expect(ofKind(watch, "tag-arrived")[1]?.device).toBe(device.id);
      watch.close();
    });

    it("labo-rfid writes a link to a tag once it has a name, and reads it when the tag comes back", async () => {
      const { cable, far } = await cableTo("lecteur-rfid");
      const house = await onLineAsTrainer(cable.path);
      const { device } = await onlineDevice(house, "labo-rfid");
      const watch = await watchEvents(house.bridge.page, device.id);
      const place = () =>
        far.control({ control: "tag-place", tag: "carnet", reader: "lecteur-rfid", distanceMm: 5 });
      const link = "https://labo.example/carnet";
      const write = () =>
        house.api.call("command", { id: device.id, body: { command: "link.write", args: { link } } });
      place();
      await eventually(() => ofKind(watch, "tag-arrived").length === 1, "a foreign tag");
      expect(await write()).toMatchObject({ problem: { code: "TAG_NOT_TAUGHT" } });
      const foreign = ofKind(watch, "tag-arrived")[0]?.tag.id ?? "";
      await house.api.call("teachTag", { id: foreign, body: { label: "Carnet" } });
      expect(await write()).toMatchObject({ ok: true });
      far.control({ control: "tag-remove", tag: "carnet" });
      await eventually(() => ofKind(watch, "tag-left").length === 1, "off");
      place();
      await eventually(() => ofKind(watch, "reading-taken").length === 2, "read again");
      for (const { facts } of ofKind(watch, "reading-taken")) expect(facts).toEqual({ tagLink: link });
      watch.close();
    });

    it("labo-firmata gives readings of the simulated room and moves its parts", async () => {
      const { cable, far } = await cableTo("carte-capteurs");
      const house = await onLine(cable.path);
      const { device } = await onlineDevice(house, "firmata-board");
      far.control({ control: "room-temperature", celsius: 30 });
      far.control({ control: "knob-turn", board: "carte-capteurs", component: "knob", ratio: 0.8 });
      await readingsNear(house, device.id, {
        knob: { value: 80, within: 1.5 },
        temperature: { value: 30, within: 2 },
      });
      const result = await house.api.call("command", {
        id: device.id,
        body: { command: "led.set", args: { level: 50 } },
      });
      expect(result).toMatchObject({ ok: true });
      await eventually(() => Math.abs(far.part("led") - 0.5) < 0.05, "the LED at half");
    });
  },
);
