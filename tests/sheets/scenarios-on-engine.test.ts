// Every scenario, against the real engine and a bench on paper: the events a bridge would give, made by hand here.
// The whole way through simulated hardware is in tests/system; this tells quickly whether words and conditions agree.
import { describe, expect, it } from "vitest";
import type { EventBody, LaboEvent } from "#contract/events.ts";
import type { Kit, KitControl } from "#contract/kit.ts";
import type { Run, RunAction } from "#contract/runs.ts";
import type { ExperimentDefinition } from "../../bridge/experiments/definition.ts";
import type { Instant } from "../../bridge/experiments/run-draft.ts";
import { beginRun, createRunEngine, type RunEngine } from "../../bridge/experiments/run-engine.ts";
import { loadSheets } from "../../bridge/sheets/loader.ts";
import type { Scenario } from "../../bridge/sheets/scenario.ts";
import { playScenario, type ScenarioWorld } from "../../bridge/sheets/scenario-player.ts";
import { defaultKit, ibeacon } from "../../bridge/virtual-kit/default-kit.ts";
import { contentFolder } from "../bridge/sheets/content-copy.ts";

const stepMs = 50;
const tapMs = 500;
const facts: Record<string, Record<string, string>> = {
  "balise-ibeacon": { major: String(ibeacon.major), minor: String(ibeacon.minor) },
};
const profileOf = (id: string) =>
  id.startsWith("balise") ? "ble-beacon" : id === "lecteur-rfid" ? "rfid-hf" : "board-serial";

class PaperBench implements ScenarioWorld {
  readonly #engine: RunEngine;
  readonly #kit = defaultKit();
  readonly #lying = new Map<string, number>();
  #mono = 0;
  #seq = 0;
  #knob = 0.35;
  #wired = true;
  #powered = true;

  constructor(definition: ExperimentDefinition, devices: Record<string, string>) {
    const run = beginRun(definition, {
      id: "run-1",
      participant: "p",
      attempt: 1,
      startedAt: this.#now().time,
      devices,
    });
    let ids = 0;
    this.#engine = createRunEngine({
      definition,
      run,
      now: this.#now(),
      newId: () => `act-${++ids}`,
      device: (id) => ({
        id,
        profile: profileOf(id),
        source: "simulated",
        online: true,
        facts: facts[id] ?? {},
      }),
    });
  }

  #now(): Instant {
    return { mono: this.#mono, time: new Date(1_800_000_000_000 + this.#mono).toISOString() };
  }

  #tell(device: string, body: EventBody): void {
    const seq = ++this.#seq;
    const event = {
      v: 1,
      id: `paper-${seq}`,
      seq,
      ...this.#now(),
      bridge: "paper",
      device,
      source: "simulated",
      ...body,
    } satisfies LaboEvent;
    this.#engine.observe(event);
  }

  #tag(id: string) {
    const uid = this.#kit.tags.find((tag) => tag.id === id)?.uid ?? "";
    return { id: uid, known: true, family: "unknown", uidBytes: uid.length === 8 ? 4 : 7 } as const;
  }

  async control(control: KitControl): Promise<void> {
    if (control.control === "tag-place" || control.control === "tag-tap") {
      this.#lying.set(control.tag, this.#mono);
      this.#tell(control.reader, {
        kind: "tag-arrived",
        reader: control.reader,
        tag: this.#tag(control.tag),
      });
    }
    if (control.control === "tag-tap") await this.sleep(tapMs);
    if (control.control === "tag-remove" || control.control === "tag-tap") {
      const durationMs = this.#mono - (this.#lying.get(control.tag) ?? this.#mono);
      const reader = "lecteur-rfid";
      this.#tell(reader, { kind: "tag-left", reader, tag: this.#tag(control.tag), durationMs });
    }
    if (control.control === "knob-turn") this.#knob = control.ratio;
    if (control.control === "wire") this.#wired = control.connected;
    if (control.control === "beacon-power") this.#powered = control.on;
  }

  async kit(): Promise<Kit> {
    return this.#kit;
  }

  async act(action: RunAction): Promise<void> {
    this.#engine.act(action, { isTrainer: false }, this.#now());
  }

  async run(): Promise<Run> {
    return this.#engine.run();
  }

  async sleep(simulatedMs: number): Promise<void> {
    for (const end = this.#mono + simulatedMs; this.#mono < end; ) {
      this.#mono += stepMs;
      const tick = Math.round(this.#mono / stepMs);
      if (this.#powered && tick % 2 === 0)
        this.#tell("balise-ibeacon", { kind: "reading-taken", readings: { rssi: -62 - (tick % 5) } });
      const knob = this.#wired ? this.#knob * 100 : 50 + 20 * Math.sin(tick * 1.7);
      this.#tell("carte-capteurs", { kind: "reading-taken", readings: { knob } });
      this.#engine.tick(this.#now());
    }
  }
}

const loaded = await loadSheets({ folder: contentFolder });
const all: [string, Scenario, ExperimentDefinition][] = loaded.definitions.flatMap((definition) =>
  (loaded.scenarios.get(definition.id) ?? []).map((scenario): [string, Scenario, ExperimentDefinition] => [
    `${definition.id}: ${scenario.name}`,
    scenario,
    definition,
  ]),
);

describe("the scenarios, on paper", () => {
  it.each(all)("%s goes as it says", async (_, scenario, definition) => {
    const { failure, run } = await playScenario(scenario, new PaperBench(definition, scenario.devices));
    expect(failure).toBeUndefined();
    const left = definition.steps
      .filter(({ check }) => check !== undefined)
      .filter(({ id }) => run.steps.find((step) => step.id === id)?.state !== "verified");
    if (scenario.outcome === "passes") {
      expect(left).toEqual([]);
      expect(run.steps.filter(({ state }) => state === "confirmed").map(({ id }) => id)).toEqual([
        "predire",
        "transferer",
      ]);
    } else {
      expect(left.length).toBeGreaterThan(0);
    }
  });
});
