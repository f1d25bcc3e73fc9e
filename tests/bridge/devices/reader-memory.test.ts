// Tags read and written through readers: the kit's own board line by line, and a PN532; pulled away at the wrong moment,
// strangers', of the wrong kind, on a board with the older program.
import { afterEach, describe, expect, it } from "vitest";
import { createClock } from "../../../bridge/clock.ts";
import { createPortNotes } from "../../../bridge/devices/port-notes.ts";
import { type AirFrame, Tag } from "../../../bridge/virtual-kit/chips/iso14443-tags.ts";
import { type NearTag, Pn532 } from "../../../bridge/virtual-kit/modules/pn532.ts";
import { Rdm6300 } from "../../../bridge/virtual-kit/modules/rdm6300.ts";
import { createByteHub, type Firmware, port } from "../../helpers/byte-hub.ts";
import { eventually } from "../../helpers/eventually.ts";
import { freshNtag } from "../../helpers/ntag.ts";
import { createReaderBoard, type ReaderBoard } from "../../helpers/rfid-firmware.ts";
import { type SerialBench, type SerialBenchOptions, startSerialBench } from "../../helpers/serial-bench.ts";
import { moduleFirmware } from "../../helpers/serial-modules.ts";

const benches: SerialBench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.serial.stop();
});

const id = "usb-kit1";
const uid = "04a1b2c3d4e5f6";
const other = "04a1b2c3d4e5f7";
const link = "https://labo.example/coquillage";

function start(firmware: Firmware, options: SerialBenchOptions = {}) {
  const hub = createByteHub();
  hub.plug(port("virtual-1", "KIT1"), firmware);
  const bench = startSerialBench({ virtual: hub, real: false }, options);
  benches.push(bench);
  const write = (text = link) => bench.command(id, "link.write", { link: text });
  const refusal = async () => {
    const result = await write();
    return result?.ok === false ? result.problem : undefined;
  };
  return { hub, ...bench, write, refusal };
}

async function startBoard(options: SerialBenchOptions = {}, protocol: 1 | 2 = 2) {
  const board = createReaderBoard(2000, protocol);
  for (const one of [uid, other]) board.memory.set(one.toUpperCase(), freshNtag(one));
  const bench = start(board.firmware, { taughtTags: [uid, other], ...options });
  await eventually(() => board.heard.includes("?") && bench.health(id)?.state === "ready", "ready");
  const lay = (which = uid) => board.arrive(which.toUpperCase(), "00", "0044");
  return { board, lay, ...bench };
}

const asked = ({ heard }: ReaderBoard) => heard.filter((body) => /^(RD|WR)/.test(body));
/** Puts a message on a tag as a phone would. */
const say = (board: ReaderBoard, bytes: readonly number[], which = uid) =>
  board.memory.get(which.toUpperCase())?.set([0x03, bytes.length, ...bytes, 0xfe], 16);
const text = (words: string) => {
  const bytes = Buffer.from(words);
  return [0xd1, 0x01, bytes.length + 3, 0x54, 0x02, 0x66, 0x72, ...bytes];
};

describe("the kit’s reader", () => {
  it("reads what a taught tag says when it arrives, once", async () => {
    const { board, lay, of } = await startBoard();
    say(board, text("Grande marée"));
    lay();
    await eventually(() => of("reading-taken").length === 1, "told");
    expect(of("reading-taken")[0]).toMatchObject({
      readings: {},
      facts: { tagText: "Grande marée" },
      device: id,
    });
    const ofTag = () => asked(board).filter((body) => body.includes(uid.toUpperCase())).length;
    const reads = ofTag();
    board.restart();
    say(board, text("Petite marée"), other);
    lay(other);
    await eventually(() => of("reading-taken").length === 2, "the other one is told");
    expect(of("reading-taken")[1]?.facts).toEqual({ tagText: "Petite marée" });
    expect(ofTag()).toBe(reads);
  });

  it("reads the tags of a handful one after another, those that lay there before it was heard too", async () => {
    const board = createReaderBoard();
    const uids = ["04a1b2c3d4e501", "04a1b2c3d4e502", "04a1b2c3d4e503"];
    for (const one of uids) {
      board.memory.set(one.toUpperCase(), freshNtag(one));
      board.lying.set(one.toUpperCase(), { sak: "00", atqa: "0000" });
      say(board, text(one), one);
    }
    const { of } = start(board.firmware, { taughtTags: uids });
    await eventually(() => of("reading-taken").length === 3, "all told");
    expect(of("reading-taken").map(({ facts }) => facts?.tagText)).toEqual(uids);
  });

  it("reads again, a few times, a tag that arrived at the edge of the field", async () => {
    const { board, lay, of } = await startBoard();
    say(board, text("Grande marée"));
    say(board, text("Petite marée"), other);
    let failing = 2;
    board.beforeMemory = () => (failing-- > 0 ? "timeout" : undefined);
    lay();
    await eventually(() => of("reading-taken").length === 1, "read at the third attempt");
    board.beforeMemory = () => "timeout";
    lay(other);
    const reads = () => asked(board).filter((body) => body.includes(other.toUpperCase())).length;
    await eventually(() => reads() === 4, "four attempts");
    board.beforeMemory = () => undefined;
    const since = performance.now();
    await eventually(() => performance.now() - since > 600, "no more than that");
    expect(reads()).toBe(4);
    expect(of("reading-taken")).toHaveLength(1);
  });

  it("makes plain text of what a hostile tag says, and offers no dangerous link", async () => {
    const { board, lay, of } = await startBoard();
    say(board, [0xd1, 0x01, 0x14, 0x55, 0x00, ...Buffer.from("javascript:alert(1)")]);
    lay();
    await eventually(() => of("reading-taken").length === 1, "told");
    expect(of("reading-taken")[0]?.facts).toEqual({ tagAddress: "javascript:alert(1)" });
  });

  it("asks nothing of a visitor’s tag, nor of one of another kind", async () => {
    const { board, lay, of, write } = await startBoard({ taughtTags: ["c1a2b3d4"] });
    lay();
    await eventually(() => of("tag-arrived").length === 1, "a visitor’s");
    expect(await write()).toMatchObject({ problem: { code: "TAG_NOT_TAUGHT" } });
    board.leave(uid.toUpperCase(), 10);
    board.arrive("C1A2B3D4", "08", "0004");
    await eventually(() => of("tag-arrived").length === 2, "a Classic");
    expect(await write()).toMatchObject({ problem: { code: "TAG_NOT_WRITABLE" } });
    expect(asked(board)).toEqual([]);
    expect(of("reading-taken")).toEqual([]);
  });

  it("writes a link, reads it back, and tells it", async () => {
    const { board, lay, of, write } = await startBoard();
    lay();
    await eventually(() => asked(board).length > 0 && of("tag-arrived").length === 1, "the tag");
    expect(await write()).toMatchObject({ ok: true });
    expect(of("reading-taken").at(-1)?.facts).toEqual({ tagLink: link });
    const pages = asked(board).flatMap((body) => /^WR,[0-9A-F]+,(\d+),/.exec(body)?.[1] ?? []);
    expect(pages[0]).toBe("4");
    expect(pages.at(-1)).toBe("4");
    expect(asked(board).at(-1)).toMatch(/^RD/);
  });

  it("wants one tag, alone, and a link that fits", async () => {
    const { board, lay, of, write } = await startBoard();
    expect(await write()).toMatchObject({ problem: { code: "TAG_NOT_ALONE" } });
    lay();
    lay(other);
    await eventually(() => of("tag-arrived").length === 2, "both");
    expect(await write()).toMatchObject({ problem: { code: "TAG_NOT_ALONE" } });
    board.leave(other.toUpperCase(), 10);
    await eventually(() => of("tag-left").length === 1, "one left");
    expect(await write("ftp://labo.example/")).toMatchObject({ problem: { code: "LINK_REFUSED" } });
    expect(await write(`https://labo.example/${"a".repeat(170)}`)).toMatchObject({
      problem: { code: "TAG_NOT_WRITABLE" },
    });
  });

  it("from which the tag is pulled in the middle says that it may hold half of the link; written again, it is whole", async () => {
    const { board, lay, of, write, refusal } = await startBoard();
    lay();
    await eventually(() => of("tag-arrived").length === 1, "the tag");
    let writes = 0;
    board.beforeMemory = (command) => {
      writes += command === "WR" ? 1 : 0;
      return writes > 4 ? "gone" : undefined;
    };
    const refused = await refusal();
    expect(refused).toMatchObject({ code: "TAG_HALF_WRITTEN", details: ["TAG_UNREADABLE", "gone"] });
    expect(refused?.message.fr).toContain("la moitié du lien");
    expect(of("reading-taken")).toEqual([]);
    board.leave(uid.toUpperCase(), 500);
    board.beforeMemory = () => undefined;
    lay();
    await eventually(() => of("tag-arrived").length === 2, "put back");
    expect(await write()).toMatchObject({ ok: true });
    expect(of("reading-taken").at(-1)?.facts).toEqual({ tagLink: link });
  });

  it.each([
    ["nak", "TAG_NOT_WRITABLE"],
    ["timeout", "TAG_HALF_WRITTEN"],
    ["garbled", "TAG_HALF_WRITTEN"],
    ["busy", "TAG_HALF_WRITTEN"],
    ["reader", "TAG_HALF_WRITTEN"],
  ])("that refuses the first page with %s says %s", async (reason, code) => {
    const { board, lay, of, write } = await startBoard();
    lay();
    await eventually(() => of("tag-arrived").length === 1, "the tag");
    board.beforeMemory = (command) => (command === "WR" ? reason : undefined);
    expect(await write()).toMatchObject({ problem: { code } });
  });

  it.each([
    ["gone", "TAG_UNREADABLE"],
    ["nak", "TAG_UNREADABLE"],
    ["type", "TAG_UNREADABLE"],
    ["reader", "READER_CHIP_ERROR"],
    ["busy", "COMMAND_REFUSED"],
  ])("that cannot read before it writes, with %s, says %s", async (reason, code) => {
    const { board, lay, of, write } = await startBoard();
    lay();
    await eventually(() => of("tag-arrived").length === 1, "the tag");
    board.beforeMemory = () => reason;
    expect(await write()).toMatchObject({ problem: { code } });
  });

  it("whose cable is pulled in the middle of writing says so, and is the same reader afterwards", async () => {
    const { board, lay, of, hub, write, refusal, health } = await startBoard();
    lay();
    await eventually(() => of("tag-arrived").length === 1, "the tag");
    let writes = 0;
    board.beforeMemory = (command) => {
      writes += command === "WR" ? 1 : 0;
      if (writes === 3) hub.unplug("virtual-1");
      return undefined;
    };
    const refused = await refusal();
    expect(refused?.code).toBe("TAG_HALF_WRITTEN");
    expect(refused?.details?.[0]).toBe("DEVICE_OFFLINE");
    board.beforeMemory = () => undefined;
    hub.plug(port("virtual-1", "KIT1"), board.firmware);
    await eventually(() => health(id)?.state === "ready", "back");
    await eventually(async () => (await write())?.ok === true, "written");
  });

  it("that never answers is given up, and answers later for the next tag", async () => {
    const { board, lay, of, write } = await startBoard();
    lay();
    await eventually(() => of("tag-arrived").length === 1, "the tag");
    board.mute = true;
    const answer = write();
    await eventually(() => asked(board).length > 0, "asked");
    expect(await answer).toMatchObject({ problem: { code: "COMMAND_TIMEOUT" } });
    board.mute = false;
    expect(await write()).toMatchObject({ ok: true });
  });

  it("with the older program tells tags as ever, asks it nothing it does not know, and says what to flash", async () => {
    const { board, lay, of, refusal, devices, health } = await startBoard({}, 1);
    expect(devices.get(id)?.facts).toMatchObject({ version: "1.0.0" });
    lay();
    await eventually(() => of("tag-arrived").length === 1, "the tag");
    const refused = await refusal();
    expect(refused?.code).toBe("READER_FIRMWARE_OLD");
    expect(refused?.remedy.fr).toContain("labo-rfid.hex");
    expect(asked(board)).toEqual([]);
    expect(health(id)?.state).toBe("ready");
  });

  it("with a program newer than this bench is not read by guesswork", async () => {
    const { board, health } = await startBoard();
    board.say("HI,3,labo-rfid,9.0.0,1");
    await eventually(() => health(id)?.code === "SERIAL_UNREADABLE", "refused");
  });

  it("shows the lines both ways, the number and the content of a tag only while it is taught", async () => {
    const { board, lay, raw, of, command, taught, write } = await startBoard();
    await command(id, "raw.watch", { ms: 60_000 });
    lay();
    await eventually(() => of("tag-arrived").length === 1, "the tag");
    expect(await write()).toMatchObject({ ok: true });
    const outgoing = raw.find(
      ({ direction, spans }) => direction === "out" && spans.some(({ value }) => value === "WR"),
    );
    expect(outgoing?.spans.map(({ field }) => field)).toEqual([
      "start",
      "type",
      "uid",
      "page",
      "data",
      "crc",
      "end",
    ]);
    const incoming = raw.find(
      ({ direction, spans }) => direction === "in" && spans.some(({ value }) => value === "TD"),
    );
    expect(incoming?.spans.find(({ field }) => field === "uid")?.value).toBe(uid.toUpperCase());
    const before = raw.length;
    taught.delete(uid);
    board.say(`TD,${uid.toUpperCase()},3,${"CAFE".repeat(8)}`);
    await eventually(() => raw.length > before, "shown");
    const shown = Buffer.from(raw.at(-1)?.hex ?? "", "hex").toString("latin1");
    expect(shown).toMatch(/^\$TD,x{14},3,x{32}\*x{4}\r\n$/);
    expect(JSON.stringify(raw.at(-1))).not.toMatch(/04a1b2|cafe/i);
  });
});

describe("a PN532", () => {
  const notes = () => {
    const known = createPortNotes();
    known.write("usb:KIT1", { protocol: "pn532", baudRate: 115_200, chosen: true });
    return known;
  };

  /** A tag that calls back before it hears a write. */
  class Watched extends Tag {
    beforeWrite: (count: number) => "deaf" | undefined = () => undefined;
    /** So many reads are not heard. */
    deafReads = 0;
    private writes = 0;

    override hear(frame: AirFrame): AirFrame | undefined {
      if (frame.bytes[0] === 0x30 && this.deafReads-- > 0) return undefined;
      if (frame.bytes[0] === 0xa2) {
        this.writes += 1;
        if (this.beforeWrite(this.writes) === "deaf") return undefined;
      }
      return super.hear(frame);
    }
  }
  const watched = () => new Watched("ntag213", [0x04, 0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6]);

  async function startPn532(tag: Watched) {
    let field: NearTag[] = [{ tag, distanceMm: 5 }];
    const bench = start(moduleFirmware(new Pn532(() => field)), { notes: notes(), taughtTags: [uid] });
    await eventually(() => bench.of("tag-arrived").length === 1, "the tag");
    const lift = () => {
      field = [];
    };
    const putBack = () => {
      field = [{ tag, distanceMm: 5 }];
    };
    return { lift, putBack, ...bench };
  }

  it("from which the tag is pulled in the middle says the same as the kit’s reader; written again, it is whole", async () => {
    const tag = watched();
    const { lift, putBack, of, write } = await startPn532(tag);
    tag.beforeWrite = (count) => {
      if (count < 5) return undefined;
      lift();
      return "deaf";
    };
    const refused = await write();
    expect(refused).toMatchObject({
      problem: { code: "TAG_HALF_WRITTEN", details: ["TAG_UNREADABLE", "gone"] },
    });
    tag.beforeWrite = () => undefined;
    putBack();
    await eventually(async () => (await write())?.ok === true, "written");
    expect(of("reading-taken").at(-1)?.facts).toEqual({ tagLink: link });
  });

  it("reads again, a few times, a tag that arrived at the edge of the field", async () => {
    const tag = watched();
    const { write, of, lift, putBack } = await startPn532(tag);
    expect(await write()).toMatchObject({ ok: true });
    lift();
    await eventually(() => of("tag-left").length === 1, "off");
    // Three tries an attempt: the third attempt reads it.
    tag.deafReads = 7;
    putBack();
    await eventually(() => of("reading-taken").length === 2, "read again");
    expect(of("reading-taken")[1]?.facts).toEqual({ tagLink: link });
  });

  it("asks again a tag that did not hear one write, and says nothing of it", async () => {
    const tag = watched();
    const { write, of } = await startPn532(tag);
    tag.beforeWrite = (count) => (count === 3 ? "deaf" : undefined);
    expect(await write()).toMatchObject({ ok: true });
    expect(of("reading-taken").at(-1)?.facts).toEqual({ tagLink: link });
    expect(of("tag-left")).toEqual([]);
  });
});

it("a 125 kHz reader asked to write says that its tags have no memory", async () => {
  const notes = createPortNotes();
  notes.write("usb:KIT1", { protocol: "em4100", baudRate: 9600 });
  const card = { id: [0x3c, 0x00, 0xce, 0x75, 0x4c], distanceMm: 5 };
  const { refusal, of, devices } = start(moduleFirmware(new Rdm6300(() => [card])), {
    notes,
    clock: createClock(2),
  });
  await eventually(() => of("tag-arrived").length === 1, "the tag");
  expect(devices.get(id)?.capabilities.map(({ command }) => command)).not.toContain("link.write");
  const refused = await refusal();
  expect(refused?.code).toBe("TAG_WITHOUT_MEMORY");
  expect(refused?.message.en).toContain("no memory to write");
});
