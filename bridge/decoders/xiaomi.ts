// What the formats of Xiaomi thermometers have in common: the service of the open firmwares, and, in the clear, the MAC
// first, then fields. Nothing but the length tells these bytes from other data of the service.
import type { Span } from "#contract/frames.ts";
import type { Words } from "#contract/words.ts";
import { type AdvertisementDecoder, refusal } from "./decoder.ts";
import { type Field, fieldSpans, percentRefusal, readFields, serviceSpan } from "./layout.ts";

/** Also a GATT service of the same number: advertisements of its data are told apart by their length. */
export const environmentalSensing = 0x181a;

const notes = {
  service: { fr: "le service des mesures d’ambiance", en: "the service of measurements of a place" },
  mac: { fr: "l’adresse de l’appareil", en: "the device’s address" },
} as const satisfies Record<string, Words>;

/** Spans of the service number and of the address, at the start of the frame. */
function headerSpans(offset: number, mac: string): Span[] {
  return [
    serviceSpan(offset, environmentalSensing, notes.service),
    { offset, length: 6, field: "mac", value: mac, note: notes.mac },
  ];
}

/** Span of the service number alone, where no address follows. */
export const environmentalSpan = (offset: number): Span =>
  serviceSpan(offset, environmentalSensing, notes.service);

interface PlainFormat {
  readonly name: string;
  readonly reference: string;
  readonly frameBytes: number;
  /** Six bytes at the start, one way or the other. */
  readonly macOf: (data: Uint8Array) => string;
  readonly fields: readonly Field[];
  /** What is no measurement. */
  readonly more?: (data: Uint8Array, offset: number) => Span[];
}

/** A format in the clear: all there is to it is its length and its fields. */
export function plainThermometer(format: PlainFormat): AdvertisementDecoder {
  const { name, reference, frameBytes, macOf, fields, more } = format;
  return {
    name,
    model: "xiaomi-thermometer",
    reference,
    listens: { service: environmentalSensing },
    decode({ data, offset }) {
      if (data.length !== frameBytes) return undefined;
      const mac = macOf(data);
      const header = () => headerSpans(offset, mac);
      const readings = readFields(fields, data);
      const beyond = percentRefusal(fields, readings, offset);
      if (beyond !== undefined) return refusal(name, beyond, header);
      return {
        ok: true,
        format: name,
        identity: `xiaomi:${mac}`,
        readings,
        facts: { mac },
        spans: () => [...header(), ...fieldSpans(fields, data, offset), ...(more?.(data, offset) ?? [])],
      };
    },
  };
}
