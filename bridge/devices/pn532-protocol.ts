// A PN532 on an open line, driven by the bridge: woken, set up, asked for tags again and again → tags that arrive and leave,
// what taught tags say (NDEF), a link written to one. A chip that does not answer is an error, never an absence.
import type { Timer } from "../clock.ts";
import {
  type Pn532Target,
  pn532Commands,
  readDataExchange,
  readFirmwareVersion,
  readTargets,
} from "../decoders/pn532-frame.ts";
import { type ErrorCode, LaboError } from "../errors.ts";
import type { Framer } from "../frames/framer.ts";
import { createPn532Framer } from "../frames/pn532-framer.ts";
import type { Instant } from "./event-factory.ts";
import { hideAll } from "./hidden-uids.ts";
import { createPn532Link } from "./pn532-link.ts";
import { holdTimeCapability, rememberedHoldMs } from "./reader-settings.ts";
import type { DeviceProtocol, SessionHost } from "./session-protocol.ts";
import { isRandomUid, type TagIdentity } from "./tag-identity.ts";
import type { TagPages } from "./tag-memory.ts";
import { createTagPresence } from "./tag-presence.ts";
import { createTaskQueue } from "./task-queue.ts";
import { createType2Tags, isUnreadable, linkCapability, mostReadings } from "./type2-tags.ts";

const pollMs = 120;
/** Three calls without an answer of the tag, and the time a call takes. */
const defaultHoldMs = 600;
const setupMs = 500;
const listMs = 1000;
const tagMs = 500;
/** Calls in a row the chip did not answer: it is unwell, then gone. */
const failuresUnwell = 2;
const failuresGone = 5;
const mostTargets = 2;
/** So many times a tag is asked before it is given up; it is called anew in between. */
const tagTries = 3;
/** Errors of the chip when the tag refused (UM0701-02, 7.1): it answered what is no data, or its four bits of NAK. */
const tagRefusals: readonly number[] = [0x13, 0x14];
const readCommand = 0x30;
const writeCommand = 0xa2;
const readBytes = 16;
/** Frames show their kind; what follows may be the number of a tag. */
const shownBytes = 5;

export function createPn532Protocol(host: SessionHost, identity: TagIdentity): DeviceProtocol {
  const { clock, settings } = host;
  const presence = createTagPresence(host, rememberedHoldMs(settings.get("holdMs"), defaultHoldMs));
  const link = createPn532Link(host, identity.isTaught);
  let framer: Framer = createPn532Framer();
  let facts: Record<string, string> = {};
  /** Counts openings: what an older one still waits for is no business of this one. */
  let opening = 0;
  let pause: Timer | undefined;
  /** Calls for tags, and what people ask for. */
  const work = createTaskQueue();
  /** Tags of the last call, by UID. */
  let targets: ReadonlyMap<string, Pn532Target> = new Map();
  /** Tags that could not be read yet, by UID, and how often that was tried. */
  const unread = new Map<string, number>();

  const now = (): Instant => ({ now: clock.now(), mono: clock.mono() });

  /** Calls the tags, one of which it then reaches by its number. */
  const list = async (): Promise<readonly Pn532Target[]> => {
    const data = await link.exchange(
      Uint8Array.of(pn532Commands.inListPassiveTarget, mostTargets, 0x00),
      listMs,
    );
    const found = readTargets(data);
    if (found === undefined) throw new LaboError("READER_CHIP_ERROR", ["targets"]);
    targets = new Map(found.map((target) => [target.uid, target]));
    return found;
  };

  /** Bytes to a tag, its answer back. @throws LaboError `refusal` when the tag says no, TAG_UNREADABLE, or the chip's own. */
  const exchange = async (uid: string, bytes: Uint8Array, refusal: ErrorCode): Promise<Uint8Array> => {
    for (let tries = 1; ; tries++) {
      const number = targets.get(uid)?.number;
      const answer =
        number === undefined
          ? undefined
          : readDataExchange(
              await link.exchange(Uint8Array.of(pn532Commands.inDataExchange, number, ...bytes), tagMs),
            );
      if (answer?.error === 0) return answer.data;
      const detail = number === undefined ? "gone" : `chip error ${answer?.error ?? "?"}`;
      if (answer !== undefined && tagRefusals.includes(answer.error)) throw new LaboError(refusal, [detail]);
      if (tries === tagTries) throw new LaboError("TAG_UNREADABLE", [detail]);
      // The chip lets go of a tag that did not answer.
      await list();
    }
  };
  const pagesOf = (uid: string): TagPages => ({
    async read(page) {
      const bytes = await exchange(uid, Uint8Array.of(readCommand, page), "TAG_UNREADABLE");
      if (bytes.length !== readBytes) throw new LaboError("TAG_UNREADABLE", [`page ${page}`]);
      return bytes;
    },
    async write(page, bytes) {
      await exchange(uid, Uint8Array.of(writeCommand, page, ...bytes), "TAG_NOT_WRITABLE");
    },
  });
  const type2 = createType2Tags(host, identity, pagesOf);

  const callTags = async (): Promise<void> => {
    for (const target of await list()) {
      const { uid, sak, atqa, number } = target;
      // A random number is another one at each call: it would arrive and leave for ever. One phone is one guest.
      const key = isRandomUid(uid) ? `random-${number}` : uid;
      const isNew = presence.seen(key, "reader-1", now(), () => identity.identify(uid, sak, atqa));
      const tries = isNew ? 0 : unread.get(uid);
      unread.delete(uid);
      if (tries === undefined) continue;
      await type2.tell(target).catch((error: unknown) => {
        // A tag taken away while it was read is no fault of the chip; a chip that is silent is.
        if (!isUnreadable(error)) throw error;
        if (tries + 1 < mostReadings) unread.set(uid, tries + 1);
      });
    }
    presence.check(now());
    for (const uid of unread.keys()) if (!presence.has(uid)) unread.delete(uid);
  };

  const setUp = async (): Promise<void> => {
    await link.wakeUp();
    const version = readFirmwareVersion(
      await link.exchange(Uint8Array.of(pn532Commands.getFirmwareVersion), setupMs),
    );
    if (version === undefined) throw new LaboError("READER_CHIP_ERROR", ["version"]);
    facts = { chip: `PN5${version.ic.toString(16)}`, version: version.version };
    host.describe();
    // One try a call: with the chip's own setting an empty field is never answered (UM0701-02, 7.3.1, item 5).
    await link.exchange(Uint8Array.of(pn532Commands.rfConfiguration, 0x05, 0xff, 0x01, 0x01), setupMs);
  };

  const run = async (mine: number): Promise<void> => {
    let failures = 0;
    let isSetUp = false;
    while (opening === mine) {
      try {
        await work.add(async () => {
          if (opening !== mine) return;
          if (!isSetUp) await setUp();
          isSetUp = true;
          await callTags();
        });
        if (failures >= failuresUnwell) host.well();
        failures = 0;
      } catch (error) {
        if (opening !== mine) return;
        failures += 1;
        // Its silence says nothing of the tags.
        presence.excuse(now());
        isSetUp = false;
        host.logger.debug({ error: String(error) }, "the PN532 did not answer well");
        if (failures === failuresUnwell) host.unwell("READER_CHIP_ERROR");
        if (failures >= failuresGone) {
          host.fail(new LaboError("SERIAL_SILENT"));
          return;
        }
      }
      await new Promise<void>((resolve) => {
        pause = clock.after(pollMs, resolve);
      });
    }
  };

  const write = async (text: string): Promise<void> => {
    await callTags();
    await type2.write([...targets.values()], text);
  };

  return {
    kind: "pn532",
    description: () => ({
      model: "pn532",
      profile: "rfid-hf",
      name: { fr: "Lecteur NFC PN532", en: "PN532 NFC reader" },
      channels: [],
      capabilities: [holdTimeCapability(presence.holdMs), linkCapability],
      facts,
    }),
    linkUp(at) {
      framer = createPn532Framer();
      presence.excuse(at);
      presence.tell(at);
      opening += 1;
      void run(opening);
    },
    onChunk({ bytes, now: wall, mono }) {
      const at = { now: wall, mono };
      for (const outcome of framer.push(bytes)) {
        if (outcome.kind === "frame" && link.onFrame(outcome.bytes, at)) continue;
        const { bytes: shown } = hideAll(outcome.bytes, shownBytes);
        const reason = outcome.kind === "frame" ? "malformed" : outcome.reason;
        host.discard(at, shown, reason);
        host.frame(at, "in", shown, () => ({ format: "unknown", spans: [], discarded: reason }));
      }
    },
    linkDown(at) {
      opening += 1;
      pause?.cancel();
      link.abandon();
      for (const outcome of framer.flush())
        if (outcome.kind === "discarded")
          host.discard(at, hideAll(outcome.bytes, shownBytes).bytes, outcome.reason);
    },
    async execute(command, args) {
      if (command === "hold-time.set") {
        presence.holdMs = Number(args.ms);
        settings.set("holdMs", presence.holdMs);
        host.describe();
      } else await work.add(() => write(String(args.link)));
    },
    async stop() {
      opening += 1;
      pause?.cancel();
      link.abandon();
    },
  };
}
