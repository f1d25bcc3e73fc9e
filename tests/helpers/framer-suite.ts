// The suite every framer passes: the same bytes, however they come, give the same outcomes, and no byte is lost or told twice.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FrameOutcome, Framer } from "../../bridge/frames/framer.ts";

export interface FramerCase {
  readonly name: string;
  readonly create: () => Framer;
  /** Whole good frames, different from each other. */
  readonly frames: readonly [Uint8Array, Uint8Array];
  /** Bytes that open no frame. */
  readonly noise: Uint8Array;
  /** A frame that starts well and is cut: not a frame even with another behind it. */
  readonly torn: Uint8Array;
  /** A frame that never ends, longer than the bound. */
  readonly endless: Uint8Array;
  /** Most bytes one outcome may carry. */
  readonly longest: number;
  /** A whole frame with a wrong checksum, for framers that check one. */
  readonly wrongChecksum?: Uint8Array;
}

export const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

/** All outcomes of these chunks, what is left at the end included. */
export function run(framer: Framer, chunks: readonly Uint8Array[]): FrameOutcome[] {
  const outcomes: FrameOutcome[] = [];
  for (const chunk of chunks) outcomes.push(...framer.push(chunk));
  outcomes.push(...framer.flush());
  return outcomes;
}

const told = (outcomes: readonly FrameOutcome[]) =>
  outcomes.map((o) => `${o.kind === "frame" ? "frame" : o.reason}:${Buffer.from(o.bytes).toString("hex")}`);
const framesOf = (outcomes: readonly FrameOutcome[]) => outcomes.filter((o) => o.kind === "frame");

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (const size of sizes) {
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  chunks.push(bytes.subarray(at));
  return chunks;
}

export function describeFramer(given: FramerCase): void {
  const [first, second] = given.frames;
  describe(`the ${given.name} framer`, () => {
    it("gives a whole frame back as it came", () => {
      expect(told(run(given.create(), [first]))).toEqual(told([{ kind: "frame", bytes: first }]));
    });

    it("gives the same frame when it comes byte by byte", () => {
      const bytes = Array.from(first, (byte) => Uint8Array.of(byte));
      expect(told(run(given.create(), bytes))).toEqual(told([{ kind: "frame", bytes: first }]));
    });

    it("gives both frames of one chunk, in order, and at once", () => {
      expect(told(given.create().push(join(first, second)))).toEqual(
        told([
          { kind: "frame", bytes: first },
          { kind: "frame", bytes: second },
        ]),
      );
    });

    it("gives noise before a frame back as noise, then the frame", () => {
      const outcomes = run(given.create(), [join(given.noise, first)]);
      expect(told(outcomes)).toEqual(
        told([
          { kind: "discarded", bytes: given.noise, reason: "noise" },
          { kind: "frame", bytes: first },
        ]),
      );
    });

    it("keeps the frame glued behind a torn one", () => {
      const outcomes = run(given.create(), [join(given.torn, first)]);
      expect(framesOf(outcomes).map((o) => o.bytes)).toEqual([first]);
      expect(outcomes[0]?.kind).toBe("discarded");
      expect(join(...outcomes.map((o) => o.bytes))).toEqual(join(given.torn, first));
    });

    it("gives a torn tail back when the line closes, and nothing twice", () => {
      const framer = given.create();
      expect(framer.push(given.torn)).toEqual([]);
      expect(told(framer.flush())).toEqual(
        told([{ kind: "discarded", bytes: given.torn, reason: "malformed" }]),
      );
      expect(framer.flush()).toEqual([]);
    });

    it("gives a frame without end back in bounded pieces and finds the next good one", () => {
      const framer = given.create();
      const during = framer.push(given.endless);
      expect(during.some((o) => o.kind === "discarded" && o.reason === "too-long")).toBe(true);
      const outcomes = [...during, ...run(framer, [first])];
      expect(Math.max(...outcomes.map((o) => o.bytes.length))).toBeLessThanOrEqual(given.longest);
      expect(framesOf(outcomes).map((o) => o.bytes)).toEqual([first]);
    });

    const wrong = given.wrongChecksum;
    if (wrong !== undefined)
      it("refuses a wrong checksum, then takes the right one", () => {
        expect(told(run(given.create(), [join(wrong, second)]))).toEqual(
          told([
            { kind: "discarded", bytes: wrong, reason: "bad-checksum" },
            { kind: "frame", bytes: second },
          ]),
        );
      });

    const anyBytes = fc
      .array(
        fc.oneof(
          fc.uint8Array({ maxLength: 40 }),
          fc.constantFrom(first, second, given.torn, given.noise, given.wrongChecksum ?? given.noise),
        ),
        { maxLength: 12 },
      )
      .map((parts) => join(...parts));
    const anySizes = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 30 });

    it("gives the same outcomes for any chunking of the same bytes", () => {
      fc.assert(
        fc.property(anyBytes, anySizes, (bytes, sizes) => {
          expect(told(run(given.create(), cut(bytes, sizes)))).toEqual(told(run(given.create(), [bytes])));
        }),
        { numRuns: 300 },
      );
    });

    it("never throws on random bytes and accounts for every byte exactly once", () => {
      fc.assert(
        fc.property(anyBytes, anySizes, (bytes, sizes) => {
          const outcomes = run(given.create(), cut(bytes, sizes));
          expect(join(...outcomes.map((o) => o.bytes))).toEqual(bytes);
          for (const outcome of outcomes) {
            expect(outcome.bytes.length).toBeGreaterThan(0);
            expect(outcome.bytes.length).toBeLessThanOrEqual(given.longest);
          }
        }),
        { numRuns: 300 },
      );
    });
  });
}
