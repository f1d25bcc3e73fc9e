// The objects of a MiBeacon frame: a number of two bytes, a length, a value. An object that is not known is stepped
// over, since its length is told; one cut short ends the reading.
import type { Span } from "#contract/frames.ts";
import type { QuantityId } from "#contract/quantities.ts";
import type { Words } from "#contract/words.ts";
import { hex, hexNumber, roundDecimals, signedLe, u8, u16le, unsignedLe } from "./bytes.ts";
import { type DecodedReadings, numbered } from "./decoder.ts";
import { valueText } from "./layout.ts";

const headBytes = 3;
const mostObjects = 16;

interface Value {
  readonly quantity: QuantityId;
  readonly bytes: number;
  readonly isSigned?: boolean;
  readonly factor?: number;
  readonly decimals?: number;
}

const temperature: Value = { quantity: "temperature", bytes: 2, isSigned: true, factor: 0.1, decimals: 1 };
const humidity: Value = { quantity: "relativeHumidity", bytes: 2, factor: 0.1, decimals: 1 };

/** Object → its values, one after the other. */
const objects: ReadonlyMap<number, readonly Value[]> = new Map([
  [0x1004, [temperature]],
  [0x1006, [humidity]],
  [0x1007, [{ quantity: "illuminance", bytes: 3 }]],
  [0x1008, [{ quantity: "moisture", bytes: 1 }]],
  [0x1009, [{ quantity: "conductivity", bytes: 2 }]],
  [0x100a, [{ quantity: "batteryLevel", bytes: 1 }]],
  [0x100d, [temperature, humidity]],
  [0x1010, [{ quantity: "formaldehyde", bytes: 2, factor: 0.01, decimals: 2 }]],
] as [number, Value[]][]);

const notes = {
  id: { fr: "le numéro de l’objet dit ce qui suit", en: "the object’s number says what follows" },
  length: { fr: "combien d’octets il prend", en: "how many bytes it takes" },
  value: { fr: "les petits octets d’abord", en: "the small bytes first" },
  unknown: { fr: "objet inconnu, sauté", en: "unknown object, stepped over" },
  truncated: { fr: "objet coupé : la lecture s’arrête ici", en: "object cut short: reading stops here" },
} as const satisfies Record<string, Words>;

interface Part {
  readonly quantity: QuantityId;
  readonly value: number;
  readonly at: number;
  readonly length: number;
}

export interface MiReading {
  readonly readings: DecodedReadings;
  /** At `offset` in the payload. */
  spans(offset: number): Span[];
  /** In one line, for bytes that are not in the payload as they are. */
  told(): string;
}

function valuesAt(data: Uint8Array, values: readonly Value[], from: number): Part[] {
  let at = from;
  return values.map(({ quantity, bytes, isSigned = false, factor = 1, decimals = 0 }) => {
    const raw = isSigned ? signedLe(data, at, bytes) : unsignedLe(data, at, bytes);
    const part = { quantity, value: roundDecimals(raw * factor, decimals), at, length: bytes };
    at += bytes;
    return part;
  });
}

/** Reads the objects from a place in some plain bytes on. Never throws, never reads outside. */
export function readMiObjects(data: Uint8Array, from: number): MiReading {
  const parts: Part[] = [];
  const around: Span[] = [];
  let at = from;
  for (let count = 0; at < data.length; count += 1) {
    const length = u8(data, at + 2);
    const valueAt = at + headBytes;
    if (valueAt + length > data.length || count === mostObjects) {
      around.push({ offset: at, length: data.length - at, field: "unread", note: notes.truncated });
      break;
    }
    const id = u16le(data, at);
    const values = objects.get(id);
    const size = values?.reduce((sum, { bytes }) => sum + bytes, 0);
    around.push(
      { offset: at, length: 2, field: "object id", value: hexNumber(id, 4), note: notes.id },
      { offset: at + 2, length: 1, field: "object length", value: String(length), note: notes.length },
    );
    if (values !== undefined && size === length) parts.push(...valuesAt(data, values, valueAt));
    else if (length > 0)
      around.push({
        offset: valueAt,
        length,
        field: "unread",
        value: hex(data, valueAt, valueAt + length).slice(0, 200),
        note: notes.unknown,
      });
    at = valueAt + length;
  }
  const told = parts.map(({ quantity, value }) => `${quantity} ${valueText(quantity, value)}`);
  return {
    readings: numbered(parts.map(({ quantity, value }) => [quantity, value] as const)),
    spans: (offset) =>
      [
        ...around,
        ...parts.map(({ quantity, value, at: start, length }) => ({
          offset: start,
          length,
          field: quantity,
          value: valueText(quantity, value),
          note: notes.value,
        })),
      ]
        .map((span) => ({ ...span, offset: span.offset + offset }))
        .sort((a, b) => a.offset - b.offset),
    told: () => told.join(", ").slice(0, 200),
  };
}
