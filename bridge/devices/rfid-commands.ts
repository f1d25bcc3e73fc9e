// What a labo-rfid board is asked to do, and its answers; a tag's memory through it. Reference: firmware/README.md, "Host →
// board" and "Reading and writing tags".
import type { Capability } from "#contract/devices.ts";
import type { Clock, Timer } from "../clock.ts";
import { rfidHostLines } from "../decoders/rfid-line.ts";
import { type ErrorCode, LaboError } from "../errors.ts";
import type { TagPages } from "./tag-memory.ts";

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

/** Why a tag was not read or written, by the board's reason; any other is a command that was refused. */
const tagReasons: Readonly<Record<string, ErrorCode>> = {
  gone: "TAG_UNREADABLE",
  timeout: "TAG_UNREADABLE",
  garbled: "TAG_UNREADABLE",
  reader: "READER_CHIP_ERROR",
};
/** The tag itself said no: a page it has not, or a locked one. */
const tagRefusals: readonly string[] = ["nak", "type", "range"];

function refusalOf(command: string, reason: string): LaboError {
  const isMemory = command === "RD" || command === "WR";
  if (isMemory && tagRefusals.includes(reason))
    return new LaboError(command === "WR" ? "TAG_NOT_WRITABLE" : "TAG_UNREADABLE", [reason]);
  return new LaboError((isMemory && tagReasons[reason]) || "COMMAND_REFUSED", [reason]);
}

/** What is asked of a tag, to know its answer by. */
const pageKey = (uid: string, page: number) => `${uid} ${page}`;

interface Pending {
  readonly name: string;
  /** Of a read: whose, and which page. */
  readonly key: string | undefined;
  resolve(data: Uint8Array): void;
  reject(error: LaboError): void;
  readonly timer: Timer;
}

export interface RfidCommands {
  /** @throws LaboError COMMAND_REFUSED, COMMAND_TIMEOUT, or what `send` throws. */
  execute(command: string, ms: number): Promise<void>;
  /** The memory of a tag on the board's reader. */
  pagesOf(uid: string): TagPages;
  accepted(name: string): void;
  refused(name: string, reason: string): void;
  /** Pages of a tag were read. */
  read(uid: string, page: number, data: Uint8Array): void;
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

  const ask = (name: string, line: Uint8Array, key?: string): Promise<Uint8Array> => {
    if (pending.length >= mostPending)
      return Promise.reject(new LaboError("COMMAND_REFUSED", ["too many commands at once"]));
    return new Promise((resolve, reject) => {
      const giveUp = (error: LaboError) => {
        pending = pending.filter((candidate) => candidate !== mine);
        reject(error);
      };
      const timer = clock.after(answerMs, () => giveUp(new LaboError("COMMAND_TIMEOUT")));
      const mine: Pending = { name, key, resolve, reject, timer };
      pending.push(mine);
      send(line).catch((error: LaboError) => {
        timer.cancel();
        giveUp(error);
      });
    });
  };
  /** The oldest one that fits; not waited for any more. */
  const take = (fits: (candidate: Pending) => boolean): Pending | undefined => {
    const found = pending.find(fits);
    if (found === undefined) return undefined;
    pending = pending.filter((candidate) => candidate !== found);
    found.timer.cancel();
    return found;
  };

  return {
    async execute(command, ms) {
      if (command === "hold-time.set") await ask("HT", rfidHostLines.setHoldTime(ms));
      else await ask("PI", rfidHostLines.setPollInterval(ms));
    },
    pagesOf: (uid) => ({
      read: (page) => ask("RD", rfidHostLines.readPages(uid, page), pageKey(uid, page)),
      async write(page, bytes) {
        await ask("WR", rfidHostLines.writePage(uid, page, bytes));
      },
    }),
    accepted: (name) => take((candidate) => candidate.name === name)?.resolve(new Uint8Array()),
    refused(name, reason) {
      // A line the board could not read is answered "-": it was the oldest one.
      const found = take((candidate) => name === "-" || candidate.name === name);
      found?.reject(refusalOf(found.name, reason));
    },
    read: (uid, page, data) => take(({ key }) => key === pageKey(uid, page))?.resolve(data),
    abandon() {
      for (const { reject, timer } of pending) {
        timer.cancel();
        reject(new LaboError("DEVICE_OFFLINE"));
      }
      pending = [];
    },
  };
}
