import { afterEach, describe, expect, it } from "vitest";
import { createClock } from "../../../bridge/clock.ts";
import { encodeRfidLine } from "../../../bridge/decoders/rfid-line.ts";
import { createByteHub, type Firmware, port } from "../../helpers/byte-hub.ts";
import { fastestOf } from "../../helpers/duty.ts";
import { eventually } from "../../helpers/eventually.ts";
import { createFirmataBoard } from "../../helpers/firmata-firmware.ts";
import { createReaderBoard } from "../../helpers/rfid-firmware.ts";
import { type SerialBench, type SerialBenchOptions, startSerialBench } from "../../helpers/serial-bench.ts";

const benches: SerialBench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.serial.stop();
});

const id = "usb-kit1";
const uid = "DEADBEEF";

function start(firmware: Firmware, options: SerialBenchOptions = {}) {
  const hub = createByteHub();
  hub.plug(port("virtual-1", "KIT1"), firmware);
  const bench = startSerialBench({ virtual: hub, real: false }, options);
  benches.push(bench);
  return { hub, ...bench };
}

/** A reader board that was found, with nothing on it. */
async function startReader(options: SerialBenchOptions = {}, statusMs = 2000) {
  const board = createReaderBoard(statusMs);
  const bench = start(board.firmware, options);
  await eventually(
    () => board.heard.includes("?") && bench.health(id)?.state === "ready",
    "the reader is ready",
  );
  return { board, ...bench };
}

describe("a reader board", () => {
  it("is known by what it says, and described", async () => {
    const { devices, of, availability } = await startReader();
    expect(devices.get(id)).toMatchObject({
      model: "labo-rfid",
      profile: "rfid-hf",
      transport: "serial",
      source: "simulated",
      facts: { firmware: "labo-rfid", version: "1.1.0", port: "virtual-1" },
    });
    expect(availability.get(id)).toEqual({ state: "online", health: { state: "ready", code: "ok" } });
    expect(of("device-found").length).toBe(1);
  });

  it("gives tags that arrive and leave, with the time the board measured", async () => {
    const { board, of, states } = await startReader({ taughtTags: [uid.toLowerCase()] });
    board.arrive(uid);
    await eventually(() => of("tag-arrived").length === 1, "the arrival");
    expect(states.get(id)?.tags).toEqual([uid.toLowerCase()]);
    board.leave(uid, 1234);
    await eventually(() => of("tag-left").length === 1, "the departure");
    const tag = { id: "deadbeef", known: true, family: "mifare-classic-1k", uidBytes: 4 };
    expect(of("tag-arrived")[0]).toMatchObject({ reader: "reader-1", tag, source: "simulated", device: id });
    expect(of("tag-left")[0]).toMatchObject({ reader: "reader-1", tag, durationMs: 1234 });
    expect(states.get(id)?.tags).toEqual([]);
  });

  it("never tells the UID of a tag nobody taught, but lets a trainer teach it", async () => {
    const { board, of, serial, events, taught } = await startReader();
    board.arrive("04A1B2C3D4E5F6", "00", "0044");
    const [first] = await eventually(
      () => of("tag-arrived").length === 1 && of("tag-arrived"),
      "the arrival",
    );
    expect(first?.tag).toMatchObject({ known: false, family: "mifare-ultralight-ntag", uidBytes: 7 });
    expect(first?.tag.id).toMatch(/^foreign-[0-9a-f]{6}$/);
    expect(JSON.stringify(events).toLowerCase()).not.toContain("04a1b2c3d4e5f6");
    expect(serial.uidOf(first?.tag.id ?? "")).toBe("04a1b2c3d4e5f6");
    taught.add("04a1b2c3d4e5f6");
    board.leave("04A1B2C3D4E5F6", 10);
    board.arrive("04A1B2C3D4E5F6", "00", "0044");
    await eventually(() => of("tag-arrived").length === 2, "the taught tag");
    expect(of("tag-left")[0]?.tag.id).toBe(first?.tag.id);
    expect(of("tag-arrived")[1]?.tag).toMatchObject({ id: "04a1b2c3d4e5f6", known: true });
  });

  it("takes a random UID for nobody’s, even if somebody taught it", async () => {
    const { board, of, serial } = await startReader({ taughtTags: ["08112233"] });
    board.arrive("08112233", "20", "0004");
    const [event] = await eventually(
      () => of("tag-arrived").length === 1 && of("tag-arrived"),
      "the arrival",
    );
    expect(event?.tag).toMatchObject({ known: false, family: "iso14443-4" });
    expect(serial.uidOf(event?.tag.id ?? "")).toBeUndefined();
  });

  it("loses nothing good to garbage around it, and counts the garbage", async () => {
    const { board, of, serial } = await startReader();
    const broken = encodeRfidLine("TA,1,10,0,CAFEBABE,08,0004");
    broken[8] = 0x39;
    board.send(Uint8Array.from({ length: 300 }, (_, index) => (index * 37) % 256));
    board.send(broken);
    board.say("TA,1,10,0,CAFE,08,0004");
    board.send(Buffer.from(`$${"A".repeat(500)}`));
    board.arrive(uid);
    await eventually(() => of("tag-arrived").length === 1, "the arrival");
    await eventually(() => of("frame-discarded").length >= 2, "the discards");
    expect(serial.figures().discarded).toBeGreaterThan(3);
    const told = of("frame-discarded").reduce((sum, { count }) => sum + count, 0);
    await eventually(
      () => of("frame-discarded").reduce((sum, { count }) => sum + count, 0) === serial.figures().discarded,
      `every discard is told (${told})`,
    );
  });

  it("keeps floods of garbage down to one event a second", async () => {
    const { board, of, serial } = await startReader();
    for (let i = 0; i < 200; i++) board.say(`ZZ,${i}`);
    await eventually(() => serial.figures().discarded >= 200, "all counted");
    expect(of("frame-discarded").length).toBeLessThanOrEqual(2);
    await eventually(
      () => of("frame-discarded").reduce((sum, { count }) => sum + count, 0) >= 200,
      "all told",
    );
    expect(of("frame-discarded").length).toBeLessThanOrEqual(3);
  });

  it("notices a lost line and asks again: what arrived meanwhile arrives, what left has left", async () => {
    const { board, of } = await startReader({ clock: createClock(4) }, 500);
    board.arrive(uid);
    await eventually(() => of("tag-arrived").length === 1, "the arrival");
    board.lying.delete(uid);
    board.lying.set("CAFEBABE", { sak: "08", atqa: "0004" });
    board.say("TL,40000,1,0,01020304,5");
    await eventually(
      () => of("tag-arrived").length === 2 && of("tag-left").length === 1,
      "both are made up for",
    );
    expect(of("tag-left")[0]?.tag.id).toBe(of("tag-arrived")[0]?.tag.id);
  });

  it("asked to tell all again, keeps its own measure of a stay; started anew, it has none", async () => {
    const { board, of } = await startReader();
    const leftAfter = async (hello: () => void): Promise<number> => {
      board.arrive(uid);
      await eventually(() => of("tag-arrived").length > of("tag-left").length, "the arrival");
      const before = of("tag-left").length;
      hello();
      board.leave(uid, 100_000);
      await eventually(() => of("tag-left").length > before, "the departure");
      return of("tag-left").at(-1)?.durationMs ?? -1;
    };
    expect(await leftAfter(() => board.obey("?"))).toBe(100_000);
    // Its count of lines starts again with it: the stay is the bridge's own measure.
    const bridged = await leftAfter(() => board.restart());
    expect(bridged).toBeGreaterThan(0);
    expect(bridged).toBeLessThan(90_000);
  });

  it("that starts anew by itself tells its tags again: those still there stay, the others have left", async () => {
    const { board, of } = await startReader({ clock: createClock(4) });
    board.arrive(uid);
    board.arrive("CAFEBABE");
    await eventually(() => of("tag-arrived").length === 2, "both arrivals");
    board.lying.delete("CAFEBABE");
    board.say("HI,1,labo-rfid,1.0.0,1");
    board.arrive(uid);
    await eventually(() => of("tag-left").length === 1, "one has left");
    expect(of("tag-left")[0]?.tag.id).toBe(of("tag-arrived")[1]?.tag.id);
    expect(of("tag-arrived").length).toBe(2);
  });

  it("says when the reader’s chip is missing or unwell, and when it is back", async () => {
    const { board, health, availability } = await startReader();
    board.status = "absent";
    board.tellStatus();
    await eventually(() => health(id)?.code === "READER_CHIP_ABSENT", "the chip is missed");
    expect(availability.get(id)?.state).toBe("online");
    expect(health(id)?.reason?.fr).toContain("fils");
    board.status = "error";
    board.tellStatus();
    await eventually(() => health(id)?.code === "READER_CHIP_ERROR", "the chip is unwell");
    board.status = "ok";
    board.tellStatus();
    await eventually(() => health(id)?.state === "ready", "the chip is back");
  });

  it("takes commands within their bounds, and answers each", async () => {
    const { command, board } = await startReader({ clock: createClock(4) });
    expect(await command(id, "hold-time.set", { ms: 510 })).toMatchObject({ ok: true });
    expect(board.heard.at(-1)).toBe("HT,500");
    expect(await command(id, "poll-interval.set", { ms: 20 })).toMatchObject({ ok: true });
    for (const [name, args, code] of [
      ["hold-time.set", { ms: 950 }, "COMMAND_REFUSED"],
      ["hold-time.set", { ms: 900 }, "COMMAND_TIMEOUT"],
      ["hold-time.set", { ms: 99 }, "COMMAND_ARGUMENT"],
      ["hold-time.set", { ms: "500" }, "COMMAND_ARGUMENT"],
      ["hold-time.set", {}, "COMMAND_ARGUMENT"],
      ["hold-time.set", { ms: 500, more: true }, "COMMAND_ARGUMENT"],
      ["led.set", { level: 5 }, "COMMAND_UNKNOWN"],
      ["constructor", {}, "COMMAND_UNKNOWN"],
    ] as const)
      expect(await command(id, name, args)).toMatchObject({ ok: false, problem: { code } });
    expect(await command("elsewhere", "hold-time.set", { ms: 500 })).toBeUndefined();
  });

  it("shows its bytes only while somebody watches", async () => {
    const { command, board, raw, clock, of } = await startReader();
    board.arrive(uid);
    await eventually(() => of("tag-arrived").length === 1, "the arrival");
    expect(raw).toEqual([]);
    expect(await command(id, "raw.watch", { ms: 60_001 })).toMatchObject({ ok: false });
    const before = clock.mono();
    expect(await command(id, "raw.watch", { ms: 400 })).toMatchObject({ ok: true });
    board.leave(uid, 5);
    board.send(Buffer.from("noise$"));
    await eventually(() => raw.length >= 2, "raw frames");
    expect(raw[0]).toMatchObject({ direction: "in", format: "rfid-line" });
    expect(raw[0]?.spans.some(({ field }) => field === "presentMs")).toBe(true);
    expect(raw[1]).toMatchObject({
      format: "unknown",
      discarded: "noise",
      hex: Buffer.from("noise").toString("hex"),
    });
    await eventually(() => clock.mono() > before + 450, "the watch ends");
    const { length } = raw;
    board.arrive("CAFEBABE");
    await eventually(() => of("tag-arrived").length === 2, "another arrival");
    expect(raw.length).toBe(length);
  });

  it("shows the number of a taught tag, and never that of another one: not whole, not torn, not before it was known", async () => {
    const foreign = "CAFE01BABE0280";
    const board = createReaderBoard();
    board.mute = true;
    const { command, of, raw, events, states } = start(board.firmware, { taughtTags: [uid.toLowerCase()] });
    const lines = (body: string) => Buffer.from(encodeRfidLine(body)).toString();
    const torn = lines(`TA,1,10,0,${foreign},00,0044`);
    await eventually(async () => (await command(id, "raw.watch", { ms: 60_000 }))?.ok, "the port");
    await eventually(() => {
      board.mute = false;
      board.send(Buffer.from(torn.slice(6)));
      board.mute = true;
      return raw.length > 0;
    }, "bytes before the board is known");
    board.mute = false;
    board.restart();
    await eventually(() => of("device-found").length === 1, "the board is known");
    board.arrive(foreign, "00", "0044");
    board.arrive(uid);
    await eventually(() => of("tag-arrived").length === 2, "two arrivals");
    for (const bad of [
      torn.replace("CAFE", "CAFF"),
      torn.slice(0, 30),
      `${torn.slice(4)}$`,
      lines(`TA,2,20,0,${foreign},0,0044`),
    ])
      board.send(Buffer.from(bad));
    board.leave(foreign, 5);
    await eventually(() => of("tag-left").length === 1, "it left");
    const text = ({ hex }: { hex: string }) => Buffer.from(hex, "hex").toString("latin1");
    const arrivals = raw.filter(({ spans }) => spans.some(({ value }) => value === "TA"));
    expect(arrivals.some((frame) => text(frame).includes(uid))).toBe(true);
    expect(
      arrivals.some(({ spans }) =>
        spans.some(({ field, value }) => field === "uid" && value === "xxxxxxxxxxxxxx"),
      ),
    ).toBe(true);
    expect(raw.filter(({ discarded }) => discarded !== undefined).length).toBeGreaterThan(2);
    const everything = [
      ...raw.map(text),
      ...raw.flatMap(({ spans }) => spans.map(({ value = "" }) => value)),
      ...of("frame-discarded").map(text),
      JSON.stringify([events, [...states.values()]]),
    ].join("|");
    expect(everything).not.toMatch(/CAF[EF]|BABE|0280/i);
    expect(everything).not.toContain(torn.slice(-6, -2));
  });
});

describe("unplug and replug", () => {
  for (const silent of [false, true])
    it(`${silent ? "without" : "with"} a close event: lost with a reason, found again as the same device within 3 s`, async () => {
      const { board, hub, of, health, availability, clock, states } = await startReader();
      board.arrive(uid);
      await eventually(() => of("tag-arrived").length === 1, "the arrival");
      let sockets = 1;
      const unplugAndReplug = async (): Promise<number> => {
        hub.unplug(`virtual-${sockets}`, silent);
        await eventually(() => availability.get(id)?.state === "offline", "the loss is told");
        expect(health(id)?.code).toBe("SERIAL_GONE");
        sockets += 1;
        hub.plug(port(`virtual-${sockets}`, "KIT1"), board.firmware);
        const before = clock.mono();
        await eventually(() => health(id)?.state === "ready", "it is back");
        return clock.mono() - before;
      };
      expect(await fastestOf(unplugAndReplug, 3000)).toBeLessThan(3000);
      const back = clock.mono();
      expect(of("device-lost").map(({ reason }) => reason)).toEqual(
        new Array<string>(sockets - 1).fill("SERIAL_GONE"),
      );
      expect(of("device-found").length).toBe(sockets);
      // The tag lay there before and after: it neither left nor arrived.
      await eventually(() => clock.mono() - back > 2600, "the time to tell tags again is over");
      expect(of("tag-left")).toEqual([]);
      expect(of("tag-arrived").length).toBe(1);
      expect(states.get(id)?.tags?.length).toBe(1);
      board.leave(uid, 30);
      await eventually(() => of("tag-left").length === 1, "it leaves");
      expect(of("tag-left")[0]?.durationMs).toBeGreaterThan(2000);
    });

  it("put back before the list tells that it was out: lost once, not twice", async () => {
    const hub = createByteHub();
    let list = hub.list;
    const late = { ...hub, list: () => list() };
    const board = createReaderBoard();
    hub.plug(port("virtual-1", "KIT1"), board.firmware);
    const bench = startSerialBench({ virtual: late, real: false });
    benches.push(bench);
    await eventually(() => bench.health(id)?.state === "ready", "ready");
    const before = hub.list();
    list = () => before;
    hub.unplug("virtual-1");
    await eventually(() => bench.availability.get(id)?.state === "offline", "the loss is told");
    hub.plug(port("virtual-1", "KIT1"), board.firmware);
    list = hub.list;
    await eventually(() => bench.health(id)?.state === "ready", "it is back");
    const back = bench.clock.mono();
    await eventually(() => bench.clock.mono() > back + 1200, "the list was looked at again");
    expect(bench.of("device-lost")).toHaveLength(1);
    expect(bench.of("device-found")).toHaveLength(2);
    expect(bench.health(id)?.state).toBe("ready");
  });

  it("is back although the system does not tell any more which ports there are", async () => {
    const hub = createByteHub();
    const board = createReaderBoard();
    hub.plug(port("virtual-1", "KIT1"), board.firmware);
    let hangs = false;
    const bench = startSerialBench(
      {
        virtual: hub,
        real: true,
        loadBinding: async () => ({
          list: () => (hangs ? new Promise(() => undefined) : Promise.resolve([])),
          open: () => Promise.reject(new Error("not opened here")),
        }),
      },
      { clock: createClock(4) },
    );
    benches.push(bench);
    await eventually(() => bench.health(id)?.state === "ready", "ready");
    hangs = true;
    hub.unplug("virtual-1");
    hub.plug(port("virtual-1", "KIT1"), board.firmware);
    await eventually(() => bench.of("device-found").length === 2, "it is back");
    expect(bench.of("device-lost")).toHaveLength(1);
  });

  it("tells a tag taken away meanwhile as left, with the time it was known to lie there", async () => {
    const { board, hub, of, health, availability } = await startReader({ clock: createClock(4) });
    board.arrive(uid);
    await eventually(() => of("tag-arrived").length === 1, "the arrival");
    hub.unplug("virtual-1");
    await eventually(() => availability.get(id)?.state === "offline", "the loss is told");
    expect(of("tag-left")).toEqual([]);
    board.lying.clear();
    hub.plug(port("virtual-1", "KIT1"), board.firmware);
    await eventually(() => health(id)?.state === "ready", "it is back");
    await eventually(() => of("tag-left").length === 1, "the tag has left");
  });

  it("takes a board whose heart stopped for gone, even while its port is still listed", async () => {
    const { board, health, of } = await startReader({ clock: createClock(4) });
    board.mute = true;
    await eventually(() => health(id)?.code === "SERIAL_SILENT", "the silence is noticed");
    expect(of("device-lost").map(({ reason }) => reason)).toEqual(["SERIAL_SILENT"]);
    board.mute = false;
    await eventually(() => health(id)?.state === "ready", "it is back");
  });

  it("refuses commands meanwhile", async () => {
    const { hub, availability, command } = await startReader();
    hub.unplug("virtual-1");
    await eventually(() => availability.get(id)?.state === "offline", "the loss is told");
    expect(await command(id, "hold-time.set", { ms: 500 })).toMatchObject({
      problem: { code: "DEVICE_OFFLINE" },
    });
  });
});

describe("a line nobody can read", () => {
  it("is said to be unreadable, with what to do, and is tried again", async () => {
    const garbage: Firmware = (far) => {
      const timer = setInterval(
        () => far.send(Uint8Array.from({ length: 64 }, () => Math.random() * 256)),
        20,
      );
      return { onBytes: () => undefined, stop: () => clearInterval(timer) };
    };
    const { health, hub, devices, of, serial } = start(garbage, { clock: createClock(10) });
    await eventually(() => health(id)?.code === "SERIAL_UNREADABLE", "it is said");
    expect(health(id)?.reason?.fr).toContain("57\u00a0600");
    expect(devices.get(id)?.model).toBe("serial-unknown");
    expect(of("frame-discarded").length).toBeGreaterThan(0);
    expect(serial.figures().discarded).toBeGreaterThan(0);
    await eventually(() => hub.opened("virtual-1") > 1, "it is tried again");
  });

  it("that stays silent is asked who it is, then said to be silent", async () => {
    const heard: number[] = [];
    const { health } = start(() => ({ onBytes: (bytes) => void heard.push(...bytes) }), {
      clock: createClock(10),
    });
    await eventually(() => health(id)?.code === "SERIAL_SILENT", "it is said");
    expect(Buffer.from(heard).toString("latin1")).toContain("$?*");
    expect(heard).toContain(0xf9);
  });

  it("is a device like any other once it speaks", async () => {
    const board = createReaderBoard();
    board.mute = true;
    const { health, devices } = start(board.firmware, { clock: createClock(10) });
    await eventually(() => health(id)?.code === "SERIAL_SILENT", "silent");
    board.mute = false;
    await eventually(() => health(id)?.state === "ready", "ready");
    expect(devices.get(id)?.model).toBe("labo-rfid");
  });
});

describe("a port that does not open", () => {
  it.each([
    ["EACCES", "SERIAL_PERMISSION", "dialout"],
    ["EBUSY", "SERIAL_BUSY", "Arduino"],
    ["EWHATEVER", "SERIAL_OPEN_FAILED", "cable"],
  ])("(%s) is %s, with what to do, and is tried again until it opens", async (systemCode, code, word) => {
    const board = createReaderBoard();
    const hub = createByteHub();
    hub.plug(port("virtual-1", "KIT1"), board.firmware);
    let refusals = 3;
    const bench = startSerialBench({
      virtual: {
        list: hub.list,
        open(...given) {
          refusals -= 1;
          if (refusals >= 0) throw Object.assign(new Error("cannot open"), { code: systemCode });
          return hub.open(...given);
        },
      },
      real: false,
    });
    benches.push(bench);
    await eventually(() => bench.health(id)?.code === code, "it is said");
    expect(bench.health(id)?.state).toBe("waiting");
    expect(bench.health(id)?.reason?.en).toContain(word);
    await eventually(() => bench.health(id)?.state === "ready", "it opens after all");
  });
});

describe("a Firmata board", () => {
  it("gives readings, buttons and takes commands, through johnny-five", async () => {
    const board = createFirmataBoard();
    const { of, health, devices, command, states } = start(board.firmware);
    await eventually(() => health(id)?.state === "ready" && of("reading-taken").length > 2, "readings");
    expect(devices.get(id)).toMatchObject({ model: "firmata-board", profile: "board-serial" });
    board.analog[2] = 511;
    await eventually(() => states.get(id)?.readings.knob === 50, "the knob in the middle");
    board.digital[2] = 0;
    board.tellDigital();
    await eventually(() => of("button-pressed").length === 1, "the press");
    board.digital[2] = 1;
    board.tellDigital();
    await eventually(() => of("button-released").length === 1, "the release");
    expect(of("button-released")[0]).toMatchObject({ channel: "button" });
    expect(await command(id, "led.set", { level: 100 })).toMatchObject({ ok: true });
    expect(board.written.get(6)).toBe(255);
    expect(await command(id, "servo.move", { angle: 181 })).toMatchObject({
      problem: { code: "COMMAND_ARGUMENT" },
    });
  });

  it("does not flash faster than three times a second", async () => {
    const board = createFirmataBoard();
    const { health, command, of } = start(board.firmware);
    await eventually(() => health(id)?.state === "ready" && of("reading-taken").length > 0, "ready");
    const codes: (string | undefined)[] = [];
    for (let flash = 0; flash < 4; flash++) {
      const on = await command(id, "led.set", { level: 100 });
      codes.push(on?.ok === false ? on.problem.code : undefined);
      if (flash < 3) await command(id, "led.set", { level: 0 });
    }
    expect(codes).toEqual([undefined, undefined, undefined, "FLASH_LIMIT"]);
  });

  it("survives noise on its line, an endless message too", async () => {
    const board = createFirmataBoard();
    let send: (bytes: Uint8Array) => void = () => undefined;
    const { of, health, healths, states } = start((far, baud) => {
      send = (bytes) => far.send(bytes);
      return board.firmware(far, baud);
    });
    await eventually(() => health(id)?.state === "ready" && of("reading-taken").length > 0, "ready");
    const endless = new Uint8Array(20_000).fill(0x22);
    endless[0] = 0xf0;
    send(endless);
    send(Uint8Array.from({ length: 500 }, (_, index) => (index * 91) % 128));
    await eventually(() => of("frame-discarded").length > 0, "discards");
    board.analog[2] = 1023;
    await eventually(() => states.get(id)?.readings.knob === 100, "readings go on");
    expect(healths.filter((line) => line.includes("offline")).length).toBe(0);
  });

  it("that stops answering is lost, and found again when it answers", async () => {
    const board = createFirmataBoard();
    const { of, health } = start(board.firmware, { clock: createClock(4) });
    await eventually(() => health(id)?.state === "ready" && of("reading-taken").length > 0, "ready");
    board.frozen = true;
    await eventually(() => health(id)?.code === "SERIAL_SILENT", "lost");
    board.frozen = false;
    const { length } = of("reading-taken");
    await eventually(
      () => health(id)?.state === "ready" && of("reading-taken").length > length,
      "found again",
    );
  });

  it("that becomes a reader after another program was uploaded is a reader", async () => {
    const { hub, health, devices } = start(createFirmataBoard().firmware);
    await eventually(() => devices.get(id)?.model === "firmata-board", "a board");
    hub.unplug("virtual-1");
    await eventually(() => health(id)?.code === "SERIAL_GONE", "gone");
    hub.plug(port("virtual-1", "KIT1"), createReaderBoard().firmware);
    await eventually(
      () => devices.get(id)?.model === "labo-rfid" && health(id)?.state === "ready",
      "a reader",
    );
  });
});

it("one receiver tells how each kind of port is", async () => {
  const hub = createByteHub();
  const bench = startSerialBench({
    virtual: hub,
    real: true,
    loadBinding: () => Promise.reject(new Error("No native build was found")),
  });
  benches.push(bench);
  const receivers = await eventually(() => {
    const found = bench.serial.figures().receivers;
    return found.some(({ health }) => health.code !== "ok") && found;
  }, "the fault is told");
  expect(receivers.map(({ id: name, source, health }) => `${name} ${source} ${health.code}`)).toEqual([
    "serial-usb hardware SERIAL_UNAVAILABLE",
    "serial-kit simulated ok",
  ]);
});
