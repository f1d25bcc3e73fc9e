// The trainer's key: random, made once, kept in the data folder for its owner alone.
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const keyPattern = /^[\w-]{32}$/;

/**
 * The key of this data folder; a missing or unreadable one is made anew, which closes the old link.
 * @returns 192 random bits, base64url.
 */
export function trainerKeyOf(folder: string): string {
  const path = join(folder, "trainer-key");
  const kept = existsSync(path) ? readFileSync(path, "utf8").trim() : "";
  if (keyPattern.test(kept)) return kept;
  const key = randomBytes(24).toString("base64url");
  writeFileSync(path, `${key}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
  return key;
}
