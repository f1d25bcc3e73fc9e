// What the Eddystone frames have in common: service 0xFEAA, a frame-type byte, power declared at 0 m.
// https://github.com/google/eddystone/blob/master/protocol-specification.md
import type { Span } from "#contract/frames.ts";
import type { Words } from "#contract/words.ts";
import { serviceData } from "./ad-structures.ts";
import { i8, u8 } from "./bytes.ts";
import type { AdStructure } from "./decoder.ts";

export const eddystoneService = 0xfeaa;
/** Free-space loss of the first metre at 2.44 GHz, in dB: Eddystone declares its power at 0 m. */
const firstMetreLoss = 41;

const notes = {
  service: { fr: "le service Eddystone", en: "the Eddystone service" },
  power: {
    fr: "la force du signal à 0 m; enlève 41 dB pour celle à 1 m",
    en: "the signal strength at 0 m; take 41 dB away for the one at 1 m",
  },
} as const satisfies Record<string, Words>;

/** The first service-data structure of this frame type, less the service's number, or `undefined`. */
export function eddystoneFrame(
  structures: readonly AdStructure[],
  frameType: number,
): AdStructure | undefined {
  return serviceData(structures, eddystoneService).find(
    ({ data }) => data.length > 0 && u8(data, 0) === frameType,
  );
}

/** Spans of the service number and the frame type. */
export function headerSpans(offset: number, frameType: number, note: Words): Span[] {
  return [
    { offset: offset - 2, length: 2, field: "service uuid", value: "0xfeaa", note: notes.service },
    {
      offset,
      length: 1,
      field: "frame type",
      value: `0x${frameType.toString(16).padStart(2, "0")}`,
      note,
    },
  ];
}

/** The power byte: its span, and the power at 1 m in dBm when a distance may be drawn from it. */
export function powerAt(data: Uint8Array, offset: number) {
  const power = i8(data, 1);
  const atOneMetre = power - firstMetreLoss;
  const span: Span = {
    offset: offset + 1,
    length: 1,
    field: "tx power at 0 m",
    value: `${power} dBm`,
    note: notes.power,
  };
  return {
    span,
    readings: { measuredPower: atOneMetre },
    usable: atOneMetre < 0 ? { measuredPower: atOneMetre } : {},
  };
}
