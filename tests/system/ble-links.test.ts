// Connections through the real thing: HCI bytes of a controller, noble in its own process, values and answers out.
import { afterEach, describe, expect, it } from "vitest";
import { createClock } from "../../bridge/clock.ts";
import { LaboError } from "../../bridge/errors.ts";
import { createLogger } from "../../bridge/logger.ts";
import { createRadio, type Radio } from "../../bridge/transports/ble/radio.ts";
import type { GattCharacteristic, GattLink, GattPlace } from "../../bridge/transports/transport.ts";
import type { AttServer } from "../../bridge/virtual-kit/radio/att-server.ts";
import { eventually } from "../helpers/eventually.ts";
import {
  createPeripheral,
  createPeripheralRoom,
  dumbPeer,
  program,
  type RoomPeripheral,
} from "../helpers/peripheral-room.ts";

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const address = "d0:00:00:00:00:01";
const battery: GattPlace = { service: "180f", uuid: "2a19" };
const secret: GattPlace = { service: "180f", uuid: "2a1b" };
const name: GattPlace = { service: "1800", uuid: "2a00" };
const bytes = (...values: number[]) => Uint8Array.from(values);

/** A board with a name that may be written, a level that is told ten times a second, and a value for paired hosts. */
function board() {
  let level = 0;
  let nextAt = 0;
  let written = [...Buffer.from("Essai")];
  const made = createPeripheral(
    program(
      [
        {
          uuid: "1800",
          characteristics: [
            {
              uuid: "2a00",
              properties: ["read", "write"],
              read: () => written,
              write: (value) => {
                written = [...value];
                return value.length < 20;
              },
            },
          ],
        },
        {
          uuid: "180f",
          characteristics: [
            { uuid: "2a19", properties: ["read", "notify"], read: () => [level] },
            { uuid: "2a1b", properties: ["read", "notify"], read: () => [1], isEncrypted: true },
          ],
        },
      ],
      (ms: number, server: AttServer) => {
        if (ms < nextAt) return;
        nextAt = ms + 100;
        level = (level + 1) % 101;
        server.tell("2a19", [level]);
      },
    ),
  );
  return made;
}

async function listen(peripherals: readonly RoomPeripheral[]) {
  const room = createPeripheralRoom(peripherals);
  const heard = new Map<string, number>();
  const radio: Radio = createRadio({
    id: "radio",
    mode: { kind: "virtual", controller: room.controller },
    clock: createClock(),
    logger: createLogger("silent"),
    onAdvertisements: (advertisements) => {
      for (const one of advertisements) heard.set(one.address, (heard.get(one.address) ?? 0) + 1);
    },
    onHealth: () => undefined,
  });
  radio.start();
  stops.push(
    () => room.stop(),
    () => radio.stop(),
  );
  const isHeard = async (who = address) => {
    const before = heard.get(who) ?? 0;
    await eventually(() => (heard.get(who) ?? 0) > before, `${who} heard`, 60_000);
  };
  return { room, radio, isHeard, heardOf: (who: string) => heard.get(who) ?? 0 };
}

/** A link, and what became of it. */
function connect(radio: Radio, to = address) {
  const made: {
    link: GattLink;
    open?: readonly GattCharacteristic[];
    closed?: string;
    readonly values: { readonly uuid: string; readonly bytes: number[]; readonly mono: number }[];
  } = {
    values: [],
    link: radio.connector.connect(to, {
      onOpen: (characteristics) => {
        made.open = characteristics;
      },
      onValue: ({ uuid }, chunk) =>
        void made.values.push({ uuid, bytes: [...chunk.bytes], mono: chunk.mono }),
      onClose: (reason) => {
        made.closed = reason.code;
      },
    }),
  };
  return made;
}
const opened = (of: ReturnType<typeof connect>) => eventually(() => of.open, "open", 60_000);
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: unknown) => (error instanceof LaboError ? error.code : String(error)),
  );

describe("a connection", () => {
  it("finds what a board offers, reads, writes, is told of values, and closes", async () => {
    const { radio, isHeard, heardOf } = await listen([{ address, name: "Essai", peer: board().peer }]);
    await isHeard();
    const made = connect(radio);
    expect(await opened(made)).toEqual([
      { service: "1800", uuid: "2a00", properties: ["read", "write"] },
      { service: "180f", uuid: "2a19", properties: ["read", "notify"] },
      { service: "180f", uuid: "2a1b", properties: ["read", "notify"] },
    ]);
    expect(Buffer.from(await made.link.read(name)).toString()).toBe("Essai");
    await made.link.write(name, Buffer.from("Autre"), false);
    expect(Buffer.from(await made.link.read(name)).toString()).toBe("Autre");
    expect(await codeOf(made.link.write(name, new Uint8Array(20), false))).toBe("COMMAND_REFUSED");
    expect(await codeOf(made.link.read({ service: "1800", uuid: "2a01" }))).toBe("BLE_SERVICE_MISSING");
    expect(await codeOf(made.link.write(name, new Uint8Array(500), false))).toBe("TOO_LARGE");
    // One after the other, whatever the order they are asked in.
    const answers = await Promise.all([
      made.link.read(battery),
      made.link.read(name),
      made.link.read(battery),
    ]);
    expect(answers.map(({ length }) => length)).toEqual([1, 20, 1]);

    await made.link.subscribe(battery);
    await eventually(() => made.values.length > 5, "values");
    const levels = made.values.map((value) => value.bytes[0] ?? 0);
    expect(levels.slice(1).every((level, index) => level === ((levels[index] ?? 0) + 1) % 101)).toBe(true);
    const times = made.values.map(({ mono }) => mono);
    expect(times).toEqual([...times].sort((a, b) => a - b));

    made.link.close();
    const before = heardOf(address);
    await eventually(() => heardOf(address) > before, "it is free and calls again", 60_000);
    expect(await codeOf(made.link.read(name))).toBe("BLE_LINK_LOST");
    expect(made.closed).toBeUndefined();
    const again = connect(radio);
    await opened(again);
    expect(radio.figures()).toMatchObject({ restarts: 0 });
  });

  it("goes on listening while it is connected, and holds two boards at once", async () => {
    const other = "d0:00:00:00:00:02";
    const third = "d0:00:00:00:00:03";
    const { radio, isHeard } = await listen([
      { address, name: "Un", peer: board().peer },
      { address: other, name: "Deux", peer: board().peer },
      { address: third, name: "Trois" },
    ]);
    await isHeard();
    await isHeard(other);
    const links = [connect(radio), connect(radio, other)];
    for (const made of links) {
      await opened(made);
      await made.link.subscribe(battery);
    }
    await eventually(() => links.every(({ values }) => values.length > 3), "values of both");
    await isHeard(third);
    expect(links.map(({ closed }) => closed)).toEqual([undefined, undefined]);
  });

  it("is said to be lost when the battery comes out in the middle of its values, and can be made again", async () => {
    const made = board();
    const { radio, isHeard } = await listen([{ address, name: "Essai", peer: made.peer }]);
    await isHeard();
    const first = connect(radio);
    await opened(first);
    await first.link.subscribe(battery);
    await eventually(() => first.values.length > 2, "values");
    made.powered = false;
    const asked = codeOf(first.link.read(battery));
    await eventually(() => first.closed !== undefined, "lost", 30_000);
    expect(first.closed).toBe("BLE_LINK_LOST");
    expect(["BLE_LINK_LOST", "COMMAND_TIMEOUT"]).toContain(await asked);
    made.powered = true;
    await isHeard();
    await opened(connect(radio));
    expect(radio.figures().restarts).toBe(0);
  });

  it("that is never answered costs only its own time, and the next call goes through", async () => {
    const mute = "d0:00:00:00:00:09";
    const dumb = "d0:00:00:00:00:0a";
    const { radio, isHeard } = await listen([
      { address: mute, name: "Sourde" },
      { address: dumb, name: "Muette", peer: dumbPeer() },
      { address, name: "Essai", peer: board().peer },
    ]);
    await isHeard(mute);
    await isHeard(dumb);
    await isHeard();
    const calls = [connect(radio, mute), connect(radio, dumb), connect(radio)];
    await opened(calls[2] ?? connect(radio));
    await eventually(
      () => calls[0]?.closed !== undefined && calls[1]?.closed !== undefined,
      "given up",
      60_000,
    );
    expect(calls.map(({ closed }) => closed)).toEqual(["BLE_NO_ANSWER", "BLE_SERVICES_UNKNOWN", undefined]);
    expect(Buffer.from((await calls[2]?.link.read(name)) ?? []).toString()).toBe("Essai");
    expect(radio.figures().restarts).toBe(0);
  });

  it("to what was never heard, or beyond what a radio holds, is refused at once", async () => {
    const { radio, isHeard } = await listen([{ address, name: "Essai" }]);
    await isHeard();
    const unheard = connect(radio, "d0:00:00:00:00:77");
    await eventually(() => unheard.closed !== undefined, "refused");
    expect(unheard.closed).toBe("BLE_UNHEARD");
    const calls = Array.from({ length: 12 }, (_, index) =>
      connect(radio, index === 0 ? address : `d0:00:00:00:01:${(16 + index).toString(16)}`),
    );
    await eventually(() => calls.slice(8).every(({ closed }) => closed !== undefined), "refused");
    expect(calls.slice(8).map(({ closed }) => closed)).toEqual(new Array(4).fill("BLE_BUSY"));
    for (const { link } of calls) link.close();
    // The line is free again at once.
    const again = connect(radio, "d0:00:00:00:00:78");
    await eventually(() => again.closed !== undefined, "the queue moves");
    expect(again.closed).toBe("BLE_UNHEARD");
  });

  it("that demands pairing says so", async () => {
    const { radio, isHeard } = await listen([{ address, name: "Essai", peer: board().peer }]);
    await isHeard();
    const made = connect(radio);
    await opened(made);
    expect(await codeOf(made.link.read(secret))).toBe("BLE_PAIRING");
    await eventually(() => made.closed !== undefined, "closed");
    expect(made.closed).toBe("BLE_PAIRING");
  });

  it("ends with its process, and can be made again once the radio is back", async () => {
    const { radio, isHeard } = await listen([{ address, name: "Essai", peer: board().peer }]);
    await isHeard();
    const made = connect(radio);
    await opened(made);
    await made.link.subscribe(battery);
    await eventually(() => made.values.length > 2, "values");
    process.kill(radio.hostPid() ?? -1, "SIGKILL");
    const asked = codeOf(made.link.read(battery));
    await eventually(() => made.closed !== undefined, "lost");
    expect(made.closed).toBe("BLE_LINK_LOST");
    expect(await asked).toBe("BLE_LINK_LOST");
    // The controller still holds the old connection, and the board would keep silent: the new process ends it.
    await isHeard();
    await opened(connect(radio));
  });

  it("survives garbage about connections, made up or cut", async () => {
    const { room, radio, isHeard } = await listen([{ address, name: "Essai", peer: board().peer }]);
    await isHeard();
    const made = connect(radio);
    await opened(made);
    await made.link.subscribe(battery);
    let state = 3;
    const random = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 0x1_0000_0000) * below);
    };
    for (let i = 0; i < 3000; i += 1) {
      const noise = Uint8Array.from({ length: random(40) }, () => random(256));
      // Nobody's handles: the test's own is 0x0041.
      room.packet(bytes(0x02, 0x80 + random(0x60), 0x20, noise.length, 0, ...noise));
      room.packet(bytes(0x04, [0x05, 0x08, 0x13, 0x0f][i % 4] ?? 0, noise.length, 1, ...noise.subarray(1)));
      room.packet(bytes(0x04, 0x3e, 19, 0x01, 0, 0x80, 0, 0, 1, ...address.split(":").map(Number), ...noise));
      room.packet(bytes(0x04, 0x3e, 19, 0x01, 0, 0x99, 0, 0, 1, 1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0, 0));
      // And the link's own, with packets that make no sense inside.
      if (i % 10 === 0) {
        const inside = noise.subarray(0, 20);
        room.packet(bytes(0x02, 0x41, 0x20, inside.length + 4, 0, inside.length, 0, 0x04, 0, ...inside));
      }
    }
    const before = made.values.length;
    await eventually(() => made.values.length > before + 3, "values after the garbage");
    await eventually(() => radio.figures().refused > 500, "refusals counted");
    expect(radio.figures().restarts).toBe(0);
  });
});
