// Watches the list of serial ports: not every driver says when a cable is pulled (node-serialport#2043), the list does.
import type { Clock, Timer } from "../clock.ts";
import type { PortInfo, SerialPorts } from "../transports/transport.ts";

export interface PortWatcherHandlers {
  /** A port is there that was not. */
  onAppear(port: PortInfo): void;
  /** A port is still there, but was replugged between two looks: it may be elsewhere. */
  onMove(port: PortInfo): void;
  onVanish(key: string): void;
}

export interface PortWatcher {
  start(): void;
  stop(): void;
  /** Looks now, and resolves when what is there now has been told: after a line was lost, a replug is not waited for. */
  look(): Promise<void>;
}

/** Whether the cable was out between two looks: a line opened before is dead, told or not. */
export const isAnotherPlugging = (before: PortInfo, now: PortInfo): boolean =>
  before.path !== now.path || before.plugging !== now.plugging;

/** @param intervalMs between two looks, in clock milliseconds. */
export function createPortWatcher(
  clock: Clock,
  ports: SerialPorts,
  handlers: PortWatcherHandlers,
  intervalMs = 1000,
): PortWatcher {
  const present = new Map<string, PortInfo>();
  let timer: Timer | undefined;
  let looking: Promise<void> | undefined;
  let lookingAfter: Promise<void> | undefined;
  let stopped = true;

  const compare = async (): Promise<void> => {
    let listed: readonly PortInfo[];
    try {
      listed = await ports.list();
    } catch {
      // The system refuses to tell for the moment: what was there is taken to be there still.
      return;
    }
    if (stopped) return;
    const keys = new Set(listed.map(({ key }) => key));
    for (const key of [...present.keys()])
      if (!keys.has(key)) {
        present.delete(key);
        handlers.onVanish(key);
      }
    for (const port of listed) {
      const before = present.get(port.key);
      present.set(port.key, port);
      if (before === undefined) handlers.onAppear(port);
      else if (isAnotherPlugging(before, port)) handlers.onMove(port);
    }
  };
  // One look at a time, and one more for all who ask meanwhile: a slow system must not pile them up, and a list begun
  // before the question does not answer it.
  const look = (): Promise<void> => {
    if (looking === undefined) {
      looking = compare().finally(() => {
        looking = undefined;
      });
      return looking;
    }
    lookingAfter ??= looking.then(() => {
      lookingAfter = undefined;
      return look();
    });
    return lookingAfter;
  };

  return {
    start() {
      if (!stopped) return;
      stopped = false;
      void look();
      timer = clock.every(intervalMs, () => void look());
    },
    stop() {
      stopped = true;
      timer?.cancel();
      present.clear();
    },
    look,
  };
}
