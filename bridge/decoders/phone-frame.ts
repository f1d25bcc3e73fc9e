// One frame of a lent phone → what it says, with the bytes of each value. The frame is JSON text the page of the phone
// wrote: contract/phones.ts. Angles: https://www.w3.org/TR/orientation-event/ ; sound level: dB of the mean power, 0 for
// a full-scale square wave. Frames are plain ASCII without escapes, so that every key is found where it stands.
import type { Span } from "#contract/frames.ts";
import { longestPhoneFrame, type PhoneFrame, phoneFrameSchema } from "#contract/phones.ts";
import { type QuantityId, quantities, roundTo } from "#contract/quantities.ts";
import type { Refusal } from "#contract/refusals.ts";

export type PhoneFrameOutcome =
  | {
      readonly ok: true;
      readonly frame: PhoneFrame;
      /** By channel of the phone; empty but for samples. */
      readonly readings: Readonly<Record<string, number>>;
      readonly spans: readonly Span[];
    }
  | { readonly ok: false; readonly why: Refusal };

/** A channel of a phone: its quantity, and where a sample holds it. */
export interface PhoneChannel {
  readonly id: string;
  readonly quantity: QuantityId;
  readonly part: "motion" | "orientation" | "light" | "sound";
  readonly index: number;
  /** Name of the field in the inspector. */
  readonly field: string;
}

export const phoneChannels: readonly PhoneChannel[] = [
  { id: "accelerationX", quantity: "accelerationX", part: "motion", index: 0, field: "acceleration X" },
  { id: "accelerationY", quantity: "accelerationY", part: "motion", index: 1, field: "acceleration Y" },
  { id: "accelerationZ", quantity: "accelerationZ", part: "motion", index: 2, field: "acceleration Z" },
  { id: "alpha", quantity: "rotation", part: "orientation", index: 0, field: "alpha" },
  { id: "beta", quantity: "rotation", part: "orientation", index: 1, field: "beta" },
  { id: "gamma", quantity: "rotation", part: "orientation", index: 2, field: "gamma" },
  { id: "illuminance", quantity: "illuminance", part: "light", index: 0, field: "illuminance" },
  { id: "soundLevel", quantity: "soundLevel", part: "sound", index: 0, field: "soundLevel" },
];

const fieldNames: Readonly<Record<string, string>> = { at: "page clock" };

const refused = (why: Refusal): PhoneFrameOutcome => ({ ok: false, why });
const isPlain = (byte: number) => byte >= 0x20 && byte <= 0x7e && byte !== 0x5c;

interface Place {
  readonly offset: number;
  readonly text: string;
}

/**
 * Where the value of each key stands: from its first character to the last before the next key or the end.
 * @returns the key itself when one comes twice: nobody can say which counts.
 */
function placesOf(text: string): Map<string, Place> | string {
  const keys = [...text.matchAll(/"([a-z]+)"\s*:\s*/g)];
  const places = new Map<string, Place>();
  for (const [n, match] of keys.entries()) {
    const offset = match.index + match[0].length;
    const rest = text.slice(offset, keys[n + 1]?.index ?? text.lastIndexOf("}"));
    const name = match[1] ?? "";
    if (places.has(name)) return name;
    places.set(name, { offset, text: rest.replace(/[\s,]+$/, "") });
  }
  return places;
}

/** Where each number of a value stands, in their order. */
function numbersIn(place: { readonly offset: number; readonly text: string }) {
  return [...place.text.matchAll(/-?\d[\d.eE+-]*/g)].map((match) => ({
    offset: place.offset + match.index,
    length: match[0].length,
  }));
}

function shown(quantity: QuantityId, value: number): string {
  const { unit } = quantities[quantity];
  return unit === "" ? String(value) : `${value} ${unit}`;
}

/** Reads one frame. Never throws. @param bytes UTF-8, as received. */
export function decodePhoneFrame(bytes: Uint8Array): PhoneFrameOutcome {
  if (bytes.length > longestPhoneFrame) return refused({ code: "too-long", most: longestPhoneFrame });
  const odd = bytes.findIndex((byte) => !isPlain(byte));
  if (odd >= 0) return refused({ code: "form", at: odd, field: "text" });
  const text = String.fromCharCode(...bytes);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refused({ code: "shape", wanted: "{…}" });
  }
  const parsed = phoneFrameSchema.safeParse(json);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path[0];
    if (field === "type") return refused({ code: "unknown-type" });
    return refused(typeof field === "string" ? { code: "form", field } : { code: "shape", wanted: "{…}" });
  }
  const places = placesOf(text);
  if (typeof places === "string") return refused({ code: "twice", field: places });
  const frame = parsed.data;
  const readings: Record<string, number> = {};
  const spans: Span[] = [];
  for (const [key, place] of places) {
    const channels = phoneChannels.filter(({ part }) => part === key);
    const numbers = channels.length === 0 ? [] : numbersIn(place);
    for (const { id, quantity, index, field } of channels) {
      const where = numbers[index];
      if (where === undefined) continue;
      const value = roundTo(quantity, Number(text.slice(where.offset, where.offset + where.length)));
      readings[id] = value;
      spans.push({ ...where, field, value: shown(quantity, value) });
    }
    if (channels.length === 0)
      spans.push({
        offset: place.offset,
        length: place.text.length,
        field: fieldNames[key] ?? key,
        value: place.text.replaceAll('"', "").slice(0, 200),
      });
  }
  return { ok: true, frame, readings, spans };
}
