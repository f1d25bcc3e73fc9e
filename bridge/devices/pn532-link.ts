// Commands to a PN532 and their answers, one at a time: acknowledged at once, answered in time, or given up with an error.
// Reference: NXP UM0701-02, 6.2.2 "Dialog structure". A host gives a command up by sending an ACK.
import type { Timer } from "../clock.ts";
import { decodePn532Frame, pn532Commands } from "../decoders/pn532-frame.ts";
import { LaboError } from "../errors.ts";
import { encodePn532, pn532Ack, pn532WakeUp } from "../frames/pn532-framer.ts";
import type { Instant } from "./event-factory.ts";
import { hideUid } from "./hidden-uids.ts";
import type { SessionHost } from "./session-protocol.ts";

/** The chip acknowledges within 15 ms; a busy computer takes longer to hear it. Real milliseconds. */
const ackMs = 300;

interface Waiting {
  readonly answerCode: number;
  isAcknowledged: boolean;
  timer: Timer;
  resolve(data: Uint8Array): void;
  reject(error: LaboError): void;
}

export interface Pn532Link {
  /**
   * Sends a command and waits for its answer.
   * @param data code and parameters. @returns what follows the answer's code.
   * @throws LaboError COMMAND_TIMEOUT, COMMAND_REFUSED, DEVICE_OFFLINE, or what the line throws.
   */
  exchange(data: Uint8Array, answerMs: number): Promise<Uint8Array>;
  /** Wakes the chip and sets it up as a reader of tags. */
  wakeUp(): Promise<void>;
  /** One whole frame of the chip. @returns whether it was expected. */
  onFrame(frame: Uint8Array, at: Instant): boolean;
  /** The line is gone: nobody will answer. */
  abandon(): void;
}

/** @param isTaught whether the number of a tag may be shown. */
export function createPn532Link(host: SessionHost, isTaught: (uid: string) => boolean): Pn532Link {
  const { clock } = host;
  // However fast the clock, the chip shares the real machine: its time is judged in real time.
  const real = (ms: number) => ms * Math.max(1, clock.rate);
  let waiting: Waiting | undefined;

  const send = (bytes: Uint8Array): Promise<void> => {
    host.frame({ now: clock.now(), mono: clock.mono() }, "out", bytes, () => ({
      format: "pn532-frame",
      spans: decodePn532Frame(bytes).spans,
    }));
    return host.write(bytes);
  };
  const settle = (): Waiting | undefined => {
    const settled = waiting;
    waiting = undefined;
    settled?.timer.cancel();
    return settled;
  };
  const giveUp = (): void => {
    const settled = settle();
    if (settled === undefined) return;
    // Whatever it was doing, it stops: its late answer would be taken for the next one's.
    send(pn532Ack).catch(() => undefined);
    settled.reject(
      new LaboError("COMMAND_TIMEOUT", [settled.isAcknowledged ? "no answer" : "no acknowledgement"]),
    );
  };

  const exchange = (data: Uint8Array, answerMs: number, before = new Uint8Array()): Promise<Uint8Array> => {
    if (waiting !== undefined)
      return Promise.reject(new LaboError("COMMAND_REFUSED", ["one command at a time"]));
    return new Promise((resolve, reject) => {
      const mine: Waiting = {
        answerCode: (data[0] ?? 0) + 1,
        isAcknowledged: false,
        timer: clock.after(real(ackMs + answerMs), giveUp),
        resolve,
        reject,
      };
      waiting = mine;
      const bytes = Uint8Array.of(...before, ...encodePn532(data));
      send(bytes).catch((error: LaboError) => {
        if (waiting === mine) settle();
        reject(error);
      });
    });
  };

  return {
    exchange: (data, answerMs) => exchange(data, answerMs),
    async wakeUp() {
      await exchange(Uint8Array.of(pn532Commands.samConfiguration, 0x01), ackMs, pn532WakeUp);
    },
    onFrame(bytes, at) {
      const decoded = decodePn532Frame(bytes);
      const hasForeign = decoded.spans.some(({ field, value = "" }) => field === "uid" && !isTaught(value));
      const shown = hasForeign ? hideUid(bytes, decoded.spans) : { bytes, spans: decoded.spans };
      host.frame(at, "in", shown.bytes, () => ({ format: "pn532-frame", spans: shown.spans }));
      if (!decoded.ok) return false;
      const { frame } = decoded;
      if (waiting === undefined) return true;
      if (frame.kind === "ack") waiting.isAcknowledged = true;
      else if (frame.kind === "error") settle()?.reject(new LaboError("COMMAND_REFUSED", ["syntax error"]));
      else if (
        frame.kind === "message" &&
        frame.direction === "from-chip" &&
        frame.code === waiting.answerCode
      )
        settle()?.resolve(frame.data);
      return true;
    },
    abandon() {
      settle()?.reject(new LaboError("DEVICE_OFFLINE"));
    },
  };
}
