// The whole bridge on a real Mosquitto, listened to with Mosquitto's own programs: taps of tags, an outage, commands,
// a neighbour on the same broker, a killed bridge, a password.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commandResultSchema } from "#contract/commands.ts";
import { eventSchema, type LaboEvent } from "#contract/events.ts";
import { bridgeHealthSchema, parseTopic, topicRules } from "#contract/topics.ts";
import { sameWords } from "#contract/words.ts";
import { eventually } from "../helpers/eventually.ts";
import {
  actIn,
  closeHouses,
  deviceOf,
  type House,
  isUnbroken,
  kitBoard,
  kitReader,
  kitReaderOf,
  onlineDevice,
  openHouse,
  type ReaderOnBench,
  seen,
  startE05,
  stateOf,
  stepIs,
} from "../helpers/house.ts";
import { watchEvents } from "../helpers/live-client.ts";
import { hasMosquitto, type Mosquitto, startMosquitto } from "../helpers/mosquitto.ts";
import {
  type MosquittoSub,
  mosquittoPub,
  startMosquittoSub,
  whyNoMosquittoClients,
} from "../helpers/mosquitto-clients.ts";
import { createPtyCable, hasSocat, type PtyCable } from "../helpers/pty-cable.ts";
import { createSimulatedFarEnd } from "../helpers/simulated-far-end.ts";

const missing = hasMosquitto ? whyNoMosquittoClients() : "mosquitto is missing: apt install mosquitto";
const title = "the bridge on a real Mosquitto";

describe.skipIf(missing !== undefined)(
  missing === undefined ? title : `${title} (left out: ${missing})`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), "labo-broker-"));
    let mosquitto: Mosquitto;
    let sub: MosquittoSub;
    let cave: House;
    let reader: ReaderOnBench;

    /** Events of a device of `cave` as `mosquitto_sub` printed them. */
    const printed = (device: string): LaboEvent[] =>
      sub.payloads(`labo/cave/${device}/event`).map((payload) => eventSchema.parse(payload));
    const printedKinds = (device: string) => printed(device).map(({ kind }) => kind);
    const health = () => bridgeHealthSchema.parse(sub.payloads("labo/cave/health").at(-1));

    beforeAll(async () => {
      // The broker keeps what its listener misses across its own restart, so that the listener is a full witness.
      mosquitto = await startMosquitto([
        "persistence true",
        `persistence_location ${folder}/`,
        "max_queued_messages 20000",
      ]);
      sub = startMosquittoSub({ port: mosquitto.port, topic: "labo/#", session: "witness" });
      // It listens once it hears itself spoken to.
      await eventually(async () => {
        await mosquittoPub(mosquitto.port, "labo/hello", "{}");
        return sub.lines.length > 0;
      }, "mosquitto_sub listens");
      cave = await openHouse({ args: ["--mqtt", mosquitto.url, "--name", "cave"] });
      reader = await kitReaderOf(cave);
    });
    afterAll(async () => {
      sub?.stop();
      await closeHouses();
      await mosquitto?.dispose();
      rmSync(folder, { recursive: true, force: true });
    });

    it("says which broker it uses, without more, and is online there", async () => {
      expect(cave.bridge.broker.replace(/\/$/, "")).toBe(mosquitto.url);
      expect((await cave.api.call("health")).broker).toBe("connected");
      await eventually(
        () =>
          sub.lines.some(({ topic, text }) => topic === "labo/cave/state" && text === '{"state":"online"}'),
        "mosquitto_sub sees the bridge online",
      );
    });

    it("mosquitto_sub sees a tag come and go, as events of the contract from simulated hardware", async () => {
      await reader.tap("amulette");
      const kinds = await eventually(() => {
        const told = printedKinds(reader.id);
        return told.includes("tag-left") && told;
      }, "the tag on mosquitto_sub");
      expect(kinds.filter((kind) => kind.startsWith("tag-"))).toEqual(["tag-arrived", "tag-left"]);
      const [arrived] = printed(reader.id).filter((event) => event.kind === "tag-arrived");
      expect(arrived).toMatchObject({
        bridge: "cave",
        device: reader.id,
        source: "simulated",
        tag: { id: "3a7fc21e", known: true, family: "mifare-classic-1k", uidBytes: 4 },
      });
    });

    it("what is state is retained for latecomers, what is an event never is", async () => {
      await onlineDevice(cave, "firmata-board");
      const late = startMosquittoSub({ port: mosquitto.port, topic: "labo/#" });
      try {
        const kindsOf = (retained: boolean) =>
          new Set(
            late.lines
              .filter(({ isRetained }) => isRetained === retained)
              .map(({ topic }) => parseTopic(topic)?.kind),
          );
        const stateKinds = ["availability", "device-state", "devices", "health", "info", "state"];
        await eventually(() => kindsOf(true).size === stateKinds.length, "retained state");
        await reader.tap("billet");
        await eventually(
          () => late.payloads(`${reader.id}/event`).some((one) => eventSchema.parse(one).kind === "tag-left"),
          "events as they happen",
        );
        expect([...kindsOf(true)].sort()).toEqual(stateKinds);
        for (const { topic, isRetained, text } of late.lines) {
          const kind = parseTopic(topic)?.kind;
          if (kind === undefined) throw new Error(`a topic outside the tree: ${topic}`);
          if (isRetained) expect(topicRules[kind].retain, topic).toBe(true);
          expect(topicRules[kind].schema.safeParse(JSON.parse(text)).success, `${topic} ${text}`).toBe(true);
        }
      } finally {
        late.stop();
      }
    });

    it("an outage of the broker is told, and loses, doubles and reorders nothing", async () => {
      const watch = await watchEvents(cave.bridge.page, reader.id);
      await mosquitto.stop();
      const began = performance.now();
      await seen(async () => (await cave.api.call("health")).status === "degraded", "degraded");
      expect((await cave.api.call("health")).broker).toBe("away");
      // Taps go on for longer than five seconds: nobody hears them for now.
      let taps = 0;
      for (const tag of ["amulette", "coquillage", "plume", "carnet", "billet"]) {
        await cave.api.call("controlKit", { body: { control: "tag-tap", tag, reader: kitReader } });
        taps += 1;
        const due = began + taps * 1200;
        await eventually(() => performance.now() > due, "the next tap is due");
      }
      expect(performance.now() - began).toBeGreaterThan(5000);
      const away = (await cave.api.call("bench")).broker;
      expect(away).toMatchObject({ state: "away", dropped: 0 });
      // Two events a tap and the board's own readings; the last tag may be there still.
      expect(away.kept).toBeGreaterThanOrEqual(2 * taps - 2);

      await mosquitto.start();
      await seen(async () => (await cave.api.call("health")).status === "ok", "well again");
      await reader.tap("amulette");
      const tagsOf = (events: readonly LaboEvent[]) => events.filter(({ kind }) => kind.startsWith("tag-"));
      const all = (await eventually(() => {
        const told = printed(reader.id);
        return tagsOf(told).length >= 2 * (taps + 3) && told;
      }, "every tap on mosquitto_sub")) as LaboEvent[];
      expect(tagsOf(all)).toHaveLength(2 * (taps + 3));
      // From the very first: the number of each is the number before it and one.
      expect(all[0]?.seq).toBe(0);
      expect(isUnbroken(all.map(({ seq }) => seq))).toBe(true);
      // The bench itself heard the same.
      await eventually(() => watch.events.at(-1)?.seq === all.at(-1)?.seq, "the bench is up to date");
      expect(watch.events.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
      watch.close();
      await seen(async () => {
        const { broker } = await cave.api.call("bench");
        return broker.kept === 0 && broker.dropped === 0;
      }, "nothing waits any more");
      // Devices that were speaking at that very moment: a copy may be doubled on the wire, as QoS 1 says, nothing lost.
      for (const { device } of (await cave.api.call("devices")).devices) {
        const ids = new Map(printed(device.id).map((event) => [event.id, event.seq]));
        expect(isUnbroken([...ids.values()]), device.id).toBe(true);
      }
    });

    it("an outage counts neither against a participant nor for them: taps are told late, a hole is no silence", async () => {
      const { id } = await startE05(cave, reader.id);
      const act = actIn(cave, id);
      await act.go("deux");
      await reader.tap("carnet");
      const beacon = (await onlineDevice(cave, "ibeacon")).device.id;
      const quiet = await cave.api.call("startRun", {
        body: { experiment: "e01-qui-est-la", devices: { balise: beacon } },
      });
      await actIn(cave, quiet.id).go("silence");
      await mosquitto.stop();
      const began = performance.now();
      await seen(async () => (await cave.api.call("health")).broker === "away", "away");
      const { kept } = (await cave.api.call("bench")).broker;
      await cave.api.call("controlKit", { body: { control: "tag-tap", tag: "plume", reader: kitReader } });
      await seen(async () => (await cave.api.call("bench")).broker.kept >= kept + 2, "the tap waits");
      expect(stateOf(await cave.api.call("run", { id }), "deux")).toBe("in-progress");
      // Answers and notes need no broker.
      await act.note("deux", "La panne n’a rien changé.");
      // Longer than the silence that E01 asks for; the beacon goes on all the while.
      await eventually(() => performance.now() - began > 11_000, "a long outage", 15_000);
      // Something done now must not make the hole count either.
      await actIn(cave, quiet.id).note("silence", "Rien ne bouge à l’écran.");
      await mosquitto.start();
      const back = Date.now();
      expect((await stepIs(cave, id, "deux", "verified")).notes).toHaveLength(1);
      await seen(
        async () => Date.parse((await deviceOf(cave, beacon))?.lastEvent ?? "") > back + 2000,
        "the beacon is heard again",
      );
      const step = (await cave.api.call("run", { id: quiet.id })).steps.find((one) => one.id === "silence");
      expect(step?.state, JSON.stringify(step)).toBe("in-progress");
      for (const run of [id, quiet.id]) await actIn(cave, run).finish();
    });

    it("a neighbour’s device name with markup is text, and one that is too long is refused", async () => {
      const name = `<img src=x onerror="alert(1)">`;
      const ours = (await deviceOf(cave, reader.id))?.device;
      const listed = (called: string) =>
        JSON.stringify({ devices: [{ ...ours, id: "etranger", bridge: "voisin", name: sameWords(called) }] });
      await mosquittoPub(mosquitto.port, "labo/voisin/devices", listed(name));
      await seen(async () => (await deviceOf(cave, "etranger"))?.device.name.fr === name, "the same text");
      await mosquittoPub(mosquitto.port, "labo/voisin/devices", listed("x".repeat(61)));
      await mosquittoPub(mosquitto.port, "labo/voisin/devices", listed("Suivant"));
      await seen(
        async () => (await deviceOf(cave, "etranger"))?.device.name.fr === "Suivant",
        "the next good one",
      );
      await mosquittoPub(mosquitto.port, "labo/voisin/devices", '{"devices":[]}');
      await seen(async () => (await deviceOf(cave, "etranger")) === undefined, "gone with its list");
    });

    describe("commands over MQTT", () => {
      const ask = (device: string, payload: string) =>
        mosquittoPub(mosquitto.port, `labo/cave/${device}/set`, payload);
      const answer = (device: string, id: string) =>
        eventually(
          () =>
            sub
              .payloads(`labo/cave/${device}/result`)
              .map((payload) => commandResultSchema.parse(payload))
              .find((result) => result.id === id),
          `an answer to ${id}`,
        );
      let board = "";
      const led = async () =>
        (await cave.api.call("kit")).boards
          .find(({ id }) => id === kitBoard)
          ?.components.find(({ id }) => id === "led")?.value ?? Number.NaN;
      beforeAll(async () => {
        board = (await onlineDevice(cave, "firmata-board")).device.id;
      });

      it("a good one is obeyed by the board and answered", async () => {
        await ask(board, JSON.stringify({ id: "good", command: "led.set", args: { level: 40 } }));
        expect(await answer(board, "good")).toMatchObject({ ok: true });
        await seen(async () => Math.abs((await led()) - 0.4) < 0.02, "the LED at 40 %");
      });

      it.each([
        {
          why: "the device does not take it",
          to: () => reader.id,
          command: { id: "lacks", command: "led.set", args: { level: 40 } },
          code: "COMMAND_UNKNOWN",
        },
        {
          why: "an argument is out of bounds",
          to: () => board,
          command: { id: "bounds", command: "led.set", args: { level: 400 } },
          code: "COMMAND_ARGUMENT",
        },
        {
          why: "an argument is missing",
          to: () => board,
          command: { id: "missing", command: "led.set", args: {} },
          code: "COMMAND_ARGUMENT",
        },
        {
          why: "it is not of the contract",
          to: () => board,
          command: { id: "schema", command: 12 },
          code: "REQUEST_INVALID",
        },
        {
          why: "there is no such device",
          to: () => "nobody",
          command: { id: "nobody", command: "led.set", args: { level: 40 } },
          code: "NOT_FOUND",
        },
      ])("it is refused with a reason when $why", async ({ to, command, code }) => {
        const before = await led();
        await ask(to(), JSON.stringify(command));
        const result = await answer(to(), command.id);
        expect(result).toMatchObject({ ok: false, problem: { code } });
        if (!result.ok) {
          expect(result.problem.message.fr.length).toBeGreaterThan(5);
          expect(result.problem.remedy.en.length).toBeGreaterThan(5);
        }
        expect(await led()).toBe(before);
      });

      it("what is not JSON, too large or on an unknown topic is counted, and harms nothing", async () => {
        const told = sub.payloads("labo/cave/health").length;
        await eventually(() => sub.payloads("labo/cave/health").length > told, "a fresh count");
        const before = health().refusedMessages;
        await ask(board, "{led: on!");
        await ask(
          board,
          JSON.stringify({ id: "large", command: "led.set", args: { level: 90 }, x: "y".repeat(80_000) }),
        );
        await mosquittoPub(mosquitto.port, `labo/cave/${board}/explode`, "{}");
        await mosquittoPub(mosquitto.port, "labo/cave/a/b/c/d", "{}");
        await eventually(
          () => health().refusedMessages >= before + 4,
          "four more refusals on the health topic",
        );
        expect(health().refusedMessages).toBe(before + 4);
        await ask(board, JSON.stringify({ id: "after", command: "led.set", args: { level: 0 } }));
        expect(await answer(board, "after")).toMatchObject({ ok: true });
        await seen(async () => (await led()) < 0.02, "the LED is out");
      });
    });

    it("a neighbour on the same broker, its devices and its death are seen on this bench", async (context) => {
      if (!hasSocat) context.skip("socat is missing: apt install socat");
      const farEnd = await createSimulatedFarEnd("lecteur-rfid");
      let cable: PtyCable | undefined;
      try {
        cable = await createPtyCable(farEnd.firmware);
        await cable.plug();
        const grenier = await openHouse({
          args: ["--mqtt", mosquitto.url, "--name", "grenier", "--no-kit", "--serial", cable.path],
        });
        const theirs = (
          await seen(
            async () =>
              (
                await cave.api.call("devices")
              ).devices.find(
                ({ device, availability }) => device.bridge === "grenier" && availability?.state === "online",
              ),
            "the neighbour’s reader on this bench",
          )
        ).device;
        expect(theirs.model).toBe("labo-rfid");
        const ours = await seen(
          async () =>
            (await grenier.api.call("devices")).devices.find(({ device }) => device.id === reader.id),
          "this reader on the neighbour’s bench",
        );
        expect(ours.device.bridge).toBe("cave");
        for (const house of [cave, grenier])
          expect((await house.api.call("bench")).bridges).toMatchObject({
            cave: { state: "online" },
            grenier: { state: "online" },
          });
        // A command goes through this bench's door, the broker and the other bridge to the other's board, and back.
        // How long a reader holds is a setting: the trainer's alone.
        await cave.api.open(new URL(cave.bridge.trainerLink).pathname);
        const result = await cave.api.call("command", {
          id: theirs.id,
          body: { command: "hold-time.set", args: { ms: 400 } },
        });
        expect(result.ok).toBe(true);

        await grenier.bridge.kill();
        await seen(
          async () => (await deviceOf(cave, theirs.id))?.availability?.health.code === "BRIDGE_OFFLINE",
          "its reader is offline here, with the reason",
        );
        expect((await deviceOf(cave, theirs.id))?.availability?.health.reason?.fr).toContain("passerelle");
        expect((await cave.api.call("bench")).bridges.grenier?.state).toBe("offline");
        const late = startMosquittoSub({ port: mosquitto.port, topic: "labo/grenier/state" });
        await eventually(() => late.lines.length > 0, "the retained will");
        expect(late.lines[0]).toMatchObject({ isRetained: true, text: '{"state":"offline"}' });
        late.stop();
        expect((await deviceOf(cave, reader.id))?.availability?.state).toBe("online");
      } finally {
        await cable?.stop();
      }
    });

    it("with a user and a password it is let in, and prints neither; with a wrong one it says that it is away", async () => {
      const users = join(folder, "users");
      const made = spawnSync("mosquitto_passwd", ["-b", "-c", users, "ana", "sésame:7"], {
        encoding: "utf8",
      });
      expect(made.status, made.stderr).toBe(0);
      const guarded = await startMosquitto(["allow_anonymous false", `password_file ${users}`]);
      try {
        const url = (password: string) =>
          `mqtt://ana:${encodeURIComponent(password)}@127.0.0.1:${guarded.port}`;
        const [right, wrong] = await Promise.all([
          openHouse({ args: ["--mqtt", url("sésame:7"), "--no-kit", "--name", "juste"] }),
          openHouse({ args: ["--mqtt", url("porte"), "--no-kit", "--name", "faux"] }),
        ]);
        await seen(async () => (await right.api.call("health")).broker === "connected", "let in");
        const witness = startMosquittoSub({
          port: guarded.port,
          topic: "labo/#",
          credentials: { user: "ana", password: "sésame:7" },
        });
        await eventually(
          () =>
            witness.lines.some(({ topic, text }) => topic === "labo/juste/state" && text.includes("online")),
          "seen by another program with the same account",
        );
        expect(witness.lines.some(({ topic }) => topic.startsWith("labo/faux/"))).toBe(false);
        witness.stop();
        expect(await wrong.api.call("health")).toMatchObject({ status: "degraded", broker: "away" });
        for (const { bridge, api } of [right, wrong]) {
          expect(bridge.output()).not.toMatch(/sésame|s%C3%A9same|porte|ana[:@]/);
          expect((await api.call("bench")).broker.where).not.toMatch(/sésame|porte|ana/);
        }
      } finally {
        await guarded.dispose();
      }
    });
  },
);
