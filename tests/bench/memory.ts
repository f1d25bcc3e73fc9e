// Resident memory of each process of the bench with the default kit, and what they take of the processor when nobody
// does anything; against a Node that waits.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createApiClient } from "../helpers/api-client.ts";
import { startBridge } from "../helpers/bridge-process.ts";
import { eventually } from "../helpers/eventually.ts";
import { type Measurement, type Reading, type RunOutcome, under } from "./measurement.ts";
import {
  childrenOf,
  commandOf,
  cpuSeconds,
  hasProc,
  mainThreadCpuSeconds,
  residentMb,
  withoutProc,
} from "./processes.ts";

/** After every device is there, for what only happens at the start. */
const settleMs = 10_000;
const restMs = 20_000;
const bare = "Node that waits: memory";

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function bareNode(): Promise<number> {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  await wait(1000);
  const mb = residentMb(child.pid ?? 0);
  const exited = once(child, "exit");
  child.kill();
  await exited;
  return mb;
}

function nameOf(pid: number): string {
  const command = commandOf(pid);
  return /noble-host/.test(command) ? "noble" : command.split(" ").slice(-2).join(" ");
}

async function measure(): Promise<RunOutcome> {
  const bareMb = await bareNode();
  const bridge = await startBridge({ args: ["--bluetooth", "auto"] });
  try {
    const main = bridge.process.pid ?? 0;
    const api = createApiClient(bridge.page);
    const kit = await api.call("kit");
    const expected = kit.boards.filter(({ plugged }) => plugged).length + kit.beacons.length;
    await eventually(
      async () => {
        const { devices } = await api.call("devices");
        return devices.filter(({ availability }) => availability?.state === "online").length >= expected;
      },
      `${expected} devices of the kit are there`,
      120_000,
    );
    await wait(settleMs);
    const processes = [main, ...childrenOf(main)];
    const before = processes.map(cpuSeconds);
    const threadBefore = mainThreadCpuSeconds(main);
    const began = performance.now();
    await wait(restMs);
    const seconds = (performance.now() - began) / 1000;
    const shares = processes.map((pid, index) => (cpuSeconds(pid) - (before[index] ?? 0)) / seconds);
    const threadShare = (mainThreadCpuSeconds(main) - threadBefore) / seconds;
    const named = processes.map((pid, index) => ({
      name: pid === main ? "bridge" : nameOf(pid),
      mb: residentMb(pid),
      share: shares[index] ?? Number.NaN,
    }));
    const memory = named.map(
      ({ name, mb }): Reading => ({ name: `${name}: memory`, value: mb, unit: "MB", against: bare }),
    );
    const processor = named.map(
      ({ name, share }): Reading => ({ name: `${name}: processor at rest`, value: share, unit: "cores" }),
    );
    return {
      readings: [
        { name: bare, value: bareMb, unit: "MB" },
        ...memory,
        { name: "all: memory", value: named.reduce((sum, { mb }) => sum + mb, 0), unit: "MB", against: bare },
        ...processor,
        { name: "of the bridge, its main thread", value: threadShare, unit: "cores" },
        {
          name: "all: processor at rest",
          value: shares.reduce((sum, share) => sum + share, 0),
          unit: "cores",
          aim: under(0.5, "cores"),
        },
      ],
      notes: [
        `default kit, every device online, no page open, ${restMs / 1000} s; the bridge’s other threads run the simulator and johnny-five`,
      ],
    };
  } finally {
    await bridge.stop();
    bridge.clean();
  }
}

export const memory: Measurement = {
  name: "memory",
  title: "Memory and processor at rest, default kit",
  run: () => (hasProc ? measure() : Promise.resolve({ readings: [], notes: [withoutProc] })),
};
