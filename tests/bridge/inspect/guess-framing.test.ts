import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeChecksum, findChecksum } from "../../../bridge/inspect/checksums.ts";
import { guessFraming, windowBytes } from "../../../bridge/inspect/guess-framing.ts";
import { createRandom } from "../../../bridge/virtual-kit/random.ts";
import {
  cobs,
  driftingTemperature,
  join,
  lengthFrames,
  repeat,
  sensorFrames,
  slip,
  sum8,
} from "../../helpers/unknown-protocols.ts";

const seeds = Array.from({ length: 25 }, (_, index) => index + 1);
const text = (lines: readonly string[], end: string) => Buffer.from(lines.map((line) => line + end).join(""));
const best = (bytes: Uint8Array) => guessFraming(bytes).guesses[0];

describe("guessed framing", () => {
  it.each(seeds)("finds frames of one length, where they start and their checksum (seed %i)", (seed) => {
    const frames = sensorFrames(seed, 30);
    // Heard from the middle of a frame.
    const found = best(join(...frames).subarray(5));
    expect(found).toMatchObject({ kind: "fixed", checksum: { name: "sum", after: 0 } });
    expect(found?.frames[0]).toEqual(frames[1]);
    expect(found?.score).toBeGreaterThan(0.9);
  });

  it.each(seeds)("finds frames that tell their length, and their CRC (seed %i)", (seed) => {
    const frames = lengthFrames(seed, 40);
    const found = best(join(...frames).subarray(3));
    expect(found).toMatchObject({ kind: "length", lengthAt: 2, checksum: { name: "crc-16/modbus LE" } });
    expect(found?.frames.slice(0, 5)).toEqual(frames.slice(1, 6));
  });

  it.each(seeds)("finds a start and a stop byte (seed %i)", (seed) => {
    const random = createRandom(seed);
    const frames = Array.from({ length: 40 }, () => {
      const body = random.bytes(4 + random.integer(8)).map((byte) => (byte & 0x7f) | 0x10);
      return Uint8Array.of(0x02, ...body, sum8(body), 0x03);
    });
    expect(best(join(...frames))).toMatchObject({ kind: "delimited", id: "delimited-02-03" });
  });

  it.each(seeds)("finds two first bytes before frames of any length (seed %i)", (seed) => {
    const random = createRandom(seed);
    const stream = repeat(40, () => Uint8Array.of(0xa5, 0x5a, ...random.bytes(5 + random.integer(9))));
    expect(best(stream)).toMatchObject({ kind: "header", id: "header-a5-5a" });
  });

  it.each(seeds)("finds SLIP and COBS, and gives back the frames inside (seed %i)", (seed) => {
    const random = createRandom(seed);
    const frames = Array.from({ length: 40 }, () =>
      Uint8Array.of(0xdb, 0x00, ...random.bytes(5 + random.integer(9))),
    );
    const slipped = best(repeat(40, (index) => slip(frames[index] ?? new Uint8Array())));
    expect(slipped).toMatchObject({ kind: "slip" });
    expect(slipped?.frames[0]).toEqual(frames[1]);
    const stuffed = best(repeat(40, (index) => cobs(frames[index] ?? new Uint8Array())));
    expect(stuffed).toMatchObject({ kind: "cobs" });
    expect(stuffed?.frames[0]).toEqual(frames[1]);
  });

  it.each([
    ["\r\n", "lines-crlf"],
    ["\n", "lines-lf"],
    ["\r", "lines-cr"],
    [";", "lines-semicolon"],
  ])("finds lines of text ended by %j, and what stands between their values", (end, id) => {
    const random = createRandom(3);
    const temperature = driftingTemperature(random);
    const lines = Array.from({ length: 12 }, (_, index) => `${index},${temperature() / 100},on`);
    expect(best(text(lines, end))).toMatchObject({ id, separator: ",", kind: "lines" });
  });

  it("says that text without line ends is text", () => {
    expect(best(Buffer.from("abcdefghijklmnopqrstuvwxyz and so on for a while"))).toMatchObject({
      kind: "text",
    });
  });

  it("says what to do where nothing fits", () => {
    expect(guessFraming(new Uint8Array(10)).hint?.en).toContain("Too few");
    expect(guessFraming(new Uint8Array(300)).hint?.en).toContain("Always the same");
    const random = createRandom(9);
    const smeared = [0x00, 0xf8, 0x80, 0xff, 0xe0, 0xfe];
    const slow = Uint8Array.from({ length: 400 }, () => smeared[random.integer(smeared.length)] ?? 0);
    expect(guessFraming(slow).hint?.en).toContain("more slowly");
  });

  it("finds nothing in random bytes, and says so", () => {
    let found = 0;
    for (const seed of seeds) {
      const { guesses, hint } = guessFraming(createRandom(seed).bytes(1500));
      found += guesses.length;
      expect(hint?.en).toContain("random");
    }
    expect(found).toBe(0);
  });

  it("never throws, tells no byte that was not there, and stays within bounds, whatever comes", () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc.constantFrom(
        ...[0, 0xff, 0xc0, 0x0a, 0x02, 0x03, 0xaa].map((byte) => new Uint8Array(40).fill(byte)),
      ),
      fc.integer({ min: 1, max: 30 }).map((seed) => join(...sensorFrames(seed, 6))),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const bytes = join(...pieces);
        const { guesses, hint } = guessFraming(bytes);
        expect(guesses.length === 0).toBe(hint !== undefined);
        for (const { score, coverage, frames } of guesses) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          expect(coverage).toBeLessThanOrEqual(1);
          expect(frames.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(bytes.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("takes a bounded time for the whole window, whatever is in it", () => {
    const random = createRandom(5);
    const streams = [
      random.bytes(windowBytes),
      join(...sensorFrames(1, 400)),
      join(...lengthFrames(1, 400)),
      new Uint8Array(windowBytes).map((_, index) => index % 7),
    ];
    const took = streams.map((bytes) => {
      const start = performance.now();
      guessFraming(bytes);
      return performance.now() - start;
    });
    expect(Math.max(...took)).toBeLessThan(500);
  });
});

describe("checksums", () => {
  const check = Buffer.from("123456789");
  // The check values of the catalogue, of the nine digits.
  it.each([
    ["crc-8/smbus", [0xf4]],
    ["crc-8/maxim", [0xa1]],
    ["crc-8/nrsc-5", [0xf7]],
    ["crc-16/modbus LE", [0x37, 0x4b]],
    ["crc-16/arc BE", [0xbb, 0x3d]],
    ["crc-16/ibm-3740 BE", [0x29, 0xb1]],
    ["crc-16/xmodem BE", [0x31, 0xc3]],
    ["crc-16/kermit LE", [0x89, 0x21]],
    ["crc-16/mcrf4xx BE", [0x6f, 0x91]],
  ])("%s gives its published check value", (name, end) => {
    const value = computeChecksum(name.replace(/ [LB]E$/, ""), check);
    const bytes =
      end.length === 1
        ? [value]
        : name.endsWith("LE")
          ? [value & 0xff, value >> 8]
          : [value >> 8, value & 0xff];
    expect(bytes).toEqual(end);
  });

  it("are not found in frames that have none, nor in the same frame again and again", () => {
    const random = createRandom(4);
    const none = Array.from({ length: 20 }, () => random.bytes(9));
    expect(findChecksum(none)).toBeUndefined();
    const [same = new Uint8Array()] = sensorFrames(1, 1);
    expect(findChecksum([same, same, same, same, same])).toBeUndefined();
  });
});
