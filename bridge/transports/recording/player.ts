// Plays a recording: what came then comes again, to the same sessions, at the same instants of their own clock, while
// the house's clock goes as fast as one likes.
import { setTimeout } from "node:timers";
import type { Command, CommandResult } from "#contract/commands.ts";
import type { Receiver } from "#contract/topics.ts";
import { type Clock, isoTime } from "../../clock.ts";
import { type ErrorCode, errorTable, LaboError, problemFor } from "../../errors.ts";
import type { AllSerialPorts, ByteLink, LinkHandlers, PortInfo } from "../transport.ts";
import { createGattPlay } from "./gatt-play.ts";
import {
  answersFrom,
  type Execute,
  type Hear,
  type Passage,
  type RadioChanged,
  seededBytes,
} from "./passage.ts";
import type { Recording } from "./recording-file.ts";
import type {
  Failure,
  RecordedBoardPlans,
  RecordedCodePages,
  RecordedPortNotes,
  RecordedRules,
  RecordingLine,
  TaughtThings,
} from "./recording-format.ts";
import { createTurns } from "./turns.ts";

export interface PlayerOptions {
  readonly recording: Recording;
  /** Times faster than it was; `Infinity`: as fast as can be. */
  readonly speed: number;
  /** Resolves when what was played has gone on its way: a fast recording must not pile up behind a slow broker. */
  readonly room: () => Promise<void>;
  /** A command of the recording is done again; `result` is what becomes of it. */
  readonly onCommand: (device: string, command: Command, result: Promise<CommandResult | undefined>) => void;
  /** Once, when it is over; with an error when the file could not be read to its end. */
  readonly onEnd: (error?: LaboError) => void;
}

export interface Player extends Passage {
  /** The time the bench lives in: the recording's. */
  readonly house: Clock;
  readonly taughtThings: TaughtThings;
  /** What was remembered of each port when the recording began. */
  readonly portNotes: RecordedPortNotes;
  readonly boardPlans: RecordedBoardPlans;
  readonly codePages: RecordedCodePages;
  readonly rules: RecordedRules;
  /** What listened then. */
  receivers(): readonly Receiver[];
}

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));
const errorOf = ({ code, details }: Failure): LaboError =>
  new LaboError(code in errorTable ? (code as ErrorCode) : "INTERNAL", details ?? []);

type Answer = Pick<Extract<RecordingLine, { what: "answer" }>, "failure" | "hex" | "value">;

interface Call {
  resolve(answer: Answer): void;
  reject(error: LaboError): void;
}

export function createPlayer({ recording, speed, room, onCommand, onEnd }: PlayerOptions): Player {
  const { header } = recording;
  const start = { now: header.time, mono: header.mono };
  const turns = createTurns(start, header.rate);
  const calls = new Map<string, Call>();
  const links = new Map<number, LinkHandlers>();
  const receivers = new Map<string, Receiver>();
  let taughtThings = header.taught;
  const known = answersFrom(() => taughtThings);
  let present: readonly PortInfo[] = [];
  let hear: Hear = () => undefined;
  let radioChanged: RadioChanged = () => undefined;
  let execute: Execute = async () => undefined;
  const asks = new Map<string, (args: unknown) => void>();
  let stopped = false;
  let wake: () => void = () => undefined;
  let playing: Promise<void> = Promise.resolve();
  const began = { real: 0, mono: header.mono };

  const called = (call: string): Promise<Answer> =>
    new Promise((resolve, reject) => void calls.set(call, { resolve, reject }));

  const gatt = createGattPlay(async (call) => (await called(call)).hex, errorOf);
  const connecting = new Set<string>();

  function answer(call: string, given: Answer = {}): void {
    const waiting = calls.get(call);
    calls.delete(call);
    if (given.failure === undefined) waiting?.resolve(given);
    else waiting?.reject(errorOf(given.failure));
  }

  const linkOf = (link: number): ByteLink => {
    let made = 0;
    const next = (kind: string) => {
      made += 1;
      return called(`${link}.${kind}.${made}`);
    };
    return {
      write: async () => void (await next("write")),
      changeSpeed: async () => void (await next("speed")),
      async close() {
        links.delete(link);
      },
    };
  };

  function createPorts(): AllSerialPorts {
    let looks = 0;
    let opened = 0;
    return {
      hasReal: false,
      hasVirtual: false,
      realFault: () => undefined,
      async list() {
        looks += 1;
        await called(`ports.${looks}`);
        return present;
      },
      async open(_port, _baudRate, handlers) {
        opened += 1;
        const link = opened;
        links.set(link, handlers);
        await called(`${link}.open`);
        return linkOf(link);
      },
    };
  }

  function play(line: RecordingLine): void {
    const at = { now: line.time, mono: line.mono };
    switch (line.what) {
      case "ports":
        present =
          line.ports?.map((port) => ({ ...withoutAbsent(port), source: "replay" as const })) ?? present;
        answer(line.call);
        return;
      case "bytes":
        if (line.direction === "in") links.get(line.link)?.onChunk({ bytes: bytesOf(line.hex), ...at });
        return;
      case "closed":
        links.get(line.link)?.onClose(errorOf(line.failure));
        return;
      case "answer":
        answer(line.call, line);
        return;
      case "advertisement": {
        const { receiver, address, addressType, rssi, patienceMs, hex, heard } = line;
        if (line.connects === true) connecting.add(receiver);
        hear([
          {
            receiver,
            source: "replay",
            address,
            addressType,
            ...(rssi === undefined ? {} : { rssi }),
            ...(patienceMs === undefined ? {} : { patienceMs }),
            payload: bytesOf(hex),
            now: heard.time,
            mono: heard.mono,
          },
        ]);
        return;
      }
      case "radio": {
        const receiver: Receiver = { ...line.receiver, source: "replay" };
        receivers.set(receiver.id, receiver);
        radioChanged(receiver);
        return;
      }
      case "command":
        onCommand(line.device, line.command, execute(line.device, line.command));
        return;
      case "asked":
        asks.get(line.ask)?.(line.args);
        return;
      case "taught":
        taughtThings = line.taught;
        known.renew();
        return;
      case "gatt-open":
      case "gatt-opened":
      case "gatt-value":
      case "gatt-closed":
        gatt.play(line);
        return;
      case "open":
      case "end":
        return;
    }
  }

  /** Where the recording stands now for somebody who watches it at this speed. */
  const reached = (): number => began.mono + (performance.now() - began.real) * speed;

  /** Resolves when it is time for what happened then. */
  async function wait(mono: number): Promise<void> {
    while (!stopped && speed !== Number.POSITIVE_INFINITY) {
      const early = (mono - reached()) / speed;
      if (early <= 0) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, Math.min(early, 2 ** 30));
      });
    }
  }

  /** The timers until then, each at its own time. */
  async function pass(mono: number): Promise<void> {
    for (let due = turns.nextDue(); due !== undefined && due <= mono && !stopped; due = turns.nextDue()) {
      await wait(due);
      await turns.passTo(due);
    }
  }

  async function playAll(): Promise<void> {
    for await (const line of recording.lines()) {
      if (stopped) return;
      // What was said to the outside then is said again by the sessions themselves.
      if (line.what === "open" || line.what === "gatt-open") continue;
      if ("direction" in line && line.direction === "out") continue;
      await pass(line.mono);
      await wait(line.mono);
      await room();
      if (stopped) return;
      await turns.turn({ now: line.time, mono: line.mono }, () => play(line));
    }
  }

  const houseRate = speed === Number.POSITIVE_INFINITY ? 1 : speed;
  const houseAfter = (ms: number, act: () => void, repeat: boolean) => {
    const timer = repeat ? setInterval(act, ms / houseRate) : globalThis.setTimeout(act, ms / houseRate);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  };

  return {
    clock: turns.clock,
    taughtThings: header.taught,
    portNotes: header.portNotes ?? [],
    boardPlans: header.boardPlans ?? [],
    codePages: header.codePages ?? [],
    rules: header.rules ?? [],
    house: {
      rate: houseRate,
      now: () => turns.at().now,
      mono: () => turns.at().mono,
      after: (ms, act) => houseAfter(ms, act, false),
      every: (ms, act) => houseAfter(ms, act, true),
    },
    receivers: () => [...receivers.values()],
    random: (stream) => seededBytes(header.seed, stream),
    ports: createPorts,
    taught: () => known,
    taughtChanged: () => undefined,
    hear(given) {
      hear = given;
      return given;
    },
    connectors: () => (receiver) => (connecting.has(receiver) ? gatt.connector : undefined),
    radioChanged(given) {
      radioChanged = given;
      return given;
    },
    execute(given) {
      execute = given;
      // Anything more would be written between what was written then, and take its answers.
      return async (device, command) =>
        command.command === "raw.watch"
          ? given(device, command)
          : {
              id: command.id,
              ok: false,
              time: isoTime(turns.at().now),
              problem: problemFor("REPLAY_ONLY"),
            };
    },
    asked(ask, form, act) {
      asks.set(ask, (given) => {
        const args = form.safeParse(given);
        if (!args.success) throw new LaboError("RECORDING_UNREADABLE", [ask], args.error);
        try {
          act(...args.data);
        } catch (error) {
          // Refused then, refused again.
          if (!(error instanceof LaboError)) throw error;
        }
      });
      return async () => {
        throw new LaboError("REPLAY_ONLY");
      };
    },
    async answered(call, form) {
      const value = form.safeParse((await called(call)).value);
      if (!value.success) throw new LaboError("RECORDING_UNREADABLE", [call], value.error);
      return value.data;
    },
    async begin(begin) {
      began.real = performance.now();
      await turns.turn(start, begin);
      playing = playAll().then(
        () => stopped || onEnd(),
        (error: unknown) =>
          onEnd(error instanceof LaboError ? error : new LaboError("INTERNAL", [String(error)], error)),
      ) as Promise<void>;
    },
    async stop() {
      stopped = true;
      wake();
      await playing;
      recording.close();
    },
  };
}

/** Keys that are there: what Zod leaves undefined is absent. */
function withoutAbsent(port: object): PortInfo {
  return Object.fromEntries(
    Object.entries(port).filter(([, value]) => value !== undefined),
  ) as unknown as PortInfo;
}
