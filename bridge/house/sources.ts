// Everything events come from: ports, radios, phones, printed pages, rules, other systems; a session for each device.
import { randomBytes } from "node:crypto";
import type { Command, CommandResult } from "#contract/commands.ts";
import type { LaboEvent } from "#contract/events.ts";
import type { Receiver } from "#contract/topics.ts";
import { createBoardPlans } from "../boards/board-plans.ts";
import type { Config } from "../config.ts";
import { createBeacons } from "../devices/beacons/beacons.ts";
import { type CodePagesOptions, createCodePages } from "../devices/code-pages.ts";
import { createEventFactory } from "../devices/event-factory.ts";
import { createGattBoards } from "../devices/gatt/gatt-boards.ts";
import { createKeyboards } from "../devices/keyboards/keyboards.ts";
import { createNotebook, type Notebook } from "../devices/notebook.ts";
import type { DeviceOutput, SourceFigures } from "../devices/output.ts";
import { createPhones } from "../devices/phones/phones.ts";
import { createPortNotes } from "../devices/port-notes.ts";
import { createSerialDevices } from "../devices/serial-devices.ts";
import type { StationNetwork } from "../devices/stations/station-network.ts";
import { createStations, type Stations } from "../devices/stations/stations.ts";
import { createTagIdentity } from "../devices/tag-identity.ts";
import type { MqttLink } from "../mqtt/link.ts";
import { createBleGateways } from "../neighbours/ble-gateways.ts";
import { createRaddecListener, createRaddecSender } from "../neighbours/raddec-udp.ts";
import type { Settings, Strangers } from "../settings.ts";
import type { Store } from "../store/store.ts";
import { type AdapterStandIn, createRadio, type RadioMode } from "../transports/ble/radio.ts";
import { openPassage, type Passage } from "../transports/recording/passage.ts";
import type { Player } from "../transports/recording/player.ts";
import { createRecorder } from "../transports/recording/recorder.ts";
import { createSerialPorts } from "../transports/serial/serial-ports.ts";
import type { VirtualKit } from "../virtual-kit/kit.ts";
import type { House } from "./house.ts";
import { kitBoardNames, kitPlans, wireKitByPlans } from "./kit-wiring.ts";
import { createPageInputs, type PageInputs } from "./page-inputs.ts";
import { createRules, type Rules, type RulesOptions } from "./rules.ts";

const dongleBaudRate = 1_000_000;

export interface SourcesOptions {
  readonly store: Store;
  readonly settings: Settings;
  readonly output: DeviceOutput;
  readonly link: MqttLink;
  readonly kit: VirtualKit | undefined;
  /** Plays a recording in the place of hardware. */
  readonly player: Player | undefined;
  readonly stationNetwork: StationNetwork;
  /** What rules look at and how they speak: the doors of the pages. */
  readonly bench: Pick<RulesOptions, "device" | "send">;
}

export interface Sources {
  /** Opens everything; what it opened is closed with the house. */
  start(): Promise<void>;
  /** The answer of the device's session, or `undefined` when nobody here has that device. */
  execute(device: string, command: Command): Promise<CommandResult | undefined>;
  readonly strangers: Strangers;
  figures(): SourceFigures;
  /** Ports and radios of this computer, with their health. */
  receivers(): Receiver[];
  /** What the kit was taught has changed. */
  taughtChanged(): void;
  readonly pages: PageInputs;
  /** Hears what readers tell, once it passed on the bus. */
  readonly notebook: Pick<Notebook, "hear">;
  readonly stations: Pick<Stations, "make" | "remove">;
  /** Hears what passed on the bus, as the notebook does. */
  readonly rules: Omit<Rules, "said" | "start" | "stop">;
}

export function createSources(house: House, options: SourcesOptions): Sources {
  const { config, clock, logger } = house;
  const { store, settings, link, kit, player, stationNetwork } = options;
  const { name: bridge } = config;
  const { record, adapter } = house.options;
  const events = createEventFactory(bridge, randomBytes(6).toString("hex"));
  const output: DeviceOutput = player === undefined ? options.output : { ...options.output, event: sayAgain };

  // What comes from outside passes here: as it comes, written down, or played.
  const passage: Passage =
    player ??
    (record === undefined
      ? openPassage(clock)
      : createRecorder({
          ...record,
          clock,
          version: house.version,
          bridge,
          taught: settings.taughtThings,
          portNotes: store.portNotes,
          boardPlans: store.boardPlans,
          codePages: store.codePages,
          rules: store.rules,
        }));
  const taught = passage.taught(settings);
  const tags = createTagIdentity(taught, passage.random("tags")(32));
  // A replay begins with what was remembered then, and leaves what is remembered now alone.
  const forgetful = () => undefined;
  const plans = createBoardPlans({
    ...(player === undefined
      ? { kept: store.boardPlans, keep: store.keepBoardPlan }
      : { kept: () => player.boardPlans, keep: forgetful }),
    given: kitPlans,
    names: kitBoardNames,
  });
  // Before any session asks for the plan of its board: the wires are there when its first byte comes.
  if (kit !== undefined) house.onStop(wireKitByPlans(kit, plans));
  const dongle = ["auto", "off"].includes(config.bluetooth) ? [] : [config.bluetooth];
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
    notes: createPortNotes(
      player === undefined
        ? { kept: store.portNotes, keep: store.keepPortNote }
        : { kept: () => player.portNotes, keep: forgetful },
    ),
  });
  const beacons = createBeacons({
    clock: passage.clock,
    output,
    events,
    taught,
    keyFor: (address) => settings.keyFor(address),
    rotatingKeys: () => settings.rotatingKeys(),
    calibrationOf: (identity) => taught.calibrationOf(identity),
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
  const ofPages = {
    clock: passage.clock,
    bridge,
    output: player === undefined ? output : asReplay(output),
    events,
    tags,
    forget: (device: string) =>
      void settings
        .forget(device)
        .catch((error: unknown) => logger.error({ err: error, device }, "device of a page not forgotten")),
  };
  const phones = createPhones({ ...ofPages, random: passage.random("phones") });
  const keyboards = createKeyboards({ ...ofPages, random: passage.random("keyboards") });
  const codePages = createCodePages({
    ...ofPages,
    keep: player === undefined ? store : rememberedPages(player.codePages),
  });

  // What stations do goes out to the network and comes back from it: a recording, which is of this bench's outside, has
  // none of it, and they are of the moment in a replay too.
  const stations = createStations({
    ...{ clock, bridge, output, events, network: stationNetwork },
    forget: (device) =>
      settings
        .forget(device)
        .catch((error: unknown) => logger.error({ err: error, device }, "station not forgotten")),
  });

  // What comes from a recording moves nothing a second time, and leaves the rules of this bench alone.
  const rules = createRules({
    ...{ passage, logger, bridge, events, ...options.bench },
    output: ofPages.output,
    keep: player === undefined ? store : { rules: () => player.rules, keepRule: forgetful },
  });
  /** Sessions of a replay say what they said then. */
  function sayAgain(event: LaboEvent): void {
    rules.said(event);
    options.output.event(event);
  }

  const salts = passage.random("notebook");
  const notebook = createNotebook({ ...ofPages, salt: () => salts(32) });

  // What a gateway tells is heard elsewhere: no radio here can connect to it.
  const onAdvertisements = passage.hear((heard) =>
    beacons.hear(heard[0]?.patienceMs === undefined ? boards.hear(heard) : heard),
  );
  const onHealth = passage.radioChanged(beacons.radioChanged);
  const execute = passage.execute(
    async (device, command) =>
      (await serial.execute(device, command)) ??
      (await beacons.execute(device, command)) ??
      (await boards.execute(device, command)) ??
      (await phones.execute(device, command)) ??
      (await keyboards.execute(device, command)) ??
      (await codePages.execute(device, command)) ??
      (await notebook.execute(device, command)),
  );
  const radios = (player === undefined ? radioModes(config, kit?.controller, adapter?.standIn) : []).map(
    ([id, mode]) =>
      createRadio({
        ...{ id, mode, clock, logger, onAdvertisements, onHealth },
        ...(mode.kind === "adapter" && adapter !== undefined ? { machine: adapter.machine } : {}),
      }),
  );

  // Other systems, each only when asked for. In a replay nothing comes in but what was recorded.
  const raddecSender =
    config.raddecOut === undefined
      ? undefined
      : createRaddecSender(config.raddecOut, { clock, logger, bridge });
  const raddecListener =
    config.raddecIn === undefined || player !== undefined
      ? undefined
      : createRaddecListener(config.raddecIn, { clock, logger, onAdvertisements });
  const gateways =
    config.gateways === undefined || player !== undefined
      ? undefined
      : createBleGateways({ link, prefix: config.gateways, clock, logger, onAdvertisements, onHealth });

  return {
    async start() {
      house.onStop(() => beacons.stop());
      house.onStop(() => boards.stop());
      house.onStop(() => phones.stop());
      house.onStop(() => keyboards.stop());
      house.onStop(() => serial.stop());
      house.onStop(() => stations.stop());
      house.onStop(() => rules.stop());
      house.onStop(() => passage.stop());
      await passage.begin(() => {
        serial.start();
        codePages.start();
        rules.start();
      });
      house.onStop(() => {
        gateways?.stop();
        raddecSender?.stop();
      });
      for (const radio of radios) {
        radio.start();
        house.onStop(() => radio.stop());
      }
      if (raddecListener !== undefined) {
        await raddecListener.start();
        house.onStop(() => raddecListener.stop());
      }
    },
    execute: async (device, command) =>
      (await stations.execute(device, command)) ?? (await execute(device, command)),
    stations,
    strangers: {
      nearby: () => [...beacons.nearby(), ...boards.nearby()],
      identityOf: (key) => beacons.identityOf(key) ?? boards.identityOf(key),
      taughtIdentityOf: beacons.taughtIdentityOf,
      uidOf: serial.uidOf,
      keyAddressOf: beacons.keyAddressOf,
    },
    figures: () =>
      sumFigures([
        serial.figures(),
        beacons.figures(),
        boards.figures(),
        phones.figures(),
        keyboards.figures(),
        stations.figures(),
        { ...none, discarded: (gateways?.refused ?? 0) + (raddecListener?.refused ?? 0) },
        { ...none, receivers: [...(gateways?.receivers() ?? []), ...(player?.receivers() ?? [])] },
        { ...none, receivers: radios.map((radio) => radio.receiver()) },
      ]),
    receivers: () => [...serial.figures().receivers, ...radios.map((radio) => radio.receiver())],
    taughtChanged: () => passage.taughtChanged(),
    pages: createPageInputs(passage, { phones, keyboards, codePages, notebook, plans }),
    notebook,
    rules: {
      ...rules,
      hear: player === undefined ? rules.hear : forgetful,
      benchChanged: player === undefined ? rules.benchChanged : forgetful,
    },
  };
}

/** Where to listen for radios: the kit's, and the computer's or a dongle's. */
function radioModes(
  config: Config,
  controller: Extract<RadioMode, { kind: "virtual" }>["controller"] | undefined,
  standIn: AdapterStandIn | undefined,
): [string, RadioMode][] {
  const modes: [string, RadioMode][] =
    controller === undefined ? [] : [["radio-virtuelle", { kind: "virtual", controller }]];
  if (config.bluetooth === "auto")
    modes.push(["bluetooth", { kind: "adapter", ...(standIn === undefined ? {} : { standIn }) }]);
  else if (config.bluetooth !== "off") {
    modes.push(["dongle", { kind: "uart", path: config.bluetooth, baudRate: dongleBaudRate }]);
  }
  return modes;
}

/** Pages do not tell their sessions whence their frames come. */
const asReplay = (output: DeviceOutput): DeviceOutput => ({
  ...output,
  device: (device) => output.device({ ...device, source: "replay" }),
  event: (event) => output.event({ ...event, source: "replay" }),
});

/** The printed codes a recording began with, and what becomes of them in it: those of this bench are left alone. */
function rememberedPages(pages: Player["codePages"]): CodePagesOptions["keep"] {
  const kept = new Map(pages.map(({ id, name }) => [id, name]));
  return {
    codePages: () => [...kept].map(([id, name]) => ({ id, name })),
    addCodePage: (id, name) => void kept.set(id, name),
    removeCodePage: (id) => void kept.delete(id),
  };
}

const none: SourceFigures = { receivers: [], strangers: 0, advertisementsPerSecond: 0, discarded: 0 };

function sumFigures(parts: readonly SourceFigures[]): SourceFigures {
  const sum = (of: (part: SourceFigures) => number) => parts.reduce((total, part) => total + of(part), 0);
  return {
    receivers: parts.flatMap((part) => part.receivers),
    strangers: sum((part) => part.strangers),
    advertisementsPerSecond: sum((part) => part.advertisementsPerSecond),
    discarded: sum((part) => part.discarded),
  };
}
