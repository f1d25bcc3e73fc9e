// A virtual serial hub whose far ends are scripted byte devices: what a board does is written in the test, byte for byte.
import type { VirtualPort, VirtualSerialHub } from "../../bridge/virtual-kit/kit.ts";

export interface FarEnd {
  /** To the host. */
  send(bytes: Uint8Array): void;
}

/** Firmware in a test: called at each opening, as a board resets then. */
export type Firmware = (far: FarEnd, baudRate: number) => { onBytes(bytes: Uint8Array): void; stop?(): void };

export interface ByteHub extends VirtualSerialHub {
  plug(port: VirtualPort, firmware: Firmware): void;
  /** @param silent the host is not told, as some drivers do. */
  unplug(path: string, silent?: boolean): void;
  /** How often a port was opened. */
  opened(path: string): number;
}

let pluggings = 0;

/** A port as it is listed after one plugging; another call is another plugging. */
export const port = (path: string, serialNumber: string): VirtualPort => ({
  path,
  serialNumber,
  vendorId: "2341",
  productId: "0043",
  manufacturer: "Labo",
  plugging: String(++pluggings),
});

class SystemError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export function createByteHub(): ByteHub {
  const boards = new Map<
    string,
    { port: VirtualPort; firmware: Firmware; close: ((told: boolean) => void) | undefined }
  >();
  const openings = new Map<string, number>();
  return {
    plug: (given, firmware) => void boards.set(given.path, { port: given, firmware, close: undefined }),
    unplug(path, silent = false) {
      boards.get(path)?.close?.(!silent);
      boards.delete(path);
    },
    opened: (path) => openings.get(path) ?? 0,
    list: () => [...boards.values()].map((board) => board.port),
    open(path, baudRate, handlers) {
      const board = boards.get(path);
      if (board === undefined) throw new SystemError("ENOENT");
      if (board.close !== undefined) throw new SystemError("EBUSY");
      openings.set(path, (openings.get(path) ?? 0) + 1);
      let open = true;
      const running = board.firmware({ send: (bytes) => open && handlers.onData(bytes) }, baudRate);
      const close = (told: boolean) => {
        if (!open) return;
        open = false;
        board.close = undefined;
        running.stop?.();
        if (told) handlers.onUnplug();
      };
      board.close = close;
      return {
        write: (bytes) => {
          if (open) running.onBytes(bytes);
        },
        close: () => close(false),
      };
    },
  };
}
