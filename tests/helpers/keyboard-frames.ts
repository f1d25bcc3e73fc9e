// What a keyboard reader types, as the page's frames: written here by hand from the HID usage tables, apart from the
// page's own code.
import { keyboardFrameTypes } from "#contract/keyboard-readers.ts";

export interface KeysAs {
  readonly at?: number;
  /** Layout of the computer. */
  readonly layout?: "qwerty" | "azerty";
  /** Layout the reader was set to. */
  readonly reader?: "qwerty" | "azerty";
  readonly keypad?: boolean;
  readonly gapMs?: number;
  readonly end?: "Enter" | "Tab" | "none";
}

/** Unshifted, on a French keyboard, from the key of 1 to the key of 0. */
const frenchDigits = "&é\"'(-è_çà";
const swapped: Readonly<Record<string, string>> = { a: "q", q: "a", w: "z", z: "w", m: ";" };
const shift = 0x02;

/** One key press as an American reader sends it: usage, modifiers. */
function pressed(character: string, as: KeysAs): readonly [usage: number, modifiers: number] {
  const lower = character.toLowerCase();
  const upper = character === lower ? 0 : shift;
  if (/\d/.test(character)) {
    const digit = Number(character);
    if (as.keypad === true) return [digit === 0 ? 0x62 : 0x58 + digit, 0];
    return [digit === 0 ? 0x27 : 0x1d + digit, as.reader === "azerty" ? shift : 0];
  }
  if (!/[a-z]/.test(lower)) return [0x36, 0];
  const place = as.reader === "azerty" ? (swapped[lower] ?? lower) : lower;
  return [0x04 + place.charCodeAt(0) - 0x61, upper];
}

/** The character the computer's layout makes of a key. */
function character([usage, modifiers]: readonly [number, number], layout: KeysAs["layout"]): string {
  const isShifted = modifiers === shift;
  if (usage >= 0x59) return String((usage - 0x58) % 10);
  if (usage >= 0x1e && usage <= 0x27) {
    const digit = (usage - 0x1d) % 10;
    if (layout !== "azerty" || isShifted) return String(digit);
    return frenchDigits[(digit + 9) % 10] ?? "";
  }
  if (usage === 0x36) return layout === "azerty" ? ";" : ",";
  const american = String.fromCharCode(0x61 + usage - 0x04);
  const letter = layout === "azerty" ? (swapped[american] ?? american) : american;
  return isShifted ? letter.toUpperCase() : letter;
}

/** A burst of keys. */
export function typedFrame(text: string, as: KeysAs = {}): Uint8Array {
  const { at = 1_000, gapMs = 8, end = "Enter" } = as;
  const keys = [...text].map((one) => pressed(one, as));
  const rows = keys.map((key, index) => [
    ...key,
    index === 0 ? 0 : gapMs,
    character(key, as.layout).charCodeAt(0),
  ]);
  if (end !== "none") rows.push([end === "Tab" ? 0x2b : 0x28, 0, gapMs, 0]);
  const head = [keyboardFrameTypes.burst, at >>> 24, (at >>> 16) & 0xff, (at >>> 8) & 0xff, at & 0xff];
  return Uint8Array.of(...head, Math.min(255, rows.length), ...rows.slice(0, 40).flat());
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** Frames as they go to the bench. */
export const keyboardHex = {
  typed: (text: string, as: KeysAs = {}) => hex(typedFrame(text, as)),
  here: (at: number, hears = true) => {
    const frame = Buffer.from([keyboardFrameTypes.here, 0, 0, 0, 0, hears ? 1 : 0]);
    frame.writeUInt32BE(at, 1);
    return hex(frame);
  },
  stop: (at: number) => {
    const frame = Buffer.from([keyboardFrameTypes.stop, 0, 0, 0, 0]);
    frame.writeUInt32BE(at, 1);
    return hex(frame);
  },
};
