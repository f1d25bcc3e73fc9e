// The bridge's part of the advertisement benchmark, in a process of its own so that its processor time is told apart:
// a controller that puts a crowd on the air, and from its HCI bytes on the real radio (noble's process included),
// beacons, publisher, link and embedded broker. Argument `with-screens`: the consumers of the whole bridge too.
import { randomBytes } from "node:crypto";
import { sameWords } from "#contract/words.ts";
import { createBench } from "../../bridge/bench/bench.ts";
import { createHistory } from "../../bridge/bench/history.ts";
import { createClock } from "../../bridge/clock.ts";
import { decodeAdvertisement } from "../../bridge/decoders/registry.ts";
import { createBeacons } from "../../bridge/devices/beacons/beacons.ts";
import { createEventFactory } from "../../bridge/devices/event-factory.ts";
import { createLogger } from "../../bridge/logger.ts";
import { createBroker } from "../../bridge/mqtt/broker.ts";
import { createMqttLink } from "../../bridge/mqtt/link.ts";
import { createPublisher } from "../../bridge/mqtt/publisher.ts";
import { createSubscriber } from "../../bridge/mqtt/subscriber.ts";
import { createRadio } from "../../bridge/transports/ble/radio.ts";
import { eventually } from "../helpers/eventually.ts";
import { advertisingReport, createTestController } from "../helpers/hci-controller.ts";
import { type Answer, type Emit, emitSchema } from "./advertisement-messages.ts";
import { addressOf, advertisedPayload, beaconKinds } from "./beacon-payloads.ts";

const crowd = 200;
/** Of each beacon, so many frames in turn: strength and measurement number change. */
const variants = 4;
const emitEveryMs = 5;

const withScreens = process.argv.includes("with-screens");
const kindOf = (index: number) => beaconKinds[index % beaconKinds.length] ?? "ibeacon";

/** Every frame of the crowd, as HCI packets: one frame of each beacon, then the next of each. */
const packets = Array.from({ length: variants * crowd }, (_, n) => {
  const index = n % crowd;
  const turn = Math.floor(n / crowd);
  return advertisingReport({
    address: addressOf(index).replaceAll(/(..)(?!$)/g, "$1:"),
    payload: advertisedPayload(kindOf(index), index, turn),
    rssi: -60 - ((index + turn * 3) % 20),
  });
});
const identities = new Set(
  Array.from({ length: crowd }, (_, index) =>
    decodeAdvertisement(advertisedPayload(kindOf(index), index)).outcomes.flatMap((outcome) =>
      outcome.ok && outcome.identity !== undefined ? [outcome.identity] : [],
    ),
  ).flat(),
);
if (identities.size !== crowd) throw new Error(`${identities.size} identities, ${crowd} wanted`);

const clock = createClock();
const logger = createLogger("silent");
const bridge = "banc";
const broker = createBroker({ port: 0, clock, logger });
await broker.start();
const link = createMqttLink({ url: broker.url, ...broker.credentials, bridge, clock, logger });
if (withScreens) {
  const bench = createBench({ clock });
  const history = createHistory(clock);
  createSubscriber({ link, clock, logger }).onMessage((message) => {
    bench.apply(message);
    history.apply(message);
  });
}
const publisher = createPublisher({
  link,
  bridge,
  name: bridge,
  version: "0",
  clock,
  logger,
  figures: () => beacons.figures(),
  refusedMessages: () => 0,
});
const beacons = createBeacons({
  clock,
  output: publisher,
  events: createEventFactory(bridge, "bench"),
  taught: {
    beaconName: (identity) => (identities.has(identity) ? sameWords("Balise") : undefined),
    isTagKnown: () => false,
  },
  bridge,
  logger,
  random: randomBytes,
});
const controller = createTestController();
const radio = createRadio({
  id: "radio",
  mode: { kind: "virtual", controller },
  clock,
  logger,
  onAdvertisements: (heard) => beacons.hear(heard),
  onHealth: (receiver) => beacons.radioChanged(receiver),
});
const deaf = createTestController();
deaf.onPacket(() => {});

link.start();
publisher.start();
radio.start();
await eventually(
  () => controller.scanning && link.status().state === "connected",
  "scanning and connected",
  60_000,
);

const answer = (said: Answer) => void process.send?.(said);
let next = 0;

function emit({ perSecond, seconds, deaf: isDeaf }: Emit): void {
  const to = isDeaf ? deaf : controller;
  const total = Math.round(perSecond * seconds);
  const began = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * perSecond));
    for (; sent < due; sent += 1) {
      const packet = packets[next];
      next = (next + 1) % packets.length;
      if (packet !== undefined) to.packet(packet);
    }
    if (sent < total) return;
    clearInterval(timer);
    const { dropped, refused } = radio.figures();
    answer({ kind: "emitted", sent, lost: dropped + refused + link.status().dropped });
  }, emitEveryMs);
}

process.on("message", (message) => emit(emitSchema.parse(message)));
process.once("disconnect", async () => {
  await radio.stop();
  process.exit(0);
});
answer({ kind: "ready", broker: broker.url, noble: radio.hostPid() ?? 0 });
