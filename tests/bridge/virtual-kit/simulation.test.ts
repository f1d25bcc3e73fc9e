// The committed firmware running in the simulated hardware: what a host sees on the wire, what a hand does to the world.
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { readFirmware } from "../../../bridge/virtual-kit/firmware-files.ts";
import { type FirmwareImages, Simulation } from "../../../bridge/virtual-kit/simulation.ts";

const reader = "lecteur-rfid";
const sensors = "carte-capteurs";
let firmware: FirmwareImages;

beforeAll(async () => {
  firmware = await readFirmware(fileURLToPath(new URL("../../../firmware", import.meta.url)));
});

class Bench {
  readonly unplugged: string[] = [];
  readonly packets: Uint8Array[] = [];
  readonly simulation: Simulation;
  private readonly received = new Map<string, number[]>();

  constructor(seed = 1) {
    this.simulation = new Simulation({
      seed,
      firmware,
      output: {
        data: (board, bytes) => {
          const all = this.received.get(board) ?? [];
          all.push(...bytes);
          this.received.set(board, all);
        },
        unplugged: (board) => this.unplugged.push(board),
        hci: (packets) => this.packets.push(...packets),
      },
    });
  }

  /** Bytes from a board since the last call. */
  take(board: string): number[] {
    const bytes = this.received.get(board) ?? [];
    this.received.delete(board);
    return bytes;
  }

  /** Whole lines from the reader since the last call, those with the right checksum, less the checksum. */
  lines(): string[] {
    const text = Buffer.from(this.take(reader)).toString("latin1");
    return [...text.matchAll(/\$([^*$\r\n]*)\*([0-9A-F]{4})\r\n/g)]
      .filter(([, body = "", sum]) => crc16(body) === sum)
      .map(([, body = ""]) => body);
  }

  advance(ms: number): this {
    this.simulation.advance(ms);
    return this;
  }

  write(...bytes: number[]): void {
    this.simulation.write(sensors, Uint8Array.from(bytes));
  }

  component(id: string): number {
    return this.simulation.world.component(sensors, id).value;
  }
}

/** CRC-16/IBM-3740 as four upper-case digits. */
function crc16(text: string): string {
  let crc = 0xffff;
  for (const character of text) {
    crc ^= character.charCodeAt(0) << 8;
    for (let i = 0; i < 8; i++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, "0");
}

const ofKind = (lines: readonly string[], kind: string) =>
  lines.filter((line) => line.startsWith(`${kind},`));

test("opening the reader's port resets it: it says who it is and that its chip answers", () => {
  const bench = new Bench().advance(300);
  expect(bench.take(reader)).toEqual([]);
  bench.simulation.open(reader, 57_600);
  bench.advance(300);
  const lines = bench.lines();
  expect(lines[0]).toMatch(/^HI,2,labo-rfid,/);
  expect(ofKind(lines, "RS")[0]).toMatch(/,ok,92,/);
});

test("a tag laid on the reader arrives with its UID and leaves when taken away", () => {
  const bench = new Bench();
  bench.simulation.open(reader, 57_600);
  bench.advance(500).lines();
  bench.simulation.control({ control: "tag-place", tag: "amulette", reader, distanceMm: 5 });
  bench.advance(500);
  expect(ofKind(bench.lines(), "TA").join()).toContain("3A7FC21E,08,0004");
  bench.advance(3000);
  expect(ofKind(bench.lines(), "TL")).toEqual([]);
  bench.simulation.control({ control: "tag-remove", tag: "amulette" });
  bench.advance(1500);
  expect(ofKind(bench.lines(), "TL").join()).toContain("3A7FC21E");
});

test("all tags it can hear, at once, are each told apart by the anticollision, once", () => {
  const bench = new Bench();
  bench.simulation.open(reader, 57_600);
  bench.advance(500).lines();
  const { tags } = bench.simulation.world.kit;
  for (const { id } of tags) {
    bench.simulation.control({ control: "tag-place", tag: id, reader, distanceMm: 5 });
  }
  bench.advance(3000);
  const lines = bench.lines();
  // Those of 125 kHz and of a lift-and-learn antenna this reader does not hear.
  const others = ["em4100", "lift-and-learn"];
  const uids = tags.filter(({ family }) => !others.includes(family)).map(({ uid }) => uid.toUpperCase());
  expect(uids.length).toBeGreaterThanOrEqual(5);
  expect(ofKind(lines, "TA")).toHaveLength(uids.length);
  for (const uid of uids) expect(ofKind(lines, "TA").join()).toContain(uid);
  expect(ofKind(lines, "TL")).toEqual([]);
});

test("out of reach a tag is not there; a tap lasts half a second", () => {
  const bench = new Bench();
  bench.simulation.open(reader, 57_600);
  bench.simulation.control({ control: "tag-place", tag: "plume", reader, distanceMm: 80 });
  bench.advance(1000);
  expect(ofKind(bench.lines(), "TA")).toEqual([]);
  bench.simulation.control({ control: "tag-tap", tag: "plume", reader });
  bench.advance(495);
  expect(bench.simulation.world.kit.tags.find(({ id }) => id === "plume")?.over).toBeDefined();
  bench.advance(10);
  expect(bench.simulation.world.kit.tags.find(({ id }) => id === "plume")?.over).toBeUndefined();
  bench.advance(1500);
  const lines = bench.lines();
  expect(ofKind(lines, "TA")).toHaveLength(1);
  const stayed = Number(ofKind(lines, "TL")[0]?.split(",").at(-1));
  expect(stayed).toBeGreaterThan(300);
  expect(stayed).toBeLessThan(600);
});

test("a tag laid down during its tap stays", () => {
  const bench = new Bench();
  bench.simulation.control({ control: "tag-tap", tag: "plume", reader });
  bench.advance(200);
  bench.simulation.control({ control: "tag-place", tag: "plume", reader, distanceMm: 5 });
  bench.advance(1000);
  expect(bench.simulation.world.kit.tags.find(({ id }) => id === "plume")?.over).toBeDefined();
});

test("at the wrong baud rate the host reads bytes, and no line among them", () => {
  const bench = new Bench();
  bench.simulation.open(reader, 9600);
  bench.advance(3000);
  const bytes = bench.take(reader);
  expect(bytes.length).toBeGreaterThan(5);
  expect(Buffer.from(bytes).toString("latin1")).not.toContain("labo-rfid");
});

test("noise on the wire reaches the host between the board's own bytes", () => {
  const bench = new Bench();
  bench.simulation.open(reader, 57_600);
  bench.advance(500).take(reader);
  bench.simulation.control({ control: "line-noise", board: reader, hex: "00ff2441" });
  expect(bench.take(reader)).toEqual([0x00, 0xff, 0x24, 0x41]);
});

test("unplugged, a board is dumb and the host is told, unless silently; plugged again it starts anew when opened", () => {
  const bench = new Bench();
  bench.simulation.open(reader, 57_600);
  bench.simulation.open(sensors, 57_600);
  bench.advance(500);
  bench.simulation.control({ control: "plug", board: reader, plugged: false, silent: false });
  bench.simulation.control({ control: "plug", board: sensors, plugged: false, silent: true });
  expect(bench.unplugged).toEqual([reader]);
  bench.take(reader);
  bench.simulation.control({ control: "line-noise", board: reader, hex: "00" });
  bench.advance(3000);
  expect(bench.take(reader)).toEqual([]);
  bench.simulation.control({ control: "plug", board: reader, plugged: true, silent: false });
  bench.simulation.open(reader, 57_600);
  bench.advance(300);
  expect(bench.lines()[0]).toMatch(/^HI,/);
});

// ---- Firmata ------------------------------------------------------------------------------------------------------

function analogValues(bytes: readonly number[], channel: number): number[] {
  const values: number[] = [];
  for (let i = 0; i + 2 < bytes.length; i++) {
    if (bytes[i] === (0xe0 | channel)) values.push((bytes[i + 1] ?? 0) | ((bytes[i + 2] ?? 0) << 7));
  }
  return values;
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const spread = (values: readonly number[]) => {
  const middle = mean(values);
  return Math.sqrt(values.reduce((a, b) => a + (b - middle) ** 2, 0) / values.length);
};

/** The sensor board open, started, and reporting its three analogue inputs every 20 ms. */
function reporting(seed = 1): Bench {
  const bench = new Bench(seed);
  bench.simulation.open(sensors, 57_600);
  bench.advance(500);
  bench.write(0xf0, 0x7a, 20, 0, 0xf7, 0xc0, 1, 0xc1, 1, 0xc2, 1);
  bench.advance(100).take(sensors);
  return bench;
}

test("the sensor board answers the Firmata version and its firmware's name", () => {
  const bench = new Bench();
  bench.simulation.open(sensors, 57_600);
  bench.advance(500).take(sensors);
  bench.write(0xf9, 0xf0, 0x79, 0xf7);
  bench.advance(200);
  const bytes = bench.take(sensors);
  expect(bytes.slice(0, 2)).toEqual([0xf9, 2]);
  expect(Buffer.from(bytes).toString("latin1").replaceAll("\0", "")).toContain("labo-firmata");
});

test("analogue channels follow light, temperature and knob", () => {
  const bench = reporting();
  const { simulation } = bench;
  simulation.control({ control: "room-light", lux: 10 });
  simulation.control({ control: "room-temperature", celsius: 25 });
  simulation.control({ control: "knob-turn", board: sensors, component: "knob", ratio: 0.5 });
  bench.advance(60).take(sensors);
  const bytes = bench.advance(1000).take(sensors);
  // 4.17 V, 0.75 V and 2.5 V of 5 V in 1024 steps.
  expect(Math.abs(mean(analogValues(bytes, 0)) - 853)).toBeLessThan(2);
  expect(Math.abs(mean(analogValues(bytes, 1)) - 153)).toBeLessThan(2);
  expect(Math.abs(mean(analogValues(bytes, 2)) - 511.5)).toBeLessThan(2);
  expect(spread(analogValues(bytes, 2))).toBeLessThan(2);
  simulation.control({ control: "knob-turn", board: sensors, component: "knob", ratio: 1 });
  bench.advance(60).take(sensors);
  expect(mean(analogValues(bench.advance(500).take(sensors), 2))).toBeGreaterThan(1020);
});

test("with its wire off, the knob's channel floats: at least 2 % of full scale in 5 s", () => {
  const bench = reporting();
  bench.simulation.control({ control: "wire", board: sensors, component: "knob", connected: false });
  const values = analogValues(bench.advance(5000).take(sensors), 2);
  expect(values.length).toBeGreaterThan(200);
  expect(spread(values) / 1023).toBeGreaterThan(0.02);
});

test("the button pulls its pin low, with bounces, and an unwired button reads high", () => {
  const bench = reporting();
  bench.write(0xc0, 0, 0xc1, 0, 0xc2, 0, 0xf4, 2, 0x0b, 0xd0, 1);
  const levels = (): number[] => {
    const bytes = bench.advance(200).take(sensors);
    return bytes.flatMap((byte, i) => (byte === 0x90 ? [((bytes[i + 1] ?? 0) >> 2) & 1] : []));
  };
  levels();
  const press = (pressed: boolean) =>
    bench.simulation.control({ control: "button", board: sensors, component: "button", pressed });
  press(true);
  expect(levels().at(-1)).toBe(0);
  press(false);
  expect(levels().at(-1)).toBe(1);
  press(true);
  levels();
  bench.simulation.control({ control: "wire", board: sensors, component: "button", connected: false });
  expect(levels().at(-1)).toBe(1);
});

test("LED, servo and buzzer show what the firmware does with their pins", () => {
  const bench = reporting();
  bench.write(0xf4, 6, 3, 0xe6, 64, 0, 0xf4, 9, 4, 0xe9, 30, 0, 0xf4, 4, 1, 0xf5, 4, 1);
  bench.advance(1000);
  expect(bench.component("led")).toBeCloseTo(0.25, 1);
  expect(Math.abs(bench.component("servo") - 30)).toBeLessThanOrEqual(1);
  expect(bench.component("buzzer")).toBe(1);
  // 150 degrees and full light in two 7-bit halves.
  bench.write(0xe9, 150 & 0x7f, 150 >> 7, 0xe6, 0x7f, 1, 0xf5, 4, 0);
  bench.advance(1000);
  expect(bench.component("led")).toBe(1);
  expect(Math.abs(bench.component("servo") - 150)).toBeLessThanOrEqual(1);
  expect(bench.component("buzzer")).toBe(0);
  bench.simulation.control({ control: "plug", board: sensors, plugged: false, silent: false });
  expect(bench.component("led")).toBe(0);
});

test("opening the port again resets the board: its reports stop", () => {
  const bench = reporting();
  bench.simulation.close(sensors);
  bench.simulation.open(sensors, 57_600);
  bench.advance(500).take(sensors);
  expect(analogValues(bench.advance(500).take(sensors), 0)).toEqual([]);
});

// ---- the whole ----------------------------------------------------------------------------------------------------

test("advertising reports flow from the controller once the host has asked for them", () => {
  const bench = new Bench().advance(1000);
  expect(bench.packets).toEqual([]);
  bench.simulation.command(Uint8Array.from([0x01, 0x0c, 0x20, 0x02, 0x01, 0x00]));
  expect(bench.packets.splice(0)).toHaveLength(1);
  bench.advance(2000);
  expect(bench.packets.length).toBeGreaterThan(20);
  for (const packet of bench.packets) expect([...packet.subarray(0, 2)]).toEqual([0x04, 0x3e]);
});

test("the same seed and the same hands give the same bytes", () => {
  const bytes = () => {
    const bench = reporting(11);
    bench.simulation.control({ control: "wire", board: sensors, component: "knob", connected: false });
    return bench.advance(1000).take(sensors);
  };
  expect(bytes()).toEqual(bytes());
});

test("what a person sees is known to have changed only when it has", () => {
  const bench = new Bench();
  bench.simulation.takeChanged();
  bench.advance(100);
  expect(bench.simulation.takeChanged()).toBe(false);
  bench.simulation.control({ control: "room-light", lux: 3 });
  expect(bench.simulation.takeChanged()).toBe(true);
  expect(bench.simulation.takeChanged()).toBe(false);
});

test("each board's speed and load are told after a measure", () => {
  const bench = new Bench().advance(1000);
  bench.simulation.measure(500);
  for (const board of bench.simulation.world.kit.boards.filter(({ plugged }) => plugged)) {
    expect(board.speed).toBe(2);
    expect(board.load).toBeGreaterThan(0);
  }
});
