// A burst → the bytes that go to the bench, as contract/keyboard-readers.ts lays them out. Places of keys:
// https://www.w3.org/TR/uievents-code/ ; their numbers on USB: HID Usage Tables 1.5, page 7.
import { keyboardFrameTypes, mostKeyGapMs } from "#contract/keyboard-readers.ts";
import type { Burst, PressedKey } from "./bursts.ts";

const others: ReadonlyMap<string, number> = new Map(
  Object.entries({
    Enter: 0x28,
    Tab: 0x2b,
    Space: 0x2c,
    Minus: 0x2d,
    Equal: 0x2e,
    BracketLeft: 0x2f,
    BracketRight: 0x30,
    Backslash: 0x31,
    Semicolon: 0x33,
    Quote: 0x34,
    Backquote: 0x35,
    Comma: 0x36,
    Period: 0x37,
    Slash: 0x38,
    NumpadEnter: 0x58,
    IntlBackslash: 0x64,
  }),
);
const leftShift = 0x02;

/** Number of a key on USB; 0 for one that readers do not type. */
export function usageOf(code: string): number {
  const [, kind, name = ""] = /^(Key|Digit|Numpad)([A-Z]|\d)$/.exec(code) ?? [];
  if (kind === "Key") return 0x04 + name.charCodeAt(0) - 0x41;
  // On keyboards as in the tables, 0 comes after 9.
  const digit = name === "0" ? 10 : Number(name);
  if (kind === "Digit") return 0x1d + digit;
  if (kind === "Numpad") return 0x58 + digit;
  return others.get(code) ?? 0;
}

/** Latin-1; 0 for named keys and for characters beyond. */
function characterOf({ key }: PressedKey): number {
  const point = key.length === 1 ? key.charCodeAt(0) : 0;
  return point > 0xff ? 0 : point;
}

const hex = (bytes: readonly number[]): string =>
  bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");

const clock = (at: number): number[] => {
  const ms = Math.floor(at) >>> 0;
  return [ms >>> 24, (ms >>> 16) & 0xff, (ms >>> 8) & 0xff, ms & 0xff];
};

export function burstFrame({ keys, count }: Burst): string {
  const rows = keys.map((key, index) => {
    const before = keys[index - 1];
    const gap = before === undefined ? 0 : Math.round(key.at - before.at);
    return [
      usageOf(key.code),
      key.shift ? leftShift : 0,
      Math.max(0, Math.min(mostKeyGapMs, gap)),
      characterOf(key),
    ];
  });
  const at = clock(keys.at(-1)?.at ?? 0);
  return hex([keyboardFrameTypes.burst, ...at, Math.min(count, 0xff), ...rows.flat()]);
}

/** @param hears whether keys come to the page at the moment. @param at its clock, milliseconds. */
export const hereFrame = (at: number, hears: boolean): string =>
  hex([keyboardFrameTypes.here, ...clock(at), hears ? 1 : 0]);

export const stopFrame = (at: number): string => hex([keyboardFrameTypes.stop, ...clock(at)]);

/** Whether this computer's layout writes something else than an American one for the digits and letters typed. */
export const isOtherLayout = ({ keys }: Burst): boolean =>
  keys.some(({ code, key }) => {
    const [, name] = /^(?:Key|Digit)([A-Z]|\d)$/.exec(code) ?? [];
    return name !== undefined && key.toUpperCase() !== name;
  });
