// The kit's RDM6300 and PN532 on the bench: plugged in by a hand, found at their own speed, their tags moved by hand.
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { afterEach, expect, it } from "vitest";
import { createClock } from "../../bridge/clock.ts";
import { createVirtualKit } from "../../bridge/virtual-kit/virtual-kit.ts";
import { eventually } from "../helpers/eventually.ts";
import { startSerialBench } from "../helpers/serial-bench.ts";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function start() {
  const clock = createClock(4);
  const kit = createVirtualKit({
    clock,
    seed: 1,
    logger: pino({ level: "silent" }),
    firmwareFolder: fileURLToPath(new URL("../../firmware", import.meta.url)),
  });
  await kit.start();
  stops.push(() => kit.stop());
  for (const board of ["lecteur-rfid", "carte-capteurs"])
    await kit.control({ control: "plug", board, plugged: false, silent: false });
  const bench = startSerialBench(
    { virtual: kit.serial, real: false },
    { clock, taughtTags: kit.taught.tags.map(({ uid }) => uid) },
  );
  stops.push(() => bench.serial.stop());
  const plug = (board: string, plugged = true) =>
    kit.control({ control: "plug", board, plugged, silent: false });
  const place = (tag: string, reader: string) =>
    kit.control({ control: "tag-place", tag, reader, distanceMm: 5 });
  return { kit, plug, place, ...bench };
}

it("the cables of the modules are out at the start: the default kit does not pay for them", async () => {
  const { kit, devices } = await start();
  expect(kit.serial.list()).toEqual([]);
  expect(devices.size).toBe(0);
});

it("an RDM6300 plugged in is found when a token is put on it, and reads nothing of other cards", async () => {
  const { kit, plug, place, of, devices } = await start();
  await plug("lecteur-rdm6300");
  await place("coquillage", "lecteur-rdm6300");
  await place("jeton", "lecteur-rdm6300");
  await eventually(() => of("tag-arrived").length === 1, "the token", 40_000);
  const [arrived] = of("tag-arrived");
  expect(arrived).toMatchObject({ source: "simulated", tag: { id: "2b0058c1d7", family: "em4100" } });
  expect(devices.get(arrived?.device ?? "")).toMatchObject({ model: "em4100-reader", source: "simulated" });
  await kit.control({ control: "tag-remove", tag: "jeton" });
  await eventually(() => of("tag-left").length === 1, "it left");
});

it("a Nexmosphere plinth plugged in is found by asking: objects lifted and put back, NFC tags by their UID", async () => {
  const { kit, plug, place, of, devices } = await start();
  await plug("socle-nexmosphere");
  await eventually(
    () => [...devices.values()].some(({ model }) => model === "nexmosphere-controller"),
    "found before anything is lifted",
    40_000,
  );
  const [id = ""] = [...devices.keys()];
  await eventually(() => devices.get(id)?.facts.elements === "1 XRDR1 · 2 XRDW2", "what is in its sockets");
  expect(devices.get(id)).toMatchObject({ source: "simulated", profile: "rfid-hf" });
  await place("maquette", "socle-nexmosphere");
  await eventually(() => of("tag-arrived").length === 1, "put down");
  expect(of("tag-arrived")[0]).toMatchObject({
    device: id,
    reader: "reader-1",
    source: "simulated",
    tag: { id: "0002", known: true, uidBytes: 2 },
  });
  // Held above the antenna's reach, it was lifted; the token of 125 kHz is nothing to it.
  await kit.control({ control: "tag-place", tag: "maquette", reader: "socle-nexmosphere", distanceMm: 120 });
  await place("jeton", "socle-nexmosphere");
  await eventually(() => of("tag-left").length === 1, "lifted");
  await place("coquillage", "socle-nexmosphere");
  await eventually(() => of("tag-arrived").length === 2, "a tag of the NFC driver");
  expect(of("tag-arrived")[1]).toMatchObject({
    reader: "reader-2",
    tag: { id: "04a91c72e35b80", known: true },
  });
  await kit.control({ control: "tag-remove", tag: "coquillage" });
  await eventually(() => of("tag-left").length === 2, "and away");
  expect(of("tag-left")[1]?.durationMs).toBeGreaterThan(0);
});

it("a PN532 plugged in is found by asking, writes a link, and is the same device after a replug", async () => {
  const { plug, place, of, devices, command, availability } = await start();
  await plug("lecteur-pn532");
  await place("coquillage", "lecteur-pn532");
  await eventually(() => of("tag-arrived").length === 1, "the shell", 40_000);
  const id = of("tag-arrived")[0]?.device ?? "";
  expect(devices.get(id)).toMatchObject({ model: "pn532", facts: { chip: "PN532", version: "1.6" } });
  const link = "https://labo.example/greve";
  expect(await command(id, "link.write", { link })).toMatchObject({ ok: true });
  await plug("lecteur-pn532", false);
  await eventually(() => availability.get(id)?.state === "offline", "out");
  await place("plume", "lecteur-pn532");
  await plug("lecteur-pn532");
  await eventually(() => of("tag-arrived").length === 2, "found again, with another tag", 40_000);
  expect(of("tag-left")).toEqual([]);
  expect(of("reading-taken").some(({ facts }) => facts?.tagLink === link)).toBe(true);
});

it("the kit’s RC522 writes a link through its firmware; a PN532 then reads it, and the other way round", async () => {
  const { kit, plug, place, of, devices, command } = await start();
  const lift = (tag: string) => kit.control({ control: "tag-remove", tag });
  const says = (reader: string, link: string) =>
    eventually(
      () => of("reading-taken").some(({ device, facts }) => device === reader && facts?.tagLink === link),
      `${reader} reads ${link}`,
    );
  const found = (model: string) =>
    eventually(() => [...devices.values()].find((device) => device.model === model)?.id, model, 40_000);
  await plug("lecteur-rfid");
  const rc522 = await found("labo-rfid");
  await plug("lecteur-pn532");
  const pn532 = await found("pn532");

  await place("plume", "lecteur-rfid");
  await eventually(() => of("tag-arrived").length === 1, "the feather");
  const first = "https://labo.example/eider";
  expect(await command(rc522, "link.write", { link: first })).toMatchObject({ ok: true });
  await says(rc522, first);
  await place("plume", "lecteur-pn532");
  await says(pn532, first);

  const second = `https://labo.example/${"nid-".repeat(25)}`;
  await eventually(() => of("tag-left").some(({ device }) => device === rc522), "off the RC522");
  expect(await command(pn532, "link.write", { link: second })).toMatchObject({ ok: true });
  await place("plume", "lecteur-rfid");
  await says(rc522, second);
  await lift("plume");
});

it("a tag pulled off the RC522 in the middle of writing is said to be half written, and takes the link when put back", async () => {
  const { kit, plug, place, of, raw, command, devices } = await start();
  await plug("lecteur-rfid");
  await place("coquillage", "lecteur-rfid");
  await eventually(() => of("tag-arrived").length === 1, "the shell", 40_000);
  const id = [...devices.keys()][0] ?? "";
  await command(id, "raw.watch", { ms: 60_000 });
  const link = `https://labo.example/${"vague-".repeat(16)}`;
  const writing = command(id, "link.write", { link });
  const written = () => raw.filter(({ spans }) => spans.some(({ value }) => value === "WR")).length;
  await eventually(() => written() >= 3, "a few pages");
  await kit.control({ control: "tag-remove", tag: "coquillage" });
  expect(await writing).toMatchObject({ ok: false, problem: { code: "TAG_HALF_WRITTEN" } });
  expect(of("reading-taken")).toEqual([]);
  await eventually(() => of("tag-left").length === 1, "it left");
  await place("coquillage", "lecteur-rfid");
  await eventually(() => of("tag-arrived").length === 2, "put back");
  expect(await command(id, "link.write", { link })).toMatchObject({ ok: true });
  expect(of("reading-taken").at(-1)?.facts).toEqual({ tagLink: link });
});
