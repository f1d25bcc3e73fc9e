// What a board says on its wireless serial line: the kit's own lines and lines of values go to the same protocols as on a
// cable; any other line is a text, told as a fact.
import type { Capability, Channel } from "#contract/devices.ts";
import type { Timer } from "../../clock.ts";
import { plainText } from "../../decoders/bytes.ts";
import { LaboError } from "../../errors.ts";
import { createTextFramer } from "../../frames/text-framer.ts";
import type { Chunk } from "../../transports/transport.ts";
import type { Instant } from "../event-factory.ts";
import { hideDigits } from "../hidden-uids.ts";
import { createIdentification } from "../identification.ts";
import { createRfidProtocol } from "../rfid-protocol.ts";
import type { DeviceProtocol, SessionHost } from "../session-protocol.ts";
import type { TagIdentity } from "../tag-identity.ts";
import { createValueLinesProtocol } from "../value-lines-protocol.ts";

/** Between two lines told: a board that prints without a pause must not flood. */
const lineMs = 100;
const longestLine = 120;

export interface UartLinesOptions {
  /** The session, for the protocols on the line. */
  readonly host: SessionHost;
  readonly tags: TagIdentity;
  readonly isMicrobit: boolean;
  /** A line of text, harmless to show. */
  readonly onLine: (text: string, at: Instant) => void;
}

export interface UartLines {
  onChunk(chunk: Chunk): void;
  /** Channels and commands of what speaks on the line. */
  readonly channels: readonly Channel[];
  readonly capabilities: readonly Capability[];
  execute(command: string, args: Readonly<Record<string, number | string>>): Promise<void>;
  linkDown(at: Instant): void;
}

export function createUartLines({ host, tags, isMicrobit, onLine }: UartLinesOptions): UartLines {
  const { clock } = host;
  let identification = createIdentification();
  let framer = createTextFramer();
  let protocol: DeviceProtocol | undefined;
  let waiting: { readonly text: string; readonly at: Instant } | undefined;
  let pause: Timer | undefined;

  const drop = (at: Instant): void => {
    protocol?.linkDown(at);
    void protocol?.stop();
    protocol = undefined;
    identification = createIdentification();
  };

  /** The line's protocol gives up: the link stays, and the line is listened to anew. */
  const ownHost: SessionHost = {
    ...host,
    fail: () => drop({ now: clock.now(), mono: clock.mono() }),
  };

  const tell = (): void => {
    pause = undefined;
    if (waiting === undefined) return;
    onLine(waiting.text, waiting.at);
    waiting = undefined;
    pause = clock.after(lineMs, tell);
  };

  const readText = ({ bytes, now, mono }: Chunk): void => {
    for (const outcome of framer.push(bytes)) {
      const at = { now, mono };
      if (outcome.kind !== "frame") {
        host.discard(at, hideDigits(outcome.bytes).bytes, outcome.reason);
        continue;
      }
      // It may be the number of somebody's card.
      const shown = hideDigits(outcome.bytes).bytes;
      const text = plainText(Buffer.from(Buffer.from(shown).toString("utf8").trim()), longestLine);
      if (text === "") continue;
      waiting = { text, at };
      if (pause === undefined) tell();
    }
  };

  return {
    onChunk(chunk) {
      if (protocol !== undefined) {
        protocol.onChunk(chunk);
        return;
      }
      const found = identification.push(chunk.bytes);
      const at = { now: chunk.now, mono: chunk.mono };
      if (found?.kind === "labo-rfid") protocol = createRfidProtocol(ownHost, tags);
      else if (found?.kind === "value-lines") protocol = createValueLinesProtocol(ownHost, isMicrobit);
      if (protocol === undefined) {
        readText(chunk);
        return;
      }
      protocol.linkUp(at);
      host.describe();
      protocol.onChunk(chunk);
    },
    get channels() {
      return protocol?.description().channels ?? [];
    },
    get capabilities() {
      return protocol?.description().capabilities ?? [];
    },
    async execute(command, args) {
      if (protocol === undefined) throw new LaboError("COMMAND_UNKNOWN");
      await protocol.execute(command, args);
    },
    linkDown(at) {
      pause?.cancel();
      pause = undefined;
      waiting = undefined;
      framer = createTextFramer();
      drop(at);
    },
  };
}
