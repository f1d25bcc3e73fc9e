// A crowd whose addresses never come back: what is remembered of it is bounded, so that the heap does not follow.
import { createHash } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { createBeacons } from "../../../../bridge/devices/beacons/beacons.ts";
import { createEventFactory } from "../../../../bridge/devices/event-factory.ts";
import { createLogger } from "../../../../bridge/logger.ts";
import { mixedTraffic } from "../../../bench/mixed-traffic.ts";
import { createManualClock } from "../../../helpers/manual-clock.ts";

const perSecond = 2000;
const addresses = 500;
const batch = 20;
/** What the heap may differ by between two moments of the same flood, bytes: some tables, half full or just renewed. */
const slackBytes = 6 * 1024 * 1024;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

function heapBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

it("two thousand advertisements a second from addresses that change: memory is the same after one minute and after two", () => {
  const clock = createManualClock();
  let salt = 0;
  const silent = () => undefined;
  const beacons = createBeacons({
    clock,
    bridge: "banc",
    logger: createLogger("silent"),
    events: createEventFactory("banc", "test"),
    taught: { beaconName: () => undefined, isTagKnown: () => false },
    random: (size) => {
      salt += 1;
      return Uint8Array.from(createHash("sha256").update(String(salt)).digest().subarray(0, size));
    },
    output: { device: silent, availability: silent, state: silent, event: silent, raw: silent },
  });
  const payloads = mixedTraffic(3000);
  let heard = 0;
  const flood = (seconds: number): void => {
    for (const end = heard + seconds * perSecond; heard < end; ) {
      const advertisements = Array.from({ length: batch }, () => {
        heard += 1;
        // Each address serves two seconds: five hundred at a time, a quarter of a thousand new ones every second.
        const sender = (heard % addresses) + Math.floor(heard / (2 * perSecond)) * addresses;
        const digits = `c0${sender.toString(16).padStart(10, "0")}`;
        return {
          receiver: "radio",
          source: "hardware" as const,
          address: digits.replaceAll(/(..)(?!$)/g, "$1:"),
          addressType: "random" as const,
          rssi: -60,
          payload: payloads[heard % payloads.length] ?? new Uint8Array(),
          now: clock.now(),
          mono: clock.mono(),
        };
      });
      beacons.hear(advertisements);
      clock.advance((batch / perSecond) * 1000);
    }
  };
  flood(70);
  const early = heapBytes();
  const countedEarly = beacons.figures().strangers;
  flood(50);
  expect(heapBytes() - early).toBeLessThan(slackBytes);
  expect(countedEarly).toBeGreaterThan(addresses);
  expect(beacons.figures().strangers).toBeLessThanOrEqual(4000);
  expect(beacons.nearby().length).toBeLessThanOrEqual(100);
  beacons.stop();
}, 120_000);
