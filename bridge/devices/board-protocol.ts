// A Firmata board on an open line: whole messages to johnny-five in its worker, its samples and buttons to events.
import type { BoardPlan } from "#contract/board-plan.ts";
import type { EventBody } from "#contract/events.ts";
import type { Words } from "#contract/words.ts";
import { type BoardHost, createBoardHost } from "../boards/board-host.ts";
import { createFlashGuard } from "../boards/flash-guard.ts";
import { capabilitiesOf, channelsOf } from "../boards/plan.ts";
import { explainFirmata } from "../decoders/firmata-message.ts";
import { LaboError } from "../errors.ts";
import { createFirmataSplitter } from "../frames/firmata-splitter.ts";
import type { FrameOutcome, Framer } from "../frames/framer.ts";
import type { Instant } from "./event-factory.ts";
import { type LineSilence, watchSilence } from "./line-silence.ts";
import type { DeviceProtocol, SessionHost } from "./session-protocol.ts";

/** Analogue pins talk all the time; a board that says nothing for this long is asked its version… */
const quietMs = 2000;
/** …and is gone if it says nothing still. */
const silenceMs = 5000;
const versionQuery = Uint8Array.of(0xf9);
const systemReset = Uint8Array.of(0xff);

/** What is wired to one board. */
export interface WiredPlan {
  plan(): BoardPlan;
  /** What the board is called; what it is when absent. */
  readonly name?: Words | undefined;
  /** Called after it has changed. @returns a way to end it. */
  onChange(listener: () => void): () => void;
}

/** @param onRestart called each time johnny-five's worker had to be started again. */
export function createBoardProtocol(
  host: SessionHost,
  wired: WiredPlan,
  onRestart: () => void,
): DeviceProtocol {
  const { clock } = host;
  // However fast the clock, a simulated board shares the real machine: silence is judged in real time.
  const real = (ms: number) => ms * Math.max(1, clock.rate);
  let plan = wired.plan();
  let mayLight = createFlashGuard(plan.components);
  const pressed = new Map<string, Instant>();
  let facts: Record<string, string> = {};
  let board: BoardHost | undefined;
  let fromBoard: Framer = createFirmataSplitter("to-host");
  let toBoard: Framer = createFirmataSplitter("to-board");
  const failedComponents = new Set<string>();
  let silence: LineSilence | undefined;
  /** The worker of the line before, on its way out. */
  let stopping: Promise<void> = Promise.resolve();

  const now = (): Instant => ({ now: clock.now(), mono: clock.mono() });

  const showFrame = (at: Instant, direction: "in" | "out", outcome: FrameOutcome): void => {
    host.frame(at, direction, outcome.bytes, () =>
      outcome.kind === "frame"
        ? { format: "firmata", spans: explainFirmata(outcome.bytes) }
        : { format: "unknown", spans: [], discarded: outcome.reason },
    );
  };

  const write = (bytes: Uint8Array): void => {
    const at = now();
    for (const outcome of toBoard.push(bytes)) showFrame(at, "out", outcome);
    // A line that takes nothing any more is closed by the session; here there is nobody to tell.
    host.write(bytes).catch(() => undefined);
  };

  const assess = (): void => {
    if (failedComponents.size === 0) host.well();
    else {
      const names = [...failedComponents].join(", ");
      host.unwell("BOARD_COMPONENT_FAILED", { fr: `(${names})`, en: `(${names})` });
    }
  };

  const onButton = (channel: string, isPressed: boolean, at: Instant): void => {
    let body: EventBody | undefined;
    if (isPressed) {
      pressed.set(channel, at);
      body = { kind: "button-pressed", channel };
    } else {
      const since = pressed.get(channel);
      pressed.delete(channel);
      // A release without its press happened while nobody listened.
      if (since !== undefined)
        body = { kind: "button-released", channel, durationMs: Math.max(0, at.mono - since.mono) };
    }
    if (body !== undefined) host.emit(at, body);
  };

  const startBoard = (): BoardHost =>
    createBoardHost(
      { clock, logger: host.logger, plan },
      {
        write,
        onReady(firmware, version, adcBits) {
          facts = {
            ...(firmware === "" ? {} : { firmware }),
            ...(version === "" ? {} : { version }),
            ...(adcBits === undefined ? {} : { adcBits: String(adcBits) }),
          };
          host.describe();
          assess();
        },
        onReadings(readings, at) {
          host.emit(at, { kind: "reading-taken", readings });
          host.state(at, { readings });
        },
        onButton,
        onReaction: (channel, reaction, at) =>
          host.emit(at, { kind: "reaction-timed", channel, ...reaction }),
        onComponentFailed(component) {
          failedComponents.add(component);
          if (Object.keys(facts).length > 0) assess();
        },
        onComponentWell(component) {
          failedComponents.delete(component);
          assess();
        },
        onRestart() {
          onRestart();
          failedComponents.clear();
          pressed.clear();
          host.unwell("BOARD_RESTARTING");
        },
        onFailed: (error) => host.fail(error),
      },
    );

  const stopBoard = (): Promise<void> => {
    silence?.stop();
    stopping = Promise.all([stopping, board?.stop()]).then(() => undefined);
    board = undefined;
    return stopping;
  };

  const endPlan = wired.onChange(() => {
    plan = wired.plan();
    mayLight = createFlashGuard(plan.components);
    failedComponents.clear();
    pressed.clear();
    if (board !== undefined) {
      // The old wiring's pins go to rest before the new one's are asked for.
      const old = board.stop();
      stopping = Promise.all([stopping, old]).then(() => undefined);
      write(systemReset);
      board = startBoard();
      board.start();
      host.well();
    }
    host.describe();
  });

  return {
    kind: "firmata",
    description: () => ({
      model: "firmata-board",
      profile: "board-serial",
      name: wired.name ?? { fr: "Carte de capteurs", en: "Sensor board" },
      channels: channelsOf(plan),
      capabilities: capabilitiesOf(plan),
      // Bits it tells itself; what they are a share of, a person said with the plan.
      facts: facts.adcBits === undefined ? facts : { ...facts, adcVolts: String(plan.supplyVolts) },
    }),
    linkUp() {
      fromBoard = createFirmataSplitter("to-host");
      toBoard = createFirmataSplitter("to-board");
      failedComponents.clear();
      pressed.clear();
      board = startBoard();
      board.start();
      silence = watchSilence(clock, (silentMs) => {
        if (silentMs > real(silenceMs)) host.fail(new LaboError("SERIAL_SILENT"));
        else if (silentMs > real(quietMs)) write(versionQuery);
      });
    },
    onChunk({ bytes, now: wall, mono }) {
      const at = { now: wall, mono };
      const whole: Uint8Array[] = [];
      for (const outcome of fromBoard.push(bytes)) {
        showFrame(at, "in", outcome);
        if (outcome.kind === "frame") whole.push(outcome.bytes);
        else host.discard(at, outcome.bytes, outcome.reason);
      }
      if (whole.length === 0) return;
      silence?.broken();
      // Noise never reaches johnny-five: its parser would keep an endless message for ever.
      board?.push(Uint8Array.from(Buffer.concat(whole)), at);
    },
    linkDown(at) {
      for (const outcome of fromBoard.flush())
        if (outcome.kind === "discarded") host.discard(at, outcome.bytes, outcome.reason);
      void stopBoard();
    },
    async execute(command, args) {
      const [component = "", action = ""] = command.split(".");
      if (board === undefined) throw new LaboError("DEVICE_OFFLINE");
      if (!mayLight(component, action, args, clock.mono())) throw new LaboError("FLASH_LIMIT");
      await board.command(component, action, args);
    },
    stop() {
      endPlan();
      return stopBoard();
    },
  };
}
