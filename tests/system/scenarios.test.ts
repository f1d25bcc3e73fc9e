// Every experiment played in the virtual kit, through the whole bridge: simulated hardware, serial and radio, MQTT,
// conditions, HTTP. A correct run passes every step; a typical mistake does not. Time runs faster than the wall.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Command } from "#contract/commands.ts";
import { readConfig } from "../../bridge/config.ts";
import { createLabo, type Labo } from "../../bridge/labo.ts";
import { loadSheets } from "../../bridge/sheets/loader.ts";
import { playScenario } from "../../bridge/sheets/scenario-player.ts";
import { type ApiClient, createApiClient } from "../helpers/api-client.ts";
import { eventually } from "../helpers/eventually.ts";

/** Simulated seconds per second: what two slow shared cores sustain with room to spare. */
const rate = 4;
const sheets = await loadSheets({ folder: fileURLToPath(new URL("../../sheets", import.meta.url)) });

let labo: Labo;
let page = "";
const data = mkdtempSync(join(tmpdir(), "labo-scenarios-"));

beforeAll(async () => {
  const outcome = readConfig(["--port=0", "--mqtt-port=0", "--bluetooth=off", `--data=${data}`], {});
  if (outcome.kind !== "config") throw new Error("the options of this test are wrong");
  labo = createLabo(outcome.config, { rate, seed: 20_260_101 });
  page = (await labo.start()).page.replace(/\/$/, "");
  const api = createApiClient(page);
  await eventually(async () => {
    const { devices } = await api.call("devices");
    return devices.filter((one) => one.availability?.state === "online").length >= 8;
  }, "the reader, the board, four beacons and two boards without a cable online");
});

afterAll(async () => {
  await labo?.stop();
  rmSync(data, { recursive: true, force: true });
});

/** Role → device, for a scenario that names things of the kit: a board by its port, a beacon by its name. */
async function castOf(
  api: ApiClient,
  parts: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const kit = await api.call("kit");
  const { devices } = await api.call("devices");
  return Object.fromEntries(
    Object.entries(parts).map(([role, part]) => {
      const beacon = kit.beacons.find((one) => one.id === part);
      const found = devices.find(
        ({ device }) =>
          device.facts.port === `virtual:${part}` ||
          (beacon !== undefined && device.name.fr === beacon.name.fr),
      );
      if (found === undefined) throw new Error(`no device plays ${part}`);
      return [role, found.device.id];
    }),
  );
}

/** As the page does: the command to the device that plays a role; a refusal is an answer like another. */
async function sendTo(
  api: ApiClient,
  devices: Readonly<Record<string, string>>,
  role: string,
  command: Pick<Command, "command" | "args">,
): Promise<void> {
  const id = devices[role];
  if (id === undefined) throw new Error(`nothing plays ${role}`);
  await api.call("command", { id, body: command });
}

describe.each([...sheets.scenarios].map(([experiment, scenarios]) => ({ experiment, scenarios })))(
  "$experiment",
  ({ experiment, scenarios }) => {
    it.each(scenarios.map((scenario) => ({ name: scenario.name, scenario })))(
      "$name",
      async ({ scenario }) => {
        const api = createApiClient(page);
        await api.call("controlKit", { body: { control: "reset" } });
        const devices = await castOf(api, scenario.devices);
        const { id } = await api.call("startRun", { body: { experiment, devices } });
        const report = await playScenario(scenario, {
          control: (control) => api.call("controlKit", { body: control }),
          kit: () => api.call("kit"),
          act: (action) => api.call("actOnRun", { id, body: action }),
          command: (role, command) => sendTo(api, devices, role, command),
          run: () => api.call("run", { id }),
          sleep: (simulatedMs) => new Promise((resolve) => setTimeout(resolve, simulatedMs / rate)),
        });
        expect(report.failure, JSON.stringify(report.run.steps, null, 1)).toBeUndefined();
        // Simulated data never passes for hardware's; what a person answered or labelled is told apart.
        const sources = report.run.steps.flatMap((step) => step.evidence?.sources ?? []);
        expect(sources).not.toContain("hardware");
        if (scenario.outcome === "passes") expect(sources).toContain("simulated");
        await api.call("actOnRun", { id, body: { action: "finish" } });
      },
    );
  },
);
