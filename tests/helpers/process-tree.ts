// Which processes a process started, and whether they are still there. Linux only: it reads /proc.
import { readdirSync, readFileSync } from "node:fs";

interface Status {
  readonly parent: number;
  readonly isZombie: boolean;
}

function statusOf(pid: number): Status | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/status`, "utf8");
    return { parent: Number(/^PPid:\s+(\d+)/m.exec(text)?.[1]), isZombie: /^State:\s+Z/m.test(text) };
  } catch {
    return undefined;
  }
}

/** A zombie has ended: only its parent has not looked yet. */
export function isAlive(pid: number): boolean {
  const status = statusOf(pid);
  return status !== undefined && !status.isZombie;
}

/** Everything below a process, itself not counted. */
export function descendantsOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    const status = Number.isInteger(pid) ? statusOf(pid) : undefined;
    if (status !== undefined && !status.isZombie) parents.set(pid, status.parent);
  }
  const found = [root];
  for (const ancestor of found) for (const [pid, parent] of parents) if (parent === ancestor) found.push(pid);
  return found.slice(1);
}

/** The command line of a process, arguments separated by spaces. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return "";
  }
}
