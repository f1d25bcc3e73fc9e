import fc from "fast-check";
import { expect, test } from "vitest";
import { checksCrcA, withCrcA } from "../../../../bridge/virtual-kit/chips/crc-a.ts";
import {
  type AirFrame,
  bitAt,
  bitCount,
  cascadeLevels,
  fromBits,
  Tag,
} from "../../../../bridge/virtual-kit/chips/iso14443-tags.ts";
import { mix } from "../../../../bridge/virtual-kit/chips/reader-field.ts";

const classicUid = [0x3a, 0x7f, 0xc2, 0x1e];
const ntagUid = [0x04, 0xa9, 0x1c, 0x72, 0xe3, 0x5b, 0x80];
const reqa: AirFrame = { bytes: [0x26], lastBits: 7 };
const wupa: AirFrame = { bytes: [0x52], lastBits: 7 };
const whole = (...bytes: number[]): AirFrame => ({ bytes, lastBits: 8 });
const crc = (...bytes: number[]): AirFrame => whole(...withCrcA(bytes));

function powered(family: "mifare-classic-1k" | "ntag213", uid: readonly number[]): Tag {
  const tag = new Tag(family, uid);
  tag.power(true);
  return tag;
}

/** Selects the tag as a reader alone with it does. @returns the SAK of the last level. */
function select(tag: Tag, request = reqa): number | undefined {
  if (tag.hear(request) === undefined) return undefined;
  let sak: number | undefined;
  for (const code of [0x93, 0x95, 0x97]) {
    const level = tag.hear(whole(code, 0x20));
    if (level === undefined) return sak;
    const answer = tag.hear(crc(code, 0x70, ...level.bytes));
    sak = answer?.bytes[0];
    if (answer === undefined || !checksCrcA(answer.bytes) || ((sak ?? 0) & 0x04) === 0) return sak;
  }
  return sak;
}

test("a Classic answers ATQA 0004, one level, SAK 08", () => {
  const tag = powered("mifare-classic-1k", classicUid);
  expect(tag.hear(reqa)?.bytes).toEqual([0x04, 0x00]);
  expect(tag.hear(whole(0x93, 0x20))?.bytes).toEqual([...classicUid, 0x99]);
  expect(tag.hear(crc(0x93, 0x70, ...classicUid, 0x99))?.bytes).toEqual(withCrcA([0x08]));
});

test("an NTAG213 answers ATQA 0044, two levels, SAK 04 then 00", () => {
  const tag = powered("ntag213", ntagUid);
  expect(tag.hear(reqa)?.bytes).toEqual([0x44, 0x00]);
  const first = tag.hear(whole(0x93, 0x20))?.bytes ?? [];
  expect(first.slice(0, 4)).toEqual([0x88, 0x04, 0xa9, 0x1c]);
  expect(tag.hear(crc(0x93, 0x70, ...first))?.bytes[0]).toBe(0x04);
  const second = tag.hear(whole(0x95, 0x20))?.bytes ?? [];
  expect(second.slice(0, 4)).toEqual([0x72, 0xe3, 0x5b, 0x80]);
  expect(tag.hear(crc(0x95, 0x70, ...second))?.bytes[0]).toBe(0x00);
});

test("a 10-byte UID takes three levels and says so in its ATQA", () => {
  const uid = [0x04, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  expect(cascadeLevels(uid).map((level) => level.slice(0, 4))).toEqual([
    [0x88, 0x04, 1, 2],
    [0x88, 3, 4, 5],
    [6, 7, 8, 9],
  ]);
  const tag = powered("ntag213", uid);
  expect((tag.hear(reqa)?.bytes[0] ?? 0) & 0xc0).toBe(0x80);
  tag.power(false);
  tag.power(true);
  expect(select(tag)).toBe(0x00);
});

test("HLTA silences a tag: REQA does not wake it, WUPA does, and a loss of power does", () => {
  const tag = powered("mifare-classic-1k", classicUid);
  select(tag);
  expect(tag.hear(crc(0x50, 0x00))).toBeUndefined();
  expect(tag.hear(reqa)).toBeUndefined();
  expect(select(tag, wupa)).toBe(0x08);
  tag.hear(crc(0x50, 0x00));
  tag.power(false);
  tag.power(true);
  expect(select(tag)).toBe(0x08);
});

test("woken from HALT, an error leads back to HALT", () => {
  const tag = powered("mifare-classic-1k", classicUid);
  select(tag);
  tag.hear(crc(0x50, 0x00));
  tag.hear(wupa);
  tag.hear(whole(0xff));
  expect(tag.hear(reqa)).toBeUndefined();
  expect(tag.hear(wupa)).toBeDefined();
});

test("a request while selected sends the tag back to wait: the next one is answered", () => {
  const tag = powered("mifare-classic-1k", classicUid);
  select(tag);
  expect(tag.hear(reqa)).toBeUndefined();
  expect(tag.hear(reqa)).toBeDefined();
});

test("with known bits, a tag answers with the rest of its UID; another tag keeps silent and stays ready", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 31 }), (known) => {
      const own = cascadeLevels(classicUid)[0] ?? [];
      const nvb = ((2 + (known >> 3)) << 4) | (known & 7);
      const bits = Array.from({ length: known }, (_, i) => bitAt(own, i));
      const ask = (sent: readonly number[]): AirFrame => {
        const data = fromBits(sent);
        return { bytes: [0x93, nvb, ...data.bytes], lastBits: data.lastBits };
      };
      const tag = powered("mifare-classic-1k", classicUid);
      tag.hear(reqa);
      const wrong = bits.with(known - 1, 1 - (bits[known - 1] ?? 0));
      expect(tag.hear(ask(wrong))).toBeUndefined();
      const answer = tag.hear(ask(bits));
      expect(answer && bitCount(answer)).toBe(40 - known);
      for (let i = known; i < 40; i++) expect(bitAt(answer?.bytes ?? [], i - known)).toBe(bitAt(own, i));
    }),
  );
});

test("NTAG213 pages: UID and check bytes first, wrapping at the end, NAK beyond", () => {
  const tag = powered("ntag213", ntagUid);
  select(tag);
  const first = tag.hear(crc(0x30, 0x00))?.bytes ?? [];
  expect(checksCrcA(first)).toBe(true);
  expect(first.slice(0, 9)).toEqual([
    0x04,
    0xa9,
    0x1c,
    0x88 ^ 0x04 ^ 0xa9 ^ 0x1c,
    0x72,
    0xe3,
    0x5b,
    0x80,
    0x4a,
  ]);
  expect(first.slice(12, 16)).toEqual([0xe1, 0x10, 0x12, 0x00]);
  expect(tag.hear(crc(0x30, 0x2c))?.bytes.slice(4, 7)).toEqual([0x04, 0xa9, 0x1c]);
  expect(tag.hear(crc(0x60))?.bytes.slice(0, 8)).toEqual([0, 4, 4, 2, 1, 0, 0x0f, 3]);
  expect(tag.hear(crc(0x30, 0x2d))).toEqual({ bytes: [0], lastBits: 4 });
});

test("a Classic refuses to be read without authentication", () => {
  const tag = powered("mifare-classic-1k", classicUid);
  select(tag);
  expect(tag.hear(crc(0x30, 0x00))?.lastBits).toBe(4);
});

test("nothing a reader sends makes a tag throw, and an unpowered tag never answers", () => {
  const frame = fc.record({
    bytes: fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 12 }),
    lastBits: fc.integer({ min: 1, max: 8 }),
  });
  const known = fc.constantFrom(
    reqa,
    wupa,
    whole(0x93, 0x20),
    crc(0x50, 0x00),
    crc(0x93, 0x70, ...classicUid, 0x99),
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(frame, known), { maxLength: 30 }), (frames) => {
      const tag = powered("mifare-classic-1k", classicUid);
      for (const one of frames) tag.hear(one);
      tag.power(false);
      for (const one of frames) expect(tag.hear(one)).toBeUndefined();
    }),
  );
});

test("answers on top of one another collide at the first bit that differs", () => {
  const bits = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(bits, bits, (a, b) => {
      const reception = mix([fromBits(a), fromBits(b)]);
      const first = a.findIndex((bit, i) => i < b.length && bit !== b[i]);
      expect(reception?.collision).toBe(first < 0 ? undefined : first);
      expect(reception && bitCount(reception.frame)).toBe(Math.max(a.length, b.length));
      expect(mix([fromBits(a)])).toEqual({ frame: fromBits(a) });
    }),
  );
  expect(mix([])).toBeUndefined();
});
