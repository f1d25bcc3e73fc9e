// Advertisements decoded with the span of every field, against merely cutting them into AD structures: what meaning costs.
import { parseAdStructures } from "../../bridge/decoders/ad-structures.ts";
import { decodeAdvertisement } from "../../bridge/decoders/registry.ts";
import { atLeast, type Measurement } from "./measurement.ts";
import { mixedTraffic } from "./mixed-traffic.ts";
import { median } from "./statistics.ts";

const stepMs = 200;
const turns = 3;
const corpusSize = 3000;
const payloads = mixedTraffic(corpusSize);

const ways = {
  bare: (payload: Uint8Array) => parseAdStructures(payload).structures.length,
  decoded: (payload: Uint8Array) => decodeAdvertisement(payload).outcomes.length,
  spanned(payload: Uint8Array) {
    let spans = 0;
    for (const outcome of decodeAdvertisement(payload).outcomes) spans += outcome.spans().length;
    return spans;
  },
  everyByte(payload: Uint8Array) {
    const { outcomes, commonSpans } = decodeAdvertisement(payload);
    let spans = commonSpans().length;
    for (const outcome of outcomes) spans += outcome.spans().length;
    return spans;
  },
};
type Way = keyof typeof ways;
const wayNames = Object.keys(ways) as Way[];

/** Processor time this process took so far, milliseconds: what else the machine does must not count. */
const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Times per second of one core that `act` can be called, all payloads in turn. @throws Error when it finds nothing in them. */
function callsPerSecond(act: (payload: Uint8Array) => number): number {
  // Summed up, so that no call is optimised away.
  let sum = 0;
  let calls = 0;
  let elapsed = 0;
  const began = processorMs();
  while (elapsed < stepMs) {
    for (const payload of payloads) sum += act(payload);
    calls += payloads.length;
    elapsed = processorMs() - began;
  }
  if (sum === 0) throw new Error("nothing was decoded");
  return (calls / elapsed) * 1000;
}

/** In turns, so that what else the machine does hits all alike; the first turn warms up and does not count. */
function ratesInTurns(): Record<Way, number> {
  const rates: Record<Way, number[]> = { bare: [], decoded: [], spanned: [], everyByte: [] };
  for (let turn = 0; turn <= turns; turn += 1) {
    for (const way of wayNames) {
      const rate = callsPerSecond(ways[way]);
      if (turn > 0) rates[way].push(rate);
    }
  }
  const middle = (way: Way) => median(rates[way]);
  return {
    bare: middle("bare"),
    decoded: middle("decoded"),
    spanned: middle("spanned"),
    everyByte: middle("everyByte"),
  };
}

const bareName = "AD structures only";
const aim = atLeast(700_000, "/s");

export const decoding: Measurement = {
  name: "decoding",
  title: "Advertisements: decoding alone, one core",
  async run() {
    const { bare, decoded, spanned, everyByte } = ratesInTurns();
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
