// Memory after an hour of 500 rotating addresses: a dongle's HCI bytes, the real noble, the whole house. Its clock runs
// twenty times faster than the wall, and so does the air: the house lives the hour, with every table's own time to forget.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { bridgeEnvironment, bridgeFlags } from "../../bridge/install.mjs";
import { createApiClient } from "../helpers/api-client.ts";
import { eventually } from "../helpers/eventually.ts";
import { hasSocat } from "../helpers/pty-cable.ts";
import { createCrowd } from "./crowd.ts";
import type { Measurement, RunOutcome } from "./measurement.ts";
import { hasProc, withoutProc } from "./processes.ts";
import { watchMemory } from "./watched-memory.ts";

const program = fileURLToPath(new URL("./rotating-bridge.ts", import.meta.url));
const rate = 20;
const addresses = 500;
/** Phones change theirs every quarter of an hour; here each does every minute. */
const addressLifeMs = 60_000;
/** Of each address, in the house's time. */
const everyMs = 2000;
const usualMinutes = 60;

async function measure(minutes: number): Promise<RunOutcome> {
  const crowd = await createCrowd();
  const data = mkdtempSync(join(tmpdir(), "labo-bench-"));
  const child = fork(program, [crowd.path, String(rate), data], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    execArgv: [...bridgeFlags],
    env: bridgeEnvironment,
  });
  const exited = once(child, "exit");
  try {
    const [page] = (await once(child, "message")) as [string];
    const api = createApiClient(page.replace(/\/$/, ""));
    await eventually(crowd.isHeard, "noble scans through the dongle", 60_000);
    const memory = watchMemory(child.pid ?? 0, 0.2);
    crowd.begin({
      perSecond: (addresses * 1000 * rate) / everyMs,
      addresses,
      addressLifeMs: addressLifeMs / rate,
    });
    await pause((minutes * 60_000) / rate);
    const [bridge] = Object.values((await api.call("bench")).bridges);
    const { sent, addresses: distinct } = crowd.end();
    return {
      readings: [
        { name: "advertisements sent", value: sent, unit: "" },
        { name: "addresses in all", value: distinct, unit: "" },
        { name: "strangers counted at the end", value: bridge?.health?.strangers ?? Number.NaN, unit: "" },
        ...memory.end(),
      ],
      notes: [
        `${minutes} minutes of the house’s clock, which runs ${rate} times faster than the wall; ${addresses} addresses at a time, each changed every minute and heard every ${everyMs / 1000} s`,
      ],
    };
  } finally {
    if (child.connected) child.disconnect();
    await exited;
    await crowd.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

export const rotating: Measurement = {
  name: "rotating",
  title: "Memory after an hour of 500 rotating addresses",
  group: "long",
  run: ({ minutes = usualMinutes }) =>
    hasProc && hasSocat
      ? measure(minutes)
      : Promise.resolve({ readings: [], notes: [hasProc ? "left out: socat is missing" : withoutProc] }),
};
