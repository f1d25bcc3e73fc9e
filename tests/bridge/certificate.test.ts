import { X509Certificate } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { certifiable, certificateOf, holdsFor } from "../../bridge/certificate.ts";

const day = 24 * 3_600_000;
const now = Date.UTC(2026, 5, 1);
const hosts = ["localhost", "127.0.0.1", "[::1]", "laptop", "laptop.local", "192.168.1.20", "[fe80::1]"];
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "labo-certificate-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the certificate of the secured page", () => {
  it("holds for every name and address, for a server and nothing else, within what phones accept", async () => {
    const { cert, fingerprint } = await certificateOf(folder, hosts, now);
    const read = new X509Certificate(cert);
    expect(read.checkHost("laptop.local")).toBe("laptop.local");
    expect(read.checkHost("elsewhere.example")).toBeUndefined();
    for (const address of ["192.168.1.20", "127.0.0.1", "::1", "fe80::1"])
      expect(read.checkIP(address), address).toBeDefined();
    expect(read.ca).toBe(false);
    expect(read.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
    expect(read.validFromDate.getTime()).toBeLessThan(now);
    const lasts = read.validToDate.getTime() - read.validFromDate.getTime();
    expect(lasts).toBeGreaterThan(300 * day);
    expect(lasts).toBeLessThan(825 * day);
    expect(fingerprint).toBe(read.fingerprint256);
  });

  it("is kept, with its key, for its owner alone", async () => {
    const first = await certificateOf(folder, hosts, now);
    expect(await certificateOf(folder, hosts, now + day)).toEqual(first);
    expect(readdirSync(folder)).toEqual(["https.pem"]);
    const path = join(folder, "https.pem");
    if (process.platform !== "win32") expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, "utf8")).toContain("PRIVATE KEY");
  });

  it("is made anew for an address it does not have, not for one that went away", async () => {
    const first = await certificateOf(folder, hosts, now);
    expect((await certificateOf(folder, hosts.slice(0, 5), now)).cert).toBe(first.cert);
    const second = await certificateOf(folder, [...hosts, "10.0.0.7"], now);
    expect(second.cert).not.toBe(first.cert);
    expect(second.key).not.toBe(first.key);
    expect(new X509Certificate(second.cert).checkIP("10.0.0.7")).toBe("10.0.0.7");
  });

  it("is made anew before its time runs out", async () => {
    const first = await certificateOf(folder, hosts, now);
    expect((await certificateOf(folder, hosts, now + 330 * day)).cert).toBe(first.cert);
    const second = await certificateOf(folder, hosts, now + 336 * day);
    expect(second.cert).not.toBe(first.cert);
    expect(holdsFor(second.cert, certifiable(hosts), now + 336 * day)).toBe(true);
  });

  it.each([
    ["nothing", () => ""],
    ["garbage", () => "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"],
    ["a key cut short", (kept: string) => kept.slice(60)],
    [
      "a certificate of another key",
      (kept: string, other: string) =>
        `${kept.split("-----BEGIN CERT")[0]}-----BEGIN CERT${other.split("-----BEGIN CERT")[1]}`,
    ],
  ])("is made anew over %s", async (_, damage) => {
    await certificateOf(folder, hosts, now);
    const path = join(folder, "https.pem");
    const kept = readFileSync(path, "utf8");
    const other = await certificateOf(folder, [...hosts, "10.0.0.8"], now);
    writeFileSync(path, damage(kept, other.key + other.cert));
    const again = await certificateOf(folder, hosts, now);
    expect(holdsFor(again.cert, certifiable(hosts), now)).toBe(true);
    expect(readFileSync(path, "utf8")).toBe(again.key + again.cert);
  });

  it("leaves out names that are none", () => {
    expect(certifiable(["my_laptop", "café", "", "-x", "labo", "[::1]", "10.1.2.3"])).toEqual([
      "labo",
      "::1",
      "10.1.2.3",
    ]);
  });

  it("is a clear refusal when the folder cannot be written", async () => {
    await expect(certificateOf(join(folder, "nowhere"), hosts, now)).rejects.toThrow(/STORE_UNUSABLE/);
  });
});
