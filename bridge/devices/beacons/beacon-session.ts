// One taught beacon: each frame heard becomes a reading; appearing, changing zone and falling silent become events.
import type { BeaconCalibration } from "#contract/beacon-calibration.ts";
import type { Availability, Device } from "#contract/devices.ts";
import { distanceOf } from "#contract/distance.ts";
import type { Distance, EventBody, EventSource, Zone } from "#contract/events.ts";
import type { Span } from "#contract/frames.ts";
import { roundTo } from "#contract/quantities.ts";
import type { Words } from "#contract/words.ts";
import { type Clock, isoTime } from "../../clock.ts";
import { ownerSpans } from "../../decoders/assigned-numbers.ts";
import {
  type AcceptedAdvertisement,
  type Action,
  type RefusedAdvertisement,
  refusal,
} from "../../decoders/decoder.ts";
import { createFreshnessMemory } from "../../decoders/freshness.ts";
import { errorTable } from "../../errors.ts";
import type { Advertisement } from "../../transports/transport.ts";
import { createDiscardReporter } from "../discard-reporter.ts";
import type { EventFactory, Instant } from "../event-factory.ts";
import type { DeviceOutput } from "../output.ts";
import { createRawWatch } from "../raw-watch.ts";
import { unknownFormat } from "../unknown-bytes.ts";
import { describe } from "./description.ts";
import { createIntervalEstimate } from "./interval.ts";
import { createReceivers } from "./receivers.ts";
import type { SmoothedSignal } from "./smoothing.ts";
import { zoneOf } from "./zones.ts";

/** Silence after which a beacon has left: this, or so many of its intervals when that is longer. Milliseconds. */
const silenceMs = 8000;
const silenceIntervals = 5;
/** The description is told again at most this often, milliseconds. */
const describeEveryMs = 10_000;
/** An interval that changed less is the same interval. */
const intervalChange = 0.1;

/** So many frames that its key does not open, and the key is wrong. */
const framesOfWrongKey = 2;
const distances = ["distance", "distanceLow", "distanceHigh"] as const;
/** Readings followed of one beacon, its strength among them: the contract's 32 channels, less the distance and its bounds. */
const mostReadings = 29;

export interface SessionOptions {
  readonly id: string;
  readonly identity: string;
  readonly model: string;
  readonly name: Words;
  /** What is known of its key before it is heard. */
  readonly key?: Device["key"];
  /** Of the samples somebody took at one metre, if anybody did. */
  readonly calibration: BeaconCalibration | undefined;
  readonly bridge: string;
  readonly clock: Clock;
  readonly output: DeviceOutput;
  readonly events: EventFactory;
}

export interface BeaconSession {
  readonly id: string;
  readonly identity: string;
  /** Heard, and not silent for too long since. */
  readonly isPresent: boolean;
  /** One frame of this beacon, decoded. */
  hear(advertisement: Advertisement, outcome: AcceptedAdvertisement, commonSpans: () => Span[]): void;
  /** A frame from its address that could not be decoded. */
  refuse(advertisement: Advertisement, outcome: RefusedAdvertisement): void;
  /** A frame from its address that no decoder knows: only shown. */
  show(advertisement: Advertisement, commonSpans: () => readonly Span[]): void;
  rename(name: Words): void;
  /** Calibrated, or back to the power the beacon declares: from its next frame on. */
  calibrate(calibration: BeaconCalibration | undefined): void;
  /** Looks whether it has been silent for too long. `deafSince`: when no radio listens, silence proves nothing. */
  check(at: Instant, listeningSince: number | undefined): void;
  /** It is not taught any more, or the bench stops. Nothing is said of whether it left: nobody knows. */
  end(): void;
  watchFor(ms: number): void;
}

const online: Availability = { state: "online", health: { state: "ready", code: "ok" } };

function offline(code: "BEACON_SILENT" | "BEACON_UNHEARD"): Availability {
  const { message, remedy } = errorTable[code];
  const reason = { fr: `${message.fr} ${remedy.fr}`, en: `${message.en} ${remedy.en}` };
  return { state: "offline", health: { state: "waiting", code, reason } };
}

function bodyOf(action: Action): EventBody {
  return "press" in action
    ? { kind: "button-pressed", channel: action.channel, press: action.press }
    : { kind: "dial-turned", channel: action.channel, steps: action.steps };
}

export function createBeaconSession(options: SessionOptions): BeaconSession {
  const { id, identity, model, bridge, clock, output, events } = options;
  const receivers = createReceivers();
  const interval = createIntervalEstimate();
  const freshness = createFreshnessMemory();
  const quantities = new Set<string>(["rssi"]);
  let facts: Readonly<Record<string, string>> = {};
  let latest: Readonly<Record<string, number>> = {};
  let name = options.name;
  let source: EventSource = "hardware";
  /** As the beacon declares it. */
  let measuredPower: number | undefined;
  let { calibration } = options;
  let zone: Zone | undefined;
  let availability: string | undefined;
  let appearedAt: number | undefined;
  let lastHeard: number | undefined;
  let described: { readonly mono: number; readonly intervalMs: number | undefined } | undefined;
  let changed = true;
  let key = options.key;
  let unopened = 0;

  const emit = (at: Instant, body: EventBody) => output.event(events.make(id, source, at, body));
  const discards = createDiscardReporter(clock, emit);
  const watch = createRawWatch(clock, (frame) => output.raw(id, frame));

  function tellAvailability(next: Availability): void {
    if (availability === next.health.code) return;
    availability = next.health.code;
    output.availability(id, next);
  }

  /** Says what the beacon is, when that changed; seldom, because it is a retained message. */
  function tellDescription(mono: number): void {
    const intervalMs = interval.value();
    const before = described?.intervalMs;
    const intervalMoved =
      intervalMs !== undefined &&
      (before === undefined || Math.abs(intervalMs - before) > before * intervalChange);
    if (!changed && !intervalMoved) return;
    // The first measure of the interval is waited for; everything else can wait a little.
    const urgent = described === undefined || (intervalMoved && before === undefined);
    if (!urgent && mono - (described?.mono ?? 0) < describeEveryMs) return;
    const told = intervalMoved ? intervalMs : before;
    described = { mono, intervalMs: told };
    changed = false;
    const all = told === undefined ? facts : { ...facts, intervalMs: String(told) };
    output.device(describe({ id, bridge, name, model, source, quantities, facts: all, key, calibration }));
  }

  /** Whether its key is needed, wrong or right: told with the description. One frame may be damaged; two are a key. */
  function learnKey(outcome: AcceptedAdvertisement | RefusedAdvertisement): void {
    const before = key;
    if (!outcome.ok) {
      if (outcome.isWrongKey !== true) return;
      unopened += 1;
      if (unopened >= framesOfWrongKey) key = "wrong";
    } else if (outcome.seal === "opened" || outcome.seal === "closed") {
      unopened = 0;
      key = outcome.seal === "opened" ? "given" : "needed";
    }
    if (key !== before) {
      changed = true;
      described = undefined;
    }
  }

  /** New facts of this frame, and whether a channel is new. */
  function learn(outcome: AcceptedAdvertisement): Record<string, string> {
    const news = Object.entries(outcome.facts).filter(([fact, value]) => facts[fact] !== value);
    for (const reading of Object.keys(outcome.readings)) {
      if (quantities.has(reading) || quantities.size >= mostReadings) continue;
      quantities.add(reading);
      changed = true;
    }
    if (news.length > 0) {
      facts = { ...facts, ...Object.fromEntries(news) };
      changed = true;
    }
    if (outcome.measuredPower !== undefined) measuredPower = outcome.measuredPower;
    else if (outcome.readings.measuredPower !== undefined) measuredPower = undefined;
    return Object.fromEntries(news);
  }

  /** dBm at 1 m: as somebody measured it here, or as the beacon declares it. */
  const powerAt1m = () => calibration?.rssiAt1m ?? measuredPower;
  const silenceLimit = () => Math.max(silenceMs, silenceIntervals * (interval.value() ?? 0));

  /** Presence and zone; only a frame that comes with a strength can say where the beacon is. */
  function place(at: Instant, signal: SmoothedSignal, distance: Distance | undefined): void {
    const before = zone;
    const now = zoneOf(signal.rssi, before, powerAt1m());
    zone = now;
    const where = {
      rssi: Math.round(signal.rssi * 10) / 10,
      zone: now,
      ...(distance === undefined ? {} : { distance }),
    };
    if (appearedAt === undefined) {
      appearedAt = at.mono;
      emit(at, { kind: "beacon-appeared", ...where });
    } else if (before !== undefined && before !== now) {
      emit(at, { kind: "beacon-moved", ...where, from: before });
    }
  }

  function leave(at: Instant): void {
    if (appearedAt !== undefined && lastHeard !== undefined) {
      emit(at, {
        kind: "beacon-left",
        silentMs: Math.max(0, Math.round(at.mono - lastHeard)),
        durationMs: Math.max(0, Math.round(lastHeard - appearedAt)),
      });
    }
    appearedAt = undefined;
    lastHeard = undefined;
    zone = undefined;
    receivers.clear();
    interval.pause();
    // Somebody may take a beacon that is gone off the bench: if it comes back, it says again what it is.
    described = undefined;
    changed = true;
    tellAvailability(offline("BEACON_SILENT"));
  }

  function discard(advertisement: Advertisement, outcome: RefusedAdvertisement): void {
    const at = { now: advertisement.now, mono: advertisement.mono };
    learnKey(outcome);
    tellDescription(at.mono);
    discards.add(at, advertisement.payload, outcome.why);
    watch.frame(at, "in", advertisement.payload, () => ({
      format: outcome.format,
      spans: outcome.spans(),
      discarded: outcome.why,
    }));
  }

  return {
    id,
    identity,
    get isPresent() {
      return lastHeard !== undefined;
    },
    hear(advertisement, outcome, commonSpans) {
      const { rssi, payload } = advertisement;
      const at = { now: advertisement.now, mono: advertisement.mono };
      const verdict = outcome.freshness === undefined ? "fresh" : freshness.judge(outcome.freshness, at.mono);
      // Told late, by a slower receiver perhaps: no news and no fault.
      if (verdict === "late") return;
      if (verdict === "replayed") {
        discard(advertisement, refusal(outcome.format, { code: "replayed" }, outcome.spans));
        return;
      }
      const { isWitness, signal } = receivers.hear(advertisement, silenceLimit());
      lastHeard = at.mono;
      // A finger pressed once, however often the frame is sent and whoever hears it first.
      const tellActions = () => {
        if (verdict === "fresh") for (const action of outcome.actions ?? []) emit(at, bodyOf(action));
      };
      // What the others heard is the same frame: of its values only their signal is news, told with the next state.
      if (!isWitness) return tellActions();
      if (source !== advertisement.source) {
        source = advertisement.source;
        changed = true;
      }
      learnKey(outcome);
      const news = learn(outcome);
      interval.add(at.mono);
      const distance =
        signal === undefined ? undefined : distanceOf(signal.rssi, signal.deviation, powerAt1m());
      if (distance !== undefined && !quantities.has("distance")) {
        for (const quantity of distances) quantities.add(quantity);
        changed = true;
      }
      tellDescription(at.mono);
      tellAvailability(online);
      if (signal !== undefined) place(at, signal, distance);
      const readings = {
        ...(rssi === undefined ? {} : { rssi: roundTo("rssi", rssi) }),
        ...(distance === undefined
          ? {}
          : { distance: distance.estimate, distanceLow: distance.low, distanceHigh: distance.high }),
        ...Object.fromEntries(Object.entries(outcome.readings).filter(([id]) => quantities.has(id))),
      };
      emit(at, {
        kind: "reading-taken",
        readings,
        ...(Object.keys(news).length > 0 ? { facts: news } : {}),
        ...(outcome.quality === undefined ? {} : { quality: outcome.quality }),
      });
      tellActions();
      // A strength or a distance that is not known any more must not look fresh.
      const { rssi: _rssi, distance: _estimate, distanceLow: _low, distanceHigh: _high, ...lasting } = latest;
      latest = { ...lasting, ...readings };
      output.state(id, {
        time: isoTime(at.now),
        readings: latest,
        facts,
        ...(zone === undefined ? {} : { zone }),
        receivers: receivers.list(at.mono),
      });
      watch.frame(at, "in", payload, () => ({
        format: outcome.format,
        spans: [...commonSpans(), ...outcome.spans()].sort((a, b) => a.offset - b.offset),
      }));
    },
    refuse: discard,
    show({ now, mono, payload }, commonSpans) {
      watch.frame({ now, mono }, "in", payload, () => ({
        format: unknownFormat,
        spans: [...commonSpans(), ...ownerSpans(payload)].sort((a, b) => a.offset - b.offset),
      }));
    },
    rename(next) {
      if (next.fr === name.fr && next.en === name.en) return;
      name = next;
      described = undefined;
      changed = true;
      tellDescription(clock.mono());
    },
    calibrate(next) {
      if (next?.date === calibration?.date) return;
      calibration = next;
      described = undefined;
      changed = true;
      // A beacon that declares no power has no distance without it.
      if (powerAt1m() === undefined) for (const quantity of distances) quantities.delete(quantity);
    },
    check(at, listeningSince) {
      if (lastHeard === undefined) return;
      if (!receivers.areSilent(at.mono, silenceLimit(), listeningSince)) return;
      if (listeningSince === undefined) tellAvailability(offline("BEACON_UNHEARD"));
      else leave(at);
    },
    end() {
      discards.flush();
      tellAvailability(offline("BEACON_UNHEARD"));
    },
    watchFor: watch.watchFor,
  };
}
