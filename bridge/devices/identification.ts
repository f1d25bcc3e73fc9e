// What is at the other end of an open line? Told by its bytes, never by its USB name: any Uno may run any program.
import { decodeEm4100Frame } from "../decoders/em4100-frame.ts";
import { decodeNexmosphereLine, whichElement } from "../decoders/nexmosphere-line.ts";
import { decodeNmeaSentence } from "../decoders/nmea-sentence.ts";
import { decodePn532Frame, pn532Commands } from "../decoders/pn532-frame.ts";
import { decodeRfidLine, rfidHostLines } from "../decoders/rfid-line.ts";
import { decodeValueLine } from "../decoders/value-line.ts";
import { createEm4100Framer } from "../frames/em4100-framer.ts";
import { createFirmataSplitter } from "../frames/firmata-splitter.ts";
import { createLineFramer } from "../frames/line-framer.ts";
import { createPn532Framer, encodePn532, pn532WakeUp } from "../frames/pn532-framer.ts";
import { createTextFramer, textOf } from "../frames/text-framer.ts";
import type { ProtocolKind } from "./session-protocol.ts";

export interface Finding {
  readonly kind: ProtocolKind;
  /** How sure the bytes make it, 0 to 1: a checksum that fits is nearly certain, bare numbers could be much else. */
  readonly confidence: number;
  /** What else the same bytes could be. */
  readonly alternatives: readonly ProtocolKind[];
}

export interface Identification {
  /** The kind, once the bytes so far tell it. */
  push(bytes: Uint8Array): Finding | undefined;
  /** Bytes heard. */
  readonly heard: number;
}

/** Whether a Firmata message is one that only a Firmata board sends: its version, or its firmware's name. */
function isFirmataGreeting(message: Uint8Array): boolean {
  const [status, a, b] = message;
  if (status === 0xf9) return a === 2 && b !== undefined && b < 20;
  return status === 0xf0 && a === 0x79 && message.length >= 5;
}

/** Lines of values it takes to believe that a sketch prints them: a wrong speed makes one by chance, hardly several. */
const namedLines = 3;
const bareLines = 6;
/** A clone's frames with a wrong checksum, the same so many times. */
const sameFrames = 3;

const certain = (kind: ProtocolKind, confidence: number): Finding => ({ kind, confidence, alternatives: [] });

/** Listens for one link at one speed. */
export function createIdentification(): Identification {
  const lines = createLineFramer();
  const messages = createFirmataSplitter("to-host");
  const em4100 = createEm4100Framer();
  const pn532 = createPn532Framer();
  const text = createTextFramer();
  let heard = 0;
  let valueLines = 0;
  let named = 0;
  let lastWrong = "";
  let sameWrong = 0;

  const readEm4100 = (frame: Uint8Array): Finding | undefined => {
    const decoded = decodeEm4100Frame(frame);
    if (!decoded.ok) return undefined;
    if (decoded.checksumOk) return certain("em4100", 0.98);
    sameWrong = decoded.raw === lastWrong ? sameWrong + 1 : 1;
    lastWrong = decoded.raw;
    return sameWrong >= sameFrames ? certain("em4100", 0.8) : undefined;
  };

  const readText = (line: string): Finding | undefined => {
    if (decodeNmeaSentence(line).ok) return certain("gps", 0.99);
    const nexmosphere = decodeNexmosphereLine(line);
    if (nexmosphere.ok && nexmosphere.message.type !== "other") return certain("nexmosphere", 0.95);
    const values = decodeValueLine(line);
    if (values.kind !== "values") return undefined;
    valueLines += 1;
    if (values.style !== "table") named += 1;
    if (named >= namedLines) return certain("value-lines", 0.9);
    return valueLines >= bareLines
      ? { kind: "value-lines", confidence: 0.6, alternatives: ["gps", "nexmosphere"] }
      : undefined;
  };

  return {
    get heard() {
      return heard;
    },
    push(bytes) {
      heard += bytes.length;
      for (const outcome of lines.push(bytes))
        if (outcome.kind === "frame" && decodeRfidLine(outcome.bytes).ok) return certain("labo-rfid", 1);
      for (const outcome of messages.push(bytes))
        if (outcome.kind === "frame" && isFirmataGreeting(outcome.bytes)) return certain("firmata", 0.99);
      for (const outcome of pn532.push(bytes))
        if (outcome.kind === "frame" && decodePn532Frame(outcome.bytes).ok) return certain("pn532", 0.99);
      for (const outcome of em4100.push(bytes)) {
        const found = outcome.kind === "frame" ? readEm4100(outcome.bytes) : undefined;
        if (found !== undefined) return found;
      }
      for (const outcome of text.push(bytes)) {
        // A line that is no text among the lines: a wrong speed, not a sketch.
        if (outcome.kind === "discarded") {
          valueLines = 0;
          named = 0;
          continue;
        }
        const found = readText(textOf(outcome.bytes));
        if (found !== undefined) return found;
      }
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

/**
 * What is in the first socket of a Nexmosphere controller, which says nothing by itself until somebody lifts something. It
 * begins with the end of a line: the questions above are none that it understands.
 */
export const nexmosphereQuery: Uint8Array = Uint8Array.of(0x0d, 0x0a, ...whichElement(1));

/** Wakes a PN532 and asks its version. Sent only to a line where nobody answered the question above. */
export const pn532Query: Uint8Array = Uint8Array.of(
  ...pn532WakeUp,
  ...encodePn532(Uint8Array.of(pn532Commands.getFirmwareVersion)),
);
