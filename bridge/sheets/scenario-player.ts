// Plays a scenario against any world that can be moved, acted in and watched: the whole bridge in the tests.
// Pure of transport and of time: the world sleeps, this only says for how long.
import type { Kit, KitControl } from "#contract/kit.ts";
import type { Run, RunAction, StepState } from "#contract/runs.ts";
import type { Scenario, ScenarioStep } from "./scenario.ts";

/** What a scenario needs of the bridge; all times in simulated milliseconds. */
export interface ScenarioWorld {
  control(control: KitControl): Promise<unknown>;
  kit(): Promise<Kit>;
  act(action: RunAction): Promise<unknown>;
  run(): Promise<Run>;
  sleep(simulatedMs: number): Promise<void>;
}

/** The first thing that did not go as the scenario says. */
export interface ScenarioFailure {
  /** Index in the scenario's steps, from 0. */
  readonly index: number;
  readonly reason: string;
}

export interface ScenarioReport {
  readonly failure?: ScenarioFailure;
  readonly run: Run;
}

/** How often a waited-for step is looked at. */
const lookEveryMs = 250;

/**
 * Plays all steps in order and stops at the first that fails.
 * @returns the last state of the run, with the failure if there was one; rejects only when the world itself does.
 */
export async function playScenario(scenario: Scenario, world: ScenarioWorld): Promise<ScenarioReport> {
  for (const [index, step] of scenario.steps.entries()) {
    const reason = await playStep(step, world);
    if (reason !== undefined) return { failure: { index, reason }, run: await world.run() };
  }
  return { run: await world.run() };
}

async function playStep(step: ScenarioStep, world: ScenarioWorld): Promise<string | undefined> {
  if ("set-control" in step) await world.control(step["set-control"]);
  else if ("tap" in step) await world.control({ control: "tag-tap", ...step.tap });
  else if ("hold" in step) {
    const { tag, reader } = step.hold;
    await world.control({ control: "tag-place", tag, reader, distanceMm: 5 });
    await world.sleep(step.hold.for);
    await world.control({ control: "tag-remove", tag });
  } else if ("press" in step) {
    const { board, component } = step.press;
    await world.control({ control: "button", board, component, pressed: true });
    await world.sleep(step.press.for);
    await world.control({ control: "button", board, component, pressed: false });
  } else if ("delay" in step) await world.sleep(step.delay);
  else if ("go" in step) await world.act({ action: "go", step: step.go });
  else if ("answer" in step) await world.act({ action: "answer", ...step.answer });
  else if ("confirm" in step) await world.act({ action: "confirm", ...step.confirm });
  else if ("capture" in step) await world.act({ action: "capture", ...step.capture });
  else if ("note" in step) {
    const { step: about, text } = step.note;
    await world.act({ action: "note", text, ...(about === undefined ? {} : { step: about }) });
  } else if ("label-tag" in step) {
    const { tag, label } = step["label-tag"];
    const found = (await world.kit()).tags.find((one) => one.id === tag);
    if (found === undefined) return `the kit has no tag “${tag}”`;
    await world.act({ action: "label-tag", tag: found.uid, label });
  } else if ("wait-step" in step) {
    const { step: id, state, timeout } = step["wait-step"];
    return waitFor(world, id, state, timeout);
  } else {
    const { step: id, state, after } = step["expect-step"];
    await world.sleep(after);
    const now = stateOf(await world.run(), id);
    return now === state ? undefined : `step “${id}” is ${now}, ${state} was expected`;
  }
  return undefined;
}

async function waitFor(
  world: ScenarioWorld,
  id: string,
  state: StepState,
  timeoutMs: number,
): Promise<string | undefined> {
  for (let waited = 0; ; waited += lookEveryMs) {
    const run = await world.run();
    const now = stateOf(run, id);
    if (now === state) return undefined;
    if (waited >= timeoutMs) {
      const why = run.steps.find((step) => step.id === id)?.progress.why?.en;
      return `step “${id}” is still ${now} after ${timeoutMs / 1000} s${why === undefined ? "" : `: ${why}`}`;
    }
    await world.sleep(lookEveryMs);
  }
}

function stateOf(run: Run, id: string): StepState | "unknown" {
  return run.steps.find((step) => step.id === id)?.state ?? "unknown";
}
