// An experiment done on a recording: the same steps, verified by what was recorded, and everywhere said to be played again.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { exportPaths } from "#contract/api.ts";
import { readConfig } from "../../bridge/config.ts";
import { createLabo } from "../../bridge/labo.ts";
import { createRecordingFile, openRecording } from "../../bridge/transports/recording/recording-file.ts";
import { createApiClient } from "../helpers/api-client.ts";
import { eventually } from "../helpers/eventually.ts";

const folder = mkdtempSync(join(tmpdir(), "labo-replayed-"));
const file = join(folder, "balises.labo");
const experiment = "e01-qui-est-la";
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function configOf(name: string) {
  const data = join(folder, name);
  const outcome = readConfig(
    ["--port", "0", "--mqtt-port", "0", "--bluetooth", "off", "--data", data, "--log-level", "silent"],
    {},
  );
  if (outcome.kind !== "config") throw new Error("no configuration");
  return outcome.config;
}

/** Two minutes of the kit's beacons, in its own time. */
async function record(): Promise<void> {
  let last = 0;
  const labo = createLabo(configOf("recording"), {
    rate: 16,
    seed: 5,
    plugged: [],
    record: {
      file: createRecordingFile(file),
      onFull(error) {
        throw error;
      },
    },
    onEvent: ({ mono }) => {
      last = mono;
    },
  });
  try {
    await labo.start();
    await eventually(() => last > 120_000, "two minutes of beacons", 120_000);
  } finally {
    await labo.stop();
  }
}

it("a recording of beacons verifies the steps of E01, and the run says that it was played", async () => {
  await record();
  const labo = createLabo(configOf("playing"), {
    replay: { recording: await openRecording(file), speed: 4, onEnd: () => undefined },
  });
  try {
    const page = (await labo.start()).page.replace(/\/$/, "");
    const api = createApiClient(page);
    let beacon = "";
    await eventually(async () => {
      const { devices } = await api.call("devices");
      beacon = devices.find(({ device }) => device.model === "ibeacon")?.device.id ?? "";
      return beacon !== "";
    }, "the recorded beacon on the bench");
    const { id } = await api.call("startRun", { body: { experiment, devices: { balise: beacon } } });
    const stepOf = async (name: string) =>
      (await api.call("run", { id })).steps.find((step) => step.id === name);
    for (const step of ["allumer", "ecouter"]) {
      await api.call("actOnRun", { id, body: { action: "go", step } });
      await eventually(async () => (await stepOf(step))?.state === "verified", `${step} verified`, 60_000);
      expect((await stepOf(step))?.evidence?.sources).toEqual(["replay"]);
    }
    await api.call("actOnRun", { id, body: { action: "finish" } });
    const csv = await (await api.open(exportPaths.csv(id, "semicolon"))).text();
    const measured = csv.split("\r\n").filter((row) => /;-\d+;/.test(row));
    expect(measured.length).toBeGreaterThan(10);
    for (const row of measured) expect(row).toContain("rejoué");
  } finally {
    await labo.stop();
  }
});
