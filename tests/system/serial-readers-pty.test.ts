// Readers and talkers over real pseudo-terminals: the native binding, cables that are pulled in the middle of a frame, floods.
import { afterEach, describe, expect, it } from "vitest";
import { createClock } from "../../bridge/clock.ts";
import { createPortNotes } from "../../bridge/devices/port-notes.ts";
import { deviceIdOf } from "../../bridge/devices/serial-session.ts";
import { Tag } from "../../bridge/virtual-kit/chips/iso14443-tags.ts";
import { Pn532 } from "../../bridge/virtual-kit/modules/pn532.ts";
import { Rdm6300 } from "../../bridge/virtual-kit/modules/rdm6300.ts";
import rows from "../fixtures/rfid.json" with { type: "json" };
import type { Firmware } from "../helpers/byte-hub.ts";
import { eventually } from "../helpers/eventually.ts";
import { createPtyCable, hasSocat } from "../helpers/pty-cable.ts";
import { type SerialBenchOptions, startSerialBench } from "../helpers/serial-bench.ts";
import { createTalker, moduleFirmware } from "../helpers/serial-modules.ts";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function start(firmwares: readonly Firmware[], options: SerialBenchOptions = {}) {
  const cables = [];
  for (const firmware of firmwares) {
    const cable = await createPtyCable(firmware);
    stops.push(() => cable.stop());
    await cable.plug();
    cables.push(cable);
  }
  const bench = startSerialBench({ real: true, extraPaths: cables.map(({ path }) => path) }, options);
  stops.push(() => bench.serial.stop());
  const ids = cables.map(({ path }) => deviceIdOf({ key: `path:${path}`, path, source: "hardware" }));
  return { cables, ids, id: ids[0] ?? "", ...bench };
}

const bytesOf = (name: string) => Buffer.from(rows.find((row) => row.name === name)?.hex ?? "", "hex");
const uid = "04a1b2c3d4e5f6";
const ntag = () => ({ tag: new Tag("ntag213", [0x04, 0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6]), distanceMm: 5 });

const title = hasSocat
  ? "over a pseudo-terminal"
  : "over a pseudo-terminal (left out: socat is missing, apt install socat)";

describe.skipIf(!hasSocat)(title, () => {
  it("frames of fixtures become tags: RDM6300 and ID-12LA, clones discarded and told", async () => {
    const talker = createTalker();
    const { of, health, id } = await start([talker.firmware], { taughtTags: ["3c00ce754c", "0c000621a5"] });
    await eventually(() => {
      talker.send(bytesOf("rdm6300_0013530444"));
      return health(id)?.state === "ready";
    }, "known");
    talker.send(bytesOf("id12la_datasheet"));
    talker.send(bytesOf("rdm6300_clone_bad_checksum_2"));
    await eventually(() => of("tag-arrived").length === 2, "both tags");
    expect(of("tag-arrived").map(({ tag }) => tag.id)).toEqual(["3c00ce754c", "0c000621a5"]);
    await eventually(
      () => of("frame-discarded").some(({ reason }) => reason === "bad-checksum"),
      "the clone",
    );
    await eventually(() => of("tag-left").length === 2, "both leave when they are heard no more");
  });

  it("pulled in the middle of a frame and put back: the same device, the tag neither left nor arrived", async () => {
    const { of, health, availability, cables, id } = await start(
      [moduleFirmware(new Rdm6300(() => [{ id: [0x3c, 0, 0xce, 0x75, 0x4c], distanceMm: 5 }]), true)],
      { taughtTags: ["3c00ce754c"] },
    );
    await eventually(() => of("tag-arrived").length === 1, "the tag");
    for (let times = 0; times < 3; times++) {
      await cables[0]?.pull();
      await eventually(() => availability.get(id)?.state === "offline", "lost");
      await cables[0]?.plug();
      await eventually(() => health(id)?.state === "ready", "back");
    }
    const back = performance.now();
    await eventually(() => performance.now() - back > 2600, "the grace is over");
    expect(of("tag-left")).toEqual([]);
    expect(of("tag-arrived")).toHaveLength(1);
  });

  it("two identical readers are two devices", async () => {
    const reader = (id: number[]) => moduleFirmware(new Rdm6300(() => [{ id, distanceMm: 5 }]), true);
    const { of, ids } = await start([reader([1, 0, 7, 0x34, 0xe0]), reader([0x1f, 0, 0x64, 0x4b, 0xb6])], {
      taughtTags: ["01000734e0", "1f00644bb6"],
    });
    await eventually(() => of("tag-arrived").length === 2, "a tag each");
    const seen = new Map(of("tag-arrived").map(({ device, tag }) => [device, tag.id]));
    expect(seen.get(ids[0] ?? "")).toBe("01000734e0");
    expect(seen.get(ids[1] ?? "")).toBe("1f00644bb6");
  });

  it("a PN532 is found by asking, its NTAG is written, read back and told", async () => {
    const placed = ntag();
    const { of, health, command, id, devices } = await start(
      [moduleFirmware(new Pn532(() => [placed]), true)],
      { taughtTags: [uid] },
    );
    await eventually(() => of("tag-arrived").length === 1, "the tag", 30_000);
    expect(devices.get(id)?.facts).toMatchObject({ protocol: "pn532", baudRate: "115200" });
    const link = "https://labo.example/phare";
    expect(await command(id, "link.write", { link })).toMatchObject({ ok: true });
    await eventually(() => of("reading-taken").some(({ facts }) => facts?.tagLink === link), "told");
    expect(health(id)?.state).toBe("ready");
  });

  it("silence at every speed is said, and the first word after it is heard", async () => {
    const talker = createTalker();
    const { health, id, of } = await start([talker.firmware], { clock: createClock(10) });
    await eventually(() => health(id)?.code === "SERIAL_SILENT", "silent");
    talker.send(bytesOf("rdm6300_0013530444"));
    await eventually(() => of("tag-arrived").length === 1, "the tag");
  });

  it("a flood of lines is followed at a walking pace, without a growing queue", async () => {
    let n = 0;
    const block = () => Array.from({ length: 200 }, () => `a:${n++},b:${n % 7}`).join("\r\n");
    const talker = createTalker(5, block);
    const { of, health, id, states } = await start([talker.firmware]);
    await eventually(() => health(id)?.state === "ready", "ready");
    const before = { readings: of("reading-taken").length, lines: n, memory: process.memoryUsage().rss };
    const from = performance.now();
    await eventually(() => performance.now() - from > 3000, "three seconds of flood");
    const lines = n - before.lines;
    expect(lines).toBeGreaterThan(10_000);
    expect(of("reading-taken").length - before.readings).toBeLessThan(90);
    expect(process.memoryUsage().rss - before.memory).toBeLessThan(150 * 1024 * 1024);
    await eventually(() => (states.get(id)?.readings.a ?? 0) > before.lines, "the values are recent");
    expect(health(id)?.state).toBe("ready");
  });

  it("garbage in a flood is discarded, once a second, and the talker is found when it makes sense", async () => {
    const talker = createTalker();
    const garbage = setInterval(
      () => talker.send(Uint8Array.from({ length: 400 }, (_, index) => (index * 89 + n) % 256)),
      5,
    );
    let n = 0;
    stops.push(async () => clearInterval(garbage));
    const { of, health, id, serial } = await start([talker.firmware], {
      clock: createClock(4),
      notes: createPortNotes(),
    });
    await eventually(() => {
      n += 1;
      return health(id)?.code === "SERIAL_UNREADABLE";
    }, "said to be unreadable");
    expect(serial.figures().discarded).toBeGreaterThan(0);
    clearInterval(garbage);
    await eventually(() => {
      talker.say("temp:21,hum:40");
      return health(id)?.state === "ready" && of("reading-taken").length > 0;
    }, "understood");
  });
});
