// The stations' way to the broker: MQTT.js for the protocol, one client each, over a cable that can be pulled.
// MQTT 3.1.1. Keep-alive, waiting and trying again are the package's own, in real time.
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { type IClientOptions, MqttClient } from "mqtt";
import { LaboError } from "../errors.ts";
import { parseBrokerAddress } from "./broker-address.ts";
import { type Cable, createCable } from "./cable.ts";

export interface StationNetworkOptions {
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: Pick<IClientOptions, "ca">;
}

interface Message {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly isRetained: boolean;
  readonly isDuplicate: boolean;
}

interface Connection {
  readonly clientId: string;
  readonly keepAliveSeconds: number;
  readonly isClean: boolean;
  readonly will?: { readonly topic: string; readonly text: string };
  onUp(resumed: boolean): void;
  onDown(): void;
  onMessage(message: Message): void;
}

const firstWithinMs = 5_000;
const goodbyeWithinMs = 1_000;
const tryAgainMs = 1_000;

/** @throws LaboError `CONFIG_INVALID` when the address is not one. */
export function createStationNetwork(options: StationNetworkOptions) {
  const address = parseBrokerAddress(options.url);
  const username = options.username ?? address.username;
  const password = options.password ?? address.password;
  const { host, port } = address;
  const dial = (): Socket =>
    address.protocol === "mqtts"
      ? connectTls({ host, port, servername: host, ...(options.tls as object | undefined) })
      : connectTcp({ host, port });

  return {
    cable: createCable,

    /** @throws LaboError `STATION_REFUSED`: no connection in time, or a broker reached by WebSocket only. */
    async connect(cable: Cable, connection: Connection) {
      if (address.protocol.startsWith("ws")) throw new LaboError("STATION_REFUSED", ["ws"]);
      const { will } = connection;
      const clientOptions: IClientOptions = {
        protocolVersion: 4,
        clientId: connection.clientId,
        clean: connection.isClean,
        keepalive: connection.keepAliveSeconds,
        reconnectPeriod: tryAgainMs,
        connectTimeout: firstWithinMs,
        resubscribe: true,
        queueQoSZero: false,
        ...(will === undefined
          ? {}
          : { will: { topic: will.topic, payload: Buffer.from(will.text), qos: 1, retain: false } }),
      };
      if (username !== undefined) clientOptions.username = username;
      if (password !== undefined) clientOptions.password = password;
      const client = new MqttClient(() => cable.open(dial), clientOptions);
      let isUp = false;
      let hasLeft = false;
      let waiting = 0;
      let lastError = "no answer";
      client.on("error", (error) => {
        lastError = error.message;
      });
      client.on("connect", ({ sessionPresent }) => {
        isUp = true;
        if (!hasLeft) connection.onUp(sessionPresent);
      });
      client.on("close", () => {
        if (!isUp) return;
        isUp = false;
        if (!hasLeft) connection.onDown();
      });
      client.on("message", (topic, payload, { qos, retain, dup }) => {
        if (!hasLeft)
          connection.onMessage({ topic, payload, qos, isRetained: retain, isDuplicate: dup === true });
      });
      await first(client, () => lastError);

      return {
        get isUp() {
          return isUp;
        },
        get waiting() {
          return waiting;
        },
        publish(topic: string, text: string, how: { qos: 0 | 1 | 2; retain: boolean }) {
          const started = performance.now();
          waiting += 1;
          return new Promise<number | undefined>((resolve) => {
            client.publish(topic, text, how, (error) => {
              waiting -= 1;
              resolve(error ? undefined : performance.now() - started);
            });
          });
        },
        async subscribe(filter: string) {
          const granted = await client.subscribeAsync(filter, { qos: 2 });
          if (granted.some(({ qos }) => qos > 2)) throw new LaboError("STATION_REFUSED", [filter]);
        },
        async unsubscribe(filter: string) {
          await client.unsubscribeAsync(filter);
        },
        async leave() {
          hasLeft = true;
          if (cable.isPlugged && isUp) {
            await Promise.race([client.endAsync(false), soon(goodbyeWithinMs)]);
          }
          client.end(true);
          client.stream?.destroy();
        },
      };
    },
  };
}

/** Resolves when the client is connected; gives it up when it is not in time. */
async function first(client: MqttClient, why: () => string): Promise<void> {
  const isConnected = await Promise.race([
    new Promise<true>((resolve) => client.once("connect", () => resolve(true))),
    soon(firstWithinMs),
  ]);
  if (isConnected === true) return;
  client.end(true);
  client.stream?.destroy();
  throw new LaboError("STATION_REFUSED", [why().slice(0, 100)]);
}

/** In real time: a clock that runs fast does not make a broker faster. */
function soon(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), ms).unref();
  });
}
