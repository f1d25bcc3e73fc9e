// The server behind the dashboard: its doors hung to the rest of the house, and the addresses where it listens.
import { fileURLToPath } from "node:url";
import type { BenchProjection } from "../bench/bench.ts";
import type { History } from "../bench/history.ts";
import { mostMilliampsOf } from "../boards/plan.ts";
import { planProblems } from "../boards/plan-problems.ts";
import { certificateOf } from "../certificate.ts";
import { createDoctor } from "../doctor/doctor.ts";
import type { Runner } from "../experiments/runner.ts";
import { ownHostNames } from "../http/access.ts";
import { buildApp } from "../http/app.ts";
import type { CommandDoor, FaultsDoor } from "../http/doors.ts";
import { lanAddresses, listen, portOf } from "../http/listen.ts";
import { listenSecurely, type SecureListener } from "../http/secure-listen.ts";
import { buildAsyncApi } from "../mqtt/asyncapi.ts";
import { parseBrokerAddress } from "../mqtt/broker-address.ts";
import { thingDescriptionOf } from "../neighbours/thing-description.ts";
import type { Settings } from "../settings.ts";
import type { Shelf } from "../sheets/shelf.ts";
import type { Store } from "../store/store.ts";
import { trainerKeyOf } from "../trainer-key.ts";
import type { VirtualKit } from "../virtual-kit/kit.ts";
import type { House } from "./house.ts";
import { openPapers } from "./papers.ts";
import type { Sources } from "./sources.ts";
import { createUnknowns } from "./unknowns.ts";
import { openWrittenPages } from "./written-pages.ts";

const builtPages = fileURLToPath(new URL("../../dashboard/dist", import.meta.url));
const rawWatchMs = 30_000;

export interface ServerParts {
  readonly bench: BenchProjection;
  readonly history: History;
  readonly runs: Runner["runs"];
  readonly sheets: Shelf;
  readonly kit: VirtualKit | undefined;
  readonly send: CommandDoor["send"];
  readonly settings: Settings;
  readonly sources: Sources;
  readonly store: Store;
  /** Address of the broker, without password. */
  readonly broker: () => string;
  readonly brokerCut: FaultsDoor;
}

export interface Addresses {
  readonly page: string;
  /** The same, with the trainer's key. */
  readonly trainerLink: string;
  /** Address of the secured page, for phones, when the room is open. */
  readonly securePage?: string;
}

/** Pages of sheets are written ahead of their first reader once the bench itself is well on its way. */
const prepareAfterMs = 5_000;

/** @throws LaboError when a port is taken or refused, or the trainer's key cannot be read. */
export async function openServer(house: House, parts: ServerParts): Promise<Addresses> {
  const { config, clock, logger, version } = house;
  const { bench, history, send, sources, store } = parts;
  const { pages } = sources;
  let secure: SecureListener | undefined;

  const writtenPages = openWrittenPages(parts.sheets, builtPages, logger);
  const trainerKey = trainerKeyOf(config.data);
  const app = await buildApp({
    clock,
    logger,
    trainerKey,
    version,
    bridge: config.name,
    language: config.language,
    lan: config.lan,
    pages: builtPages,
    doors: {
      bench,
      history: {
        snapshot: history.snapshot,
        follow: history.follow,
        askForRaw(id) {
          if (bench.device(id) !== undefined)
            void send(id, { command: "raw.watch", args: { ms: rawWatchMs } });
        },
      },
      runs: parts.runs,
      sheets: parts.sheets,
      papers: openPapers(parts.sheets),
      writtenPages,
      unknowns: createUnknowns(parts, clock),
      kit: parts.kit,
      commands: { send },
      settings: parts.settings,
      plans: {
        show(device, plan = pages.plans.planOf(device)) {
          return {
            plan,
            own: pages.plans.isOwn(device),
            problems: planProblems(plan),
            mostMilliamps: mostMilliampsOf(plan),
          };
        },
        set: pages.plans.set,
        clear: pages.plans.clear,
      },
      phones: {
        ...pages.phones,
        joining: () => ({
          lan: config.lan,
          hosts: config.lan ? lanAddresses() : [],
          port: portOf(app.server) ?? config.port,
          ...(house.options.record === undefined ? {} : { recording: true as const }),
          ...(secure === undefined ? {} : { securePort: secure.port, fingerprint: secure.fingerprint }),
        }),
      },
      keyboards: pages.keyboards,
      faults: parts.brokerCut,
      stations: sources.stations,
      notebook: pages.notebook,
      codePages: pages.codePages,
      rules: sources.rules,
      thing: (device, base) =>
        thingDescriptionOf(device, {
          base,
          broker: parts.broker(),
          isBrokerClosed:
            config.mqttUrl !== undefined && parseBrokerAddress(config.mqttUrl).username !== undefined,
          language: config.language,
        }),
      isStoreWell: store.isWell,
      doctor: createDoctor({
        clock,
        bridge: config.name,
        bench: bench.snapshot,
        history: history.snapshot,
        receivers: sources.receivers,
        isStoreWell: store.isWell,
        dataFolder: config.data,
        hasKit: parts.kit !== undefined,
      }),
      asyncApi: () => buildAsyncApi(version),
    },
  });
  house.onStop(() => app.close());
  const page = await listen(app, config);
  // A bench that runs faster than life has no readers, and nothing to spare.
  if (clock.rate === 1)
    house.onStop(clock.after(prepareAfterMs, () => void writtenPages.prepareAll()).cancel);
  const trainerLink = `${page}entree/${trainerKey}`;
  if (!config.lan) return { page, trainerLink };

  // Phones lend their sensors to secured pages only.
  secure = await listenSecurely(app, {
    port: config.httpsPort,
    host: "0.0.0.0",
    identity: () => certificateOf(config.data, ownHostNames(true), clock.now()),
    clock,
    logger,
  });
  house.onStop(() => secure?.close());
  return { page, trainerLink, securePage: `https://${new URL(page).hostname}:${secure.port}/telephone` };
}
