// `npm start`: from a fresh clone to an open bench with any Node; a few checks, then the bridge under Node 24.
import { spawn } from "node:child_process";
import {
  bridgeEnvironment,
  bridgeFlags,
  bridgeProgram,
  buildBridge,
  buildDashboard,
  installPackages,
  pinnedNode,
} from "./install.mjs";

const say = (text) => console.log(`· ${text}`);
installPackages(say);
buildDashboard(say);
buildBridge(say);

/** Exit code of a fault of the bridge itself (see bridge/main.ts). */
const fault = 70;
const mostRestarts = 5;
const provenMs = 60_000;
let bridge;
let restarts = 0;

function startBridge() {
  const started = Date.now();
  bridge = spawn(pinnedNode, [...bridgeFlags, bridgeProgram, ...process.argv.slice(2)], {
    stdio: "inherit",
    env: bridgeEnvironment,
  });
  bridge.on("exit", (code, signal) => {
    if (Date.now() - started > provenMs) restarts = 0;
    restarts += 1;
    const failed = code === fault || signal === "SIGKILL" || signal === "SIGSEGV" || signal === "SIGABRT";
    if (!failed || restarts > mostRestarts) process.exit(code ?? (signal === "SIGINT" ? 0 : 1));
    say(`Le banc est tombé, il repart / The bench fell and starts again (${restarts}/${mostRestarts})`);
    startBridge();
  });
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => bridge.kill(signal));
startBridge();
