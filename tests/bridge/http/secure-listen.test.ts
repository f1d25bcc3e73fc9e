import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type PeerCertificate } from "node:tls";
import fastifyWebsocket from "@fastify/websocket";
import { type FastifyInstance, fastify } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { certificateOf } from "../../../bridge/certificate.ts";
import { listen } from "../../../bridge/http/listen.ts";
import {
  listenSecurely,
  type SecureIdentity,
  type SecureListener,
} from "../../../bridge/http/secure-listen.ts";
import { createLogger } from "../../../bridge/logger.ts";
import { eventually } from "../../helpers/eventually.ts";
import { createManualClock } from "../../helpers/manual-clock.ts";
import { holdPort } from "../../helpers/tcp.ts";

const clock = createManualClock(Date.now());
const logger = createLogger("silent");
let folder = "";
let app: FastifyInstance;
let secure: SecureListener | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "labo-secure-"));
  app = fastify();
  await app.register(fastifyWebsocket);
  app.get("/hello", (request) => ({ host: request.headers.host }));
  app.get("/socket", { websocket: true }, (socket) => socket.send("here"));
});
afterEach(async () => {
  await secure?.close();
  await app.close();
  secure = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const identityFor = (hosts: readonly string[]) => certificateOf(folder, hosts, Date.now());

async function open(identity: () => Promise<SecureIdentity>): Promise<number> {
  await listen(app, { port: 0, lan: false });
  secure = await listenSecurely(app, { port: 0, host: "127.0.0.1", identity, clock, logger });
  return secure.port;
}

async function shownCertificate(port: number): Promise<PeerCertificate> {
  const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const certificate = socket.getPeerCertificate();
  socket.destroy();
  return certificate;
}

describe("the secured listener", () => {
  it("serves the same routes and sockets, to whoever trusts its certificate by name", async () => {
    const port = await open(() => identityFor(["localhost", "127.0.0.1"]));
    const { cert } = await identityFor(["localhost", "127.0.0.1"]);
    const text = await new Promise((resolve, reject) => {
      get(`https://localhost:${port}/hello`, { ca: cert }, (response) => {
        response.setEncoding("utf8");
        let body = "";
        response.on("data", (part: string) => {
          body += part;
        });
        response.on("end", () => resolve(body));
      }).on("error", reject);
    });
    expect(text).toBe(JSON.stringify({ host: `localhost:${port}` }));
    const socket = new WebSocket(`wss://127.0.0.1:${port}/socket`, { ca: cert });
    const [message] = await once(socket, "message");
    expect(String(message)).toBe("here");
    socket.close();
  });

  it("shows the new certificate when an address came, without a restart", async () => {
    let hosts = ["localhost"];
    const port = await open(() => identityFor(hosts));
    const before = await shownCertificate(port);
    expect(before.fingerprint256).toBe(secure?.fingerprint);
    hosts = ["localhost", "10.9.8.7"];
    clock.advance(60_000);
    await eventually(() => secure?.fingerprint !== before.fingerprint256, "the certificate was renewed");
    const after = await shownCertificate(port);
    expect(after.subjectaltname).toContain("10.9.8.7");
  });

  it("goes on with what it has when the new one cannot be made", async () => {
    let fails = false;
    let asked = 0;
    const port = await open(async () => {
      asked += 1;
      if (fails) throw new Error("disk full");
      return identityFor(["localhost"]);
    });
    fails = true;
    clock.advance(60_000);
    await eventually(() => asked === 2, "it was looked at again");
    expect((await shownCertificate(port)).fingerprint256).toBe(secure?.fingerprint);
  });

  it("is a clear refusal when its port is taken", async () => {
    const held = await holdPort();
    await listen(app, { port: 0, lan: false });
    const options = { port: held.port, host: "127.0.0.1", clock, logger };
    const identity = () => identityFor(["localhost"]);
    await expect(listenSecurely(app, { ...options, identity })).rejects.toThrow(/PORT_TAKEN.*--https-port/);
    await held.release();
  });
});
