// The recipe of CONTRIBUTING, "an experiment", followed from scratch on a bench that is open: one command, one folder,
// clean for the check, played in the virtual kit, and seen as it is written.
import { mkdtempSync, rmSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../../bridge/config.ts";
import { createLabo, type Labo } from "../../bridge/labo.ts";
import { createLedClock } from "../../bridge/led-clock.ts";
import { loadSheets } from "../../bridge/sheets/loader.ts";
import { type ContentCopy, copyContent } from "../bridge/sheets/content-copy.ts";
import { createApiClient } from "../helpers/api-client.ts";
import { eventually } from "../helpers/eventually.ts";
import { runLabo } from "../helpers/labo-command.ts";
import { playOn } from "../helpers/scenario-lane.ts";

const data = mkdtempSync(join(tmpdir(), "labo-new-experiment-"));
// Stations keep their own pace: the house does not run far ahead of them.
const clock = createLedClock(4);
let content: ContentCopy;
let labo: Labo;
let page = "";
let trainerLink = "";

beforeAll(async () => {
  content = await copyContent();
  const outcome = readConfig(["--port=0", "--mqtt-port=0", "--bluetooth=off", `--data=${data}`], {});
  if (outcome.kind !== "config") throw new Error("the options of this test are wrong");
  const plugged = ["lecteur-rfid", "carte-capteurs"];
  labo = createLabo(outcome.config, { clock, seed: 20_260_101, plugged, content: content.folder });
  const started = await labo.start();
  page = started.page.replace(/\/$/, "");
  trainerLink = new URL(started.trainerLink).pathname;
  const api = createApiClient(page);
  await api.call("makeStation", { body: {} });
  await eventually(async () => {
    const { devices } = await api.call("devices");
    const isOnline = (port: string) =>
      devices.some(
        ({ device, availability }) => device.facts.port === port && availability?.state === "online",
      );
    return (
      isOnline("virtual:lecteur-rfid") &&
      isOnline("virtual:carte-capteurs") &&
      devices.some(({ device }) => device.id === "station-phare") &&
      devices.some(({ device }) => device.model === "ibeacon")
    );
  }, "a reader, a board, a beacon and a station");
});

afterAll(async () => {
  await labo?.stop();
  await content?.[Symbol.asyncDispose]();
  rmSync(data, { recursive: true, force: true });
});

/** As CONTRIBUTING writes it, on this content. */
async function begin(title: string, ...words: string[]): Promise<{ id: string; folder: string }> {
  const { code, out } = await runLabo([
    ...["sheets", "new-experiment", title, ...words],
    ...["--folder", content.folder, "--json"],
  ]);
  expect({ code, out }).toMatchObject({ code: 0 });
  const { experiment, folder } = JSON.parse(out) as { experiment: string; folder: string };
  return { id: experiment, folder };
}

describe("a new experiment", () => {
  it.each([
    ["a beacon", ["--sheet", "F1"], "e29-l-echo-d-une-balise", "f1-balise"],
    ["a reader", ["--sheet", "f2-rfid-nfc"], "e30-l-echo-d-une-balise", "f2-rfid-nfc"],
    [
      "a board",
      ["--sheet", "F4", "--about", "board-serial"],
      "e31-l-echo-d-une-balise",
      "f4-microcontroleur",
    ],
    ["a station", ["--sheet", "F6"], "e32-l-echo-d-une-balise", "f6-mqtt"],
  ])("about %s is one command and one folder, and plays at once", async (_, words, id, sheet) => {
    const made = await begin("L’écho d’une {{balise}}", ...words);
    expect(made).toEqual({ id, folder: join(content.folder, sheet, id) });
    expect((await readdir(made.folder)).sort()).toEqual([
      "en.md",
      "experiment.yaml",
      "fr.md",
      "scenarios.yaml",
    ]);
    const checked = await runLabo(["sheets", "check", content.folder, "--json"]);
    expect(JSON.parse(checked.out)).toMatchObject({ ok: true, problems: [] });
    expect(checked.code).toBe(0);

    // The bench was open all along.
    const api = createApiClient(page);
    expect((await api.call("experiments")).experiments.map((one) => one.id)).toContain(id);
    const scenarios = (await loadSheets({ folder: content.folder })).scenarios.get(id) ?? [];
    expect(scenarios.map(({ outcome }) => outcome)).toEqual(["passes", "does-not-pass"]);
    for (const scenario of scenarios) {
      const report = await playOn({ page, trainerLink, clock }, id, scenario);
      expect(report.failure, JSON.stringify(report.run.steps, null, 1)).toBeUndefined();
    }
  });

  it("is seen as it is written: its words, and its steps while it is a draft", async () => {
    const { id } = await begin("Écrite devant tout le monde", "--sheet", "F1");
    const at = (file: string) => `f1-balise/${id}/${file}`;
    const api = createApiClient(page);
    const shown = () => api.call("experiment", { id });
    expect((await shown()).title.fr).toBe("Écrite devant tout le monde");
    await content.replace(at("en.md"), /^# .*$/m, "# Written in front of everybody");
    expect((await shown()).title.en).toBe("Written in front of everybody");

    const { id: begun } = await api.call("startRun", { body: { experiment: id, devices: {} } });
    for (const file of ["fr.md", "en.md", "experiment.yaml", "scenarios.yaml"])
      await content.replace(at(file), /\bobserver\b(?! :)/g, "compter");
    expect((await shown()).steps.map((step) => step.id)).toEqual(["predire", "compter", "transferer"]);
    // What was begun with other steps is kept, and not continued; what begins now has the new ones.
    const old = await api.call("run", { id: begun });
    expect(old.steps.map((step) => step.id)).toEqual(["predire", "observer", "transferer"]);
    await expect(
      api.call("actOnRun", { id: begun, body: { action: "go", step: "transferer" } }),
    ).rejects.toThrow();
    const anew = await api.call("startRun", { body: { experiment: id, devices: {} } });
    expect(anew.steps.map((step) => step.id)).toEqual(["predire", "compter", "transferer"]);

    await content.replace(at("experiment.yaml"), "op: count", "op: compte");
    expect((await shown()).steps.map((step) => step.id)).toEqual(["predire", "compter", "transferer"]);
  });

  it("asks what it is about where its sheet does not tell, and for a sheet that is there", async () => {
    const said = async (...words: string[]) => {
      const args = ["sheets", "new-experiment", "Lampe", ...words, "--folder", content.folder, "--json"];
      const { code, out } = await runLabo(args);
      return { code, problem: (JSON.parse(out) as { problem: { code: string } }).problem.code };
    };
    expect(await said("--sheet", "F1", "--about", "phone")).toEqual({
      code: 3,
      problem: "EXPERIMENT_DEVICE",
    });
    expect(await said("--sheet", "F99")).toEqual({ code: 3, problem: "NOT_FOUND" });
    expect(await said()).toEqual({ code: 2, problem: "CLI_USAGE" });
  });
});
