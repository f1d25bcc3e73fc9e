// Runs as people live them: started, acted in, fed with the events of their devices, saved before anything is acknowledged.
import { randomBytes } from "node:crypto";
import type { BenchDevice } from "#contract/bench.ts";
import type { LaboEvent } from "#contract/events.ts";
import type { MessageOf } from "#contract/messages.ts";
import type { Run, RunAction } from "#contract/runs.ts";
import { type Clock, isoTime } from "../clock.ts";
import { LaboError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { createRounds } from "../rounds.ts";
import { createClockWatch, sharedDevice, sharing } from "./around.ts";
import { asksFor, assertFitting, defaultDevices, playing } from "./casting.ts";
import type { ExperimentDefinition } from "./definition.ts";
import { createExchanges } from "./exchanges.ts";
import { type ExportInput, exportCsv, exportJson } from "./exports.ts";
import { createHearing } from "./hearing.ts";
import { createOpenRuns, mostOpenRuns, type OpenRun } from "./open-runs.ts";
import type { Instant, Outcome } from "./run-draft.ts";
import { beginRun, createRunEngine, type RunEngine } from "./run-engine.ts";
import type { RunStore, Runs } from "./runs.ts";

export interface RunnerOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly store: RunStore;
  /** Read at each use: an experiment that is being written changes. */
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
  /** 0 to 1, 1 not included. */
  readonly random?: () => number;
}

export interface Runner {
  /** Takes unfinished runs up again and lets time pass. */
  start(): void;
  /** Writes what waits. */
  stop(): void;
  /** An event of the tree; never throws. */
  observe(event: LaboEvent): void;
  /** A command to a device or its answer; never throws. */
  overhear(message: MessageOf<"set"> | MessageOf<"result">): void;
  /** Is the bridge connected to its broker; told at each change. */
  brokerIs(connected: boolean): void;
  readonly runs: Runs;
}

const tickMs = 250;
const flushTicks = 4;
/** Ids remembered, so that an event delivered twice is taken once. */
const rememberedIds = 8192;

export function createRunner(options: RunnerOptions): Runner {
  const { clock, logger, store } = options;
  const random = options.random ?? Math.random;
  const newId = options.newId ?? (() => randomBytes(8).toString("hex"));
  const definitionOf = (id: string) => options.definitions.find((one) => one.id === id);
  const open = createOpenRuns({ store, logger, definitionOf, makeEngine, opened: keepTime });
  const mayJudge = createHearing(options.isListening ?? (() => true), interrupted);
  const exchanges = createExchanges((id) => options.device(id)?.device.source);
  const clockJump = createClockWatch();
  const listeners = new Set<(run: Run) => void>();
  const rounds = createRounds(clock, tickMs, tick);
  /** Between start and stop. */
  let isGoing = false;
  const taken = new Set<string>();
  /** Since when the broker is away, monotonic milliseconds; absent while it is here, and before it ever was. */
  let brokerLeft: number | undefined;
  let knewBroker = false;
  let ticks = 0;

  const instant = (): Instant => ({ mono: clock.mono(), time: isoTime(clock.now()) });

  function makeEngine(definition: ExperimentDefinition, run: Run): RunEngine {
    return createRunEngine({
      definition,
      run,
      device: (id) => playing(options.device(id)),
      newId,
      random,
      ...(options.isListening === undefined ? {} : { isListening: options.isListening }),
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
  function settle(one: OpenRun, outcome: Pick<Outcome, "run" | "keep" | "shown">): boolean {
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

  /** Runs that share a device are told, both, and each whether the other is of the same person. */
  function tellSharing(one: OpenRun): void {
    const run = one.engine.run();
    const others = new Map([...open.all()].map(([, other]) => [other.engine.run(), other] as const));
    const shared = sharing(run, others.keys(), clock.now());
    const isOwn = (other: Run) => other.participant === run.participant;
    for (const other of shared) tellShared(others.get(other), isOwn(other));
    if (shared.length > 0) tellShared(one, shared.every(isOwn));
  }

  function tellShared(one: OpenRun | undefined, isOwn: boolean): void {
    if (one !== undefined) settle(one, one.engine.notice(sharedDevice(isOwn), instant()));
  }

  /** Roles without a device get one as soon as one fits. */
  function fillRoles(one: OpenRun): void {
    const run = one.engine.run();
    if (run.paper === true) return;
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
    const isForeign = (id: string) =>
      options.bridge !== undefined && options.device(id)?.device.bridge !== options.bridge;
    for (const [, one] of open.all())
      if (Object.values(one.engine.run().devices).some(isForeign)) one.engine.restart(instant());
  }

  /** Time passes for runs while there are any; how the clock was set before the first of them concerns none. */
  function keepTime(): void {
    if (!isGoing || open.size > 1) return;
    clockJump(clock);
    rounds.begin();
  }

  function tick(): boolean {
    ticks += 1;
    const judges = mayJudge();
    const jump = clockJump(clock);
    for (const [id, one] of open.all()) {
      try {
        if (jump !== undefined) settle(one, one.engine.notice(jump, instant()));
        if (ticks % flushTicks === 0) {
          fillRoles(one);
          one.recording.flush();
        }
        if (judges) settle(one, one.engine.tick(instant()));
        else if (one.unsaved) settle(one, { run: one.engine.run(), keep: true, shown: false });
      } catch (error) {
        logger.error({ err: error, run: id }, "runner: a run could not go on");
      }
    }
    return open.size > 0;
  }

  function exported(id: string): ExportInput {
    const found = open.find(id);
    if (!found) throw new LaboError("RUN_UNKNOWN", [id]);
    found.one?.recording.flush();
    const definition = definitionOf(found.run.experiment);
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
    list: (participant) => store.runs(participant).map((run) => open.peek(run.id)?.engine.run() ?? run),
    get: (id) => open.find(id)?.run,
    async start(participant, experiment, devices, _language, paper = false) {
      const definition = definitionOf(experiment);
      if (!definition) throw new LaboError("EXPERIMENT_UNKNOWN", [experiment]);
      assertFitting(definition, devices, (id) => options.device(id));
      const now = instant();
      const run = beginRun(definition, {
        id: `run-${newId()}`,
        participant,
        attempt: store.attempts(participant, experiment) + 1,
        startedAt: now.time,
        ...(paper
          ? { paper, devices: {} }
          : { devices: defaultDevices(definition, options.devices(), devices) }),
      });
      // On disk first: a run that cannot be kept is not begun.
      store.saveRun(run);
      const one = open.bring(run);
      if (!one) throw new LaboError("EXPERIMENT_UNKNOWN", [experiment]);
      const begun = one.engine.tick(now);
      if (!settle(one, { ...begun, keep: true })) {
        open.drop(run.id);
        throw new LaboError("STORE_UNUSABLE", [run.id]);
      }
      tellSharing(one);
      return one.engine.run();
    },
    async act(id, action, caller) {
      const found = open.find(id);
      if (!found || (found.run.participant !== caller.participant && !caller.isTrainer))
        throw new LaboError("RUN_UNKNOWN", [id]);
      const one = found.one ?? open.bring(found.run);
      if (!one) throw new LaboError("RUN_FINISHED", [id]);
      const outcome = one.engine.act(action, { isTrainer: caller.isTrainer }, instant());
      if (!settle(one, outcome)) {
        // Not kept, so not done: back to what is on disk, and the participant may try again.
        one.engine = makeEngine(one.definition, one.saved);
        one.unsaved = false;
        throw new LaboError("STORE_UNUSABLE", [id]);
      }
      if (outcome.run.finishedAt !== undefined) open.close(id);
      else if (action.action === "choose-device") tellSharing(one);
      return one.engine.run();
    },
    lends(id, device, command) {
      const one = open.find(id)?.one;
      return one !== undefined && asksFor(one.definition, one.engine.run(), device, command);
    },
    onRun(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exportCsv: (id, preset, language) => exportCsv(exported(id), preset, language),
    exportJson: (id) => exportJson(exported(id)),
  };

  /** Every open run in which a device plays; one that fails does not keep the others from it. */
  function forEachWith(device: string, item: string, take: (one: OpenRun) => void): void {
    for (const [id, one] of open.all()) {
      if (!Object.values(one.engine.run().devices).includes(device)) continue;
      try {
        take(one);
      } catch (error) {
        logger.error({ err: error, run: id, item }, "runner: what a device said could not be taken");
      }
    }
  }

  return {
    runs,
    start() {
      isGoing = true;
      for (const run of store.unfinishedRuns(mostOpenRuns).toReversed()) open.bring(run);
    },
    stop() {
      isGoing = false;
      rounds.end();
      for (const [, one] of open.all()) {
        settle(one, { run: one.engine.run(), keep: false, shown: false });
        one.recording.flush();
      }
      open.clear();
    },
    observe(event) {
      if (open.size === 0 || taken.has(event.id)) return;
      taken.add(event.id);
      const oldest = taken.values().next().value;
      if (taken.size > rememberedIds && oldest !== undefined) taken.delete(oldest);
      const timed =
        options.bridge === undefined || event.bridge === options.bridge
          ? event
          : { ...event, mono: clock.mono() };
      forEachWith(event.device, event.id, (one) => {
        one.recording.take(one.engine.run(), timed);
        settle(one, one.engine.observe(timed));
      });
    },
    brokerIs(connected) {
      const now = instant();
      const wasHere = knewBroker && brokerLeft === undefined;
      if (connected === wasHere || (!connected && !knewBroker)) return;
      const seconds = brokerLeft === undefined ? undefined : (now.mono - brokerLeft) / 1000;
      brokerLeft = connected ? undefined : now.mono;
      if (connected && !knewBroker) {
        knewBroker = true;
        return;
      }
      const kind = connected ? "broker-returned" : "broker-left";
      for (const [, one] of open.all())
        settle(one, one.engine.broker({ kind, ...now, ...(seconds === undefined ? {} : { seconds }) }));
    },
    overhear(message) {
      const exchange = exchanges.take(message, instant());
      if (exchange !== undefined)
        forEachWith(message.device, message.payload.id, (one) => settle(one, one.engine.overhear(exchange)));
    },
  };
}
