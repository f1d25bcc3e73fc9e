import fc from "fast-check";
import { expect, test } from "vitest";
import { checksCrcA, crcA, withCrcA } from "../../../../bridge/virtual-kit/chips/crc-a.ts";

// ISO/IEC 14443-3 annex B: 00 00 gives A0 1E, 12 34 gives 26 CF.
test.each([
  [
    [0x00, 0x00],
    [0xa0, 0x1e],
  ],
  [
    [0x12, 0x34],
    [0x26, 0xcf],
  ],
])("CRC_A of %j is sent as %j", (bytes, sent) => {
  expect(withCrcA(bytes).slice(-2)).toEqual(sent);
});

test("HLTA is 50 00 57 CD", () => {
  expect(withCrcA([0x50, 0x00])).toEqual([0x50, 0x00, 0x57, 0xcd]);
});

test("a frame checks with its CRC, and not with any bit turned", () => {
  const bytes = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(bytes, fc.nat(), (data, turn) => {
      const frame = withCrcA(data);
      expect(checksCrcA(frame)).toBe(true);
      const at = turn % (frame.length * 8);
      frame[at >> 3] = (frame[at >> 3] ?? 0) ^ (1 << (at & 7));
      expect(checksCrcA(frame)).toBe(false);
    }),
  );
});

test("another preset gives another sum", () => {
  expect(crcA([0x12, 0x34], 0xffff)).not.toBe(crcA([0x12, 0x34]));
});
