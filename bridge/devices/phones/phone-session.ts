// One lent phone, from its owner's yes to their stop: each frame heard becomes readings; what its owner did not switch on
// is not taken. States: ready ⇄ degraded (asleep, a permission refused) → waiting (silent, taken back), then forgotten.
import type { PhoneFrame, PhoneSensor } from "#contract/phones.ts";
import { isoTime } from "../../clock.ts";
import { decodePhoneFrame, type PhoneFrameOutcome } from "../../decoders/phone-frame.ts";
import type { Instant } from "../event-factory.ts";
import { hideDigits } from "../hidden-uids.ts";
import {
  createPageSession,
  type PageSession,
  type PageSessionOptions,
  unwellAvailability,
  wellAvailability,
} from "../page-session.ts";
import { describePhone, sensorNames } from "./phone-device.ts";

/** Its page gives a sign of life every 2 s: after this long without one it sleeps, milliseconds… */
const asleepMs = 6_000;
/** …after this long it is away… */
const awayMs = 30_000;
/** …and after this long nobody waits for it any more. */
const forgetAwayMs = 5 * 60_000;
/** A phone taken back stays on the bench a moment, with the reason. */
const forgetStoppedMs = 60_000;
/** A sample that was on the road for longer is shown, not trusted. */
const suspectLateMs = 1_000;

export function createPhoneSession(options: PageSessionOptions): PageSession {
  const { id, name, bridge, clock, output, tags } = options;
  let lends: ReadonlySet<PhoneSensor> = new Set();
  let refused: readonly PhoneSensor[] = [];
  let asleep = false;
  let latest: Record<string, number> = {};

  const describe = () => describePhone(id, bridge, name, lends);

  function assess(silentMs: number): void {
    if (asleep || silentMs > session.real(asleepMs))
      session.tell(unwellAvailability("degraded", "PHONE_ASLEEP"));
    else if (refused.length > 0) {
      const list = (language: "fr" | "en") => refused.map((one) => sensorNames[one][language]).join(", ");
      session.tell(unwellAvailability("degraded", "PHONE_PERMISSION", { fr: list("fr"), en: list("en") }));
    } else session.tell(wellAvailability);
  }

  function lend(frame: Extract<PhoneFrame, { type: "lend" }>): void {
    const next = new Set(frame.lends);
    const isNew = next.size !== lends.size || [...next].some((sensor) => !lends.has(sensor));
    refused = frame.refused;
    asleep = frame.asleep;
    if (!isNew) return;
    lends = next;
    session.announce();
    // What is not lent any more leaves the bench with its switch.
    const kept = new Set(describe().channels.map((channel) => channel.id));
    latest = Object.fromEntries(Object.entries(latest).filter(([channel]) => kept.has(channel)));
    output.state(id, { time: isoTime(clock.now()), readings: latest });
  }

  function sample(at: Instant, lateMs: number, readings: Readonly<Record<string, number>>): void {
    const channels = new Set(describe().channels.map((channel) => channel.id));
    const taken = Object.fromEntries(Object.entries(readings).filter(([channel]) => channels.has(channel)));
    if (Object.keys(taken).length === 0) return;
    latest = { ...latest, ...taken };
    const suspect = lateMs > session.real(suspectLateMs);
    session.emit(at, { kind: "reading-taken", readings: taken, ...(suspect ? { quality: "suspect" } : {}) });
    output.state(id, { time: isoTime(at.now), readings: latest });
  }

  const session: PageSession = createPageSession<Extract<PhoneFrameOutcome, { ok: true }>>(options, {
    format: "phone-frame",
    encoding: "utf8",
    codes: { gone: "PHONE_GONE", flood: "PHONE_FLOOD", away: "PHONE_AWAY" },
    ...{ awayMs, forgetAwayMs, forgetStoppedMs },
    decode: decodePhoneFrame,
    hide: (bytes) => hideDigits(bytes).bytes,
    uidOf: (frame) => (frame.type === "tag" ? frame.uid : undefined),
    describe,
    take({ frame, readings }, at) {
      switch (frame.type) {
        case "stop":
          return "PHONE_STOPPED";
        case "lend":
          lend(frame);
          break;
        case "sample":
          sample(at, at.lateMs, readings);
          break;
        case "tag":
          // A browser tells neither the family of a chip nor when it leaves.
          if (lends.has("nfc"))
            session.emit(at, {
              kind: "tag-arrived",
              reader: id,
              tag: tags.identifyAs(frame.uid, "unknown"),
            });
          break;
      }
      assess(0);
      return undefined;
    },
    onCheck: assess,
  });
  return session;
}
