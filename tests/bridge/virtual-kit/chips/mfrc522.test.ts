// The reader chip driven as a driver drives it: registers over SPI, one poll at a time.
import fc from "fast-check";
import { expect, test } from "vitest";
import { crcA, withCrcA } from "../../../../bridge/virtual-kit/chips/crc-a.ts";
import { cascadeLevels, Tag } from "../../../../bridge/virtual-kit/chips/iso14443-tags.ts";
import { Mfrc522 } from "../../../../bridge/virtual-kit/chips/mfrc522.ts";
import { command, register } from "../../../../bridge/virtual-kit/chips/mfrc522-registers.ts";
import { type PlacedTag, ReaderField } from "../../../../bridge/virtual-kit/chips/reader-field.ts";
import { createRandom } from "../../../../bridge/virtual-kit/random.ts";

class Bench {
  micros = 0;
  placed: PlacedTag[] = [];
  readonly chip: Mfrc522;

  constructor() {
    const random = createRandom(1);
    this.chip = new Mfrc522(new ReaderField(random, () => this.placed), random, () => this.micros);
    this.micros += 1000;
  }

  write(address: number, ...values: number[]): void {
    this.chip.select();
    for (const byte of [address << 1, ...values]) this.transfer(byte);
  }

  read(address: number): number {
    this.chip.select();
    this.transfer(0x80 | (address << 1));
    return this.transfer(0);
  }

  private transfer(byte: number): number {
    this.micros += 2;
    return this.chip.transfer(byte);
  }

  /** Field on, CRC presets, a 1.5 ms timer that starts by itself: what a driver sets first. */
  configure(): void {
    this.write(register.timerMode, 0x80);
    this.write(register.timerPrescaler, 0xa9);
    this.write(register.timerReloadHigh, 0);
    this.write(register.timerReloadLow, 60);
    this.write(register.mode, 0x3d);
    this.write(register.txAsk, 0x40);
    this.write(register.coll, 0x00);
    this.write(register.txControl, 0x83);
  }

  /** Transceive until something happens. @returns the interrupt flags and what came. */
  exchange(bytes: readonly number[], lastBits = 0, align = 0) {
    this.write(register.command, command.idle);
    this.write(register.comIrq, 0x7f);
    this.write(register.fifoLevel, 0x80);
    this.write(register.fifoData, ...bytes);
    this.write(register.bitFraming, (align << 4) | lastBits);
    this.write(register.command, command.transceive);
    this.write(register.bitFraming, 0x80 | (align << 4) | lastBits);
    const from = this.micros;
    let irq = 0;
    while ((irq & 0x31) === 0 && this.micros - from < 50_000) irq = this.read(register.comIrq);
    const error = this.read(register.error);
    const coll = this.read(register.coll);
    const last = this.read(register.control) & 7;
    const received = Array.from({ length: this.read(register.fifoLevel) }, () =>
      this.read(register.fifoData),
    );
    return { irq, error, coll, lastBits: last, received, micros: this.micros - from };
  }
}

const near = (tag: Tag): PlacedTag => ({ tag, distance: 0.005 });
const rx = 0x20;
const timer = 0x01;
const collErr = 0x08;

test("after a reset the version reads 0x92 and the registers hold their reset values", () => {
  const bench = new Bench();
  expect(bench.read(register.version)).toBe(0x92);
  expect(bench.read(register.command)).toBe(0x20);
  expect(bench.read(register.comIrq)).toBe(0x14);
  expect(bench.read(register.txControl)).toBe(0x80);
  bench.write(register.mode, 0x00);
  bench.write(register.command, command.softReset);
  expect(bench.read(register.version)).toBe(0x00);
  bench.micros += 1000;
  expect(bench.read(register.mode)).toBe(0x3f);
});

test("the reset pin held low switches the chip off", () => {
  const bench = new Bench();
  bench.chip.setResetPin(false);
  expect(bench.read(register.version)).toBe(0x00);
  bench.chip.setResetPin(true);
  bench.micros += 1000;
  expect(bench.read(register.version)).toBe(0x92);
});

test("the FIFO gives back what it was given, 64 bytes at most, and flags the overflow", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 80 }), (bytes) => {
      const bench = new Bench();
      bench.write(register.fifoData, ...bytes);
      expect(bench.read(register.fifoLevel)).toBe(Math.min(64, bytes.length));
      expect(bench.read(register.error) & 0x10).toBe(bytes.length > 64 ? 0x10 : 0);
      for (const byte of bytes.slice(0, 64)) expect(bench.read(register.fifoData)).toBe(byte);
      expect(bench.read(register.fifoLevel)).toBe(0);
    }),
  );
});

test("one SPI transfer reads several registers: each address rides with the answer to the last", () => {
  const bench = new Bench();
  bench.chip.select();
  bench.chip.transfer(0x80 | (register.version << 1));
  expect(bench.chip.transfer(0x80 | (register.command << 1))).toBe(0x92);
  expect(bench.chip.transfer(0)).toBe(0x20);
});

test("the CRC coprocessor computes CRC_A of the FIFO", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 64 }), (bytes) => {
      const bench = new Bench();
      bench.write(register.mode, 0x3d);
      bench.write(register.divIrq, 0x04);
      bench.write(register.fifoData, ...bytes);
      bench.write(register.command, command.calcCrc);
      bench.micros += 100;
      expect(bench.read(register.divIrq) & 0x04).toBe(0x04);
      const crc = (bench.read(register.crcResultHigh) << 8) | bench.read(register.crcResultLow);
      expect(crc).toBe(crcA(bytes));
    }),
  );
});

test("an empty field: silence, then the timer after 1.5 ms", () => {
  const bench = new Bench();
  bench.configure();
  const { irq, received, micros } = bench.exchange([0x26], 7);
  expect(irq & (rx | timer)).toBe(timer);
  expect(received).toEqual([]);
  expect(micros).toBeGreaterThan(1500);
  expect(micros).toBeLessThan(1800);
});

test("without its field a card hears nothing", () => {
  const bench = new Bench();
  bench.placed = [near(new Tag("mifare-classic-1k", [1, 2, 3, 4]))];
  bench.configure();
  bench.write(register.txControl, 0x80);
  expect(bench.exchange([0x26], 7).irq & rx).toBe(0);
});

test("one card: request, anticollision, select, halt, each in its time on the air", () => {
  const bench = new Bench();
  bench.placed = [near(new Tag("mifare-classic-1k", [0x3a, 0x7f, 0xc2, 0x1e]))];
  bench.configure();
  const atqa = bench.exchange([0x26], 7);
  expect(atqa).toMatchObject({ received: [0x04, 0x00], lastBits: 0, error: 0 });
  expect(atqa.irq & (rx | timer)).toBe(rx);
  expect(atqa.micros).toBeGreaterThan(300);
  expect(atqa.micros).toBeLessThan(600);
  const level = bench.exchange([0x93, 0x20]).received;
  expect(level).toEqual([0x3a, 0x7f, 0xc2, 0x1e, 0x99]);
  expect(bench.exchange(withCrcA([0x93, 0x70, ...level])).received).toEqual(withCrcA([0x08]));
  expect(bench.exchange(withCrcA([0x50, 0x00])).irq & (rx | timer)).toBe(timer);
  expect(bench.exchange([0x26], 7).irq & rx).toBe(0);
  expect(bench.exchange([0x52], 7).received).toEqual([0x04, 0x00]);
});

test("the chip's own CRC: appended when sending, checked and taken off when receiving", () => {
  const bench = new Bench();
  bench.placed = [near(new Tag("mifare-classic-1k", [0x3a, 0x7f, 0xc2, 0x1e]))];
  bench.configure();
  bench.exchange([0x26], 7);
  const level = bench.exchange([0x93, 0x20]).received;
  bench.write(register.txMode, 0x80);
  bench.write(register.rxMode, 0x80);
  expect(bench.exchange([0x93, 0x70, ...level])).toMatchObject({ received: [0x08], error: 0 });
});

test("two cards collide: the position is told from 1, and bits from there on are cleared", () => {
  const bench = new Bench();
  // First bits alike: 0b...0101 against 0b...1101, so the fourth bit differs.
  bench.placed = [
    near(new Tag("mifare-classic-1k", [0x05, 1, 1, 1])),
    near(new Tag("mifare-classic-1k", [0x0d, 2, 2, 2])),
  ];
  bench.configure();
  expect(bench.exchange([0x26], 7)).toMatchObject({ received: [0x04, 0x00], error: 0 });
  const first = bench.exchange([0x93, 0x20]);
  expect(first.error & collErr).toBe(collErr);
  expect(first.coll & 0x3f).toBe(4);
  expect(first.received[0]).toBe(0x05);
  expect(first.received.slice(1)).toEqual([0, 0, 0, 0]);
  // Choose the card with a 1 there: NVB 24, four bits known, the answer aligned at bit 4.
  const rest = bench.exchange([0x93, 0x24, 0x0d], 4, 4);
  expect(rest).toMatchObject({ error: 0, lastBits: 0 });
  expect(rest.received).toEqual([0x00, 2, 2, 2, 0x0d ^ 2 ^ 2 ^ 2]);
});

test("cards of two kinds collide in their ATQA already", () => {
  const bench = new Bench();
  bench.placed = [
    near(new Tag("mifare-classic-1k", [1, 2, 3, 4])),
    near(new Tag("ntag213", [4, 1, 2, 3, 4, 5, 6])),
  ];
  bench.configure();
  const { error, coll } = bench.exchange([0x26], 7);
  expect(error & collErr).toBe(collErr);
  expect(coll & 0x3f).toBe(7);
});

/** A plain binary-tree reader: what any driver does in the end. */
function readOne(bench: Bench): number[] | undefined {
  if ((bench.exchange([0x26], 7).irq & rx) === 0) return undefined;
  const uid: number[] = [];
  for (const code of [0x93, 0x95, 0x97]) {
    let known = 0;
    let level: number[] = [0, 0, 0, 0, 0];
    for (;;) {
      const wholeBytes = known >> 3;
      const sent = known & 7 ? wholeBytes + 1 : wholeBytes;
      const nvb = ((2 + wholeBytes) << 4) | (known & 7);
      const { error, coll, received } = bench.exchange(
        [code, nvb, ...level.slice(0, sent)],
        known & 7,
        known & 7,
      );
      const mask = (1 << (known & 7)) - 1;
      const merged = received.with(0, ((received[0] ?? 0) & ~mask) | ((level[wholeBytes] ?? 0) & mask));
      level = [...level.slice(0, wholeBytes), ...merged];
      if ((error & collErr) === 0) break;
      // From the FIFO's first bit, RxAlign included.
      const position = wholeBytes * 8 + (coll & 0x1f || 32);
      level[(position - 1) >> 3] = (level[(position - 1) >> 3] ?? 0) | (1 << ((position - 1) & 7));
      known = position;
    }
    const { received } = bench.exchange(withCrcA([code, 0x70, ...level]));
    if (((received[0] ?? 0) & 0x04) === 0) {
      uid.push(...level.slice(0, 4));
      bench.exchange(withCrcA([0x50, 0x00]));
      return uid;
    }
    uid.push(...level.slice(1, 4));
  }
  return undefined;
}

test("any few cards of any sizes are told apart, each exactly once", () => {
  const uidByte = fc.integer({ min: 0, max: 255 });
  const uid = (length: number) =>
    fc
      .array(uidByte, { minLength: length, maxLength: length })
      // A UID part never begins with the cascade tag.
      .filter((bytes) =>
        cascadeLevels(bytes).every((level, i, all) => i + 1 < all.length || level[0] !== 0x88),
      )
      .filter((bytes) => bytes[0] !== 0x88 && bytes[3] !== 0x88);
  const uids = fc.uniqueArray(fc.oneof(uid(4), uid(7), uid(10)), {
    maxLength: 4,
    selector: (bytes) => bytes.join(),
  });
  fc.assert(
    fc.property(uids, (all) => {
      const bench = new Bench();
      bench.placed = all.map((bytes) =>
        near(new Tag(bytes.length === 4 ? "mifare-classic-1k" : "ntag213", bytes)),
      );
      bench.configure();
      const found: string[] = [];
      let silences = 0;
      while (silences < 3) {
        const read = readOne(bench);
        if (read === undefined) silences++;
        else found.push(read.join());
      }
      expect(found.toSorted()).toEqual(all.map((bytes) => bytes.join()).toSorted());
    }),
    { numRuns: 60 },
  );
});

test("at the edge of the field some polls fail and some succeed, beyond it none", () => {
  const bench = new Bench();
  const tag = new Tag("mifare-classic-1k", [1, 2, 3, 4]);
  bench.configure();
  const successes = (distance: number) => {
    bench.placed = [{ tag, distance }];
    let heard = 0;
    for (let i = 0; i < 100; i++) {
      bench.write(register.txControl, 0x80);
      bench.write(register.txControl, 0x83);
      if ((bench.exchange([0x26], 7).irq & rx) !== 0) heard++;
    }
    return heard;
  };
  expect(successes(0.04)).toBe(100);
  const edge = successes(0.053);
  expect(edge).toBeGreaterThan(10);
  expect(edge).toBeLessThan(90);
  expect(successes(0.065)).toBe(0);
});

test("random register traffic never throws", () => {
  const access = fc.record({
    write: fc.boolean(),
    address: fc.integer({ min: 0, max: 63 }),
    value: fc.integer({ min: 0, max: 255 }),
    wait: fc.integer({ min: 0, max: 3000 }),
  });
  fc.assert(
    fc.property(fc.array(access, { maxLength: 80 }), (accesses) => {
      const bench = new Bench();
      bench.placed = [near(new Tag("ntag213", [4, 1, 2, 3, 4, 5, 6]))];
      for (const { write, address, value, wait } of accesses) {
        bench.micros += wait;
        if (write) bench.write(address, value);
        else expect(bench.read(address)).toBeLessThan(256);
      }
    }),
  );
});
