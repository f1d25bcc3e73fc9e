// What the computer tells of itself: its disk, its clock, its Bluetooth, its serial ports. Looked at, never changed.
import { access, constants, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { preflight, programPath, readMachineFacts } from "../transports/ble/preflight.ts";

export interface DiskFacts {
  readonly freeBytes: number;
  readonly isWritable: boolean;
}

/** Of the disk that holds a folder; of the nearest folder above when it is not there yet. */
export async function readDisk(folder: string): Promise<DiskFacts | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    const isWritable = await access(folder, constants.W_OK).then(
      () => true,
      () => false,
    );
    return { freeBytes: bavail * bsize, isWritable };
  } catch {
    const above = dirname(folder);
    return above === folder ? undefined : readDisk(above);
  }
}

export interface AdapterFacts {
  readonly found: "clear" | "no-adapter" | "unauthorized";
  readonly platform: string;
  readonly program: string;
}

export async function readAdapter(): Promise<AdapterFacts> {
  const facts = await readMachineFacts();
  return { found: preflight(facts), platform: facts.platform, program: await programPath() };
}

/** Whether this account may open a port; `undefined` where only opening tells. */
export async function mayOpen(path: string): Promise<boolean | undefined> {
  if (!path.startsWith("/")) return undefined;
  return access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
}
