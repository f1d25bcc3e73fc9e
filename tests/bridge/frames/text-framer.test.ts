import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTextFramer, maxTextLineBytes, textOf } from "../../../bridge/frames/text-framer.ts";
import { join, run } from "../../helpers/framer-suite.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const told = (chunks: readonly Uint8Array[]) =>
  run(createTextFramer(), chunks).map((o) => [o.kind === "frame" ? "frame" : o.reason, textOf(o.bytes)]);

describe("lines of text", () => {
  it("end with LF, CR before it or not, and are given without their end", () => {
    expect(told([utf8("a:1\r\nb:2\n\n\tc\n")])).toEqual([
      ["frame", "a:1"],
      ["frame", "b:2"],
      ["frame", ""],
      ["frame", "\tc"],
    ]);
  });

  it("keep letters beyond ASCII, cut anywhere", () => {
    const line = utf8("température:21.5 °C\n");
    expect(told(Array.from(line, (byte) => Uint8Array.of(byte)))).toEqual([["frame", "température:21.5 °C"]]);
  });

  it("with bytes that are no text are noise, and cost only themselves", () => {
    expect(told([utf8("te\x00mp:21\ntemp:22\n")])).toEqual([
      ["noise", "te\x00mp:21"],
      ["frame", "temp:22"],
    ]);
  });

  it("without end come back in bounded pieces; the next line is found", () => {
    const outcomes = told([join(utf8("x".repeat(2000)), utf8("\na:1\n"))]);
    expect(outcomes[0]?.[0]).toBe("too-long");
    expect(Math.max(...outcomes.map(([, text = ""]) => text.length))).toBeLessThanOrEqual(maxTextLineBytes);
    expect(outcomes.at(-1)).toEqual(["frame", "a:1"]);
  });

  it("left open are given back when the line closes, and nothing twice", () => {
    const framer = createTextFramer();
    expect(framer.push(utf8("a:1"))).toEqual([]);
    expect(framer.held).toBe(3);
    expect(framer.flush()).toEqual([{ kind: "discarded", bytes: utf8("a:1"), reason: "malformed" }]);
    expect(framer.flush()).toEqual([]);
  });

  it("are the same for any chunking, and account for every byte exactly once", () => {
    const pieces = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom(utf8("a:1\r\n"), utf8("\n"), utf8("é")),
    );
    const given = fc.array(pieces, { maxLength: 20 });
    fc.assert(
      fc.property(given, fc.array(fc.nat(30), { maxLength: 30 }), (parts, sizes) => {
        const bytes = join(...parts);
        const chunks: Uint8Array[] = [];
        let at = 0;
        for (const size of sizes) {
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        chunks.push(bytes.subarray(at));
        const outcomes = run(createTextFramer(), chunks);
        expect(outcomes).toEqual(run(createTextFramer(), [bytes]));
        expect(join(...outcomes.map((o) => o.bytes))).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });
});
