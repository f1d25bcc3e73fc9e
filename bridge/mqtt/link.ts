// The bridge's line to its broker, embedded or not: MQTT.js for the protocol, and around it what a bridge owes its
// readers: a last will, events kept in order while the broker is away, retained state told again when it is back.
// Each attempt is a fresh MQTT.js client, so that nothing waits in a queue that is not this file's. MQTT 3.1.1.
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
import { createNamesake } from "./namesake.ts";
import { createOutbox } from "./outbox.ts";
import { createOwnVoice, type Heard } from "./own-voice.ts";
import { createRetainedState } from "./retained-state.ts";

export interface MqttLinkOptions {
  /** `mqtt://`, `mqtts://`, `ws://` or `wss://`, user and password allowed in it. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: Pick<IClientOptions, "ca" | "cert" | "key" | "rejectUnauthorized">;
  /** What status tells instead of the address, for example `embedded`. */
  readonly where?: string;
  readonly bridge: string;
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
  /** Said by this bridge, word for word: what it was made of, checked when it was written. */
  readonly own?: object | undefined;
}

export interface MqttLink {
  /** Begins connecting, and goes on for ever: never rejects. See {@link MqttLink.onStatus}. */
  start(): void;
  /** Says goodbye: state offline, what can still be sent within a second, disconnection. */
  stop(): Promise<void>;
  status(): BrokerStatus;
  /** At every change of state; while away, at most every half second for the counts. */
  onStatus(listener: (status: BrokerStatus) => void): () => void;
  /**
   * QoS 1, in order, kept while the broker is away.
   * @param message what the payload says, of the topic's contract: its echo is then not read again.
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
   * is sent nothing a second time (MQTT 3.1.1, 4.4), so that acknowledging what the broker brings would gain nothing.
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
/** Nobody's branch, or words kept for their topic: believed, and read again. */
const notReserved: Heard = { message: undefined };

const textOf = (payload: Uint8Array) =>
  Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString();

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

  const voice = createOwnVoice(options.bridge);
  const outbox = createOutbox<Kept>(options.outboxCapacity ?? 10_000);
  let client: MqttClient | undefined;
  const retained = createRetainedState(clock, () => {
    const mine = client;
    if (!mine?.connected) return undefined;
    return {
      isFull: mine.stream.writableLength > fullLineBytes,
      publish: (topic, payload, qos) => speak(mine, { topic, payload }, { qos, retain: true }),
      onceEmptied: (act) => void mine.stream.once("drain", () => client === mine && act()),
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

  const clientOptions: IClientOptions = {
    protocol: address.protocol,
    host: address.host,
    hostname: address.host,
    port: address.port,
    ...(address.path === "" ? {} : { path: address.path }),
    ...options.tls,
    clientId,
    protocolVersion: 4,
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
      mine = connect({ ...clientOptions });
    } catch (error) {
      // Certificates that cannot be read, for example.
      lost(error instanceof Error ? error.message : String(error));
      return;
    }
    client = mine;
    // An event is small and waits for nobody: without this the system holds it until the former one was acknowledged.
    if (mine.stream instanceof Socket) mine.stream.setNoDelay(true);
    let lastError = "the line was closed";
    const giveUp = clock.after(connectTimeoutMs * 1.5, () => mine.end(true));
    mine.on("error", (error) => {
      lastError = error.message || ("code" in error ? String(error.code) : error.name);
    });
    mine.once("connect", () => {
      giveUp.cancel();
      attempt = 0;
      greet(mine);
    });
    mine.on("message", (topic, payload, packet) => hear(topic, payload, packet.retain));
    mine.once("close", () => {
      giveUp.cancel();
      if (client !== mine) return;
      client = undefined;
      mine.end(true);
      lost(lastError);
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

  /** Subscribed first, so that this bridge hears its own kept events too; then state; then events, in order. */
  function greet(mine: MqttClient) {
    voice.startOver();
    retained.tellAll();
    const begin = (error?: Error | null) => {
      if (client !== mine || isStopping) return;
      if (error) logger.error({ where, error: error.message }, "the broker refused the subscription");
      outbox.takeBack();
      setState("connected");
      logger.info({ where, waiting: outbox.waiting }, "connected to the broker");
      pump(mine);
    };
    const filters = [...subscriptions.keys()];
    if (filters.length === 0) begin();
    else mine.subscribe(filters, { qos: 0 }, begin);
  }

  function speak(
    mine: MqttClient,
    { topic, payload, message }: Kept,
    how: { readonly qos: 0 | 1; readonly retain?: boolean },
    done: (error?: Error) => void = () => {},
  ) {
    const bytes = Buffer.from(payload);
    voice.said(topic, bytes, message);
    mine.publish(topic, bytes, how, done);
  }

  function pump(mine: MqttClient) {
    while (client === mine && outbox.handedOut < window) {
      const ticket = outbox.take();
      if (ticket === undefined) break;
      speak(mine, ticket.item, { qos: 1 }, (error) => {
        // Without an acknowledgement it stays handed out, and is taken back at the next connection.
        if (error) return;
        outbox.acknowledge(ticket);
        if (client === mine) pump(mine);
      });
    }
    if (outbox.waiting !== toldWaiting) tellCounts();
    if (outbox.waiting + outbox.handedOut === 0) onDrained?.();
  }

  function hear(topic: string, payload: Uint8Array, isRetained: boolean) {
    const heard = voice.isReserved(topic) ? ownOf(topic, payload) : notReserved;
    const isImpostor = heard === undefined;
    const own = heard?.message;
    if (isImpostor && !isStopping) {
      retained.contradicted(topic, isRetained);
      if (!isRetained) namesake.heard(topic);
    }
    for (const [filter, listeners] of subscriptions) {
      if (!isUnder(filter, topic)) continue;
      for (const listener of listeners) {
        try {
          listener({ topic, payload, isRetained, isImpostor, own });
        } catch (error) {
          logger.error({ topic, error: String(error) }, "a listener of MQTT messages failed");
        }
      }
    }
  }

  const ownOf = (topic: string, payload: Uint8Array): Heard | undefined =>
    voice.heard(topic, payload) ?? (retained.payloadOf(topic) === textOf(payload) ? notReserved : undefined);

  function fits(topic: string, payload: string): boolean {
    // A UTF-16 unit is at most three bytes of UTF-8: short ones need no counting.
    if (payload.length * 3 <= mostPayloadBytes || Buffer.byteLength(payload) <= mostPayloadBytes) return true;
    refused.count("payload-too-large", topic);
    return false;
  }

  return {
    status,
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
      if (client !== undefined && state === "connected") pump(client);
      else tellCounts();
    },
    retain(topic, payload, qos) {
      if (!fits(topic, payload)) return;
      if (!retained.set(topic, payload, qos)) refused.count("too-many-retained", topic);
    },
    clearRetained: retained.clear,
    send(topic, payload, qos, message) {
      if (client === undefined || state === "away" || !fits(topic, payload)) return false;
      if (client.stream.writableLength > fullLineBytes) {
        refused.count("line-full", topic);
        return false;
      }
      speak(client, { topic, payload, message }, { qos });
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
      const mine = client;
      if (mine?.connected) {
        const drained = new Promise<void>((resolve) => {
          onDrained = resolve;
          pump(mine);
        });
        await withinFarewell(drained);
        const acknowledged = new Promise<void>((resolve) =>
          speak(mine, { topic: stateTopic, payload: offline }, { qos: 1, retain: true }, () => resolve()),
        );
        await withinFarewell(acknowledged);
        await withinFarewell(new Promise<void>((resolve) => mine.end(false, () => resolve())));
      }
      mine?.end(true);
      // A client that is already ending ignores a second end.
      mine?.stream.destroy();
      client = undefined;
      setState("away");
      refused.close();
    },
  };
}

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

/** Is the topic matched by this filter: exact, with `+` for any level, or ending in `#`. */
function isUnder(filter: string, topic: string): boolean {
  if (!filter.includes("+"))
    return filter.endsWith("#") ? topic.startsWith(filter.slice(0, -1)) : filter === topic;
  const wanted = filter.split("/");
  const levels = topic.split("/");
  const isOpen = wanted.at(-1) === "#";
  if (isOpen) wanted.pop();
  if (isOpen ? levels.length < wanted.length : levels.length !== wanted.length) return false;
  return wanted.every((level, index) => level === "+" || level === levels[index]);
}
