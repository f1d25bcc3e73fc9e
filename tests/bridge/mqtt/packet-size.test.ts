import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPacketSizeWatch } from "../../../bridge/mqtt/packet-size.ts";

/** Fixed header of a packet with a body of so many bytes. */
function header(length: number): number[] {
  const bytes = [0x30];
  let left = length;
  do {
    const more = left >= 128;
    bytes.push((left % 128) + (more ? 128 : 0));
    left = Math.floor(left / 128);
  } while (left > 0);
  return bytes;
}

describe("the watch on packet sizes", () => {
  it("lets packets up to the limit pass, however they are cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 50 }),
        (lengths, cut) => {
          const bytes = Uint8Array.from(
            lengths.flatMap((length) => [...header(length), ...Array(length).fill(0xff)]),
          );
          const watch = createPacketSizeWatch(() => 300);
          for (let i = 0; i < bytes.length; i += cut) expect(watch(bytes.subarray(i, i + cut))).toBe(true);
        },
      ),
    );
  });

  it("refuses a packet one byte too large at its header, before its body came", () => {
    expect(createPacketSizeWatch(() => 300)(Uint8Array.from(header(300)))).toBe(true);
    expect(createPacketSizeWatch(() => 300)(Uint8Array.from(header(301)))).toBe(false);
  });

  it("refuses a length that never ends", () => {
    expect(createPacketSizeWatch(() => 1e9)(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0xff))).toBe(false);
  });
});
