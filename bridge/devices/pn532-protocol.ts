// A PN532 on an open line, driven by the bridge: woken, set up, asked for tags again and again → tags that arrive and leave,
// what taught tags say (NDEF), a link written to one. A chip that does not answer is an error, never an absence.
import type { Capability } from "#contract/devices.ts";
import type { Timer } from "../clock.ts";
import {
  pn532Commands,
  readDataExchange,
  readFirmwareVersion,
  readTargets,
} from "../decoders/pn532-frame.ts";
import { LaboError } from "../errors.ts";
import type { Framer } from "../frames/framer.ts";
import { createPn532Framer } from "../frames/pn532-framer.ts";
import type { Instant } from "./event-factory.ts";
import { hideAll } from "./hidden-uids.ts";
import { createPn532Link } from "./pn532-link.ts";
import { holdTimeCapability, rememberedHoldMs } from "./reader-settings.ts";
import type { DeviceProtocol, SessionHost } from "./session-protocol.ts";
import { isRandomUid, type TagIdentity, tagFamily } from "./tag-identity.ts";
import { factsOf, readRecords, type TagExchange, writeLink } from "./tag-memory.ts";
import { createTagPresence } from "./tag-presence.ts";

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
/** Frames show their kind; what follows may be the number of a tag. */
const shownBytes = 5;

const linkCapability: Capability = {
  command: "link.write",
  label: { fr: "Écrire un lien sur l’étiquette", en: "Write a link to the tag" },
  trainerOnly: true,
  arguments: [
    {
      type: "text",
      name: "link",
      label: { fr: "Lien", en: "Link" },
      maxLength: 200,
    },
  ],
};

export function createPn532Protocol(host: SessionHost, identity: TagIdentity): DeviceProtocol {
  const { clock, settings } = host;
  const presence = createTagPresence(host, rememberedHoldMs(settings.get("holdMs"), defaultHoldMs));
  const link = createPn532Link(host, identity.isTaught);
  let framer: Framer = createPn532Framer();
  let facts: Record<string, string> = {};
  /** Counts openings: what an older one still waits for is no business of this one. */
  let opening = 0;
  let pause: Timer | undefined;
  /** One at a time: calls for tags, and what people ask for. */
  let work: Promise<unknown> = Promise.resolve();
  /** Target numbers of the last call, by UID. */
  let targets: ReadonlyMap<string, { readonly number: number; readonly sak: number; readonly atqa: number }> =
    new Map();

  const now = (): Instant => ({ now: clock.now(), mono: clock.mono() });
  const exclusive = <T>(task: () => Promise<T>): Promise<T> => {
    const done = work.then(task, task);
    work = done.catch(() => undefined);
    return done;
  };

  /** To the tag with this number, through the chip. */
  const exchangeWith =
    (number: number): TagExchange =>
    async (bytes) => {
      const answer = readDataExchange(
        await link.exchange(Uint8Array.of(pn532Commands.inDataExchange, number, ...bytes), tagMs),
      );
      if (answer === undefined || answer.error !== 0)
        throw new LaboError("TAG_UNREADABLE", [`chip error ${answer?.error ?? "?"}`]);
      return answer.data;
    };

  const isNtag = (sak: number, atqa: number) => tagFamily(sak, atqa) === "mifare-ultralight-ntag";

  /** What a taught tag says; a foreign one is a visitor's own, and is not read. */
  const tellRecords = async (uid: string, number: number): Promise<void> => {
    if (!identity.isTaught(uid)) return;
    const records = await readRecords(exchangeWith(number));
    const told = factsOf(records ?? []);
    if (Object.keys(told).length === 0) return;
    host.emit(now(), { kind: "reading-taken", readings: {}, facts: told });
  };

  const callTags = async (): Promise<void> => {
    const data = await link.exchange(
      Uint8Array.of(pn532Commands.inListPassiveTarget, mostTargets, 0x00),
      listMs,
    );
    const found = readTargets(data);
    if (found === undefined) throw new LaboError("READER_CHIP_ERROR", ["targets"]);
    targets = new Map(found.map(({ uid, number, sak, atqa }) => [uid, { number, sak, atqa }]));
    for (const { uid, sak, atqa, number } of found) {
      // A random number is another one at each call: it would arrive and leave for ever. One phone is one guest.
      const key = isRandomUid(uid) ? `random-${number}` : uid;
      const isNew = presence.seen(key, "reader-1", now(), () => identity.identify(uid, sak, atqa));
      if (isNew && isNtag(sak, atqa))
        await tellRecords(uid, number).catch((error: unknown) => {
          // A tag taken away while it was read is no fault of the chip; a chip that is silent is.
          if (!(error instanceof LaboError && error.code === "TAG_UNREADABLE")) throw error;
        });
    }
    presence.check(now());
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
        await exclusive(async () => {
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
    const [only, ...others] = targets;
    if (only === undefined || others.length > 0) throw new LaboError("TAG_NOT_ALONE");
    const [uid, { number, sak, atqa }] = only;
    // A visitor's card is nobody's to write on.
    if (!identity.isTaught(uid)) throw new LaboError("TAG_NOT_TAUGHT");
    if (!isNtag(sak, atqa)) throw new LaboError("TAG_NOT_WRITABLE");
    await writeLink(exchangeWith(number), text);
    await tellRecords(uid, number);
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
      } else await exclusive(() => write(String(args.link)));
    },
    async stop() {
      opening += 1;
      pause?.cancel();
      link.abandon();
    },
  };
}
