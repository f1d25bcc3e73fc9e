// `npm start`: from a fresh clone to an open bench with any Node; a few checks, then the bridge under Node 24.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { buildDashboard, environment, installPackages, pinnedNode, root } from "./install.mjs";

const say = (text) => console.log(`· ${text}`);
installPackages(say);
buildDashboard(say);
const bridge = spawn(pinnedNode, [join(root, "bridge", "main.ts"), ...process.argv.slice(2)], {
  stdio: "inherit",
  env: { ...environment, NODE_NO_WARNINGS: "1" },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => bridge.kill(signal));
bridge.on("exit", (code, signal) =>
  process.exit(code ?? (signal === "SIGINT" || signal === "SIGTERM" ? 0 : 1)),
);
