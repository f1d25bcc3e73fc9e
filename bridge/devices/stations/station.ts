// One station: a person's hands on a real MQTT client. Commands come one at a time; what the network does to it is told
// as it happens. States: idle → ready ⇄ degraded (the line is lost, or its cable is out).
import type { Availability } from "#contract/devices.ts";
import type { EventBody } from "#contract/events.ts";
import {
  burstPerSecond,
  isStationFilter,
  isStationTopic,
  longestStationText,
  mostSubscriptions,
  stationRoot,
  topicParts,
} from "#contract/stations.ts";
import { type Clock, isoTime, type Timer } from "../../clock.ts";
import { type ErrorCode, errorTable, LaboError } from "../../errors.ts";
import type { CheckedArguments } from "../check-command.ts";
import { createDiscardReporter } from "../discard-reporter.ts";
import type { EventFactory, Instant } from "../event-factory.ts";
import type { DeviceOutput } from "../output.ts";
import { createRawWatch } from "../raw-watch.ts";
import { createTaskQueue } from "../task-queue.ts";
import { describeStation } from "./station-device.ts";
import type { StationName } from "./station-names.ts";
import type { Qos, ReceivedMessage, StationClient, StationNetwork } from "./station-network.ts";

/** Messages told at once, and in a second after that: whoever floods a topic does not flood the bench. */
const toldAtOnce = 300;
const toldPerSecond = 40;
const mostWaiting = 300;
const longestTopic = 120;

export interface StationOptions {
  readonly id: string;
  readonly name: StationName;
  readonly bridge: string;
  readonly clock: Clock;
  readonly output: DeviceOutput;
  readonly events: EventFactory;
  readonly network: StationNetwork;
}

export interface Station {
  readonly id: string;
  /** @throws LaboError of the table, when it cannot be done. */
  do(command: string, args: CheckedArguments): Promise<void>;
  /** Nobody uses it. */
  readonly isIdle: boolean;
  /** Monotonic time of the last command, milliseconds. */
  readonly lastUsed: number;
  /** Leaves for good. */
  end(): Promise<void>;
  readonly discarded: number;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });
function textIn(payload: Uint8Array): string | undefined {
  try {
    return utf8.decode(payload);
  } catch {
    return undefined;
  }
}
const qosOf = (value: number | string | undefined): Qos => (value === "2" ? 2 : value === "1" ? 1 : 0);
const textOf = (value: number | string | undefined): string => String(value ?? "");

function unwell(state: "idle" | "degraded", code: ErrorCode): Availability {
  const { message, remedy } = errorTable[code];
  const reason = { fr: `${message.fr} ${remedy.fr}`, en: `${message.en} ${remedy.en}` };
  return { state: "online", health: { state, code, reason } };
}

export function createStation(options: StationOptions): Station {
  const { id, name, bridge, clock, output, events, network } = options;
  const { group } = name;
  const cable = network.cable();
  const queue = createTaskQueue();
  const filters = new Set<string>();
  let client: StationClient | undefined;
  let isClean = true;
  let burst: Timer | undefined;
  let handshake: number | undefined;
  let lastUsed = clock.mono();
  let room = toldAtOnce;
  let roomAt = clock.mono();
  let untold = 0;

  const instant = (): Instant => ({ now: clock.now(), mono: clock.mono() });
  const emit = (body: EventBody, at = instant()) => output.event(events.make(id, "hardware", at, body));
  const discards = createDiscardReporter(clock, (at, body) => emit(body, at));
  const watch = createRawWatch(clock, (frame) => output.raw(id, frame));

  function show(): void {
    output.availability(
      id,
      client === undefined
        ? unwell("idle", "STATION_OFF")
        : !cable.isPlugged
          ? unwell("degraded", "STATION_UNPLUGGED")
          : client.isUp
            ? { state: "online", health: { state: "ready", code: "ok" } }
            : unwell("degraded", "STATION_LOST"),
    );
    output.state(id, {
      time: isoTime(clock.now()),
      readings: handshake === undefined ? {} : { handshake },
      facts: { subscriptions: [...filters].join("\n") },
    });
  }

  function mayTell(): boolean {
    const now = clock.mono();
    room = Math.min(toldAtOnce, room + ((now - roomAt) / 1000) * toldPerSecond);
    roomAt = now;
    if (room < 1) return false;
    room -= 1;
    return true;
  }

  /** What an event says of a message. */
  function told(topic: string, text: string, qos: Qos) {
    const number = /^\d{1,9}$/.test(text) ? { number: Number(text) } : {};
    return { topic, text, qos, ...topicParts(topic), ...number };
  }

  function onMessage({ topic, payload, qos, isRetained, isDuplicate }: ReceivedMessage): void {
    const at = instant();
    watch.frame(at, "in", payload, () => ({ format: "mqtt-message", spans: [] }));
    if (!mayTell()) {
      untold += 1;
      return;
    }
    const text = topic.length <= longestTopic ? textIn(payload) : undefined;
    if (text === undefined) {
      discards.add(at, payload, { code: "malformed" });
      return;
    }
    if (text.length > longestStationText) {
      discards.add(at, payload, { code: "too-long", wanted: longestStationText });
      return;
    }
    const message = told(topic, text, qos);
    emit({ kind: "message-received", ...message, retained: isRetained, duplicate: isDuplicate }, at);
  }

  function onUp(resumed: boolean): void {
    if (!resumed && !isClean && client === undefined) filters.clear();
    emit({ kind: "link-up", resumed });
  }

  function onDown(): void {
    emit({ kind: "link-down", how: "lost" });
    show();
  }

  function stopBurst(): void {
    burst?.cancel();
    burst = undefined;
  }

  async function leave(): Promise<void> {
    const mine = client;
    stopBurst();
    if (mine === undefined) return;
    client = undefined;
    const wasUp = mine.isUp;
    await mine.leave();
    if (wasUp) emit({ kind: "link-down", how: "asked" });
    if (isClean) filters.clear();
    show();
  }

  async function join(args: CheckedArguments): Promise<void> {
    if (!cable.isPlugged) throw new LaboError("STATION_UNPLUGGED");
    await leave();
    isClean = args.session !== "persistent";
    if (isClean) filters.clear();
    const will = textOf(args.will);
    client = await network.connect(cable, {
      clientId: `labo-${bridge}-${id}`,
      keepAliveSeconds: Number(args.keepAlive),
      isClean,
      ...(will === "" ? {} : { will: { topic: `${stationRoot}/${group}/etat`, text: will } }),
      onUp(resumed) {
        onUp(resumed);
        if (client !== undefined) show();
      },
      onDown,
      onMessage,
    });
  }

  /** The client, if something can be asked of the broker now. */
  function connected(): StationClient {
    if (client === undefined) throw new LaboError("STATION_OFF");
    if (!cable.isPlugged) throw new LaboError("STATION_UNPLUGGED");
    if (!client.isUp) throw new LaboError("STATION_LOST");
    return client;
  }

  /** Hands one message over. QoS 0 is not kept for a line that is known to be lost. @returns false when it was not taken. */
  function hand(topic: string, text: string, qos: Qos, retain: boolean): boolean {
    const mine = client;
    if (mine === undefined || (qos === 0 && !mine.isUp) || mine.waiting >= mostWaiting) return false;
    const at = instant();
    watch.frame(at, "out", Buffer.from(text, "utf8"), () => ({ format: "mqtt-message", spans: [] }));
    emit({ kind: "message-published", ...told(topic, text, qos), retain }, at);
    void mine.publish(topic, text, { qos, retain }).then((ms) => {
      if (ms === undefined || client !== mine) return;
      handshake = Math.round(ms * clock.rate * 100) / 100;
      emit({ kind: "reading-taken", readings: { handshake } });
      show();
    });
    return true;
  }

  function publish(args: CheckedArguments): void {
    const topic = textOf(args.topic);
    if (!isStationTopic(topic)) throw new LaboError("STATION_TOPIC", [topic.slice(0, 60)]);
    if (client === undefined) throw new LaboError("STATION_OFF");
    if (client.waiting >= mostWaiting) throw new LaboError("STATION_BUSY");
    if (!hand(topic, textOf(args.text), qosOf(args.qos), args.retain === "yes"))
      throw new LaboError("STATION_LOST");
  }

  function startBurst(args: CheckedArguments): void {
    const topic = textOf(args.topic);
    if (!isStationTopic(topic)) throw new LaboError("STATION_TOPIC", [topic.slice(0, 60)]);
    if (client === undefined) throw new LaboError("STATION_OFF");
    if (burst !== undefined) throw new LaboError("STATION_BUSY");
    const count = Number(args.count);
    let sent = 0;
    const one = (): void => {
      sent += 1;
      hand(topic, String(sent), qosOf(args.qos), false);
      if (sent >= count) stopBurst();
    };
    burst = clock.every(1000 / burstPerSecond, one);
  }

  async function subscribe(filter: string): Promise<void> {
    if (!isStationFilter(filter)) throw new LaboError("STATION_TOPIC", [filter.slice(0, 60)]);
    const mine = connected();
    if (!filters.has(filter) && filters.size >= mostSubscriptions) throw new LaboError("STATION_BUSY");
    await refusedAs(filter, mine.subscribe(filter));
    filters.add(filter);
  }

  async function unsubscribe(filter: string): Promise<void> {
    await refusedAs(filter, connected().unsubscribe(filter));
    filters.delete(filter);
  }

  async function act(command: string, args: CheckedArguments): Promise<void> {
    switch (command) {
      case "join":
        return join(args);
      case "leave":
        return leave();
      case "subscribe":
        return subscribe(textOf(args.filter));
      case "unsubscribe":
        return unsubscribe(textOf(args.filter));
      case "publish":
        return publish(args);
      case "burst":
        return startBurst(args);
      case "cable.pull":
        return cable.pull();
      case "cable.plug":
        return cable.plug();
      case "raw.watch":
        return watch.watchFor(Number(args.ms));
      default:
        throw new LaboError("COMMAND_UNKNOWN", [command]);
    }
  }

  output.device(describeStation(id, bridge, name));
  emit({ kind: "device-found" });
  show();
  return {
    id,
    get isIdle() {
      return client === undefined;
    },
    get lastUsed() {
      return lastUsed;
    },
    get discarded() {
      return discards.count + untold;
    },
    async do(command, args) {
      lastUsed = clock.mono();
      // A hand on the cable waits for nothing.
      try {
        if (command === "cable.pull" || command === "cable.plug") await act(command, args);
        else await queue.add(() => act(command, args));
      } finally {
        show();
      }
    },
    async end() {
      cable.plug();
      await queue.add(leave);
      discards.flush();
    },
  };
}

/** What the client says of a refusal is for its own log. */
async function refusedAs(filter: string, asked: Promise<void>): Promise<void> {
  try {
    await asked;
  } catch (error) {
    throw error instanceof LaboError ? error : new LaboError("STATION_REFUSED", [filter.slice(0, 60)], error);
  }
}
