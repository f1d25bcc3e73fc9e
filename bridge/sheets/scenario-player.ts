// Plays a scenario against any world that can be moved, acted in and watched: the whole bridge in the tests.
// Pure of transport and of time: the world sleeps, this only says for how long.

import type { Command } from "#contract/commands.ts";
import type { Kit, KitControl } from "#contract/kit.ts";
import { reactionWaitMs } from "#contract/reactions.ts";
import type { RuleForm } from "#contract/rules.ts";
import type { Run, RunAction, StepState } from "#contract/runs.ts";
import type { Scenario, ScenarioStep, ScenarioVerb, VisitorAct } from "./scenario.ts";

/** What a scenario needs of the bridge; all times in simulated milliseconds. */
export interface ScenarioWorld {
  control(control: KitControl): Promise<unknown>;
  kit(): Promise<Kit>;
  act(action: RunAction): Promise<unknown>;
  run(): Promise<Run>;
  /** Sends a command to the device that plays a role; rejects when it is refused. */
  command(
    role: string,
    command: Pick<Command, "command" | "args">,
    by: "participant" | "trainer",
  ): Promise<unknown>;
  openPage(page: "notebook"): Promise<unknown>;
  /** As the trainer does. */
  stopBroker(seconds: number): Promise<unknown>;
  /** An unreadable code is no failure. @returns what the page shows, when it was looked at. */
  visitor(act: VisitorAct): Promise<number | undefined>;
  /** Makes a rule in the composer, or changes the one of this name; its devices are roles. */
  compose(rule: RuleForm): Promise<unknown>;
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
  if (!("repeat" in step)) return playVerb(step, world);
  for (let time = 1; time <= step.repeat.times; time += 1)
    for (const inner of step.repeat.steps) {
      const reason = await playVerb(inner, world);
      if (reason !== undefined) return `time ${time}: ${reason}`;
    }
  return undefined;
}

async function playVerb(step: ScenarioVerb, world: ScenarioWorld): Promise<string | undefined> {
  if ("set-control" in step) await world.control(step["set-control"]);
  else if ("tap" in step) {
    const { mm, ...where } = step.tap;
    await world.control({ control: "tag-tap", ...where, distanceMm: mm });
  } else if ("place" in step) {
    const { mm, ...where } = step.place;
    await world.control({ control: "tag-place", ...where, distanceMm: mm });
  } else if ("remove" in step) await world.control({ control: "tag-remove", ...step.remove });
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
  } else if ("react" in step) return react(world, step.react);
  else if ("screen-react" in step) return reactOnScreen(world, step["screen-react"]);
  else if ("visit" in step) {
    const { step: id, success } = step.visit;
    await world.act({ action: "visit", step: id, what: "start" });
    await world.sleep(step.visit.for);
    await world.act({ action: "visit", step: id, what: success ? "success" : "failure" });
  } else if ("stop-broker" in step) await world.stopBroker(step["stop-broker"].for / 1000);
  else if ("delay" in step) await world.sleep(step.delay);
  else if ("go" in step) await world.act({ action: "go", step: step.go });
  else if ("answer" in step) {
    const { step: id, value } = step.answer;
    const read = typeof value === "object" ? difference(await world.run(), value) : value;
    if (read === undefined) return `step “${id}”: a capture to read is missing`;
    await world.act({ action: "answer", step: id, value: read });
  } else if ("confirm" in step) await world.act({ action: "confirm", ...step.confirm });
  else if ("capture" in step) await world.act({ action: "capture", ...step.capture });
  else if ("trial" in step) await world.act({ action: "trial", ...step.trial });
  else if ("mark" in step) await world.act({ action: "mark", ...step.mark });
  else if ("command" in step) {
    const { role, by, ...command } = step.command;
    await world.command(role, command, by);
  } else if ("rule" in step) await world.compose(step.rule);
  else if ("open-page" in step) await world.openPage(step["open-page"]);
  else if ("visitor" in step) {
    const shown = await world.visitor(step.visitor);
    if (step.visitor.does === "weigh")
      await world.act({ action: "answer", step: step.visitor.step, value: shown ?? "" });
  } else if ("note" in step) {
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
  } else if ("expect-why" in step) {
    return expectWhy(world, step["expect-why"]);
  } else {
    const { step: id, state, after } = step["expect-step"];
    await world.sleep(after);
    const now = stateOf(await world.run(), id);
    return now === state ? undefined : `step “${id}” is ${now}, ${state} was expected`;
  }
  return undefined;
}

/** How often somebody who waits for a signal looks, and how long after asking for one they begin: none comes sooner. */
const glanceMs = 40;
const restMs = reactionWaitMs.least - 100;
/** No signal is waited for longer. */
const longestSignalMs = 8_000;
const pressMs = 100;

/** @returns whether it came to be so. */
async function glance(world: ScenarioWorld, isSo: () => Promise<boolean>): Promise<boolean> {
  for (let waited = 0; waited < longestSignalMs; waited += glanceMs) {
    if (await isSo()) return true;
    await world.sleep(glanceMs);
  }
  return false;
}

async function react(
  world: ScenarioWorld,
  { board, to, button, after }: { board: string; to: string; button: string; after: number },
): Promise<string | undefined> {
  const isOn = async () => {
    const parts = (await world.kit()).boards.find(({ id }) => id === board)?.components;
    return (parts?.find(({ id }) => id === to)?.value ?? 0) > 0;
  };
  await world.sleep(restMs);
  if (!(await glance(world, isOn))) return `“${to}” of ${board} never came on`;
  await world.sleep(after);
  await world.control({ control: "button", board, component: button, pressed: true });
  await world.sleep(pressMs);
  await world.control({ control: "button", board, component: button, pressed: false });
  return (await glance(world, async () => !(await isOn()))) ? undefined : `“${to}” of ${board} stays on`;
}

async function reactOnScreen(
  world: ScenarioWorld,
  { step, after }: { step: string; after: number },
): Promise<string | undefined> {
  await world.act({ action: "screen-reaction", step, what: "ready" });
  await world.sleep(restMs);
  if (!(await glance(world, async () => (await world.run()).screen?.state === "shown")))
    return `the page of “${step}” never shows its signal`;
  await world.sleep(after);
  await world.act({ action: "screen-reaction", step, what: "press" });
  return undefined;
}

function difference(run: Run, { median, less }: { median: string; less: string }): number | undefined {
  const [a, b] = [median, less].map((id) => run.captures.findLast(({ step }) => step === id)?.median);
  return a === undefined || b === undefined ? undefined : Math.round(a - b);
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

async function expectWhy(
  world: ScenarioWorld,
  { step: id, fr, en, timeout }: { step: string; fr: string; en: string; timeout: number },
): Promise<string | undefined> {
  for (let waited = 0; ; waited += lookEveryMs) {
    const progress = (await world.run()).steps.find((step) => step.id === id)?.progress;
    const said = [...(progress?.why === undefined ? [] : [progress.why]), ...(progress?.refusals ?? [])];
    if (said.some((words) => plain(words.fr).includes(plain(fr)) && plain(words.en).includes(plain(en))))
      return undefined;
    if (waited >= timeout)
      return `step “${id}” says ${said.map((words) => `“${words.fr}” / “${words.en}”`).join(", ") || "nothing"}; “${fr}” / “${en}” was expected`;
    await world.sleep(lookEveryMs);
  }
}

/** Authors type plain spaces and apostrophes. */
function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, " ").replaceAll("’", "'");
}

function stateOf(run: Run, id: string): StepState | "unknown" {
  return run.steps.find((step) => step.id === id)?.state ?? "unknown";
}
