// The composition root: builds every part in the order the data flows, starts them, stops them in reverse. No rules here.
// What feeds the house is put together in house/sources.ts, what serves the pages in house/server.ts.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BrokerStatus } from "#contract/bench.ts";
import type { LaboMessage } from "#contract/messages.ts";
import type { Problem } from "#contract/problems.ts";
import { createBench } from "./bench/bench.ts";
import { createHistory } from "./bench/history.ts";
import { createClock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { DeviceOutput } from "./devices/output.ts";
import { createRunner } from "./experiments/runner.ts";
import type { House, LaboOptions } from "./house/house.ts";
import { kitFigures, obeyedConstants } from "./house/kit-figures.ts";
import { createSend } from "./house/send-command.ts";
import { type Addresses, openServer } from "./house/server.ts";
import { createSources } from "./house/sources.ts";
import { createLogger } from "./logger.ts";
import { createBroker } from "./mqtt/broker.ts";
import { createBrokerCut } from "./mqtt/broker-cut.ts";
import { createCommandSender, takeCommands } from "./mqtt/commands.ts";
import { createMqttLink } from "./mqtt/link.ts";
import { createPublisher } from "./mqtt/publisher.ts";
import { createStationNetwork } from "./mqtt/station-network.ts";
import { createSubscriber } from "./mqtt/subscriber.ts";
import { announceToHomeAssistant } from "./neighbours/home-assistant.ts";
import { createSettings } from "./settings.ts";
import { openShelf } from "./sheets/shelf.ts";
import { openStore } from "./store/store.ts";
import { createPlayer } from "./transports/recording/player.ts";
import { createVirtualKit } from "./virtual-kit/virtual-kit.ts";

const folderOf = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const { version } = JSON.parse(readFileSync(folderOf("package.json"), "utf8")) as { version: string };

export interface Started extends Addresses {
  /** Address of the broker, without password. */
  readonly broker: string;
  readonly warnings: readonly Problem[];
}

export interface Labo {
  /** @throws LaboError when a port is taken or the data cannot be used. */
  start(): Promise<Started>;
  /** Stops what was started, in reverse. */
  stop(): Promise<void>;
}

/** Builds the bench; nothing happens before `start()`. */
export function createLabo(config: Config, options: LaboOptions = {}): Labo {
  const stops: (() => unknown)[] = [];
  return {
    start: () => startLabo(config, options, (stop) => void stops.push(stop)),
    async stop() {
      for (const stop of stops.splice(0).reverse()) await stop();
    },
  };
}

async function startLabo(config: Config, options: LaboOptions, onStop: House["onStop"]): Promise<Started> {
  const player =
    options.replay &&
    createPlayer({
      ...options.replay,
      room: () => roomIn(() => link.status()),
      onCommand: (...command) => taking.pass(...command),
    });
  const clock = player?.house ?? options.clock ?? createClock(options.rate);
  const logger = createLogger(config.logLevel);
  const bridge = config.name;
  const house: House = { config, options, version, clock, logger, onStop };

  // What outlives the process, and what people read.
  const store = openStore({ path: join(config.data, "labo.sqlite"), clock, logger });
  onStop(() => store.close());
  const sheets = await openShelf(
    { folder: options.content ?? folderOf("sheets"), own: join(config.data, "sheets") },
    (now) => bench.setSheets(now),
    obeyedConstants,
    options.content === undefined ? folderOf("node_modules/.cache/labo-content.bin") : undefined,
  );
  for (const problem of sheets.loaded.problems) logger.warn(problem, "sheets: a problem");

  // The seam: broker, link, what comes in, what goes out.
  const broker =
    config.mqttUrl === undefined ? createBroker({ port: config.mqttPort, bridge, clock, logger }) : undefined;
  if (broker !== undefined) {
    await broker.start();
    onStop(() => broker.stop());
  }
  const brokerCut = createBrokerCut(broker, { clock, logger });
  onStop(() => brokerCut.stop());
  const link = createMqttLink({
    url: broker?.url ?? config.mqttUrl ?? "",
    ...(broker === undefined ? {} : { ...broker.credentials, where: "embedded", version: 4 as const }),
    ...(config.mqttCa === undefined ? {} : { tls: { ca: config.mqttCa } }),
    bridge,
    clock,
    logger,
  });
  const brokerAddress = () => broker?.url ?? link.status().where;
  const subscriber = createSubscriber({ link, clock, logger });
  const commands = createCommandSender({ link, subscriber, clock });
  const publisher = createPublisher({
    link,
    bridge,
    name: bridge,
    version,
    clock,
    logger,
    figures: () => sources.figures(),
    refusedMessages: () => subscriber.refused,
  });
  const output: DeviceOutput = {
    ...publisher,
    event(event) {
      publisher.event(event);
      options.onEvent?.(event);
    },
  };

  // What is present and recent, and what people decided about it.
  const bench = createBench({ clock, bridge });
  const history = createHistory(clock);
  const isOfShown = (message: LaboMessage) =>
    "device" in message && bench.isShownOf(message.bridge, message.device);
  bench.setSheets(sheets.sheets);
  subscriber.onMessage((message) => {
    bench.apply(message);
    if (message.kind === "devices") sources.rules.benchChanged();
    if (isOfShown(message)) history.apply(message);
  });
  link.onStatus((status) => {
    bench.setBroker(status);
    runner.brokerIs(status.state === "connected");
  });
  bench.setBroker(link.status());

  // Hardware, real and simulated, and a session for each device.
  const kit =
    config.noKit || player !== undefined
      ? undefined
      : createVirtualKit({
          clock,
          seed: options.seed ?? randomBytes(4).readUInt32LE(),
          logger,
          plugged: options.plugged,
          firmwareFolder: folderOf("firmware"),
          figures: kitFigures(sheets.loaded.constants),
        });
  const settings = createSettings({
    clock,
    store,
    heard: history.snapshot,
    bench,
    kit: kit ?? (player && { taught: { peripherals: [], ...player.taughtThings } }),
    strangers: () => sources.strangers,
    forgetTopics: (device) => publisher.forget(device),
    onTaught: () => sources.taughtChanged(),
  });
  const stationNetwork = createStationNetwork({
    url: broker?.url ?? config.mqttUrl ?? "",
    ...(broker === undefined ? {} : broker.stationCredentials),
    ...(config.mqttCa === undefined ? {} : { tls: { ca: config.mqttCa } }),
  });
  const send = createSend(bench, commands);
  const sources = createSources(house, {
    ...{ store, settings, output, link, kit, player, stationNetwork },
    bench: { device: bench.device, send },
  });
  const taking = takeCommands({ link, subscriber, clock, bridge, logger, taker: sources });
  onStop(taking.stop);
  if (config.homeAssistant) {
    const { language } = config;
    const { onMessage } = subscriber;
    onStop(announceToHomeAssistant({ link, bench, onMessage, clock, logger, language, version }));
  }

  // Experiments: conditions over the events of the tree.
  const runner = createRunner({
    clock,
    logger,
    store,
    get definitions() {
      return sheets.definitions;
    },
    bridge,
    isListening: link.isUpToDate,
    device: bench.device,
    devices: () => Object.values(bench.snapshot().devices),
  });
  const nameOf = (device: string) => bench.device(device)?.device.name[config.language] ?? device;
  subscriber.onMessage((message) => {
    if (!isOfShown(message)) return;
    if (message.kind === "event") {
      runner.observe(message.payload);
      sources.notebook.hear(message.payload, nameOf);
      sources.rules.hear(message.payload);
    }
    if (message.kind === "set" || message.kind === "result") runner.overhear(message);
  });

  const addresses = await openServer(house, {
    ...{ bench, history, sheets, kit, send, settings, sources, store },
    runs: runner.runs,
    broker: brokerAddress,
    brokerCut,
  });

  // Started with the flow: the seam first, then what reads it, then what feeds it.
  settings.load();
  runner.start();
  onStop(() => runner.stop());
  onStop(() => {
    commands.stop();
    subscriber.close();
  });
  link.start();
  onStop(() => link.stop());
  publisher.start();
  onStop(() => publisher.stop());
  if (kit !== undefined) {
    await kit.start();
    onStop(() => kit.stop());
  }
  await sources.start();
  // Half of the heap is what starting left behind, and its pages are given back before anybody waits for anything.
  globalThis.gc?.({ type: "major", execution: "sync", flavor: "last-resort" });
  return { ...addresses, broker: brokerAddress(), warnings: store.warnings };
}

/** Most events that wait for the broker while a recording is played as fast as can be. */
const mostOnTheWay = 200;

/** Resolves when what was told has gone to the broker, or when the broker is not there to take it. */
async function roomIn(status: () => BrokerStatus): Promise<void> {
  while (status().state === "connected" && status().kept > mostOnTheWay)
    await new Promise((resolve) => setTimeout(resolve, 1));
}
