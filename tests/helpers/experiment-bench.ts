// Hand-made events for the pure engine of experiments: a beacon, a reader, a board, and a condition watching them.
import { type Check, checkSchema } from "#contract/conditions.ts";
import { type EventSource, eventSchema, type LaboEvent } from "#contract/events.ts";
import type { FigureValue } from "#contract/figures.ts";
import type { Capture } from "#contract/runs.ts";
import type { Condition, Result } from "../../bridge/experiments/conditions/condition.ts";
import { createCondition } from "../../bridge/experiments/conditions/create.ts";
import {
  type Context,
  createContext,
  type PlayingDevice,
  type RunView,
} from "../../bridge/experiments/context.ts";
import type { DefinedChannel } from "../../bridge/experiments/definition.ts";
import { evaluate } from "../../bridge/experiments/expressions.ts";
import { fromAct, fromEvent, type Scalar } from "../../bridge/experiments/observation.ts";

const origin = Date.parse("2026-11-24T12:00:00.000Z");
/** ISO time of a monotonic instant of these tests, seconds. */
export const timeAt = (seconds: number) => new Date(origin + Math.round(seconds * 1000)).toISOString();

let made = 0;

/** Role → device of these tests, the other way round. */
export const roleOf: Readonly<Record<string, string>> = {
  "beacon-1": "balise",
  "reader-1": "lecteur",
  "board-1": "carte",
};
export const profileOf: Readonly<Record<string, PlayingDevice["profile"]>> = {
  balise: "ble-beacon",
  lecteur: "rfid-hf",
  carte: "board-serial",
};

export interface EventOptions {
  readonly id?: string;
  readonly source?: EventSource;
  readonly device?: string;
}

function event(device: string, seconds: number, body: object, options: EventOptions = {}): LaboEvent {
  made += 1;
  return eventSchema.parse({
    v: 1,
    id: options.id ?? `test.${made}`,
    seq: made,
    time: timeAt(seconds),
    mono: seconds * 1000,
    bridge: "test",
    device: options.device ?? device,
    source: options.source ?? "simulated",
    ...body,
  });
}

/** Hand-made events, each at a time in seconds. */
export const make = {
  frame: (at: number, rssi = -60, options?: EventOptions) =>
    event("beacon-1", at, { kind: "reading-taken", readings: { rssi } }, options),
  suspect: (at: number, rssi: number) =>
    event("beacon-1", at, { kind: "reading-taken", readings: { rssi }, quality: "suspect" }),
  knob: (at: number, knob: number, options?: EventOptions) =>
    event("board-1", at, { kind: "reading-taken", readings: { knob } }, options),
  board: (at: number, readings: Record<string, number>, options?: EventOptions) =>
    event("board-1", at, { kind: "reading-taken", readings }, options),
  press: (at: number, options?: EventOptions) =>
    event("board-1", at, { kind: "button-pressed", channel: "button" }, options),
  arrived: (at: number, tag: string, options?: EventOptions) =>
    event(
      "reader-1",
      at,
      {
        kind: "tag-arrived",
        reader: "reader-1",
        tag: { id: tag, known: true, family: "unknown", uidBytes: 4 },
      },
      options,
    ),
  left: (at: number, tag: string, durationMs: number, options?: EventOptions) =>
    event(
      "reader-1",
      at,
      {
        kind: "tag-left",
        reader: "reader-1",
        durationMs,
        tag: { id: tag, known: true, family: "unknown", uidBytes: 4 },
      },
      options,
    ),
  beaconLeft: (at: number) =>
    event("beacon-1", at, { kind: "beacon-left", silentMs: 5000, durationMs: 9000 }),
};

export const testChannels: readonly DefinedChannel[] = [
  { id: "rssi", role: "balise", quantity: "rssi", name: { fr: "Force du signal", en: "Signal strength" } },
  { id: "knob", role: "carte", quantity: "ratio", name: { fr: "Bouton", en: "Knob" } },
  { id: "lux", role: "carte", quantity: "illuminance", name: { fr: "Éclairement", en: "Illuminance" } },
  {
    id: "pull",
    role: "carte",
    quantity: "accelerationX",
    magnitude: ["ax", "ay"],
    name: { fr: "Accélération", en: "Acceleration" },
  },
];

export interface Watch {
  readonly context: Context;
  readonly condition: Condition;
  /** Events in, the result at the time of the last one out. */
  see(...events: LaboEvent[]): Result;
  /** Time passes, seconds. */
  at(seconds: number): Result;
  /** An act of the participant. */
  act(kind: Parameters<typeof fromAct>[1], seconds: number, fields?: Record<string, Scalar>): Result;
  answers: Map<string, string | number>;
  captures: Capture[];
  facts: Record<string, Record<string, string>>;
  models: Record<string, string>;
  figures: Record<string, FigureValue>;
  confirmedBy: Map<string, "participant" | "other-participant" | "trainer">;
  done: Map<string, number>;
}

/** Watches a check from a time on (seconds); the check is read by the contract's schema first. */
export function watch(check: unknown, start = 0, before: readonly LaboEvent[] = []): Watch {
  const parsed: Check = checkSchema.parse(check);
  const answers = new Map<string, string | number>();
  const captures: Capture[] = [];
  const facts: Record<string, Record<string, string>> = {};
  const models: Record<string, string> = {};
  const figures: Record<string, FigureValue> = {};
  const confirmedBy: Watch["confirmedBy"] = new Map();
  const done = new Map<string, number>();
  const view: RunView = {
    device: (role) => {
      const profile = profileOf[role];
      return (
        profile && {
          ...{ id: role, model: models[role] ?? "some-model", profile },
          ...{ source: "simulated", online: true, facts: facts[role] ?? {} },
        }
      );
    },
    roleName: (role) => ({ fr: `Rôle ${role}`, en: `Role ${role}` }),
    channel: (id) => testChannels.find((channel) => channel.id === id),
    figure: (id) => figures[id],
    answer: (step) => answers.get(step),
    confirmedBy: (step) => confirmedBy.get(step),
    captures: () => captures,
    doneAt: (step) => done.get(step),
    judgedAt: (mono) => mono,
  };
  const context = createContext(view);
  context.evaluate = (expression) => evaluate(context, expression);
  const observe = (one: LaboEvent) => fromEvent(one, [roleOf[one.device] ?? "none"]);
  for (const one of before) context.take(observe(one));
  const condition = createCondition(parsed, { context, step: "step", start: start * 1000 });
  let now = start * 1000;
  return {
    context,
    condition,
    answers,
    captures,
    facts,
    models,
    figures,
    confirmedBy,
    done,
    see(...events) {
      for (const one of events) {
        const item = observe(one);
        now = Math.max(now, item.mono);
        if (!context.take(item)) continue;
        condition.observe(item);
        condition.at(now);
      }
      return condition.at(now);
    },
    at(seconds) {
      now = Math.max(now, seconds * 1000);
      return condition.at(now);
    },
    act(kind, seconds, fields = {}) {
      made += 1;
      now = Math.max(now, seconds * 1000);
      const item = fromAct(`act.${made}`, kind, { mono: seconds * 1000, time: timeAt(seconds) }, fields);
      if (context.take(item)) condition.observe(item);
      return condition.at(now);
    },
  };
}

/** A stored capture, as the engine keeps them. */
export function storedCapture(parts: Partial<Capture> & Pick<Capture, "label" | "median">): Capture {
  return {
    step: "step",
    channel: "rssi",
    time: timeAt(0),
    samples: 20,
    mean: parts.median,
    sd: 1,
    min: parts.median - 1,
    max: parts.median + 1,
    ...parts,
  };
}
