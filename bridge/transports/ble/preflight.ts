// What can be known before noble is asked: noble itself says nothing when there is no adapter or no right to it.
import { access, readdir, readFile, realpath } from "node:fs/promises";

export type Preflight = "clear" | "no-adapter" | "unauthorized";

/** CAP_NET_RAW, from linux/capability.h: the right to open an HCI socket. */
const capNetRaw = 13n;

/** What the system tells of itself; reading it is the only thing that touches the machine. */
export interface MachineFacts {
  readonly platform: string;
  /** `hci0`…; `undefined` when it cannot be known. */
  readonly adapters: readonly string[] | undefined;
  /** Effective capabilities of this process; `undefined` when it cannot be known. */
  readonly capabilities: bigint | undefined;
}

/** Never rejects: what cannot be read is `undefined`. */
export async function readMachineFacts(): Promise<MachineFacts> {
  if (process.platform !== "linux") {
    return { platform: process.platform, adapters: undefined, capabilities: undefined };
  }
  const adapters = await readdir("/sys/class/bluetooth").then(
    (names) => names.filter((name) => /^hci\d+$/.test(name)),
    () => [],
  );
  const status = await readFile("/proc/self/status", "utf8").catch(() => "");
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  return {
    platform: "linux",
    adapters,
    capabilities: effective === undefined ? undefined : BigInt(`0x${effective}`),
  };
}

/** Whether it is worth starting noble on a system adapter. */
export function preflight(facts: MachineFacts, deviceId?: number): Preflight {
  const { adapters, capabilities } = facts;
  if (adapters !== undefined) {
    const present = deviceId === undefined ? adapters.length > 0 : adapters.includes(`hci${deviceId}`);
    if (!present) return "no-adapter";
  }
  if (capabilities !== undefined && ((capabilities >> capNetRaw) & 1n) === 0n) return "unauthorized";
  return "clear";
}

/** Whether a dongle's port is there. Ports of Windows are not files: only opening them tells. */
export function portIsThere(path: string): Promise<boolean> {
  if (!path.startsWith("/")) return Promise.resolve(true);
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The program that must be given the right: links followed, because rights belong to files. */
export async function programPath(): Promise<string> {
  return realpath(process.execPath).catch(() => process.execPath);
}
