// What the Eddystone frames have in common: service 0xFEAA, a frame-type byte, power declared at 0 m.
// https://github.com/google/eddystone/blob/master/protocol-specification.md
import type { Span } from "#contract/frames.ts";
import type { Words } from "#contract/words.ts";
import { i8 } from "./bytes.ts";
import { byteSpan, serviceSpan } from "./layout.ts";

export const eddystoneService = 0xfeaa;
/** Free-space loss of the first metre at 2.44 GHz, in dB: Eddystone declares its power at 0 m. */
const firstMetreLoss = 41;

const notes = {
  service: { fr: "le service Eddystone", en: "the Eddystone service" },
  power: {
    fr: "la force du signal à 0 m; enlève 41 dB pour celle à 1 m",
    en: "the signal strength at 0 m; take 41 dB away for the one at 1 m",
  },
} as const satisfies Record<string, Words>;

/** Spans of the service number and the frame type. */
export function headerSpans(offset: number, frameType: number, note: Words): Span[] {
  return [
    serviceSpan(offset, eddystoneService, notes.service),
    byteSpan(offset, "frame type", frameType, note),
  ];
}

/** The power byte: its span, and the power at 1 m in dBm, also apart when a distance may be drawn from it. */
export function powerAt(data: Uint8Array, offset: number) {
  const power = i8(data, 1);
  const atOneMetre = power - firstMetreLoss;
  return {
    span: (): Span => ({
      offset: offset + 1,
      length: 1,
      field: "tx power at 0 m",
      value: `${power} dBm`,
      note: notes.power,
    }),
    readings: { measuredPower: atOneMetre },
    measuredPower: atOneMetre < 0 ? atOneMetre : undefined,
  };
}
