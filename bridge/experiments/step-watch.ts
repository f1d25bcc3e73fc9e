// The step the participant is at, watched: its condition is fed from the moment the step is entered, and settles it once
// it holds. A step whose answer-level hint (3) was opened before ends as `helped`, its evidence kept all the same.
import { judgedOnPaper } from "#contract/paper-runs.ts";
import type { Run } from "#contract/runs.ts";
import { mentions } from "./check-uses.ts";
import type { CaptureOutcome, Condition } from "./conditions/condition.ts";
import { createCondition } from "./conditions/create.ts";
import { createMoments } from "./conditions/moments.ts";
import { type Context, createContext, type PlayingDevice, type RunView } from "./context.ts";
import type { ExperimentDefinition, StepDefinition } from "./definition.ts";
import { createDeriver, type Deriver } from "./derive.ts";
import { evaluate as evaluateExpression } from "./expressions.ts";
import { fromAct, type Observation } from "./observation.ts";
import type { RunDraft } from "./run-draft.ts";
import { evidenceOf, progressOf } from "./standing.ts";
import { seenVisits } from "./visits.ts";

export interface StepWatch {
  /** Watches the current step from now on. */
  begin(): void;
  /** As `begin`, and what was heard before is forgotten. */
  beginAfresh(): void;
  /** Watches nothing until the next `begin`. */
  end(): void;
  /** Takes something that happened. */
  feed(item: Observation): void;
  /** How the current step stands now; settles it when its condition holds. */
  judge(): void;
  /** The window of the current step, or a typed figure, under a label; nothing when the step takes no capture now. */
  capture(label: number | string, typed?: number): CaptureOutcome | undefined;
  /** A name given to a tag, as something that happened. */
  labelled(tag: string, label: string): Observation;
}

export interface StepWatchOptions {
  readonly definition: ExperimentDefinition;
  readonly draft: RunDraft;
  /** A device by its id. */
  device(id: string): PlayingDevice | undefined;
  newId(): string;
}

/** A step done stays open to captures, so that a bad point of a later fit can be taken again. */
function takesCaptures(step: StepDefinition): boolean {
  return mentions(step.check, (check) => check.op === "capture");
}

/** Of a step done, a capture turned down is still worth a word: it came from a hand, not from the devices. */
function refusesLater({ check }: StepDefinition): boolean {
  return check?.op === "capture" && check.items === undefined;
}

export function createStepWatch({ definition, draft, device, newId }: StepWatchOptions): StepWatch {
  const definitions = new Map(definition.steps.map((step) => [step.id, step]));
  let context: Context = createContext(view());
  let derivers: { readonly channel: string; readonly deriver: Deriver }[] = [];
  let condition: Condition | undefined;
  let enteredMono = draft.now.mono;
  const isNewMoment = createMoments();
  forget();

  function view(): RunView {
    const names = new Map(definition.needs.map((need) => [need.role, need.name]));
    const channels = new Map(definition.channels.map((channel) => [channel.id, channel]));
    const figures = new Map(definition.figures?.map(({ id, value }) => [id, value]));
    return {
      onPaper: draft.run.paper === true,
      device(role) {
        const id = draft.run.devices[role];
        return id === undefined ? undefined : device(id);
      },
      roleName: (role) => names.get(role) ?? { fr: role, en: role },
      channel: (id) => channels.get(id),
      figure: (id) => figures.get(id),
      answer: (step) => draft.step(step)?.answer,
      confirmedBy: (step) => draft.step(step)?.confirmedBy,
      captures: () => draft.run.captures,
      doneAt: draft.doneAt,
      judgedAt: (mono) => Math.max(enteredMono, Math.min(mono, draft.heardUntil)),
    };
  }

  function forget(): void {
    context = createContext(view());
    context.evaluate = (expression) => evaluateExpression(context, expression);
    derivers = (definition.derivations ?? []).map((one) => ({
      channel: one.channel,
      deriver: createDeriver(one, context),
    }));
    // Kept with the run, they outlive a restart.
    for (const visit of visitsEnded()) context.take(visit);
    showZones();
  }

  /** The visits of the run as it is now, as things that happened. */
  function visitsEnded(): Observation[] {
    return seenVisits(draft.run.visits ?? []).map((visit) =>
      fromAct(newId(), "visit-ended", draft.now, { ...visit }),
    );
  }

  /** Where the participant's own thresholds put each channel now; nothing before they are answered. */
  function showZones(): void {
    if (derivers.length === 0 && draft.run.zones === undefined) return;
    const zones: NonNullable<Run["zones"]> = {};
    for (const { channel, deriver } of derivers) {
      const inside = deriver.isInside();
      if (inside !== undefined) zones[channel] = inside ? "in" : "out";
    }
    if (JSON.stringify(zones) !== JSON.stringify(draft.run.zones ?? {})) draft.change({ zones }, false);
  }

  /** Fits of earlier steps, from the captures as they are now: answers may be compared with them. */
  function recallFits(): void {
    for (const step of definition.steps) {
      if (!step.check || !mentions(step.check, (check) => check.op === "fit")) continue;
      const { mono } = draft.now;
      createCondition(step.check, { context, step: step.id, start: mono }).at(mono);
    }
  }

  function labelled(tag: string, label: string): Observation {
    const seen = context.last("tag-arrived");
    const source = seen?.fields.get("tag.id") === tag ? seen.source : "manual";
    return fromAct(newId(), "tag-labelled", draft.now, { "tag.id": tag, label }, source);
  }

  function begin(): void {
    const step = definitions.get(draft.run.currentStep);
    enteredMono = draft.now.mono;
    condition = undefined;
    if (draft.run.finishedAt !== undefined || !step?.check) return;
    recallFits();
    if (draft.step(step.id)?.state !== "in-progress" && !takesCaptures(step)) return;
    condition = createCondition(step.check, { context, step: step.id, start: enteredMono });
    if (mentions(step.check, (check) => "event" in check && check.event === "visit-ended"))
      for (const visit of visitsEnded()) condition.observe(visit);
    if (mentions(step.check, (check) => "event" in check && check.event === "tag-labelled"))
      for (const [tag, label] of Object.entries(draft.run.tagLabels)) condition.observe(labelled(tag, label));
    judge();
  }

  function judge(): void {
    const { run, now } = draft;
    const defined = definitions.get(run.currentStep);
    const step = draft.step(run.currentStep);
    if (!condition || !defined || !step || run.finishedAt !== undefined) return;
    const onPaper = run.paper === true;
    if (onPaper && defined.check && !judgedOnPaper(defined.check)) return;
    const result = condition.at(context.judgedAt(now.mono));
    const progress = () => progressOf(result, definition, defined, context, now.mono, now.mono - enteredMono);
    if (run.trial?.running && result.trialRunning === false)
      draft.change({ trial: { ...run.trial, running: false } });
    if (result.answerCorrect !== undefined && step.answerCorrect !== result.answerCorrect)
      draft.changeStep(step.id, (one) => ({ ...one, answerCorrect: result.answerCorrect ?? false }));
    if (step.state === "in-progress" && result.satisfied) {
      const by = result.confirmedBy ?? (onPaper ? "participant" : undefined);
      const to = step.hints >= 3 ? "helped" : by === undefined ? "verified" : "confirmed";
      draft.settle(step.id, to, {
        progress: { ...progress(), fraction: 1, refusals: [] },
        evidence: evidenceOf(result, definition, defined, context, now.time),
        ...(by === undefined ? {} : { confirmedBy: by }),
      });
      if (!takesCaptures(defined)) condition = undefined;
      return;
    }
    const shown =
      step.state === "in-progress"
        ? progress()
        : {
            ...step.progress,
            refusals: result.satisfied && !refusesLater(defined) ? [] : result.refusals.slice(0, 5),
          };
    if (JSON.stringify(shown) !== JSON.stringify(step.progress))
      draft.changeStep(step.id, (one) => ({ ...one, progress: shown }), false);
  }

  return {
    begin,
    beginAfresh() {
      forget();
      begin();
    },
    end() {
      condition = undefined;
    },
    feed(item) {
      if (!context.take(item)) return;
      if (condition && item.mono >= enteredMono) condition.observe(item);
      for (const { deriver } of derivers) {
        const derived = deriver.derive(item);
        if (derived && context.take(derived) && item.mono >= enteredMono) condition?.observe(derived);
      }
      showZones();
      // What devices said meanwhile is still to come: an outage must not be judged as a silence.
      if (item.kind === "broker-left" || item.kind === "broker-returned") return;
      if (isNewMoment(item)) judge();
    },
    judge,
    capture: (label, typed) => condition?.capture?.(label, draft.now, typed),
    labelled,
  };
}
