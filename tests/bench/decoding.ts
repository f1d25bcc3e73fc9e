// Advertisements decoded with the span of every field, against merely cutting them into AD structures: what meaning costs.
import { parseAdStructures } from "../../bridge/decoders/ad-structures.ts";
import { atLeast, type Measurement } from "./measurement.ts";
import { decodedWays, mixedTraffic } from "./mixed-traffic.ts";
import { ratesInTurns } from "./rates.ts";

const corpusSize = 3000;
const payloads = mixedTraffic(corpusSize);
const ways = {
  bare: (payload: Uint8Array) => parseAdStructures(payload).structures.length,
  ...decodedWays,
};

const bareName = "AD structures only";
const aim = atLeast(700_000, "/s");

export const decoding: Measurement = {
  name: "decoding",
  title: "Advertisements: decoding alone, one core",
  async run() {
    const { bare, decoded, spanned, everyByte } = ratesInTurns(ways, payloads);
    return {
      readings: [
        { name: bareName, value: bare, unit: "/s" },
        { name: "decoded", value: decoded, unit: "/s", against: bareName, aim },
        {
          name: "decoded, with the spans of the format's fields",
          value: spanned,
          unit: "/s",
          against: bareName,
          aim,
        },
        { name: "decoded, with the spans of every byte", value: everyByte, unit: "/s", against: bareName },
      ],
      notes: [
        `${corpusSize} payloads in turn, half of them phones, the rest ten formats of beacons and sensors`,
        "spans are computed only when somebody asks for them: the packet inspector, a taught beacon's raw watch",
      ],
    };
  },
};
