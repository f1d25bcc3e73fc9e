// What the formats of Xiaomi thermometers have in common: the service of the open firmwares, and the MAC first.
import type { Span } from "#contract/frames.ts";
import type { Words } from "#contract/words.ts";
import { serviceSpan } from "./layout.ts";

/** Also a GATT service of the same number: advertisements of its data are told apart by their length. */
export const environmentalSensing = 0x181a;

const notes = {
  service: { fr: "le service des mesures d’ambiance", en: "the service of measurements of a place" },
  mac: { fr: "l’adresse de l’appareil", en: "the device’s address" },
} as const satisfies Record<string, Words>;

/** Spans of the service number and of the address, at the start of the frame. */
export function headerSpans(offset: number, mac: string): Span[] {
  return [
    serviceSpan(offset, environmentalSensing, notes.service),
    { offset, length: 6, field: "mac", value: mac, note: notes.mac },
  ];
}

/** Span of the service number alone, where no address follows. */
export const environmentalSpan = (offset: number): Span =>
  serviceSpan(offset, environmentalSensing, notes.service);
