// The composition root: builds every part in the order the data flows, starts them, stops them in reverse. No rules here.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BrokerStatus } from "#contract/bench.ts";
import type { LaboEvent } from "#contract/events.ts";
import type { LaboMessage } from "#contract/messages.ts";
import type { Problem } from "#contract/problems.ts";
import { createBench } from "./bench/bench.ts";
import { createHistory } from "./bench/history.ts";
import { createBoardPlans } from "./boards/board-plans.ts";
import { mostMilliampsOf, workshopPlan } from "./boards/plan.ts";
import { planProblems } from "./boards/plan-problems.ts";
import { certificateOf } from "./certificate.ts";
import { type Clock, createClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { createBeacons } from "./devices/beacons/beacons.ts";
import { createCodePages } from "./devices/code-pages.ts";
import { createEventFactory } from "./devices/event-factory.ts";
import { createGattBoards } from "./devices/gatt/gatt-boards.ts";
import type { DeviceOutput, SourceFigures } from "./devices/output.ts";
import { createPhones } from "./devices/phones/phones.ts";
import { createPortNotes } from "./devices/port-notes.ts";
import { createSerialDevices } from "./devices/serial-devices.ts";
import { createTagIdentity } from "./devices/tag-identity.ts";
import { createDoctor } from "./doctor/doctor.ts";
import { LaboError } from "./errors.ts";
import { createRunner } from "./experiments/runner.ts";
import { ownHostNames } from "./http/access.ts";
import { buildApp } from "./http/app.ts";
import { lanAddresses, listen, portOf } from "./http/listen.ts";
import { listenSecurely, type SecureListener } from "./http/secure-listen.ts";
import { createLogger, type Logger } from "./logger.ts";
import { buildAsyncApi } from "./mqtt/asyncapi.ts";
import { createBroker } from "./mqtt/broker.ts";
import { parseBrokerAddress } from "./mqtt/broker-address.ts";
import { createCommandSender, takeCommands } from "./mqtt/commands.ts";
import { createMqttLink } from "./mqtt/link.ts";
import { createPublisher } from "./mqtt/publisher.ts";
import { createSubscriber } from "./mqtt/subscriber.ts";
import { createBleGateways } from "./neighbours/ble-gateways.ts";
import { announceToHomeAssistant } from "./neighbours/home-assistant.ts";
import { createRaddecListener, createRaddecSender } from "./neighbours/raddec-udp.ts";
import { thingDescriptionOf } from "./neighbours/thing-description.ts";
import { createSettings } from "./settings.ts";
import { loadSheets } from "./sheets/loader.ts";
import { openStore } from "./store/store.ts";
import { trainerKeyOf } from "./trainer-key.ts";
import { createRadio, type Radio, type RadioMode } from "./transports/ble/radio.ts";
import { openPassage, type Passage } from "./transports/recording/passage.ts";
import { createPlayer, type PlayerOptions } from "./transports/recording/player.ts";
import { createRecorder } from "./transports/recording/recorder.ts";
import type { RecordingFile } from "./transports/recording/recording-file.ts";
import { createSerialPorts } from "./transports/serial/serial-ports.ts";
import { createVirtualKit } from "./virtual-kit/virtual-kit.ts";

const folderOf = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const { version } = JSON.parse(readFileSync(folderOf("package.json"), "utf8")) as { version: string };
const rawWatchMs = 30_000;
const dongleBaudRate = 1_000_000;
/** The kit's second board, by the serial number of its cable. */
const workshopDevice = "usb-labo-vk-io-02";

export interface LaboOptions {
  /** How much faster than the wall the whole house runs: scenarios of minutes in seconds. */
  readonly rate?: number;
  /** Seed of the virtual kit's noise. */
  readonly seed?: number;
  /** Writes down what comes from outside. */
  readonly record?: { readonly file: RecordingFile; readonly onFull: (error: LaboError) => void };
  /** Plays what came once, instead of listening to hardware and to the virtual kit. */
  readonly replay?: Omit<PlayerOptions, "room">;
  /** Every event, as its session tells it. */
  readonly onEvent?: (event: LaboEvent) => void;
}

export interface Started {
  /** Address of the page. */
  readonly page: string;
  /** The same, with the trainer's key. */
  readonly trainerLink: string;
  /** Address of the secured page, for phones, when the room is open. */
  readonly securePage?: string;
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

async function startLabo(
  config: Config,
  options: LaboOptions,
  onStop: (stop: () => unknown) => void,
): Promise<Started> {
  const player =
    options.replay && createPlayer({ ...options.replay, room: () => roomIn(() => link.status()) });
  const clock = player?.house ?? createClock(options.rate);
  const logger = createLogger(config.logLevel);
  const bridge = config.name;
  const events = createEventFactory(bridge, randomBytes(6).toString("hex"));

  // What outlives the process, and what people read.
  const store = openStore({ path: join(config.data, "labo.sqlite"), clock, logger });
  onStop(() => store.close());
  const sheets = await loadSheets({ folder: folderOf("sheets") });
  for (const problem of sheets.problems) logger.warn(problem, "sheets: a problem");

  // The seam: broker, link, what comes in, what goes out.
  const broker =
    config.mqttUrl === undefined ? createBroker({ port: config.mqttPort, bridge, clock, logger }) : undefined;
  if (broker !== undefined) {
    await broker.start();
    onStop(() => broker.stop());
  }
  const link = createMqttLink({
    url: broker?.url ?? config.mqttUrl ?? "",
    ...(broker === undefined ? {} : { ...broker.credentials, where: "embedded" }),
    ...(config.mqttCa === undefined ? {} : { tls: { ca: config.mqttCa } }),
    bridge,
    clock,
    logger,
  });
  const subscriber = createSubscriber({ link, clock, logger });
  const commands = createCommandSender({ link, subscriber, clock });
  const publisher = createPublisher({
    link,
    bridge,
    name: bridge,
    version,
    clock,
    logger,
    figures: () =>
      sumFigures(
        [
          serial.figures(),
          beacons.figures(),
          boards.figures(),
          phones.figures(),
          neighbourFigures(),
          { receivers: player?.receivers() ?? [], strangers: 0, advertisementsPerSecond: 0, discarded: 0 },
        ],
        radios,
      ),
    refusedMessages: () => subscriber.refused,
  });
  const { onEvent, record } = options;
  const output: DeviceOutput =
    onEvent === undefined
      ? publisher
      : {
          ...publisher,
          event(event) {
            publisher.event(event);
            onEvent(event);
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
    if (isOfShown(message)) history.apply(message);
  });
  link.onStatus((status) => bench.setBroker(status));
  bench.setBroker(link.status());

  // Hardware, real and simulated, and a session for each device.
  const kit =
    config.noKit || player !== undefined
      ? undefined
      : createVirtualKit({
          clock,
          seed: options.seed ?? randomBytes(4).readUInt32LE(),
          logger,
          firmwareFolder: folderOf("firmware"),
        });
  const settings = createSettings({
    store,
    bench,
    kit: kit ?? (player && { taught: { peripherals: [], ...player.taughtThings } }),
    strangers: () => ({
      ...beacons,
      nearby: () => [...beacons.nearby(), ...boards.nearby()],
      identityOf: (key) => beacons.identityOf(key) ?? boards.identityOf(key),
      uidOf: serial.uidOf,
    }),
    forgetTopics: (device) => publisher.forget(device),
    onTaught: () => passage.taughtChanged(),
  });
  const passage: Passage =
    player ??
    (record === undefined
      ? openPassage(clock)
      : createRecorder({
          ...record,
          clock,
          version,
          bridge,
          taught: settings.taughtThings,
          portNotes: store.portNotes,
          boardPlans: store.boardPlans,
        }));
  const taught = passage.taught(settings);
  const dongle = ["auto", "off"].includes(config.bluetooth) ? [] : [config.bluetooth];
  const tags = createTagIdentity(taught, passage.random("tags")(32));
  const plans = createBoardPlans({
    ...(player === undefined
      ? { kept: store.boardPlans, keep: store.keepBoardPlan }
      : { kept: () => player.boardPlans, keep: () => undefined }),
    given: { [workshopDevice]: workshopPlan },
  });
  const serial = createSerialDevices({
    clock: passage.clock,
    logger,
    bridge,
    ports: passage.ports(() =>
      createSerialPorts({
        clock,
        ...(kit === undefined ? {} : { virtual: kit.serial }),
        real: true,
        extraPaths: config.serial,
        excludePaths: dongle,
      }),
    ),
    output,
    events,
    taught,
    tags,
    random: passage.random("serial"),
    plans,
    // A replay begins with what was remembered then, and leaves what is remembered now alone.
    notes: createPortNotes(
      player === undefined
        ? { kept: store.portNotes, keep: store.keepPortNote }
        : { kept: () => player.portNotes, keep: () => undefined },
    ),
  });
  const beacons = createBeacons({
    clock: passage.clock,
    output,
    events,
    taught,
    keyFor: (address) => settings.keyFor(address),
    rotatingKeys: () => settings.rotatingKeys(),
    bridge,
    logger,
    random: passage.random("beacons"),
    onTaught(advertisement) {
      // What others told is theirs to pass on: between two forwarders it would go round for ever.
      if (advertisement.patienceMs === undefined) raddecSender?.hear(advertisement);
    },
  });
  const boards = createGattBoards({
    clock: passage.clock,
    logger,
    bridge,
    output,
    events,
    taught,
    tags,
    random: passage.random("boards"),
    connectorOf: passage.connectors((receiver) => radios.find(({ id }) => id === receiver)?.connector),
  });
  const phones = createPhones({
    clock,
    bridge,
    output,
    events,
    tags,
    random: randomBytes,
    forget: (device) =>
      void settings
        .forget(device)
        .catch((error: unknown) => logger.error({ err: error, device }, "phone not forgotten")),
  });
  const codePages = createCodePages({ clock, bridge, output, events, keep: store });
  // What a gateway tells is heard elsewhere: no radio here can connect to it.
  const hear = passage.hear((heard) =>
    beacons.hear(heard[0]?.patienceMs === undefined ? boards.hear(heard) : heard),
  );
  const radioChanged = passage.radioChanged(beacons.radioChanged);
  const execute = passage.execute(
    async (device, command) =>
      (await serial.execute(device, command)) ??
      (await beacons.execute(device, command)) ??
      (await boards.execute(device, command)),
  );
  const radios = (player === undefined ? radioModes(config, kit?.controller) : []).map(([id, mode]) =>
    createRadio({
      id,
      mode,
      clock,
      logger,
      onAdvertisements: hear,
      onHealth: radioChanged,
    }),
  );

  // Other systems, each only when asked for.
  const raddecSender =
    config.raddecOut === undefined
      ? undefined
      : createRaddecSender(config.raddecOut, { clock, logger, bridge });
  const raddecListener =
    config.raddecIn === undefined
      ? undefined
      : createRaddecListener(config.raddecIn, { clock, logger, onAdvertisements: hear });
  const gateways =
    config.gateways === undefined
      ? undefined
      : createBleGateways({
          link,
          prefix: config.gateways,
          clock,
          logger,
          onAdvertisements: hear,
          onHealth: radioChanged,
        });
  if (config.homeAssistant) {
    const { language } = config;
    const { onMessage } = subscriber;
    onStop(announceToHomeAssistant({ link, bench, onMessage, clock, logger, language, version }));
  }
  const neighbourFigures = (): SourceFigures => ({
    receivers: gateways?.receivers() ?? [],
    strangers: 0,
    advertisementsPerSecond: 0,
    discarded: (gateways?.refused ?? 0) + (raddecListener?.refused ?? 0),
  });
  onStop(
    takeCommands({
      link,
      subscriber,
      clock,
      bridge,
      logger,
      taker: {
        execute: async (device, command) =>
          (await execute(device, command)) ??
          (await phones.execute(device, command)) ??
          (await codePages.execute(device, command)),
      },
    }),
  );

  // Experiments: conditions over the events of the tree.
  const runner = createRunner({
    clock,
    logger,
    store,
    definitions: sheets.definitions,
    bridge,
    isListening() {
      const { state, kept } = link.status();
      return state === "connected" && kept === 0;
    },
    device: bench.device,
    devices: () => Object.values(bench.snapshot().devices),
  });
  subscriber.onMessage((message) => {
    if (message.kind === "event" && isOfShown(message)) runner.observe(message.payload);
  });

  // The server behind the dashboard.
  let secure: SecureListener | undefined;
  const trainerKey = trainerKeyOf(config.data);
  const app = await buildApp({
    clock,
    logger,
    trainerKey,
    version,
    language: config.language,
    lan: config.lan,
    pages: folderOf("dashboard/dist"),
    doors: {
      bench,
      history: {
        snapshot: history.snapshot,
        follow: history.follow,
        askForRaw(id) {
          const device = bench.device(id)?.device;
          if (device === undefined) return;
          const command = {
            id: randomBytes(9).toString("base64url"),
            command: "raw.watch",
            args: { ms: rawWatchMs },
          };
          void commands.sendCommand(device.bridge, id, command);
        },
      },
      runs: runner.runs,
      sheets,
      kit,
      commands: {
        send(id, command) {
          const device = bench.device(id)?.device;
          if (device === undefined) throw new LaboError("NOT_FOUND", [`device ${id}`]);
          return commands.sendCommand(device.bridge, id, {
            ...command,
            id: randomBytes(9).toString("base64url"),
          });
        },
      },
      settings,
      plans: {
        show(device, plan = plans.planOf(device)) {
          return {
            plan,
            own: plans.isOwn(device),
            problems: planProblems(plan),
            mostMilliamps: mostMilliampsOf(plan),
          };
        },
        set: plans.set,
        clear: plans.clear,
      },
      phones: {
        lend: phones.lend,
        take: phones.take,
        joining: () => ({
          lan: config.lan,
          hosts: config.lan ? lanAddresses() : [],
          port: portOf(app.server) ?? config.port,
          ...(secure === undefined ? {} : { securePort: secure.port, fingerprint: secure.fingerprint }),
        }),
      },
      codePages,
      thing: (device, base) =>
        thingDescriptionOf(device, {
          base,
          broker: broker?.url ?? link.status().where,
          isBrokerClosed:
            config.mqttUrl !== undefined && parseBrokerAddress(config.mqttUrl).username !== undefined,
          language: config.language,
        }),
      isStoreWell: store.isWell,
      doctor: createDoctor({
        clock,
        bridge,
        bench: bench.snapshot,
        history: history.snapshot,
        receivers: () => [...serial.figures().receivers, ...radios.map((radio) => radio.receiver())],
        isStoreWell: store.isWell,
        dataFolder: config.data,
        hasKit: kit !== undefined,
      }),
      asyncApi: () => buildAsyncApi(version),
    },
  });
  onStop(() => app.close());
  const page = await listen(app, config);
  secure = config.lan ? await openSecurely(app, config, clock, logger) : undefined;
  onStop(() => secure?.close());

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
  onStop(() => beacons.stop());
  onStop(() => boards.stop());
  phones.start();
  onStop(() => phones.stop());
  codePages.start();
  onStop(() => serial.stop());
  onStop(() => passage.stop());
  await passage.begin(() => {
    beacons.start();
    boards.start();
    serial.start();
  });
  onStop(() => {
    gateways?.stop();
    raddecSender?.stop();
  });
  for (const radio of radios) {
    radio.start();
    onStop(() => radio.stop());
  }
  if (raddecListener !== undefined) {
    await raddecListener.start();
    onStop(() => raddecListener.stop());
  }

  return {
    page,
    trainerLink: `${page}entree/${trainerKey}`,
    ...(secure === undefined
      ? {}
      : { securePage: `https://${new URL(page).hostname}:${secure.port}/telephone` }),
    broker: broker?.url ?? link.status().where,
    warnings: store.warnings,
  };
}

/** Phones lend their sensors to secured pages only. */
function openSecurely(
  app: Parameters<typeof listenSecurely>[0],
  config: Config,
  clock: Clock,
  logger: Logger,
): Promise<SecureListener> {
  return listenSecurely(app, {
    port: config.httpsPort,
    host: "0.0.0.0",
    identity: () => certificateOf(config.data, ownHostNames(true), clock.now()),
    clock,
    logger,
  });
}

/** Most events that wait for the broker while a recording is played as fast as can be. */
const mostOnTheWay = 200;

/** Resolves when what was told has gone to the broker, or when the broker is not there to take it. */
async function roomIn(status: () => BrokerStatus): Promise<void> {
  while (status().state === "connected" && status().kept > mostOnTheWay)
    await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Where to listen for radios: the kit's, and the computer's or a dongle's. */
function radioModes(
  config: Config,
  controller: Extract<RadioMode, { kind: "virtual" }>["controller"] | undefined,
): [string, RadioMode][] {
  const modes: [string, RadioMode][] =
    controller === undefined ? [] : [["radio-virtuelle", { kind: "virtual", controller }]];
  if (config.bluetooth === "auto") modes.push(["bluetooth", { kind: "adapter" }]);
  else if (config.bluetooth !== "off") {
    modes.push(["dongle", { kind: "uart", path: config.bluetooth, baudRate: dongleBaudRate }]);
  }
  return modes;
}

function sumFigures(parts: readonly SourceFigures[], radios: readonly Radio[]): SourceFigures {
  const sum = (of: (part: SourceFigures) => number) => parts.reduce((total, part) => total + of(part), 0);
  return {
    receivers: [...parts.flatMap((part) => part.receivers), ...radios.map((radio) => radio.receiver())],
    strangers: sum((part) => part.strangers),
    advertisementsPerSecond: sum((part) => part.advertisementsPerSecond),
    discarded: sum((part) => part.discarded),
  };
}
