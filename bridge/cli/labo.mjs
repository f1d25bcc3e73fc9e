// `npm run -s labo -- …`: with any Node a computer has; the pinned one runs the command.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  bridgeEnvironment,
  bridgeFlags,
  buildBridge,
  compiledFolder,
  laboProgram,
  pinnedNode,
  root,
} from "../install.mjs";

/** Something the command needs is not there (bridge/cli/exit-codes.ts). */
const notPossible = 3;
/** These open a bench, which is a process with settings of its own. */
const opensBench = ["record", "replay"].includes(process.argv[2]);

if (!existsSync(pinnedNode) || !existsSync(join(root, "node_modules", "zod"))) {
  console.error(
    "✗ Les paquets ne sont pas installés : lance npm start une fois. / Packages are not installed: run npm start once.",
  );
  process.exit(notPossible);
}
buildBridge((text) => console.error(`· ${text}`));
if (Number(process.versions.node.split(".")[0]) >= 24 && !opensBench) {
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE ?? compiledFolder);
  await import(pathToFileURL(laboProgram).href);
} else {
  const command = spawn(pinnedNode, [...bridgeFlags, laboProgram, ...process.argv.slice(2)], {
    stdio: "inherit",
    env: bridgeEnvironment,
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => command.kill(signal));
  command.on("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}
