// Minew sensor beacons (S1, E8, I7…): data of service 0xFFE1, frame A1 and a product model. Big-endian, 8.8 fixed point.
// Layout as measured and described by https://github.com/reelyactive/advlib-ble-services
// Identity: the MAC in the payload, which is written backwards.
import type { Span } from "#contract/frames.ts";
import type { QuantityId } from "#contract/quantities.ts";
import { wrongLength } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { hexNumber, i16be, plainText, reversedHex, roundDecimals, u8 } from "./bytes.ts";
import { type AdvertisementDecoder, refusal } from "./decoder.ts";
import {
  byteSpan,
  type Field,
  fieldSpans,
  humidityQuality,
  readFields,
  serviceSpan,
  times,
} from "./layout.ts";

const name = "minew";
const service = 0xffe1;
const sensorFrame = 0xa1;
const macBytes = 6;
const info = 0x08;
const infoMacAt = 3;
const infoNameAt = infoMacAt + macBytes;
const standardGravity = 9.80665;

const notes = {
  service: { fr: "le service de Minew", en: "Minew’s service" },
  frame: { fr: "a1 : une trame de capteur", en: "a1: a sensor frame" },
  product: { fr: "dit quelles mesures suivent", en: "says which measurements follow" },
  battery: { fr: "par pas de 1 %", en: "in steps of 1%" },
  fixed: { fr: "l’octet entier, puis les 256es", en: "the whole byte, then the 256ths" },
  light: { fr: "1 : il fait clair", en: "1: it is bright" },
  mac: { fr: "l’adresse de la balise, à l’envers", en: "the beacon’s address, backwards" },
  name: { fr: "le nom qu’on lui a donné", en: "the name it was given" },
} as const satisfies Record<string, Words>;

const battery: Field = {
  quantity: "batteryLevel",
  at: 2,
  length: 1,
  read: (data) => u8(data, 2),
  note: notes.battery,
};
/** 256ths of a unit: four decimals hold them. */
const fixed = (quantity: QuantityId, at: number): Field => ({
  quantity,
  at,
  length: 2,
  read: (data) => i16be(data, at),
  scale: times(1 / 256, 4),
  note: notes.fixed,
});
const axis = (quantity: QuantityId, at: number): Field => ({
  ...fixed(quantity, at),
  scale: (raw) => roundDecimals((raw / 256) * standardGravity, 3),
});

/** Product → its fields, and where the address begins, which ends the frame. */
const products: Readonly<Record<number, { readonly fields: readonly Field[]; readonly macAt: number }>> = {
  1: { fields: [battery, fixed("temperature", 3), fixed("relativeHumidity", 5)], macAt: 7 },
  2: {
    fields: [
      battery,
      { quantity: "light", at: 3, length: 1, read: (data) => u8(data, 3) & 1, note: notes.light },
    ],
    macAt: 4,
  },
  3: {
    fields: [battery, axis("accelerationX", 3), axis("accelerationY", 5), axis("accelerationZ", 7)],
    macAt: 9,
  },
  [info]: { fields: [battery], macAt: infoMacAt },
};

export const minew: AdvertisementDecoder = {
  name,
  model: "minew",
  reference: "https://github.com/reelyactive/advlib-ble-services",
  listens: { service },
  decode({ data, offset }) {
    if (u8(data, 0) !== sensorFrame) return undefined;
    const model = u8(data, 1);
    const product = products[model];
    const header = (): Span[] => [
      serviceSpan(offset, service, notes.service),
      byteSpan(offset, "frame type", sensorFrame, notes.frame),
      ...(data.length < 2 ? [] : [byteSpan(offset + 1, "product", model, notes.product)]),
    ];
    if (data.length < 2) return refusal(name, { code: "length", found: data.length, least: 2 }, header);
    if (product === undefined) {
      const found = hexNumber(model, 2);
      return refusal(name, { code: "unknown-value", at: offset + 1, field: "product", found }, header);
    }
    const { fields, macAt } = product;
    const wholeBytes = macAt + macBytes;
    const hasName = model === info && data.length > wholeBytes;
    if (data.length !== wholeBytes && !hasName)
      return refusal(name, wrongLength(data.length, wholeBytes), header);
    const readings = readFields(fields, data);
    const mac = reversedHex(data, macAt, wholeBytes);
    const given = hasName ? plainText(data.subarray(infoNameAt)) : undefined;
    return {
      ok: true,
      format: name,
      identity: `minew:${mac}`,
      readings,
      facts: { mac, ...(given === undefined ? {} : { name: given }) },
      quality: humidityQuality(readings),
      spans: () => [
        ...header(),
        ...fieldSpans(fields, data, offset),
        { offset: offset + macAt, length: macBytes, field: "mac", value: mac, note: notes.mac },
        ...(given === undefined
          ? []
          : [
              {
                offset: offset + infoNameAt,
                length: data.length - infoNameAt,
                field: "name",
                value: given,
                note: notes.name,
              },
            ]),
      ],
    };
  },
};
