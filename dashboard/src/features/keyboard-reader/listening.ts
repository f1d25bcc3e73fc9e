// A page while it listens to a keyboard reader: what it hears goes to the bench, and so does whether it hears. No screen
// and no browser here.
import { keyboardSignOfLifeMs, type LentKeyboard, mostKeyboardFrames } from "#contract/keyboard-readers.ts";
import type { Problem } from "#contract/problems.ts";
import { burstFrame, hereFrame, isOtherLayout, stopFrame } from "./burst-frame.ts";
import { type Burst, createBurstDetector, type PressedKey, pauseMs } from "./bursts.ts";

const turnMs = 100;
/** A bench that does not answer is asked less often. */
const retryMs = 1_000;

/** Whether keys come to the page: it is in front and no field takes them. */
export type Hearing = "hears" | "behind" | "writing";

export interface Listening {
  readonly phase: "idle" | "asking" | "listening" | "stopped" | "cut";
  readonly name?: LentKeyboard["name"];
  readonly device?: string;
  readonly hearing: Hearing;
  /** The bench answered last time. */
  readonly isReached: boolean;
  /** Bursts heard. */
  readonly bursts: number;
  /** What is to be said of the last one. */
  readonly remark?: "other-layout" | "no-end" | "endless";
  /** Why listening did not begin, or ended. */
  readonly problem?: Problem;
}

export type Sent =
  | { readonly ok: true }
  /** The bench said no, or was not reached. */
  | { readonly ok: false; readonly isReached: boolean; readonly problem: Problem };

export interface ListeningParts {
  readonly lend: () => Promise<LentKeyboard | Problem>;
  readonly send: (reader: LentKeyboard, frames: readonly string[]) => Promise<Sent>;
  /** Goes even when the page is being closed; nobody knows whether it came. */
  readonly sendLast: (reader: LentKeyboard, frames: readonly string[]) => void;
  /** @returns how to end it. */
  readonly every: (ms: number, act: () => void) => () => void;
  /** Milliseconds since the page was opened. */
  readonly now: () => number;
}

const beginning: Listening = { phase: "idle", hearing: "hears", isReached: true, bursts: 0 };

const remarkOn = (burst: Burst): Listening["remark"] => {
  if (burst.end !== "key") return burst.end === "endless" ? "endless" : "no-end";
  return isOtherLayout(burst) ? "other-layout" : undefined;
};

export function createListening(parts: ListeningParts) {
  let state = beginning;
  let reader: LentKeyboard | undefined;
  let detector = createBurstDetector();
  let pending: string[] = [];
  let sending = false;
  /** When a key was last handed to this page: on a busy computer, later than it was pressed. */
  let lastPress = Number.NEGATIVE_INFINITY;
  let lastSign = Number.NEGATIVE_INFINITY;
  let lastTry = Number.NEGATIVE_INFINITY;
  let endTurns: (() => void) | undefined;
  const listeners = new Set<() => void>();

  const show = (next: Listening): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const push = (frame: string): void => {
    // What is old is of no use to anybody.
    pending = [...pending, frame].slice(-mostKeyboardFrames);
  };
  const sayHere = (): void => {
    lastSign = parts.now();
    push(hereFrame(lastSign, state.hearing === "hears"));
  };

  function hear(burst: Burst): void {
    push(burstFrame(burst));
    const { remark: _, ...rest } = state;
    const remark = remarkOn(burst);
    show({ ...rest, bursts: state.bursts + 1, ...(remark === undefined ? {} : { remark }) });
    void flush();
  }

  async function flush(): Promise<void> {
    if (sending || reader === undefined || pending.length === 0) return;
    if (!state.isReached && parts.now() - lastTry < retryMs) return;
    const mine = reader;
    sending = true;
    lastTry = parts.now();
    const frames = pending.splice(0, mostKeyboardFrames);
    const sent = await parts.send(mine, frames);
    sending = false;
    // Stopped meanwhile: what the bench says of it is no news.
    if (reader !== mine) return;
    if (sent.ok) {
      if (!state.isReached) show({ ...state, isReached: true });
    } else if (sent.isReached) close("cut", sent.problem);
    else show({ ...state, isReached: false });
  }

  function turn(): void {
    const isQuiet = parts.now() - lastPress >= pauseMs;
    const burst = isQuiet ? detector.idle(parts.now()) : undefined;
    if (burst !== undefined) hear(burst);
    if (parts.now() - lastSign >= keyboardSignOfLifeMs) sayHere();
    void flush();
  }

  function close(phase: "stopped" | "cut", problem?: Problem): void {
    endTurns?.();
    reader = undefined;
    pending = [];
    show({ ...beginning, phase, ...(problem === undefined ? {} : { problem }) });
  }

  return {
    state: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** A person says that they have such a reader. One a page. */
    async start(hearing: Hearing): Promise<void> {
      if (state.phase === "asking" || state.phase === "listening") return;
      show({ ...beginning, phase: "asking" });
      const answer = await parts.lend();
      if (!("device" in answer)) return show({ ...beginning, problem: answer });
      reader = answer;
      detector = createBurstDetector();
      show({ ...beginning, phase: "listening", name: answer.name, device: answer.device, hearing });
      sayHere();
      endTurns = parts.every(turnMs, turn);
      void flush();
    },
    /** @returns whether the key ends a burst, and is the reader's alone. */
    press(key: PressedKey): boolean {
      if (reader === undefined) return false;
      lastPress = parts.now();
      const burst = detector.press(key);
      if (burst === undefined) return false;
      hear(burst);
      return burst.end === "key";
    },
    setHearing(hearing: Hearing): void {
      if (reader === undefined || hearing === state.hearing) return;
      show({ ...state, hearing });
      sayHere();
      void flush();
    },
    stop(): void {
      if (reader === undefined) return;
      parts.sendLast(reader, [...pending, stopFrame(parts.now())].slice(-mostKeyboardFrames));
      close("stopped");
    },
  };
}

export type ListeningControl = ReturnType<typeof createListening>;
