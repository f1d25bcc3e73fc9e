// Eddystone-TLM, encrypted (ETLM): frame 0x20, version 1: the telemetry of a beacon that hides who it is. 18 bytes.
// https://github.com/google/eddystone/blob/master/eddystone-tlm/tlm-encrypted.md
// Identity: none. The key is the owner's, and the beacon's own clock is part of the cipher: recognised, never opened.
import { wrongLength } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { hex, u8 } from "./bytes.ts";
import { type AdvertisementDecoder, refusal } from "./decoder.ts";
import { eddystoneService, headerSpans } from "./eddystone.ts";
import { byteSpan } from "./layout.ts";

const name = "eddystone-etlm";
const frameType = 0x20;
const encryptedVersion = 0x01;
const frameBytes = 18;

const notes = {
  frame: { fr: "20 : la balise parle d’elle-même", en: "20: the beacon speaks of itself" },
  version: { fr: "01 : chiffré", en: "01: encrypted" },
  ciphertext: {
    fr: "pile, température et compteurs, illisibles sans la clé",
    en: "battery, temperature and counters, unreadable without the key",
  },
  salt: { fr: "deux octets qui changent à chaque trame", en: "two bytes that change with each frame" },
  mic: {
    fr: "la preuve que rien n’a été changé en route",
    en: "the proof that nothing was changed on the way",
  },
} as const satisfies Record<string, Words>;

export const eddystoneEtlm: AdvertisementDecoder = {
  name,
  model: "eddystone",
  reference: "https://github.com/google/eddystone/blob/master/eddystone-tlm/tlm-encrypted.md",
  listens: { service: eddystoneService },
  decode({ data, offset }) {
    if (u8(data, 0) !== frameType || u8(data, 1) !== encryptedVersion) return undefined;
    const header = () => [
      ...headerSpans(offset, frameType, notes.frame),
      byteSpan(offset + 1, "version", encryptedVersion, notes.version),
    ];
    if (data.length !== frameBytes) {
      return refusal(name, wrongLength(data.length, frameBytes), header);
    }
    return {
      ok: true,
      format: name,
      readings: {},
      facts: {},
      seal: "owners",
      spans: () => [
        ...header(),
        {
          offset: offset + 2,
          length: 12,
          field: "ciphertext",
          value: hex(data, 2, 14),
          note: notes.ciphertext,
        },
        { offset: offset + 14, length: 2, field: "salt", value: hex(data, 14, 16), note: notes.salt },
        { offset: offset + 16, length: 2, field: "mic", value: hex(data, 16, 18), note: notes.mic },
      ],
    };
  },
};
