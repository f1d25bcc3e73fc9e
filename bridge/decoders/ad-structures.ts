// An advertising payload cut into its AD structures: length, type, data.
// Bluetooth Core Specification, volume 3, part C, section 11; type numbers from the Bluetooth Assigned Numbers.
import type { Span } from "#contract/frames.ts";
import type { Words } from "#contract/words.ts";
import { hex, i8, plainText } from "./bytes.ts";
import type { AdStructure } from "./decoder.ts";

export const adTypes = {
  flags: 0x01,
  shortName: 0x08,
  completeName: 0x09,
  txPower: 0x0a,
  serviceData16: 0x16,
  manufacturerData: 0xff,
} as const;

/** Extended advertising carries 1,650 bytes at most: no honest payload is longer, nor has more structures than half of it. */
const longestPayload = 1650;

export interface AdPayload {
  readonly structures: readonly AdStructure[];
  /** Bytes of a structure that claims more than there is, left unread. */
  readonly overrunBytes: number;
}

/**
 * Visits each structure: its type, and where its data starts and ends in the payload. A zero length ends the payload;
 * a structure that runs past the end is left alone. Never throws, never reads outside.
 * @returns the bytes left unread.
 */
export function walkStructures(
  payload: Uint8Array,
  visit: (type: number, from: number, to: number) => void,
): number {
  const end = Math.min(payload.length, longestPayload);
  let offset = 0;
  while (offset < end) {
    const length = payload[offset] ?? 0;
    if (length === 0) break;
    const next = offset + 1 + length;
    if (next > end) return end - offset;
    visit(payload[offset + 1] ?? 0, offset + 2, next);
    offset = next;
  }
  return 0;
}

/** Cuts a payload into its structures, as {@link walkStructures} finds them. */
export function parseAdStructures(payload: Uint8Array): AdPayload {
  const structures: AdStructure[] = [];
  const overrunBytes = walkStructures(payload, (type, from, to) => {
    structures.push({ type, data: payload.subarray(from, to), offset: from });
  });
  return { structures, overrunBytes };
}

const typeNotes: Readonly<Record<number, Words>> = {
  [adTypes.flags]: { fr: "drapeaux : ce que la balise accepte", en: "flags: what the beacon accepts" },
  [adTypes.shortName]: { fr: "nom abrégé", en: "shortened name" },
  [adTypes.completeName]: { fr: "nom complet", en: "complete name" },
  [adTypes.txPower]: { fr: "puissance d’émission", en: "transmit power" },
  [adTypes.serviceData16]: {
    fr: "données d’un service (le numéro du service suit)",
    en: "data of a service (the service’s number follows)",
  },
  [adTypes.manufacturerData]: {
    fr: "données d’un fabricant (son numéro suit)",
    en: "data of a maker (its number follows)",
  },
};

const lengthNote: Words = {
  fr: "combien d’octets suivent dans cette structure",
  en: "how many bytes follow in this structure",
};

/** The bytes that every advertisement has in common: lengths, types, flags, name and transmit power. */
export function structureSpans(structures: readonly AdStructure[]): Span[] {
  return structures.flatMap(({ type, data, offset }) => {
    const note = typeNotes[type];
    const spans: Span[] = [
      { offset: offset - 2, length: 1, field: "length", value: String(data.length + 1), note: lengthNote },
      {
        offset: offset - 1,
        length: 1,
        field: "type",
        value: `0x${type.toString(16).padStart(2, "0")}`,
        ...(note === undefined ? {} : { note }),
      },
    ];
    if (data.length === 0) return spans;
    if (type === adTypes.flags) {
      spans.push({ offset, length: data.length, field: "flags", value: `0x${hex(data)}`.slice(0, 200) });
    } else if (type === adTypes.txPower) {
      spans.push({ offset, length: data.length, field: "tx power", value: `${i8(data, 0)} dBm` });
    } else if (type === adTypes.shortName || type === adTypes.completeName) {
      spans.push({ offset, length: data.length, field: "local name", value: plainText(data) });
    }
    return spans;
  });
}
