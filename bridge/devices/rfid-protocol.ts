// A labo-rfid board on an open line: its lines → tags that arrive and leave. Outlives its links, so that a tag that
// lay there before a cable was pulled and lies there after has neither left nor arrived. Reference: firmware/README.md.
import type { Capability } from "#contract/devices.ts";
import type { Tag } from "#contract/events.ts";
import type { Timer } from "../clock.ts";
import { decodeRfidLine, type RfidMessage, rfidHostLines } from "../decoders/rfid-line.ts";
import { LaboError } from "../errors.ts";
import type { Framer } from "../frames/framer.ts";
import { createLineFramer } from "../frames/line-framer.ts";
import type { Instant } from "./event-factory.ts";
import type { DeviceProtocol, SessionHost } from "./session-protocol.ts";
import type { TagIdentity } from "./tag-identity.ts";

/** The board tells of its reader every 2 s: after this long without a line it is gone, whatever the system says. */
const silenceMs = 5000;
/** After a new start, tags that lie there are told again within this time; the others have left meanwhile. */
const resyncMs = 2000;
const answerMs = 2000;
const maxPending = 8;
const maxLying = 64;
const sequenceSize = 0x1_0000;

interface Lying {
  readonly tag: Tag;
  readonly reader: string;
  readonly arrived: Instant;
  /** When it was last known to be there. */
  seen: Instant;
  /** Told again since the last new start of the board or of the line. */
  confirmed: boolean;
  /** Was there across a new start: the board's own count of its stay is too short. */
  bridged: boolean;
}

interface Pending {
  readonly command: string;
  resolve(): void;
  reject(error: LaboError): void;
  readonly timer: Timer;
}

const milliseconds = (
  command: string,
  fr: string,
  en: string,
  min: number,
  max: number,
  step: number,
): Capability => ({
  command,
  label: { fr, en },
  arguments: [
    { type: "number", name: "ms", label: { fr: "Durée", en: "Duration" }, min, max, step, unit: "ms" },
  ],
});

const capabilities: readonly Capability[] = [
  milliseconds(
    "hold-time.set",
    "Temps avant de croire une étiquette partie",
    "Time before a tag is taken to have left",
    100,
    10_000,
    50,
  ),
  milliseconds(
    "poll-interval.set",
    "Temps entre deux appels aux étiquettes",
    "Time between two calls to tags",
    20,
    1000,
    10,
  ),
];

export function createRfidProtocol(host: SessionHost, tags: TagIdentity): DeviceProtocol {
  const { clock } = host;
  // However fast the clock, a simulated board shares the real machine: silence is judged in real time.
  const real = (ms: number) => ms * Math.max(1, clock.rate);
  const lying = new Map<string, Lying>();
  let framer: Framer = createLineFramer();
  let pending: Pending[] = [];
  let facts: Record<string, string> = {};
  let lastSequence: number | undefined;
  let lastLineMono = 0;
  let mismatches = 0;
  /** A line was lost: the board has to tell all again. */
  let owed = false;
  let askedMono = Number.NEGATIVE_INFINITY;
  let chipStatus: string | undefined;
  let resync: Timer | undefined;
  let watch: Timer | undefined;
  let up = false;

  const readerId = (reader: number) => `reader-${reader + 1}`;
  const publish = (at: Instant): void => {
    host.state(at, { readings: {}, tags: [...lying.values()].map(({ tag }) => tag.id).slice(0, maxLying) });
  };
  const send = (line: Uint8Array): Promise<void> => {
    host.frame({ now: clock.now(), mono: clock.mono() }, "out", line, () => ({
      format: "rfid-line",
      spans: decodeRfidLine(line).spans,
    }));
    return host.write(line);
  };
  /** Asks the board to tell all again. A line that cannot be written is noticed by the session itself. */
  const ask = (): void => {
    askedMono = clock.mono();
    send(rfidHostLines.identify()).catch(() => undefined);
  };
  const askIfOwed = (): void => {
    if (owed && resync === undefined && clock.mono() - askedMono >= resyncMs) ask();
  };

  const leave = (uid: string, at: Instant, durationMs: number): void => {
    const found = lying.get(uid);
    if (found === undefined) return;
    lying.delete(uid);
    host.emit(at, {
      kind: "tag-left",
      reader: found.reader,
      tag: found.tag,
      durationMs: Math.max(0, durationMs),
    });
    publish(at);
  };

  const startResync = (): void => {
    for (const tag of lying.values()) {
      tag.confirmed = false;
      tag.bridged = true;
    }
    resync?.cancel();
    resync = clock.after(resyncMs, () => {
      resync = undefined;
      const at = { now: clock.now(), mono: clock.mono() };
      for (const [uid, { confirmed, arrived, seen }] of [...lying])
        if (!confirmed) leave(uid, at, seen.mono - arrived.mono);
      askIfOwed();
    });
  };

  const onArrived = (message: RfidMessage & { type: "tag-arrived" }, at: Instant): void => {
    const before = lying.get(message.uid);
    if (before !== undefined) {
      before.confirmed = true;
      before.seen = at;
      return;
    }
    if (lying.size >= maxLying) return;
    const tag = tags.identify(message.uid, message.sak, message.atqa);
    const reader = readerId(message.reader);
    lying.set(message.uid, { tag, reader, arrived: at, seen: at, confirmed: true, bridged: false });
    host.emit(at, { kind: "tag-arrived", reader, tag });
    publish(at);
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
    for (const tag of lying.values()) tag.seen = at;
    // A lost line shows as a count that does not fit; once may be chance, twice is not.
    mismatches = message.held === lying.size ? 0 : mismatches + 1;
    if (mismatches >= 2) {
      mismatches = 0;
      owed = true;
    }
    askIfOwed();
  };

  const answered = (command: string, error?: LaboError): void => {
    // A line the board could not read is answered "-": it was the oldest one.
    const index = command === "-" ? 0 : pending.findIndex((candidate) => candidate.command === command);
    const found = pending[index];
    if (found === undefined) return;
    pending.splice(index, 1);
    found.timer.cancel();
    if (error) found.reject(error);
    else found.resolve();
  };

  const checkSequence = (sequence: number): void => {
    const expected = lastSequence === undefined ? sequence : (lastSequence + 1) % sequenceSize;
    lastSequence = sequence;
    if (sequence !== expected) owed = true;
    askIfOwed();
  };

  const onMessage = (message: RfidMessage, at: Instant): void => {
    if ("seq" in message) checkSequence(message.seq);
    switch (message.type) {
      case "hello":
        if (message.protocol !== 1) {
          host.fail(new LaboError("SERIAL_UNREADABLE", [`protocol ${message.protocol}`]));
          return;
        }
        facts = { ...facts, firmware: message.firmware, version: message.version };
        lastSequence = undefined;
        owed = false;
        startResync();
        host.describe();
        break;
      case "tag-arrived":
        onArrived(message, at);
        break;
      case "tag-left": {
        const found = lying.get(message.uid);
        if (found !== undefined)
          leave(message.uid, at, found.bridged ? at.mono - found.arrived.mono : message.presentMs);
        break;
      }
      case "reader-status":
        onStatus(message, at);
        break;
      case "accepted":
        answered(message.command);
        break;
      case "refused":
        answered(message.command, new LaboError("COMMAND_REFUSED", [message.reason]));
        break;
    }
  };

  return {
    kind: "labo-rfid",
    description: () => ({
      model: "labo-rfid",
      profile: "rfid-hf",
      name: "Lecteur RFID",
      channels: [],
      capabilities,
      facts,
    }),
    linkUp(at) {
      up = true;
      framer = createLineFramer();
      lastSequence = undefined;
      chipStatus = undefined;
      mismatches = 0;
      owed = false;
      lastLineMono = at.mono;
      startResync();
      publish(at);
      ask();
      watch = clock.every(1000, () => {
        if (clock.mono() - lastLineMono > real(silenceMs)) host.fail(new LaboError("SERIAL_SILENT"));
      });
    },
    onChunk({ bytes, now, mono }) {
      const at = { now, mono };
      for (const outcome of framer.push(bytes)) {
        if (!up) return;
        if (outcome.kind === "discarded") {
          const { reason } = outcome;
          host.discard(at, outcome.bytes, reason);
          host.frame(at, "in", outcome.bytes, () => ({ format: "unknown", spans: [], discarded: reason }));
          continue;
        }
        const decoded = decodeRfidLine(outcome.bytes);
        if (!decoded.ok) host.discard(at, outcome.bytes, decoded.discard);
        host.frame(at, "in", outcome.bytes, () => ({
          format: "rfid-line",
          spans: decoded.spans,
          ...(decoded.ok ? {} : { discarded: decoded.discard }),
        }));
        if (!decoded.ok) continue;
        lastLineMono = mono;
        onMessage(decoded.message, at);
      }
    },
    linkDown(at) {
      up = false;
      watch?.cancel();
      resync?.cancel();
      resync = undefined;
      for (const { bytes, reason } of framer.flush().filter((outcome) => outcome.kind === "discarded"))
        host.discard(at, bytes, reason);
      for (const { reject, timer } of pending) {
        timer.cancel();
        reject(new LaboError("DEVICE_OFFLINE"));
      }
      pending = [];
    },
    execute(command, args) {
      const ms = Number(args.ms);
      const [name, line] =
        command === "hold-time.set"
          ? ["HT", rfidHostLines.setHoldTime(ms)]
          : ["PI", rfidHostLines.setPollInterval(ms)];
      if (pending.length >= maxPending)
        return Promise.reject(new LaboError("COMMAND_REFUSED", ["too many commands at once"]));
      return new Promise((resolve, reject) => {
        const timer = clock.after(real(answerMs), () => {
          pending = pending.filter((candidate) => candidate !== mine);
          reject(new LaboError("COMMAND_TIMEOUT"));
        });
        const mine: Pending = { command: name, resolve, reject, timer };
        pending.push(mine);
        send(line).catch((error: LaboError) => {
          timer.cancel();
          pending = pending.filter((candidate) => candidate !== mine);
          reject(error);
        });
      });
    },
    async stop() {
      watch?.cancel();
      resync?.cancel();
    },
  };
}
