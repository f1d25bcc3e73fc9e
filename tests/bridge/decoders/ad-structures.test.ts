// How a payload is cut into AD structures, with the ways it can be wrong.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAdStructures } from "../../../bridge/decoders/ad-structures.ts";
import { ad, concat, fromHex } from "./payloads.ts";

const cut = (hex: string) => parseAdStructures(fromHex(hex));

describe("cutting a payload", () => {
  it("gives each structure with where its data starts", () => {
    const { structures, overrunBytes } = cut("0201060303aafe");
    expect(structures.map(({ type, offset, data }) => [type, offset, [...data]])).toEqual([
      [1, 2, [6]],
      [3, 5, [0xaa, 0xfe]],
    ]);
    expect(overrunBytes).toBe(0);
  });

  it("stops at a zero length", () => {
    expect(cut("020106000303aafe").structures).toHaveLength(1);
  });

  it("leaves a structure that runs past the end unread and says so", () => {
    const { structures, overrunBytes } = cut("0201061bff4c00");
    expect(structures).toHaveLength(1);
    expect(overrunBytes).toBe(4);
  });

  it("accepts a structure of a type alone", () => {
    expect(cut("0109").structures).toEqual([{ type: 9, data: new Uint8Array(0), offset: 2 }]);
  });

  it("gives nothing of an empty payload", () => {
    expect(cut("")).toEqual({ structures: [], overrunBytes: 0 });
  });

  it("gives back exactly the structures that were put together, whatever they hold", () => {
    const part = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 30 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const payload = concat(...parts.map(([type, data]) => ad(type, data)));
        const { structures, overrunBytes } = parseAdStructures(payload);
        expect(structures.map(({ type, data }) => [type, [...data]])).toEqual(
          parts.map(([type, data]) => [type, [...data]]),
        );
        expect(overrunBytes).toBe(0);
      }),
    );
  });

  it("never reads more than the longest honest payload", () => {
    const endless = new Uint8Array(100_000).fill(1);
    expect(parseAdStructures(endless).structures.length).toBeLessThanOrEqual(825);
  });
});
