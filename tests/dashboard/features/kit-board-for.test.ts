// Which board of the virtual kit a role could be played by: the one that the experiment's own scenarios plug in.
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadSheets } from "../../../bridge/sheets/loader.ts";
import { defaultKit } from "../../../bridge/virtual-kit/default-kit.ts";
import { kitBoardFor } from "../../../dashboard/src/features/experiments/fitting.ts";
import { composes } from "../../../dashboard/src/features/runner/run-model.ts";

const { boards } = defaultKit();
const { experiments, scenarios } = await loadSheets({
  folder: fileURLToPath(new URL("../../../sheets", import.meta.url)),
});
const played = experiments.flatMap((experiment) =>
  experiment.needs.flatMap((need) =>
    [...new Set((scenarios.get(experiment.id) ?? []).flatMap(({ devices }) => devices[need.role] ?? []))]
      .filter((part) => boards.some(({ id }) => id === part))
      .map((part) => ({ title: `${experiment.number} ${need.role}: ${part}`, need, part })),
  ),
);

describe("the board of the kit for a role", () => {
  it("is asked for by many experiments", () => expect(played.length).toBeGreaterThan(15));

  it.each(played)("$title", ({ need, part }) => {
    const found = kitBoardFor(boards, need);
    const player = boards.find(({ id }) => id === part);
    // Of readers any will do; boards of sensors differ by what is wired to them.
    if (player?.firmware === "labo-firmata") expect(found?.id).toBe(part);
    else expect(found?.firmware).not.toBe("labo-firmata");
  });

  it("is none for what is no board", () => {
    const beacon = experiments
      .flatMap(({ needs }) => needs)
      .find(({ profiles: [one] }) => one === "ble-beacon");
    if (beacon === undefined) throw new Error("no experiment has a beacon");
    expect(kitBoardFor(boards, beacon)).toBeUndefined();
  });
});

describe("the composer beside a step", () => {
  const stepsOf = (number: string, paper = false) => {
    const experiment = experiments.find((one) => one.number === number);
    if (experiment === undefined) throw new Error(`no ${number}`);
    const run = paper ? { paper } : {};
    return experiment.steps.filter((step) => composes(experiment, run, step)).map(({ id }) => id);
  };

  it("is where the bench verifies what was composed, and nowhere else", () => {
    expect(stepsOf("E25")).toEqual(["suivre", "vif", "calme", "repos"]);
    expect(stepsOf("E26")).toEqual(["phrase", "dix", "tenir", "retirer", "inconnue"]);
    expect(stepsOf("E25", true)).toEqual([]);
    expect(stepsOf("E13")).toEqual([]);
  });
});
