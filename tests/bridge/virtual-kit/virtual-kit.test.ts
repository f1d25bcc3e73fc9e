// The kit as the rest of the house uses it, with its thread.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { kitSchema } from "#contract/kit.ts";
import { createClock } from "../../../bridge/clock.ts";
import { createLogger } from "../../../bridge/logger.ts";
import type { VirtualKit } from "../../../bridge/virtual-kit/kit.ts";
import { createVirtualKit } from "../../../bridge/virtual-kit/virtual-kit.ts";

const firmwareFolder = fileURLToPath(new URL("../../../firmware", import.meta.url));
const readerPath = "virtual:lecteur-rfid";
const kits: VirtualKit[] = [];

afterEach(async () => {
  await Promise.all(kits.splice(0).map((kit) => kit.stop()));
});

function make(rate = 1, folder = firmwareFolder): VirtualKit {
  const kit = createVirtualKit({
    clock: createClock(rate),
    seed: 1,
    logger: createLogger("silent"),
    firmwareFolder: folder,
  });
  kits.push(kit);
  return kit;
}

async function started(rate = 1): Promise<VirtualKit> {
  const kit = make(rate);
  await kit.start();
  return kit;
}

/** Opens the reader; `seen` resolves when the text received matches. */
function listen(kit: VirtualKit, baudRate = 57_600) {
  let text = "";
  const waiting: { pattern: RegExp; resolve: () => void }[] = [];
  let tellUnplugged: () => void = () => {};
  const unplugged = new Promise<void>((resolve) => {
    tellUnplugged = resolve;
  });
  const line = kit.serial.open(readerPath, baudRate, {
    onData(bytes) {
      text += Buffer.from(bytes).toString("latin1");
      for (const { pattern, resolve } of waiting) if (pattern.test(text)) resolve();
    },
    onUnplug: tellUnplugged,
  });
  const seen = (pattern: RegExp) =>
    new Promise<void>((resolve) => {
      waiting.push({ pattern, resolve });
      if (pattern.test(text)) resolve();
    });
  return { line, seen, unplugged, text: () => text };
}

test("before its start the kit can be looked at, has no ports, and takes no controls", async () => {
  const kit = make();
  expect(kitSchema.parse(kit.snapshot()).boards.map(({ id, plugged }) => [id, plugged])).toEqual([
    ["lecteur-rfid", true],
    ["carte-capteurs", true],
    ["carte-atelier", false],
    ["circuit-littlebits", false],
    ["pendule", false],
    ["carte-fleche", false],
    ["lecteur-rdm6300", false],
    ["lecteur-pn532", false],
    ["socle-nexmosphere", false],
  ]);
  expect(kit.serial.list()).toEqual([]);
  await expect(kit.control({ control: "reset" })).rejects.toMatchObject({ code: "KIT_OFF" });
});

test("two ports are listed, as USB tells of them", async () => {
  const kit = await started();
  expect(kit.serial.list()).toEqual([
    {
      path: "virtual:lecteur-rfid",
      serialNumber: "LABO-VK-RFID-01",
      vendorId: "2341",
      productId: "0043",
      manufacturer: "Arduino (simulated)",
      plugging: "0",
    },
    {
      path: "virtual:carte-capteurs",
      serialNumber: "LABO-VK-IO-01",
      vendorId: "2341",
      productId: "0043",
      manufacturer: "Arduino (simulated)",
      plugging: "0",
    },
  ]);
});

test("each plugging of a cable shows in the list", async () => {
  const kit = await started();
  const pluggings = () => kit.serial.list().map(({ plugging }) => plugging);
  await kit.control({ control: "plug", board: "lecteur-rfid", plugged: false, silent: true });
  await kit.control({ control: "plug", board: "lecteur-rfid", plugged: true, silent: false });
  expect(pluggings()).toEqual(["1", "0"]);
  await kit.control({ control: "plug", board: "lecteur-rfid", plugged: true, silent: false });
  expect(pluggings()).toEqual(["1", "0"]);
});

test("from the hand to the bytes: a tag placed arrives on the line", async () => {
  const kit = await started(5);
  const reader = listen(kit);
  await reader.seen(/HI,2,labo-rfid/);
  const after = await kit.control({
    control: "tag-place",
    tag: "plume",
    reader: "lecteur-rfid",
    distanceMm: 5,
  });
  expect(after.tags.find(({ id }) => id === "plume")?.over).toBeDefined();
  await reader.seen(/TA,[^\r]*0417BE50D96C81/);
});

test("a port that is open is busy until it is closed, and one that does not exist is not there", async () => {
  const kit = await started();
  const handlers = { onData() {}, onUnplug() {} };
  const { line } = listen(kit);
  expect(() => kit.serial.open(readerPath, 57_600, handlers)).toThrow(
    expect.objectContaining({ code: "EBUSY" }),
  );
  expect(() => kit.serial.open("virtual:uno", 57_600, handlers)).toThrow(
    expect.objectContaining({ code: "ENOENT" }),
  );
  for (const speed of [0, Number.NaN, 1e9]) {
    expect(() => kit.serial.open("virtual:carte-capteurs", speed, handlers)).toThrow(
      expect.objectContaining({ code: "EINVAL" }),
    );
  }
  line.close();
  const again = listen(kit);
  await again.seen(/HI,2,labo-rfid/);
});

test("unplugged, the line says so and the port is gone; plugged again it opens anew", async () => {
  const kit = await started();
  const reader = listen(kit);
  await kit.control({ control: "plug", board: "lecteur-rfid", plugged: false, silent: false });
  await reader.unplugged;
  expect(kit.serial.list().map((port) => port.path)).toEqual(["virtual:carte-capteurs"]);
  reader.line.write(Uint8Array.of(1));
  reader.line.close();
  await kit.control({ control: "plug", board: "lecteur-rfid", plugged: true, silent: false });
  await listen(kit).seen(/HI,2,labo-rfid/);
});

test("unplugged silently, the port is gone, the line is dead and nobody was told", async () => {
  const kit = await started();
  const reader = listen(kit);
  await reader.seen(/HI,2,labo-rfid/);
  let told = false;
  void reader.unplugged.then(() => {
    told = true;
  });
  await kit.control({ control: "plug", board: "lecteur-rfid", plugged: false, silent: true });
  expect(kit.serial.list()).toHaveLength(1);
  const before = reader.text();
  await kit.control({ control: "line-noise", board: "lecteur-rfid", hex: "00" });
  await kit.control({ control: "plug", board: "lecteur-rfid", plugged: true, silent: true });
  const anew = listen(kit);
  await anew.seen(/HI,2,labo-rfid/);
  expect(told).toBe(false);
  expect(reader.text()).toBe(before);
});

test("a control that names what is not there is refused by name", async () => {
  const kit = await started();
  await expect(kit.control({ control: "tag-remove", tag: "clou" })).rejects.toMatchObject({
    code: "NOT_FOUND",
    details: ["tag: clou"],
  });
});

test("the controller answers and reports to every listener until it lets go", async () => {
  const kit = await started(5);
  const reports = new Promise<Uint8Array>((resolve) => {
    const stop = kit.controller.onPacket((packet) => {
      if (packet[1] !== 0x3e) return;
      stop();
      resolve(packet);
    });
  });
  const completed = new Promise<Uint8Array>((resolve) => {
    const stop = kit.controller.onPacket((packet) => {
      stop();
      resolve(packet);
    });
  });
  kit.controller.send(Uint8Array.from([0x01, 0x0c, 0x20, 0x02, 0x01, 0x00]));
  expect([...(await completed)]).toEqual([0x04, 0x0e, 0x04, 0x01, 0x0c, 0x20, 0x00]);
  expect([...(await reports).subarray(0, 2)]).toEqual([0x04, 0x3e]);
});

test("changes are told, at most 30 a second however many hands there are", async () => {
  const kit = await started();
  let changes = 0;
  let lux = -1;
  kit.onChange((seen) => {
    changes++;
    lux = seen.illuminance;
  });
  const from = performance.now();
  for (let i = 1; i <= 300; i++) await kit.control({ control: "room-light", lux: i });
  const seconds = (performance.now() - from) / 1000;
  expect(changes).toBeLessThanOrEqual(30 * seconds + 2);
  await expect.poll(() => lux, { timeout: 10_000 }).toBe(300);
  expect(kit.snapshot().illuminance).toBe(300);
});

test("the boards' speed is told: as fast as the clock", async () => {
  const kit = await started(4);
  await expect.poll(() => kit.snapshot().boards[0]?.speed ?? 0, { timeout: 30_000 }).toBeGreaterThan(1);
  for (const board of kit.snapshot().boards) if (board.plugged) expect(board.load).toBeGreaterThan(0);
});

test("the kit teaches its own beacons and tags", () => {
  const { beacons, tags } = make().taught;
  expect(beacons.map(({ identity }) => identity)).toEqual([
    "ibeacon:4c61626f4578706c6f72657200000001-1-7",
    "eddystone:4c61626f4578706c6f72-000000000002",
    "address:e8305b914d02",
    "ruuvi:d41a7e529c03",
  ]);
  expect(tags.map(({ uid }) => uid)).toContain("0417be50d96c81");
  for (const { name } of [...beacons, ...tags]) {
    expect(name.fr.length).toBeGreaterThan(2);
    expect(name.en.length).toBeGreaterThan(2);
  }
});

test("stopped, the open lines are told and controls are refused; it can start again", async () => {
  const kit = await started();
  const reader = listen(kit);
  await kit.stop();
  await reader.unplugged;
  await expect(kit.control({ control: "reset" })).rejects.toMatchObject({ code: "KIT_OFF" });
  await kit.start();
  await listen(kit).seen(/HI,2,labo-rfid/);
});

test("when its thread dies, open lines are told and the kit comes back by itself", async () => {
  const kit = await started();
  const reader = listen(kit);
  await reader.seen(/HI,2,labo-rfid/);
  const nothing: Uint8Array = JSON.parse("null");
  kit.controller.send(nothing);
  await reader.unplugged;
  await expect.poll(() => kit.serial.list().length, { timeout: 20_000 }).toBe(2);
  await listen(kit).seen(/HI,2,labo-rfid/);
  await kit.control({ control: "room-light", lux: 5 });
});

test("stopped while it starts, it does not start; started twice, it starts once", async () => {
  const kit = make();
  const starting = kit.start();
  const refused = expect(starting).rejects.toMatchObject({ code: "KIT_OFF" });
  await kit.stop();
  await refused;
  expect(kit.serial.list()).toEqual([]);
  await Promise.all([kit.start(), kit.start()]);
  expect(kit.serial.list()).toHaveLength(2);
});

test("firmware that is missing or damaged is named when the kit starts", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "labo-kit-"));
  try {
    await expect(make(1, folder).start()).rejects.toMatchObject({ code: "FIRMWARE_UNREADABLE" });
    await writeFile(path.join(folder, "labo-rfid.hex"), ":0100000001FF\n");
    await writeFile(path.join(folder, "labo-firmata.hex"), ":00000001FF\n");
    await expect(make(1, folder).start()).rejects.toMatchObject({
      details: [expect.stringMatching(/labo-rfid\.hex: line 1: wrong checksum/)],
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
