// Readers and talkers that are not of the kit, found at their own speed and followed: on a wire where bytes read at the
// wrong speed are garbage, as on a real one.
import { afterEach, describe, expect, it } from "vitest";
import { createClock } from "../../../bridge/clock.ts";
import { createPortNotes } from "../../../bridge/devices/port-notes.ts";
import { Tag } from "../../../bridge/virtual-kit/chips/iso14443-tags.ts";
import { type NearTag, Pn532 } from "../../../bridge/virtual-kit/modules/pn532.ts";
import { type LowFrequencyTag, Rdm6300 } from "../../../bridge/virtual-kit/modules/rdm6300.ts";
import { createByteHub, type Firmware, port } from "../../helpers/byte-hub.ts";
import { eventually } from "../../helpers/eventually.ts";
import { type SerialBench, type SerialBenchOptions, startSerialBench } from "../../helpers/serial-bench.ts";
import { createTalker, moduleFirmware } from "../../helpers/serial-modules.ts";

const benches: SerialBench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.serial.stop();
});

const id = "usb-kit1";

function start(firmware: Firmware, options: SerialBenchOptions = {}) {
  const hub = createByteHub();
  hub.plug(port("virtual-1", "KIT1"), firmware);
  const bench = startSerialBench({ virtual: hub, real: false }, options);
  benches.push(bench);
  return { hub, ...bench };
}

const card: LowFrequencyTag = { id: [0x3c, 0x00, 0xce, 0x75, 0x4c], distanceMm: 5 };
const otherCard: LowFrequencyTag = { id: [0x01, 0x00, 0x07, 0x34, 0xe0], distanceMm: 5 };
const cardUid = "3c00ce754c";
/** Found at 9600 already: tests of what comes after are quicker. */
const knownReader = () => {
  const notes = createPortNotes();
  notes.write("usb:KIT1", { protocol: "em4100", baudRate: 9600 });
  return notes;
};

describe("a 125 kHz reader", () => {
  it("is found at 9600 among the garbage of other speeds, and remembered", async () => {
    const field = [card];
    const notes = createPortNotes();
    const { devices, health, of } = start(moduleFirmware(new Rdm6300(() => field)), {
      clock: createClock(4),
      notes,
      taughtTags: [cardUid],
    });
    await eventually(() => health(id)?.state === "ready", "ready");
    expect(devices.get(id)).toMatchObject({ model: "em4100-reader", profile: "rfid-lf" });
    expect(devices.get(id)?.facts).toMatchObject({
      protocol: "em4100",
      baudRate: "9600",
      confidence: "98 %",
    });
    await eventually(() => of("tag-arrived").length === 1, "the tag");
    expect(of("tag-arrived")[0]).toMatchObject({
      reader: "reader-1",
      tag: { id: cardUid, known: true, family: "em4100", uidBytes: 5 },
    });
    expect(notes.read("usb:KIT1")).toMatchObject({ protocol: "em4100", baudRate: 9600 });
  });

  it("that is silent is waited for at its speed, and found when a tag comes", async () => {
    let field: LowFrequencyTag[] = [];
    const { health, of } = start(moduleFirmware(new Rdm6300(() => field)), { clock: createClock(10) });
    await eventually(() => health(id)?.code === "SERIAL_SILENT", "silent");
    expect(health(id)?.reason?.fr).toContain("présente une étiquette");
    field = [card];
    await eventually(() => of("tag-arrived").length === 1, "the tag");
    expect(health(id)?.state).toBe("ready");
  });

  it("tells a tag once, however often its frame comes, and when it left, hold time not counted", async () => {
    let field = [card];
    const { of, states } = start(moduleFirmware(new Rdm6300(() => field)), { notes: knownReader() });
    await eventually(() => of("tag-arrived").length === 1, "the tag");
    const arrived = performance.now();
    await eventually(() => performance.now() - arrived > 400, "many frames");
    field = [];
    const stayed = performance.now() - arrived;
    await eventually(() => of("tag-left").length === 1, "it left");
    expect(of("tag-arrived")).toHaveLength(1);
    expect(of("tag-left")[0]?.durationMs).toBeLessThan(stayed + 100);
    expect(of("tag-left")[0]?.durationMs).toBeGreaterThan(stayed - 200);
    expect(states.get(id)?.tags).toEqual([]);
  });

  it("never tells the number of a foreign tag, in no event, frame or discard, but lets a trainer teach it", async () => {
    const talker = createTalker();
    const { of, raw, events, serial, command, states } = start(talker.firmware, { notes: knownReader() });
    await eventually(async () => (await command(id, "raw.watch", { ms: 60_000 }))?.ok, "watched");
    talker.send(Buffer.from("\x023C00CE754CCB\x03\x0202004DB005FC\x03\x023C00CE754"));
    await eventually(() => of("tag-arrived").length === 1 && of("frame-discarded").length > 0, "told");
    talker.send(Buffer.from("\x02junk"));
    await eventually(
      () => raw.filter(({ discarded }) => discarded !== undefined).length >= 2,
      "discards shown",
    );
    const text = ({ hex }: { hex: string }) => Buffer.from(hex, "hex").toString("latin1");
    const everything = [
      JSON.stringify([events, raw, [...states.values()]]),
      ...raw.map(text),
      ...of("frame-discarded").map(text),
    ].join("|");
    expect(everything).not.toMatch(/3c00ce|4cCB|13530444|30028|4DB005|5091333/i);
    expect(serial.uidOf(of("tag-arrived")[0]?.tag.id ?? "")).toBe(cardUid);
  });

  it("with wrong checksums is refused and said to be a clone; believed once somebody says so, and then still said", async () => {
    const talker = createTalker(40, () => "\x0202004DB005FC\x03");
    const notes = knownReader();
    const { of, health, command } = start(talker.firmware, { notes });
    await eventually(() => health(id)?.code === "READER_CHECKSUM", "said");
    expect(of("tag-arrived")).toEqual([]);
    expect(of("frame-discarded")[0]).toMatchObject({ reason: "bad-checksum" });
    expect(await command(id, "checksum.set", { mode: "lenient" })).toMatchObject({ ok: true });
    await eventually(() => of("tag-arrived").length === 1, "believed");
    expect(health(id)?.code).toBe("READER_CHECKSUM");
    expect(notes.read("usb:KIT1").settings).toMatchObject({ checksum: "lenient" });
  });

  it("two alike on two ports are two devices, each with its own tags", async () => {
    const hub = createByteHub();
    hub.plug(port("virtual-1", "KIT1"), moduleFirmware(new Rdm6300(() => [card])));
    hub.plug(port("virtual-2", "KIT2"), moduleFirmware(new Rdm6300(() => [otherCard])));
    const notes = knownReader();
    notes.write("usb:KIT2", { protocol: "em4100", baudRate: 9600 });
    const bench = startSerialBench(
      { virtual: hub, real: false },
      { notes, taughtTags: [cardUid, "01000734e0"] },
    );
    benches.push(bench);
    await eventually(() => bench.of("tag-arrived").length === 2, "both");
    expect(
      bench
        .of("tag-arrived")
        .map(({ device, tag }) => `${device} ${tag.id}`)
        .sort(),
    ).toEqual(["usb-kit1 3c00ce754c", "usb-kit2 01000734e0"]);
  });

  it("pulled out in the middle of a frame and put back: its tag neither left nor arrived", async () => {
    const talker = createTalker();
    const { of, hub, health, availability } = start(talker.firmware, { notes: knownReader() });
    const frame = "\x023C00CE754CCB\x03";
    await eventually(() => health(id)?.state === "ready", "ready");
    talker.send(Buffer.from(frame + frame.slice(0, 6)));
    await eventually(() => of("tag-arrived").length === 1, "the tag");
    hub.unplug("virtual-1");
    await eventually(() => availability.get(id)?.state === "offline", "the loss is told");
    hub.plug(port("virtual-9", "KIT1"), talker.firmware);
    await eventually(() => health(id)?.state === "ready", "it is back");
    talker.send(Buffer.from(frame));
    const back = performance.now();
    await eventually(() => {
      talker.send(Buffer.from(frame));
      return performance.now() - back > 2500;
    }, "the grace is over");
    expect(of("tag-left")).toEqual([]);
    expect(of("tag-arrived")).toHaveLength(1);
  });

  it("replaced by something else at the same port is not believed for ever", async () => {
    const talker = createTalker(20, () => "temp:21,hum:40");
    const { devices, health } = start(talker.firmware, { notes: knownReader(), clock: createClock(4) });
    await eventually(
      () => devices.get(id)?.model === "value-lines" && health(id)?.state === "ready",
      "found anew",
    );
  });
});

describe("a PN532 driven by the bridge", () => {
  const known = () => {
    const notes = createPortNotes();
    notes.write("usb:KIT1", { protocol: "pn532", baudRate: 115_200, chosen: true });
    return notes;
  };
  const ntag = new Tag("ntag213", [0x04, 0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6]);
  const ntagUid = "04a1b2c3d4e5f6";
  const classic = new Tag("mifare-classic-1k", [0xcb, 0x98, 0xa6, 0x05]);
  const near = (...tags: Tag[]): NearTag[] => tags.map((tag) => ({ tag, distanceMm: 5 }));

  it("is found by asking, where nobody else answered, and describes itself", async () => {
    const { devices, health } = start(moduleFirmware(new Pn532(() => [])), { clock: createClock(2) });
    await eventually(() => health(id)?.state === "ready", "ready", 30_000);
    await eventually(() => devices.get(id)?.facts.chip === "PN532", "described");
    expect(devices.get(id)).toMatchObject({ model: "pn532", profile: "rfid-hf" });
    expect(devices.get(id)?.facts).toMatchObject({ version: "1.6", baudRate: "115200", protocol: "pn532" });
  });

  it("gives two tags at once, and each when it leaves", async () => {
    let field = near(ntag, classic);
    const { of, states } = start(moduleFirmware(new Pn532(() => field)), {
      notes: known(),
      taughtTags: [ntagUid, "cb98a605"],
    });
    await eventually(() => of("tag-arrived").length === 2, "both");
    expect(of("tag-arrived").map(({ tag }) => tag)).toEqual([
      { id: ntagUid, known: true, family: "mifare-ultralight-ntag", uidBytes: 7 },
      { id: "cb98a605", known: true, family: "mifare-classic-1k", uidBytes: 4 },
    ]);
    field = near(classic);
    await eventually(() => of("tag-left").length === 1, "one left");
    expect(of("tag-left")[0]?.tag.id).toBe(ntagUid);
    expect(states.get(id)?.tags).toEqual(["cb98a605"]);
  });

  it("writes a link to a taught tag, reads it back, and tells it; refuses what it must", async () => {
    let field = near(ntag);
    const { of, command } = start(moduleFirmware(new Pn532(() => field)), {
      notes: known(),
      taughtTags: [ntagUid, "cb98a605"],
    });
    await eventually(() => of("tag-arrived").length === 1, "the tag");
    const write = (link: string) => command(id, "link.write", { link });
    expect(await write("https://labo.example/coquillage")).toMatchObject({ ok: true });
    expect(of("reading-taken").at(-1)?.facts).toEqual({ tagLink: "https://labo.example/coquillage" });
    for (const [link, code] of [
      ["javascript:alert(1)", "LINK_REFUSED"],
      [`https://labo.example/${"a".repeat(170)}`, "TAG_NOT_WRITABLE"],
    ] as const)
      expect(await write(link)).toMatchObject({ ok: false, problem: { code } });
    field = near(ntag, classic);
    expect(await write("https://labo.example/")).toMatchObject({ problem: { code: "TAG_NOT_ALONE" } });
    field = near(classic);
    expect(await write("https://labo.example/")).toMatchObject({ problem: { code: "TAG_NOT_WRITABLE" } });
    field = [];
    expect(await write("https://labo.example/")).toMatchObject({ problem: { code: "TAG_NOT_ALONE" } });
  });

  it("reads nothing of a visitor’s tag, writes nothing on it, and shows its number nowhere", async () => {
    const { of, raw, events, states, command } = start(moduleFirmware(new Pn532(() => near(ntag))), {
      notes: known(),
    });
    await eventually(async () => (await command(id, "raw.watch", { ms: 60_000 }))?.ok, "watched");
    await eventually(() => of("tag-arrived").length === 1 && raw.length > 20, "seen and watched");
    expect(of("tag-arrived")[0]?.tag).toMatchObject({ known: false, family: "mifare-ultralight-ntag" });
    expect(of("reading-taken")).toEqual([]);
    expect(await command(id, "link.write", { link: "https://labo.example/" })).toMatchObject({
      problem: { code: "TAG_NOT_TAUGHT" },
    });
    expect(JSON.stringify([raw, events, [...states.values()]])).not.toContain(ntagUid.slice(2, 10));
  });

  it("takes a random number for one passing guest, not for a new one at each call", async () => {
    let turn = 0;
    const { of } = start(
      moduleFirmware(
        new Pn532(() => {
          turn += 1;
          return near(new Tag("mifare-classic-1k", [0x08, turn & 0xff, (turn >> 8) & 0xff, 7]));
        }),
      ),
      { notes: known() },
    );
    await eventually(() => turn > 30, "many calls");
    expect(of("tag-arrived")).toHaveLength(1);
    expect(of("tag-left")).toEqual([]);
  });

  it("that stops answering is an error, not an absence; the tag is still there when it answers again", async () => {
    let isFrozen = false;
    const whole = moduleFirmware(new Pn532(() => near(ntag)));
    const freezing: Firmware = (far, baudRate) => {
      const running = whole({ send: (bytes) => isFrozen || far.send(bytes) }, baudRate);
      return { onBytes: (bytes) => isFrozen || running.onBytes(bytes), stop: () => running.stop?.() };
    };
    const { of, health } = start(freezing, { notes: known(), taughtTags: [ntagUid] });
    await eventually(() => of("tag-arrived").length === 1, "the tag");
    isFrozen = true;
    await eventually(() => health(id)?.code === "READER_CHIP_ERROR", "unwell");
    expect(of("tag-left")).toEqual([]);
    isFrozen = false;
    await eventually(() => health(id)?.state === "ready", "well again");
    const well = performance.now();
    await eventually(() => performance.now() - well > 2500, "the grace is over");
    expect(of("tag-left")).toEqual([]);
    expect(of("tag-arrived")).toHaveLength(1);
  });
});

describe("a sketch that prints", () => {
  it.each([
    ["pairs", () => "temp:21.5,hum:40", { temp: 21.5, hum: 40 }],
    ["JSON", () => '{"temp":21.5,"on":true}', { temp: 21.5, on: 1 }],
    ["bare numbers", () => "512\t7", { "value-1": 512, "value-2": 7 }],
  ])("%s is understood with no configuration, and its channels appear", async (_name, print, readings) => {
    const talker = createTalker(30, print);
    const { devices, states, health } = start(talker.firmware, { clock: createClock(4) });
    await eventually(() => health(id)?.state === "ready", "ready");
    await eventually(() => Object.keys(states.get(id)?.readings ?? {}).length === 2, "readings");
    expect(states.get(id)?.readings).toEqual(readings);
    expect(devices.get(id)).toMatchObject({ model: "value-lines", profile: "board-serial" });
    expect(devices.get(id)?.channels.map((channel) => channel.id)).toEqual(Object.keys(readings));
  });

  it("names its columns with a first line, and is bounded in channels and in readings a second", async () => {
    let n = 0;
    const talker = createTalker(1, () => (n++ % 50 === 0 ? "temps,lumière" : `${n},${n * 2}`));
    const { devices, of, health } = start(talker.firmware);
    await eventually(() => health(id)?.state === "ready", "ready");
    await eventually(
      () => devices.get(id)?.channels.some(({ name }) => name.fr === "lumière"),
      "named columns",
    );
    const from = of("reading-taken").length;
    const at = performance.now();
    await eventually(() => performance.now() - at > 1000, "a second");
    expect(of("reading-taken").length - from).toBeLessThan(40);
    for (let k = 0; k < 40; k++) talker.say(`name${k}:${k}`);
    await eventually(() => devices.get(id)?.channels.length === 16, "no more than sixteen");
  });

  it("of a micro:bit is known by its USB identity", async () => {
    const hub = createByteHub();
    const talker = createTalker(30, () => "light:91");
    hub.plug({ ...port("virtual-1", "KIT1"), vendorId: "0d28", productId: "0204" }, talker.firmware);
    const bench = startSerialBench({ virtual: hub, real: false });
    benches.push(bench);
    await eventually(() => bench.devices.get(id)?.model === "microbit-serial", "a micro:bit");
    expect(bench.devices.get(id)?.facts.baudRate).toBe("115200");
  });

  it("does not tell the number of a visitor’s card as a measurement", async () => {
    const talker = createTalker(30, () => "light:91");
    const { of, states, raw, command, health } = start(talker.firmware);
    await eventually(() => health(id)?.state === "ready", "ready");
    await command(id, "raw.watch", { ms: 60_000 });
    talker.say("card uid:2864434397,rest:90");
    talker.say("Card UID: DE AD BE EF");
    await eventually(
      () => of("reading-taken").some(({ readings }) => readings.rest === 90),
      "the rest is read",
    );
    expect(JSON.stringify([of("reading-taken"), [...states.values()]])).not.toContain("2864434397");
    await eventually(() => raw.length > 4, "frames");
    const shown = raw.map(({ hex }) => Buffer.from(hex, "hex").toString("latin1")).join("|");
    expect(shown).not.toMatch(/2864434397|DE AD/);
  });
});

describe("other talkers", () => {
  it("a GPS receiver without a position says so, then gives it", async () => {
    const noFix = "$GPGGA,123519,,,,,0,03,,,M,,M,,*6B";
    const fix = "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47";
    let line = noFix;
    const sum = [...noFix.slice(1, noFix.indexOf("*"))].reduce((xor, c) => xor ^ c.charCodeAt(0), 0);
    line = `${noFix.slice(0, -2)}${sum.toString(16).toUpperCase().padStart(2, "0")}`;
    const talker = createTalker(50, () => line);
    const { health, of, devices } = start(talker.firmware);
    await eventually(() => health(id)?.code === "GPS_NO_FIX", "no position");
    expect(devices.get(id)).toMatchObject({ model: "gps-receiver" });
    expect(of("reading-taken").every(({ readings }) => readings.latitude === undefined)).toBe(true);
    line = fix;
    await eventually(() => health(id)?.state === "ready", "a position");
    await eventually(() => of("reading-taken").some(({ readings }) => readings.latitude === 48.1173), "told");
  });

  it("a Nexmosphere antenna: put back and picked up, by pairs of lines; an XR2 reader by its UIDs", async () => {
    const talker = createTalker();
    const { of, health } = start(talker.firmware, { taughtTags: ["0002", "04a2b3c4d5e6f7"] });
    await eventually(() => {
      talker.say("X001A[0]");
      return health(id)?.state === "ready";
    }, "known");
    talker.say("XR[PB002]");
    talker.say("X001A[0]");
    talker.say("XR[PU002]");
    talker.say("X001A[1]");
    await eventually(() => of("tag-left").length === 1, "a pair each");
    expect(of("tag-arrived")[0]).toMatchObject({ reader: "reader-1", tag: { id: "0002", uidBytes: 2 } });
    talker.say("X003B[TD=UID:04A2B3C4D5E6F7]");
    talker.say("X003B[TR=UID:04A2B3C4D5E6F7]");
    await eventually(() => of("tag-left").length === 2, "the XR2 reader");
    expect(of("tag-arrived")[1]).toMatchObject({ reader: "reader-3", tag: { id: "04a2b3c4d5e6f7" } });
    talker.say("XR[PU009]");
    await eventually(() => of("tag-left").length === 2, "a tag nobody saw arrive does not leave");
  });

  it("a person’s choice wins over what the bytes say, is remembered, and can be taken back", async () => {
    const notes = createPortNotes();
    const talker = createTalker(30, () => "temp:21");
    const { devices, command, health } = start(talker.firmware, { notes });
    await eventually(() => devices.get(id)?.model === "value-lines", "found");
    expect(await command(id, "protocol.set", { protocol: "nexmosphere", speed: "9600" })).toMatchObject({
      ok: true,
    });
    await eventually(() => devices.get(id)?.model === "nexmosphere-controller", "as they said");
    expect(notes.read("usb:KIT1")).toMatchObject({ protocol: "nexmosphere", baudRate: 9600, chosen: true });
    expect(devices.get(id)?.facts.confidence).toBeUndefined();
    expect(await command(id, "protocol.set", { protocol: "auto", speed: "auto" })).toMatchObject({
      ok: true,
    });
    await eventually(
      () => devices.get(id)?.model === "value-lines" && health(id)?.state === "ready",
      "found again",
    );
    expect(await command(id, "protocol.set", { protocol: "telepathy", speed: "9600" })).toMatchObject({
      problem: { code: "COMMAND_ARGUMENT" },
    });
  });
});
