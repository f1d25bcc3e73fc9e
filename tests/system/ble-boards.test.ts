// Boards one connects to, the whole way: HCI bytes, noble in its process, connection, services, values, events, commands.
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import type { Availability, Device, DeviceState } from "#contract/devices.ts";
import { eventSchema, type LaboEvent } from "#contract/events.ts";
import type { Words } from "#contract/words.ts";
import { type Clock, createClock } from "../../bridge/clock.ts";
import { createEventFactory } from "../../bridge/devices/event-factory.ts";
import { createGattBoards } from "../../bridge/devices/gatt/gatt-boards.ts";
import { createTagIdentity } from "../../bridge/devices/tag-identity.ts";
import { crc16Ibm3740 } from "../../bridge/frames/crc16.ts";
import { createLogger } from "../../bridge/logger.ts";
import { createRadio } from "../../bridge/transports/ble/radio.ts";
import type { VirtualController } from "../../bridge/virtual-kit/kit.ts";
import type { ServicePlan } from "../../bridge/virtual-kit/radio/att-server.ts";
import { createVirtualKit } from "../../bridge/virtual-kit/virtual-kit.ts";
import { eventually } from "../helpers/eventually.ts";
import {
  createPeripheral,
  createPeripheralRoom,
  program,
  type RoomPeripheral,
} from "../helpers/peripheral-room.ts";

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const limitMs = 60_000;
const address = "d0:00:00:00:00:01";
const identity = "gatt:d00000000001";
const names: Words = { fr: "Essai", en: "Trial" };
const nordic = (digits: string) => `6e40${digits}b5a3f393e0a9e50e24dcca9e`;
const text = (value: string) => [...Buffer.from(value, "utf8")];

function follow(
  controller: VirtualController,
  taught: ReadonlyMap<string, Words>,
  clock: Clock = createClock(),
) {
  const logger = createLogger("silent");
  const events: LaboEvent[] = [];
  const devices = new Map<string, Device>();
  const states = new Map<string, DeviceState>();
  const health = new Map<string, Availability[]>();
  const passed: string[] = [];
  const known = { beaconName: (of: string) => taught.get(of), isTagKnown: () => false };
  const boards = createGattBoards({
    clock,
    logger,
    bridge: "banc",
    taught: known,
    tags: createTagIdentity(known, new Uint8Array(32)),
    events: createEventFactory("banc", "test"),
    connectorOf: (receiver) => (receiver === "radio" ? radio.connector : undefined),
    output: {
      device: (device) => void devices.set(device.id, device),
      availability: (id, availability) => void health.set(id, [...(health.get(id) ?? []), availability]),
      state: (id, state) => void states.set(id, state),
      event: (event) => void events.push(eventSchema.parse(event)),
      raw: () => undefined,
    },
  });
  const radio = createRadio({
    id: "radio",
    mode: { kind: "virtual", controller },
    clock,
    logger,
    onAdvertisements: (heard) => {
      for (const one of boards.hear(heard)) passed.push(one.address);
    },
    onHealth: () => undefined,
  });
  radio.start();
  stops.push(
    () => boards.stop(),
    () => radio.stop(),
  );
  const of = <K extends LaboEvent["kind"]>(kind: K) =>
    events.filter((event): event is Extract<LaboEvent, { kind: K }> => event.kind === kind);
  const deviceOf = (model: string) => [...devices.values()].find((device) => device.model === model);
  const codeOf = (id: string) => health.get(id)?.at(-1)?.health.code;
  const ready = (model: string, code = "ok") =>
    eventually(
      () => {
        const device = deviceOf(model);
        return device !== undefined && codeOf(device.id) === code && device;
      },
      `${model}: ${code}`,
      limitMs,
    );
  const send = (id: string, command: string, args = {}) => boards.execute(id, { id: "1", command, args });
  return { boards, radio, events, devices, states, health, passed, of, deviceOf, codeOf, ready, send };
}

function room(peripherals: readonly RoomPeripheral[], taught = new Map([[identity, names]])) {
  const made = createPeripheralRoom(peripherals);
  stops.push(() => made.stop());
  return { made, ...follow(made.controller, taught) };
}

/** A board with a serial line, whichever way round its characteristics are. */
function uartBoard(way: "microbit" | "modern", lines: () => string | undefined) {
  const heard: string[] = [];
  const [from, to] = way === "microbit" ? ["0002", "0003"] : ["0003", "0002"];
  const services: ServicePlan[] = [
    {
      uuid: nordic("0001"),
      characteristics: [
        {
          uuid: nordic("0002"),
          properties: from === "0002" ? ["indicate"] : ["writeWithoutResponse", "write"],
          ...(to === "0002" ? { write: (value) => heard.push(Buffer.from(value).toString()) > 0 } : {}),
        },
        {
          uuid: nordic("0003"),
          properties: from === "0003" ? ["notify"] : ["writeWithoutResponse"],
          ...(to === "0003" ? { write: (value) => heard.push(Buffer.from(value).toString()) > 0 } : {}),
        },
      ],
    },
  ];
  const board = createPeripheral(
    program(services, (_ms, server) => {
      const uuid = nordic(from ?? "");
      const line = server.isHeard(uuid) ? lines() : undefined;
      const bytes = text(line ?? "");
      for (let at = 0; at < bytes.length; at += 20) server.tell(uuid, bytes.slice(at, at + 20));
    }),
  );
  return { board, heard };
}

describe("the virtual kit's boards", () => {
  it("are connected by themselves, show live values, take commands, and come back with their battery", async () => {
    const clock = createClock();
    const kit = createVirtualKit({
      clock,
      seed: 3,
      logger: createLogger("silent"),
      firmwareFolder: fileURLToPath(new URL("../../firmware", import.meta.url)),
    });
    await kit.start();
    stops.push(() => kit.stop());
    const taught = new Map(kit.taught.peripherals.map(({ identity: own, name }) => [own, name]));
    const { ready, of, states, send, passed, codeOf, radio } = follow(kit.controller, taught, clock);
    const [microbit, climate] = [await ready("microbit"), await ready("environment-sensor")];
    expect(microbit).toMatchObject({ profile: "board-ble", transport: "ble", source: "simulated" });
    expect(microbit.channels.map(({ id }) => id)).toEqual([
      ...["button-a", "button-b", "accelerationX", "accelerationY", "accelerationZ"],
      ...["magneticFieldX", "magneticFieldY", "magneticFieldZ", "direction", "temperature"],
    ]);
    expect(climate.channels.map(({ id }) => id)).toEqual([
      ...["temperature", "relativeHumidity", "pressure", "batteryLevel"],
    ]);
    expect(kit.snapshot().peripherals.every(({ linked }) => linked)).toBe(true);
    const reading = (id: string, channel: string) => states.get(id)?.readings[channel];
    await eventually(() => reading(climate.id, "batteryLevel") === 87, "battery", limitMs);
    await kit.control({ control: "room-temperature", celsius: 5 });
    await eventually(
      () =>
        Math.abs((reading(climate.id, "temperature") ?? 99) - 5) < 0.3 &&
        reading(microbit.id, "temperature") === 8,
      "the cold is felt by both",
      limitMs,
    );

    await kit.control({ control: "room-humidity", percent: 71 });
    await eventually(
      () => Math.abs((reading(climate.id, "relativeHumidity") ?? 0) - 71) < 1,
      "the damp is felt",
      limitMs,
    );

    await kit.control({ control: "peripheral-turn", peripheral: "microbit", degrees: 90 });
    await eventually(
      () =>
        reading(microbit.id, "direction") === 90 &&
        Math.abs((reading(microbit.id, "magneticFieldX") ?? 0) + 18) < 1,
      "turned to the east",
      limitMs,
    );
    await kit.control({ control: "peripheral-tilt", peripheral: "microbit", x: 90, y: 0 });
    await eventually(() => (reading(microbit.id, "accelerationX") ?? 0) > 9.5, "tilted", limitMs);
    await kit.control({ control: "peripheral-button", peripheral: "microbit", button: "b", pressed: true });
    await eventually(
      () => of("button-pressed").some(({ channel }) => channel === "button-b"),
      "pressed",
      limitMs,
    );
    await kit.control({ control: "peripheral-button", peripheral: "microbit", button: "b", pressed: false });
    const released = await eventually(() => of("button-released")[0], "released", limitMs);
    expect(released).toMatchObject({ channel: "button-b", device: microbit.id });
    expect(of("button-pressed")).toHaveLength(1);

    const shown = () => kit.snapshot().peripherals.find(({ id }) => id === "microbit")?.microbit;
    expect(await send(microbit.id, "display.picture", { picture: "cross" })).toMatchObject({ ok: true });
    await eventually(() => shown()?.display === "1000101010001000101010001", "a cross", limitMs);
    expect(
      await send(microbit.id, "display.draw", { row1: 16, row2: 8, row3: 4, row4: 2, row5: 1 }),
    ).toMatchObject({
      ok: true,
    });
    await eventually(() => shown()?.display === "1000001000001000001000001", "a diagonal", limitMs);
    expect(await send(microbit.id, "display.text", { text: "Allô" })).toMatchObject({ ok: true });
    await eventually(() => shown()?.text === "All?", "a text", limitMs);
    expect(
      await send(microbit.id, "line.send", { text: "une ligne plus longue que vingt octets" }),
    ).toMatchObject({
      ok: true,
    });
    await eventually(() => shown()?.heard === "une ligne plus longue que vingt octets", "a line", limitMs);
    expect(await send(microbit.id, "display.text", { text: "x".repeat(21) })).toMatchObject({
      problem: { code: "COMMAND_ARGUMENT" },
    });
    // Its program prints the light of the room on its serial line, and that too becomes a channel.
    await eventually(() => reading(microbit.id, "lumiere") === 80, "its own lines", limitMs);

    const before = of("device-found").length;
    await kit.control({ control: "peripheral-power", peripheral: "microbit", on: false });
    await eventually(() => codeOf(microbit.id) === "BLE_LINK_LOST", "lost", limitMs);
    expect(of("device-lost").map(({ device, reason }) => [device, reason])).toEqual([
      [microbit.id, "BLE_LINK_LOST"],
    ]);
    expect(await send(microbit.id, "display.text", { text: "?" })).toMatchObject({
      problem: { code: "DEVICE_OFFLINE" },
    });
    await kit.control({ control: "peripheral-power", peripheral: "microbit", on: true });
    await eventually(
      () => of("device-found").length > before && codeOf(microbit.id) === "ok",
      "back",
      limitMs,
    );
    expect(await send(microbit.id, "display.text", { text: "Re" })).toMatchObject({ ok: true });

    // The radio's process dies with its links: everything comes back by itself.
    const found = of("device-found").length;
    process.kill(radio.hostPid() ?? -1, "SIGKILL");
    await eventually(() => of("device-found").length === found + 2, "both back", limitMs);
    expect([codeOf(microbit.id), codeOf(climate.id)]).toEqual(["ok", "ok"]);
    expect(passed).not.toContain("d7:3c:10:6b:2e:41");
  });
});

describe("a board", () => {
  it("that nobody taught is never called, and is offered to the trainer without its address", async () => {
    const { board } = uartBoard("modern", () => undefined);
    const { made, boards, passed, devices } = room(
      [
        { address, name: "BBC micro:bit [zavut]", peer: board.peer },
        { address: "d0:00:00:00:00:02", name: "Bracelet de Luce", services: [0x180d], peer: board.peer },
        { address: "40:00:00:00:00:03", name: "BBC micro:bit [phone]", peer: board.peer },
      ],
      new Map(),
    );
    await eventually(() => boards.nearby().length === 2, "two offered", limitMs);
    await eventually(() => passed.length > 60, "many advertisements", limitMs);
    expect(made.dataPackets).toBe(0);
    expect(board.peer.isLinked).toBe(false);
    expect(devices.size).toBe(0);
    const offered = boards.nearby().map(({ model, facts }) => ({ model, facts }));
    expect(offered).toContainEqual({ model: "microbit", facts: { "local name": "BBC micro:bit [zavut]" } });
    // The name of a band is its owner's.
    expect(offered).toContainEqual({ model: "heart-rate-sensor", facts: {} });
    expect(JSON.stringify(boards.nearby())).not.toMatch(/d0:?00|Luce/);
    const key = boards.nearby().find(({ model }) => model === "microbit")?.key ?? "";
    expect(boards.identityOf(key)).toBe(identity);
  });

  it("whose program offers no service says which, and how to add them", async () => {
    const board = createPeripheral(
      program([
        { uuid: "1800", characteristics: [{ uuid: "2a00", properties: ["read"], read: () => text("x") }] },
      ]),
    );
    const { ready, health } = room([{ address, name: "BBC micro:bit [zavut]", peer: board.peer }]);
    const device = await ready("microbit", "BLE_SERVICE_MISSING");
    const told = health.get(device.id)?.at(-1);
    expect(told).toMatchObject({ state: "online", health: { state: "degraded" } });
    expect(told?.health.reason?.fr).toMatch(/boutons, accéléromètre, température, lampes\. Dans MakeCode/);
    expect(told?.health.reason?.en).toMatch(/buttons, accelerometer, temperature, LEDs\. In MakeCode/);
    expect(device.capabilities.map(({ command }) => command)).toEqual(["raw.watch"]);
  });

  it("that answers no call is waited for, with the reason", async () => {
    const { ready } = room([{ address, name: "BBC micro:bit [zavut]" }]);
    await ready("microbit", "BLE_NO_ANSWER");
  });

  it.each(["microbit", "modern"] as const)("has its line read and written the right way: %s", async (way) => {
    let next = 0;
    const { board, heard } = uartBoard(way, () => {
      next += 1;
      if (next % 20 !== 0) return undefined;
      return next < 200
        ? "Bonjour, carte 04A1B2C3 à bord d’un long message\n"
        : `force:${next % 7}, angle:12.5\n`;
    });
    const { ready, of, states, send, deviceOf } = room([
      { address, name: "Carte d’essai", services: [], peer: board.peer },
    ]);
    const device = await ready("uart-board");
    const line = await eventually(
      () => of("reading-taken").find(({ facts }) => facts?.line !== undefined)?.facts?.line,
      "a line",
      limitMs,
    );
    expect(line).toBe("Bonjour, carte xxxxxxxx à bord d’un long message");
    await eventually(() => states.get(device.id)?.readings.angle === 12.5, "values on the line", limitMs);
    expect(deviceOf("uart-board")?.channels.map(({ id }) => id)).toEqual(["force", "angle"]);
    expect(await send(device.id, "line.send", { text: "allume la lampe du phare" })).toMatchObject({
      ok: true,
    });
    await eventually(() => heard.join("") === "allume la lampe du phare\n", "the line arrives", limitMs);
    expect(heard.every((part) => part.length <= 20)).toBe(true);
  });

  it("that speaks the kit's own lines is read as the reader on a cable is", async () => {
    const line = (body: string) => {
      const crc = crc16Ibm3740(Buffer.from(body, "latin1")).toString(16).toUpperCase().padStart(4, "0");
      return `$${body}*${crc}\r\n`;
    };
    let sent = 0;
    const { board } = uartBoard("modern", () => {
      sent += 1;
      if (sent % 10 !== 0) return undefined;
      if (sent === 10) return line("HI,1,labo-rfid,1.0.0,1");
      if (sent === 20) return line(`RS,1,${sent * 10},1,ok,92,40,0,0`);
      if (sent === 30) return line(`TA,2,${sent * 10},1,04A1B2C3D4E5F6,00,0044`);
      if (sent === 80) return line(`TL,3,${sent * 10},1,04A1B2C3D4E5F6,500`);
      return undefined;
    });
    const { of, ready } = room([{ address, name: "Lecteur sans fil", peer: board.peer }]);
    await ready("uart-board");
    const arrived = await eventually(() => of("tag-arrived")[0], "a tag", limitMs);
    expect(arrived.tag).toMatchObject({ known: false, uidBytes: 7 });
    expect(arrived.tag.id).toMatch(/^foreign-/);
    const left = await eventually(() => of("tag-left")[0], "gone", limitMs);
    expect(left.durationMs).toBe(500);
  });

  it("with a heart-rate service shows beats, and values that make no sense are counted", async () => {
    let beat = 0;
    const board = createPeripheral(
      program(
        [{ uuid: "180d", characteristics: [{ uuid: "2a37", properties: ["notify"] }] }],
        (_ms, server) => {
          beat += 1;
          if (beat % 20 === 0) server.tell("2a37", beat % 100 === 0 ? [0x1f] : [0x10, 72, 0x40, 0x03]);
        },
      ),
    );
    const { ready, states, of, boards } = room([
      { address, name: "Ceinture", services: [0x180d], peer: board.peer },
    ]);
    const device = await ready("heart-rate-sensor");
    await eventually(() => states.get(device.id)?.readings.heartRate === 72, "beats", limitMs);
    expect(states.get(device.id)?.readings.rrInterval).toBe(0.813);
    await eventually(() => of("frame-discarded").length > 0, "a refused value", limitMs);
    expect(boards.figures().discarded).toBeGreaterThan(0);
    expect(device.facts).toEqual({});
  });

  it("forgotten while linked is let go, and called no more", async () => {
    const taught = new Map([[identity, names]]);
    const { board } = uartBoard("modern", () => undefined);
    const { ready, of, devices } = room(
      [
        { address, name: "Carte d’essai", peer: board.peer },
        { address: "d0:00:00:00:00:02", name: "Une autre" },
      ],
      taught,
    );
    const device = await ready("uart-board");
    taught.delete(identity);
    board.powered = false;
    await eventually(() => of("device-lost").length === 1, "lost", limitMs);
    board.powered = true;
    const before = devices.get(device.id);
    await eventually(() => !board.peer.isLinked, "let go", limitMs);
    expect(devices.get(device.id)).toBe(before);
  });
});
