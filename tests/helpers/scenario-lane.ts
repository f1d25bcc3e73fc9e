// Scenarios played through the whole bridge: simulated hardware, serial and radio, MQTT, conditions, HTTP. Each lane has
// its own bridge, with only the boards its experiments need, as fast as those boards can be simulated; on a slow machine
// the whole bench is slower, and sees the same.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Command } from "#contract/commands.ts";
import { composerId, type RuleForm, withDevices } from "#contract/rules.ts";
import type { Clock } from "../../bridge/clock.ts";
import { readConfig } from "../../bridge/config.ts";
import { codePagesId } from "../../bridge/devices/code-pages.ts";
import { notebookId } from "../../bridge/devices/notebook.ts";
import { createLabo, type Labo } from "../../bridge/labo.ts";
import { createLedClock } from "../../bridge/led-clock.ts";
import { loadSheets } from "../../bridge/sheets/loader.ts";
import type { Scenario } from "../../bridge/sheets/scenario.ts";
import { playScenario, type ScenarioReport } from "../../bridge/sheets/scenario-player.ts";
import { defaultKit } from "../../bridge/virtual-kit/default-kit.ts";
import { type ApiClient, createApiClient } from "./api-client.ts";
import { eventually } from "./eventually.ts";
import { createVisitorPhone } from "./visitor-phone.ts";

/** What an experiment needs simulated decides how fast it may go. */
export const lanes = {
  /** Beacons, boards of the air, phones, the broker: no simulated processor. */
  air: { rate: 20 },
  /** Readers: a simulated Uno that sleeps most of the time, or none. */
  readers: { rate: 12 },
  /** Boards whose Uno samples all the time: one to a lane where it can be, since each has to be simulated. */
  sensors: { rate: 12 },
  workshop: { rate: 12 },
  /** The littleBits circuit and the pendulum. */
  circuits: { rate: 8 },
  /** Rules: a message's way through the broker and back is real, and counts in what they are measured by. */
  rules: { rate: 4 },
  /** Stations: real messages over a real network, whose keep-alives run out in real time. */
  network: { rate: 1 },
  /** Stations too, whose cables stay pulled for long: minutes of mere waiting, beside the others. */
  cables: { rate: 1 },
} as const;
export type Lane = keyof typeof lanes;

const sheets = await loadSheets({ folder: fileURLToPath(new URL("../../sheets", import.meta.url)) });
const kitBoards = new Map(defaultKit().boards.map((board) => [board.id, board]));

/** Boards of the kit that a scenario names, as players or by what a hand does to them. */
function boardsOf(scenarios: readonly Scenario[]): Set<string> {
  const text = JSON.stringify(scenarios.map(({ devices, steps }) => [devices, steps]));
  return new Set([...kitBoards.keys()].filter((id) => text.includes(`"${id}"`)));
}

/** Stations that scenarios name, as players. */
function stationsOf(scenarios: readonly Scenario[]): string[] {
  return scenarios.flatMap(({ devices }) => Object.values(devices).filter((id) => id.startsWith("station-")));
}

const sends = (scenarios: readonly Scenario[], command: string): boolean =>
  scenarios.some(({ steps }) => steps.some((step) => "command" in step && step.command.command === command));

function laneOf(boards: ReadonlySet<string>, scenarios: readonly Scenario[]): Lane {
  if (stationsOf(scenarios).length > 0)
    return sends(scenarios, "burst") && sends(scenarios, "cable.pull") ? "cables" : "network";
  if (scenarios.some(({ steps }) => steps.some((step) => "rule" in step))) return "rules";
  const firmwares = [...boards].map((id) => kitBoards.get(id)?.firmware);
  if (firmwares.length === 0) return "air";
  if (!firmwares.includes("labo-firmata")) return "readers";
  if (boards.has("carte-capteurs")) return "sensors";
  return boards.has("carte-atelier") ? "workshop" : "circuits";
}

/** Declares a test for each scenario of a lane. */
export function playLane(lane: Lane): void {
  const { rate } = lanes[lane];
  const chosen = [...sheets.scenarios].flatMap(([experiment, scenarios]) => {
    const boards = boardsOf(scenarios);
    return laneOf(boards, scenarios) === lane ? [{ experiment, scenarios, boards }] : [];
  });
  const plugged = [...new Set(chosen.flatMap(({ boards }) => [...boards]))];
  const stations = new Set(chosen.flatMap(({ scenarios }) => stationsOf(scenarios)));
  /** Where this lane's data come from, and must say they come from. */
  const [own, other] = stations.size > 0 ? ["hardware", "simulated"] : ["simulated", "hardware"];
  const data = mkdtempSync(join(tmpdir(), "labo-scenarios-"));
  const clock = createLedClock(rate);
  let labo: Labo;
  let page = "";
  let trainerLink = "";

  beforeAll(async () => {
    const outcome = readConfig(["--port=0", "--mqtt-port=0", "--bluetooth=off", `--data=${data}`], {});
    if (outcome.kind !== "config") throw new Error("the options of this test are wrong");
    labo = createLabo(outcome.config, { clock, seed: 20_260_101, plugged });
    const started = await labo.start();
    page = started.page.replace(/\/$/, "");
    trainerLink = new URL(started.trainerLink).pathname;
    const api = createApiClient(page);
    await eventually(
      async () => {
        const { devices } = await api.call("devices");
        return (
          plugged.every((id) => playerOf(id, devices)?.availability?.state === "online") &&
          defaultKit().beacons.every(({ name }) => devices.some(({ device }) => device.name.fr === name.fr))
        );
      },
      `the beacons and ${plugged.join(", ") || "no board"} online`,
    );
    for (const _ of stations) await api.call("makeStation", { body: {} });
    await eventually(
      async () => {
        const { devices } = await api.call("devices");
        return [...stations].every((id) => playerOf(id, devices) !== undefined);
      },
      `${[...stations].join(", ") || "no station"} on the bench`,
    );
  });

  afterAll(async () => {
    await labo?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  describe.each(chosen)("$experiment", ({ experiment, scenarios }) => {
    it.each(scenarios.map((scenario) => ({ name: scenario.name, scenario })))(
      "$name",
      async ({ scenario }) => {
        const report = await playOn({ page, trainerLink, clock }, experiment, scenario);
        expect(report.failure, JSON.stringify(report.run.steps, null, 1)).toBeUndefined();
        // Simulated data never passes for hardware's, nor messages of a real network for simulated ones; what a person
        // answered or labelled is told apart.
        const definition = sheets.definitions.find(({ id }) => id === experiment);
        const sources = report.run.steps.flatMap((step) => {
          // The broker is a real one in every lane.
          const check = definition?.steps.find(({ id }) => id === step.id)?.check;
          return JSON.stringify(check ?? {}).includes('"broker-') ? [] : (step.evidence?.sources ?? []);
        });
        expect(sources).not.toContain(other);
        const expected = Object.keys(scenario.devices).length === 0 ? "manual" : own;
        if (scenario.outcome === "passes") expect(sources).toContain(expected);
      },
    );
  });
}

export interface PlayingBench {
  readonly page: string;
  /** Path of the link, with its key. */
  readonly trainerLink: string;
  readonly clock: Clock;
}

/** One scenario from its beginning to its end, on a bench where the things it names are. */
export async function playOn(
  { page, trainerLink, clock }: PlayingBench,
  experiment: string,
  scenario: Scenario,
): Promise<ScenarioReport> {
  const api = createApiClient(page);
  await api.call("controlKit", { body: { control: "reset" } });
  await beginNotebookFor(api, scenario);
  await prepareCodesFor(api, scenario);
  for (const { id } of (await api.call("rules")).rules) await api.call("removeRule", { id });
  const visitor = createVisitorPhone(page, () => clock.now());
  const devices = await castOf(api, scenario.devices);
  for (const station of stationsOf([scenario]))
    for (const command of ["cable.plug", "leave"])
      await api.call("command", { id: station, body: { command, args: {} } });
  const { id } = await api.call("startRun", { body: { experiment, devices } });
  const report = await playScenario(scenario, {
    control: (control) => api.call("controlKit", { body: control }),
    kit: () => api.call("kit"),
    act: (action) => api.call("actOnRun", { id, body: action }),
    run: () => api.call("run", { id }),
    async command(role, command, by) {
      const sender = by === "trainer" ? createApiClient(page) : api;
      if (by === "trainer") await sender.open(trainerLink);
      await sendTo(sender, devices, role, { ...command, run: id });
    },
    openPage: () => api.call("openNotebook", { body: {} }),
    async stopBroker(seconds) {
      const trainer = createApiClient(page);
      await trainer.open(trainerLink);
      await trainer.call("cutBroker", { body: { seconds } });
    },
    visitor: visitor.act,
    compose: (rule) => compose(api, devices, rule),
    sleep: (simulatedMs) => new Promise((resolve) => clock.after(simulatedMs, resolve)),
  });
  await api.call("actOnRun", { id, body: { action: "finish" } });
  return report;
}

type BenchDevices = Awaited<ReturnType<typeof devicesOf>>;
const devicesOf = async (api: ApiClient) => (await api.call("devices")).devices;

/** The device that a thing of the kit is: a board by its port, a beacon or a board of the air by its name. */
function playerOf(part: string, devices: BenchDevices): BenchDevices[number] | undefined {
  const { beacons, peripherals } = defaultKit();
  const named = [...beacons, ...peripherals].find(({ id }) => id === part)?.name.fr;
  return devices.find(
    ({ device }) =>
      device.facts.port === `virtual:${part}` ||
      (named !== undefined && device.name.fr === named) ||
      device.id === part,
  );
}

/** The visit notebook is a device once somebody began it, as its page does. */
async function beginNotebookFor(api: ApiClient, scenario: Scenario): Promise<void> {
  if (!Object.values(scenario.devices).includes(notebookId)) return;
  await api.call("beginNotebook", { body: {} });
  await eventually(
    async () => (await devicesOf(api)).some(({ device }) => device.id === notebookId),
    "the notebook on the bench",
  );
}

/** Printed codes are a device once somebody made them, as their page does. */
async function prepareCodesFor(api: ApiClient, scenario: Scenario): Promise<void> {
  if (!Object.values(scenario.devices).includes(codePagesId)) return;
  await api.call("prepareCodePages", { body: {} });
  await eventually(
    async () => (await devicesOf(api)).some(({ device }) => device.id === codePagesId),
    "the visitors’ pages on the bench",
  );
}

/** As the composer's page does. */
async function compose(
  api: ApiClient,
  devices: Readonly<Record<string, string>>,
  rule: RuleForm,
): Promise<void> {
  const body = withDevices(rule, (role) => {
    const id = devices[role];
    if (id === undefined) throw new Error(`nothing plays ${role}`);
    return id;
  });
  const known = (await api.call("rules")).rules.find(({ rule: { name } }) => name === body.name);
  if (known === undefined) await api.call("addRule", { body });
  else await api.call("setRule", { id: known.id, body });
}

/** Role → device, for a scenario that names things of the kit. */
async function castOf(
  api: ApiClient,
  parts: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const devices = await devicesOf(api);
  return Object.fromEntries(
    Object.entries(parts).flatMap(([role, part]) => {
      const found = playerOf(part, devices);
      // It comes with the first rule, and takes its role by itself.
      if (found === undefined && part === composerId) return [];
      if (found === undefined) throw new Error(`no device plays ${part}`);
      return [[role, found.device.id]];
    }),
  );
}

/** As the page does: the command to the device that plays a role; a refusal is an answer like another. */
async function sendTo(
  api: ApiClient,
  devices: Readonly<Record<string, string>>,
  role: string,
  command: Pick<Command, "command" | "args"> & { readonly run: string },
): Promise<void> {
  const id = devices[role];
  if (id === undefined) throw new Error(`nothing plays ${role}`);
  await api.call("command", { id, body: command });
}
