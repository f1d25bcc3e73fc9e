// Advertisements decoded with the span of every field, against merely cutting them into AD structures: what meaning costs.
import { parseAdStructures } from "../../bridge/decoders/ad-structures.ts";
import { decodeAdvertisement } from "../../bridge/decoders/registry.ts";
import { advertisedPayload, beaconKinds } from "./beacon-payloads.ts";
import { atLeast, type Measurement } from "./measurement.ts";
import { median } from "./statistics.ts";

const stepMs = 200;
const turns = 3;
const payloads = beaconKinds.map((kind, index) => advertisedPayload(kind, index));

const ways = {
  bare: (payload: Uint8Array) => parseAdStructures(payload).structures.length,
  decoded: (payload: Uint8Array) => decodeAdvertisement(payload).outcomes.length,
  spanned(payload: Uint8Array) {
    const { outcomes, commonSpans } = decodeAdvertisement(payload);
    return commonSpans().length + outcomes.length;
  },
};

/** Times a second that `act` can be called, all payloads in turn. @throws Error when it finds nothing in them. */
function callsPerSecond(act: (payload: Uint8Array) => number): number {
  // Summed up, so that no call is optimised away.
  let sum = 0;
  let calls = 0;
  let elapsed = 0;
  const began = performance.now();
  while (elapsed < stepMs) {
    for (let i = 0; i < 100; i += 1) for (const payload of payloads) sum += act(payload);
    calls += 100 * payloads.length;
    elapsed = performance.now() - began;
  }
  if (sum === 0) throw new Error("nothing was decoded");
  return (calls / elapsed) * 1000;
}

/** In turns, so that what else the machine does hits all alike; the first turn warms up and does not count. */
function ratesInTurns() {
  const rates = { bare: [] as number[], decoded: [] as number[], spanned: [] as number[] };
  for (let turn = 0; turn <= turns; turn += 1) {
    for (const way of ["bare", "decoded", "spanned"] as const) {
      const rate = callsPerSecond(ways[way]);
      if (turn > 0) rates[way].push(rate);
    }
  }
  return { bare: median(rates.bare), decoded: median(rates.decoded), spanned: median(rates.spanned) };
}

export const decoding: Measurement = {
  name: "decoding",
  title: "Advertisements: decoding alone, one core",
  async run() {
    const { bare, decoded, spanned } = ratesInTurns();
    return {
      readings: [
        { name: "AD structures only", value: bare, unit: "/s" },
        {
          name: "decoded, spans of the format's fields",
          value: decoded,
          unit: "/s",
          against: "AD structures only",
          aim: atLeast(2000, "/s"),
        },
        {
          name: "decoded, spans of every byte",
          value: spanned,
          unit: "/s",
          against: "AD structures only",
          aim: atLeast(2000, "/s"),
        },
      ],
      notes: [`payloads in turn: ${beaconKinds.join(", ")}`],
    };
  },
};
