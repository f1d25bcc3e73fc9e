// On Linux and macOS serialport asks a thread to read, finds nothing, polls, and asks the thread again: two journeys
// between threads for a line of twenty bytes, most of what a line costs. Its descriptors never block: here the poll comes
// first and what is there is read at once. Whatever is not plain data stays the package's to judge.
import { readSync } from "node:fs";
import type { Binding, BindingPort } from "./binding.ts";

/** A port of the package's Linux and macOS bindings. */
interface PolledPort extends BindingPort {
  readonly fd: number | null;
  readonly poller: { once(event: "readable", told: (error: Error | null) => void): unknown };
}

const isPolled = (port: BindingPort): port is PolledPort => "fd" in port && "poller" in port;

const readable = ({ poller }: PolledPort) =>
  new Promise<void>((resolve, reject) => {
    poller.once("readable", (error) => (error ? reject(error) : resolve()));
  });

/** The same binding; on Windows, the very same. */
export function withPolledReads(binding: Binding): Binding {
  return {
    list: () => binding.list(),
    async open(options) {
      const port = await binding.open(options);
      if (!isPolled(port)) return port;
      const slowRead = port.read.bind(port);
      port.read = async (buffer, offset, length) => {
        await readable(port);
        try {
          const bytesRead = port.fd === null ? 0 : readSync(port.fd, buffer, offset, length, null);
          if (bytesRead > 0) return { buffer, bytesRead };
        } catch {
          // Told by the package's own read, in its own words.
        }
        return slowRead(buffer, offset, length);
      };
      return port;
    },
  };
}
