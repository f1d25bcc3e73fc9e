// Advertisements decoded by the bridge and by reelyActive's advlib: the same payloads, in this process, in turns.
import { atLeast, type Measurement } from "./measurement.ts";
import { decodedWays, mixedTraffic } from "./mixed-traffic.ts";
import { fetchPeer } from "./peer.ts";
import { ratesInTurns } from "./rates.ts";

const packages = {
  advlib: "1.3.10",
  "advlib-ble": "1.4.2",
  "advlib-ble-manufacturers": "1.14.0",
  "advlib-ble-services": "1.7.0",
};
/** As its documentation has it for payloads without the header of the link layer: the least it can do. */
const options = { isPayloadOnly: true, ignoreProtocolOverhead: true };

interface Advlib {
  process(data: Buffer, processors: readonly object[]): Readonly<Record<string, unknown>> | null;
}

const corpusSize = 3000;
/** As advlib takes them with the least work; ours takes any bytes. */
const payloads = mixedTraffic(corpusSize).map((payload) => Buffer.from(payload));
const ahead = atLeast(1, "×");
const peerName = "advlib";

export const advlib: Measurement = {
  name: "advlib",
  title: "Advertisements decoded, against advlib, one core",
  group: "peers",
  async run() {
    const peer = fetchPeer("advlib", packages);
    // What a package of others exports is only known by its documentation.
    const { process } = peer.require("advlib") as Advlib;
    const processors = [
      {
        processor: peer.require("advlib-ble"),
        libraries: [peer.require("advlib-ble-services"), peer.require("advlib-ble-manufacturers")],
        options,
      },
    ];
    const rates = ratesInTurns(
      {
        ...decodedWays,
        peer: (payload: Buffer) => (process(payload, processors) === null ? 0 : 1),
      },
      payloads,
    );
    return {
      readings: [
        { name: peerName, value: rates.peer, unit: "/s" },
        { name: "ours", value: rates.decoded, unit: "/s", against: peerName },
        {
          name: "ours, with the spans of the format's fields",
          value: rates.spanned,
          unit: "/s",
          against: peerName,
        },
        { name: "ours, with the spans of every byte", value: rates.everyByte, unit: "/s", against: peerName },
        {
          name: "ours with fields' spans ÷ advlib",
          value: rates.spanned / rates.peer,
          unit: "×",
          aim: ahead,
        },
        {
          name: "ours with every byte's ÷ advlib",
          value: rates.everyByte / rates.peer,
          unit: "×",
          aim: ahead,
        },
      ],
      notes: [
        peer.versions,
        `${corpusSize} payloads, the same for both, as buffers without header; advlib gives values and no spans`,
      ],
    };
  },
};
