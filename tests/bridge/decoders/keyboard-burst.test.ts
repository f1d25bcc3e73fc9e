import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldName } from "#contract/fields.ts";
import { keyboardFrameTypes, mostBurstKeys } from "#contract/keyboard-readers.ts";
import { refusalWords } from "#contract/refusals.ts";
import { decodeKeyboardFrame, type NumberBase } from "../../../bridge/decoders/keyboard-burst.ts";
import { type KeysAs, typedFrame } from "../../helpers/keyboard-frames.ts";

const decode = (text: string, as: KeysAs = {}, base?: NumberBase) =>
  decodeKeyboardFrame(typedFrame(text, as), base);

/** As a row says it. */
function told(text: string, as: KeysAs = {}, base?: NumberBase) {
  const outcome = decode(text, as, base);
  if (!outcome.ok) return refusalWords(outcome.why).en;
  if (outcome.frame.type !== "burst") throw new Error(outcome.frame.type);
  const { uid, base: read, isOtherLayout } = outcome.frame;
  return { uid, base: read, isOtherLayout };
}

describe("a burst of a keyboard reader", () => {
  it.each([
    ["ten decimal digits, the four low bytes of a 125 kHz tag", "0008520833", {}, "00820481", "decimal"],
    ["eight decimal digits", "13001234", {}, "00c66212", "decimal"],
    ["the digits of a shop's barcode", "4006381333931", {}, "0003a4ceefadab", "decimal"],
    ["ten hexadecimal digits, a whole 125 kHz tag", "2B0058C1D7", {}, "2b0058c1d7", "hexadecimal"],
    ["eight hexadecimal digits, a card of 13.56 MHz", "3A7FC21E", {}, "3a7fc21e", "hexadecimal"],
    ["fourteen of them, in lower case", "04a91c72e35b80", {}, "04a91c72e35b80", "hexadecimal"],
    ["digits of the keypad", "0008520833", { keypad: true }, "00820481", "decimal"],
    ["an end by Tab", "0008520833", { end: "Tab" }, "00820481", "decimal"],
  ] as const)("is %s", (_, text, as, uid, base) => {
    expect(told(text, as)).toEqual({ uid, base, isOtherLayout: false });
  });

  it("is read by its keys on a French computer, whose layout turns digits into other characters", () => {
    expect(told("0008520833", { layout: "azerty" })).toEqual({
      uid: "00820481",
      base: "decimal",
      isOtherLayout: true,
    });
    // An American A is where a French Q is.
    expect(told("3A7FC21E", { layout: "azerty" })).toMatchObject({ uid: "3a7fc21e", isOtherLayout: true });
  });

  it("is read by its characters when the reader itself was set to the computer's layout", () => {
    expect(told("3A7FC21E", { reader: "azerty", layout: "azerty" })).toEqual({
      uid: "3a7fc21e",
      base: "hexadecimal",
      isOtherLayout: true,
    });
  });

  it("without a letter is decimal, unless this reader is known to type hexadecimal digits", () => {
    expect(told("12345678")).toMatchObject({ uid: "00bc614e", base: "decimal" });
    expect(told("12345678", {}, "hexadecimal")).toMatchObject({ uid: "12345678", base: "hexadecimal" });
    // Nine digits are no hexadecimal number of a tag.
    expect(told("123456789", {}, "hexadecimal")).toMatchObject({ base: "decimal" });
  });

  it("has a span for each key, in order, without hole or overlap, each with a name", () => {
    const bytes = typedFrame("0008520833", { layout: "azerty" });
    const outcome = decodeKeyboardFrame(bytes);
    if (!outcome.ok) throw new Error(outcome.why.code);
    let at = 0;
    for (const { offset, length, field } of outcome.spans) {
      expect(offset).toBe(at);
      at += length;
      expect(fieldName(field).fr).not.toBe(field);
    }
    expect(at).toBe(bytes.length);
    const digits = outcome.spans.filter(({ field }) => field === "uid");
    expect(digits.map(({ value }) => value).join("")).toBe("0008520833");
    expect(digits[0]?.note?.fr).toBe("Touche 0x27 sur USB; ce clavier écrirait « à »");
  });

  it.each([
    ["a name somebody typed fast", "bonjour", {}, "is not written as this format asks"],
    ["a hexadecimal number of no tag's length", "2B0058C1D7AA", {}, "is not written as this format asks"],
    ["punctuation", "130,01234", {}, "is not written as this format asks"],
    [
      "zeros, typed for a tag that was not read to its end",
      "00000000",
      {},
      "is not written as this format asks",
    ],
    ["more than ten bytes hold", "9".repeat(25), {}, "is not written as this format asks"],
    ["too short to be told from a person", "1234", {}, "Number of keys"],
    ["typed by a person", "0008520833", { gapMs: 120 }, "Time between two keys"],
    ["a key that does not end", "0008520833", { end: "none" }, "is not written as this format asks"],
    ["endless keys", "1".repeat(300), {}, "Number of keys"],
  ] as const)("is refused when it is %s", (_, text, as, words) => {
    expect(told(text, as)).toContain(words);
  });
});

describe("a frame of the page", () => {
  it.each([
    ["that it hears", [keyboardFrameTypes.here, 0, 0, 1, 0, 1], { type: "here", at: 256, hears: true }],
    ["that it does not", [keyboardFrameTypes.here, 0, 0, 1, 0, 0], { type: "here", at: 256, hears: false }],
    ["that it stops", [keyboardFrameTypes.stop, 0, 0, 1, 0], { type: "stop", at: 256 }],
  ])("says %s", (_, bytes, frame) => {
    expect(decodeKeyboardFrame(Uint8Array.from(bytes))).toMatchObject({ ok: true, frame });
  });

  it.each([
    ["unknown-value", [9, 0, 0, 0, 0, 1]],
    ["out-of-range", [keyboardFrameTypes.here, 0, 0, 0, 0, 2]],
    ["length", [keyboardFrameTypes.here, 0, 0, 0, 0]],
    ["trailing", [keyboardFrameTypes.stop, 0, 0, 0, 0, 0]],
    ["cut", [keyboardFrameTypes.burst, 0, 0, 0, 0]],
    ["cut", []],
    ["too-long", new Array(300).fill(1)],
  ])("is refused as %s: %j", (code, bytes) => {
    const outcome = decodeKeyboardFrame(Uint8Array.from(bytes));
    expect(outcome.ok || outcome.why.code).toBe(code);
  });

  it("cut anywhere is refused, and so are two in one", () => {
    const bytes = typedFrame("0008520833");
    for (let length = 0; length < bytes.length; length += 1)
      expect(decodeKeyboardFrame(bytes.subarray(0, length)).ok, String(length)).toBe(false);
    expect(decodeKeyboardFrame(Uint8Array.of(...bytes, ...bytes)).ok).toBe(false);
  });

  it("never throws nor points outside, and gives a number of a tag or none, whatever the bytes", () => {
    const whole = typedFrame("04A91C72E35B80", { layout: "azerty" });
    const near = fc
      .array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 4 })
      .map((changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, byte] of changes) bytes[at] = byte;
        return bytes;
      });
    const any = fc.uint8Array({ maxLength: 8 + 4 * mostBurstKeys });
    fc.assert(
      fc.property(
        fc.oneof(near, any),
        fc.constantFrom<NumberBase>("decimal", "hexadecimal"),
        (bytes, base) => {
          const before = Uint8Array.from(bytes);
          const outcome = decodeKeyboardFrame(bytes, base);
          expect(bytes).toEqual(before);
          if (!outcome.ok) {
            expect(refusalWords(outcome.why).fr.length).toBeGreaterThan(5);
            return;
          }
          for (const { offset, length } of outcome.spans)
            expect(offset + length).toBeLessThanOrEqual(bytes.length);
          if (outcome.frame.type === "burst")
            expect(outcome.frame.uid).toMatch(/^(?:[0-9a-f]{8}|[0-9a-f]{10}|[0-9a-f]{14}|[0-9a-f]{20})$/);
        },
      ),
      { numRuns: 20_000 },
    );
  });
});
