// A 125 kHz reader on an open line: its frames → tags that arrive and leave. It says nothing while nothing lies there,
// so silence is no fault; it repeats its frame while a tag lies there (RDM6300) or says it once (ID-2LA, ID-12LA,
// ID-20LA in some modes): the hold time decides when a tag has left.
import type { Capability } from "#contract/devices.ts";
import type { Timer } from "../clock.ts";
import { decodeEm4100Frame, type Em4100Outcome } from "../decoders/em4100-frame.ts";
import { LaboError } from "../errors.ts";
import { createEm4100Framer } from "../frames/em4100-framer.ts";
import type { FrameOutcome, Framer } from "../frames/framer.ts";
import type { Instant } from "./event-factory.ts";
import { hideDigits, hideUid } from "./hidden-uids.ts";
import { holdTimeCapability, rememberedHoldMs } from "./reader-settings.ts";
import type { DeviceProtocol, SessionHost } from "./session-protocol.ts";
import type { TagIdentity } from "./tag-identity.ts";
import { createTagPresence } from "./tag-presence.ts";
import { linkWrite } from "./type2-tags.ts";

/** RDM6300 repeats about every 65 ms: a handful of lost frames is no departure. */
const defaultHoldMs = 500;
const checkEveryMs = 50;
/** So many times the same frame in a row with a checksum that does not fit: the module computes it wrong. */
const sameFramesToBelieve = 3;
/** So many bytes without one whole frame: this is no 125 kHz reader, or not at this speed. */
const mostGarbageBytes = 256;

type Checksum = "strict" | "lenient";

const checksumCapability: Capability = {
  command: "checksum.set",
  label: { fr: "Sommes de contrôle fausses", en: "Wrong checksums" },
  trainerOnly: true,
  arguments: [
    {
      type: "choice",
      name: "mode",
      label: { fr: "Que faire", en: "What to do" },
      choices: [
        { value: "strict", label: { fr: "Refuser ces trames", en: "Refuse these frames" } },
        {
          value: "lenient",
          label: { fr: "Croire trois trames pareilles de suite", en: "Believe three equal frames in a row" },
        },
      ],
    },
  ],
};

export function createEm4100Protocol(host: SessionHost, identity: TagIdentity): DeviceProtocol {
  const { clock, settings } = host;
  const presence = createTagPresence(host, rememberedHoldMs(settings.get("holdMs"), defaultHoldMs));
  let checksum: Checksum = settings.get("checksum") === "lenient" ? "lenient" : "strict";
  let framer: Framer = createEm4100Framer();
  let framing: "RDM6300" | "ID-2LA/12LA/20LA" | undefined;
  let garbageBytes = 0;
  let lastWrong = "";
  let sameWrong = 0;
  let timer: Timer | undefined;

  const now = (): Instant => ({ now: clock.now(), mono: clock.mono() });

  /** Whether a frame with a wrong checksum is to be believed. */
  const believeWrong = (raw: string): boolean => {
    sameWrong = raw === lastWrong ? sameWrong + 1 : 1;
    lastWrong = raw;
    if (sameWrong < sameFramesToBelieve) return false;
    host.unwell("READER_CHECKSUM");
    return checksum === "lenient";
  };

  const onTag = (frame: Uint8Array, decoded: Em4100Outcome & { ok: true }, at: Instant): void => {
    const { tag, raw, checksumOk, spans } = decoded;
    const found = frame.length === 14 ? "RDM6300" : "ID-2LA/12LA/20LA";
    if (framing !== found) {
      framing = found;
      host.describe();
    }
    garbageBytes = 0;
    const shown = identity.isTaught(tag.uid) ? { bytes: frame, spans } : hideUid(frame, spans);
    const isBelieved = checksumOk || believeWrong(raw);
    if (checksumOk && lastWrong !== "") {
      lastWrong = "";
      host.well();
    }
    host.frame(at, "in", shown.bytes, () => ({
      format: "em4100-frame",
      spans: shown.spans,
      ...(checksumOk ? {} : { discarded: "bad-checksum" as const }),
    }));
    if (!isBelieved) host.discard(at, shown.bytes, "bad-checksum");
    else presence.seen(tag.uid, "reader-1", at, () => identity.identifyAs(tag.uid, "em4100"));
  };

  const onDiscarded = ({ bytes, ...outcome }: FrameOutcome & { kind: "discarded" }, at: Instant): void => {
    garbageBytes += bytes.length;
    const shown = hideDigits(bytes);
    host.discard(at, shown.bytes, outcome.reason);
    host.frame(at, "in", shown.bytes, () => ({ format: "unknown", spans: [], discarded: outcome.reason }));
  };

  return {
    kind: "em4100",
    description: () => ({
      model: "em4100-reader",
      profile: "rfid-lf",
      name: { fr: "Lecteur RFID à 125 kHz", en: "125 kHz RFID reader" },
      channels: [],
      capabilities: [holdTimeCapability(presence.holdMs), checksumCapability],
      facts: { ...(framing === undefined ? {} : { framing }), checksum },
    }),
    linkUp(at) {
      framer = createEm4100Framer();
      garbageBytes = 0;
      lastWrong = "";
      presence.excuse(at);
      presence.tell(at);
      timer = clock.every(checkEveryMs, () => presence.check(now()));
    },
    onChunk({ bytes, now: wall, mono }) {
      const at = { now: wall, mono };
      for (const outcome of framer.push(bytes)) {
        const decoded = outcome.kind === "frame" ? decodeEm4100Frame(outcome.bytes) : undefined;
        if (outcome.kind === "discarded") onDiscarded(outcome, at);
        else if (decoded?.ok) onTag(outcome.bytes, decoded, at);
        else onDiscarded({ kind: "discarded", bytes: outcome.bytes, reason: "malformed" }, at);
      }
      if (garbageBytes > mostGarbageBytes) host.fail(new LaboError("SERIAL_UNREADABLE"));
    },
    linkDown(at) {
      timer?.cancel();
      for (const outcome of framer.flush()) if (outcome.kind === "discarded") onDiscarded(outcome, at);
    },
    whyNot: (command) => (command === linkWrite ? "TAG_WITHOUT_MEMORY" : undefined),
    async execute(command, args) {
      if (command === "hold-time.set") {
        presence.holdMs = Number(args.ms);
        settings.set("holdMs", presence.holdMs);
      } else {
        checksum = args.mode === "lenient" ? "lenient" : "strict";
        settings.set("checksum", checksum);
      }
      host.describe();
    },
    async stop() {
      timer?.cancel();
    },
  };
}
