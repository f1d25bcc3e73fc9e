// One open serial line over serialport's stream, whatever the binding below it: real or virtual.
// Bounds: time to open, time to write, bytes waiting to be written. Reading is never paused: bytes are asked for from the
// stream's own port (port-reader.ts) and handed on at once. What a stream that can be paused does with each line costs as
// much as to read it.

import { SerialPortStream } from "@serialport/stream";
import type { Clock } from "../../clock.ts";
import { LaboError } from "../../errors.ts";
import type { ByteLink, LinkHandlers } from "../transport.ts";
import type { Binding } from "./binding.ts";
import { type PortListener, readPort } from "./port-reader.ts";
import { serialError } from "./serial-errors.ts";

const openTimeoutMs = 5000;
const writeTimeoutMs = 3000;
const closeTimeoutMs = 2000;
/** Most bytes waiting for the wire: a second and a half at 57,600 baud. */
export const maxPendingBytes = 8192;

/** The port was closed while it was read. */
const isCanceled = (cause: unknown): boolean =>
  cause instanceof Error && "canceled" in cause && cause.canceled === true;

/** Settles as `work` does, or as `onTimeout` decides when the clock runs out first. */
function within<T>(clock: Clock, ms: number, work: Promise<T>, onTimeout: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(ms, () => {
      try {
        resolve(onTimeout());
      } catch (error) {
        reject(error);
      }
    });
    work.then(resolve, reject).finally(() => timer.cancel());
  });
}

/**
 * Opens a line.
 * @throws LaboError SERIAL_PERMISSION, SERIAL_BUSY, SERIAL_GONE or SERIAL_OPEN_FAILED.
 */
export async function openLink(
  clock: Clock,
  binding: Binding,
  path: string,
  baudRate: number,
  handlers: LinkHandlers,
): Promise<ByteLink> {
  const stream = new SerialPortStream({ binding, path, baudRate, autoOpen: false });
  let state: "opening" | "open" | "closed" = "opening";
  let pending = 0;

  const closeStream = (): Promise<void> =>
    within(
      clock,
      closeTimeoutMs,
      new Promise<void>((resolve) => {
        if (!stream.isOpen) resolve();
        else stream.close(() => resolve());
      }),
      () => undefined,
    );
  /** The line is gone by itself: says so once, and lets go of it. */
  const lose = (reason: LaboError): void => {
    if (state !== "open") return;
    state = "closed";
    void closeStream();
    handlers.onClose(reason);
  };

  const listener: PortListener = {
    onBytes(bytes) {
      if (state === "open") handlers.onChunk({ bytes, now: clock.now(), mono: clock.mono() });
    },
    onEnd(cause) {
      if (!isCanceled(cause)) lose(serialError(cause, path, "SERIAL_GONE"));
    },
  };
  stream.on("close", (cause: Error | null) => lose(serialError(cause ?? "closed", path, "SERIAL_GONE")));
  stream.on("error", (cause: Error) => lose(serialError(cause, path, "SERIAL_GONE")));

  const opened = new Promise<void>((resolve, reject) => {
    stream.open((cause) => {
      if (cause) reject(serialError(cause, path, "SERIAL_OPEN_FAILED"));
      else if (state === "closed") {
        // Opened after all, too late: nobody waits for it any more.
        void closeStream();
      } else {
        state = "open";
        resolve();
      }
    });
  });
  await within(clock, openTimeoutMs, opened, () => {
    state = "closed";
    throw new LaboError("SERIAL_OPEN_FAILED", [path, `no answer in ${openTimeoutMs / 1000} s`]);
  });
  if (stream.port !== undefined) readPort(stream.port, listener);

  return {
    write(bytes) {
      if (state !== "open") return Promise.reject(new LaboError("SERIAL_GONE", [path]));
      if (pending + bytes.length > maxPendingBytes)
        return Promise.reject(new LaboError("SERIAL_STUCK", [path, `${pending} bytes already waiting`]));
      pending += bytes.length;
      const written = new Promise<void>((resolve, reject) => {
        stream.write(Buffer.from(bytes), (cause) => {
          if (cause) reject(serialError(cause, path, "SERIAL_GONE"));
          else resolve();
        });
      }).finally(() => {
        pending -= bytes.length;
      });
      return within(clock, writeTimeoutMs, written, () => {
        const stuck = new LaboError("SERIAL_STUCK", [path, `nothing written in ${writeTimeoutMs / 1000} s`]);
        lose(stuck);
        throw stuck;
      });
    },
    changeSpeed(baudRate) {
      if (state !== "open") return Promise.reject(new LaboError("SERIAL_GONE", [path]));
      const changed = new Promise<void>((resolve, reject) => {
        stream.update({ baudRate }, (cause) => {
          if (cause) reject(serialError(cause, path, "SERIAL_OPEN_FAILED"));
          else resolve();
        });
      });
      return within(clock, openTimeoutMs, changed, () => {
        throw new LaboError("SERIAL_OPEN_FAILED", [path, `no answer in ${openTimeoutMs / 1000} s`]);
      });
    },
    async close() {
      if (state === "closed") return;
      state = "closed";
      await closeStream();
    },
  };
}
