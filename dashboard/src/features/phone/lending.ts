// A phone while it is lent: its open sensors, what goes to the bench, and the way back. No screen here.
import {
  type LentPhone,
  mostPhoneFrames,
  type PhoneFrame,
  type PhoneSensor,
  phoneSensors,
  phoneSignOfLifeMs,
} from "#contract/phones.ts";
import type { Problem } from "#contract/problems.ts";
import { type Heard, type OpenSensor, SensorAbsent, type SensorOpener } from "./sensors.ts";

/** 25 samples a second: a swing or a step is well drawn, and the bench takes more than twice that. */
const sampleMs = 40;
const sendMs = 100;
/** A bench that does not answer is asked less often. */
const retryMs = 1_000;

export type SensorState = "off" | "opening" | "on" | "refused" | "absent";

export interface Lending {
  readonly phase: "idle" | "asking" | "lent" | "stopped" | "cut";
  readonly name?: LentPhone["name"];
  readonly device?: string;
  /** The bench answered last time. */
  readonly isReached: boolean;
  readonly sensors: Readonly<Record<PhoneSensor, SensorState>>;
  /** The latest of each sensor that is on. */
  readonly heard: Heard;
  readonly tags: number;
  /** Frames the bench took. */
  readonly sent: number;
  /** The last frame, as it went. */
  readonly lastFrame: string;
  /** Why lending did not begin, or ended. */
  readonly problem?: Problem;
}

/** The bench said no, or was not reached. */
export class Refusal extends Error {
  readonly problem: Problem;
  readonly isReached: boolean;

  constructor(problem: Problem, isReached: boolean) {
    super(problem.code);
    this.problem = problem;
    this.isReached = isReached;
  }
}

export interface LendingParts {
  /** @throws Refusal */
  readonly lend: () => Promise<LentPhone>;
  /** @throws Refusal */
  readonly send: (phone: LentPhone, frames: readonly string[]) => Promise<void>;
  /** Goes even when the page is being closed; nobody knows whether it came. */
  readonly sendLast: (phone: LentPhone, frames: readonly string[]) => void;
  readonly sensors: Readonly<Record<PhoneSensor, SensorOpener>>;
  /** @returns how to end it. */
  readonly every: (ms: number, act: () => void) => () => void;
  /** Milliseconds since the page was opened. */
  readonly now: () => number;
}

const allOff = Object.fromEntries(phoneSensors.map((sensor) => [sensor, "off"])) as Record<
  PhoneSensor,
  SensorState
>;
const beginning: Lending = {
  phase: "idle",
  isReached: true,
  sensors: allOff,
  heard: {},
  tags: 0,
  sent: 0,
  lastFrame: "",
};

/** Keys of what each sensor gives. */
const kept: Readonly<Record<PhoneSensor, keyof Heard>> = {
  motion: "motion",
  orientation: "orientation",
  light: "light",
  sound: "sound",
  nfc: "tag",
};

export function createLending(parts: LendingParts) {
  let state = beginning;
  let phone: LentPhone | undefined;
  let fresh: Heard = {};
  let pending: string[] = [];
  let asleep = false;
  let sending = false;
  let lastSign = Number.NEGATIVE_INFINITY;
  let lastTry = Number.NEGATIVE_INFINITY;
  let ends: (() => void)[] = [];
  const open = new Map<PhoneSensor, OpenSensor>();
  const listeners = new Set<() => void>();

  const show = (change: Partial<Lending>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const setSensor = (sensor: PhoneSensor, is: SensorState) =>
    show({ sensors: { ...state.sensors, [sensor]: is } });
  const having = (...wanted: SensorState[]) =>
    phoneSensors.filter((sensor) => wanted.includes(state.sensors[sensor]));

  const push = (frame: PhoneFrame) => {
    pending.push(JSON.stringify(frame));
    // What is old is of no use to anybody.
    if (pending.length > mostPhoneFrames) pending = pending.slice(-mostPhoneFrames);
  };
  const at = () => Math.round(parts.now() * 10) / 10;
  /** Says what is lent: at each change, and as a sign of life. */
  const sayLends = () => {
    lastSign = parts.now();
    push({ type: "lend", at: at(), lends: having("on", "opening"), refused: having("refused"), asleep });
  };

  function sample(): void {
    const { tag: _, ...values } = fresh;
    if (Object.keys(values).length > 0) push({ type: "sample", at: at(), ...values } as PhoneFrame);
    fresh = {};
    if (parts.now() - lastSign > phoneSignOfLifeMs) sayLends();
  }

  async function flush(): Promise<void> {
    if (sending || phone === undefined || pending.length === 0) return;
    if (!state.isReached && parts.now() - lastTry < retryMs) return;
    const mine = phone;
    sending = true;
    lastTry = parts.now();
    const frames = pending.splice(0, mostPhoneFrames);
    try {
      await parts.send(mine, frames);
      if (phone === mine)
        show({ isReached: true, sent: state.sent + frames.length, lastFrame: frames.at(-1) ?? "" });
    } catch (error) {
      // Its owner took it back meanwhile: what the bench says of it is no news.
      if (phone !== mine) return;
      if (!(error instanceof Refusal)) throw error;
      const { isReached, problem } = error;
      if (isReached) close("cut", problem);
      else show({ isReached: false });
    } finally {
      sending = false;
    }
  }

  function close(phase: "stopped" | "cut", problem?: Problem): void {
    for (const sensor of open.values()) sensor.close();
    open.clear();
    for (const end of ends.splice(0)) end();
    phone = undefined;
    pending = [];
    fresh = {};
    const { problem: _, ...rest } = state;
    state = rest;
    show({ phase, sensors: allOff, heard: {}, ...(problem === undefined ? {} : { problem }) });
  }

  function hear(sensor: PhoneSensor, heard: Heard): void {
    if (phone === undefined || !(state.sensors[sensor] === "on" || state.sensors[sensor] === "opening"))
      return;
    if (heard.tag === undefined) {
      fresh = { ...fresh, ...heard };
      // Drawn with what is sent, ten times a second.
      state = { ...state, heard: { ...state.heard, ...heard } };
      return;
    }
    // A tag that tells no number, or a strange one, is not one the bench could tell apart.
    if (/^(?:[0-9a-f]{8}|[0-9a-f]{14}|[0-9a-f]{20})$/.test(heard.tag))
      push({ type: "tag", at: at(), uid: heard.tag });
    show({ tags: state.tags + 1 });
  }

  return {
    state: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** The owner said yes. */
    async lend(): Promise<void> {
      if (state.phase === "asking" || state.phase === "lent") return;
      state = beginning;
      show({ phase: "asking" });
      try {
        phone = await parts.lend();
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        show({ phase: "idle", problem: error.problem });
        return;
      }
      show({ phase: "lent", name: phone.name, device: phone.device });
      sayLends();
      ends = [parts.every(sampleMs, sample), parts.every(sendMs, () => void flush())];
      void flush();
    },
    /** Call it inside the gesture. */
    async switchOn(sensor: PhoneSensor): Promise<void> {
      if (phone === undefined || open.has(sensor) || state.sensors[sensor] === "opening") return;
      const mine = phone;
      // Switched off, or taken back, while the browser was asking.
      const isAwaited = () => phone === mine && having("opening").includes(sensor);
      setSensor(sensor, "opening");
      try {
        const opened = await parts.sensors[sensor]((heard) => hear(sensor, heard));
        if (!isAwaited()) return opened.close();
        open.set(sensor, opened);
        setSensor(sensor, "on");
      } catch (error) {
        if (!isAwaited()) return;
        setSensor(sensor, error instanceof SensorAbsent ? "absent" : "refused");
      }
      sayLends();
    },
    switchOff(sensor: PhoneSensor): void {
      open.get(sensor)?.close();
      open.delete(sensor);
      const key = kept[sensor];
      const { [key]: _fresh, ...others } = fresh;
      fresh = others;
      const { [key]: _heard, ...shown } = state.heard;
      show({ heard: shown });
      setSensor(sensor, "off");
      if (phone !== undefined) sayLends();
    },
    /** Taken back: nothing more goes out, not even what waited. */
    stop(): void {
      if (phone !== undefined)
        parts.sendLast(phone, [JSON.stringify({ type: "stop", at: at() } satisfies PhoneFrame)]);
      if (state.phase === "lent") close("stopped");
    },
    /** The page is in sight again, or not any more. */
    setAsleep(is: boolean): void {
      if (asleep === is) return;
      asleep = is;
      if (phone === undefined) return;
      sayLends();
      if (is) parts.sendLast(phone, pending.splice(0, mostPhoneFrames));
      else void flush();
    },
  };
}

export type LendingControl = ReturnType<typeof createLending>;
