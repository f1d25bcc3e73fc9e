// A recording on the disk: written line by line, read line by line, never more of it in memory than a line.
import { closeSync, createReadStream, openSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { LaboError } from "../../errors.ts";
import { headerSchema, lineSchema, type RecordingHeader, type RecordingLine } from "./recording-format.ts";

export interface RecordingFile {
  begin(header: RecordingHeader): void;
  /** @throws LaboError RECORDING_REFUSED when the disk is full or the file as long as it may be. */
  write(line: RecordingLine): void;
  /** A good moment to reach the disk: nothing waits. @throws LaboError as {@link RecordingFile.write}. */
  rest(): void;
  /** @throws LaboError RECORDING_REFUSED when the last lines could not be written. */
  close(): void;
  /** Written until now. */
  readonly bytes: number;
}

export const mostRecordingBytes = 2 * 1024 ** 3;
/** Lines gathered before they go to the disk, all at once, when nothing waits. */
const gatheredLines = 32;
/** When something always waits: a crash loses no more than these. */
const mostGatheredLines = 64;

/**
 * Makes a new file that only its owner can read.
 * @throws LaboError RECORDING_REFUSED when it is there already, or cannot be made.
 */
export function createRecordingFile(path: string, mostBytes = mostRecordingBytes): RecordingFile {
  const refused = (cause: unknown) =>
    new LaboError(
      "RECORDING_REFUSED",
      [path, cause instanceof Error ? cause.message.slice(0, 200) : ""],
      cause,
    );
  let handle: number | undefined;
  try {
    handle = openSync(path, "wx", 0o600);
  } catch (cause) {
    throw refused(cause);
  }
  /** Texts are made when they are written: what came must not wait for it. */
  let gathered: object[] = [];
  let bytes = 0;
  const flush = () => {
    if (handle === undefined || gathered.length === 0) return;
    const lines = gathered;
    gathered = [];
    let text = "";
    let isTooLong = false;
    for (const line of lines) {
      const added = `${JSON.stringify(line)}\n`;
      const length = Buffer.byteLength(added);
      isTooLong ||= bytes + length > mostBytes;
      if (isTooLong) break;
      bytes += length;
      text += added;
    }
    try {
      writeSync(handle, text);
    } catch (cause) {
      throw refused(cause);
    }
    if (isTooLong) throw new LaboError("RECORDING_REFUSED", [path, `> ${mostBytes} B`]);
  };
  const add = (value: object) => {
    gathered.push(value);
    if (gathered.length >= mostGatheredLines) flush();
  };
  return {
    get bytes() {
      return bytes;
    },
    begin(header) {
      add(header);
      flush();
    },
    write: add,
    rest() {
      if (gathered.length >= gatheredLines) flush();
    },
    close() {
      if (handle === undefined) return;
      try {
        flush();
      } finally {
        closeSync(handle);
        handle = undefined;
      }
    },
  };
}

export interface Recording {
  readonly header: RecordingHeader;
  /** Once. @throws LaboError RECORDING_UNREADABLE at the first line that is none. */
  lines(): AsyncGenerator<RecordingLine>;
  close(): void;
}

/** @throws LaboError RECORDING_UNREADABLE when there is no such file, or it does not begin as a recording. */
export async function openRecording(path: string): Promise<Recording> {
  const unreadable = (line: number, cause?: unknown) =>
    new LaboError("RECORDING_UNREADABLE", [`${path}:${line}`], cause);
  const stream = createReadStream(path, "utf8");
  const texts = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })[
    Symbol.asyncIterator
  ]();
  let number = 0;
  async function next(): Promise<unknown> {
    number += 1;
    try {
      const { value, done } = await texts.next();
      return done ? undefined : JSON.parse(value);
    } catch (cause) {
      throw unreadable(number, cause);
    }
  }
  const first = headerSchema.safeParse(await next());
  if (!first.success) {
    stream.destroy();
    throw unreadable(1, first.error);
  }
  return {
    header: first.data,
    close: () => stream.destroy(),
    async *lines() {
      for (;;) {
        const json = await next();
        // A bench that was cut off leaves no end: what it wrote can be played.
        if (json === undefined) return;
        const line = lineSchema.safeParse(json);
        if (!line.success) throw unreadable(number, line.error);
        yield line.data;
      }
    },
  };
}
