// A new sheet on the disk: its own folder, never one that is there already, and nothing left of one that failed.
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { idSchema, toId } from "#contract/identifiers.ts";
import { LaboError } from "../errors.ts";
import type { SkeletonFile } from "./skeleton.ts";

/** Names that Windows keeps for devices, whatever comes after a dot. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;
const longestName = 48;

/** A folder's name made of a title: an id that every system takes, whatever was written. */
export function sheetId(title: string): string {
  const id = toId(toId(title, "fiche").slice(0, longestName), "fiche").replaceAll(".", "-");
  const safe = reserved.test(id) ? `fiche-${id}` : id;
  return idSchema.safeParse(safe).success ? safe : "fiche";
}

const fullDisk = ["ENOSPC", "EDQUOT"];

function refused(folder: string, cause: unknown): LaboError {
  const code = (cause as NodeJS.ErrnoException).code ?? "";
  if (code === "EEXIST") return new LaboError("SHEET_TAKEN", [folder], cause);
  return new LaboError(fullDisk.includes(code) ? "SHEET_DISK_FULL" : "SHEET_FOLDER", [folder, code], cause);
}

/** What writes; the system's own outside of tests. */
export interface Disk {
  mkdir: typeof mkdir;
  writeFile: typeof writeFile;
  rm: typeof rm;
}

/**
 * Writes the files of a sheet.
 * @param root folder of the sheets; made when it is not there.
 * @returns the sheet's folder.
 * @throws LaboError SHEET_TAKEN when the name is taken, SHEET_DISK_FULL, SHEET_FOLDER when it cannot be written there.
 */
export async function writeSheet(
  root: string,
  id: string,
  files: readonly SkeletonFile[],
  disk: Disk = { mkdir, writeFile, rm },
): Promise<string> {
  const folder = path.join(root, id);
  try {
    await disk.mkdir(root, { recursive: true });
  } catch (cause) {
    const isFile = (cause as NodeJS.ErrnoException).code === "EEXIST";
    throw isFile ? new LaboError("SHEET_FOLDER", [root, "ENOTDIR"], cause) : refused(root, cause);
  }
  try {
    // Made, not found: what is there already is somebody's.
    await disk.mkdir(folder);
  } catch (cause) {
    throw refused(folder, cause);
  }
  try {
    for (const { name, text } of files) {
      const file = path.join(folder, name);
      await disk.mkdir(path.dirname(file), { recursive: true });
      await disk.writeFile(file, text, { flag: "wx" });
    }
  } catch (cause) {
    await disk.rm(folder, { recursive: true, force: true }).catch(() => undefined);
    throw refused(folder, cause);
  }
  return folder;
}
