// A labo-rfid board on an open line: its lines → tags that arrive and leave, what taught tags say (NDEF), a link written to
// one. Outlives its links. Reference: firmware/README.md.

import type { Why } from "#contract/refusals.ts";
import type { Timer } from "../clock.ts";
import {
  decodeRfidLine,
  explainRfidHostLine,
  type RfidMessage,
  rfidHostLines,
} from "../decoders/rfid-line.ts";
import { LaboError } from "../errors.ts";
import type { FrameOutcome, Framer } from "../frames/framer.ts";
import { createLineFramer } from "../frames/line-framer.ts";
import type { Instant } from "./event-factory.ts";
import { hideDigits, hideUid, type Shown } from "./hidden-uids.ts";
import { type LineSilence, watchSilence } from "./line-silence.ts";
import { createLyingTags } from "./lying-tags.ts";
import { createRfidCommands, rfidCapabilities } from "./rfid-commands.ts";
import type { DeviceProtocol, SessionHost } from "./session-protocol.ts";
import type { TagIdentity } from "./tag-identity.ts";
import { createTaskQueue } from "./task-queue.ts";
import {
  createType2Tags,
  isUnreadable,
  linkCapability,
  linkWrite,
  mostReadings,
  type SelectedTag,
} from "./type2-tags.ts";

/** The board tells of its reader every 2 s: after this long without a line it is gone, whatever the system says. */
const silenceMs = 5000;
/** Asked to tell all, it tells the tags that lie there within this time; the others have left meanwhile. */
const resyncMs = 2000;
const answerMs = 2000;
/** Before a tag that could not be read is read again. */
const readAgainMs = 250;
const sequenceSize = 0x1_0000;
/** Of the protocol: the first version that reads and writes tags, and the last one known here. */
const memoryVersion = 2;
const lastVersion = 2;

export function createRfidProtocol(host: SessionHost, identity: TagIdentity): DeviceProtocol {
  const { clock } = host;
  // However fast the clock, a simulated board shares the real machine: silence is judged in real time.
  const real = (ms: number) => ms * Math.max(1, clock.rate);
  const tags = createLyingTags(host, identity);
  let framer: Framer = createLineFramer();
  let facts: Record<string, string> = {};
  /** Of the protocol, once the board said hello. */
  let version: number | undefined;
  const work = createTaskQueue();
  /** Tags that arrived and were not read yet, by UID, and how often that was tried. */
  const unread = new Map<string, { readonly tag: SelectedTag; readonly tries: number }>();
  let lastSequence: number | undefined;
  /** It said hello: the next count tells whether it started anew or only answered. */
  let greeted = false;
  let mismatches = 0;
  /** A line was lost: the board has to tell all again. */
  let owed = false;
  let askedMono = Number.NEGATIVE_INFINITY;
  let chipStatus: string | undefined;
  let resync: Timer | undefined;
  let silence: LineSilence | undefined;
  let up = false;

  const now = (): Instant => ({ now: clock.now(), mono: clock.mono() });
  const send = (line: Uint8Array): Promise<void> => {
    host.frame(now(), "out", line, () => ({ format: "rfid-line", spans: explainRfidHostLine(line) }));
    return host.write(line);
  };
  const commands = createRfidCommands(clock, send, real(answerMs));
  const type2 = createType2Tags(host, identity, commands.pagesOf);
  /** Asks the board to tell all again. A line that cannot be written is noticed by the session itself. */
  const ask = (): void => {
    askedMono = clock.mono();
    send(rfidHostLines.identify()).catch(() => undefined);
  };
  const askIfOwed = (): void => {
    if (owed && resync === undefined && clock.mono() - askedMono >= resyncMs) ask();
  };

  /** Tells what the tags that arrived say, one after another. */
  const readTags = (): void => {
    if (version === undefined || version < memoryVersion) return;
    for (const [uid, { tag, tries }] of unread) {
      unread.delete(uid);
      work
        .add(async () => {
          // Taken away meanwhile: it says nothing.
          if (tags.has(uid)) await type2.tell(tag);
        })
        .catch((error: unknown) => {
          host.logger.debug({ error: String(error) }, "a tag was not read");
          if (!isUnreadable(error) || tries + 1 >= mostReadings) return;
          clock.after(readAgainMs, () => {
            if (!up || !tags.has(uid)) return;
            unread.set(uid, { tag, tries: tries + 1 });
            readTags();
          });
        });
    }
  };

  const startResync = (): void => {
    tags.doubt();
    resync?.cancel();
    resync = clock.after(resyncMs, () => {
      resync = undefined;
      tags.dropDoubted(now());
      askIfOwed();
    });
  };

  const onHello = (message: RfidMessage & { type: "hello" }): void => {
    if (message.protocol < 1 || message.protocol > lastVersion) {
      host.fail(new LaboError("SERIAL_UNREADABLE", [`protocol ${message.protocol}`]));
      return;
    }
    version = message.protocol;
    facts = { ...facts, firmware: message.firmware, version: message.version };
    greeted = true;
    owed = false;
    startResync();
    host.describe();
    readTags();
  };

  const checkSequence = (sequence: number): void => {
    const follows = lastSequence === undefined || sequence === (lastSequence + 1) % sequenceSize;
    lastSequence = sequence;
    if (!follows && greeted) tags.bridge();
    else if (!follows) owed = true;
    greeted = false;
    askIfOwed();
  };

  const onStatus = (message: RfidMessage & { type: "reader-status" }, at: Instant): void => {
    if (message.status !== chipStatus) {
      chipStatus = message.status;
      if (message.status === "ok") host.well();
      else host.unwell(message.status === "absent" ? "READER_CHIP_ABSENT" : "READER_CHIP_ERROR");
      facts = { ...facts, chip: `0x${message.chip.toString(16).padStart(2, "0")}` };
      host.describe();
    }
    if (resync !== undefined) return;
    tags.stillThere(at);
    // A lost line shows as a count that does not fit; once may be chance, twice is not.
    mismatches = message.held === tags.size ? 0 : mismatches + 1;
    if (mismatches >= 2) {
      mismatches = 0;
      owed = true;
    }
    askIfOwed();
  };

  const onMessage = (message: RfidMessage, at: Instant): void => {
    if ("seq" in message) checkSequence(message.seq);
    switch (message.type) {
      case "hello":
        onHello(message);
        break;
      case "tag-arrived":
        if (tags.arrived(message, at)) unread.set(message.uid, { tag: message, tries: 0 });
        readTags();
        break;
      case "tag-left":
        tags.left(message, at);
        unread.delete(message.uid);
        break;
      case "reader-status":
        onStatus(message, at);
        break;
      case "accepted":
        commands.accepted(message.command);
        break;
      case "refused":
        commands.refused(message.command, message.reason);
        break;
      case "tag-data":
        commands.read(message.uid, message.page, message.data);
        break;
    }
  };

  const writeLink = async (link: string): Promise<void> => {
    if (version === undefined) throw new LaboError("COMMAND_REFUSED", ["the board has not said hello"]);
    if (version < memoryVersion) throw new LaboError("READER_FIRMWARE_OLD");
    await work.add(() => type2.write(tags.selected(), link));
  };

  const discard = (at: Instant, { bytes, spans }: Shown, format: string, why: Why): void => {
    host.discard(at, bytes, why);
    host.frame(at, "in", bytes, () => ({ format, spans, discarded: why }));
  };

  const onOutcome = (outcome: FrameOutcome, at: Instant): void => {
    const { bytes } = outcome;
    if (outcome.kind === "discarded") {
      discard(at, hideDigits(bytes), "unknown", outcome.reason);
      return;
    }
    const decoded = decodeRfidLine(bytes);
    if (!decoded.ok) {
      discard(at, hideDigits(bytes, decoded.spans), "rfid-line", decoded.why);
      return;
    }
    const { message } = decoded;
    const isForeign = "uid" in message && !identity.isTaught(message.uid);
    host.frame(at, "in", bytes, () => {
      const { spans } = decoded;
      return { format: "rfid-line", ...(isForeign ? hideUid(bytes, spans) : { spans }) };
    });
    silence?.broken();
    onMessage(message, at);
  };

  return {
    kind: "labo-rfid",
    description: () => ({
      model: "labo-rfid",
      profile: "rfid-hf",
      name: { fr: "Lecteur RFID", en: "RFID reader" },
      channels: [],
      capabilities: [...rfidCapabilities, linkCapability],
      facts,
    }),
    linkUp(at) {
      up = true;
      framer = createLineFramer();
      version = undefined;
      lastSequence = undefined;
      greeted = false;
      chipStatus = undefined;
      mismatches = 0;
      owed = false;
      tags.bridge();
      startResync();
      tags.tell(at);
      ask();
      silence = watchSilence(clock, (silentMs) => {
        if (silentMs > real(silenceMs)) host.fail(new LaboError("SERIAL_SILENT"));
      });
    },
    onChunk({ bytes, now: wall, mono }) {
      for (const outcome of framer.push(bytes)) if (up) onOutcome(outcome, { now: wall, mono });
    },
    linkDown(at) {
      up = false;
      silence?.stop();
      resync?.cancel();
      resync = undefined;
      for (const outcome of framer.flush())
        if (outcome.kind === "discarded") discard(at, hideDigits(outcome.bytes), "unknown", outcome.reason);
      commands.abandon();
    },
    execute: (command, args) =>
      command === linkWrite ? writeLink(String(args.link)) : commands.execute(command, Number(args.ms)),
    async stop() {
      silence?.stop();
      resync?.cancel();
    },
  };
}
