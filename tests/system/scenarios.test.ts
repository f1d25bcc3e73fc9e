// Every experiment played in the virtual kit, through the whole bridge: simulated hardware, serial and radio, MQTT,
// conditions, HTTP. A correct run passes every step; a typical mistake does not. Time runs faster than the wall.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../../bridge/config.ts";
import { createLabo, type Labo } from "../../bridge/labo.ts";
import { loadSheets } from "../../bridge/sheets/loader.ts";
import { playScenario } from "../../bridge/sheets/scenario-player.ts";
import { createApiClient } from "../helpers/api-client.ts";
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
    return devices.filter((one) => one.availability?.state === "online").length >= 6;
  }, "the reader, the board and four beacons online");
});

afterAll(async () => {
  await labo?.stop();
  rmSync(data, { recursive: true, force: true });
});

describe.each([...sheets.scenarios].map(([experiment, scenarios]) => ({ experiment, scenarios })))(
  "$experiment",
  ({ experiment, scenarios }) => {
    it.each(scenarios.map((scenario) => ({ name: scenario.name, scenario })))(
      "$name",
      async ({ scenario }) => {
        const api = createApiClient(page);
        await api.call("controlKit", { body: { control: "reset" } });
        const { id } = await api.call("startRun", { body: { experiment } });
        const report = await playScenario(scenario, {
          control: (control) => api.call("controlKit", { body: control }),
          kit: () => api.call("kit"),
          act: (action) => api.call("actOnRun", { id, body: action }),
          run: () => api.call("run", { id }),
          sleep: (simulatedMs) => new Promise((resolve) => setTimeout(resolve, simulatedMs / rate)),
        });
        expect(report.failure, JSON.stringify(report.run.steps, null, 1)).toBeUndefined();
        for (const step of report.run.steps) {
          if (step.evidence !== undefined && step.state === "verified" && step.evidence.sources.length > 0) {
            expect(step.evidence.sources).toEqual(["simulated"]);
          }
        }
        await api.call("actOnRun", { id, body: { action: "finish" } });
      },
    );
  },
);
