// Formats that are a fixed table of fields: one declaration gives both the readings and the spans.
import type { Span } from "#contract/frames.ts";
import { type QuantityId, quantities } from "#contract/quantities.ts";
import type { Refusal } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { hexNumber, roundDecimals } from "./bytes.ts";
import type { DecodedReadings, ReadingId } from "./decoder.ts";

/** One number of a frame. */
export interface Field {
  readonly quantity: QuantityId;
  /** The specification's word; the quantity's own when absent. */
  readonly label?: string;
  /** From the first byte after the maker's or the service's number. */
  readonly at: number;
  readonly length: number;
  /** The raw number. */
  readonly read: (data: Uint8Array) => number;
  /** The raw number that says "not available". */
  readonly none?: number;
  /** Raw number → value in the quantity's unit, at the format's own resolution. */
  readonly scale?: (raw: number) => number;
  readonly note: Words;
}

/** A scale: times a factor, rounded to so many decimals. */
export const times =
  (factor: number, decimals: number) =>
  (raw: number): number =>
    roundDecimals(raw * factor, decimals);

function valueIn({ read, none, scale }: Field, data: Uint8Array): number | undefined {
  const raw = read(data);
  if (raw === none) return undefined;
  return scale === undefined ? raw : scale(raw);
}

/** What the fields measure; one that holds its sentinel is absent. */
export function readFields(fields: readonly Field[], data: Uint8Array): DecodedReadings {
  const readings: Partial<Record<ReadingId, number>> = {};
  for (const field of fields) {
    const value = valueIn(field, data);
    if (value !== undefined) readings[field.quantity] = value;
  }
  return readings;
}

/** Where the fields are. @param offset of `data` in the payload. */
export function fieldSpans(fields: readonly Field[], data: Uint8Array, offset: number): Span[] {
  return fields.map((field) => {
    const value = valueIn(field, data);
    const { quantity, at, length, label = quantity, note } = field;
    // Two plain shapes: a spread would cost more than all the rest.
    return value === undefined
      ? { offset: offset + at, length, field: label, note }
      : { offset: offset + at, length, field: label, note, value: valueText(quantity, value) };
  });
}

/** " °C"; nothing for what has no unit. Looked up once for all frames. */
const suffixes = Object.fromEntries(
  Object.entries(quantities).map(([id, { unit }]) => [id, unit === "" ? "" : ` ${unit}`]),
) as Readonly<Record<QuantityId, string>>;

/** "24.3 °C" */
export const valueText = (quantity: QuantityId, value: number): string => value + suffixes[quantity];

/** Span of the maker's number, which stands before the frame's data. */
export function companySpan(offset: number, company: number, note: Words): Span {
  return { offset: offset - 2, length: 2, field: "company id", value: hexNumber(company, 4), note };
}

/** Span of the service's number, which stands before the frame's data. */
export function serviceSpan(offset: number, service: number, note: Words): Span {
  return { offset: offset - 2, length: 2, field: "service uuid", value: hexNumber(service, 4), note };
}

/** Span of one byte told in hexadecimal. */
export function byteSpan(offset: number, field: string, byte: number, note: Words): Span {
  return { offset, length: 1, field, value: hexNumber(byte, 2), note };
}

/** Why a frame with a percentage above 100 % is something else, in a format that has no other sign of its own. */
export function percentRefusal(
  fields: readonly Field[],
  readings: DecodedReadings,
  offset: number,
): Refusal | undefined {
  for (const { quantity: field, at } of fields) {
    const found = readings[field] ?? 0;
    if (found > 100 && quantities[field].unit === "%")
      return { code: "out-of-range", at: offset + at, field, found, least: 0, most: 100 };
  }
  return undefined;
}

/** Above 100 %, or below nothing: the number is shown and not trusted. */
export function humidityQuality({ relativeHumidity = 0 }: DecodedReadings): "suspect" | undefined {
  return relativeHumidity > 100 || relativeHumidity < 0 ? "suspect" : undefined;
}
