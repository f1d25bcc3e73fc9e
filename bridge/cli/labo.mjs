// `npm run -s labo -- …`: with any Node a computer has; the pinned one runs the command.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { environment, pinnedNode, root } from "../install.mjs";

/** Something the command needs is not there (bridge/cli/exit-codes.ts). */
const notPossible = 3;

if (!existsSync(pinnedNode) || !existsSync(join(root, "node_modules", "zod"))) {
  console.error(
    "✗ Les paquets ne sont pas installés : lance npm start une fois. / Packages are not installed: run npm start once.",
  );
  process.exitCode = notPossible;
} else if (Number(process.versions.node.split(".")[0]) >= 24) {
  await import("./main.ts");
} else {
  const command = spawn(pinnedNode, [join(root, "bridge", "cli", "main.ts"), ...process.argv.slice(2)], {
    stdio: "inherit",
    env: environment,
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => command.kill(signal));
  command.on("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}
