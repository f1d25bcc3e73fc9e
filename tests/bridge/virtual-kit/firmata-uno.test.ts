// The committed labo-firmata.hex in the simulated Uno: every feature of the protocol, from the byte on the wire to the pin
// and back. The same features are tested on the host, without a board, in tests/firmware/firmata.cpp.
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { createFirmataSplitter } from "../../../bridge/frames/firmata-splitter.ts";
import type { Atmega328p } from "../../../bridge/virtual-kit/avr/atmega328p.ts";
import { VirtualBoard } from "../../../bridge/virtual-kit/boards/virtual-board.ts";
import { readFirmware } from "../../../bridge/virtual-kit/firmware-files.ts";
import { PiezoSpeaker } from "../../../bridge/virtual-kit/parts/piezo.ts";
import { attachSonar, echoMicros } from "../../../bridge/virtual-kit/parts/sonar.ts";
import { StripWire } from "../../../bridge/virtual-kit/parts/strip.ts";
import { attachI2cRegisters, type I2cRegisters } from "../../helpers/i2c-registers.ts";

const sensorAddress = 0x48;
const modes = { input: 0, output: 1, analog: 2, pwm: 3, servo: 4, i2c: 6, pullUp: 11, ping: 0x75 };
let flash: Uint8Array;
beforeAll(async () => {
  const images = await readFirmware(fileURLToPath(new URL("../../../firmware", import.meta.url)));
  flash = images["labo-firmata"];
});

const pair = (value: number) => [value & 0x7f, value >> 7];
const hex = (bytes: Iterable<number>) => Buffer.from(Uint8Array.from(bytes)).toString("hex");
/** A string of the board's, as it comes: one character in two bytes. */
const stringSaying = (text: string) =>
  hex([0xf0, 0x71, ...[...text].flatMap((c) => pair(c.charCodeAt(0))), 0xf7]);

class Uno {
  /** Whole messages since the last `take()`, in hexadecimal, and when they came (milliseconds). */
  private told: { message: string; ms: number }[] = [];
  private readonly splitter = createFirmataSplitter("to-host");
  private readonly board: VirtualBoard;
  private ms = 0;
  mcu!: Atmega328p;
  i2c!: I2cRegisters;
  volts = [0, 0, 0, 0, 0, 0];

  constructor() {
    this.board = new VirtualBoard({
      flash,
      wiring: {
        connect: (mcu) => {
          this.mcu = mcu;
          mcu.analog = (channel) => this.volts[channel] ?? 0;
          this.i2c = attachI2cRegisters(mcu.twi, sensorAddress);
        },
        update: () => undefined,
        powerOff: () => undefined,
      },
    });
    this.board.powerOn(0);
    this.board.open(57_600, 0);
    this.run(300);
  }

  run(ms: number): this {
    for (const end = this.ms + ms; this.ms < end; ) {
      this.ms += 1;
      this.board.runUntil(this.ms);
      for (const outcome of this.splitter.push(this.board.takeOutput() ?? new Uint8Array())) {
        if (outcome.kind !== "frame")
          throw new Error(`the board sent ${hex(outcome.bytes)}: ${outcome.reason}`);
        this.told.push({ message: hex(outcome.bytes), ms: this.ms });
      }
    }
    return this;
  }

  send(...bytes: number[]): this {
    this.board.write(Uint8Array.from(bytes));
    // Each byte takes 0.17 ms on the wire.
    return this.run(Math.ceil(bytes.length / 5) + 5);
  }

  take(): string[] {
    return this.takeTimed().map(({ message }) => message);
  }

  takeTimed(): { message: string; ms: number }[] {
    return this.told.splice(0);
  }

  /** Widths and distances of the pulses on a pin during some time, microseconds. */
  pulses(pin: string, ms: number): { width: number; period: number }[] {
    const pulses: { width: number; period: number }[] = [];
    let rose: number | undefined;
    let width = 0;
    this.mcu.onEdge(pin, (high) => {
      const now = this.mcu.micros;
      if (!high && rose !== undefined) width = now - rose;
      if (high && rose !== undefined) pulses.push({ width, period: now - rose });
      if (high) rose = now;
    });
    this.run(ms);
    return pulses;
  }
}

const name = hex([...pair(0), ...[..."labo-firmata.ino"].flatMap((c) => pair(c.charCodeAt(0)))]).slice(4);

describe("what the board says of itself", () => {
  it("its version and its firmware's name, at boot and when asked", () => {
    const uno = new Uno();
    const hello = ["f90206", `f0790102${name}f7`];
    expect(uno.take()).toEqual(hello);
    expect(uno.send(0xf9, 0xf0, 0x79, 0xf7).run(20).take()).toEqual(hello);
  });

  it("what each of its twenty pins can do", () => {
    const uno = new Uno();
    uno.take();
    const digital = [modes.input, 1, modes.pullUp, 1, modes.output, 1];
    const pins = Array.from({ length: 20 }, (_, pin) => [
      ...(pin < 2 ? [] : digital),
      ...(pin < 14 ? [] : [modes.analog, 10]),
      ...([3, 5, 6, 9, 10, 11].includes(pin) ? [modes.pwm, 8] : []),
      ...(pin >= 2 && pin < 14 ? [modes.servo, 14, modes.ping, 1] : []),
      ...(pin < 18 ? [] : [modes.i2c, 1]),
      0x7f,
    ]);
    expect(uno.send(0xf0, 0x6b, 0xf7).run(60).take()).toEqual([hex([0xf0, 0x6c, ...pins.flat(), 0xf7])]);
  });

  it("which pin is which analogue channel", () => {
    const uno = new Uno();
    uno.take();
    expect(uno.send(0xf0, 0x69, 0xf7).run(10).take()).toEqual([
      hex([0xf0, 0x6a, ...new Array<number>(14).fill(0x7f), 0, 1, 2, 3, 4, 5, 0xf7]),
    ]);
  });

  it("the mode and state of a pin", () => {
    const uno = new Uno();
    uno.send(0xf4, 6, modes.pwm, 0xe6, ...pair(200)).take();
    expect(uno.send(0xf0, 0x6d, 6, 0xf7).run(5).take()).toEqual([
      hex([0xf0, 0x6e, 6, modes.pwm, ...pair(200), 0xf7]),
    ]);
  });
});

describe("digital pins", () => {
  it("are driven one by one and eight at a time", () => {
    const uno = new Uno();
    uno.send(0xf4, 4, modes.output, 0xf5, 4, 1);
    expect(uno.mcu.level("D4")).toBe(true);
    uno.send(0xf5, 4, 0);
    expect(uno.mcu.level("D4")).toBe(false);
    // Pins 8 and 13.
    uno.send(0x91, ...pair(0b10_0001));
    expect(["D8", "D9", "D12", "D13"].map((pin) => uno.mcu.level(pin))).toEqual([true, false, false, true]);
  });

  it("that are inputs are told at each change, also on the pins that were analogue", () => {
    const uno = new Uno();
    uno.mcu.drive("D2", true);
    uno.mcu.drive("A1", false);
    uno.take();
    uno.send(0xf4, 2, modes.pullUp, 0xf4, 15, modes.input, 0xd0, 1, 0xd1, 1).run(10);
    expect(uno.take().filter((message) => !message.startsWith("e"))).toEqual([
      hex([0x90, ...pair(0b100)]),
      hex([0x91, ...pair(0)]),
    ]);
    uno.mcu.drive("D2", false);
    expect(uno.run(3).take()).toEqual(["900000"]);
    uno.mcu.drive("A1", true);
    expect(uno.run(3).take()).toEqual([hex([0x91, ...pair(0x80)])]);
    uno.send(0xd0, 0, 0xd1, 0).take();
    uno.mcu.drive("D2", true);
    expect(uno.run(50).take()).toEqual([]);
  });
});

describe("analogue pins", () => {
  it("are told at once, then at the sampling interval, whatever it is set to", () => {
    const uno = new Uno();
    uno.take();
    uno.volts[3] = 3.75;
    const wanted = hex([0xe3, ...pair(768)]);
    for (const interval of [19, 10, 100, 250]) {
      if (interval !== 19) uno.send(0xf0, 0x7a, ...pair(interval), 0xf7);
      uno
        .send(0xc3, 1)
        .run(interval * 2)
        .takeTimed();
      const told = uno.run(interval * 10).takeTimed();
      expect(new Set(told.map(({ message }) => message))).toEqual(new Set([wanted]));
      expect([interval, told.length]).toEqual([interval, 10]);
      const gaps = told.slice(1).map(({ ms }, i) => ms - (told[i]?.ms ?? 0));
      for (const gap of gaps) expect(Math.abs(gap - interval)).toBeLessThanOrEqual(2);
    }
    uno.send(0xc3, 0).take();
    expect(uno.run(1000).take()).toEqual([]);
  });

  it("read the whole scale", () => {
    const uno = new Uno();
    uno.send(0xc0, 1);
    for (const [volts, counts] of [
      [0, 0],
      [2.5, 512],
      [4.999, 1023],
    ] as const) {
      uno.volts[0] = volts;
      uno.run(60).take();
      expect(uno.run(20).take()).toContain(hex([0xe0, ...pair(counts)]));
    }
  });
});

describe("PWM", () => {
  it("gives each of the six pins the share of time asked, by short and extended messages", () => {
    const uno = new Uno();
    for (const pin of [3, 5, 6, 9, 10, 11]) {
      uno.send(0xf4, pin, modes.pwm, 0xe0 | pin, ...pair(64));
      expect([pin, uno.mcu.pwm(`D${pin}`)?.duty.toFixed(2)]).toEqual([pin, "0.25"]);
      uno.send(0xf0, 0x6f, pin, ...pair(192), 0xf7);
      expect([pin, uno.mcu.pwm(`D${pin}`)?.duty.toFixed(2)]).toEqual([pin, "0.75"]);
      uno.send(0xe0 | pin, ...pair(255));
      expect([pin, uno.mcu.pwm(`D${pin}`), uno.mcu.level(`D${pin}`)]).toEqual([pin, undefined, true]);
      uno.send(0xe0 | pin, ...pair(0));
      expect([pin, uno.mcu.pwm(`D${pin}`), uno.mcu.level(`D${pin}`)]).toEqual([pin, undefined, false]);
    }
  });
});

describe("servos", () => {
  it.each([
    [0, 544],
    [90, 1472],
    [180, 2400],
    [1000, 1000],
  ])("asked for %d have pulses of %d µs, fifty times a second", (value, micros) => {
    const uno = new Uno();
    uno.send(0xf4, 9, modes.servo, 0xe9, ...pair(value)).run(50);
    const pulses = uno.pulses("D9", 500);
    expect(pulses.length).toBeGreaterThanOrEqual(23);
    for (const { width, period } of pulses) {
      expect(Math.abs(width - micros)).toBeLessThan(6);
      expect(Math.abs(period - 20_000)).toBeLessThan(60);
    }
  });

  it("keep to the pulses they were configured with", () => {
    const uno = new Uno();
    uno.send(0xf0, 0x70, 10, ...pair(1000), ...pair(2000), 0xf7, 0xea, ...pair(180)).run(50);
    for (const { width } of uno.pulses("D10", 200)) expect(Math.abs(width - 2000)).toBeLessThan(6);
  });

  it("run side by side on any pins; PWM of their timer's pins follows the half, and the board says so", () => {
    const uno = new Uno();
    uno
      .send(0xf4, 2, modes.servo, 0xe2, ...pair(45), 0xf4, 12, modes.servo, 0xec, ...pair(135))
      .run(50)
      .take();
    uno.send(0xf4, 9, modes.pwm, 0xe9, ...pair(200));
    expect(uno.run(30).take()).toContain(stringSaying("PWM: pin's timer is in use"));
    expect(uno.mcu.level("D9")).toBe(true);
    for (const { width } of uno.pulses("D2", 200)) expect(Math.abs(width - 1008)).toBeLessThan(6);
    for (const { width } of uno.pulses("D12", 200)) expect(Math.abs(width - 1936)).toBeLessThan(6);
    // The last servo gone, the timer makes PWM again.
    uno.send(0xf4, 2, modes.output, 0xf4, 12, modes.output, 0xe9, ...pair(64));
    expect(uno.mcu.pwm("D9")?.duty).toBeCloseTo(0.25, 2);
  });
});

describe("I²C", () => {
  const on = [0xf0, 0x78, 0, 0, 0xf7];
  const request = (mode: number, ...data: number[]) => [
    0xf0,
    0x76,
    sensorAddress,
    mode,
    ...data.flatMap(pair),
    0xf7,
  ];
  const reply = (register: number, ...data: number[]) =>
    hex([0xf0, 0x77, ...[sensorAddress, register, ...data].flatMap(pair), 0xf7]);

  it("writes registers", () => {
    const uno = new Uno();
    uno.send(...on, ...request(0x00, 0x05, 0xab, 0x80)).run(10);
    expect(uno.i2c.bus).toEqual(["start", "write 48", "05", "ab", "80", "stop"]);
    expect([...uno.i2c.registers.subarray(5, 7)]).toEqual([0xab, 0x80]);
  });

  it("reads registers once, with a stop or a restart before the reading", () => {
    const uno = new Uno();
    uno.i2c.registers.set([1, 2, 200, 4], 0x10);
    uno.send(...on).take();
    expect(
      uno
        .send(...request(0x08, 0x11, 3))
        .run(10)
        .take(),
    ).toEqual([reply(0x11, 2, 200, 4)]);
    expect(uno.i2c.bus.splice(0)).toEqual(["start", "write 48", "11", "stop", "start", "read 48", "stop"]);
    expect(
      uno
        .send(...request(0x48, 0x10, 1))
        .run(10)
        .take(),
    ).toEqual([reply(0x10, 1)]);
    expect(uno.i2c.bus.splice(0)).toEqual(["start", "write 48", "10", "restart", "read 48", "stop"]);
  });

  it("reads at the sampling interval until stopped", () => {
    const uno = new Uno();
    uno
      .send(...on, 0xf0, 0x7a, ...pair(50), 0xf7, ...request(0x10, 0x10, 2))
      .run(100)
      .take();
    uno.i2c.registers.set([9, 8], 0x10);
    expect(uno.run(500).take()).toEqual(new Array<string>(10).fill(reply(0x10, 9, 8)));
    uno.send(...request(0x18)).take();
    expect(uno.run(300).take()).toEqual([]);
  });

  it("tells of a part that is not there by a string, never by made-up data", () => {
    const uno = new Uno();
    uno.send(...on).take();
    expect(
      uno
        .send(0xf0, 0x76, 0x23, 0x08, ...pair(0), ...pair(2), 0xf7)
        .run(60)
        .take(),
    ).toEqual([stringSaying("I2C: Too few bytes received")]);
  });
});

/** What PingFirmata takes: pin, level, then both times in four bytes, each in two. */
const ping = (pin: number, micros: number, timeout: number) => [
  ...[0xf0, 0x75, pin, 1],
  ...[micros, timeout].flatMap((number) => [24, 16, 8, 0].flatMap((shift) => pair((number >> shift) & 0xff))),
  0xf7,
];
/** The time in an answer, microseconds. */
const pinged = (message: string): number => {
  const bytes = [...Buffer.from(message, "hex")];
  return [4, 6, 8, 10].reduce((sum, at) => sum * 256 + (bytes[at] ?? 0) + 128 * (bytes[at + 1] ?? 0), 0);
};

describe("an ultrasonic rangefinder", () => {
  it.each([0.02, 0.2, 0.5, 1, 2.5, 4])("at %d m has its echo timed to a millimetre or two", (metres) => {
    const uno = new Uno();
    const micros = echoMicros(metres, 20);
    attachSonar(uno.mcu, "D7", () => micros);
    uno.take();
    const told = uno
      .send(...ping(7, 10, 40_000))
      .run(60)
      .take();
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^f07507/);
    expect(Math.abs(pinged(told[0] ?? "") - micros)).toBeLessThan(14);
  });

  it("is answered with 0 when nothing comes back in time, and the board goes on meanwhile", () => {
    const uno = new Uno();
    attachSonar(uno.mcu, "D7", () => undefined);
    uno.take();
    uno.send(...ping(7, 10, 40_000));
    expect(uno.send(0xf9).take()).toEqual(["f90206"]);
    expect(uno.run(60).take().map(pinged)).toEqual([0]);
  });

  it("is timed as well while a servo runs and channels are reported, and the board still sleeps", () => {
    const uno = new Uno();
    const micros = echoMicros(1, 20);
    attachSonar(uno.mcu, "D7", () => micros);
    uno.send(0xf4, 9, modes.servo, 0xe9, 90, 0, 0xc0, 1, 0xc1, 1, 0xf4, 2, modes.pullUp, 0xd0, 1);
    const slept = uno.mcu.sleptCycles;
    const from = uno.mcu.cycles;
    const times = Array.from({ length: 20 }, () => {
      uno.take();
      const told = uno
        .send(...ping(7, 10, 40_000))
        .run(60)
        .take();
      return pinged(told.find((message) => message.startsWith("f075")) ?? "");
    });
    for (const time of times) expect(Math.abs(time - micros)).toBeLessThan(30);
    expect((uno.mcu.sleptCycles - slept) / (uno.mcu.cycles - from)).toBeGreaterThan(0.6);
  });
});

describe("a strip", () => {
  const config = (pin: number, length: number) => [0xf0, 0x51, 1, pin, ...pair(length), 0xf7];
  const colour = (rgb: number) => [rgb & 0x7f, (rgb >> 7) & 0x7f, (rgb >> 14) & 0x7f, (rgb >> 21) & 0x7f];
  const show = [0xf0, 0x51, 2, 0xf7];

  it.each([5, 8, 14])("on pin %i shows the colours it was given, on pulses within the data sheet", (pin) => {
    const uno = new Uno();
    const strip = new StripWire(uno.mcu, pin < 14 ? `D${pin}` : `A${pin - 14}`, 8);
    uno.send(...config(pin, 8), 0xf0, 0x51, 4, ...colour(0x0a64ff), 0xf7);
    uno.send(0xf0, 0x51, 3, 2, 0, ...colour(0xff8001), 0xf7);
    expect(strip.colours).toEqual(new Array<string>(8).fill("#000000"));
    uno.send(...show).run(3);
    expect(strip.colours).toEqual(["#0a64ff", "#0a64ff", "#ff8001", ...new Array<string>(5).fill("#0a64ff")]);
    expect(strip.faults).toBe(0);
  });

  it("of sixty LEDs loses no byte of the host, and leaves the servos’ pulses alone", () => {
    const uno = new Uno();
    const strip = new StripWire(uno.mcu, "D5", 60);
    uno.send(0xf4, 9, modes.servo, 0xe9, ...pair(90), ...config(5, 60)).run(50);
    const pulses: number[] = [];
    let rose = 0;
    uno.mcu.onEdge("D9", (high) => {
      if (high) rose = uno.mcu.micros;
      else pulses.push(uno.mcu.micros - rose);
    });
    // Each of these turns a pin: one byte lost would be seen there.
    let turns = 0;
    uno.send(0xf4, 4, modes.output).mcu.onEdge("D4", (high) => {
      turns += Number(high);
    });
    const turn = Array.from({ length: 24 }, (_, n) => [0xf5, 4, (n + 1) % 2]).flat();
    for (let frame = 0; frame < 20; frame++)
      uno.send(0xf0, 0x51, 4, ...colour(frame * 0x0c0c0c), 0xf7, ...show, ...turn);
    uno.run(200);
    expect(turns).toBe(20 * 12);
    expect(strip.colours).toEqual(new Array<string>(60).fill("#e4e4e4"));
    expect(strip.faults).toBe(0);
    expect(pulses.length).toBeGreaterThan(10);
    for (const width of pulses) expect(Math.abs(width - 1472)).toBeLessThan(12);
  });
});

describe("a tone", () => {
  const play = (hertz: number, ms: number) => [0xf0, 0x5f, 0, 8, ...pair(hertz), ...pair(ms), 0xf7];

  it.each([110, 440, 1000, 4000])("of %i Hz sounds as long as asked, then is silent", (hertz) => {
    const uno = new Uno();
    const speaker = new PiezoSpeaker(uno.mcu, "D8");
    uno.send(...play(hertz, 300)).run(100);
    expect(Math.abs(speaker.frequency / hertz - 1)).toBeLessThan(0.01);
    uno.run(300);
    expect(speaker.frequency).toBe(0);
  });

  it("is silenced when told; PWM of its timer’s pins follows the half meanwhile, and works again after", () => {
    const uno = new Uno();
    const speaker = new PiezoSpeaker(uno.mcu, "D8");
    uno.send(...play(440, 0)).run(50);
    uno.send(0xf4, 3, modes.pwm).take();
    uno.send(0xe3, ...pair(200));
    expect(uno.run(30).take()).toContain(stringSaying("PWM: pin's timer is in use"));
    expect(uno.mcu.level("D3")).toBe(true);
    expect(speaker.frequency).toBeGreaterThan(430);
    uno.send(0xf0, 0x5f, 1, 8, 0xf7).run(50);
    expect(speaker.frequency).toBe(0);
    uno.send(0xe3, ...pair(64));
    expect(uno.mcu.pwm("D3")?.duty).toBeCloseTo(0.25, 2);
  });
});

describe("a reaction", () => {
  const ask = (least: number, most: number, limit: number) =>
    [0xf0, 0x0b, 2, 0, 6, ...pair(least), ...pair(most), ...pair(limit), 0xf7] as const;
  const wire = () => {
    const uno = new Uno();
    uno.mcu.drive("D2", true);
    // The analogue pins talk meanwhile, as on a board in use.
    uno.send(0xf4, 2, modes.pullUp, 0xd0, 1, 0xf4, 6, modes.pwm, 0xc0, 1, 0xc1, 1, 0xc2, 1).take();
    return uno;
  };
  const answers = (uno: Uno) =>
    uno
      .take()
      .filter((message) => message.startsWith("f00b"))
      .map((message) => {
        const [, , outcome, pin, ...rest] = Buffer.from(message, "hex");
        const [wait = 0, low = 0, high = 0] = [0, 2, 4].map(
          (at) => (rest[at] ?? 0) | ((rest[at + 1] ?? 0) << 7),
        );
        return { outcome, pin, wait, micros: low + high * 0x4000 };
      });

  it.each([120.5, 234.567, 900])("of %d ms is told to a tenth of a millisecond, bounces and all", (ms) => {
    const uno = wire();
    let rose = 0;
    uno.mcu.onEdge("D6", (high) => {
      if (!high) return;
      rose = uno.mcu.micros;
      for (const [after, closed] of [
        [ms, true],
        [ms + 0.4, false],
        [ms + 1.1, true],
      ] as const)
        uno.mcu.after(Math.round(after * 16_000), () => uno.mcu.drive("D2", !closed));
    });
    uno.send(...ask(300, 500, 1500)).run(1600);
    const [answer] = answers(uno);
    expect(rose).toBeGreaterThan(300_000);
    expect(answer).toMatchObject({ outcome: 0, pin: 6 });
    expect(answer?.wait).toBeGreaterThanOrEqual(300);
    expect(answer?.wait).toBeLessThanOrEqual(500);
    expect(Math.abs((answer?.micros ?? 0) - ms * 1000)).toBeLessThan(100);
    expect(uno.mcu.level("D6")).toBe(false);
  });

  it("begun with the button held, or that nobody answers, says so", () => {
    const uno = wire();
    uno.mcu.drive("D2", false);
    uno.send(...ask(100, 100, 300)).run(20);
    expect(answers(uno)).toEqual([{ outcome: 1, pin: 6, wait: 100, micros: 0 }]);
    uno.mcu.drive("D2", true);
    uno
      .run(10)
      .send(...ask(100, 100, 300))
      .run(450);
    expect(answers(uno)).toEqual([{ outcome: 2, pin: 6, wait: 100, micros: 0 }]);
    // The LED obeys its own commands again.
    uno.send(0xe6, ...pair(128));
    expect(uno.mcu.pwm("D6")?.duty).toBeCloseTo(0.5, 2);
  });
});

it("sleeps between events, nearly always when nothing is asked of it", () => {
  const uno = new Uno();
  const shareAsleep = (): number => {
    const [slept, cycles] = [uno.mcu.sleptCycles, uno.mcu.cycles];
    uno.run(1000);
    return (uno.mcu.sleptCycles - slept) / (uno.mcu.cycles - cycles);
  };
  expect(shareAsleep()).toBeGreaterThan(0.8);
  // Three channels every 20 ms and a servo.
  uno.send(0xf0, 0x7a, 20, 0, 0xf7, 0xc0, 1, 0xc1, 1, 0xc2, 1, 0xf4, 9, modes.servo, 0xe9, 90, 0);
  expect(shareAsleep()).toBeGreaterThan(0.6);
});

describe("strings and resets", () => {
  it("the board says by a string what it refuses, and passes over the host's own strings", () => {
    const uno = new Uno();
    uno.take();
    expect(uno.send(0xf4, 3, 0x08).run(30).take()).toEqual([stringSaying("Unknown pin mode")]);
    expect(uno.send(0xf0, 0x71, 0x48, 0x00, 0xf7, 0xf9).run(20).take()).toEqual(["f90206"]);
  });

  it("a system reset ends every report and every drive", () => {
    const uno = new Uno();
    uno.send(0xc0, 1, 0xf4, 9, modes.servo, 0xf4, 4, modes.output, 0xf5, 4, 1).run(50);
    uno.send(0xff).run(50).take();
    expect(uno.mcu.level("D4")).toBe(false);
    expect(uno.pulses("D9", 100)).toEqual([]);
    expect(uno.run(200).take()).toEqual([]);
  });
});
