// Eddystone-URL: frame 0x10, power at 0 m, a scheme byte, then the address with common endings packed in one byte.
// https://github.com/google/eddystone/blob/master/eddystone-url/README.md
// Identity: none in the frame. A URL heard on the air is text: nothing here or later requests it.
import type { Refusal } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { u8 } from "./bytes.ts";
import { type AdvertisementDecoder, refusal } from "./decoder.ts";
import { eddystoneService, headerSpans, powerAt } from "./eddystone.ts";

const name = "eddystone-url";
const frameType = 0x10;
const headBytes = 3;
const longestEncoded = 17;

const schemes = ["http://www.", "https://www.", "http://", "https://"] as const;
const endings = [".com", ".org", ".edu", ".net", ".info", ".biz", ".gov"] as const;
/** 00–06 add a slash, 07–0d do not. */
const expansions = [...endings.map((ending) => `${ending}/`), ...endings];

const notes = {
  frame: { fr: "10 : la trame porte une adresse web", en: "10: the frame carries a web address" },
  scheme: { fr: "le début de l’adresse, en un octet", en: "the start of the address, in one byte" },
  url: {
    fr: "le reste; les fins courantes (.com, .org…) tiennent en un octet",
    en: "the rest; common endings (.com, .org…) take one byte",
  },
} as const satisfies Record<string, Words>;

/** The text of the packed part, or `undefined` when it holds a reserved byte. */
function expand(packed: Uint8Array): string | undefined {
  let text = "";
  for (const byte of packed) {
    const expansion = expansions[byte];
    if (expansion !== undefined) text += expansion;
    else if (byte > 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else return undefined;
  }
  return text;
}

export const eddystoneUrl: AdvertisementDecoder = {
  name,
  model: "eddystone",
  reference: "https://github.com/google/eddystone/blob/master/eddystone-url/README.md",
  listens: { service: eddystoneService },
  decode({ data, offset }) {
    if (data.length === 0 || u8(data, 0) !== frameType) return undefined;
    const header = () => headerSpans(offset, frameType, notes.frame);
    const refuse = (why: Refusal) => refusal(name, why, header);
    const packedBytes = data.length - headBytes;
    if (packedBytes < 1 || packedBytes > longestEncoded) {
      return refuse({
        code: "length",
        found: data.length,
        least: headBytes + 1,
        most: headBytes + longestEncoded,
      });
    }
    const scheme = schemes[u8(data, 2)];
    if (scheme === undefined)
      return refuse({ code: "unknown-value", at: offset + 2, field: "scheme", found: u8(data, 2) });
    const rest = expand(data.subarray(headBytes));
    if (rest === undefined) return refuse({ code: "form", at: offset + headBytes, field: "encoded url" });
    const power = powerAt(data, offset);
    const url = `${scheme}${rest}`;
    return {
      ok: true,
      format: name,
      readings: power.readings,
      facts: { url },
      measuredPower: power.measuredPower,
      spans: () => [
        ...header(),
        power.span(),
        { offset: offset + 2, length: 1, field: "scheme", value: scheme, note: notes.scheme },
        {
          offset: offset + headBytes,
          length: packedBytes,
          field: "encoded url",
          value: rest,
          note: notes.url,
        },
      ],
    };
  },
};
