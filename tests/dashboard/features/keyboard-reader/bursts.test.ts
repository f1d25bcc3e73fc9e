// Keys with their times → bursts, and nothing of a person's. The frame a burst makes is read back by the bench's decoder.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastBurstKeys, mostBurstKeys, mostKeyGapMs } from "#contract/keyboard-readers.ts";
import { decodeKeyboardFrame } from "../../../../bridge/decoders/keyboard-burst.ts";
import {
  burstFrame,
  hereFrame,
  isOtherLayout,
  stopFrame,
  usageOf,
} from "../../../../dashboard/src/features/keyboard-reader/burst-frame.ts";
import {
  type Burst,
  createBurstDetector,
  type PressedKey,
} from "../../../../dashboard/src/features/keyboard-reader/bursts.ts";
import { keyboardHex } from "../../../helpers/keyboard-frames.ts";

const azertyDigits: Readonly<Record<string, string>> = {
  ...{ 1: "&", 2: "é", 3: '"', 4: "'", 5: "(", 6: "-", 7: "è", 8: "_", 9: "ç", 0: "à" },
};

function keyOf(character: string, at: number, more: Partial<PressedKey> = {}): PressedKey {
  const named = ["Enter", "Tab", "Escape", "ArrowDown"].includes(character);
  const upper = character.toUpperCase();
  const code = named ? character : /\d/.test(character) ? `Digit${character}` : `Key${upper}`;
  const shift = !named && /[A-Z]/.test(character);
  return { code, key: character, at, shift, isShortcut: false, isHeld: false, isWriting: false, ...more };
}

/** Presses each character, then what ends it, so far apart. */
function type(text: string, gapMs: number, options: { end?: string; more?: Partial<PressedKey> } = {}) {
  const detector = createBurstDetector();
  const bursts: Burst[] = [];
  const { end = "Enter", more } = options;
  const keys = end === "" ? [...text] : [...text, end];
  for (const [index, character] of keys.entries()) {
    const burst = detector.press(keyOf(character, 1_000 + index * gapMs, more));
    if (burst !== undefined) bursts.push(burst);
  }
  return { detector, bursts, lastAt: 1_000 + (keys.length - 1) * gapMs };
}

describe("keys pressed in a page", () => {
  it.each(["Enter", "Tab"])("fast, and ended by %s, are a burst", (end) => {
    const { bursts } = type("0008520833", 8, { end });
    expect(bursts).toMatchObject([{ count: 11, end: "key" }]);
  });

  it("are a person's when one of them is slow, wherever it is", () => {
    for (let slow = 1; slow <= 10; slow += 1) {
      const detector = createBurstDetector();
      let at = 0;
      const told = [..."0008520833", "Enter"].map((character, index) => {
        at += index === slow ? mostKeyGapMs + 1 : 8;
        return detector.press(keyOf(character, at));
      });
      const whole = told.flatMap((burst) => burst ?? []);
      // What comes after the slow key may be a burst of its own, and is then too short, or a shorter number.
      expect(
        whole.every(({ count }) => count < 11),
        String(slow),
      ).toBe(true);
      expect(whole.length).toBe(11 - slow >= leastBurstKeys ? 1 : 0);
    }
  });

  it.each([
    ["typed by hand", { text: "0008520833", gap: 120, more: {} }],
    ["too few", { text: "1234", gap: 5, more: {} }],
    ["in a field", { text: "0008520833", gap: 5, more: { isWriting: true } }],
    ["held down", { text: "0008520833", gap: 5, more: { isHeld: true } }],
    ["a shortcut", { text: "0008520833", gap: 5, more: { isShortcut: true } }],
  ])("%s are no burst, nor are they after a pause", (_, { text, gap, more }) => {
    const { bursts, detector, lastAt } = type(text, gap, { more });
    expect(bursts).toEqual([]);
    expect(detector.idle(lastAt + 5_000)).toBeUndefined();
  });

  it("with Shift between them, as capitals are typed, are one burst all the same", () => {
    const detector = createBurstDetector();
    let at = 0;
    let burst: Burst | undefined;
    for (const character of [..."3A7FC21E", "Enter"]) {
      at += 8;
      detector.press({ ...keyOf("x", at), code: "ShiftLeft", key: "Shift" });
      burst = detector.press(keyOf(character, at));
    }
    expect(burst).toMatchObject({ count: 9, end: "key" });
  });

  it("with an arrow or Escape among them are a person's", () => {
    for (const other of ["Escape", "ArrowDown"]) {
      const detector = createBurstDetector();
      const told = [..."12345", other, ..."12345", "Enter"].map((character, index) =>
        detector.press(keyOf(character, index * 8)),
      );
      expect(told.flatMap((burst) => burst ?? [])).toMatchObject([{ count: 6 }]);
    }
  });

  it("that end without Enter are told once they have paused", () => {
    const { bursts, detector, lastAt } = type("0008520833", 8, { end: "" });
    expect(bursts).toEqual([]);
    expect(detector.idle(lastAt + 100)).toBeUndefined();
    expect(detector.idle(lastAt + 250)).toMatchObject({ count: 10, end: "pause" });
    expect(detector.idle(lastAt + 500)).toBeUndefined();
  });

  it("without end are told once and bounded; the next burst counts again", () => {
    const { bursts, detector, lastAt } = type("1".repeat(5_000), 4);
    expect(bursts).toHaveLength(1);
    expect(bursts[0]).toMatchObject({ count: 255, end: "endless" });
    expect(bursts[0]?.keys).toHaveLength(mostBurstKeys);
    let again: Burst | undefined;
    for (const [index, character] of [..."0008520833", "Enter"].entries())
      again = detector.press(keyOf(character, lastAt + 1_000 + index * 8));
    expect(again).toMatchObject({ count: 11, end: "key" });
  });

  it("never make a burst when they are slower than a reader, whatever they are", () => {
    const press = fc.record({
      character: fc.constantFrom(..."0123456789abcXYZ", "Enter", "Tab", "Escape"),
      gap: fc.integer({ min: mostKeyGapMs + 1, max: 2_000 }),
    });
    fc.assert(
      fc.property(fc.array(press, { maxLength: 60 }), (presses) => {
        const detector = createBurstDetector();
        let at = 0;
        for (const { character, gap } of presses) {
          at += gap;
          expect(detector.press(keyOf(character, at))).toBeUndefined();
          expect(detector.idle(at + 10_000)).toBeUndefined();
        }
      }),
    );
  });
});

describe("the frame of a burst", () => {
  const frameOf = (text: string, gap: number, more: Partial<PressedKey> = {}) => {
    const [burst] = type(text, gap, { more }).bursts;
    if (burst === undefined) throw new Error("no burst");
    return { hex: burstFrame(burst), burst };
  };

  it("is the one the bench reads", () => {
    const { hex } = frameOf("3A7FC21E", 8);
    expect(hex).toBe(keyboardHex.typed("3A7FC21E", { at: 1_064 }));
    expect(hereFrame(70_000.9, true)).toBe(keyboardHex.here(70_000));
    expect(hereFrame(5, false)).toBe(keyboardHex.here(5, false));
    expect(stopFrame(9)).toBe(keyboardHex.stop(9));
  });

  it("tells the place of keys whose characters a French layout changed", () => {
    const detector = createBurstDetector();
    let burst: Burst | undefined;
    for (const [index, digit] of [..."0008520833", "Enter"].entries())
      burst = detector.press({ ...keyOf(digit, index * 8), key: azertyDigits[digit] ?? digit });
    if (burst === undefined) throw new Error("no burst");
    expect(isOtherLayout(burst)).toBe(true);
    const outcome = decodeKeyboardFrame(Buffer.from(burstFrame(burst), "hex"));
    expect(outcome).toMatchObject({ ok: true, frame: { uid: "00820481", isOtherLayout: true } });
  });

  it("of an endless burst is short, and refused", () => {
    const [burst] = type("1".repeat(5_000), 4).bursts;
    if (burst === undefined) throw new Error("no burst");
    const bytes = Buffer.from(burstFrame(burst), "hex");
    expect(bytes.length).toBe(6 + 4 * mostBurstKeys);
    expect(decodeKeyboardFrame(bytes)).toMatchObject({ ok: false, why: { field: "keys", found: 255 } });
  });

  it("knows the keys readers type, and gives 0 to all others", () => {
    expect(
      ["KeyA", "KeyZ", "Digit1", "Digit9", "Digit0", "Numpad1", "Numpad0", "Enter", "Tab"].map(usageOf),
    ).toEqual([0x04, 0x1d, 0x1e, 0x26, 0x27, 0x59, 0x62, 0x28, 0x2b]);
    expect(["", "F5", "Keyé", "Digit10", "__proto__"].map(usageOf)).toEqual([0, 0, 0, 0, 0]);
  });
});
