// What each route of the contract does. Handlers read doors and return contract values; nothing else.
import type { z } from "zod";
import type { RouteAnswer, RouteName, routes } from "#contract/api.ts";
import type { BenchDevice } from "#contract/bench.ts";
import { mostContentProblems } from "#contract/content-problems.ts";
import { actionsOfRule, type RuleForm } from "#contract/rules.ts";
import type { Run } from "#contract/runs.ts";
import { experimentSummarySchema, sheetSummarySchema } from "#contract/sheets.ts";
import type { Language } from "#contract/words.ts";
import { LaboError } from "../errors.ts";
import type { Caller, Doors, KitDoor } from "./doors.ts";
import { openSheet } from "./open-sheet.ts";

type Parsed<K extends RouteName, Part extends "params" | "body"> =
  (typeof routes)[K] extends Record<Part, infer S extends z.ZodType> ? z.output<S> : undefined;

export interface Call<K extends RouteName> {
  readonly params: Parsed<K, "params">;
  readonly body: Parsed<K, "body">;
  readonly caller: Caller;
  /** Address the bench was called at, without a slash at the end. */
  readonly origin: string;
}

export type Handlers = {
  [K in RouteName]: (call: Call<K>) => RouteAnswer<K> | Promise<RouteAnswer<K>>;
};

export interface RouteFacts {
  readonly version: string;
  readonly bridge: string;
  readonly language: Language;
  readonly lan: boolean;
  /** Milliseconds since the start. */
  readonly uptimeMs: () => number;
}

/** The run, if this caller may see it: their own, or any for the trainer. */
export function visibleRun(doors: Doors, id: string, caller: Caller): Run {
  const run = doors.runs.get(id);
  if (run === undefined || (run.participant !== caller.participant && !caller.isTrainer)) {
    throw new LaboError("NOT_FOUND", [`run ${id}`]);
  }
  return run;
}

/** The one that asks for the least: a tag, and a reader. */
const firstExperiment = "E05";

export function createHandlers(doors: Doors, facts: RouteFacts): Handlers {
  const device = (id: string): BenchDevice => {
    const found = doors.bench.device(id);
    if (found === undefined) throw new LaboError("NOT_FOUND", [`device ${id}`]);
    return found;
  };
  /** Only what runs Firmata has a plan, and only the bridge it is plugged into keeps it. */
  const board = (id: string): string => {
    const { model, bridge } = device(id).device;
    if (model !== "firmata-board") throw new LaboError("NOT_FOUND", [`board ${id}`]);
    if (bridge !== facts.bridge) throw new LaboError("PLAN_ELSEWHERE", [`bridge ${bridge}`]);
    return id;
  };
  const kit = (): KitDoor => {
    if (doors.kit === undefined) throw new LaboError("KIT_OFF");
    return doors.kit;
  };
  const find = <T extends { id: string }>(what: string, list: readonly T[], id: string): T => {
    const found = list.find((one) => one.id === id);
    if (found === undefined) throw new LaboError("NOT_FOUND", [`${what} ${id}`]);
    return found;
  };
  /** A rule sends commands later: what its maker may not send, it may not either. */
  const assertAllowed = (rule: RuleForm, caller: Caller): void => {
    if (caller.isTrainer) return;
    for (const { device: id, command } of actionsOfRule(rule)) {
      const capabilities = doors.bench.device(id)?.device.capabilities ?? [];
      if (capabilities.find((one) => one.command === command)?.trainerOnly === true)
        throw new LaboError("TRAINER_ONLY");
    }
  };
  return {
    health() {
      const bench = doors.bench.snapshot();
      const store = doors.isStoreWell() ? "ok" : "failed";
      const isWell = bench.broker.state === "connected" && bench.broker.nameShared !== true;
      return {
        status: isWell && store === "ok" ? "ok" : "degraded",
        version: facts.version,
        uptimeMs: Math.round(facts.uptimeMs()),
        broker: bench.broker.state,
        store,
        devices: Object.keys(bench.devices).length,
      };
    },
    doctor: () => doors.doctor(),
    session: ({ caller }) => ({
      role: caller.isTrainer ? "trainer" : "participant",
      participant: caller.participant,
      language: facts.language,
      version: facts.version,
      bridge: facts.bridge,
      kit: doors.kit !== undefined,
      lan: facts.lan,
    }),
    bench: () => doors.bench.snapshot(),
    devices: () => ({ devices: Object.values(doors.bench.snapshot().devices) }),
    thingDescription: ({ params, origin }) => doors.thing(device(params.id), `${origin}/`),
    deviceProperty({ params }) {
      const { state, device: described } = device(params.id);
      const isChannel = described.channels.some(({ id }) => id === params.property);
      const value = isChannel
        ? state?.readings[params.property]
        : params.property === "state"
          ? state
          : undefined;
      // A channel without a value is not zero: there is nothing to tell.
      if (value === undefined) throw new LaboError("NOT_FOUND", [`property ${params.property}`]);
      return value;
    },
    async renameDevice({ params, body }) {
      device(params.id);
      await doors.settings.rename(params.id, body.name);
      return device(params.id);
    },
    async forgetDevice({ params }) {
      // Its session would go on speaking of a device that no list names.
      if (device(params.id).availability?.state === "online")
        throw new LaboError("DEVICE_PRESENT", [`device ${params.id}`]);
      await doors.settings.forget(params.id);
      return {};
    },
    async pairSheet({ params, body }) {
      device(params.id);
      find("sheet", doors.sheets.sheets, body.sheet);
      await doors.settings.pair(params.id, body.sheet);
      return device(params.id);
    },
    async unpairSheet({ params }) {
      device(params.id);
      await doors.settings.unpair(params.id);
      return device(params.id);
    },
    inspection: ({ params }) => doors.unknowns.inspect(device(params.id)),
    makeSheet: ({ params, body }) => doors.unknowns.makeSheet(device(params.id), body.title, body.framing),
    boardPlan: ({ params }) => doors.plans.show(board(params.id)),
    checkBoardPlan: ({ params, body }) => doors.plans.show(board(params.id), body),
    async setBoardPlan({ params, body }) {
      const id = board(params.id);
      await doors.plans.set(id, body);
      return doors.plans.show(id);
    },
    async clearBoardPlan({ params }) {
      const id = board(params.id);
      await doors.plans.clear(id);
      return doors.plans.show(id);
    },
    async giveKey({ params, body }) {
      device(params.id);
      await doors.settings.giveKey(params.id, body.key);
      return {};
    },
    async forgetKey({ params }) {
      device(params.id);
      await doors.settings.forgetKey(params.id);
      return {};
    },
    async teachRotating({ body }) {
      await doors.settings.teachRotating(body.name, body.key);
      return {};
    },
    calibrateBeacon({ params, body }) {
      device(params.id);
      return doors.settings.calibrate(params.id, body);
    },
    async forgetCalibration({ params }) {
      device(params.id);
      await doors.settings.forgetCalibration(params.id);
      return {};
    },
    command({ params, body: { run, ...command }, caller }) {
      const { capabilities } = device(params.id).device;
      const wanted = capabilities.find((one) => one.command === command.command);
      if (wanted?.trainerOnly === true && !caller.isTrainer) {
        const isLent =
          wanted.lendable === true &&
          run !== undefined &&
          visibleRun(doors, run, caller).participant === caller.participant &&
          doors.runs.lends(run, params.id, command.command);
        if (!isLent) throw new LaboError("TRAINER_ONLY");
      }
      return doors.commands.send(params.id, command);
    },
    nearby: () => ({ beacons: [...doors.settings.nearby()] }),
    async teachBeacon({ params, body }) {
      await doors.settings.teachBeacon(params.id, body.name);
      return {};
    },
    teachTag: ({ params, body }) => doors.settings.teachTag(params.id, body.label),
    async forgetTag({ params }) {
      await doors.settings.forgetTag(params.id);
      return {};
    },
    async sheets() {
      await doors.sheets.refresh();
      const { sheets, experiments } = doors.sheets;
      return {
        sheets: sheets.map((sheet) => sheetSummarySchema.parse(sheet)),
        first: experiments.find(({ number }) => number === firstExperiment) ?? experiments[0],
      };
    },
    async contentProblems() {
      await doors.sheets.refresh();
      return { problems: doors.sheets.problems().slice(0, mostContentProblems) };
    },
    numbers: () => doors.sheets.numbers(),
    async sheet({ params }) {
      await doors.sheets.refresh();
      return openSheet(doors.sheets, find("sheet", doors.sheets.sheets, params.id));
    },
    async experiments() {
      await doors.sheets.refresh();
      return {
        experiments: doors.sheets.experiments.map((one) => experimentSummarySchema.parse(one)),
        paths: [...doors.sheets.paths],
      };
    },
    async experiment({ params }) {
      await doors.sheets.refresh();
      return find("experiment", doors.sheets.experiments, params.id);
    },
    runs: ({ caller }) => ({
      runs: [...doors.runs.list(caller.isTrainer ? undefined : caller.participant)],
    }),
    startRun: ({ body, caller }) =>
      doors.runs.start(caller.participant, body.experiment, body.devices, facts.language, body.paper),
    run: ({ params, caller }) => visibleRun(doors, params.id, caller),
    actOnRun({ params, body, caller }) {
      visibleRun(doors, params.id, caller);
      if (body.action === "confirm" && body.by === "trainer" && !caller.isTrainer) {
        throw new LaboError("TRAINER_ONLY");
      }
      return doors.runs.act(params.id, body, caller);
    },
    kit: () => kit().snapshot(),
    controlKit: ({ body }) => kit().control(body),
    joining: () => doors.phones.joining(),
    lendPhone: () => doors.phones.lend(),
    async phoneFrames({ params, body }) {
      await doors.phones.take(params.id, body.key, body.frames);
      return {};
    },
    lendKeyboard: () => doors.keyboards.lend(),
    async keyboardFrames({ params, body }) {
      await doors.keyboards.take(params.id, body.key, body.frames);
      return {};
    },
    async cutBroker({ body }) {
      await doors.faults.cut(body.seconds);
      return body;
    },
    makeStation: () => doors.stations.make(),
    async removeStation({ params }) {
      await doors.stations.remove(params.id);
      return {};
    },
    rules: () => ({ rules: doors.rules.list() }),
    checkRule: ({ body }) => ({ problems: doors.rules.check(body) }),
    addRule({ body, caller }) {
      assertAllowed(body, caller);
      return doors.rules.add(body);
    },
    setRule({ params, body, caller }) {
      assertAllowed(body, caller);
      return doors.rules.set(params.id, body);
    },
    async removeRule({ params }) {
      await doors.rules.remove(params.id);
      return {};
    },
    rehearseRule: ({ params, body }) => doors.rules.rehearse(params.id, body.branch),
    notebook: () => doors.notebook.show(),
    beginNotebook: () => doors.notebook.begin(),
    openNotebook: () => doors.notebook.open(),
    codePages: () => ({ pages: doors.codePages.list() }),
    addCodePage: ({ body }) => doors.codePages.add(body.name),
    prepareCodePages: async () => ({ pages: await doors.codePages.prepare() }),
    async removeCodePage({ params }) {
      await doors.codePages.remove(params.id);
      return {};
    },
    openCodePage: ({ params, body }) => doors.codePages.open(params.id, body),
    leaveNotes: ({ params, body }) => doors.codePages.write(params.id, body),
  };
}
