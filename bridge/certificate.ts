// The certificate of the secured page: made by the bench for itself, kept with its key for its owner alone, made anew when
// an address of this computer is not in it or its time runs out. Browsers warn about it: nobody else vouches for it.
import { createPrivateKey, X509Certificate } from "node:crypto";
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { LaboError } from "./errors.ts";

const dayMs = 24 * 3_600_000;
/** Apple refuses certificates that last longer than 825 days; a year is enough for a workshop. */
const lastsMs = 365 * dayMs;
const renewedBeforeMs = 30 * dayMs;
/** The clock of a phone may be behind. */
const earlierMs = dayMs;
/** Computers with many virtual networks have hundreds of addresses, and a certificate must stay small. */
const mostNames = 64;

export interface Certificate {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly cert: string;
  /** SHA-256, as browsers print it. */
  readonly fingerprint: string;
}

/** Names a certificate can hold, out of those this computer goes by: no brackets, no name that is none. */
export function certifiable(hosts: Iterable<string>): string[] {
  return [...hosts]
    .map((host) => host.replace(/^\[|\]$/g, ""))
    .filter((host) => isIP(host) !== 0 || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(host))
    .slice(0, mostNames);
}

/**
 * The certificate of this data folder: the one kept if it still holds for all hosts, a new one otherwise.
 * @param hosts names and addresses this computer goes by.
 * @param nowMs wall clock, milliseconds since 1970.
 * @throws LaboError `STORE_UNUSABLE` when its file can be neither read nor written.
 */
export async function certificateOf(
  folder: string,
  hosts: Iterable<string>,
  nowMs: number,
): Promise<Certificate> {
  const path = join(folder, "https.pem");
  const names = certifiable(hosts);
  try {
    const kept = existsSync(path) ? parse(readFileSync(path, "utf8")) : undefined;
    if (kept !== undefined && holdsFor(kept.cert, names, nowMs)) return kept;
    const made = await make(names, nowMs);
    // Key and certificate in one file, put in place at once: never one without the other.
    const beside = `${path}.new`;
    writeFileSync(beside, made.key + made.cert, { mode: 0o600 });
    chmodSync(beside, 0o600);
    renameSync(beside, path);
    return made;
  } catch (error) {
    throw new LaboError("STORE_UNUSABLE", [path, String(error)], error);
  }
}

/** Whether a certificate holds for all these names now and for a while. */
export function holdsFor(pem: string, names: readonly string[], nowMs: number): boolean {
  const cert = new X509Certificate(pem);
  const isInTime =
    cert.validFromDate.getTime() <= nowMs && cert.validToDate.getTime() - nowMs > renewedBeforeMs;
  const isIn = (name: string) => (isIP(name) === 0 ? cert.checkHost(name) : cert.checkIP(name)) !== undefined;
  return isInTime && names.every(isIn);
}

/** A key and a certificate that belong together, or `undefined` for anything else. */
function parse(text: string): Certificate | undefined {
  try {
    const cert = new X509Certificate(text);
    if (!cert.checkPrivateKey(createPrivateKey(text))) return undefined;
    const key = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----\n?/.exec(text)?.[0];
    return key === undefined ? undefined : { key, cert: cert.toString(), fingerprint: cert.fingerprint256 };
  } catch {
    return undefined;
  }
}

async function make(names: readonly string[], nowMs: number): Promise<Certificate> {
  // Seldom needed, and large: loaded only then.
  const { generate } = await import("selfsigned");
  const made = await generate([{ name: "commonName", value: "Labo Explorer" }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    notBeforeDate: new Date(nowMs - earlierMs),
    notAfterDate: new Date(nowMs + lastsMs),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: names.map((name) => (isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name })),
      },
    ],
  });
  const cert = new X509Certificate(made.cert);
  return { key: `${made.private.trim()}\n`, cert: cert.toString(), fingerprint: cert.fingerprint256 };
}
