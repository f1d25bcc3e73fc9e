// The engine of experiments under load: 200 steps of the real experiments watched at once, each seeing the events of its
// device, on one core.

import { fileURLToPath } from "node:url";
import type { LaboEvent } from "#contract/events.ts";
import { beginRun, createRunEngine, type RunEngine } from "../../bridge/experiments/run-engine.ts";
import { loadSheets } from "../../bridge/sheets/loader.ts";
import { atLeast, type Measurement } from "./measurement.ts";
import { median } from "./statistics.ts";

const conditions = 200;
const devices = 20;
const eventsPerTurn = 20_000;
const turns = 3;
/** Events of all devices together, per simulated second. What is looked through at each event would cost more at the dense one. */
const dense = 10_000;
const sparse = 1000;
const time = new Date(0).toISOString();

interface Watched {
  readonly device: string;
  readonly engine: RunEngine;
}

/** Every step that has a condition, again and again until there are enough of them. */
async function openConditions(): Promise<readonly Watched[]> {
  const { definitions } = await loadSheets({
    folder: fileURLToPath(new URL("../../sheets", import.meta.url)),
  });
  const steps = definitions.flatMap((definition) =>
    definition.steps.flatMap((step) => (step.check === undefined ? [] : [{ definition, step: step.id }])),
  );
  const now = { mono: 0, time };
  return Array.from({ length: conditions }, (_, index) => {
    const found = steps[index % steps.length];
    if (found === undefined) throw new Error("no step has a condition");
    const { definition, step } = found;
    const device = `device-${index % devices}`;
    let acts = 0;
    const engine = createRunEngine({
      definition,
      run: beginRun(definition, {
        id: `run-${index}`,
        participant: "p",
        attempt: 1,
        startedAt: time,
        devices: Object.fromEntries(definition.needs.map(({ role }) => [role, device])),
      }),
      now,
      newId: () => `act-${index}-${++acts}`,
      device: (id) => ({
        id,
        model: "some-model",
        profile: definition.needs[0]?.profiles[0] ?? "board-serial",
        source: "simulated",
        online: true,
        facts: { intervalMs: "100" },
      }),
    });
    engine.act({ action: "go", step }, { isTrainer: false }, now);
    return { device, engine };
  });
}

/** Readings of many channels, and one event in twenty that is a tag or a button. */
function eventOf(count: number, mono: number): LaboEvent {
  const device = `device-${count % devices}`;
  const head = {
    v: 1 as const,
    id: `bench.${count}`,
    seq: count,
    time,
    mono,
    bridge: "bench",
    device,
    source: "simulated" as const,
  };
  if (count % 20 === 0) {
    const id = `tag-${count % 7}`;
    return {
      ...head,
      kind: "tag-arrived",
      reader: device,
      tag: { id, known: true, family: "unknown", uidBytes: 4 },
    };
  }
  return {
    ...head,
    kind: "reading-taken",
    readings: { rssi: -60 - (count % 7), knob: 40 + (count % 21), light: 100 + (count % 50) },
  };
}

const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Events a second that one core judges, when so many happen in a simulated second. */
async function rateAt(pace: number): Promise<number> {
  const byDevice = Map.groupBy(await openConditions(), ({ device }) => device);
  let count = 0;
  const rates: number[] = [];
  for (let turn = 0; turn <= turns; turn += 1) {
    const began = processorMs();
    for (const end = count + eventsPerTurn; count < end; count += 1) {
      const event = eventOf(count, 1000 + (count * 1000) / pace);
      for (const { engine } of byDevice.get(event.device) ?? []) engine.observe(event);
    }
    if (turn > 0) rates.push((eventsPerTurn / (processorMs() - began)) * 1000);
  }
  return median(rates);
}

export const conditionsUnderLoad: Measurement = {
  name: "conditions",
  title: "Experiments: 200 open conditions, one core",
  async run() {
    const slow = "events, where ten times fewer happen in a second";
    return {
      readings: [
        {
          name: "events, each seen by ten runs",
          value: await rateAt(dense),
          unit: "/s",
          aim: atLeast(10_000, "/s"),
          against: slow,
        },
        { name: slow, value: await rateAt(sparse), unit: "/s" },
      ],
      notes: [
        `${conditions} steps of the experiments, ${devices} devices that say ${dense / devices} things a second each`,
      ],
    };
  },
};
