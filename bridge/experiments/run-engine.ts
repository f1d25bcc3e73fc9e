// One run as a pure state machine: events, acts and the passing of time in, a changed run out. Specification: lesson model, §5.
// A step is watched while the participant is at it, from the moment it is entered. Once verified it stays verified.
import type { LaboEvent } from "#contract/events.ts";
import type { Run, RunAction } from "#contract/runs.ts";
import type { Words } from "#contract/words.ts";
import { LaboError } from "../errors.ts";
import { type Actor, createActs } from "./acts.ts";
import { refusedCommand } from "./around.ts";
import { rolesByDevice } from "./casting.ts";
import type { PlayingDevice } from "./context.ts";
import type { ExperimentDefinition } from "./definition.ts";
import { type BrokerNews, type Exchange, fromBroker, fromEvent, fromExchange } from "./observation.ts";
import { createDraft, type Instant, type Outcome } from "./run-draft.ts";
import { createReactions, reactionItem } from "./screen-reactions.ts";
import { createStepWatch } from "./step-watch.ts";

export interface RunEngine {
  run(): Run;
  /** An event of any device; those of devices without a role here are left aside. */
  observe(event: LaboEvent): Outcome;
  /** A command to a device, or its answer, as it passed on the bus. */
  overhear(exchange: Exchange): Outcome;
  /** The bridge lost its broker, or found it again. */
  broker(news: BrokerNews): Outcome;
  /** @throws LaboError `STEP_UNKNOWN`, `RUN_FINISHED`, `ACTION_REFUSED`, `TRAINER_ONLY`; the run is then as before. */
  act(action: RunAction, who: Actor, now: Instant): Outcome;
  /** Time passed. */
  tick(now: Instant): Outcome;
  /** Something that happened around the run and that its readers must know. */
  notice(what: Words, now: Instant): Outcome;
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
  /** 0 to 1, 1 not included; the middle when absent. */
  readonly random?: () => number;
  /** False while what devices said is still to come: an act is then taken, and time does not count. True when absent. */
  readonly isListening?: () => boolean;
  readonly now: Instant;
}

/** The run as it begins: every step to do, the participant at the first. */
export function beginRun(
  definition: ExperimentDefinition,
  head: Pick<Run, "id" | "participant" | "attempt" | "startedAt" | "devices" | "paper">,
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

/** Makes the engine of a run; the current step is watched from `now`. */
export function createRunEngine(options: RunEngineOptions): RunEngine {
  const draft = createDraft(options.run, options.now);
  const isListening = options.isListening ?? (() => true);
  const watch = createStepWatch({ ...options, draft });
  const reactions = createReactions(draft, options.random ?? (() => 0.5));
  const perform = createActs({ ...options, draft, watch, reactions });

  const { currentStep } = draft.run;
  if (draft.step(currentStep)?.state === "to-do")
    perform({ action: "go", step: currentStep }, { isTrainer: false });
  else watch.begin();

  let cast = { devices: draft.run.devices, roles: rolesByDevice(draft.run.devices) };
  function rolesOf(device: string): readonly string[] {
    const { devices } = draft.run;
    if (cast.devices !== devices) cast = { devices, roles: rolesByDevice(devices) };
    return cast.roles.get(device) ?? [];
  }

  return {
    run: () => draft.run,
    observe(event) {
      const roles = rolesOf(event.device);
      if (roles.length > 0 && draft.run.finishedAt === undefined) {
        draft.reach({ mono: event.mono, time: event.time }, true);
        if (event.kind === "reaction-timed") reactions.timed(event);
        watch.feed(fromEvent(event, roles));
      }
      return draft.outcome();
    },
    overhear(exchange) {
      const roles = rolesOf(exchange.device);
      if (roles.length > 0 && draft.run.finishedAt === undefined) {
        draft.reach({ mono: exchange.mono, time: exchange.time }, isListening());
        if (exchange.kind === "command-answered" && !exchange.result.ok)
          draft.notice(refusedCommand(exchange.result.problem.message));
        watch.feed(fromExchange(exchange, roles));
      }
      return draft.outcome();
    },
    broker(news) {
      // The run's time stays where it was: events older than this news may still come.
      if (draft.run.finishedAt === undefined) watch.feed(fromBroker(news));
      return draft.outcome();
    },
    act(action, who, now) {
      const before = draft.run;
      const allowedAfter = action.action === "note" || action.action === "remove-note";
      if (before.finishedAt !== undefined && !allowedAfter) throw new LaboError("RUN_FINISHED", [before.id]);
      draft.reach(now, isListening());
      try {
        perform(action, who);
      } catch (error) {
        // Nothing half done: what an action changed before it was refused is taken back.
        const moved = draft.run.currentStep !== before.currentStep;
        draft.takeBack(before);
        if (moved) {
          watch.begin();
          draft.outcome();
        }
        throw error;
      }
      return draft.outcome();
    },
    tick(now) {
      draft.reach(now, true);
      const reaction = reactions.tick();
      if (reaction !== undefined) watch.feed(reactionItem(options.newId(), reaction, draft.now));
      watch.judge();
      return draft.outcome();
    },
    notice(what, now) {
      draft.reach(now, isListening());
      if (draft.run.finishedAt === undefined) draft.notice(what);
      return draft.outcome();
    },
    restart(now) {
      draft.reach(now, isListening());
      watch.beginAfresh();
      draft.outcome();
    },
  };
}
