// Which plan each board has: a person's, kept, or the kit's own. Whoever wires a board hears when it changes.
import { type BoardPlan, planFormSchema } from "#contract/board-plan.ts";
import type { Words } from "#contract/words.ts";
import { LaboError } from "../errors.ts";
import { defaultPlan } from "./plan.ts";
import { planProblems } from "./plan-problems.ts";

export interface BoardPlans {
  planOf(device: string): BoardPlan;
  /** What the board is called, where it has a name of its own from the start. */
  nameOf(device: string): Words | undefined;
  /** Has somebody changed it. */
  isOwn(device: string): boolean;
  /** @throws LaboError PLAN_REFUSED when it cannot be wired. */
  set(device: string, plan: BoardPlan): void;
  /** Back to the kit's. */
  clear(device: string): void;
  /** Called after a board's plan has changed. @returns a way to end it. */
  onChange(device: string, listener: () => void): () => void;
}

export interface BoardPlansOptions {
  /** As kept, in JSON. */
  readonly kept: () => readonly { readonly device: string; readonly plan: string }[];
  /** `undefined`: forget it. */
  readonly keep: (device: string, plan: string | undefined) => void;
  /** Of boards that have another plan than the usual one from the start. */
  readonly given?: Readonly<Record<string, BoardPlan>>;
  readonly names?: Readonly<Record<string, Words>>;
}

/** A kept plan that no longer fits the form, after an update, counts as none. */
export function createBoardPlans({ kept, keep, given = {}, names = {} }: BoardPlansOptions): BoardPlans {
  const own = new Map<string, BoardPlan>();
  for (const { device, plan } of kept()) {
    const parsed = planFormSchema.safeParse(jsonOf(plan));
    if (parsed.success) own.set(device, parsed.data);
  }
  const listeners = new Map<string, Set<() => void>>();
  const changed = (device: string): void => {
    for (const listener of listeners.get(device) ?? []) listener();
  };
  return {
    planOf: (device) => own.get(device) ?? given[device] ?? defaultPlan,
    nameOf: (device) => names[device],
    isOwn: (device) => own.has(device),
    set(device, plan) {
      const stop = planProblems(plan).find(({ weight }) => weight === "stop");
      if (stop !== undefined) throw new LaboError("PLAN_REFUSED", [stop.words.en]);
      keep(device, JSON.stringify(plan));
      own.set(device, plan);
      changed(device);
    },
    clear(device) {
      if (!own.has(device)) return;
      keep(device, undefined);
      own.delete(device);
      changed(device);
    },
    onChange(device, listener) {
      const ofDevice = listeners.get(device) ?? new Set();
      listeners.set(device, ofDevice);
      ofDevice.add(listener);
      return () => void ofDevice.delete(listener);
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
