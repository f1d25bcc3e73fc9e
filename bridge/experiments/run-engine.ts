// One run as a pure state machine: events, acts and the passing of time in, a changed run out. Specification: lesson model, §5.
// A step is watched while the participant is at it, from the moment it is entered. Once verified it stays verified.
// A step whose answer-level hint (3) was opened before its condition held ends as `helped`, evidence kept all the same.

import { type Check, maximumDepth } from "#contract/conditions.ts";
import type { LaboEvent } from "#contract/events.ts";
import type { Capture, Evidence, Progress, Run, RunAction, RunStep, StepState } from "#contract/runs.ts";
import type { Words } from "#contract/words.ts";
import { LaboError } from "../errors.ts";
import type { Condition, Result } from "./conditions/condition.ts";
import { createCondition } from "./conditions/create.ts";
import { type Context, createContext, type PlayingDevice, type RunView } from "./context.ts";
import type { ExperimentDefinition, StepDefinition } from "./definition.ts";
import { createDeriver } from "./derive.ts";
import { evaluate as evaluateExpression } from "./expressions.ts";
import { fromAct, fromEvent, type Observation } from "./observation.ts";
import { say } from "./words.ts";

/** An instant on both clocks of the bridge. */
export interface Instant {
  /** Monotonic milliseconds. */
  readonly mono: number;
  /** ISO 8601. */
  readonly time: string;
}

export interface Actor {
  readonly isTrainer: boolean;
}

export interface StepChange {
  readonly step: string;
  readonly from: StepState;
  readonly to: StepState;
}

/** What became of an input. */
export interface Outcome {
  readonly run: Run;
  /** Something changed that must be saved before it is told. */
  readonly keep: boolean;
  /** Only the progress shown changed. */
  readonly shown: boolean;
  readonly changes: readonly StepChange[];
}

export interface RunEngine {
  run(): Run;
  /** An event of any device; those of devices without a role here are left aside. */
  observe(event: LaboEvent): Outcome;
  /** @throws LaboError `STEP_UNKNOWN`, `RUN_FINISHED`, `ACTION_REFUSED`, `TRAINER_ONLY`. */
  act(action: RunAction, who: Actor, now: Instant): Outcome;
  /** Time passed. */
  tick(now: Instant): Outcome;
  /** What was heard until now cannot be counted on (deliveries were interrupted): windows start afresh. */
  restart(now: Instant): void;
}

export interface RunEngineOptions {
  readonly definition: ExperimentDefinition;
  readonly run: Run;
  /** A device by its id. */
  device(id: string): PlayingDevice | undefined;
  /** Unique short texts for notes and acts. */
  newId(): string;
  readonly now: Instant;
}

const mostCaptures = 200;
const mostNotes = 200;
const mostLabels = 200;
const doneStates: ReadonlySet<StepState> = new Set(["verified", "confirmed", "helped"]);

/** The run as it begins: every step to do, the participant at the first. */
export function beginRun(
  definition: ExperimentDefinition,
  head: Pick<Run, "id" | "participant" | "attempt" | "startedAt" | "devices">,
): Run {
  const first = definition.steps[0];
  if (!first) throw new LaboError("INTERNAL", [`experiment ${definition.id} has no step`]);
  return {
    ...head,
    experiment: definition.id,
    experimentVersion: definition.version,
    currentStep: first.id,
    steps: definition.steps.map((step) => ({
      id: step.id,
      state: "to-do",
      progress: { refusals: [] },
      hints: 0,
    })),
    captures: [],
    notes: [],
    tagLabels: {},
  };
}

/** Whether a check uses something, anywhere inside. */
function mentions(check: Check | undefined, test: (check: Check) => boolean, depth = 0): boolean {
  if (!check || depth > maximumDepth + 1) return false;
  if (test(check)) return true;
  if (check.op === "not") return mentions(check.of, test, depth + 1);
  if (check.op === "all" || check.op === "any" || check.op === "then")
    return check.of.some((part) => mentions(part, test, depth + 1));
  return false;
}

function rolesOf(definition: ExperimentDefinition, check: Check | undefined): ReadonlySet<string> {
  const text = JSON.stringify(check ?? {});
  return new Set(
    definition.needs
      .map((need) => need.role)
      .filter(
        (role) =>
          text.includes(`"on":${JSON.stringify(role)}`) ||
          definition.channels.some(
            (channel) => channel.role === role && text.includes(`"channel":${JSON.stringify(channel.id)}`),
          ),
      ),
  );
}

/** Makes the engine of a run; the current step is watched from `now`. */
export function createRunEngine(options: RunEngineOptions): RunEngine {
  const { definition } = options;
  const definitions = new Map(definition.steps.map((step) => [step.id, step]));
  let run = options.run;
  let now = options.now;
  let context: Context = createContext(view());
  let derivers: ReturnType<typeof createDeriver>[] = [];
  let condition: Condition | undefined;
  let enteredMono = now.mono;
  const doneMono = new Map<string, number>();
  let keep = false;
  let shown = false;
  let changes: StepChange[] = [];

  function view(): RunView {
    const names = new Map(definition.needs.map((need) => [need.role, need.name]));
    const channels = new Map(definition.channels.map((channel) => [channel.id, channel]));
    return {
      device(role) {
        const id = run.devices[role];
        return id === undefined ? undefined : options.device(id);
      },
      roleName: (role) => names.get(role) ?? { fr: role, en: role },
      channel: (id) => channels.get(id),
      answer: (step) => stepOf(step)?.answer,
      confirmedBy: (step) => stepOf(step)?.confirmedBy,
      captures: () => run.captures,
      doneAt: (step) => doneMono.get(step),
    };
  }

  function stepOf(id: string): RunStep | undefined {
    return run.steps.find((step) => step.id === id);
  }

  function known(id: string): { step: RunStep; defined: StepDefinition } {
    const step = stepOf(id);
    const defined = definitions.get(id);
    if (!step || !defined) throw new LaboError("STEP_UNKNOWN", [id]);
    return { step, defined };
  }

  /** Changes the run; `toKeep` when it must be saved. */
  function change(parts: Partial<Run>, toKeep = true): void {
    run = { ...run, ...parts };
    if (toKeep) keep = true;
    else shown = true;
  }

  function changeStep(id: string, make: (step: RunStep) => RunStep, toKeep = true): void {
    change({ steps: run.steps.map((step) => (step.id === id ? make(step) : step)) }, toKeep);
  }

  function setState(id: string, to: StepState, more: Partial<RunStep> = {}): void {
    const from = stepOf(id)?.state;
    changeStep(id, (step) => ({ ...step, ...more, state: to }));
    if (from !== undefined && from !== to) changes.push({ step: id, from, to });
  }

  function freshContext(): void {
    context = createContext(view());
    context.evaluate = (expression) => evaluateExpression(context, expression);
    derivers = (definition.derivations ?? []).map((one) => createDeriver(one, context));
  }

  /** Watches the current step from now on. */
  function watch(): void {
    const defined = definitions.get(run.currentStep);
    enteredMono = now.mono;
    condition = undefined;
    if (run.finishedAt !== undefined || !defined?.check) return;
    recallFits();
    const state = stepOf(defined.id)?.state;
    if (state !== "in-progress" && !takesCaptures(defined)) return;
    condition = createCondition(defined.check, { context, step: defined.id, start: now.mono });
    if (mentions(defined.check, (check) => "event" in check && check.event === "tag-labelled"))
      for (const [tag, label] of Object.entries(run.tagLabels)) condition.observe(labelled(tag, label));
    judge();
  }

  /** A step done stays open to captures, so that a bad point of a later fit can be taken again. */
  function takesCaptures(defined: StepDefinition): boolean {
    return mentions(defined.check, (check) => check.op === "capture");
  }

  /** Fits of earlier steps, from the captures as they are now: answers may be compared with them. */
  function recallFits(): void {
    for (const step of definition.steps) {
      if (!step.check || !mentions(step.check, (check) => check.op === "fit")) continue;
      createCondition(step.check, { context, step: step.id, start: now.mono }).at(now.mono);
    }
  }

  function labelled(tag: string, label: string): Observation {
    const seen = context.last("tag-arrived");
    const source = seen?.fields.get("tag.id") === tag ? seen.source : "manual";
    return fromAct(options.newId(), "tag-labelled", now, { "tag.id": tag, label }, source);
  }

  function enter(id: string): void {
    const { step } = known(id);
    const { trial: _, ...rest } = run;
    run = { ...rest, currentStep: id };
    keep = true;
    if (step.state === "to-do" || step.state === "in-progress") {
      setState(id, "in-progress", { enteredAt: now.time });
    }
    watch();
  }

  function progressOf(result: Result, defined: StepDefinition): Progress {
    const absent: Words[] = [];
    for (const role of rolesOf(definition, defined.check)) {
      const name = context.roleName(role);
      const device = context.device(role);
      if (!device)
        absent.push(
          say(
            (p) => `${p.w(name)} : choisis d’abord un appareil.`,
            (p) => `${p.w(name)}: choose a device first.`,
          ),
        );
      else if (!device.online && !mentions(defined.check, (check) => check.op === "silence"))
        absent.push(
          say(
            (p) => `${p.w(name)} : l’appareil n’est pas là en ce moment.`,
            (p) => `${p.w(name)}: the device is not here at the moment.`,
          ),
        );
    }
    const timeout = defined.check?.timeout;
    const stuck =
      timeout !== undefined && now.mono - enteredMono > timeout * 1000
        ? [say("Ça bloque? Ouvre un indice.", "Stuck? Open a hint.")]
        : [];
    return {
      ...(result.fraction === undefined ? {} : { fraction: result.fraction }),
      why: result.why,
      ...(result.value === undefined || !Number.isFinite(result.value) ? {} : { value: result.value }),
      ...(result.unit === undefined ? {} : { unit: result.unit.slice(0, 10) }),
      refusals: [...absent, ...result.refusals, ...stuck].slice(0, 5),
    };
  }

  function evidenceOf(result: Result): Evidence {
    const figures = Object.entries(result.figures).filter(([, value]) => Number.isFinite(value));
    return {
      time: now.time,
      ...(result.first === undefined ? {} : { firstEvent: result.first.slice(0, 120) }),
      ...(result.last === undefined ? {} : { lastEvent: result.last.slice(0, 120) }),
      summary: result.why,
      figures: Object.fromEntries(figures),
      sources: [...result.sources],
    };
  }

  /** How the current step stands now; settles it when its condition holds. */
  function judge(): void {
    const defined = definitions.get(run.currentStep);
    const step = stepOf(run.currentStep);
    if (!condition || !defined || !step || run.finishedAt !== undefined) return;
    const result = condition.at(now.mono);
    if (run.trial?.running && result.trialRunning === false)
      change({ trial: { ...run.trial, running: false } });
    if (result.answerCorrect !== undefined && step.answerCorrect !== result.answerCorrect)
      changeStep(step.id, (one) => ({ ...one, answerCorrect: result.answerCorrect ?? false }));
    if (step.state === "in-progress" && result.satisfied) {
      const to = step.hints >= 3 ? "helped" : result.confirmedBy === undefined ? "verified" : "confirmed";
      doneMono.set(step.id, now.mono);
      setState(step.id, to, {
        progress: { ...progressOf(result, defined), fraction: 1, refusals: [] },
        evidence: evidenceOf(result),
        doneAt: now.time,
        ...(result.confirmedBy === undefined ? {} : { confirmedBy: result.confirmedBy }),
      });
      if (!takesCaptures(defined)) condition = undefined;
      return;
    }
    const progress =
      step.state === "in-progress"
        ? progressOf(result, defined)
        : { ...step.progress, refusals: result.satisfied ? [] : result.refusals.slice(0, 5) };
    if (JSON.stringify(progress) !== JSON.stringify(step.progress))
      changeStep(step.id, (one) => ({ ...one, progress }), false);
  }

  function feed(item: Observation): void {
    if (!context.take(item)) return;
    if (condition && item.mono >= enteredMono) condition.observe(item);
    for (const derive of derivers) {
      const derived = derive(item);
      if (derived && context.take(derived) && item.mono >= enteredMono) condition?.observe(derived);
    }
    judge();
  }

  function reach(at: Instant): void {
    // Events may come a little after the clock was read for a tick: time never goes back.
    now = at.mono >= now.mono ? at : { mono: now.mono, time: at.time };
  }

  function outcome(): Outcome {
    const result = { run, keep, shown, changes };
    keep = false;
    shown = false;
    changes = [];
    return result;
  }

  function refuse(reason: string): never {
    throw new LaboError("ACTION_REFUSED", [reason]);
  }

  /** A step done by the participant's word alone. */
  function confirmStep(id: string, by: NonNullable<RunStep["confirmedBy"]>, summary: Words): void {
    const { step } = known(id);
    if (doneStates.has(step.state)) return;
    doneMono.set(id, now.mono);
    setState(id, step.hints >= 3 ? "helped" : "confirmed", {
      confirmedBy: by,
      doneAt: now.time,
      progress: { fraction: 1, refusals: [] },
      evidence: { time: now.time, summary, figures: {}, sources: ["manual"] },
    });
  }

  /** Brings the participant to a step they act in. */
  function at(id: string): { step: RunStep; defined: StepDefinition } {
    known(id);
    if (run.currentStep !== id) enter(id);
    return known(id);
  }

  function takeAnswer(id: string, value: string | number): void {
    const { step, defined } = known(id);
    if (defined.kind === "predict" && step.answer !== undefined && run.currentStep !== id)
      refuse("a prediction is kept as it was given");
    at(id);
    changeStep(id, (one) => ({ ...one, answer: value }));
    if (defined.check) {
      feed(fromAct(options.newId(), "answer-given", now, { step: id, value }));
    } else {
      confirmStep(
        id,
        "participant",
        defined.kind === "predict"
          ? say("Prédiction gardée.", "Prediction kept.")
          : say("Réponse gardée.", "Answer kept."),
      );
    }
  }

  function takeConfirmation(action: Extract<RunAction, { action: "confirm" }>, who: Actor): void {
    if (action.by === "trainer" && !who.isTrainer) throw new LaboError("TRAINER_ONLY", ["confirm"]);
    const { defined } = at(action.step);
    const asked = mentions(defined.check, (check) => check.op === "confirm");
    if (defined.check && !asked && action.by !== "trainer") refuse("this step is verified by the device");
    const summary =
      action.by === "trainer"
        ? say("Confirmé par la personne qui anime.", "Confirmed by the trainer.")
        : say("Confirmé.", "Confirmed.");
    if (!asked) {
      confirmStep(action.step, action.by, summary);
      return;
    }
    changeStep(action.step, (one) => ({ ...one, confirmedBy: action.by }));
    feed(fromAct(options.newId(), "step-confirmed", now, { step: action.step, by: action.by }));
  }

  function takeCapture(id: string, label: number | string): void {
    at(id);
    const taken = condition?.capture?.(label, now);
    if (!taken) refuse("this step takes no capture now");
    if ("refused" in taken) {
      judge();
      return;
    }
    const same = (one: Capture) =>
      one.step === id && one.channel === taken.capture.channel && one.label === label;
    const others = run.captures.filter((one) => !same(one));
    if (others.length >= mostCaptures) refuse(`${mostCaptures} captures at most`);
    change({ captures: [...others, taken.capture] });
    const { channel, median, mean, sd, samples } = taken.capture;
    feed(
      fromAct(options.newId(), "capture-taken", now, { step: id, channel, label, median, mean, sd, samples }),
    );
  }

  function takeNote(text: string, id: string | undefined): void {
    if (run.notes.length >= mostNotes) refuse(`${mostNotes} notes at most`);
    const defined = id === undefined ? undefined : known(id).defined;
    change({
      notes: [
        ...run.notes,
        { id: options.newId(), time: now.time, text, ...(id === undefined ? {} : { step: id }) },
      ],
    });
    const lines = text.split("\n").filter((line) => line.trim() !== "").length;
    feed(fromAct(options.newId(), "note-added", now, { text, lines, ...(id ? { step: id } : {}) }));
    if (id !== undefined && defined?.kind === "transfer" && !defined.check) {
      confirmStep(id, "participant", say("Note gardée.", "Note kept."));
    }
  }

  function pass(id: string): void {
    const { step } = known(id);
    if (doneStates.has(step.state)) refuse("this step is done already");
    setState(id, "passed", { doneAt: now.time });
    const next = run.steps[run.steps.findIndex((one) => one.id === id) + 1];
    if (run.currentStep === id && next) enter(next.id);
    else if (run.currentStep === id) condition = undefined;
  }

  function reopen(id: string): void {
    const { step } = known(id);
    if (step.state !== "passed") refuse("only a step passed over can be reopened");
    const { doneAt: _, ...rest } = step;
    changeStep(id, () => ({ ...rest, progress: { refusals: [] } }));
    setState(id, "in-progress");
    enter(id);
  }

  function chooseDevice(role: string, id: string): void {
    const need = definition.needs.find((one) => one.role === role);
    const device = options.device(id);
    if (!need) refuse(`no role ${role}`);
    if (!device) refuse(`no device ${id}`);
    if (!need.profiles.includes(device.profile)) refuse(`${id} cannot play ${role}`);
    change({ devices: { ...run.devices, [role]: id } });
    freshContext();
    watch();
  }

  function perform(action: RunAction, who: Actor): void {
    switch (action.action) {
      case "go":
        enter(action.step);
        break;
      case "answer":
        takeAnswer(action.step, action.value);
        break;
      case "confirm":
        takeConfirmation(action, who);
        break;
      case "capture":
        takeCapture(action.step, action.label);
        break;
      case "trial": {
        at(action.step);
        const n = (run.trial?.n ?? 0) + (action.running ? 1 : 0);
        change({ trial: { running: action.running, n } });
        const kind = action.running ? "trial-started" : "trial-ended";
        feed(fromAct(options.newId(), kind, now, { step: action.step }));
        break;
      }
      case "mark": {
        at(action.step);
        const kind = action.on ? "mark-placed" : "mark-removed";
        feed(fromAct(options.newId(), kind, now, { step: action.step, name: action.name }));
        break;
      }
      case "label-tag": {
        if (!Object.hasOwn(run.tagLabels, action.tag) && Object.keys(run.tagLabels).length >= mostLabels)
          refuse(`${mostLabels} labels at most`);
        change({ tagLabels: { ...run.tagLabels, [action.tag]: action.label } });
        feed(labelled(action.tag, action.label));
        break;
      }
      case "hint": {
        const { step } = known(action.step);
        if (action.level > step.hints)
          changeStep(step.id, (one) => ({ ...one, hints: Math.max(one.hints, action.level) }));
        break;
      }
      case "pass":
        pass(action.step);
        break;
      case "reopen":
        reopen(action.step);
        break;
      case "note":
        takeNote(action.text, action.step);
        break;
      case "remove-note": {
        if (!run.notes.some((note) => note.id === action.note)) refuse("no such note");
        change({ notes: run.notes.filter((note) => note.id !== action.note) });
        break;
      }
      case "choose-device":
        chooseDevice(action.role, action.device);
        break;
      case "finish":
        condition = undefined;
        change({ finishedAt: now.time });
        break;
    }
  }

  freshContext();
  const current = stepOf(run.currentStep);
  if (current?.state === "to-do") enter(run.currentStep);
  else watch();

  return {
    run: () => run,
    observe(event) {
      const roles = Object.entries(run.devices)
        .filter(([, device]) => device === event.device)
        .map(([role]) => role);
      if (roles.length > 0 && run.finishedAt === undefined) {
        reach({ mono: event.mono, time: event.time });
        feed(fromEvent(event, roles));
      }
      return outcome();
    },
    act(action, who, time) {
      const allowedAfter = action.action === "note" || action.action === "remove-note";
      if (run.finishedAt !== undefined && !allowedAfter) throw new LaboError("RUN_FINISHED", [run.id]);
      reach(time);
      const before = run;
      try {
        perform(action, who);
      } catch (error) {
        // Nothing half done: what an action changed before it was refused is taken back.
        const moved = run.currentStep !== before.currentStep;
        run = before;
        if (moved) watch();
        outcome();
        throw error;
      }
      return outcome();
    },
    tick(time) {
      reach(time);
      judge();
      return outcome();
    },
    restart(time) {
      reach(time);
      freshContext();
      watch();
      outcome();
    },
  };
}
