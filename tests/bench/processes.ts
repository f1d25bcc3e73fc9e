// What processes take of the machine, as Linux tells it in /proc: resident memory, processor time, children.
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Clock ticks a second, fixed at 100 for user space on every Linux that Node runs on. */
const ticksPerSecond = 100;

export const hasProc = process.platform === "linux";
export const withoutProc =
  "left out: memory and processor time of other processes are read from Linux's /proc";

const megabyte = 1024 * 1024;

/** Resident memory, MB. @throws Error when there is no such process. */
export function residentMb(pid: number): number {
  const text = readFileSync(`/proc/${pid}/status`, "utf8");
  return (Number(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1] ?? Number.NaN) * 1024) / megabyte;
}

/** Fields of a `stat` file after the program's name, which may hold anything. */
function statFields(path: string): string[] {
  const text = readFileSync(path, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

const cpuOf = (fields: readonly string[]) => (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;

/** Processor time since its start, seconds. */
export function cpuSeconds(pid: number): number {
  return cpuOf(statFields(`/proc/${pid}/stat`));
}

/**
 * The same to the nanosecond, of the threads that are there now: for rounds of a few seconds, of which a tick is a share.
 * Of a kernel without such figures, {@link cpuSeconds}.
 */
export function fineCpuSeconds(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(`${tasks}/${pid}/schedstat`)) return cpuSeconds(pid);
  const ran = readdirSync(tasks).map((task) => {
    try {
      return Number(readFileSync(`${tasks}/${task}/schedstat`, "utf8").split(" ")[0]);
    } catch {
      // It ended between the listing and the reading.
      return 0;
    }
  });
  return ran.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e9;
}

/** Processor time of the thread a process starts with, seconds: for Node, the one that runs its main loop. */
export function mainThreadCpuSeconds(pid: number): number {
  return cpuOf(statFields(`/proc/${pid}/task/${pid}/stat`));
}

/** Processes that this one started and that still run. */
export function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return Number(statFields(`/proc/${name}/stat`)[1]) === pid;
      } catch {
        // It ended between the listing and the reading.
        return false;
      }
    })
    .map(Number);
}

/** Its command line, words separated by spaces. */
export function commandOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
}
