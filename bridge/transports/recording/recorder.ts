// Writes down what comes from outside, in the order and at the instants in which the sessions get it.
import { randomBytes } from "node:crypto";
import { type Clock, isoTime, type Timer } from "../../clock.ts";
import { LaboError } from "../../errors.ts";
import type { AllSerialPorts, ByteLink, GattConnector, PortInfo } from "../transport.ts";
import { createGattTap } from "./gatt-tap.ts";
import { answersFrom, type ConnectorOf, type Passage, seededBytes } from "./passage.ts";
import type { RecordingFile } from "./recording-file.ts";
import {
  type Failure,
  type RecordedBoardPlans,
  type RecordedCodePages,
  type RecordedPortNotes,
  type RecordedRules,
  recordingVersion,
  type TaughtThings,
  type Untimed,
} from "./recording-format.ts";
import { createTurns, type Instant } from "./turns.ts";

export interface RecorderOptions {
  /** The house's. */
  readonly clock: Clock;
  readonly file: RecordingFile;
  readonly version: string;
  readonly bridge: string;
  /** What the kit knows now. */
  readonly taught: () => TaughtThings;
  /** What is remembered of each port now. */
  readonly portNotes: () => RecordedPortNotes;
  /** What people said is wired to each board. */
  readonly boardPlans: () => RecordedBoardPlans;
  readonly codePages: () => RecordedCodePages;
  readonly rules: () => RecordedRules;
  /** Called once when nothing more can be written: the sessions go on, unrecorded. */
  readonly onFull: (error: LaboError) => void;
}

/** Things that came and wait for their turn; more than this are lost, and not recorded either. */
const mostWaiting = 20_000;

const hexOf = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex");
const failureOf = (error: unknown): Failure =>
  error instanceof LaboError
    ? { code: error.code, details: [...error.details] }
    : { code: "INTERNAL", details: [String(error).slice(0, 200)] };

interface Waiting {
  readonly at: Instant;
  readonly line: Untimed | undefined;
  readonly act: (at: Instant) => void;
}

export function createRecorder(options: RecorderOptions): Passage {
  const { clock, file } = options;
  const seed = randomBytes(16).toString("hex");
  const instant = (): Instant => ({ now: clock.now(), mono: clock.mono() });
  const turns = createTurns(instant(), clock.rate, () => arm());
  const waiting: Waiting[] = [];
  let alarm: { readonly timer: Timer; readonly due: number } | undefined;
  let isTurning = false;
  let isOpen = false;
  let isFull = false;
  let isOver = false;
  let idle: () => void = () => undefined;

  function write({ now, mono }: Instant, line: Untimed): void {
    if (!isFull) onDisk(() => file.write({ time: now, mono, ...line }));
  }

  function onDisk(act: () => void): void {
    try {
      act();
    } catch (error) {
      isFull = true;
      options.onFull(error instanceof LaboError ? error : new LaboError("RECORDING_REFUSED", [], error));
    }
  }

  /** What is said to the outside: written down for the reader, in the turn in which it is said. */
  const note = (line: Untimed): void => write(turns.at(), line);

  /** @returns whether it will have its turn. */
  function enter(line: Untimed | undefined, act: (at: Instant) => void): boolean {
    if (waiting.length >= mostWaiting) return false;
    waiting.push({ at: instant(), line, act });
    turnAll();
    return true;
  }

  function turnAll(): void {
    if (isTurning || !isOpen) return;
    isTurning = true;
    turnNext();
  }

  /** What waits, one after the other, and the timers that are due before each. */
  function turnNext(): void {
    const next = waiting.shift();
    const mono = Math.max(next?.at.mono ?? clock.mono(), turns.at().mono);
    const take = (): void => {
      if (next === undefined) {
        if (waiting.length === 0) rest();
        else turnNext();
        return;
      }
      const at = { mono, now: next.at.now + (mono - next.at.mono) };
      if (next.line !== undefined) write(at, next.line);
      turns.take(at, () => next.act(at), turnNext);
    };
    if ((turns.nextDue() ?? Number.POSITIVE_INFINITY) <= mono) void turns.passTo(mono).then(take);
    else take();
  }

  function rest(): void {
    isTurning = false;
    idle();
    if (!isFull) onDisk(file.rest);
    arm();
  }

  /** Wakes up for the next timer. Waking for one that was cancelled costs less than setting the alarm anew each turn. */
  function arm(): void {
    if (isTurning || !isOpen) return;
    const due = turns.nextDue();
    if (due === undefined || (alarm !== undefined && alarm.due <= due)) return;
    alarm?.timer.cancel();
    const timer = clock.after(Math.ceil(Math.max(0, due - clock.mono())), () => {
      alarm = undefined;
      turnAll();
    });
    alarm = { timer, due };
  }

  /** The answer of the outside to a call comes in a turn of its own. */
  function answered<T>(call: string, work: Promise<T>, lineOf?: (value: T) => Untimed): Promise<T> {
    return new Promise((resolve, reject) => {
      work.then(
        (value) => enter(lineOf?.(value) ?? { what: "answer", call }, () => resolve(value)),
        (error: unknown) => enter({ what: "answer", call, failure: failureOf(error) }, () => reject(error)),
      );
    });
  }

  function tapPorts(real: AllSerialPorts): AllSerialPorts {
    let looks = 0;
    let links = 0;
    let told = "";
    const listed =
      (call: string) =>
      (ports: readonly PortInfo[]): Untimed => {
        const text = JSON.stringify(ports);
        if (text === told) return { what: "ports", call };
        told = text;
        return { what: "ports", call, ports: [...ports] };
      };
    const tapLink = (inner: ByteLink, link: number, port: string): ByteLink => {
      let calls = 0;
      const callOf = (kind: string) => {
        calls += 1;
        return `${link}.${kind}.${calls}`;
      };
      return {
        write(bytes) {
          note({ what: "bytes", direction: "out", transport: "serial", link, port, hex: hexOf(bytes) });
          return answered(callOf("write"), inner.write(bytes));
        },
        changeSpeed: (baudRate) => answered(callOf("speed"), inner.changeSpeed(baudRate)),
        close: () => inner.close(),
      };
    };
    return {
      hasReal: real.hasReal,
      hasVirtual: real.hasVirtual,
      realFault: real.realFault,
      list() {
        looks += 1;
        const call = `ports.${looks}`;
        return answered(call, real.list(), listed(call));
      },
      async open(port, baudRate, handlers) {
        links += 1;
        const link = links;
        const { key } = port;
        note({ what: "open", call: `${link}.open`, link, port: key, baudRate });
        const opening = real.open(port, baudRate, {
          onChunk({ bytes }) {
            const hex = hexOf(bytes);
            const line = {
              what: "bytes",
              direction: "in",
              transport: "serial",
              link,
              port: key,
              hex,
            } as const;
            enter(line, ({ now, mono }) => handlers.onChunk({ bytes, now, mono }));
          },
          onClose(reason) {
            enter({ what: "closed", link, failure: failureOf(reason) }, () => handlers.onClose(reason));
          },
        });
        return tapLink(await answered(`${link}.open`, opening), link, key);
      },
    };
  }

  const known = answersFrom(options.taught);
  const tapConnector = createGattTap({ note, enter, answered, failureOf });
  let connectorOf: ConnectorOf = () => undefined;

  return {
    clock: turns.clock,
    random: (stream) => seededBytes(seed, stream),
    ports: (real) => tapPorts(real()),
    taught: () => known,
    taughtChanged() {
      enter({ what: "taught", taught: options.taught() }, known.renew);
    },
    hear: (hear) => (advertisements) => {
      for (const advertisement of advertisements) {
        const { receiver, address, addressType, rssi, patienceMs, payload, now, mono } = advertisement;
        enter(
          {
            what: "advertisement",
            direction: "in",
            transport: "ble",
            receiver,
            address,
            addressType,
            ...(rssi === undefined ? {} : { rssi }),
            ...(patienceMs === undefined ? {} : { patienceMs }),
            ...(connectorOf(receiver) === undefined ? {} : { connects: true as const }),
            hex: hexOf(payload),
            heard: { time: now, mono },
          },
          () => hear([advertisement]),
        );
      }
    },
    connectors(real) {
      connectorOf = real;
      const tapped = new Map<GattConnector, GattConnector>();
      return (receiver) => {
        const connector = real(receiver);
        if (connector === undefined) return undefined;
        const known = tapped.get(connector) ?? tapConnector(receiver, connector);
        tapped.set(connector, known);
        return known;
      };
    },
    radioChanged: (changed) => (receiver) => enter({ what: "radio", receiver }, () => changed(receiver)),
    execute: (execute) => (device, command) =>
      new Promise((resolve) => {
        enter({ what: "command", device, command }, () => void execute(device, command).then(resolve));
      }),
    asked:
      (ask, _form, act) =>
      async (...args) => {
        if (isOver) return act(...args);
        const line = { what: "asked", direction: "in", transport: "page", ask } as const;
        // What JSON cannot hold is not asked for by a page.
        const written = JSON.parse(JSON.stringify(args));
        return new Promise((resolve, reject) => {
          const hasTurn = enter({ ...line, args: written }, () => {
            try {
              resolve(act(...args));
            } catch (error) {
              reject(error);
            }
          });
          if (!hasTurn) reject(new LaboError("TOO_MANY_REQUESTS"));
        });
      },
    answered: (call, _form, ask) =>
      isOver
        ? ask()
        : answered(call, ask(), (value) => ({
            what: "answer",
            call,
            value: JSON.parse(JSON.stringify(value)),
          })),
    async begin(start) {
      const at = instant();
      file.begin({
        labo: "recording",
        format: recordingVersion,
        version: options.version,
        bridge: options.bridge,
        started: isoTime(at.now),
        time: at.now,
        mono: at.mono,
        rate: clock.rate,
        seed,
        taught: options.taught(),
        portNotes: options.portNotes(),
        boardPlans: options.boardPlans(),
        codePages: options.codePages(),
        rules: options.rules(),
      });
      isOpen = true;
      isTurning = true;
      await turns.turn(at, start);
      isTurning = false;
      turnAll();
    },
    async stop() {
      if (!isOpen) return;
      if (isTurning)
        await new Promise<void>((resolve) => {
          idle = resolve;
        });
      isOpen = false;
      isOver = true;
      alarm?.timer.cancel();
      await turns.passTo(clock.mono());
      note({ what: "end" });
      onDisk(() => file.close());
    },
  };
}
