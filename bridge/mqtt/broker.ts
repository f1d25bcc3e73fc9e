// The embedded broker: Aedes on loopback, with a bound on everything a client can make it keep. It is interchangeable
// with any external broker: nothing here knows of devices. MQTT 3.1.1.
//
// Two choices differ from Aedes alone. Sessions are always clean, so nothing is queued for those who left, but for the
// bench's own stations, which may leave one that keeps so many messages and no more. A message is handed to each subscriber without waiting for the others, so one that stops reading stalls nobody and is cut when its
// queue is full.
import { randomBytes } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import { Aedes, type AuthenticateError, type Client } from "aedes";
import { parseTopic, topicRules } from "#contract/topics.ts";
import type { Clock } from "../clock.ts";
import { LaboError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { createCoalescedLog } from "./coalesced-log.ts";
import { mindKeptMessages } from "./kept-messages.ts";
import { ownBranchOf } from "./own-branch.ts";
import { createPacketSizeWatch } from "./packet-size.ts";
import { publishInTurn } from "./publish-in-turn.ts";

export interface BrokerLimits {
  /** Bytes of a packet after its fixed header. */
  readonly packetBytes: number;
  /** The same for the bridge's own connection, whose device list may be long. */
  readonly ownPacketBytes: number;
  readonly topicLevels: number;
  readonly topicLength: number;
  readonly connections: number;
  readonly subscriptionsPerClient: number;
  /** Bytes waiting in the socket of one client that reads too slowly. */
  readonly queueBytesPerClient: number;
  /** The same for the bridge itself, which hears everybody. */
  readonly ownQueueBytes: number;
  /** How long a client may leave its socket full, real milliseconds. */
  readonly drainTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly retainedTopics: number;
  readonly retainedBytes: number;
  /** Messages kept for a station that is away. */
  readonly keptPerSession: number;
}

export const defaultBrokerLimits: BrokerLimits = {
  packetBytes: 64 * 1024,
  ownPacketBytes: 1024 * 1024,
  topicLevels: 8,
  topicLength: 256,
  connections: 64,
  subscriptionsPerClient: 64,
  queueBytesPerClient: 1024 * 1024,
  ownQueueBytes: 32 * 1024 * 1024,
  drainTimeoutMs: 5_000,
  connectTimeoutMs: 5_000,
  retainedTopics: 8_192,
  retainedBytes: 32 * 1024 * 1024,
  keptPerSession: 1_000,
};

export interface BrokerOptions {
  /** Loopback unless somebody means otherwise. */
  readonly host?: string;
  /** 0: any free one. */
  readonly port: number;
  readonly limits?: Partial<BrokerLimits>;
  /** On this bridge's branch others may publish commands alone. Nobody's branch when absent. */
  readonly bridge?: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Broker {
  /** @throws LaboError `MQTT_PORT_TAKEN`, `PORT_REFUSED`, or `CONFIG_INVALID` when the system refuses the address. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** The port listened on; the one asked for until started. */
  readonly port: number;
  /** Without credentials: any client of this computer may connect. */
  readonly url: string;
  /** For the bridge's own link, made at random for this start: its branch and larger limits go with them. */
  readonly credentials: { readonly username: string; readonly password: string };
  /** For the stations' connections, made at random for this start: sessions may be kept for them. */
  readonly stationCredentials: { readonly username: string; readonly password: string };
  /** What was refused since the start, by reason. */
  refusals(): Readonly<Record<string, number>>;
  readonly connections: number;
}

/** Why a client was refused something, as counted and logged. */
class Refusal extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(`refused: ${reason}`);
    this.name = "Refusal";
    this.reason = reason;
  }
}

const ownUser = "labo-bridge";
const stationUser = "labo-station";

/** @see BrokerOptions */
export function createBroker(options: BrokerOptions): Broker {
  const { clock, logger } = options;
  const host = options.host ?? "127.0.0.1";
  const limits: BrokerLimits = { ...defaultBrokerLimits, ...options.limits };
  const credentials = { username: ownUser, password: randomBytes(18).toString("base64url") };
  const stationCredentials = { username: stationUser, password: randomBytes(18).toString("base64url") };
  const refused = createCoalescedLog(logger, clock, "refused by the embedded broker");
  const sockets = new Set<Socket>();
  const packetLimits = new WeakMap<object, { bytes: number }>();
  const own = new WeakSet<Client>();
  const isReserved = options.bridge === undefined ? undefined : ownBranchOf(options.bridge);
  const subscriptions = new WeakMap<Client, Set<string>>();
  const retained = new Map<string, number>();
  let retainedBytes = 0;
  let running: { server: Server; aedes: Aedes } | undefined;
  let port = options.port;

  const nameOf = (client: Client | null) => client?.id ?? "a client without a name";

  /** What strangers may not do. */
  function refusalOfPublish(topic: string, payloadBytes: number, isRetained: boolean): string | undefined {
    if (topic.startsWith("$")) return "reserved-topic";
    if (/[+#\0]/.test(topic)) return "wildcard-topic";
    if (topic.length > limits.topicLength) return "topic-too-long";
    if (isReserved?.(topic)) return "reserved-branch";
    if (!isRetained) return undefined;
    const parsed = parseTopic(topic);
    if (parsed !== undefined && !topicRules[parsed.kind].retain) return "retained-event";
    const before = retained.get(topic);
    if (before === undefined && payloadBytes > 0 && retained.size >= limits.retainedTopics)
      return "too-many-retained";
    if (retainedBytes - (before ?? 0) + payloadBytes > limits.retainedBytes) return "too-much-retained";
    return undefined;
  }

  function noteRetained(topic: string, payloadBytes: number) {
    retainedBytes += payloadBytes - (retained.get(topic) ?? 0);
    if (payloadBytes === 0) retained.delete(topic);
    else retained.set(topic, payloadBytes);
  }

  function buildAedes(): Aedes {
    const aedes = new Aedes({
      // No limit here: a limit makes one slow subscriber hold everybody's messages. The queues are bounded per client.
      concurrency: 0,
      drainTimeout: limits.drainTimeoutMs,
      connectTimeout: limits.connectTimeoutMs,
      maxTopicLevels: limits.topicLevels,
      maxInflightInbound: 64,
      preConnect(_client, packet, done) {
        const isStation =
          packet.username === stationUser && packet.password?.toString() === stationCredentials.password;
        if (!isStation) packet.clean = true;
        done(null, true);
      },
      authenticate(client, username, password, done) {
        if (username !== ownUser && username !== stationUser) return done(null, true);
        const wanted = username === ownUser ? credentials.password : stationCredentials.password;
        if (password?.toString() !== wanted) {
          const error: AuthenticateError = Object.assign(new Refusal("bad-password"), { returnCode: 4 });
          return done(error, false);
        }
        if (username === stationUser) return done(null, true);
        own.add(client);
        const limit = packetLimits.get(client.conn);
        if (limit !== undefined) limit.bytes = limits.ownPacketBytes;
        done(null, true);
      },
      authorizePublish(client, packet, done) {
        // The bridge bounds itself; what strangers filled must not leave it without room.
        if (client !== null && own.has(client)) return done(null);
        const bytes = Buffer.byteLength(packet.payload);
        const reason = refusalOfPublish(packet.topic, bytes, packet.retain);
        if (reason !== undefined) {
          // A will is judged when its client is gone: nobody is left to be cut, so it is counted here.
          if (client === null || client.closed) refused.count(reason, packet.topic);
          return done(new Refusal(reason));
        }
        if (packet.retain) noteRetained(packet.topic, bytes);
        done(null);
      },
      authorizeSubscribe(client, subscription, done) {
        const filters = subscriptions.get(client) ?? new Set();
        subscriptions.set(client, filters);
        const isNew = !filters.has(subscription.topic);
        const reason = subscription.topic.startsWith("$")
          ? "reserved-topic"
          : subscription.topic.length > limits.topicLength
            ? "topic-too-long"
            : isNew && filters.size >= limits.subscriptionsPerClient
              ? "too-many-subscriptions"
              : undefined;
        if (reason !== undefined) {
          refused.count(reason, nameOf(client));
          return done(null, null);
        }
        filters.add(subscription.topic);
        done(null, subscription);
      },
      authorizeForward(client, packet) {
        const most = own.has(client) ? limits.ownQueueBytes : limits.queueBytesPerClient;
        if (client.conn.writableLength <= most) return packet;
        client.conn.destroy(new Refusal("slow-consumer"));
        return null;
      },
    });
    aedes.on("unsubscribe", (topics, client) => {
      for (const topic of topics) subscriptions.get(client)?.delete(topic);
    });
    // A line is cut once, however many messages were waiting on it.
    const cut = new WeakSet<Client>();
    const onError = (client: Client, error: Error) => {
      if (cut.has(client)) return;
      cut.add(client);
      const reason = reasonOf(error);
      if (reason !== undefined) refused.count(reason, nameOf(client));
    };
    aedes.on("clientError", onError);
    aedes.on("connectionError", onError);
    publishInTurn(aedes);
    return aedes;
  }

  function welcome(aedes: Aedes, socket: Socket) {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.setNoDelay(true);
    const limit = { bytes: limits.packetBytes };
    packetLimits.set(socket, limit);
    const isWithinLimits = createPacketSizeWatch(() => limit.bytes);
    const read = socket.read.bind(socket);
    // Aedes pulls what came with read(): looked at here, a packet too large is cut before it is gathered.
    socket.read = (size?: number) => {
      const chunk: unknown = read(size);
      if (chunk instanceof Uint8Array && !isWithinLimits(chunk)) {
        socket.destroy(new Refusal("packet-too-large"));
        return null;
      }
      return chunk;
    };
    aedes.handle(socket);
  }

  return {
    credentials,
    stationCredentials,
    get port() {
      return port;
    },
    get url() {
      return `mqtt://${host.includes(":") ? `[${host}]` : host}:${port}`;
    },
    get connections() {
      return sockets.size;
    },
    refusals: () => refused.byReason(),

    async start() {
      if (running !== undefined) return;
      const aedes = buildAedes();
      await aedes.listen();
      mindKeptMessages(aedes, limits.keptPerSession, (client) => refused.count("session-full", client));
      const server = createServer((socket) => welcome(aedes, socket));
      server.maxConnections = limits.connections;
      server.on("drop", () => refused.count("too-many-connections", host));
      try {
        await new Promise<void>((resolve, reject) => {
          server.once("error", reject);
          // The same again after a stop, whatever port was free at first.
          server.listen(port, host, resolve);
        });
      } catch (error) {
        await new Promise<void>((resolve) => aedes.close(resolve));
        throw listenError(error, host, options.port);
      }
      server.on("error", (error) => logger.error({ error: error.message }, "embedded broker"));
      const address = server.address();
      if (address !== null && typeof address === "object") port = address.port;
      running = { server, aedes };
    },

    async stop() {
      if (running === undefined) return;
      const { server, aedes } = running;
      running = undefined;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await new Promise<void>((resolve) => aedes.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
      retained.clear();
      retainedBytes = 0;
      refused.close();
    },
  };
}

/** Lines cut, time-outs and goodbyes are no refusals: `undefined`. */
function reasonOf(error: Error): string | undefined {
  if (error instanceof Refusal) return error.reason;
  if ("code" in error && typeof error.code === "string") return undefined;
  if (error.message === "connection closed" || error.message === "keep alive timeout") return undefined;
  if (error.message === "drain timeout") return "slow-consumer";
  if (error.message === "topic has too many levels") return "topic-too-deep";
  if (error.message === "connect did not arrive in time") return "no-connect";
  return "protocol";
}

function listenError(error: unknown, host: string, port: number): LaboError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return new LaboError("MQTT_PORT_TAKEN", [`${host}:${port}`], error);
  if (code === "EACCES") return new LaboError("PORT_REFUSED", [`${host}:${port}`], error);
  return new LaboError("CONFIG_INVALID", [`--mqtt-port: ${host}:${port} (${String(code ?? error)})`], error);
}
