// What is at the other end of an open line? Told by its bytes, never by its USB name: any Uno may run any program.
import { decodeRfidLine, rfidHostLines } from "../decoders/rfid-line.ts";
import { createFirmataSplitter } from "../frames/firmata-splitter.ts";
import { createLineFramer } from "../frames/line-framer.ts";
import type { ProtocolKind } from "./session-protocol.ts";

export interface Identification {
  /** The kind, once the bytes so far tell it. */
  push(bytes: Uint8Array): ProtocolKind | undefined;
  /** Bytes heard. */
  readonly heard: number;
}

/** Whether a Firmata message is one that only a Firmata board sends: its version, or its firmware's name. */
function isFirmataGreeting(message: Uint8Array): boolean {
  const [status, a, b] = message;
  if (status === 0xf9) return a === 2 && b !== undefined && b < 20;
  return status === 0xf0 && a === 0x79 && message.length >= 5;
}

/** Listens for one link. */
export function createIdentification(): Identification {
  const lines = createLineFramer();
  const messages = createFirmataSplitter("to-host");
  let heard = 0;
  return {
    get heard() {
      return heard;
    },
    push(bytes) {
      heard += bytes.length;
      for (const outcome of lines.push(bytes))
        if (outcome.kind === "frame" && decodeRfidLine(outcome.bytes).ok) return "labo-rfid";
      for (const outcome of messages.push(bytes))
        if (outcome.kind === "frame" && isFirmataGreeting(outcome.bytes)) return "firmata";
      return undefined;
    },
  };
}

/**
 * "Who are you", to a line that says nothing by itself: the reader's line, then Firmata's version and firmware queries.
 * Each is harmless to the other kind: Firmata skips bytes below 0x80 outside a message, a reader skips what does not
 * start with `$`.
 */
export const whoAreYou: Uint8Array = Uint8Array.of(...rfidHostLines.identify(), 0xf9, 0xf0, 0x79, 0xf7);
