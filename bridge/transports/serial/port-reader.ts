// Hears a port until it is closed or gone. On Linux and macOS serialport asks a thread to read, finds nothing, polls, and
// asks the thread again: two journeys between threads for a line of twenty bytes, most of what a line costs. Its
// descriptors never block: here the poll comes first and what is there is read in place. Whatever is not plain data stays
// the package's to judge, and Windows' and simulated ports are read as it does.
import { readSync } from "node:fs";
import type { BindingPort } from "./binding.ts";

export interface PortListener {
  onBytes(bytes: Uint8Array): void;
  /** Once, and nothing more: the port is gone, or was closed (then `cause.canceled` is true). */
  onEnd(cause: unknown): void;
}

/** A port of the package's Linux and macOS bindings. */
interface PolledPort extends BindingPort {
  readonly fd: number | null;
  readonly poller: {
    on(event: "readable", told: (error: Error | null) => void): unknown;
    off(event: "readable", told: (error: Error | null) => void): unknown;
    poll(events: number): void;
  };
}

/** Most bytes taken at once. */
const readBytes = 4096;
/** UV_READABLE: https://docs.libuv.org/en/v1.x/poll.html */
const readable = 1;
const endOfFile = "end of file";

const isPolled = (port: BindingPort): port is PolledPort => "fd" in port && "poller" in port;

/** A fault of ours, told where all others are: thrown into the package's native code it would end the process. */
const tell = (fault: unknown): void => void Promise.reject(fault);

/** Room for one reading, and what was read into it. */
function createRoom() {
  const room = Buffer.alloc(readBytes);
  const bytes = new Uint8Array(room.buffer, room.byteOffset, room.length);
  return { room, read: (count: number): Uint8Array => bytes.slice(0, count) };
}

async function ask(port: BindingPort, { onBytes, onEnd }: PortListener): Promise<void> {
  const { room, read } = createRoom();
  for (;;) {
    let count: number;
    try {
      count = (await port.read(room, 0, room.length)).bytesRead;
    } catch (cause) {
      onEnd(cause);
      return;
    }
    if (count === 0) {
      onEnd(endOfFile);
      return;
    }
    onBytes(read(count));
    if (!port.isOpen) return;
  }
}

function poll(port: PolledPort, { onBytes, onEnd }: PortListener): void {
  const { poller } = port;
  const { room, read } = createRoom();

  const take = (count: number): void => {
    if (count === 0) {
      end(endOfFile);
      return;
    }
    try {
      onBytes(read(count));
    } catch (fault) {
      tell(fault);
    }
    if (port.isOpen) poller.poll(readable);
  };
  const end = (cause: unknown): void => {
    poller.off("readable", onReadable);
    onEnd(cause);
  };
  /** It waits for the next poll if need be, and says in its own words what is wrong. */
  const askPackage = (): void => {
    poller.off("readable", onReadable);
    port.read(room, 0, room.length).then(({ bytesRead }) => {
      poller.on("readable", onReadable);
      take(bytesRead);
    }, onEnd);
  };
  const onReadable = (error: Error | null): void => {
    if (error !== null || port.fd === null) {
      end(error ?? endOfFile);
      return;
    }
    let count: number | undefined;
    try {
      count = readSync(port.fd, room, 0, room.length, null);
    } catch {
      count = undefined;
    }
    if (count === undefined) askPackage();
    else take(count);
  };

  poller.on("readable", onReadable);
  poller.poll(readable);
}

export function readPort(port: BindingPort, listener: PortListener): void {
  if (isPolled(port)) poll(port, listener);
  else void ask(port, listener);
}
