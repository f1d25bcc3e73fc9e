// One constant changed in the content, and everything that uses it follows: the sheet prints it, the simulated beacon sends
// with it, the condition asks for it, the question expects it. Through the whole bridge, on a copy of the content.
import { mkdtempSync, rmSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readConfig } from "../../bridge/config.ts";
import { createLabo } from "../../bridge/labo.ts";
import { createLedClock } from "../../bridge/led-clock.ts";
import { loadSheets } from "../../bridge/sheets/loader.ts";
import { playScenario } from "../../bridge/sheets/scenario-player.ts";
import { copyContent } from "../bridge/sheets/content-copy.ts";
import { createApiClient } from "../helpers/api-client.ts";
import { eventually } from "../helpers/eventually.ts";

const experiment = `id: e98-un-nombre
number: E98
version: 1
status: published
level: beginner
authors: [Labo Explorer]
licence: CC BY 4.0
checked_on: 2026-11-26
sheet: f1-balise
minutes: 4
settings: [solo]
needs:
  - { role: balise, profiles: [ble-beacon] }
channels:
  - { id: rssi, from: balise, quantity: rssi, min: -100, max: -30 }
steps:
  - { id: deviner, kind: predict, minutes: 1, inputs: [{ type: text }] }
  - id: loin
    kind: measure
    minutes: 1
    live: { role: balise, channel: rssi }
    check: { op: stat, channel: rssi, stat: median, window: $zone-median-window, max: $beacon-power-common }
  - id: question
    kind: explain
    minutes: 1
    inputs: [{ type: number, unit: dBm }]
    check: { op: answer, correct: $beacon-power-common, tolerance: { absolute: 0 }, unit: dBm }
  - { id: transferer, kind: transfer, minutes: 1, inputs: [{ type: text }] }
`;
const texts = {
  fr: `# Un nombre

## aim

La force à un mètre est de {{beacon-power-common}}.

## roles

- balise: Une balise du kit

## deviner: Devine

Que donnera la balise?

## loin: Plus loin

Éloigne la balise jusqu'à passer sous {{beacon-power-common}}.

### indice 1

Recule.

### indice 2

Recule encore.

### indice 3

Passe sous {{beacon-power-common}}.

## question: La force

Quelle est la force à un mètre?

### question

La force

### indice 1

Regarde la fiche.

### indice 2

Cherche un nombre négatif.

### indice 3

C'est {{beacon-power-common}}.

### explication

La fiche le dit.

## transferer: Chez toi

Où poserais-tu la balise?
`,
  en: `# One number

## aim

The strength at one metre is {{beacon-power-common}}.

## roles

- balise: A beacon of the kit

## deviner: Guess

What will the beacon give?

## loin: Further away

Move the beacon until it drops below {{beacon-power-common}}.

### hint 1

Step back.

### hint 2

Step back again.

### hint 3

Get below {{beacon-power-common}}.

## question: The strength

What is the strength at one metre?

### question

The strength

### hint 1

Look at the sheet.

### hint 2

Look for a negative number.

### hint 3

It is {{beacon-power-common}}.

### explanation

The sheet says so.

## transferer: At your place

Where would you put the beacon?
`,
};

/** The receiver of the kit is at (2, 4.6): half a metre is too near whatever the power, two metres are far enough. */
const scenarios = (power: number, other: number) => `scenarios:
  - name: at two metres, with the power of the file
    outcome: passes
    devices: { balise: balise-ibeacon }
    steps:
      - note: { step: deviner, text: "?" }
      - set-control: { control: person-move, to: { x: 7, y: 1 } }
      - set-control: { control: beacon-move, beacon: balise-ibeacon, to: { x: 4, y: 4.6 } }
      - go: loin
      - wait-step: { step: loin, state: verified, timeout: 30s }
      - go: question
      - answer: { step: question, value: ${power} }
      - wait-step: { step: question, state: verified, timeout: 5s }
  - name: at half a metre, with another power
    outcome: does-not-pass
    devices: { balise: balise-ibeacon }
    steps:
      - set-control: { control: person-move, to: { x: 7, y: 1 } }
      - set-control: { control: beacon-move, beacon: balise-ibeacon, to: { x: 2.5, y: 4.6 } }
      - go: loin
      - expect-step: { step: loin, state: in-progress, after: 12s }
      - expect-why: { step: loin, fr: "\u2212${-power}", en: "\u2212${-power}" }
      - go: question
      - answer: { step: question, value: ${other} }
      - expect-step: { step: question, state: in-progress, after: 1s }
`;

it.each([
  { power: -59, other: -71 },
  { power: -71, other: -59 },
])(
  "a beacon of $power dBm at 1 m is one in the sheet, the air, the condition and the question",
  async ({ power, other }) => {
    await using content = await copyContent();
    const folder = "f1-balise/e98-un-nombre";
    await mkdir(join(content.folder, folder));
    await content.write(`${folder}/experiment.yaml`, experiment);
    await content.write(`${folder}/fr.md`, texts.fr);
    await content.write(`${folder}/en.md`, texts.en);
    await content.write(`${folder}/scenarios.yaml`, scenarios(power, other));
    // The only change: one figure of one file.
    if (power !== -59)
      await content.replace(
        "constants.yaml",
        "\n  beacon-power-common:\n    value: -59\n",
        `\n  beacon-power-common:\n    value: ${power}\n`,
      );
    const loaded = await loadSheets({ folder: content.folder });
    expect(loaded.problems).toEqual([]);

    const data = mkdtempSync(join(tmpdir(), "labo-one-number-"));
    const clock = createLedClock(24);
    const outcome = readConfig(["--port=0", "--mqtt-port=0", "--bluetooth=off", `--data=${data}`], {});
    if (outcome.kind !== "config") throw new Error("the options of this test are wrong");
    const labo = createLabo(outcome.config, { clock, content: content.folder, seed: 7, plugged: [] });
    try {
      const { page } = await labo.start();
      const api = createApiClient(page.replace(/\/$/, ""));
      const beaconOf = async () =>
        (await api.call("devices")).devices.find(({ device }) => device.name.fr === "Balise du phare");
      await eventually(async () => (await beaconOf()) !== undefined, "the beacon on the bench");
      const beacon = await beaconOf();

      const sheet = await api.call("sheet", { id: "f1-balise" });
      const printed = `\u2212${-power}\u00a0dBm`;
      expect(sheet.numbers.find(({ id }) => id === "beacon-power-common")?.printed.fr).toBe(printed);
      const { numbers } = await api.call("numbers");
      expect(numbers.find(({ id }) => id === "beacon-power-common")?.uses).toEqual(
        expect.arrayContaining([
          { kind: "sheet", id: "f1-balise", number: "F1" },
          { kind: "experiment", id: "e98-un-nombre", number: "E98" },
          { kind: "kit", id: "kit", number: "" },
        ]),
      );
      const told = await api.call("experiment", { id: "e98-un-nombre" });
      expect(JSON.stringify(told.steps)).toContain(printed);

      for (const scenario of loaded.scenarios.get("e98-un-nombre") ?? []) {
        await api.call("controlKit", { body: { control: "reset" } });
        const { id } = await api.call("startRun", {
          body: { experiment: "e98-un-nombre", devices: { balise: beacon?.device.id ?? "" } },
        });
        const report = await playScenario(scenario, {
          control: (control) => api.call("controlKit", { body: control }),
          kit: () => api.call("kit"),
          act: (action) => api.call("actOnRun", { id, body: action }),
          run: () => api.call("run", { id }),
          command: () => Promise.reject(new Error("no command here")),
          openPage: () => Promise.reject(new Error("no page here")),
          compose: () => Promise.reject(new Error("no composer here")),
          stopBroker: () => Promise.reject(new Error("no broker here")),
          visitor: () => Promise.reject(new Error("no phone here")),
          sleep: (simulatedMs) => new Promise((resolve) => clock.after(simulatedMs, resolve)),
        });
        expect(
          report.failure,
          `${scenario.name}\n${JSON.stringify(report.run.steps, null, 1)}`,
        ).toBeUndefined();
        await api.call("actOnRun", { id, body: { action: "finish" } });
      }
    } finally {
      await labo.stop();
      rmSync(data, { recursive: true, force: true });
    }
  },
);
