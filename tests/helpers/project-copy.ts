// A copy of the project that a test may damage: its own bridge and sheets, everything else borrowed.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** @returns the folder; remove it with {@link removeCopy}. */
export function copyProject(): string {
  const folder = mkdtempSync(join(tmpdir(), "labo-project-"));
  for (const name of ["bridge", "sheets", "package.json"])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  for (const name of ["node_modules", "firmware"]) symlinkSync(join(root, name), join(folder, name));
  mkdirSync(join(folder, "dashboard"));
  return folder;
}

export function removeCopy(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
