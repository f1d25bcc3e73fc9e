// The computed timers against a counter that really counts, tick by tick (ATmega328P datasheet §15 and 16).
import { CPU, timer0Config, timer1Config } from "avr8js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Timer } from "../../../../bridge/virtual-kit/avr/timer.ts";

const flag = { overflow: 1, compareA: 2, compareB: 4 };

interface Setting {
  readonly wide: boolean;
  readonly mode: number;
  readonly ocra: number;
  readonly ocrb: number;
  readonly steps: readonly number[];
}

/** A counter as the datasheet draws it. */
class Counter {
  count = 0;
  flags = 0;
  private up = true;
  private readonly setting: Setting;
  private readonly top: number;
  private readonly max: number;
  private readonly upDown: boolean;
  private readonly pwm: boolean;

  constructor(setting: Setting) {
    this.setting = setting;
    this.max = setting.wide ? 0xffff : 0xff;
    const shapes: Record<number, [number, boolean, boolean]> = setting.wide
      ? {
          0: [this.max, false, false],
          1: [0xff, true, true],
          4: [setting.ocra, false, false],
          5: [0xff, false, true],
          15: [setting.ocra, false, true],
        }
      : {
          0: [this.max, false, false],
          1: [0xff, true, true],
          2: [setting.ocra, false, false],
          3: [0xff, false, true],
          7: [setting.ocra, false, true],
        };
    [this.top, this.upDown, this.pwm] = shapes[setting.mode] ?? [this.max, false, false];
  }

  tick(): void {
    if (this.upDown) {
      if (this.count >= this.top) this.up = false;
      if (this.count === 0) this.up = true;
      this.count += this.up ? 1 : -1;
      if (this.count === 0) this.flags |= flag.overflow;
    } else if (this.count === this.top) {
      this.count = 0;
      if (this.pwm || this.top === this.max) this.flags |= flag.overflow;
    } else this.count++;
    if (this.count === this.setting.ocra) this.flags |= flag.compareA;
    if (this.count === this.setting.ocrb) this.flags |= flag.compareB;
  }
}

function run(setting: Setting): void {
  const config = setting.wide ? timer1Config : timer0Config;
  const cpu = new CPU(new Uint16Array(16), 2048);
  const timer = new Timer(cpu, config, 16_000_000);
  expect(timer.output("A")).toBeUndefined();
  const write = (address: number, value: number) => {
    if (setting.wide) cpu.writeData(address + 1, value >> 8);
    cpu.writeData(address, value & 0xff);
  };
  write(config.OCRA, setting.ocra);
  write(config.OCRB, setting.ocrb);
  cpu.writeData(config.TCCRA, setting.mode & 3);
  // Prescaler 8.
  cpu.writeData(config.TCCRB, ((setting.mode >> 2) << 3) | 2);
  write(config.TCNT, 0);
  cpu.writeData(config.TIFR, 7);
  const counter = new Counter(setting);
  for (const ticks of setting.steps) {
    cpu.cycles += ticks * 8;
    for (let i = 0; i < ticks; i++) counter.tick();
    const low = cpu.readData(config.TCNT);
    const count = setting.wide ? (cpu.readData(config.TCNT + 1) << 8) | low : low;
    expect({ count, flags: cpu.readData(config.TIFR) & 7 }).toEqual({
      count: counter.count,
      flags: counter.flags,
    });
    cpu.writeData(config.TIFR, 7);
    counter.flags = 0;
  }
}

const steps = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 12 });

test("an 8-bit timer counts and flags as the datasheet's does, however long nobody looks", () => {
  const setting = fc.record({
    wide: fc.constant(false),
    mode: fc.constantFrom(0, 1, 2, 3, 7),
    ocra: fc.integer({ min: 1, max: 255 }),
    ocrb: fc.integer({ min: 1, max: 255 }),
    steps,
  });
  fc.assert(fc.property(setting, run), { numRuns: 300 });
});

test("a 16-bit timer counts and flags as the datasheet's does", () => {
  const setting = fc.record({
    wide: fc.constant(true),
    mode: fc.constantFrom(0, 1, 4, 5, 15),
    ocra: fc.integer({ min: 1, max: 3000 }),
    ocrb: fc.integer({ min: 1, max: 3000 }),
    steps,
  });
  fc.assert(fc.property(setting, run), { numRuns: 200 });
});

test("an enabled interrupt is queued at its very cycle, again and again", () => {
  const cpu = new CPU(new Uint16Array(16), 2048);
  new Timer(cpu, timer0Config, 16_000_000);
  cpu.writeData(timer0Config.TCCRA, 3);
  cpu.writeData(timer0Config.TIMSK, 1);
  cpu.writeData(timer0Config.TCCRB, 3);
  cpu.writeData(95, 0x80);
  const fired: number[] = [];
  while (cpu.cycles < 60_000) {
    cpu.cycles++;
    const before = cpu.cycles;
    cpu.tick();
    if (cpu.pc === timer0Config.ovfInterrupt) {
      fired.push(before);
      cpu.pc = 0;
      cpu.cycles = before;
      cpu.writeData(95, 0x80);
    }
  }
  expect(fired).toEqual([16_384, 32_768, 49_152]);
});
