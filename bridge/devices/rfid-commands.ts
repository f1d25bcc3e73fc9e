// What a labo-rfid board is asked to do, and its answers. Reference: firmware/README.md, "Host → board".
import type { Capability } from "#contract/devices.ts";
import type { Clock, Timer } from "../clock.ts";
import { rfidHostLines } from "../decoders/rfid-line.ts";
import { LaboError } from "../errors.ts";

const mostPending = 8;

const milliseconds = (
  command: string,
  fr: string,
  en: string,
  min: number,
  max: number,
  step: number,
  initial: number,
): Capability => ({
  command,
  label: { fr, en },
  trainerOnly: true,
  arguments: [
    {
      type: "number",
      name: "ms",
      label: { fr: "Durée", en: "Duration" },
      min,
      max,
      step,
      unit: "ms",
      initial,
    },
  ],
});

export const rfidCapabilities: readonly Capability[] = [
  milliseconds(
    "hold-time.set",
    "Temps avant de croire une étiquette partie",
    "Time before a tag is taken to have left",
    100,
    10_000,
    50,
    300,
  ),
  milliseconds(
    "poll-interval.set",
    "Temps entre deux appels aux étiquettes",
    "Time between two calls to tags",
    20,
    1000,
    10,
    50,
  ),
];

interface Pending {
  readonly name: string;
  resolve(): void;
  reject(error: LaboError): void;
  readonly timer: Timer;
}

export interface RfidCommands {
  /** @throws LaboError COMMAND_REFUSED, COMMAND_TIMEOUT, or what `send` throws. */
  execute(command: string, ms: number): Promise<void>;
  /** The board answered a command of its protocol; with an error when it refused. */
  answered(name: string, error?: LaboError): void;
  /** The line is gone: nobody will answer. */
  abandon(): void;
}

/**
 * @param send puts a line on the wire; rejects with a LaboError when it cannot.
 * @param answerMs how long the board may take.
 */
export function createRfidCommands(
  clock: Clock,
  send: (line: Uint8Array) => Promise<void>,
  answerMs: number,
): RfidCommands {
  let pending: Pending[] = [];

  return {
    execute(command, ms) {
      if (pending.length >= mostPending)
        return Promise.reject(new LaboError("COMMAND_REFUSED", ["too many commands at once"]));
      const [name, line] =
        command === "hold-time.set"
          ? ["HT", rfidHostLines.setHoldTime(ms)]
          : ["PI", rfidHostLines.setPollInterval(ms)];
      return new Promise((resolve, reject) => {
        const giveUp = (error: LaboError) => {
          pending = pending.filter((candidate) => candidate !== mine);
          reject(error);
        };
        const timer = clock.after(answerMs, () => giveUp(new LaboError("COMMAND_TIMEOUT")));
        const mine: Pending = { name, resolve, reject, timer };
        pending.push(mine);
        send(line).catch((error: LaboError) => {
          timer.cancel();
          giveUp(error);
        });
      });
    },
    answered(name, error) {
      // A line the board could not read is answered "-": it was the oldest one.
      const index = name === "-" ? 0 : pending.findIndex((candidate) => candidate.name === name);
      const found = pending[index];
      if (found === undefined) return;
      pending.splice(index, 1);
      found.timer.cancel();
      if (error) found.reject(error);
      else found.resolve();
    },
    abandon() {
      for (const { reject, timer } of pending) {
        timer.cancel();
        reject(new LaboError("DEVICE_OFFLINE"));
      }
      pending = [];
    },
  };
}
