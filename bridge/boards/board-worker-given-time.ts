// A board's worker whose time is given with what it is told: for recordings, where the same bytes at the same instants
// must give the same readings, however fast they come. Its timers stand still between two messages.
import { setImmediate } from "node:timers";
import { parentPort, workerData } from "node:worker_threads";

interface Pending {
  readonly act: () => void;
  readonly every: number | undefined;
  readonly order: number;
  due: number;
}

if (parentPort === null) throw new Error("only as a worker");
const parent = parentPort;
const { start }: { start: { now: number; mono: number } } = workerData;
let current = start;
let made = 0;
const pending = new Map<number, Pending>();

function add(act: (...args: unknown[]) => void, ms: number, repeat: boolean, args: unknown[]): object {
  made += 1;
  const id = made;
  const wait = Math.max(1, Number(ms) || 0);
  pending.set(id, {
    act: () => act(...args),
    every: repeat ? wait : undefined,
    order: id,
    due: current.mono + wait,
  });
  const timer = {
    id,
    ref: () => timer,
    unref: () => timer,
    hasRef: () => true,
    [Symbol.toPrimitive]: () => id,
  };
  return timer;
}

const clear = (timer?: { id?: number } | number): void => {
  pending.delete(typeof timer === "object" ? (timer?.id ?? -1) : Number(timer));
};

Object.assign(globalThis, {
  setTimeout: (act: () => void, ms: number, ...args: unknown[]) => add(act, ms, false, args),
  setInterval: (act: () => void, ms: number, ...args: unknown[]) => add(act, ms, true, args),
  clearTimeout: clear,
  clearInterval: clear,
});
Date.now = () => current.now;
performance.now = () => current.mono;

/** All that follows at once from one thing: streams hand their data on in later rounds. */
const settled = async (): Promise<void> => {
  for (let round = 0; round < 2; round++) await new Promise((resolve) => setImmediate(resolve));
};

/** The timers until then, each at its own time and followed by what comes of it. */
async function passTo(at: typeof start): Promise<void> {
  for (;;) {
    let next: [number, Pending] | undefined;
    for (const entry of pending)
      if (
        next === undefined ||
        entry[1].due < next[1].due ||
        (entry[1].due === next[1].due && entry[0] < next[0])
      )
        next = entry;
    if (next === undefined || next[1].due > at.mono) break;
    const [id, timer] = next;
    current = { mono: timer.due, now: current.now + (timer.due - current.mono) };
    if (timer.every === undefined) pending.delete(id);
    else timer.due += timer.every;
    timer.act();
    await settled();
  }
  current = at;
}

// The worker itself listens to its parent's port: what it hears there comes after its time.
const listeners: ((message: unknown) => void)[] = [];
const listen = parent.on.bind(parent) as (event: string, listener: (message: never) => void) => typeof parent;
parent.on = ((event: string, listener: (message: unknown) => void) => {
  if (event !== "message") return listen(event, listener);
  listeners.push(listener);
  return parent;
}) as typeof parent.on;

await import("./board-worker.ts");
await settled();

let last: Promise<void> = Promise.resolve();
listen("message", ({ at, told }: { at: typeof start; told?: unknown }) => {
  last = last.then(async () => {
    await passTo(at);
    if (told !== undefined) for (const listener of listeners) listener(told);
    await settled();
    parent.postMessage({ type: "settled" });
  });
});
