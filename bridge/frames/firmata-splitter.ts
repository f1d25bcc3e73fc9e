// Chunks → Firmata messages (MIDI-like, 1 to 3 bytes, and sysex). Pure, bounded, resyncs one byte on.
// Guards johnny-five, whose own parser never lets go of an endless sysex, and feeds the packet inspector.
// Reference: Firmata protocol 2.x, github.com/firmata/protocol/blob/master/protocol.md
import type { DiscardReason } from "#contract/events.ts";
import type { FrameOutcome, Framer } from "./framer.ts";

/** Longest sysex kept, `F0` and `F7` counted: the capability answer of the largest boards fits. */
export const maxSysexBytes = 4096;
/** Noise is given back in pieces of this many bytes at most. */
const noisePieceBytes = 96;

const startSysex = 0xf0;
const endSysex = 0xf7;

export type FirmataDirection = "to-host" | "to-board";

/** Whole length of the message a status byte opens in that direction; 0 for a byte that opens none. */
function messageBytes(status: number, direction: FirmataDirection): number {
  const group = status < 0xf0 ? status & 0xf0 : status;
  const toBoard = direction === "to-board";
  switch (group) {
    case 0x90: // digital port
    case 0xe0: // analogue pin
      return 3;
    case 0xf9: // protocol version: asked with one byte, told with three
      return toBoard ? 1 : 3;
    case 0xf4: // set pin mode
    case 0xf5: // set digital pin
      return toBoard ? 3 : 0;
    case 0xc0: // report analogue pin
    case 0xd0: // report digital port
      return toBoard ? 2 : 0;
    case 0xff: // system reset
      return toBoard ? 1 : 0;
    default:
      return 0;
  }
}

/** Splits one direction of a Firmata line into whole messages. */
export function createFirmataSplitter(direction: FirmataDirection): Framer {
  let held: number[] = [];

  const discard = (reason: DiscardReason): FrameOutcome => {
    const bytes = Uint8Array.from(held);
    held = [];
    return { kind: "discarded", bytes, reason };
  };
  const frame = (): FrameOutcome => {
    const bytes = Uint8Array.from(held);
    held = [];
    return { kind: "frame", bytes };
  };
  const opens = (byte: number) => byte === startSysex || messageBytes(byte, direction) > 0;

  const add = (byte: number, outcomes: FrameOutcome[]): void => {
    const first = held[0];
    const inNoise = first !== undefined && !opens(first);
    if (first !== undefined && !inNoise && byte >= 0x80 && !(first === startSysex && byte === endSysex)) {
      // A status byte inside a message: the message was torn, this byte starts anew.
      outcomes.push(discard("malformed"));
    } else if (inNoise && opens(byte)) {
      outcomes.push(discard("noise"));
    }
    held.push(byte);
    const start = held[0] ?? 0;
    if (start === startSysex) {
      if (byte === endSysex) outcomes.push(frame());
      else if (held.length >= maxSysexBytes) outcomes.push(discard("too-long"));
    } else if (opens(start)) {
      if (held.length === messageBytes(start, direction)) outcomes.push(frame());
    } else if (held.length >= noisePieceBytes) {
      outcomes.push(discard("noise"));
    }
  };

  return {
    push(chunk) {
      const outcomes: FrameOutcome[] = [];
      for (const byte of chunk) add(byte, outcomes);
      return outcomes;
    },
    flush() {
      const first = held[0];
      if (first === undefined) return [];
      return [discard(opens(first) ? "malformed" : "noise")];
    },
  };
}
