import { describe, expect, it } from "vitest";
import type { Kit, KitControl } from "#contract/kit.ts";
import type { Run, RunAction, StepState } from "#contract/runs.ts";
import { type Scenario, scenarioSchema } from "../../../bridge/sheets/scenario.ts";
import { playScenario, type ScenarioWorld } from "../../../bridge/sheets/scenario-player.ts";
import { defaultKit } from "../../../bridge/virtual-kit/default-kit.ts";

/** A world that writes down what is done to it, and whose step changes state at a given time. */
class PaperWorld implements ScenarioWorld {
  readonly controls: KitControl[] = [];
  readonly actions: RunAction[] = [];
  readonly commands: string[] = [];
  readonly opened: string[] = [];
  now = 0;
  readonly #verifiedAt: number;

  constructor(verifiedAt: number) {
    this.#verifiedAt = verifiedAt;
  }

  async control(control: KitControl): Promise<void> {
    this.controls.push(control);
  }

  async kit(): Promise<Kit> {
    return defaultKit();
  }

  async act(action: RunAction): Promise<void> {
    this.actions.push(action);
  }

  async stopBroker(seconds: number): Promise<void> {
    this.opened.push(`broker stopped ${seconds} s`);
  }

  async openPage(page: string): Promise<void> {
    this.opened.push(page);
  }

  async visitor({ does }: { readonly does: string }): Promise<number | undefined> {
    this.opened.push(does);
    return does === "weigh" ? 180 : undefined;
  }

  async compose({ name }: { readonly name: string }): Promise<void> {
    this.opened.push(name);
  }

  async command(role: string, command: { readonly command: string }, by: string): Promise<void> {
    this.commands.push(`${role} ${command.command} ${by}`);
  }

  async sleep(simulatedMs: number): Promise<void> {
    this.now += simulatedMs;
  }

  async run(): Promise<Run> {
    const state: StepState = this.now >= this.#verifiedAt ? "verified" : "in-progress";
    return {
      id: "run-1",
      experiment: "e05-lire-sans-toucher",
      experimentVersion: 1,
      participant: "p",
      attempt: 1,
      startedAt: "2026-11-24T00:00:00.000Z",
      devices: {},
      currentStep: "deux",
      steps: [
        {
          id: "deux",
          state,
          hints: 0,
          progress: { refusals: [], why: { fr: "1 étiquette sur 2", en: "1 tag of 2" } },
        },
      ],
      captures: [],
      notes: [],
      tagLabels: {},
    };
  }
}

const scenario = (steps: unknown[]): Scenario =>
  scenarioSchema.parse({ name: "a try", outcome: "passes", devices: {}, steps });

describe("a scenario", () => {
  it("turns each verb into what a hand or the page does", async () => {
    const world = new PaperWorld(0);
    const { failure } = await playScenario(
      scenario([
        { "set-control": { control: "room-light", lux: 50 } },
        { tap: { tag: "billet", reader: "lecteur-rfid" } },
        { hold: { tag: "plume", reader: "lecteur-rfid", for: "4s" } },
        { press: { board: "carte-capteurs", component: "button", for: "300ms" } },
        { delay: "2min" },
        { go: "deux" },
        { answer: { step: "deux", value: 4.9 } },
        { confirm: { step: "deux" } },
        { capture: { step: "deux", label: 1 } },
        { note: { text: "une idée" } },
        { "label-tag": { tag: "amulette", label: "Amulette" } },
      ]),
      world,
    );
    expect(failure).toBeUndefined();
    expect(world.controls).toEqual([
      { control: "room-light", lux: 50 },
      { control: "tag-tap", tag: "billet", reader: "lecteur-rfid", distanceMm: 5 },
      { control: "tag-place", tag: "plume", reader: "lecteur-rfid", distanceMm: 5 },
      { control: "tag-remove", tag: "plume" },
      { control: "button", board: "carte-capteurs", component: "button", pressed: true },
      { control: "button", board: "carte-capteurs", component: "button", pressed: false },
    ]);
    expect(world.actions).toEqual([
      { action: "go", step: "deux" },
      { action: "answer", step: "deux", value: 4.9 },
      { action: "confirm", step: "deux", by: "participant" },
      { action: "capture", step: "deux", label: 1 },
      { action: "note", text: "une idée" },
      { action: "label-tag", tag: "3a7fc21e", label: "Amulette" },
    ]);
    expect(world.now).toBe(4000 + 300 + 120_000);
  });

  it("does the gestures of trials, marks, readers and commands, and repeats them", async () => {
    const world = new PaperWorld(0);
    const { failure } = await playScenario(
      scenario([
        {
          repeat: {
            times: 2,
            steps: [
              { trial: { step: "deux", running: true } },
              { place: { tag: "plume", reader: "lecteur-rfid", mm: 20 } },
              { delay: "1s" },
              { remove: { tag: "plume" } },
            ],
          },
        },
        { mark: { step: "deux", name: "la", on: true } },
        { command: { role: "lampe", command: "led.set", args: { level: 50 } } },
        {
          command: {
            role: "lecteur",
            by: "trainer",
            command: "link.write",
            args: { link: "https://labo.example" },
          },
        },
        { "open-page": "notebook" },
      ]),
      world,
    );
    expect(failure).toBeUndefined();
    const once = [
      { control: "tag-place", tag: "plume", reader: "lecteur-rfid", distanceMm: 20 },
      { control: "tag-remove", tag: "plume" },
    ];
    expect(world.controls).toEqual([...once, ...once]);
    expect(world.actions).toEqual([
      { action: "trial", step: "deux", running: true },
      { action: "trial", step: "deux", running: true },
      { action: "mark", step: "deux", name: "la", on: true },
    ]);
    expect(world.commands).toEqual(["lampe led.set participant", "lecteur link.write trainer"]);
    expect(world.opened).toEqual(["notebook"]);
    expect(world.now).toBe(2000);
  });

  it("looks at what a step says in both languages, and fails with what it says instead", async () => {
    const why = (fr: string, en: string) => ({ "expect-why": { step: "deux", fr, en, timeout: "1s" } });
    const world = new PaperWorld(60_000);
    expect(
      (await playScenario(scenario([why("étiquette sur 2", "tag of 2")]), world)).failure,
    ).toBeUndefined();
    const { failure } = await playScenario(scenario([why("étiquette sur 2", "tags of 3")]), world);
    expect(failure?.reason).toContain("1 tag of 2");
    expect(failure?.reason).toContain("tags of 3");
  });

  it("waits for a step until it is there", async () => {
    const world = new PaperWorld(5000);
    const { failure } = await playScenario(
      scenario([{ "wait-step": { step: "deux", state: "verified", timeout: "30s" } }]),
      world,
    );
    expect(failure).toBeUndefined();
    expect(world.now).toBe(5000);
  });

  it("fails, with the reason the page would give, when a step does not come", async () => {
    const { failure } = await playScenario(
      scenario([{ delay: "1s" }, { "wait-step": { step: "deux", state: "verified", timeout: "10s" } }]),
      new PaperWorld(60_000),
    );
    expect(failure).toEqual({
      index: 1,
      reason: "step “deux” is still in-progress after 10 s: 1 tag of 2",
    });
  });

  it("fails when a step that should hold back goes through", async () => {
    const { failure } = await playScenario(
      scenario([{ "expect-step": { step: "deux", state: "in-progress", after: "5s" } }, { delay: "1s" }]),
      new PaperWorld(4000),
    );
    expect(failure).toEqual({ index: 0, reason: "step “deux” is verified, in-progress was expected" });
  });

  it("fails when it labels a tag the kit does not have", async () => {
    const { failure } = await playScenario(
      scenario([{ "label-tag": { tag: "licorne", label: "Licorne" } }]),
      new PaperWorld(0),
    );
    expect(failure?.reason).toContain("licorne");
  });

  it("refuses a duration without a unit and a step with two verbs", () => {
    expect(() => scenario([{ delay: "30" }])).toThrow();
    expect(() => scenario([{ delay: "30s", go: "deux" }])).toThrow();
    expect(() => scenario([{ jump: "high" }])).toThrow();
  });
});
