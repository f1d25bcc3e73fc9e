// The serial sessions over real pseudo-terminals: the native binding, the system's own errors, cables that are pulled.
import { afterEach, describe, expect, it } from "vitest";
import { createClock } from "../../bridge/clock.ts";
import { deviceIdOf } from "../../bridge/devices/serial-session.ts";
import { createSerialPorts } from "../../bridge/transports/serial/serial-ports.ts";
import type { Firmware } from "../helpers/byte-hub.ts";
import { fastestOf } from "../helpers/duty.ts";
import { eventually } from "../helpers/eventually.ts";
import { createFirmataBoard } from "../helpers/firmata-firmware.ts";
import { createPtyCable, hasSocat } from "../helpers/pty-cable.ts";
import { createReaderBoard } from "../helpers/rfid-firmware.ts";
import { type SerialBenchOptions, startSerialBench } from "../helpers/serial-bench.ts";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function start(firmware: Firmware, options: SerialBenchOptions = {}) {
  const cable = await createPtyCable(firmware);
  stops.push(() => cable.stop());
  await cable.plug();
  const bench = startSerialBench({ real: true, extraPaths: [cable.path] }, options);
  stops.push(() => bench.serial.stop());
  const id = deviceIdOf({ key: `path:${cable.path}`, path: cable.path, source: "hardware" });
  return { cable, id, ...bench };
}

const uid = "04A1B2C3D4E5F6";

const title = hasSocat
  ? "over a pseudo-terminal"
  : "over a pseudo-terminal (left out: socat is missing, apt install socat)";

describe.skipIf(!hasSocat)(title, () => {
  it("a reader’s lines become events, its commands are answered", async () => {
    const board = createReaderBoard();
    const { id, of, health, command } = await start(board.firmware, { taughtTags: [uid.toLowerCase()] });
    await eventually(() => health(id)?.state === "ready", "ready");
    board.arrive(uid, "00", "0044");
    await eventually(() => of("tag-arrived").length === 1, "the arrival");
    board.leave(uid, 777);
    await eventually(() => of("tag-left").length === 1, "the departure");
    expect(of("tag-left")[0]).toMatchObject({
      source: "hardware",
      durationMs: 777,
      tag: { id: uid.toLowerCase() },
    });
    expect(await command(id, "hold-time.set", { ms: 300 })).toMatchObject({ ok: true });
  });

  it("garbage, torn and endless lines are discarded and told; good lines among them are kept", async () => {
    const board = createReaderBoard();
    const { id, of, health, serial } = await start(board.firmware);
    await eventually(() => health(id)?.state === "ready", "ready");
    board.send(Buffer.from("$TA,3,30,0,04A1"));
    board.arrive(uid);
    board.send(Uint8Array.from({ length: 2000 }, (_, index) => (index * 151 + 7) % 256));
    board.send(Buffer.from(`$${"9".repeat(5000)}`));
    board.leave(uid, 50);
    await eventually(() => of("tag-left").length === 1, "both edges");
    expect(of("tag-arrived").length).toBe(1);
    expect(serial.figures().discarded).toBeGreaterThan(10);
    await eventually(() => of("frame-discarded").length > 0, "told");
    expect(health(id)?.state).toBe("ready");
  });

  it("the bytes of a wrong baud rate are said to be unreadable", async () => {
    const garbage: Firmware = (far) => {
      const timer = setInterval(
        () =>
          far.send(
            Uint8Array.from({ length: 40 }, (_, index) => ((index * 97 + performance.now()) % 256) | 0x80),
          ),
        20,
      );
      return { onBytes: () => undefined, stop: () => clearInterval(timer) };
    };
    const { id, health, of } = await start(garbage, { clock: createClock(5) });
    await eventually(() => health(id)?.code === "SERIAL_UNREADABLE", "it is said");
    expect(of("frame-discarded").length).toBeGreaterThan(0);
  });

  it("a pulled cable is noticed, and put back it is the same device within 3 s", async () => {
    const board = createReaderBoard();
    const { id, cable, of, health, availability, clock } = await start(board.firmware);
    await eventually(() => health(id)?.state === "ready", "ready");
    board.arrive(uid);
    await eventually(() => of("tag-arrived").length === 1, "the arrival");
    const pullAndPutBack = async (): Promise<number> => {
      const lost = of("device-lost").length;
      await cable.pull();
      await eventually(() => availability.get(id)?.state === "offline", "the loss is told");
      expect(health(id)?.code).toBe("SERIAL_GONE");
      await cable.plug();
      const before = clock.mono();
      await eventually(() => health(id)?.state === "ready", "it is back");
      expect(of("device-lost").length).toBe(lost + 1);
      return clock.mono() - before;
    };
    await pullAndPutBack();
    expect(await fastestOf(pullAndPutBack, 3000)).toBeLessThan(3000);
    expect(of("tag-arrived").length).toBe(1);
  });

  it("put back at once after half a line, it is found again within 3 s", async () => {
    const board = createReaderBoard();
    const { id, cable, of, health, clock } = await start(board.firmware);
    await eventually(() => health(id)?.state === "ready", "ready");
    const cut = async (): Promise<number> => {
      const found = of("device-found").length;
      board.send(Buffer.from("$TA,7,70,0,04A1B2"));
      await cable.pull();
      await cable.plug();
      const before = clock.mono();
      await eventually(() => of("device-found").length > found, "it is found again", 60_000);
      return clock.mono() - before;
    };
    await cut();
    expect(await fastestOf(cut, 3000)).toBeLessThan(3000);
    expect(of("tag-arrived")).toHaveLength(0);
  });

  it("held by another program when it is put back, it is found within 3 s of being let go", async () => {
    const board = createReaderBoard();
    const { id, cable, of, health, availability, clock } = await start(board.firmware);
    await eventually(() => health(id)?.state === "ready", "ready");
    const others = createSerialPorts({ clock: createClock(), real: true, extraPaths: [cable.path] });
    const hold = async (): Promise<number> => {
      const found = of("device-found").length;
      await cable.pull();
      await eventually(() => availability.get(id)?.state === "offline", "the loss is told");
      await cable.plug();
      const [port] = (await others.list()).filter(({ path }) => path === cable.path);
      if (port === undefined) throw new Error("no port");
      const handlers = { onChunk: () => undefined, onClose: () => undefined };
      const link = await others.open(port, 57_600, handlers);
      await eventually(() => health(id)?.code === "SERIAL_BUSY", "it is said to be busy");
      await link.close();
      const before = clock.mono();
      await eventually(() => of("device-found").length > found, "it is found again", 60_000);
      return clock.mono() - before;
    };
    expect(await fastestOf(hold, 3000)).toBeLessThan(3000);
  });

  it("a Firmata board gives readings through johnny-five", async () => {
    const board = createFirmataBoard();
    const { id, states, health, command, cable, availability, of } = await start(board.firmware);
    await eventually(() => health(id)?.state === "ready" && states.get(id)?.readings.knob === 0, "readings");
    board.analog[2] = 1023;
    await eventually(() => states.get(id)?.readings.knob === 100, "the knob");
    expect(await command(id, "led.set", { level: 20 })).toMatchObject({ ok: true });
    expect(board.written.get(6)).toBe(51);
    await cable.pull();
    await eventually(() => availability.get(id)?.state === "offline", "the loss is told");
    const { length } = of("reading-taken");
    await cable.plug();
    await eventually(
      () => health(id)?.state === "ready" && of("reading-taken").length > length,
      "it is back",
    );
  });

  it("a port that another program holds is said to be busy", async () => {
    const { cable, id, health } = await start(createReaderBoard().firmware);
    await eventually(() => health(id)?.state === "ready", "ready");
    const ports = createSerialPorts({ clock: createClock(), real: true, extraPaths: [cable.path] });
    const [port] = (await ports.list()).filter(({ path }) => path === cable.path);
    if (port === undefined) throw new Error("no port");
    await expect(
      ports.open(port, 57_600, { onChunk: () => undefined, onClose: () => undefined }),
    ).rejects.toMatchObject({ code: "SERIAL_BUSY" });
  });
});
