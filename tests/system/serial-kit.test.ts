// The serial sessions over the virtual kit: the committed firmware in simulated Unos, through serialport's stream.
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { KitControl } from "#contract/kit.ts";
import { createClock } from "../../bridge/clock.ts";
import { decodeRfidLine, type RfidMessage } from "../../bridge/decoders/rfid-line.ts";
import type { VirtualKit } from "../../bridge/virtual-kit/kit.ts";
import { createVirtualKit } from "../../bridge/virtual-kit/virtual-kit.ts";
import { fastestOf } from "../helpers/duty.ts";
import { eventually } from "../helpers/eventually.ts";
import { type SerialBench, startSerialBench } from "../helpers/serial-bench.ts";

let kit: VirtualKit;
let bench: SerialBench;
let reader = "";
let board = "";

beforeAll(async () => {
  const clock = createClock();
  kit = createVirtualKit({
    clock,
    seed: 1,
    logger: pino({ level: "silent" }),
    firmwareFolder: fileURLToPath(new URL("../../firmware", import.meta.url)),
  });
  await kit.start();
  bench = startSerialBench(
    { virtual: kit.serial, real: false },
    { clock, taughtTags: kit.taught.tags.map(({ uid }) => uid) },
  );
  const find = (model: string) =>
    eventually(
      () =>
        [...bench.devices.values()].find(
          (device) => device.model === model && bench.health(device.id)?.state === "ready",
        )?.id,
      `${model} is ready`,
    );
  reader = await find("labo-rfid");
  board = await find("firmata-board");
});
afterAll(async () => {
  await bench.serial.stop();
  await kit.stop();
});

const boardOf = (firmware: string) => {
  const found = kit.snapshot().boards.find((candidate) => candidate.firmware === firmware);
  if (found === undefined) throw new Error(`no board runs ${firmware}`);
  return found.id;
};
const control = (given: KitControl) => kit.control(given);
const latest = () => bench.states.get(board)?.readings ?? {};

/** What the reader said while its bytes were watched, stamped by its own clock: how busy the machine is does not show. */
function said<T extends RfidMessage["type"]>(type: T): Extract<RfidMessage, { type: T }>[] {
  return bench.raw
    .filter(({ format }) => format === "rfid-line")
    .map(({ hex }) => decodeRfidLine(Uint8Array.from(Buffer.from(hex, "hex"))))
    .flatMap((decoded) => (decoded.ok ? [decoded.message] : []))
    .filter((message): message is Extract<RfidMessage, { type: T }> => message.type === type);
}

it("a tag put on the simulated reader arrives, and leaves when it is taken away", async () => {
  const tag = kit.snapshot().tags[0];
  if (tag === undefined) throw new Error("no tag");
  await bench.command(reader, "raw.watch", { ms: 60_000 });
  await control({ control: "tag-place", tag: tag.id, reader: boardOf("labo-rfid"), distanceMm: 5 });
  await eventually(() => bench.of("tag-arrived").length === 1, "the arrival");
  expect(bench.of("tag-arrived")[0]).toMatchObject({
    device: reader,
    source: "simulated",
    tag: { id: tag.uid, known: true },
  });
  // Held until the reader has told of it twice, two of its own seconds apart.
  const [first, second] = await eventually(() => {
    const holding = said("reader-status").filter(({ held }) => held === 1);
    return holding.length >= 2 && holding;
  }, "two status lines");
  await control({ control: "tag-remove", tag: tag.id });
  await eventually(() => bench.of("tag-left").length === 1, "the departure");
  const [arrived, left] = [said("tag-arrived")[0], said("tag-left")[0]];
  if (first === undefined || second === undefined || arrived === undefined || left === undefined)
    throw new Error("not watched");
  // Seen from the first poll to the last: 50 ms apart, the hold time not counted.
  expect(left.presentMs).toBeGreaterThan(second.ms - first.ms - 200);
  expect(left.presentMs).toBeLessThan(left.ms - arrived.ms);
  expect(bench.of("tag-left")[0]?.durationMs).toBe(left.presentMs);
});

it("the reader takes commands", async () => {
  expect(await bench.command(reader, "hold-time.set", { ms: 500 })).toMatchObject({ ok: true });
  expect(await bench.command(reader, "poll-interval.set", { ms: 50 })).toMatchObject({ ok: true });
});

it("the simulated board’s knob, light, temperature and button are told in their units", async () => {
  const readings = await eventually(
    () => "temperature" in latest() && "light" in latest() && latest(),
    "readings",
  );
  const world = kit.snapshot();
  expect(Math.abs((readings.temperature ?? 0) - world.temperature)).toBeLessThan(2);
  expect(Math.abs((readings.light ?? 0) / world.illuminance - 1)).toBeLessThan(0.1);
  for (const ratio of [1, 0.5, 0]) {
    await control({ control: "knob-turn", board: boardOf("labo-firmata"), component: "knob", ratio });
    await eventually(() => Math.abs((latest().knob ?? -100) - ratio * 100) < 1, `the knob at ${ratio}`);
  }
  await control({ control: "room-light", lux: 100 });
  await eventually(() => Math.abs((latest().light ?? 0) - 100) < 10, "100 lx");
  await control({ control: "button", board: boardOf("labo-firmata"), component: "button", pressed: true });
  await eventually(() => bench.of("button-pressed").length === 1, "the press");
  await control({ control: "button", board: boardOf("labo-firmata"), component: "button", pressed: false });
  await eventually(() => bench.of("button-released").length === 1, "the release");
});

it("the LED, the servo and the buzzer do what they are told", async () => {
  const part = (name: string) =>
    kit
      .snapshot()
      .boards.find(({ firmware }) => firmware === "labo-firmata")
      ?.components.find(({ id }) => id === name)?.value ?? -1;
  expect(await bench.command(board, "led.set", { level: 50 })).toMatchObject({ ok: true });
  await eventually(() => Math.abs(part("led") - 0.5) < 0.05, "the LED at half");
  expect(await bench.command(board, "servo.move", { angle: 120 })).toMatchObject({ ok: true });
  await eventually(() => Math.abs(part("servo") - 120) < 4, "the servo at 120°");
  expect(await bench.command(board, "buzzer.sound", { ms: 1500 })).toMatchObject({ ok: true });
  await eventually(() => part("buzzer") > 0, "the buzzer sounds");
  await eventually(() => part("buzzer") === 0, "the buzzer falls silent by itself");
});

const dutyMs = 3000;

/** Puts a board's cable back. @returns how long until the board is found and speaks, milliseconds. */
async function putBack(firmware: "labo-rfid" | "labo-firmata"): Promise<number> {
  const id = firmware === "labo-rfid" ? reader : board;
  const found = bench.of("device-found").filter(({ device }) => device === id).length;
  const readings = bench.of("reading-taken").length;
  const before = bench.clock.mono();
  await control({ control: "plug", board: boardOf(firmware), plugged: true, silent: false });
  await eventually(
    () => bench.of("device-found").filter(({ device }) => device === id).length > found,
    "it is found",
  );
  if (firmware === "labo-firmata")
    await eventually(() => bench.of("reading-taken").length > readings, "it measures");
  const took = bench.clock.mono() - before;
  await eventually(() => bench.health(id)?.code === "ok", "it is well");
  return took;
}

it.each([
  ["labo-rfid", false],
  ["labo-rfid", true],
  ["labo-firmata", false],
  ["labo-firmata", true],
] as const)(
  "%s pulled out (silently: %s) and put back is the same device within 3 s",
  async (firmware, silent) => {
    const id = firmware === "labo-rfid" ? reader : board;
    const took = await fastestOf(async () => {
      await control({ control: "plug", board: boardOf(firmware), plugged: false, silent });
      await eventually(() => bench.availability.get(id)?.state === "offline", "it is lost");
      expect(bench.health(id)?.code).toBe("SERIAL_GONE");
      return putBack(firmware);
    }, dutyMs);
    expect(took).toBeLessThan(dutyMs);
  },
);

it.each(["labo-rfid", "labo-firmata"] as const)(
  "%s pulled out and put back at once, between two looks at the port list and nobody told, is back within 3 s",
  async (firmware) => {
    const took = await fastestOf(async () => {
      await control({ control: "plug", board: boardOf(firmware), plugged: false, silent: true });
      return putBack(firmware);
    }, dutyMs);
    expect(took).toBeLessThan(dutyMs);
  },
);

it("interference on the wire is counted and harms nothing", async () => {
  const hex = Buffer.from(Uint8Array.from({ length: 256 }, (_, index) => (index * 73) % 256)).toString("hex");
  const before = bench.serial.figures().discarded;
  await control({ control: "line-noise", board: boardOf("labo-rfid"), hex });
  await control({ control: "line-noise", board: boardOf("labo-firmata"), hex });
  await eventually(() => bench.serial.figures().discarded > before + 1, "discards");
  const { length } = bench.of("reading-taken");
  await eventually(() => bench.of("reading-taken").length > length, "readings go on");
  expect(bench.health(reader)?.state).toBe("ready");
  expect(bench.health(board)?.state).toBe("ready");
});
