import fc from "fast-check";
import { expect, test } from "vitest";
import { agree, misread, Wire } from "../../../../bridge/virtual-kit/boards/uart-line.ts";

const byte = fc.integer({ min: 0, max: 255 });

test("clocks 3 % apart agree, further ones do not", () => {
  expect(agree(57_600, 57_143)).toBe(true);
  expect(agree(57_600, 115_200)).toBe(false);
  expect(agree(57_600, 60_000)).toBe(false);
});

test("at the same speed every byte is read as it was sent", () => {
  fc.assert(
    fc.property(byte, (sent) => {
      expect(misread(sent, 57_600, 57_600)).toEqual([sent]);
      expect(new Wire().carry(sent, 57_600, 57_143)).toEqual([sent]);
    }),
  );
});

test("a receiver at another speed reads bytes, never numbers beyond, and mostly wrong ones", () => {
  const standard = fc.constantFrom(9600, 19_200, 38_400, 57_600, 115_200);
  fc.assert(
    fc.property(byte, standard, standard, (sent, from, to) => {
      for (const read of misread(sent, from, to)) expect(read >= 0 && read <= 255).toBe(true);
    }),
  );
  const wire = new Wire();
  const text = [...Buffer.from("$HI,1,labo-rfid,1.0.0,1*11C8\r\n")];
  expect(text.flatMap((sent) => wire.carry(sent, 57_600, 115_200))).not.toEqual(text);
});

test("a receiver six times slower takes about one byte in six", () => {
  const wire = new Wire();
  const read = Array.from({ length: 600 }, () => wire.carry(0x55, 57_600, 9600)).flat();
  expect(read.length).toBeGreaterThan(50);
  expect(read.length).toBeLessThan(150);
});
