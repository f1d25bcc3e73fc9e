// An advertising payload cut into its AD structures: length, type, data.
// Bluetooth Core Specification, volume 3, part C, section 11; type numbers from the Bluetooth Assigned Numbers.
import type { Span } from "#contract/frames.ts";
import type { Words } from "#contract/words.ts";
import { hex, hexNumber, i8, plainText, u8 } from "./bytes.ts";
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

/** Made once: an inspector that looks at every advertisement of a full room would make them hundreds of times a second. */
const lengthTexts = Array.from({ length: 256 }, (_, length) => String(length));

function typeSpan(offset: number, type: number): Span {
  const value = hexNumber(type, 2);
  const note = typeNotes[type];
  return note === undefined
    ? { offset, length: 1, field: "type", value }
    : { offset, length: 1, field: "type", value, note };
}

/** What the data of a structure that every advertisement may have says; `undefined` where a format has to. */
function commonSpan(type: number, payload: Uint8Array, offset: number, length: number): Span | undefined {
  switch (type) {
    case adTypes.flags: {
      const flags =
        length === 1
          ? hexNumber(u8(payload, offset), 2)
          : `0x${hex(payload, offset, offset + length)}`.slice(0, 200);
      return { offset, length, field: "flags", value: flags };
    }
    case adTypes.txPower:
      return { offset, length, field: "tx power", value: `${i8(payload, offset)} dBm` };
    case adTypes.shortName:
    case adTypes.completeName: {
      const name = plainText(payload.subarray(offset, offset + length));
      return { offset, length, field: "local name", value: name };
    }
    default:
      return undefined;
  }
}

/** The bytes that every advertisement has in common: lengths, types, flags, name and transmit power. */
export function structureSpans(payload: Uint8Array): Span[] {
  const spans: Span[] = [];
  walkStructures(payload, (type, from, to) => {
    const length = to - from;
    spans.push(
      {
        offset: from - 2,
        length: 1,
        field: "length",
        value: lengthTexts[length + 1] ?? "",
        note: lengthNote,
      },
      typeSpan(from - 1, type),
    );
    const told = length === 0 ? undefined : commonSpan(type, payload, from, length);
    if (told !== undefined) spans.push(told);
  });
  return spans;
}
