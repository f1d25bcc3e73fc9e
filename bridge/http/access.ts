// Who may knock and who is who: Host and Origin, the trainer's key, the participant's cookie.
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { hostname, networkInterfaces } from "node:os";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Caller } from "./doors.ts";

const trainerCookie = "labo_trainer";
const participantCookie = "labo_participant";
const yearInSeconds = 365 * 24 * 3600;

export interface Access {
  /** False when the request names another host: a page elsewhere is using this browser (DNS rebinding). */
  isHostAllowed(request: FastifyRequest): boolean;
  /** False when a browser says that another page sent it. */
  isOriginAllowed(request: FastifyRequest): boolean;
  isTrainerKey(key: string): boolean;
  admitTrainer(reply: FastifyReply): void;
  /** Who calls; a browser without a cookie is given a participant id. */
  identify(request: FastifyRequest, reply?: FastifyReply): Caller;
}

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Names under which this computer may be called, without port, lower case. */
export function ownHostNames(lan: boolean): Set<string> {
  const names = new Set(["localhost", "127.0.0.1", "[::1]"]);
  if (!lan) return names;
  const name = hostname().toLowerCase();
  names.add(name).add(`${name}.local`);
  for (const address of Object.values(networkInterfaces()).flatMap((list) => list ?? [])) {
    names.add(address.family === "IPv6" ? `[${address.address}]` : address.address);
  }
  return names;
}

function hostWithoutPort(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, "");
}

/**
 * @param trainerKey the random key of the trainer's link.
 * @param lan whether addresses of the local network are allowed beside the loopback.
 */
export function createAccess({ trainerKey, lan }: { trainerKey: string; lan: boolean }): Access {
  const token = createHmac("sha256", trainerKey).update("trainer").digest("base64url");
  const cookieRules = { path: "/", httpOnly: true, sameSite: "strict", maxAge: yearInSeconds } as const;
  const isAllowed = (host: string) => ownHostNames(lan).has(hostWithoutPort(host));
  return {
    isHostAllowed: (request) => isAllowed(request.headers.host ?? ""),
    isOriginAllowed(request) {
      const site = request.headers["sec-fetch-site"];
      if (site !== undefined && site !== "same-origin" && site !== "none") return false;
      const origin = request.headers.origin;
      if (origin === undefined) return true;
      return URL.canParse(origin) && new URL(origin).host === request.headers.host?.toLowerCase();
    },
    isTrainerKey: (key) => sameText(key, trainerKey),
    admitTrainer: (reply) => void reply.setCookie(trainerCookie, token, cookieRules),
    identify(request, reply) {
      const known = request.cookies[participantCookie];
      const participant =
        known !== undefined && /^p-[0-9a-f-]{36}$/.test(known) ? known : `p-${randomUUID()}`;
      if (participant !== known) reply?.setCookie(participantCookie, participant, cookieRules);
      return { participant, isTrainer: sameText(request.cookies[trainerCookie] ?? "", token) };
    },
  };
}
