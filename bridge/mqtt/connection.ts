// One connection to a broker after another, for ever: each a fresh MQTT.js client, so that nothing waits in a queue that is
// not the link's. MQTT 5, or 3.1.1 where the broker speaks nothing else. What is lost is tried again, ever more seldom.
import { Socket } from "node:net";
import { connect, type IClientOptions, type MqttClient } from "mqtt";
import { writeToStream } from "mqtt-packet";
import type { Clock, Timer } from "../clock.ts";
import { backoffMs } from "./backoff.ts";
import type { BrokerAddress } from "./broker-address.ts";
import { createDialect, type MqttVersion } from "./dialect.ts";
import { createOwnVoice } from "./own-voice.ts";
import { createSlots } from "./slots.ts";

/** What is said once on a line. */
export interface Saying {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

/** One connection, from the broker's greeting on. */
export interface Line {
  readonly isOpen: boolean;
  /** So much waits in its socket that what can wait should. */
  readonly isFull: boolean;
  /** Calls once, when a full line has emptied; never if it broke before. */
  onceEmptied(act: () => void): void;
  /**
   * No more on the way than the broker takes at once.
   * @param settled when the broker took it (QoS 0: when it was written), or with its refusal; never when the line broke
   * before: then neither is known.
   */
  publish(saying: Saying, settled: (refusal: Error | undefined) => void): void;
  /** What was said leaves now, not with whatever else this turn says. */
  flush(): void;
  /** QoS 0, without this bridge's own words where the broker can leave them out. */
  subscribe(filters: readonly string[], done: (refusal: Error | undefined) => void): void;
  /** Whether this is what was said here, come back from a broker that could not leave it out. */
  isEcho(topic: string, payload: Uint8Array): boolean;
  /** Resolves when the broker was told that this is the end. */
  goodbye(): Promise<void>;
}

export interface ConnectionOptions {
  readonly address: BrokerAddress;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly tls: Pick<IClientOptions, "ca" | "cert" | "key" | "rejectUnauthorized"> | undefined;
  readonly clientId: string;
  /** Told by the broker when a line breaks without a goodbye. Retained, QoS 1. */
  readonly will: { readonly topic: string; readonly payload: string };
  /** Tried first; 4, MQTT 3.1.1, when the broker is known to speak nothing else. */
  readonly version: MqttVersion;
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  onGreeted(line: Line): void;
  onMessage(topic: string, payload: Uint8Array, isRetained: boolean): void;
  /** A line broke, or an attempt failed. @param attempt 0 for the first since the last greeting. */
  onLost(reason: string, attempt: number): void;
}

export interface Connection {
  /** Never rejects, never ends by itself. */
  start(): void;
  /** No further attempt. */
  giveUp(): void;
  /** Whatever is left of the last attempt goes. */
  end(): void;
}

// Every number of two bytes, kept as a buffer of its own, is 8 MB of a bench's memory for a microsecond of a message.
writeToStream.cacheNumbers = false;

const connectTimeoutMs = 10_000;
const keepAliveSeconds = 15;
const fullLineBytes = 256 * 1024;
/** Of a broker that names no bound (MQTT 5 §3.2.2.3.3). */
const mostUnacknowledged = 65_535;

/** The broker answered, and refused this one message. */
const isRefusal = (error: Error): boolean => "code" in error && typeof error.code === "number";

const wordsOf = (error: Error): string =>
  error.message || ("code" in error ? String(error.code) : error.name);

export function createConnection(options: ConnectionOptions): Connection {
  const { address, clock, random, username, password, will } = options;
  const dialect = createDialect(options.version);
  let client: MqttClient | undefined;
  let attempt = 0;
  let retry: Timer | undefined;
  let isGivenUp = false;

  const clientOptions: IClientOptions = {
    protocol: address.protocol,
    host: address.host,
    hostname: address.host,
    port: address.port,
    ...(address.path === "" ? {} : { path: address.path }),
    ...options.tls,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    clientId: options.clientId,
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
    will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: true },
  };

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
    const tooLong = clock.after(connectTimeoutMs * 1.5, () => mine.end(true));
    mine.on("error", (error) => {
      lastError = error;
    });
    mine.once("connect", ({ properties }) => {
      tooLong.cancel();
      attempt = 0;
      isGreeted = true;
      options.onGreeted(lineOf(mine, dialect.version, properties?.receiveMaximum ?? mostUnacknowledged));
    });
    mine.on("message", (topic, payload, packet) => options.onMessage(topic, payload, packet.retain));
    mine.once("close", () => {
      tooLong.cancel();
      if (client !== mine) return;
      client = undefined;
      mine.end(true);
      if (!isGreeted && dialect.failed(lastError)) open();
      else lost(lastError === undefined ? "the line was closed" : wordsOf(lastError));
    });
  }

  function lost(reason: string) {
    options.onLost(reason, attempt);
    if (isGivenUp) return;
    retry = clock.after(backoffMs(attempt, random(), address.isNearby), open);
    attempt += 1;
  }

  return {
    start() {
      isGivenUp = false;
      open();
    },
    giveUp() {
      isGivenUp = true;
      retry?.cancel();
    },
    end() {
      const last = client;
      client = undefined;
      last?.end(true);
      // A client that is already ending ignores a second end.
      last?.stream.destroy();
    },
  };
}

function lineOf(client: MqttClient, version: MqttVersion, mostOnTheWay: number): Line {
  const slots = createSlots(mostOnTheWay);
  const voice = version === 4 ? createOwnVoice() : undefined;
  return {
    get isOpen() {
      return client.connected;
    },
    get isFull() {
      return client.stream.writableLength > fullLineBytes;
    },
    onceEmptied: (act) => void client.stream.once("drain", act),
    publish({ topic, payload, qos, retain }, settled) {
      const say = (free?: () => void) => {
        voice?.said(topic, payload);
        client.publish(topic, payload, { qos, retain }, (error) => {
          free?.();
          if (!error || isRefusal(error)) settled(error ?? undefined);
        });
      };
      if (qos === 0) say();
      else slots.take(say);
    },
    // MQTT.js corks its socket until the end of the turn.
    flush: () => void client.stream.uncork(),
    subscribe: (filters, done) =>
      void client.subscribe([...filters], { qos: 0, nl: true }, (error) => done(error ?? undefined)),
    isEcho: (topic, payload) => voice?.isEcho(topic, payload) ?? false,
    goodbye: () => new Promise((resolve) => client.end(false, () => resolve())),
  };
}
