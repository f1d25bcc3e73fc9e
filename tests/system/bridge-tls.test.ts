// The whole bridge on a broker that is reached by TLS: with the authority's certificate it is let in and hears itself;
// without, or for another host, it stays away and says so.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeHouses, openHouse, seen } from "../helpers/house.ts";
import { freePort, hasMosquitto, type Mosquitto, startMosquitto } from "../helpers/mosquitto.ts";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
const missing = [hasMosquitto ? [] : ["mosquitto"], hasOpenssl ? [] : ["openssl"]].flat();
if (missing.length > 0 && process.env.CI !== undefined)
  throw new Error(`missing: apt install ${missing.join(" ")}`);
const title = "the bridge on a broker by TLS";

describe.skipIf(missing.length > 0)(
  missing.length === 0 ? title : `${title} (left out: apt install ${missing.join(" ")})`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), "labo-tls-"));
    const file = (name: string) => join(folder, name);
    let mosquitto: Mosquitto;
    let port = 0;

    const openssl = (...args: string[]) => {
      const done = spawnSync("openssl", args, { encoding: "utf8", cwd: folder });
      expect(done.status, done.stderr).toBe(0);
    };
    const authority = (name: string) =>
      openssl(
        ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", `/CN=${name}`],
        ...["-keyout", `${name}.key`, "-out", `${name}.pem`],
      );

    beforeAll(async () => {
      authority("ours");
      authority("other");
      openssl(
        ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"],
        ...["-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE"],
        ...["-CA", "ours.pem", "-CAkey", "ours.key", "-keyout", "server.key", "-out", "server.pem"],
      );
      port = await freePort();
      mosquitto = await startMosquitto([
        `listener ${port} 127.0.0.1`,
        `cafile ${file("ours.pem")}`,
        `certfile ${file("server.pem")}`,
        `keyfile ${file("server.key")}`,
      ]);
    });
    afterAll(async () => {
      await closeHouses();
      await mosquitto?.dispose();
      rmSync(folder, { recursive: true, force: true });
    });

    const openOn = (host: string, ...args: string[]) =>
      openHouse({ args: ["--mqtt", `mqtts://${host}:${port}`, "--no-kit", ...args] });

    it("is let in with the authority's certificate, and hears itself", async () => {
      const house = await openOn("localhost", "--mqtt-ca", file("ours.pem"), "--name", "cave");
      await seen(
        async () => (await house.api.call("bench")).bridges.cave?.state === "online",
        "its own state, back from the broker",
      );
      expect((await house.api.call("bench")).broker).toMatchObject({
        state: "connected",
        where: `mqtts://localhost:${port}`,
      });
    });

    it.each([
      { why: "no authority is given", host: "localhost", ca: undefined },
      { why: "the authority is another one", host: "localhost", ca: "other.pem" },
      { why: "the certificate is for another host", host: "127.0.0.1", ca: "ours.pem" },
    ])("stays away, and says why, when $why", async ({ host, ca }) => {
      const house = await openOn(host, ...(ca === undefined ? [] : ["--mqtt-ca", file(ca)]));
      await seen(async () => /certificate|altnames/i.test(house.bridge.output()), "the reason in the log");
      expect(await house.api.call("health")).toMatchObject({ status: "degraded", broker: "away" });
    });
  },
);
