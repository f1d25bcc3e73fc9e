// A real Node-RED on a flow, in a folder of its own. Its programs are fetched by peer.ts.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../helpers/eventually.ts";
import { freePort } from "../helpers/mosquitto.ts";
import { fetchPeer } from "./peer.ts";

const startLimitMs = 120_000;

/** Node-RED as it was measured last, with its node for serial ports. @throws Unavailable */
export const fetchNodeRed = () =>
  fetchPeer("node-red", { "node-red": "5.0.7", "node-red-node-serialport": "2.0.3" });

export interface NodeRed {
  readonly pid: number;
  /** What it printed so far. */
  output(): string;
  stop(): Promise<void>;
}

/**
 * Starts it under this same Node and waits until its flow is connected to its broker.
 * @param folder of the fetched programs.
 * @param flow its nodes.
 * @param ready lines that it prints once each thing of the flow is there.
 */
export async function startNodeRed(
  folder: string,
  flow: readonly object[],
  ready: readonly string[] = ["Connected to broker"],
): Promise<NodeRed> {
  const user = mkdtempSync(join(tmpdir(), "labo-node-red-"));
  const flowFile = join(user, "flows.json");
  writeFileSync(flowFile, JSON.stringify(flow));
  const program = join(folder, "node_modules", "node-red", "red.js");
  const args = ["--userDir", user, "--port", String(await freePort()), flowFile];
  const child: ChildProcess = spawn(process.execPath, [program, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      printed = (printed + text).slice(-50_000);
    });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    }
    rmSync(user, { recursive: true, force: true });
  };
  try {
    await eventually(() => ready.every((line) => printed.includes(line)), "Node-RED is ready", startLimitMs);
  } catch (error) {
    await stop();
    throw new Error(`Node-RED: ${printed.slice(-2000)}`, { cause: error });
  }
  return { pid: child.pid ?? 0, output: () => printed, stop };
}
