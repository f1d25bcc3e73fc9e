// Where a run stands and what its page offers. Pure.
import type { Channel, Device } from "#contract/devices.ts";
import type { LaboEvent } from "#contract/events.ts";
import type { Run, RunStep, StepState } from "#contract/runs.ts";
import type { Experiment, ExperimentStep } from "#contract/sheets.ts";
import type { Words } from "#contract/words.ts";

const doneStates = new Set<StepState>(["verified", "confirmed", "helped"]);

/** The step was done, whoever or whatever says so. Passed over is not done. */
export function isDone(state: StepState): boolean {
  return doneStates.has(state);
}

/** One may go on from a step: done, or passed over. */
export function isBehind(state: StepState): boolean {
  return isDone(state) || state === "passed";
}

export interface StepView {
  readonly index: number;
  readonly count: number;
  readonly step: ExperimentStep;
  readonly run: RunStep;
  readonly next: string | undefined;
  readonly previous: string | undefined;
}

/** The channel a step looks at, on the scale the experiment gives it: what moves little there is still seen to move. */
export function liveChannel(
  experiment: Pick<Experiment, "channels">,
  live: ExperimentStep["live"],
  device: Pick<Device, "channels"> | undefined,
): Channel | undefined {
  const channel = device?.channels.find(({ id }) => id === live?.channel);
  const { min, max } =
    experiment.channels.find(({ id, role }) => id === channel?.id && role === live?.role) ?? {};
  return channel === undefined || min === undefined || max === undefined ? channel : { ...channel, min, max };
}

/** What a participant predicted as a number, and what it is of. */
export interface Prediction {
  readonly value: number;
  readonly unit: string;
  readonly label: Words | undefined;
}

/** What the participant predicted as numbers, in the order of the steps. */
export function predictionsOf(experiment: Experiment, run: Run): readonly Prediction[] {
  return experiment.steps.flatMap((step) => {
    const input = step.inputs.find(({ type }) => type === "number");
    const { answer } = stepOf(run, step.id);
    return step.kind === "predict" && input?.type === "number" && typeof answer === "number"
      ? [{ value: answer, unit: input.unit, label: input.label }]
      : [];
  });
}

/** Of what one types under each capture of a step, a distance perhaps, and not of what is captured. */
export function isOfLabels({ unit }: Prediction, { inputs }: Pick<ExperimentStep, "inputs">): boolean {
  return unit !== "" && inputs.some((input) => input.type === "capture" && input.labelUnit === unit);
}

/** The run's captures of a channel, as the measuring bench keeps its own. @param factor to the unit shown. */
export function capturesOf(run: Run, channel: string, factor: number) {
  return run.captures
    .filter((capture) => capture.channel === channel)
    .map(({ label, time, samples, median, mean, sd }) => ({
      label,
      time,
      n: samples,
      median: median * factor,
      mean: mean * factor,
      sd: sd * factor,
    }));
}

const untouched = (id: string): RunStep => ({
  id,
  state: "to-do",
  progress: { refusals: [] },
  hints: 0,
});

/** State of a step in a run; a step the run does not know is still to do. */
export function stepOf(run: Run, id: string): RunStep {
  return run.steps.find((step) => step.id === id) ?? untouched(id);
}

/** The step with this id beside its state; the first one when the id is unknown. */
export function stepView(experiment: Experiment, run: Run, id: string): StepView | undefined {
  const found = experiment.steps.findIndex((step) => step.id === id);
  const index = Math.max(0, found);
  const step = experiment.steps[index];
  if (step === undefined) return undefined;
  return {
    index,
    count: experiment.steps.length,
    step,
    run: stepOf(run, step.id),
    next: experiment.steps[index + 1]?.id,
    previous: experiment.steps[index - 1]?.id,
  };
}

/** Minutes of the steps not behind yet. */
export function minutesLeft(experiment: Experiment, run: Run): number {
  return experiment.steps
    .filter((step) => !isBehind(stepOf(run, step.id).state))
    .reduce((sum, step) => sum + step.minutes, 0);
}

export interface RunTally {
  readonly verified: number;
  readonly confirmed: number;
  readonly helped: number;
  readonly passed: number;
  readonly left: number;
}

export function tally(experiment: Experiment, run: Run): RunTally {
  const count = (states: readonly StepState[]) =>
    experiment.steps.filter((step) => states.includes(stepOf(run, step.id).state)).length;
  return {
    verified: count(["verified"]),
    confirmed: count(["confirmed"]),
    helped: count(["helped"]),
    passed: count(["passed"]),
    left: count(["to-do", "in-progress"]),
  };
}

/** Tags a participant may label: named already, lying on a reader of the run, or read lately; newest last. */
export function labelable(
  run: Run,
  onReaders: readonly string[],
  events: readonly LaboEvent[],
): readonly string[] {
  const read = events.flatMap((event) =>
    event.kind === "tag-arrived" || event.kind === "tag-left" ? [event.tag.id] : [],
  );
  return [...new Set([...Object.keys(run.tagLabels), ...read, ...onReaders])];
}

/** Whether a step is done with the composer at hand: what the bench verifies, in an experiment that composes. */
export function composes(
  { needs }: Pick<Experiment, "needs">,
  run: Pick<Run, "paper">,
  step: Pick<ExperimentStep, "verifiable">,
): boolean {
  return run.paper !== true && step.verifiable && needs.some(({ profiles }) => profiles.includes("composer"));
}

/** Pins of what an experiment looks at and moves on a board: the parts worth showing of the virtual kit. */
export function pinsOf(
  experiment: Experiment,
  run: Run,
  devices: Readonly<Record<string, Device>>,
): string[] {
  const pins = new Set<string>();
  // A command begins with its part, which a channel of that name tells of.
  const moved = experiment.needs.flatMap(({ role, takes }) =>
    takes.map((command) => ({ role, id: command.split(".", 1)[0] })),
  );
  for (const { role, id } of [...experiment.channels, ...moved]) {
    const device = devices[run.devices[role] ?? ""];
    const pin = device?.channels.find((channel) => channel.id === id)?.pin;
    if (pin !== undefined) pins.add(pin);
  }
  return [...pins];
}
