// Connections to peripherals, as a recording has them.
import type { LaboError } from "../../errors.ts";
import type { GattConnector, GattLinkHandlers } from "../transport.ts";
import type { Failure, RecordingLine } from "./recording-format.ts";

type GattLine = Extract<RecordingLine, { what: "gatt-open" | "gatt-opened" | "gatt-value" | "gatt-closed" }>;

export interface GattPlay {
  readonly connector: GattConnector;
  play(line: GattLine): void;
}

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));

/** @param called resolves when the answer to that call comes, with its bytes in hexadecimal where it has any. */
export function createGattPlay(
  called: (call: string) => Promise<string | undefined>,
  errorOf: (failure: Failure) => LaboError,
): GattPlay {
  const links = new Map<number, GattLinkHandlers>();
  let opened = 0;

  return {
    connector: {
      connect(_address, handlers) {
        opened += 1;
        const link = opened;
        let calls = 0;
        const next = (kind: string) => {
          calls += 1;
          return called(`gatt.${link}.${kind}.${calls}`);
        };
        links.set(link, handlers);
        return {
          read: async () => bytesOf((await next("read")) ?? ""),
          write: async () => void (await next("write")),
          subscribe: async () => void (await next("subscribe")),
          close: () => void links.delete(link),
        };
      },
    },
    play(line) {
      const handlers = links.get(line.link);
      if (line.what === "gatt-opened") handlers?.onOpen(line.characteristics);
      if (line.what === "gatt-closed") handlers?.onClose(errorOf(line.failure));
      if (line.what === "gatt-value" && line.direction === "in") {
        const { service, uuid, hex, heard, time, mono } = line;
        const at = heard === undefined ? { now: time, mono } : { now: heard.time, mono: heard.mono };
        handlers?.onValue({ service, uuid }, { bytes: bytesOf(hex), ...at });
      }
    },
  };
}
