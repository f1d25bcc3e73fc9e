// Raddecs over UDP, as reelyActive's listeners and forwarders speak: one per datagram. In: what others hear joins what
// this bridge hears. Out: taught beacons alone, when they appear, when they say something new, and now and then.
import { createSocket, type Socket } from "node:dgram";
import type { Clock } from "../clock.ts";
import { decodeRaddec, encodeRaddec, raddecEvents } from "../decoders/raddec.ts";
import { LaboError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { createCoalescedLog } from "../mqtt/coalesced-log.ts";
import type { Advertisement } from "../transports/transport.ts";
import { advertisementsOf, raddecOf } from "./raddec-advertisements.ts";

export interface UdpAddress {
  readonly host: string;
  readonly port: number;
}

interface Common {
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface RaddecListener {
  /** Resolves with the port listened on. @throws LaboError `UDP_PORT` when it cannot be had. */
  start(): Promise<number>;
  stop(): Promise<void>;
  /** Datagrams refused since the start. */
  readonly refused: number;
}

/** A whole class of gateways says less; a flood is cut off here, a second at a time. */
const mostPerSecond = 4_000;

const isIpv6 = (host: string) => host.includes(":");

/** Listens for raddecs; nothing they say is believed but bytes of advertisements. */
export function createRaddecListener(
  address: UdpAddress,
  { clock, logger, onAdvertisements }: Common & { onAdvertisements(heard: readonly Advertisement[]): void },
): RaddecListener {
  const refused = createCoalescedLog(logger, clock, "raddec refused");
  let socket: Socket | undefined;
  let second = { number: -1, count: 0 };

  function receive(datagram: Uint8Array) {
    const number = Math.floor(clock.mono() / 1000);
    if (second.number !== number) second = { number, count: 0 };
    second.count += 1;
    if (second.count > mostPerSecond) return refused.count("flood", "");
    const outcome = decodeRaddec(datagram);
    if (!outcome.ok) return refused.count(outcome.why.code, "");
    const heard = advertisementsOf(outcome.raddec, { now: clock.now(), mono: clock.mono() });
    if (heard === undefined) return refused.count("no-advertisement", "");
    onAdvertisements(heard);
  }

  return {
    get refused() {
      return refused.total;
    },
    async start() {
      const opened = createSocket(isIpv6(address.host) ? "udp6" : "udp4");
      await new Promise<void>((resolve, reject) => {
        opened.once("error", (error) =>
          reject(new LaboError("UDP_PORT", [`${address.host}:${address.port}: ${error.message}`])),
        );
        opened.bind(address.port, address.host, resolve);
      });
      opened.removeAllListeners("error");
      opened.on("error", (error) => logger.warn({ error: error.message }, "raddec: the socket complains"));
      opened.on("message", receive);
      socket = opened;
      return opened.address().port;
    },
    async stop() {
      const closing = socket;
      socket = undefined;
      refused.close();
      if (closing !== undefined) await new Promise<void>((resolve) => closing.close(() => resolve()));
    },
  };
}

export interface RaddecSender {
  /** A frame of a taught beacon, heard by this bridge itself. */
  hear(advertisement: Advertisement): void;
  stop(): void;
}

/** A beacon that says nothing new is told again this often, milliseconds. */
const keepAliveMs = 5_000;
/** After this long without a frame it has left: the next one is an appearance. Milliseconds. */
const absentMs = 10_000;
/** A beacon whose every frame is new is told no faster, milliseconds. */
const paceMs = 100;
const mostTransmitters = 512;

/** Sends raddecs to one address; a datagram that gets lost is not missed. */
export function createRaddecSender(
  to: UdpAddress,
  { clock, logger, bridge }: Common & { readonly bridge: string },
): RaddecSender {
  const socket = createSocket(isIpv6(to.host) ? "udp6" : "udp4");
  socket.unref();
  const failures = createCoalescedLog(logger, clock, "raddec not sent");
  socket.on("error", (error) => failures.count("socket", error.message));
  /** By address, in the order of hearing. */
  const last = new Map<string, { heard: number; sent: number; payload: string }>();

  return {
    hear(advertisement) {
      const { address, mono } = advertisement;
      const payload = Buffer.from(advertisement.payload).toString("latin1");
      const before = last.get(address);
      const entry = before ?? { heard: mono, sent: Number.NEGATIVE_INFINITY, payload: "" };
      last.delete(address);
      last.set(address, entry);
      if (last.size > mostTransmitters) {
        const [oldest] = last.keys();
        if (oldest !== undefined) last.delete(oldest);
      }
      const isNewHere = before === undefined || mono - entry.heard > absentMs;
      entry.heard = mono;
      const isNewPayload = payload !== entry.payload;
      if (!isNewHere && mono - entry.sent < (isNewPayload ? paceMs : keepAliveMs)) return;
      const event = isNewHere
        ? raddecEvents.appearance
        : isNewPayload
          ? raddecEvents.packets
          : raddecEvents.keepAlive;
      const raddec = raddecOf(advertisement, bridge, [event]);
      if (raddec === undefined) return;
      entry.sent = mono;
      entry.payload = payload;
      socket.send(encodeRaddec(raddec), to.port, to.host, (error) => {
        if (error) failures.count("send", error.message);
      });
    },
    stop() {
      failures.close();
      socket.close();
    },
  };
}
