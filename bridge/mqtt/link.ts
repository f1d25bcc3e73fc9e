// What a bridge owes the readers of its broker, embedded or not, whatever becomes of the line: a last will, events kept in
// order while the broker is away, retained state told again when it is back. What the broker took of this bridge's own
// words is handed on here; it is not waited for a second time.
import type { BrokerStatus } from "#contract/bench.ts";
import { topicFor } from "#contract/topics.ts";
import type { Clock, Timer } from "../clock.ts";
import type { Logger } from "../logger.ts";
import { parseBrokerAddress } from "./broker-address.ts";
import { createCoalescedLog } from "./coalesced-log.ts";
import { type ConnectionOptions, createConnection, type Line } from "./connection.ts";
import type { MqttVersion } from "./dialect.ts";
import { type Kept, type LinkMessage, Taken } from "./link-message.ts";
import { createNamesake } from "./namesake.ts";
import { createOutbox } from "./outbox.ts";
import { ownBranchOf } from "./own-branch.ts";
import { textOf } from "./payload-text.ts";
import { createRetainedState } from "./retained-state.ts";
import { isUnder } from "./topic-filter.ts";

export interface MqttLinkOptions {
  /** `mqtt://`, `mqtts://`, `ws://` or `wss://`, user and password allowed in it. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: ConnectionOptions["tls"];
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
  /**
   * Retained: the latest of each topic, sent now or when the broker is back, and again whenever it comes back.
   * @param message as of {@link MqttLink.sendEvent}.
   */
  retain(topic: string, payload: string, qos: 0 | 1, message?: object): void;
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

const statusPaceMs = 500;
const mostPayloadBytes = 1024 * 1024 - 1024;
const farewellMs = 1_000;
/** A broker that acknowledges nothing for so long has stopped, whatever its socket says. Real milliseconds. */
const stalledMs = 1_000;

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
  const outbox = createOutbox<Kept>(options.outboxCapacity ?? 10_000);
  let line: Line | undefined;
  const retained = createRetainedState(clock, () => {
    const mine = line;
    if (!mine?.isOpen) return undefined;
    return {
      isFull: mine.isFull,
      publish: (topic, payload, qos, message) =>
        speak(mine, { topic, payload, message }, { qos, retain: true }),
      onceEmptied: (act) => mine.onceEmptied(() => line === mine && act()),
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
  let statusTimer: Timer | undefined;
  let onDrained: (() => void) | undefined;
  let toldWaiting = 0;
  /** Events kept when the broker came back and not acknowledged since. */
  let late = 0;
  /** When something was acknowledged last, or when something was first to wait for it. */
  let progressMono = 0;

  const connection = createConnection({
    address,
    username: options.username ?? address.username,
    password: options.password ?? address.password,
    tls: options.tls,
    clientId,
    will: { topic: stateTopic, payload: offline },
    version: options.version ?? 5,
    clock,
    random,
    onGreeted: greet,
    onMessage: hear,
    onLost(reason, attempt) {
      line = undefined;
      const wasConnected = state === "connected";
      setState("away");
      if (isStopping) return;
      if (wasConnected) logger.warn({ where, reason }, "the broker went away");
      else if (attempt === 0) logger.warn({ where, reason }, "the broker does not answer");
    },
  });

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

  /** State first, so that what comes back of it is known; then the subscription; then events, in order. */
  function greet(mine: Line) {
    line = mine;
    retained.tellAll();
    const begin = (refusal?: Error) => {
      if (line !== mine || isStopping) return;
      if (refusal) logger.error({ where, error: refusal.message }, "the broker refused the subscription");
      outbox.takeBack();
      late = outbox.waiting;
      setState("connected");
      logger.info({ where, waiting: outbox.waiting }, "connected to the broker");
      pump(mine);
    };
    const filters = [...subscriptions.keys()];
    if (filters.length === 0) begin();
    else mine.subscribe(filters, begin);
  }

  function speak(
    mine: Line,
    kept: Kept,
    { qos, retain = false }: { readonly qos: 0 | 1; readonly retain?: boolean },
    done: () => void = () => undefined,
  ) {
    const { topic, payload } = kept;
    mine.publish({ topic, payload, qos, retain }, (refusal) => {
      if (refusal) refused.count("by-the-broker", `${topic}: ${refusal.message}`);
      else handOn(new Taken(kept));
      done();
    });
  }

  function pump(mine: Line) {
    while (line === mine && outbox.handedOut < window) {
      const isAlone = outbox.handedOut === 0;
      if (isAlone) progressMono = clock.mono();
      const ticket = outbox.take();
      if (ticket === undefined) break;
      speak(mine, ticket.item, { qos: 1 }, () => {
        outbox.acknowledge(ticket);
        progressMono = clock.mono();
        late = Math.max(0, late - 1);
        if (line === mine) pump(mine);
      });
      // With nothing on its way an event waits for nothing; behind one, those of a burst go together.
      if (isAlone) mine.flush();
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
    if (line?.isEcho(topic, payload)) return;
    const isOwnTopic = isReserved(topic);
    // Kept by the broker, as it was told: nothing new.
    if (isOwnTopic && retained.payloadOf(topic) === textOf(payload)) return;
    if (isOwnTopic && !isStopping) {
      retained.contradicted(topic, isRetained);
      if (!isRetained) namesake.heard(topic);
    }
    handOn({ topic, payload, size: payload.length, isRetained, isImpostor: isOwnTopic });
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
    retain(topic, payload, qos, message) {
      if (!fits(topic, payload)) return;
      if (!retained.set(topic, payload, qos, message)) refused.count("too-many-retained", topic);
    },
    clearRetained: retained.clear,
    send(topic, payload, qos, message) {
      if (line === undefined || state === "away" || !fits(topic, payload)) return false;
      if (line.isFull) {
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
      connection.start();
    },
    async stop() {
      if (isStopping) return;
      isStopping = true;
      connection.giveUp();
      statusTimer?.cancel();
      statusTimer = undefined;
      retained.stop();
      namesake.stop();
      const mine = line;
      if (mine?.isOpen) {
        const drained = new Promise<void>((resolve) => {
          onDrained = resolve;
          pump(mine);
        });
        await withinFarewell(drained);
        const acknowledged = new Promise<void>((resolve) =>
          speak(mine, { topic: stateTopic, payload: offline }, { qos: 1, retain: true }, resolve),
        );
        await withinFarewell(acknowledged);
        await withinFarewell(mine.goodbye());
      }
      line = undefined;
      connection.end();
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
