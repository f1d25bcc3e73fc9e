// A motion detector in an experiment like E12: its readings of 0 and 1 give entries and exits to count, order and await.
import { expect, it } from "vitest";
import { checkSchema } from "#contract/conditions.ts";
import type { ExperimentDefinition } from "../../../bridge/experiments/definition.ts";
import { beginRun, createRunEngine } from "../../../bridge/experiments/run-engine.ts";
import { MotionDetector } from "../../../bridge/virtual-kit/parts/motion.ts";
import { make, timeAt } from "../../helpers/experiment-bench.ts";

const seen = { event: "zone-entered", on: "carte", where: { derivation: "mouvement" } };
const lost = { event: "zone-left", on: "carte", where: { derivation: "mouvement" } };
const steps: readonly [string, object][] = [
  ["chauffe", { op: "silence", ...seen, for: 20 }],
  [
    "marche",
    {
      op: "then",
      of: [
        { op: "count", ...seen, min: 1 },
        { op: "count", ...lost, min: 1 },
      ],
    },
  ],
  ["immobile", { op: "count", ...lost, during: "je-suis-la", min: 1 }],
  ["passages", { op: "count", ...seen, min: 2, within: 60 }],
  [
    "maintien",
    {
      op: "answer",
      correct: { event: "zone-left", field: "durationMs", on: "carte", times: 0.001 },
      tolerance: { percent: 20 },
    },
  ],
];
const definition: ExperimentDefinition = {
  id: "presence-ou-mouvement",
  version: 1,
  title: { fr: "Présence ou mouvement?", en: "Presence or motion?" },
  needs: [
    {
      role: "carte",
      profiles: ["board-serial"],
      name: { fr: "Carte", en: "Board" },
      channels: ["motion"],
      takes: [],
    },
  ],
  channels: [{ id: "motion", role: "carte", quantity: "motion", name: { fr: "Mouvement", en: "Motion" } }],
  derivations: [{ id: "mouvement", channel: "motion", enter: 0.5, leave: 0.5, window: 0 }],
  steps: steps.map(([id, check]) => ({
    id,
    kind: "measure",
    title: { fr: id, en: id },
    inputs: [],
    check: checkSchema.parse(check),
  })),
};

/** Somebody before the module, whose output the board tells four times a second, and at each change. */
function room() {
  let seconds = 0;
  let made = 0;
  const at = () => ({ mono: seconds * 1000, time: timeAt(seconds) });
  const detector = new MotionDetector();
  let told: number | undefined;
  const engine = createRunEngine({
    definition,
    run: beginRun(definition, {
      id: "run-1",
      participant: "p",
      attempt: 1,
      startedAt: timeAt(0),
      devices: { carte: "board-1" },
    }),
    device: (id) => ({
      id,
      model: "some-model",
      profile: "board-serial",
      source: "simulated",
      online: true,
      facts: {},
    }),
    newId: () => `n${++made}`,
    now: at(),
  });
  return {
    pass(moving: boolean, forSeconds: number): void {
      for (
        const end = seconds + forSeconds;
        seconds < end;
        seconds = Math.round((seconds + 0.05) * 100) / 100
      ) {
        const motion = Number(detector.output(moving, seconds * 1000));
        if (motion !== told || Math.round(seconds * 100) % 25 === 0)
          engine.observe(make.board(seconds, { motion }));
        told = motion;
        engine.tick(at());
      }
    },
    go: (step: string) => engine.act({ action: "go", step }, { isTrainer: false }, at()),
    mark: (step: string, on: boolean) =>
      engine.act({ action: "mark", step, name: "je-suis-la", on }, { isTrainer: false }, at()),
    answer: (step: string, value: number) =>
      engine.act({ action: "answer", step, value }, { isTrainer: false }, at()),
    state: (id: string) => engine.run().steps.find((step) => step.id === id)?.state,
  };
}

it("warms up in twenty quiet seconds; a movement during them begins the wait again", () => {
  const here = room();
  here.go("chauffe");
  here.pass(false, 10);
  here.pass(true, 1);
  here.pass(false, 15);
  expect(here.state("chauffe")).toBe("in-progress");
  here.pass(false, 10);
  expect(here.state("chauffe")).toBe("verified");
});

it("sees somebody walk and leave, in this order", () => {
  const here = room();
  here.pass(false, 1);
  here.go("marche");
  here.pass(true, 2);
  expect(here.state("marche")).toBe("in-progress");
  here.pass(false, 6);
  expect(here.state("marche")).toBe("verified");
});

it("loses somebody who is there and keeps still: only while they say so", () => {
  const here = room();
  here.pass(false, 1);
  here.pass(true, 2);
  here.go("immobile");
  here.pass(false, 6);
  expect(here.state("immobile")).toBe("in-progress");
  here.pass(true, 2);
  here.mark("immobile", true);
  here.pass(false, 6);
  expect(here.state("immobile")).toBe("verified");
});

it("counts passages, not readings: a level that stays high is one", () => {
  const here = room();
  here.pass(false, 1);
  here.go("passages");
  here.pass(true, 20);
  expect(here.state("passages")).toBe("in-progress");
  here.pass(false, 8);
  here.pass(true, 1);
  expect(here.state("passages")).toBe("verified");
});

it("tells how long it saw somebody: a short wave lasts as long as the module holds", () => {
  const here = room();
  here.pass(false, 1);
  here.pass(true, 0.5);
  here.pass(false, 8);
  here.go("maintien");
  here.answer("maintien", 8);
  here.pass(false, 0.5);
  expect(here.state("maintien")).toBe("in-progress");
  here.answer("maintien", 5);
  here.pass(false, 0.5);
  expect(here.state("maintien")).toBe("verified");
});
