// Eddystone-EID: frame 0x30, power at 0 m, an 8-byte identifier that changes every few minutes or days. 10 bytes.
// https://github.com/google/eddystone/tree/master/eddystone-eid
// Identity: none that can be known here. Only the owner's key, with the beacon's own clock, tells whose it is.
import { wrongLength } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { hex, u8 } from "./bytes.ts";
import { type AdvertisementDecoder, refusal } from "./decoder.ts";
import { eddystoneService, headerSpans, powerAt } from "./eddystone.ts";

const name = "eddystone-eid";
const frameType = 0x30;
const frameBytes = 10;

const notes = {
  frame: { fr: "30 : un identifiant qui change", en: "30: an identifier that changes" },
  eid: {
    fr: "change avec le temps; seule la clé de sa ou son propriétaire dit quelle balise c’est",
    en: "changes with time; only its owner’s key tells which beacon it is",
  },
} as const satisfies Record<string, Words>;

export const eddystoneEid: AdvertisementDecoder = {
  name,
  model: "eddystone",
  reference: "https://github.com/google/eddystone/tree/master/eddystone-eid",
  listens: { service: eddystoneService },
  decode({ data, offset }) {
    if (data.length === 0 || u8(data, 0) !== frameType) return undefined;
    const header = () => headerSpans(offset, frameType, notes.frame);
    if (data.length !== frameBytes) {
      return refusal(name, wrongLength(data.length, frameBytes), header);
    }
    const power = powerAt(data, offset);
    const eid = hex(data, 2, frameBytes);
    return {
      ok: true,
      format: name,
      readings: power.readings,
      facts: {},
      measuredPower: power.measuredPower,
      seal: "owners",
      spans: () => [
        ...header(),
        power.span(),
        { offset: offset + 2, length: 8, field: "ephemeral id", value: eid, note: notes.eid },
      ],
    };
  },
};
