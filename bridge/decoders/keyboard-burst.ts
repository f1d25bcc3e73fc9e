// A frame of the page a keyboard reader types into → the number typed, with the bytes of each key. The frame is that of
// contract/keyboard-readers.ts; keys are those of USB HID Usage Tables 1.5, page 7 (keyboard).
// A reader sends the keys of an American keyboard, wherever it is plugged in: on a French one its digits come out as
// "&é(…". The number of each key on USB tells them whatever the layout; the characters count only when the keys make
// no number, as with a reader that was itself set to the computer's layout.
import type { Span } from "#contract/frames.ts";
import {
  bytesPerKey,
  keyboardFrameTypes,
  keyboardHeadBytes,
  leastBurstKeys,
  mostBurstKeys,
  mostKeyGapMs,
} from "#contract/keyboard-readers.ts";
import type { Refusal } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";

/** How a number without letters is read: readers of one kind type decimal digits, of another hexadecimal ones. */
export type NumberBase = "decimal" | "hexadecimal";

export type KeyboardFrame =
  | { readonly type: "here"; readonly at: number; readonly hears: boolean }
  | { readonly type: "stop"; readonly at: number }
  | {
      readonly type: "burst";
      readonly at: number;
      /** Lower-case hexadecimal, 4, 5, 7 or 10 bytes. */
      readonly uid: string;
      /** As typed, less the key that ends it; lower case. */
      readonly typed: string;
      readonly base: NumberBase;
      /** This computer's layout writes other characters for these keys. */
      readonly isOtherLayout: boolean;
    };

export type KeyboardFrameOutcome =
  | { readonly ok: true; readonly frame: KeyboardFrame; readonly spans: readonly Span[] }
  | { readonly ok: false; readonly why: Refusal };

interface Key {
  readonly offset: number;
  readonly usage: number;
  readonly gapMs: number;
  /** What the key is on an American keyboard, and what this computer made of it; empty for none. */
  readonly byUsage: string;
  readonly byLayout: string;
}

/** Enter, Tab, Enter of the keypad. */
const endUsages: readonly number[] = [0x28, 0x2b, 0x58];
/** Bytes of the numbers tags have. */
const uidSizes = [4, 5, 7, 10] as const;

function characterOf(usage: number): string {
  if (usage >= 0x04 && usage <= 0x1d) return String.fromCharCode(0x61 + usage - 0x04);
  if (usage >= 0x1e && usage <= 0x27) return String((usage - 0x1d) % 10);
  if (usage >= 0x59 && usage <= 0x62) return String((usage - 0x58) % 10);
  return "";
}

function keysOf(bytes: Uint8Array): Key[] {
  return Array.from({ length: (bytes.length - keyboardHeadBytes) / bytesPerKey }, (_, index) => {
    const offset = keyboardHeadBytes + index * bytesPerKey;
    const [usage = 0, , gapMs = 0, latin1 = 0] = bytes.subarray(offset, offset + bytesPerKey);
    return {
      offset,
      usage,
      gapMs,
      byUsage: characterOf(usage),
      byLayout: latin1 < 0x20 ? "" : String.fromCharCode(latin1).toLowerCase(),
    };
  });
}

/** The bytes of a number typed, and how they were written; `undefined` when this is no number of a tag. */
function numberOf(typed: string, base: NumberBase): { uid: string; base: NumberBase } | undefined {
  const isHexSize = uidSizes.some((size) => typed.length === size * 2);
  if (/^[0-9a-f]+$/.test(typed) && isHexSize && (base === "hexadecimal" || /[a-f]/.test(typed)))
    return { uid: typed, base: "hexadecimal" };
  if (!/^\d{6,24}$/.test(typed)) return undefined;
  const hex = BigInt(typed).toString(16);
  const size = uidSizes.find((bytes) => hex.length <= bytes * 2);
  // Readers type zeros for a tag they could not read to its end.
  return size === undefined || hex === "0"
    ? undefined
    : { uid: hex.padStart(size * 2, "0"), base: "decimal" };
}

const hex2 = (byte: number) => byte.toString(16).padStart(2, "0");

function keyNote({ usage, gapMs, byUsage, byLayout }: Key): Words {
  const name = `0x${hex2(usage)}`;
  const isOther = byLayout !== "" && byUsage !== "" && byLayout !== byUsage;
  const after = {
    fr: gapMs === 0 ? "" : `, ${gapMs} ms après la précédente`,
    en: gapMs === 0 ? "" : `, ${gapMs} ms after the one before`,
  };
  return {
    fr: `Touche ${name} sur USB${after.fr}${isOther ? `; ce clavier écrirait « ${byLayout} »` : ""}`,
    en: `Key ${name} on USB${after.en}${isOther ? `; this keyboard would write “${byLayout}”` : ""}`,
  };
}

const refused = (why: Refusal): KeyboardFrameOutcome => ({ ok: false, why });
const longest = keyboardHeadBytes + bytesPerKey * mostBurstKeys;

/**
 * Reads one frame. Never throws.
 * @param base what this reader is known to type; a letter tells by itself.
 */
export function decodeKeyboardFrame(bytes: Uint8Array, base: NumberBase = "decimal"): KeyboardFrameOutcome {
  if (bytes.length > longest) return refused({ code: "too-long", wanted: longest });
  if (bytes.length < keyboardHeadBytes - 1) return refused({ code: "cut" });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const at = view.getUint32(1);
  const sixth = bytes[5];
  const head = (type: string): Span[] => [
    { offset: 0, length: 1, field: "type", value: type },
    { offset: 1, length: 4, field: "page clock", value: `${at} ms` },
  ];
  switch (bytes[0]) {
    case keyboardFrameTypes.stop:
      if (sixth !== undefined) return refused({ code: "trailing", at: 5 });
      return { ok: true, frame: { type: "stop", at }, spans: head("stop") };
    case keyboardFrameTypes.here: {
      if (bytes.length !== keyboardHeadBytes)
        return refused({ code: "length", found: bytes.length, wanted: keyboardHeadBytes });
      if (sixth !== 0 && sixth !== 1)
        return refused({ code: "out-of-range", at: 5, field: "hears", found: sixth, least: 0, most: 1 });
      const hears = sixth === 1;
      return {
        ok: true,
        frame: { type: "here", at, hears },
        spans: [...head("here"), { offset: 5, length: 1, field: "hears", value: String(hears) }],
      };
    }
    case keyboardFrameTypes.burst:
      return burst(bytes, at, base, head("burst"));
    default:
      return refused({ code: "unknown-value", at: 0, field: "type", found: bytes[0] });
  }
}

function burst(bytes: Uint8Array, at: number, base: NumberBase, head: Span[]): KeyboardFrameOutcome {
  const [count] = bytes.subarray(5);
  if (count === undefined) return refused({ code: "cut", field: "keys" });
  // More keys than fit: the page sends the first ones, and how many there were.
  if (count < leastBurstKeys || count > mostBurstKeys) {
    const bounds = { least: leastBurstKeys, most: mostBurstKeys };
    return refused({ code: "out-of-range", at: 5, field: "keys", found: count, ...bounds });
  }
  const wanted = keyboardHeadBytes + count * bytesPerKey;
  if (bytes.length !== wanted) return refused({ code: "length", found: bytes.length, wanted });
  const keys = keysOf(bytes);
  const last = keys.at(-1);
  if (last === undefined || !endUsages.includes(last.usage))
    return refused({ code: "form", field: "end", wanted: "Enter, Tab" });
  // The first key follows nothing of this burst.
  const slow = keys.slice(1).find(({ gapMs }) => gapMs > mostKeyGapMs);
  if (slow !== undefined) {
    const { offset, gapMs } = slow;
    return refused({ code: "out-of-range", at: offset + 2, field: "gap", found: gapMs, most: mostKeyGapMs });
  }
  const numbered = keys.slice(0, -1);
  const text = (of: (key: Key) => string) => numbered.map((key) => of(key) || "?").join("");
  const [byUsage, byLayout] = [text((key) => key.byUsage), text((key) => key.byLayout)];
  const known = numberOf(byUsage, base);
  const number = known ?? numberOf(byLayout, base);
  if (number === undefined)
    return refused({
      code: "form",
      at: keyboardHeadBytes,
      field: "uid",
      wanted: "0008520833, 04A2B3C4D5E6F7",
    });
  return {
    ok: true,
    frame: {
      type: "burst",
      at,
      ...number,
      typed: known === undefined ? byLayout : byUsage,
      isOtherLayout: byLayout !== byUsage,
    },
    spans: [
      ...head,
      { offset: 5, length: 1, field: "keys", value: String(count) },
      ...numbered.map((key) => ({
        offset: key.offset,
        length: bytesPerKey,
        field: "uid",
        value: known === undefined ? key.byLayout : key.byUsage,
        note: keyNote(key),
      })),
      { offset: last.offset, length: bytesPerKey, field: "end", note: keyNote(last) },
    ],
  };
}
