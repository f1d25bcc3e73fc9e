// A broker's address as given, taken apart: where to connect, who as, and what may be shown.
import { LaboError } from "../errors.ts";

export interface BrokerAddress {
  readonly protocol: "mqtt" | "mqtts" | "ws" | "wss";
  readonly host: string;
  readonly port: number;
  /** For WebSockets; empty otherwise. */
  readonly path: string;
  /** For people: without user and password, 200 characters at most. */
  readonly where: string;
  readonly username?: string;
  readonly password?: string;
  /** On this computer. */
  readonly isNearby: boolean;
}

const defaultPorts = { mqtt: 1883, mqtts: 8883, ws: 80, wss: 443 } as const;
const isProtocol = (name: string): name is keyof typeof defaultPorts => Object.hasOwn(defaultPorts, name);

/**
 * @param given for example `mqtts://user:password@host:8883`.
 * @throws LaboError `CONFIG_INVALID`; the address is not repeated in it, since it may hold a password.
 */
export function parseBrokerAddress(given: string): BrokerAddress {
  let url: URL;
  try {
    url = new URL(given);
  } catch {
    throw new LaboError("CONFIG_INVALID", ["the broker's address is not a URL"]);
  }
  const protocol = url.protocol.slice(0, -1);
  if (!isProtocol(protocol) || url.hostname === "")
    throw new LaboError("CONFIG_INVALID", [
      "the broker's address begins with mqtt://, mqtts://, ws:// or wss://, then a host",
    ]);
  let username: string;
  let password: string;
  try {
    username = decodeURIComponent(url.username);
    password = decodeURIComponent(url.password);
  } catch {
    throw new LaboError("CONFIG_INVALID", [
      "user or password of the broker's address: % must be written %25",
    ]);
  }
  const path = url.pathname === "/" ? "" : url.pathname;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return {
    protocol,
    host,
    port: url.port === "" ? defaultPorts[protocol] : Number(url.port),
    path: protocol.startsWith("ws") ? `${url.pathname}${url.search}` : "",
    where: `${url.protocol}//${url.host}${path}`.slice(0, 200),
    ...(username === "" ? {} : { username }),
    ...(password === "" ? {} : { password }),
    isNearby: host === "localhost" || host === "::1" || host.startsWith("127."),
  };
}
