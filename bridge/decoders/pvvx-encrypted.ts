// PVVX custom, encrypted: data of service 0x181A, 11 bytes: a counter, six bytes under AES-128-CCM, a tag of four.
// https://github.com/pvvx/ATC_MiThermometer#custom-format-encrypted
// Identity: none in the frame, the address it is heard from. One byte of counter cannot tell a replay from a new round,
// so it only tells the same frame heard twice.
// No device with a known key has been heard: the nonce is the one the firmware's source describes.
import type { Span } from "#contract/frames.ts";
import type { Words } from "#contract/words.ts";
import { openSealed } from "./aes-ccm.ts";
import { bytesOf, i16le, u8, u16le } from "./bytes.ts";
import { type AdvertisementDecoder, type DecodedReadings, wrongKey } from "./decoder.ts";
import { byteSpan, type Field, humidityQuality, readFields, times, valueText } from "./layout.ts";
import { sealedSpans } from "./sealed-spans.ts";
import { environmentalSensing, environmentalSpan } from "./xiaomi.ts";

const name = "pvvx-encrypted";
const frameBytes = 11;
const cipherAt = 1;
const tagAt = 7;
const associated = Uint8Array.of(0x11);
/** AD type of service data, and the service: the structure's own head is part of the nonce. */
const structureHead = [0x16, 0x1a, 0x18];

const notes = {
  counter: {
    fr: "monte à chaque trame, puis revient à 0",
    en: "goes up with each frame, then comes round to 0",
  },
  inside: { fr: "dans les octets chiffrés", en: "inside the encrypted bytes" },
} as const satisfies Record<string, Words>;

/** Of the plain bytes. */
const fields: readonly Field[] = [
  {
    quantity: "temperature",
    at: 0,
    length: 2,
    read: (data) => i16le(data, 0),
    scale: times(0.01, 2),
    note: notes.inside,
  },
  {
    quantity: "relativeHumidity",
    at: 2,
    length: 2,
    read: (data) => u16le(data, 2),
    scale: times(0.01, 2),
    note: notes.inside,
  },
  { quantity: "batteryLevel", at: 4, length: 1, read: (data) => u8(data, 4), note: notes.inside },
];

/** Address backwards, the head of the structure as sent, the counter. */
const nonceOf = (address: string, data: Uint8Array): Uint8Array =>
  Uint8Array.from([
    ...bytesOf(address).reverse(),
    data.length + structureHead.length,
    ...structureHead,
    u8(data, 0),
  ]);

function told(readings: DecodedReadings): string {
  return fields
    .flatMap(({ quantity }) => {
      const value = readings[quantity];
      return value === undefined ? [] : [`${quantity} ${valueText(quantity, value)}`];
    })
    .join(", ");
}

export const pvvxEncrypted: AdvertisementDecoder = {
  name,
  model: "xiaomi-thermometer",
  reference: "https://github.com/pvvx/ATC_MiThermometer#custom-format-encrypted",
  listens: { service: environmentalSensing },
  decode({ data, offset }, { address, keyFor }) {
    if (data.length !== frameBytes) return undefined;
    const counter = u8(data, 0);
    const spansWith = (inside?: string): Span[] => [
      environmentalSpan(offset),
      byteSpan(offset, "counter", counter, notes.counter),
      ...sealedSpans({ data, offset, from: cipherAt, to: tagAt }, inside),
    ];
    const closed = () => spansWith();
    const key = address === undefined ? undefined : keyFor(address);
    if (address === undefined || key === undefined) {
      return { ok: true, format: name, readings: {}, facts: {}, seal: "closed", spans: closed };
    }
    const plain = openSealed({
      key,
      nonce: nonceOf(address, data),
      ciphertext: data.subarray(cipherAt, tagAt),
      tag: data.subarray(tagAt),
      associated,
    });
    if (plain === undefined) return wrongKey(name, closed);
    const readings = readFields(fields, plain);
    return {
      ok: true,
      format: name,
      readings,
      facts: {},
      quality: humidityQuality(readings),
      freshness: { packetId: counter },
      seal: "opened",
      spans: () => spansWith(told(readings)),
    };
  },
};
