// The bridge's line to its broker, embedded or not: MQTT.js for the protocol, and around it what a bridge owes its
// readers: a last will, events kept in order while the broker is away, retained state told again when it is back.
// Each attempt is a fresh MQTT.js client, so that nothing waits in a queue that is not this file's. MQTT 5, or 3.1.1.
// What the broker took of this bridge's own words is handed on here; it is not waited for a second time.
import { Socket } from "node:net";
import { connect, type IClientOptions, type MqttClient } from "mqtt";
import { writeToStream } from "mqtt-packet";
import type { BrokerStatus } from "#contract/bench.ts";
import { topicFor } from "#contract/topics.ts";
import type { Clock, Timer } from "../clock.ts";
import type { Logger } from "../logger.ts";
import { backoffMs } from "./backoff.ts";
import { parseBrokerAddress } from "./broker-address.ts";
import { createCoalescedLog } from "./coalesced-log.ts";
import { createDialect, type MqttVersion } from "./dialect.ts";
import { createNamesake } from "./namesake.ts";
import { createOutbox } from "./outbox.ts";
import { ownBranchOf } from "./own-branch.ts";
import { createOwnVoice, type OwnVoice } from "./own-voice.ts";
import { createRetainedState } from "./retained-state.ts";
import { createSlots, type Slots } from "./slots.ts";
import { isUnder } from "./topic-filter.ts";

export interface MqttLinkOptions {
  /** `mqtt://`, `mqtts://`, `ws://` or `wss://`, user and password allowed in it. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: Pick<IClientOptions, "ca" | "cert" | "key" | "rejectUnauthorized">;
  /** What status tells instead of the address, for example `embedded`. */
  readonly where?: string;
  readonly bridge: string;
  /** Tried first; 4, MQTT 3.1.1, when the broker is known to speak nothing else. */
  readonly version?: MqttVersion;
  readonly clock: Clock;
  readonly logger: Logger;
  /** 0 to 1. */
  readonly random?: () => number;
  /** Events kept while the broker is away. */
  readonly outboxCapacity?: number;
  /** Events sent and not yet acknowledged. */
  readonly window?: number;
}

/** A message as it came: nothing about it has been checked. */
export interface LinkMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly isRetained: boolean;
  /** On this bridge's own branch, and not said by it. */
  readonly isImpostor: boolean;
  /** Said by this bridge, and taken by the broker: what it was made of, checked when it was written. */
  readonly own?: object | undefined;
}

export interface MqttLink {
  /** Begins connecting, and goes on for ever: never rejects. See {@link MqttLink.onStatus}. */
  start(): void;
  /** Says goodbye: state offline, what can still be sent within a second, disconnection. */
  stop(): Promise<void>;
  status(): BrokerStatus;
  /**
   * Whether all that was said here has been taken by the broker and handed on, but for what is just on its way. While it
   * has not, nothing heard is no silence.
   */
  isUpToDate(): boolean;
  /** At every change of state; while away, at most every half second for the counts. */
  onStatus(listener: (status: BrokerStatus) => void): () => void;
  /**
   * QoS 1, in order, kept while the broker is away.
   * @param message what the payload says, of the topic's contract: it is then not read again here.
   */
  sendEvent(topic: string, payload: string, message?: object): void;
  /** Retained: the latest of each topic, sent now or when the broker is back, and again whenever it comes back. */
  retain(topic: string, payload: string, qos: 0 | 1): void;
  /** Takes a retained topic back. */
  clearRetained(topic: string): void;
  /**
   * Now or never. @returns `false` when it was not sent: broker away, line full, payload too large.
   * @param message as of {@link MqttLink.sendEvent}.
   */
  send(topic: string, payload: string, qos: 0 | 1, message?: object): boolean;
  /**
   * Filters subscribed at every connection. To be given before {@link MqttLink.start}. QoS 0: a session that begins clean
   * is sent nothing a second time (MQTT 5, 4.4), so that acknowledging what the broker brings would gain nothing.
   * Listeners are told of others' messages as they come, and of this bridge's own once the broker has them.
   */
  subscribe(filter: string, listener: (message: LinkMessage) => void): void;
  /** Payloads refused before sending because they were too large. */
  readonly refused: number;
}

// Every number of two bytes, kept as a buffer of its own, is 8 MB of a bench's memory for a microsecond of a message.
writeToStream.cacheNumbers = false;

const connectTimeoutMs = 10_000;
const keepAliveSeconds = 15;
const statusPaceMs = 500;
/** Above this many bytes waiting in the socket, state waits for the line to empty and raw frames are dropped. */
const fullLineBytes = 256 * 1024;
const mostPayloadBytes = 1024 * 1024 - 1024;
const farewellMs = 1_000;
/** A broker that acknowledges nothing for so long has stopped, whatever its socket says. Real milliseconds. */
const stalledMs = 1_000;
/** Of a broker that names no bound (MQTT 5 §3.2.2.3.3). */
const mostUnacknowledged = 65_535;

const textOf = (payload: Uint8Array) =>
  Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString();

/** One connection that was greeted. */
interface Line {
  readonly client: MqttClient;
  readonly slots: Slots;
  /** Only where the broker sends a bridge's own words back. */
  readonly voice: OwnVoice | undefined;
}

/** The broker answered, and refused this one message. */
const isRefusal = (error: Error): boolean => "code" in error && typeof error.code === "number";

interface Kept {
  readonly topic: string;
  readonly payload: string;
  readonly message?: object | undefined;
}

/** @throws LaboError `CONFIG_INVALID` when the address is not one. */
export function createMqttLink(options: MqttLinkOptions): MqttLink {
  const { clock, logger } = options;
  const random = options.random ?? Math.random;
  const address = parseBrokerAddress(options.url);
  const where = options.where ?? address.where;
  const window = options.window ?? 64;
  const stateTopic = topicFor("state", options.bridge);
  const offline = JSON.stringify({ state: "offline" });
  const clientId = `labo-${options.bridge}-${Math.floor(random() * 2 ** 32).toString(36)}`;

  const isReserved = ownBranchOf(options.bridge);
  const dialect = createDialect(options.version ?? 5);
  const outbox = createOutbox<Kept>(options.outboxCapacity ?? 10_000);
  let client: MqttClient | undefined;
  let line: Line | undefined;
  const retained = createRetainedState(clock, () => {
    const mine = line;
    if (!mine?.client.connected) return undefined;
    return {
      isFull: mine.client.stream.writableLength > fullLineBytes,
      publish: (topic, payload, qos) => speak(mine, { topic, payload }, { qos, retain: true }),
      onceEmptied: (act) => void mine.client.stream.once("drain", () => line === mine && act()),
    };
  });
  retained.set(stateTopic, JSON.stringify({ state: "online" }), 1);
  const subscriptions = new Map<string, ((message: LinkMessage) => void)[]>();
  const statusListeners = new Set<(status: BrokerStatus) => void>();
  const refused = createCoalescedLog(logger, clock, "not sent to the broker");
  const namesake = createNamesake(clock, () => {
    if (namesake.isThere) logger.warn({ where }, "another bridge on this broker has the same name (--name)");
    tellStatus();
  });

  let state: BrokerStatus["state"] = "away";
  let isStopping = true;
  let attempt = 0;
  let retry: Timer | undefined;
  let statusTimer: Timer | undefined;
  let onDrained: (() => void) | undefined;
  let toldWaiting = 0;
  /** Events kept when the broker came back and not acknowledged since. */
  let late = 0;
  /** When something was acknowledged last, or when something was first to wait for it. */
  let progressMono = 0;

  const clientOptions: IClientOptions = {
    protocol: address.protocol,
    host: address.host,
    hostname: address.host,
    port: address.port,
    ...(address.path === "" ? {} : { path: address.path }),
    ...options.tls,
    clientId,
    clean: true,
    keepalive: keepAliveSeconds,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    connectTimeout: connectTimeoutMs,
    // Its own traces are not read here, and cost a tenth of what a message does even when nobody asked for them.
    log: () => undefined,
    // A ping now and then although something else was said costs less than a timer set anew at each word.
    reschedulePings: false,
    will: { topic: stateTopic, payload: Buffer.from(offline), qos: 1, retain: true },
  };
  const username = options.username ?? address.username;
  const password = options.password ?? address.password;
  if (username !== undefined) clientOptions.username = username;
  if (password !== undefined) clientOptions.password = password;

  const status = (): BrokerStatus => ({
    state,
    where,
    kept: outbox.waiting + (state === "away" ? outbox.handedOut : 0),
    dropped: outbox.dropped,
    ...(namesake.isThere ? { nameShared: true } : {}),
  });

  function tellStatus() {
    statusTimer?.cancel();
    statusTimer = undefined;
    toldWaiting = outbox.waiting;
    const now = status();
    for (const listener of statusListeners) listener(now);
  }

  function setState(next: BrokerStatus["state"]) {
    if (state === next) return;
    state = next;
    tellStatus();
  }

  function tellCounts() {
    statusTimer ??= clock.after(statusPaceMs, tellStatus);
  }

  function open() {
    retry = undefined;
    let mine: MqttClient;
    try {
      mine = connect({ ...clientOptions, protocolVersion: dialect.version });
    } catch (error) {
      // Certificates that cannot be read, for example.
      lost(error instanceof Error ? error.message : String(error));
      return;
    }
    client = mine;
    // An event is small and waits for nobody: without this the system holds it until the former one was acknowledged.
    if (mine.stream instanceof Socket) mine.stream.setNoDelay(true);
    let lastError: Error | undefined;
    let isGreeted = false;
    const giveUp = clock.after(connectTimeoutMs * 1.5, () => mine.end(true));
    mine.on("error", (error) => {
      lastError = error;
    });
    mine.once("connect", ({ properties }) => {
      giveUp.cancel();
      attempt = 0;
      isGreeted = true;
      const slots = createSlots(properties?.receiveMaximum ?? mostUnacknowledged);
      greet({ client: mine, slots, voice: dialect.version === 4 ? createOwnVoice() : undefined });
    });
    mine.on("message", (topic, payload, packet) => hear(topic, payload, packet.retain));
    mine.once("close", () => {
      giveUp.cancel();
      if (client !== mine) return;
      client = undefined;
      line = undefined;
      mine.end(true);
      if (!isGreeted && dialect.failed(lastError)) open();
      else lost(lastError === undefined ? "the line was closed" : wordsOf(lastError));
    });
  }

  function lost(reason: string) {
    const wasConnected = state === "connected";
    setState("away");
    if (isStopping) return;
    if (wasConnected) logger.warn({ where, reason }, "the broker went away");
    else if (attempt === 0) logger.warn({ where, reason }, "the broker does not answer");
    retry = clock.after(backoffMs(attempt, random(), address.isNearby), open);
    attempt += 1;
  }

  /** State first, so that what comes back of it is known; then the subscription; then events, in order. */
  function greet(mine: Line) {
    line = mine;
    retained.tellAll();
    const begin = (error?: Error | null) => {
      if (line !== mine || isStopping) return;
      if (error) logger.error({ where, error: error.message }, "the broker refused the subscription");
      outbox.takeBack();
      late = outbox.waiting;
      setState("connected");
      logger.info({ where, waiting: outbox.waiting }, "connected to the broker");
      pump(mine);
    };
    const filters = [...subscriptions.keys()];
    if (filters.length === 0) begin();
    else mine.client.subscribe(filters, { qos: 0, nl: true }, begin);
  }

  function speak(
    mine: Line,
    { topic, payload, message }: Kept,
    how: { readonly qos: 0 | 1; readonly retain?: boolean },
    done: () => void = () => undefined,
  ) {
    const say = (free?: () => void) => {
      const bytes = Buffer.from(payload);
      mine.voice?.said(topic, bytes);
      mine.client.publish(topic, bytes, how, (error) => {
        free?.();
        // Without an answer it is neither taken nor refused: what matters is said again on the next line.
        if (error && !isRefusal(error)) return;
        if (error) refused.count("by-the-broker", `${topic}: ${error.message}`);
        else handOn({ topic, payload: bytes, isRetained: false, isImpostor: false, own: message });
        done();
      });
    };
    if (how.qos === 0) say();
    else mine.slots.take(say);
  }

  function pump(mine: Line) {
    while (line === mine && outbox.handedOut < window) {
      if (outbox.handedOut === 0) progressMono = clock.mono();
      const ticket = outbox.take();
      if (ticket === undefined) break;
      speak(mine, ticket.item, { qos: 1 }, () => {
        outbox.acknowledge(ticket);
        progressMono = clock.mono();
        late = Math.max(0, late - 1);
        if (line === mine) pump(mine);
      });
    }
    if (outbox.waiting !== toldWaiting) tellCounts();
    if (outbox.waiting + outbox.handedOut === 0) onDrained?.();
  }

  function handOn(message: LinkMessage) {
    for (const [filter, listeners] of subscriptions) {
      if (!isUnder(filter, message.topic)) continue;
      for (const listener of listeners) {
        try {
          listener(message);
        } catch (error) {
          logger.error({ topic: message.topic, error: String(error) }, "a listener of MQTT messages failed");
        }
      }
    }
  }

  function hear(topic: string, payload: Uint8Array, isRetained: boolean) {
    if (line?.voice?.isEcho(topic, payload)) return;
    const isOwnTopic = isReserved(topic);
    // Kept by the broker, as it was told: nothing new.
    if (isOwnTopic && retained.payloadOf(topic) === textOf(payload)) return;
    if (isOwnTopic && !isStopping) {
      retained.contradicted(topic, isRetained);
      if (!isRetained) namesake.heard(topic);
    }
    handOn({ topic, payload, isRetained, isImpostor: isOwnTopic });
  }

  function fits(topic: string, payload: string): boolean {
    // A UTF-16 unit is at most three bytes of UTF-8: short ones need no counting.
    if (payload.length * 3 <= mostPayloadBytes || Buffer.byteLength(payload) <= mostPayloadBytes) return true;
    refused.count("payload-too-large", topic);
    return false;
  }

  return {
    status,
    isUpToDate() {
      if (state === "away" || late > 0 || outbox.waiting > 0) return false;
      return outbox.handedOut === 0 || clock.mono() - progressMono < stalledMs * Math.max(1, clock.rate);
    },
    get refused() {
      return refused.total;
    },
    onStatus(listener) {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
    sendEvent(topic, payload, message) {
      if (!fits(topic, payload)) return;
      outbox.push({ topic, payload, message });
      if (line !== undefined && state === "connected") pump(line);
      else tellCounts();
    },
    retain(topic, payload, qos) {
      if (!fits(topic, payload)) return;
      if (!retained.set(topic, payload, qos)) refused.count("too-many-retained", topic);
    },
    clearRetained: retained.clear,
    send(topic, payload, qos, message) {
      if (line === undefined || state === "away" || !fits(topic, payload)) return false;
      if (line.client.stream.writableLength > fullLineBytes) {
        refused.count("line-full", topic);
        return false;
      }
      speak(line, { topic, payload, message }, { qos });
      return true;
    },
    subscribe(filter, listener) {
      subscriptions.set(filter, [...(subscriptions.get(filter) ?? []), listener]);
    },
    start() {
      if (!isStopping) return;
      isStopping = false;
      open();
    },
    async stop() {
      if (isStopping) return;
      isStopping = true;
      retry?.cancel();
      statusTimer?.cancel();
      statusTimer = undefined;
      retained.stop();
      namesake.stop();
      const mine = line;
      if (mine?.client.connected) {
        const drained = new Promise<void>((resolve) => {
          onDrained = resolve;
          pump(mine);
        });
        await withinFarewell(drained);
        const acknowledged = new Promise<void>((resolve) =>
          speak(mine, { topic: stateTopic, payload: offline }, { qos: 1, retain: true }, resolve),
        );
        await withinFarewell(acknowledged);
        await withinFarewell(new Promise<void>((resolve) => mine.client.end(false, () => resolve())));
      }
      const last = client;
      client = undefined;
      line = undefined;
      last?.end(true);
      // A client that is already ending ignores a second end.
      last?.stream.destroy();
      setState("away");
      refused.close();
    },
  };
}

const wordsOf = (error: Error): string =>
  error.message || ("code" in error ? String(error.code) : error.name);

/** Goodbyes are measured in real time: a clock that runs fast does not make a broker faster. */
async function withinFarewell(done: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    done,
    new Promise<void>((resolve) => {
      timer = setTimeout(resolve, farewellMs);
    }),
  ]);
  clearTimeout(timer);
}
