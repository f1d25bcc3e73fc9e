import fc from "fast-check";
import { expect, test } from "vitest";
import { flashBytes, parseIntelHex } from "../../../../bridge/virtual-kit/avr/intel-hex.ts";

const end = ":00000001FF";

function record(address: number, data: readonly number[], type = 0): string {
  const bytes = [data.length, address >> 8, address & 0xff, type, ...data];
  const sum = bytes.reduce((a, b) => a + b, 0);
  return `:${[...bytes, -sum & 0xff].map((b) => b.toString(16).padStart(2, "0")).join("")}`;
}

test("data lands at its address and the rest of the flash is erased", () => {
  const flash = parseIntelHex([record(0x10, [1, 2, 3]), end, ""].join("\r\n"));
  expect(flash).toHaveLength(flashBytes);
  expect([...flash.subarray(0x0f, 0x14)]).toEqual([0xff, 1, 2, 3, 0xff]);
});

test("any records that fit are read back", () => {
  const data = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 32 });
  fc.assert(
    fc.property(data, fc.integer({ min: 0, max: flashBytes - 32 }), (bytes, address) => {
      const flash = parseIntelHex(`${record(address, bytes)}\n${end}\n`);
      expect([...flash.subarray(address, address + bytes.length)]).toEqual(bytes);
    }),
  );
});

test.each([
  ["a checksum that does not fit", ":0100000001FF", /line 1: wrong checksum/],
  ["a length that does not fit", ":0200000001FD", /line 1: wrong length/],
  ["something else", "hello", /line 1: not an Intel HEX record/],
  ["data outside the flash", record(0x7fff, [1, 2]), /line 1: outside the flash/],
  ["an address beyond 64 KiB", record(0, [0x00, 0x01], 4), /line 1: record type 4/],
])("refused: %s", (_what, line, message) => {
  expect(() => parseIntelHex(`${line}\n${end}\n`)).toThrow(message);
});

test("a file without its end record is refused", () => {
  expect(() => parseIntelHex(record(0, [1]))).toThrow(/cut short/);
});

test("random text never gives anything but an error that names its line", () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }).filter((text) => /\S/.test(text)),
      (text) => {
        expect(() => parseIntelHex(text)).toThrow(Error);
      },
    ),
  );
});
