import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RawFrame, rawFrameSchema } from "#contract/frames.ts";
import { inspectionSchema } from "#contract/inspection.ts";
import { inspect } from "../../../bridge/inspect/inspect.ts";
import { createRandom } from "../../../bridge/virtual-kit/random.ts";
import { join, sensorFrames } from "../../helpers/unknown-protocols.ts";

const raw = (bytes: Uint8Array, more: Partial<RawFrame> = {}): RawFrame => ({
  time: "2026-11-25T12:00:00.000Z",
  direction: "in",
  hex: Buffer.from(bytes).toString("hex"),
  format: "unknown",
  spans: [],
  ...more,
});

/** A stream as the bridge shows it: pieces of any size. */
const pieces = (bytes: Uint8Array, size: number, speed: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    raw(bytes.subarray(index * size, (index + 1) * size), { speed }),
  );

describe("inspection", () => {
  it("puts the pieces together, and tells which speed makes sense", () => {
    const random = createRandom(6);
    const frames = [
      ...pieces(random.bytes(500), 70, 57_600),
      ...pieces(random.bytes(500), 70, 115_200),
      ...pieces(join(...sensorFrames(2, 40)), 31, 9600),
      ...pieces(random.bytes(700), 70, 57_600),
    ];
    const found = inspectionSchema.parse(inspect(frames, false));
    expect(found.speed).toBe(9600);
    expect(found.speeds.map(({ speed, bytes }) => [speed, bytes])).toEqual([
      [9600, 480],
      [57_600, 700],
      [115_200, 500],
    ]);
    expect(found.framings[0]).toMatchObject({ kind: "fixed", frameLength: 12, checksum: "sum" });
    expect(found.framings[0]?.fields.map(({ kind }) => kind)).toContain("counter");
  });

  it("looks at bytes that nobody knows, heard from the device, and at nothing else", () => {
    const known = raw(join(...sensorFrames(2, 40)), { format: "nmea" });
    const sent = raw(join(...sensorFrames(2, 40)), { direction: "out" });
    expect(inspect([known, sent], false)).toMatchObject({ bytes: 0, framings: [] });
    expect(inspect([], false).hint?.fr).toContain("Trop peu");
  });

  it("names the maker and the service of an advertisement, and looks at what comes after", () => {
    const random = createRandom(1);
    const frames = Array.from({ length: 20 }, (_, index) =>
      raw(
        Uint8Array.of(
          ...[2, 0x01, 0x06],
          ...[8, 0xff, 0x59, 0x00, 0x10, index, 0x07, 0xd0 + random.integer(9), 0x64],
          ...[5, 0x16, 0x34, 0x12, index, 0x01],
        ),
      ),
    );
    const { framings } = inspectionSchema.parse(inspect(frames, true));
    expect(framings.map(({ id }) => id)).toEqual(["maker-0059", "service-1234"]);
    expect(framings[0]?.what.en).toContain("Nordic Semiconductor");
    expect(framings[1]?.what.en).toContain("0x1234.");
    expect(framings[0]?.fields.find(({ offset }) => offset === 1)?.kind).toBe("counter");
    expect(framings[0]?.frameLength).toBe(5);
  });

  it("stays within the contract whatever came", () => {
    const frame = fc.record({
      bytes: fc.uint8Array({ maxLength: 512 }),
      speed: fc.constantFrom(undefined, 9600, 57_600, 115_200),
    });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 50 }), fc.boolean(), (given, isRadio) => {
        const frames = given.map(({ bytes, speed }) =>
          rawFrameSchema.parse(raw(bytes, speed === undefined ? {} : { speed })),
        );
        inspectionSchema.parse(inspect(frames, isRadio));
      }),
      { numRuns: 100 },
    );
  });
});
