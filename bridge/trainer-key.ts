// The trainer's key: random, made once, kept in the data folder for its owner alone.
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LaboError } from "./errors.ts";

const keyPattern = /^[\w-]{32}$/;

/**
 * The key of this data folder; one that is missing or makes no sense is made anew, which closes the old link.
 * @returns 192 random bits, base64url.
 * @throws LaboError `STORE_UNUSABLE` when its file can be neither read nor written.
 */
export function trainerKeyOf(folder: string): string {
  const path = join(folder, "trainer-key");
  try {
    return keptOrNew(path);
  } catch (error) {
    throw new LaboError("STORE_UNUSABLE", [path, String(error)], error);
  }
}

function keptOrNew(path: string): string {
  const kept = existsSync(path) ? readFileSync(path, "utf8").trim() : "";
  if (keyPattern.test(kept)) return kept;
  const key = randomBytes(24).toString("base64url");
  writeFileSync(path, `${key}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
  return key;
}
