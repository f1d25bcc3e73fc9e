// What a participant does in a run: each act changes the run, and what conditions may look at is fed to them.
import type { Check } from "#contract/conditions.ts";
import { judgedOnPaper } from "#contract/paper-runs.ts";
import type { Capture, RunAction, RunStep, StepState } from "#contract/runs.ts";
import type { Words } from "#contract/words.ts";
import { LaboError } from "../errors.ts";
import { mentions } from "./check-uses.ts";
import type { PlayingDevice } from "./context.ts";
import type { ExperimentDefinition, StepDefinition } from "./definition.ts";
import { fromAct, type Scalar } from "./observation.ts";
import type { RunDraft } from "./run-draft.ts";
import { type Reactions, reactionItem } from "./screen-reactions.ts";
import type { StepWatch } from "./step-watch.ts";
import { createVisits, seenVisits } from "./visits.ts";
import { say } from "./words.ts";

export interface Actor {
  readonly isTrainer: boolean;
}

export interface ActsOptions {
  readonly definition: ExperimentDefinition;
  readonly draft: RunDraft;
  readonly watch: StepWatch;
  readonly reactions: Reactions;
  /** A device by its id. */
  device(id: string): PlayingDevice | undefined;
  newId(): string;
}

/**
 * Does what is asked, or throws, perhaps half done: the caller takes it back.
 * @throws LaboError `STEP_UNKNOWN`, `ACTION_REFUSED`, `TRAINER_ONLY`.
 */
export type Perform = (action: RunAction, who: Actor) => void;

const mostCaptures = 200;
const mostNotes = 200;
const mostLabels = 200;
const doneStates: ReadonlySet<StepState> = new Set(["verified", "confirmed", "helped"]);

/** Lines with something on them. */
const linesOf = (text: string): number => text.split("\n").filter((line) => line.trim() !== "").length;

function refuse(reason: string): never {
  throw new LaboError("ACTION_REFUSED", [reason]);
}

/** Acts on one run. */
export function createActs({ definition, draft, watch, reactions, device, newId }: ActsOptions): Perform {
  const visits = createVisits(draft);
  const definitions = new Map(definition.steps.map((step) => [step.id, step]));

  function known(id: string): { step: RunStep; defined: StepDefinition } {
    const step = draft.step(id);
    const defined = definitions.get(id);
    if (!step || !defined) throw new LaboError("STEP_UNKNOWN", [id]);
    return { step, defined };
  }

  function feed(kind: Parameters<typeof fromAct>[1], fields: Readonly<Record<string, Scalar>>): void {
    watch.feed(fromAct(newId(), kind, draft.now, fields));
  }

  function enter(id: string): void {
    const { step } = known(id);
    draft.moveTo(id);
    if (step.state === "to-do" || step.state === "in-progress")
      draft.setState(id, "in-progress", { enteredAt: draft.now.time });
    watch.begin();
  }

  /** Brings the participant to a step they act in. */
  function at(id: string): { step: RunStep; defined: StepDefinition } {
    known(id);
    if (draft.run.currentStep !== id) enter(id);
    return known(id);
  }

  /** On paper, what typed values cannot tell is worth the word of whoever did it. */
  const isOnTheirWord = ({ check }: StepDefinition) =>
    draft.run.paper === true && check !== undefined && !judgedOnPaper(check);

  /** A step done by a person's word alone. */
  function confirmStep(id: string, by: NonNullable<RunStep["confirmedBy"]>, summary: Words): void {
    const { step } = known(id);
    if (doneStates.has(step.state)) return;
    draft.settle(id, step.hints >= 3 ? "helped" : "confirmed", {
      confirmedBy: by,
      progress: { fraction: 1, refusals: [] },
      evidence: { time: draft.now.time, summary, figures: {}, sources: ["manual"] },
    });
  }

  function takeAnswer(id: string, value: string | number): void {
    const { step, defined } = known(id);
    if (defined.kind === "predict" && step.answer !== undefined && draft.run.currentStep !== id)
      refuse("a prediction is kept as it was given");
    at(id);
    draft.changeStep(id, (one) => ({ ...one, answer: value }));
    if (defined.check && !isOnTheirWord(defined)) {
      feed("answer-given", { step: id, value, lines: linesOf(String(value)) });
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
    const asked = mentions(defined.check, (check: Check) => check.op === "confirm");
    const onTheirWord = isOnTheirWord(defined);
    if (defined.check && !asked && !onTheirWord && action.by !== "trainer")
      refuse("this step is verified by the device");
    const summary =
      action.by === "trainer"
        ? say("Confirmé par la personne qui anime.", "Confirmed by the trainer.")
        : onTheirWord
          ? say("Confirmé d’après la feuille.", "Confirmed from the printed sheet.")
          : say("Confirmé.", "Confirmed.");
    if (!asked || onTheirWord) {
      confirmStep(action.step, action.by, summary);
      return;
    }
    draft.changeStep(action.step, (one) => ({ ...one, confirmedBy: action.by }));
    feed("step-confirmed", { step: action.step, by: action.by });
  }

  function takeCapture(id: string, label: number | string, typed: number | undefined): void {
    if (draft.run.paper === true && typed === undefined) refuse("on paper, write the figure of the sheet");
    if (draft.run.paper !== true && typed !== undefined) refuse("only a run on paper takes a typed figure");
    at(id);
    const taken = watch.capture(label, typed);
    if (!taken) refuse("this step takes no capture now");
    if ("refused" in taken) {
      watch.judge();
      return;
    }
    const same = (one: Capture) =>
      one.step === id && one.channel === taken.capture.channel && one.label === label;
    const others = draft.run.captures.filter((one) => !same(one));
    if (others.length >= mostCaptures) refuse(`${mostCaptures} captures at most`);
    draft.change({ captures: [...others, taken.capture] });
    const { channel, median, mean, sd, samples } = taken.capture;
    feed("capture-taken", { step: id, channel, label, median, mean, sd, samples });
  }

  function removeCapture({
    step: id,
    channel,
    label,
  }: Extract<RunAction, { action: "remove-capture" }>): void {
    known(id);
    const { captures } = draft.run;
    const left = captures.filter((one) => one.step !== id || one.channel !== channel || one.label !== label);
    if (left.length === captures.length) refuse("no such capture");
    at(id);
    draft.change({ captures: left });
    underWayAgain(id);
    watch.begin();
  }

  function takeNote(text: string, id: string | undefined): void {
    const { notes } = draft.run;
    if (notes.length >= mostNotes) refuse(`${mostNotes} notes at most`);
    const defined = id === undefined ? undefined : known(id).defined;
    const about = id === undefined ? {} : { step: id };
    draft.change({ notes: [...notes, { id: newId(), time: draft.now.time, text, ...about }] });
    feed("note-added", { text, lines: linesOf(text), ...about });
    if (id !== undefined && defined?.kind === "transfer" && !defined.check)
      confirmStep(id, "participant", say("Note gardée.", "Note kept."));
  }

  function pass(id: string): void {
    const { step } = known(id);
    if (doneStates.has(step.state)) refuse("this step is done already");
    draft.setState(id, "passed", { doneAt: draft.now.time });
    if (draft.run.currentStep !== id) return;
    const { steps } = draft.run;
    const next = steps[steps.findIndex((one) => one.id === id) + 1];
    if (next) enter(next.id);
    else watch.end();
  }

  function reopen(id: string): void {
    const { step } = known(id);
    if (step.state !== "passed") refuse("only a step passed over can be reopened");
    const { doneAt: _, ...rest } = step;
    draft.changeStep(id, () => ({ ...rest, progress: { refusals: [] } }));
    draft.setState(id, "in-progress");
    enter(id);
  }

  function chooseDevice(role: string, id: string): void {
    if (draft.run.paper === true) refuse("nothing plays in a run on paper");
    const need = definition.needs.find((one) => one.role === role);
    const chosen = device(id);
    if (!need) refuse(`no role ${role}`);
    if (!chosen) refuse(`no device ${id}`);
    if (!need.profiles.includes(chosen.profile)) refuse(`${id} cannot play ${role}`);
    const before = draft.run.devices[role];
    draft.change({ devices: { ...draft.run.devices, [role]: id } });
    if (before !== undefined && before !== id)
      draft.notice(
        say(
          (p) =>
            `${p.W(need.name)} : un autre appareil a pris sa place; l’étape en cours recommence avec lui.`,
          (p) => `${p.W(need.name)}: another device took its place; the present step begins again with it.`,
        ),
      );
    watch.beginAfresh();
  }

  function runTrial(id: string, running: boolean): void {
    at(id);
    draft.change({ trial: { running, n: (draft.run.trial?.n ?? 0) + (running ? 1 : 0) } });
    feed(running ? "trial-started" : "trial-ended", { step: id });
  }

  function takeReaction(action: Extract<RunAction, { action: "screen-reaction" }>): void {
    const { defined } = at(action.step);
    if (!defined.inputs.some((input) => input.type === "reaction" && input.board === undefined))
      refuse("this step times nothing on the page");
    const reaction = reactions.act(action);
    if (reaction !== undefined) watch.feed(reactionItem(newId(), reaction, draft.now));
  }

  function takeVisit(action: Extract<RunAction, { action: "visit" }>): void {
    const { defined } = at(action.step);
    const input = defined.inputs.find((one) => one.type === "visit");
    if (input === undefined) throw new LaboError("ACTION_REFUSED", ["this step watches no visit"]);
    const visit = visits.act(action, input.version);
    if (visit === "started") feed("visit-started", { step: action.step, version: input.version });
    else if (visit === "undone") takeEndBack(action.step);
    else if (visit !== undefined)
      feed("visit-ended", { ...visit, ...seenVisits(draft.run.visits ?? []).at(-1) });
  }

  /** A step that the last visit settled is under way again, and what is left of the visits is looked at anew. */
  function takeEndBack(id: string): void {
    underWayAgain(id);
    watch.beginAfresh();
  }

  /** What settled the step is gone; what is left of it is for the watch to judge. */
  function underWayAgain(id: string): void {
    const { step } = known(id);
    if (!doneStates.has(step.state)) return;
    const { doneAt: _, evidence: __, confirmedBy: ___, ...rest } = step;
    draft.changeStep(id, () => ({ ...rest, progress: { refusals: [] } }));
    draft.setState(id, "in-progress");
  }

  function labelTag(tag: string, label: string): void {
    const { tagLabels } = draft.run;
    if (!Object.hasOwn(tagLabels, tag) && Object.keys(tagLabels).length >= mostLabels)
      refuse(`${mostLabels} labels at most`);
    draft.change({ tagLabels: { ...tagLabels, [tag]: label } });
    watch.feed(watch.labelled(tag, label));
  }

  return (action, who) => {
    switch (action.action) {
      case "go":
        return enter(action.step);
      case "answer":
        return takeAnswer(action.step, action.value);
      case "confirm":
        return takeConfirmation(action, who);
      case "capture":
        return takeCapture(action.step, action.label, action.value);
      case "remove-capture":
        return removeCapture(action);
      case "trial":
        return runTrial(action.step, action.running);
      case "screen-reaction":
        return takeReaction(action);
      case "visit":
        return takeVisit(action);
      case "mark":
        at(action.step);
        return feed(action.on ? "mark-placed" : "mark-removed", { step: action.step, name: action.name });
      case "label-tag":
        return labelTag(action.tag, action.label);
      case "hint":
        if (action.level > known(action.step).step.hints)
          draft.changeStep(action.step, (one) => ({ ...one, hints: action.level }));
        return;
      case "pass":
        return pass(action.step);
      case "reopen":
        return reopen(action.step);
      case "note":
        return takeNote(action.text, action.step);
      case "remove-note":
        if (!draft.run.notes.some((note) => note.id === action.note)) refuse("no such note");
        return draft.change({ notes: draft.run.notes.filter((note) => note.id !== action.note) });
      case "choose-device":
        return chooseDevice(action.role, action.device);
      case "finish":
        watch.end();
        return draft.change({ finishedAt: draft.now.time });
    }
  };
}
