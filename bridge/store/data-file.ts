// The data file: opened, checked, brought to the present shape. A damaged file is set aside, never written over.
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Problem } from "#contract/problems.ts";
import { LaboError, problemFor } from "../errors.ts";
import { migrations } from "./migrations.ts";

export interface DataFile {
  readonly database: DatabaseSync;
  /** What a person should know about the opening, for example that a damaged file was set aside. */
  readonly warnings: readonly Problem[];
}

/**
 * Write-ahead log with `synchronous = NORMAL`: what a statement returned from survives the death of the process at any
 * moment (the log is in the system's hands); only a power cut may lose the last instants, and never the file.
 */
const settings = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA foreign_keys = ON;
  PRAGMA busy_timeout = 2000;
  PRAGMA trusted_schema = OFF;
`;

/** SQLite's page, bytes. */
const pageBytes = 4096;

/**
 * Opens the file, makes it if there is none, and migrates it.
 * @param nowMs names the file a damaged one is set aside as.
 * @param mostBytes the file never grows beyond; writes are refused then, as on a full disk.
 * @throws LaboError `STORE_NEWER` when a later version of the program wrote it, `STORE_UNUSABLE` when it cannot be written.
 */
export function openDataFile(path: string, nowMs: number, mostBytes: number): DataFile {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw new LaboError("STORE_UNUSABLE", [path, String(error)], error);
  }
  const opened = tryOpen(path, mostBytes);
  if (opened.database !== undefined) return { database: migrated(opened.database, path), warnings: [] };
  if (!opened.isDamaged) throw new LaboError("STORE_UNUSABLE", [path, String(opened.cause)], opened.cause);
  const aside = `${path}.${new Date(nowMs).toISOString().replaceAll(/[:.]/g, "-")}.damaged`;
  for (const suffix of ["", "-wal", "-shm"]) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  const fresh = tryOpen(path, mostBytes);
  if (fresh.database === undefined)
    throw new LaboError("STORE_UNUSABLE", [path, String(fresh.cause)], fresh.cause);
  return { database: migrated(fresh.database, path), warnings: [problemFor("STORE_CORRUPT", [aside])] };
}

type Attempt =
  | { readonly database: DatabaseSync }
  | { readonly database: undefined; readonly isDamaged: boolean; readonly cause: unknown };

/** The file holds keys: nobody but its owner reads it. Its log takes its rights from it. */
function keepForOwner(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
  for (const suffix of ["", "-wal", "-shm"]) {
    try {
      const { mode } = statSync(path + suffix);
      if ((mode & 0o077) !== 0) chmodSync(path + suffix, mode & 0o700);
    } catch {
      // Not there, or not ours to change: what SQLite makes of it is told by the opening itself.
    }
  }
}

function tryOpen(path: string, mostBytes: number): Attempt {
  let database: DatabaseSync | undefined;
  try {
    keepForOwner(path);
    database = new DatabaseSync(path);
    // A newer version's file is only looked at: even setting the journal mode would write to it.
    if (versionOf(database) > migrations.length) return { database };
    database.exec(settings);
    database.exec(`PRAGMA max_page_count = ${Math.floor(mostBytes / pageBytes)}`);
    // A file that may only be read opens well: better told now than at the first thing to be kept.
    database.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${versionOf(database)}; ROLLBACK;`);
    const check = database.prepare("PRAGMA quick_check(1)").get();
    if (check?.quick_check === "ok") return { database };
    database.close();
    return { database: undefined, isDamaged: true, cause: check?.quick_check };
  } catch (cause) {
    if (database?.isOpen) database.close();
    // SQLITE_CORRUPT (11) and SQLITE_NOTADB (26); anything else is the system refusing.
    const code = cause instanceof Error && "errcode" in cause ? Number(cause.errcode) & 0xff : 0;
    return { database: undefined, isDamaged: code === 11 || code === 26, cause };
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.user_version ?? 0);
}

function migrated(database: DatabaseSync, path: string): DatabaseSync {
  const version = versionOf(database);
  if (version > migrations.length) {
    database.close();
    throw new LaboError("STORE_NEWER", [path, `version ${version} > ${migrations.length}`]);
  }
  for (const [index, step] of migrations.entries()) {
    if (index < version) continue;
    try {
      database.exec(`BEGIN IMMEDIATE; ${step} PRAGMA user_version = ${index + 1}; COMMIT;`);
    } catch (error) {
      // Closing takes the unfinished step back: the file stays at the version it had.
      database.close();
      throw new LaboError("STORE_UNUSABLE", [path, `migration ${index + 1}: ${String(error)}`], error);
    }
  }
  return database;
}
