// Runs as people live them: started, acted in, fed with the events of their devices, saved before anything is acknowledged.
import { randomBytes } from "node:crypto";
import type { BenchDevice } from "#contract/bench.ts";
import type { LaboEvent } from "#contract/events.ts";
import type { Run, RunAction } from "#contract/runs.ts";
import type { Language } from "#contract/words.ts";
import { type Clock, isoTime, type Timer } from "../clock.ts";
import { LaboError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { PlayingDevice } from "./context.ts";
import type { ExperimentDefinition } from "./definition.ts";
import { type ExportInput, exportCsv, exportJson, type SeriesSample } from "./exports.ts";
import type { Instant, Outcome } from "./run-draft.ts";
import { beginRun, createRunEngine, type RunEngine } from "./run-engine.ts";

/** What the runner needs kept. What is saved is on disk when the call returns; every call may throw. */
export interface RunStore {
  /** Newest first. */
  runs(participant?: string): readonly Run[];
  run(id: string): Run | undefined;
  unfinishedRuns(limit: number): readonly Run[];
  /** Attempts already made, the highest number. */
  attempts(participant: string, experiment: string): number;
  saveRun(run: Run): void;
  /** @returns how many were kept, within the store's own bound. */
  appendSeries(run: string, samples: readonly SeriesSample[]): number;
  series(run: string): readonly SeriesSample[];
}

export interface RunnerOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly store: RunStore;
  readonly definitions: readonly ExperimentDefinition[];
  device(id: string): BenchDevice | undefined;
  devices(): readonly BenchDevice[];
  /** This bridge: events of another one are timed by their arrival, since their clock is not ours. All are ours when absent. */
  readonly bridge?: string;
  /**
   * False while events are missing or still to come (the broker is away, the outbox is not empty): nothing is judged, so
   * that a hole is never taken for a silence.
   */
  readonly isListening?: () => boolean;
  /** Random text for ids, lower-case letters and digits. */
  readonly newId?: () => string;
}

export interface RunCaller {
  readonly participant: string;
  readonly isTrainer: boolean;
}

/** What the server sees of the runner. */
export interface Runs {
  /** Newest first; everyone's when no participant is named. */
  list(participant: string | undefined): readonly Run[];
  get(id: string): Run | undefined;
  /**
   * Starts a new attempt. Roles not chosen go to the first online device that fits, now or when one appears.
   * @throws LaboError `EXPERIMENT_UNKNOWN`, `ACTION_REFUSED` for a device that does not fit.
   */
  start(
    participant: string,
    experiment: string,
    devices: Readonly<Record<string, string>>,
    language?: Language,
  ): Promise<Run>;
  /**
   * Resolves once what the act changed is saved.
   * @throws LaboError `RUN_UNKNOWN`, `RUN_FINISHED`, `STEP_UNKNOWN`, `ACTION_REFUSED`, `TRAINER_ONLY`.
   */
  act(id: string, action: RunAction, caller: RunCaller): Promise<Run>;
  /** Told of every change, saved first; many a second while something is measured. */
  onRun(listener: (run: Run) => void): () => void;
  /** @throws LaboError `RUN_UNKNOWN`. */
  exportCsv(id: string, preset: "comma" | "semicolon", language: Language): string;
  exportJson(id: string): unknown;
}

export interface Runner {
  /** Takes unfinished runs up again and lets time pass. */
  start(): void;
  /** Writes what waits. */
  stop(): void;
  /** An event of the tree; never throws. */
  observe(event: LaboEvent): void;
  readonly runs: Runs;
}

interface Open {
  engine: RunEngine;
  readonly definition: ExperimentDefinition;
  /** As on disk. */
  saved: Run;
  unsaved: boolean;
  /** Values not yet on disk. */
  waiting: SeriesSample[];
  lost: number;
  /** For closing the least used. */
  used: number;
}

/** Runs kept going at once; the least recently used is put away, and comes back when somebody looks at it. */
export const mostOpenRuns = 64;
const tickMs = 250;
const flushTicks = 4;
/** Ticks after an outage in which the last events that waited come back through the broker. */
const lateTicks = 2;
/** Values that wait at most, per run, while the disk does not answer. */
const mostWaiting = 20_000;
/** Ids remembered, so that an event delivered twice is taken once. */
const rememberedIds = 8192;

/** A device of the bench as the engine needs it. */
function playing(device: BenchDevice | undefined): PlayingDevice | undefined {
  if (!device) return undefined;
  const { id, profile, source, facts } = device.device;
  return { id, profile, source, facts, online: device.availability?.state === "online" };
}

/** The first online device that fits each role left open, none twice. */
export function defaultDevices(
  definition: ExperimentDefinition,
  devices: readonly BenchDevice[],
  chosen: Readonly<Record<string, string>>,
): Record<string, string> {
  const taken: Record<string, string> = { ...chosen };
  for (const need of definition.needs) {
    if (taken[need.role] !== undefined) continue;
    const used = new Set(Object.values(taken));
    const fitting = devices.find(
      ({ device, availability }) =>
        availability?.state === "online" &&
        !used.has(device.id) &&
        need.profiles.includes(device.profile) &&
        need.channels.every((id) => device.channels.some((channel) => channel.id === id)),
    );
    if (fitting) taken[need.role] = fitting.device.id;
  }
  return taken;
}

export function createRunner(options: RunnerOptions): Runner {
  const { clock, logger, store } = options;
  const newId = options.newId ?? (() => randomBytes(8).toString("hex"));
  const definitions = new Map(options.definitions.map((definition) => [definition.id, definition]));
  const open = new Map<string, Open>();
  const listeners = new Set<(run: Run) => void>();
  let timer: Timer | undefined;
  const taken = new Set<string>();
  let ticks = 0;
  /** Ticks still to wait before anything is judged. */
  let deafTicks = 0;
  let uses = 0;

  const instant = (): Instant => ({ mono: clock.mono(), time: isoTime(clock.now()) });

  function makeEngine(definition: ExperimentDefinition, run: Run): RunEngine {
    return createRunEngine({
      definition,
      run,
      device: (id) => playing(options.device(id)),
      newId,
      now: instant(),
    });
  }

  function tell(run: Run): void {
    for (const listener of listeners) {
      try {
        listener(run);
      } catch (error) {
        logger.error({ err: error, run: run.id }, "runner: a listener failed");
      }
    }
  }

  /** Saves what must be, then tells. @returns false when the disk refused. */
  function settle(one: Open, outcome: Pick<Outcome, "run" | "keep" | "shown">): boolean {
    if (outcome.keep) one.unsaved = true;
    if (one.unsaved) {
      try {
        store.saveRun(outcome.run);
      } catch (error) {
        logger.error({ err: error, run: outcome.run.id }, "runner: a run could not be saved; trying again");
        return false;
      }
      one.unsaved = false;
      one.saved = outcome.run;
    }
    if (outcome.keep || outcome.shown) tell(outcome.run);
    return true;
  }

  function flush(id: string, one: Open): void {
    if (one.lost > 0) {
      logger.warn({ run: id, lost: one.lost }, "runner: recorded values were dropped, too many were waiting");
      one.lost = 0;
    }
    if (one.waiting.length === 0) return;
    try {
      const batch = one.waiting;
      const kept = store.appendSeries(id, batch);
      one.waiting = [];
      if (kept < batch.length)
        logger.warn({ run: id, refused: batch.length - kept }, "runner: the recording is full");
    } catch (error) {
      logger.error({ err: error, run: id }, "runner: a recording could not be written; trying again");
    }
  }

  function close(id: string): void {
    const one = open.get(id);
    if (!one) return;
    flush(id, one);
    open.delete(id);
  }

  function makeRoom(): void {
    while (open.size >= mostOpenRuns) {
      let least: { id: string; used: number } | undefined;
      for (const [id, one] of open)
        if (!one.unsaved && one.used < (least?.used ?? Number.POSITIVE_INFINITY))
          least = { id, used: one.used };
      if (!least) throw new LaboError("STORE_UNUSABLE", ["too many runs wait to be saved"]);
      close(least.id);
    }
  }

  function bring(run: Run): Open | undefined {
    const definition = definitions.get(run.experiment);
    // Another version has other steps: such a run is kept and exported, not continued.
    if (!definition || !sameSteps(definition, run)) return undefined;
    makeRoom();
    uses += 1;
    const one: Open = {
      engine: makeEngine(definition, run),
      definition,
      saved: run,
      unsaved: false,
      waiting: [],
      lost: 0,
      used: uses,
    };
    open.set(run.id, one);
    return one;
  }

  function find(id: string): { run: Run; one: Open | undefined } | undefined {
    const already = open.get(id);
    if (already) {
      uses += 1;
      already.used = uses;
      return { run: already.engine.run(), one: already };
    }
    const run = store.run(id);
    if (!run) return undefined;
    const one = run.finishedAt === undefined ? bring(run) : undefined;
    return { run: one?.engine.run() ?? run, one };
  }

  /** Values of the experiment's channels in a reading, to be recorded. */
  function record(one: Open, event: LaboEvent): void {
    if (event.kind !== "reading-taken") return;
    const { devices, finishedAt } = one.engine.run();
    if (finishedAt !== undefined) return;
    for (const channel of one.definition.channels) {
      if (devices[channel.role] !== event.device) continue;
      const parts = channel.magnitude?.map((part) => event.readings[part]);
      const squares = parts?.reduce<number>((sum, part) => sum + (part ?? Number.NaN) ** 2, 0);
      const value =
        squares === undefined ? event.readings[channel.reading ?? channel.id] : Math.sqrt(squares);
      if (value === undefined || !Number.isFinite(value)) continue;
      if (one.waiting.length >= mostWaiting) one.lost += 1;
      else
        one.waiting.push({
          mono: event.mono,
          time: event.time,
          channel: channel.id,
          value,
          source: event.source,
        });
    }
  }

  /** Roles without a device get one as soon as one fits. */
  function fillRoles(one: Open): void {
    const run = one.engine.run();
    if (one.definition.needs.every((need) => run.devices[need.role] !== undefined)) return;
    const found = defaultDevices(one.definition, options.devices(), run.devices);
    for (const [role, device] of Object.entries(found)) {
      if (run.devices[role] === device) continue;
      const action: RunAction = { action: "choose-device", role, device };
      settle(one, one.engine.act(action, { isTrainer: false }, instant()));
    }
  }

  /** Events of this bridge waited for the broker and came late, each with its own time; another bridge's are lost to us. */
  function interrupted(): void {
    for (const one of open.values()) {
      const devices = Object.values(one.engine.run().devices);
      const isForeign = (id: string) =>
        options.bridge !== undefined && options.device(id)?.device.bridge !== options.bridge;
      if (devices.some(isForeign)) one.engine.restart(instant());
    }
  }

  /** Whether what is heard can be judged now; starts afresh what missed events for good. */
  function mayJudge(): boolean {
    if (options.isListening?.() === false) {
      deafTicks = lateTicks;
      return false;
    }
    if (deafTicks === 0) return true;
    deafTicks -= 1;
    if (deafTicks === 0) interrupted();
    return false;
  }

  function tick(): void {
    ticks += 1;
    const judges = mayJudge();
    for (const [id, one] of open) {
      try {
        if (ticks % flushTicks === 0) {
          fillRoles(one);
          flush(id, one);
        }
        if (judges) settle(one, one.engine.tick(instant()));
        else if (one.unsaved) settle(one, { run: one.engine.run(), keep: true, shown: false });
      } catch (error) {
        logger.error({ err: error, run: id }, "runner: a run could not go on");
      }
    }
  }

  function exported(id: string): ExportInput {
    const found = find(id);
    if (!found) throw new LaboError("RUN_UNKNOWN", [id]);
    if (found.one) flush(id, found.one);
    const definition = definitions.get(found.run.experiment);
    return {
      run: found.run,
      definition: definition?.version === found.run.experimentVersion ? definition : undefined,
      series: store.series(id),
      devices: Object.values(found.run.devices).flatMap((device) => {
        const known = options.device(device)?.device;
        if (!known) return [];
        const { name, model, source, facts } = known;
        return [{ id: device, name, model, source, facts }];
      }),
    };
  }

  const runs: Runs = {
    list: (participant) => store.runs(participant).map((run) => open.get(run.id)?.engine.run() ?? run),
    get: (id) => find(id)?.run,
    async start(participant, experiment, devices) {
      const definition = definitions.get(experiment);
      if (!definition) throw new LaboError("EXPERIMENT_UNKNOWN", [experiment]);
      for (const [role, id] of Object.entries(devices)) {
        const need = definition.needs.find((one) => one.role === role);
        const device = options.device(id)?.device;
        if (!need || !device || !need.profiles.includes(device.profile))
          throw new LaboError("ACTION_REFUSED", [`${id} cannot play ${role}`]);
      }
      const now = instant();
      const run = beginRun(definition, {
        id: `run-${newId()}`,
        participant,
        attempt: store.attempts(participant, experiment) + 1,
        startedAt: now.time,
        devices: defaultDevices(definition, options.devices(), devices),
      });
      // On disk first: a run that cannot be kept is not begun.
      store.saveRun(run);
      const one = bring(run);
      if (!one) throw new LaboError("EXPERIMENT_UNKNOWN", [experiment]);
      const begun = one.engine.tick(now);
      if (!settle(one, { ...begun, keep: true })) {
        open.delete(run.id);
        throw new LaboError("STORE_UNUSABLE", [run.id]);
      }
      return begun.run;
    },
    async act(id, action, caller) {
      const found = find(id);
      if (!found || (found.run.participant !== caller.participant && !caller.isTrainer))
        throw new LaboError("RUN_UNKNOWN", [id]);
      const one = found.one ?? bring(found.run);
      if (!one) throw new LaboError("RUN_FINISHED", [id]);
      const outcome = one.engine.act(action, { isTrainer: caller.isTrainer }, instant());
      if (!settle(one, outcome)) {
        // Not kept, so not done: back to what is on disk, and the participant may try again.
        one.engine = makeEngine(one.definition, one.saved);
        one.unsaved = false;
        throw new LaboError("STORE_UNUSABLE", [id]);
      }
      if (outcome.run.finishedAt !== undefined) close(id);
      return outcome.run;
    },
    onRun(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exportCsv: (id, preset, language) => exportCsv(exported(id), preset, language),
    exportJson: (id) => exportJson(exported(id)),
  };

  return {
    runs,
    start() {
      for (const run of store.unfinishedRuns(mostOpenRuns).toReversed()) bring(run);
      timer ??= clock.every(tickMs, tick);
    },
    stop() {
      timer?.cancel();
      timer = undefined;
      for (const [id, one] of open) {
        settle(one, { run: one.engine.run(), keep: false, shown: false });
        flush(id, one);
      }
      open.clear();
    },
    observe(event) {
      if (taken.has(event.id)) return;
      taken.add(event.id);
      const oldest = taken.values().next().value;
      if (taken.size > rememberedIds && oldest !== undefined) taken.delete(oldest);
      const timed =
        options.bridge === undefined || event.bridge === options.bridge
          ? event
          : { ...event, mono: clock.mono() };
      for (const [id, one] of open) {
        if (!Object.values(one.engine.run().devices).includes(event.device)) continue;
        try {
          record(one, timed);
          settle(one, one.engine.observe(timed));
        } catch (error) {
          logger.error({ err: error, run: id, event: event.id }, "runner: an event could not be taken");
        }
      }
    },
  };
}

function sameSteps(definition: ExperimentDefinition, run: Run): boolean {
  return (
    definition.steps.length === run.steps.length &&
    definition.steps.every((step, i) => step.id === run.steps[i]?.id)
  );
}
