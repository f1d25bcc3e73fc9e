// What the handler of a route is given and answers, and what most of them look up.
import type { z } from "zod";
import type { RouteAnswer, RouteName, routes } from "#contract/api.ts";
import type { BenchDevice } from "#contract/bench.ts";
import type { Run } from "#contract/runs.ts";
import type { Language } from "#contract/words.ts";
import { LaboError } from "../../errors.ts";
import type { Caller, Doors } from "../doors.ts";

type Parsed<K extends RouteName, Part extends "params" | "body"> =
  (typeof routes)[K] extends Record<Part, infer S extends z.ZodType> ? z.output<S> : undefined;

export interface Call<K extends RouteName> {
  readonly params: Parsed<K, "params">;
  readonly body: Parsed<K, "body">;
  readonly caller: Caller;
  /** Address the bench was called at, without a slash at the end. */
  readonly origin: string;
}

type Handler<K extends RouteName> = (call: Call<K>) => RouteAnswer<K> | Promise<RouteAnswer<K>>;

export type Handlers = { [K in RouteName]: Handler<K> };

/** Those of one file of the contract. */
export type HandlersOf<Routes> = { [K in Extract<keyof Routes, RouteName>]: Handler<K> };

export interface RouteFacts {
  readonly version: string;
  readonly bridge: string;
  readonly language: Language;
  readonly lan: boolean;
  /** Milliseconds since the start. */
  readonly uptimeMs: () => number;
}

/** @throws LaboError NOT_FOUND */
export function deviceOf(doors: Doors, id: string): BenchDevice {
  const found = doors.bench.device(id);
  if (found === undefined) throw new LaboError("NOT_FOUND", [`device ${id}`]);
  return found;
}

/**
 * @param what for the error.
 * @throws LaboError NOT_FOUND
 */
export function findById<T extends { id: string }>(what: string, list: readonly T[], id: string): T {
  const found = list.find((one) => one.id === id);
  if (found === undefined) throw new LaboError("NOT_FOUND", [`${what} ${id}`]);
  return found;
}

/**
 * The run, if this caller may see it: their own, or any for the trainer.
 * @throws LaboError NOT_FOUND
 */
export function visibleRun(doors: Doors, id: string, caller: Caller): Run {
  const run = doors.runs.get(id);
  if (run === undefined || (run.participant !== caller.participant && !caller.isTrainer))
    throw new LaboError("NOT_FOUND", [`run ${id}`]);
  return run;
}
