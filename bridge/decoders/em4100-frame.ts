// Frames of 125 kHz readers → the number of the tag, with the bytes of each part. Frames: bridge/frames/em4100-framer.ts.
// Datasheets: EM Microelectronic EM4100; ITead RDM6300; ID-Innovations ID-2LA/12LA/20LA (2013), "Data formats".
// Identity: the five bytes of the tag, version first. A checksum that does not fit is told, never hidden: some clones
// compute it wrong for every tag, and the reader's owner decides what to believe.
import type { Span } from "#contract/frames.ts";
import { type Refusal, wrongLength } from "#contract/refusals.ts";

const textBytes = 12;
const dataDigits = 10;

export interface Em4100Tag {
  /** Five bytes in lower-case hexadecimal. */
  readonly uid: string;
  /** First byte: version or customer code. */
  readonly version: number;
  /** The other four, as a number. */
  readonly cardNumber: number;
  /** Ten digits, as printed on many cards. */
  readonly printed: string;
  /** Third byte and the last two, the other number printed (`206,30028`). */
  readonly facilityCode: number;
  readonly card16: number;
}

export type Em4100Outcome =
  | {
      readonly ok: true;
      readonly tag: Em4100Tag;
      /** The twelve characters as sent. */
      readonly raw: string;
      /** What the reader sent; absent when its two characters are no hexadecimal number. */
      readonly checksum?: number;
      /** What it should be. */
      readonly computed: number;
      readonly checksumOk: boolean;
      readonly spans: readonly Span[];
    }
  | { readonly ok: false; readonly why: Refusal; readonly spans: readonly Span[] };

/** Numbers of a tag from its five bytes. */
export function em4100Tag(bytes: Uint8Array): Em4100Tag {
  const [version = 0, b1 = 0, b2 = 0, b3 = 0, b4 = 0] = bytes;
  const cardNumber = ((b1 * 256 + b2) * 256 + b3) * 256 + b4;
  const hex = Array.from(bytes.subarray(0, 5), (byte) => byte.toString(16).padStart(2, "0"));
  return {
    uid: hex.join(""),
    version,
    cardNumber,
    printed: cardNumber.toString().padStart(10, "0"),
    facilityCode: b2,
    card16: b3 * 256 + b4,
  };
}

/** Decodes one frame of the framer. Never throws. */
export function decodeEm4100Frame(frame: Uint8Array): Em4100Outcome {
  const refuse = (why: Refusal): Em4100Outcome => ({ ok: false, why, spans: [] });
  const isShort = frame.length === textBytes + 2;
  if (!isShort && frame.length !== textBytes + 4)
    return refuse(wrongLength(frame.length, [textBytes + 2, textBytes + 4]));
  const hasEdges = frame[0] === 0x02 && frame[frame.length - 1] === 0x03;
  if (!hasEdges || (!isShort && (frame[13] !== 0x0d || frame[14] !== 0x0a)))
    return refuse({ code: "shape", wanted: isShort ? "STX … ETX" : "STX … CR LF ETX" });
  const raw = String.fromCharCode(...frame.subarray(1, 1 + textBytes));
  const data = raw.slice(0, dataDigits);
  const told = raw.slice(dataDigits);
  if (!/^[0-9a-f]{10}$/i.test(data)) return refuse({ code: "form", at: 1, field: "uid" });
  const bytes = Uint8Array.from({ length: 5 }, (_, index) =>
    Number.parseInt(data.slice(index * 2, index * 2 + 2), 16),
  );
  const computed = bytes.reduce((xor, byte) => xor ^ byte, 0);
  const checksum = /^[0-9a-f]{2}$/i.test(told) ? Number.parseInt(told, 16) : undefined;
  const checksumOk = checksum === computed;
  const tag = em4100Tag(bytes);
  const wanted = computed.toString(16).toUpperCase().padStart(2, "0");
  return {
    ok: true,
    tag,
    raw,
    ...(checksum === undefined ? {} : { checksum }),
    computed,
    checksumOk,
    spans: [
      {
        offset: 0,
        length: 1,
        field: "start",
        value: "STX",
        note: { fr: "Début de la trame", en: "Start of the frame" },
      },
      {
        offset: 1,
        length: dataDigits,
        field: "uid",
        value: `${tag.printed} · ${tag.facilityCode},${tag.card16}`,
        note: {
          fr: "Numéro de l’étiquette, en dix chiffres hexadécimaux; imprimé sur la carte en décimal",
          en: "Number of the tag, in ten hexadecimal digits; printed on the card in decimal",
        },
      },
      {
        offset: 1 + dataDigits,
        length: 2,
        field: "crc",
        value: checksumOk ? told : `${told.replace(/[^\x21-\x7e]/g, "·")} ≠ ${wanted}`,
        note: checksumOk
          ? {
              fr: "Somme de contrôle : le OU exclusif des cinq octets",
              en: "Checksum: the five bytes, XORed",
            }
          : {
              fr: "Somme de contrôle fausse : le OU exclusif des cinq octets donne l’autre valeur",
              en: "Wrong checksum: the five bytes XORed give the other value",
            },
      },
      {
        offset: 1 + textBytes,
        length: frame.length - 1 - textBytes,
        field: "end",
        value: isShort ? "ETX" : "CR LF ETX",
        note: { fr: "Fin de la trame", en: "End of the frame" },
      },
    ],
  };
}

const airBits = 64;
const headerBits = 9;

/**
 * What an EM4100 tag sends on the air: nine ones, ten rows of four bits and an even parity, four column parities, a zero.
 * @param frame 8 bytes, first bit sent first.
 * @returns the tag, or `undefined` when a parity or a frame bit is wrong.
 */
export function decodeEm4100Air(frame: Uint8Array): Em4100Tag | undefined {
  if (frame.length * 8 !== airBits) return undefined;
  const bit = (index: number) => ((frame[index >> 3] ?? 0) >> (7 - (index & 7))) & 1;
  for (let index = 0; index < headerBits; index++) if (bit(index) !== 1) return undefined;
  if (bit(airBits - 1) !== 0) return undefined;
  const bytes = new Uint8Array(5);
  const columns = [0, 0, 0, 0];
  for (let row = 0; row < 10; row++) {
    let parity = 0;
    let nibble = 0;
    for (let column = 0; column < 4; column++) {
      const value = bit(headerBits + row * 5 + column);
      parity ^= value;
      columns[column] = (columns[column] ?? 0) ^ value;
      nibble = nibble * 2 + value;
    }
    if (parity !== bit(headerBits + row * 5 + 4)) return undefined;
    bytes[row >> 1] = (bytes[row >> 1] ?? 0) * 16 + nibble;
  }
  if (columns.some((parity, column) => parity !== bit(headerBits + 50 + column))) return undefined;
  return em4100Tag(bytes);
}
