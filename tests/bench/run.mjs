// `npm run bench`: installs what is missing, builds what is stale, then measures under the pinned Node.
// Options: --only <name>[,<name>], --runs N; --peers fetches other people's programs to compare with, --long adds what
// takes many minutes (--minutes N of it). Figures go to the terminal and to tests/.out/bench.json.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import {
  buildBridge,
  buildDashboard,
  environment,
  installPackages,
  pinnedNode,
  root,
} from "../../bridge/install.mjs";

const say = (text) => console.log(`· ${text}`);
installPackages(say);
buildDashboard(say);
buildBridge(say);
const { status } = spawnSync(
  pinnedNode,
  [join(root, "tests", "bench", "main.ts"), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: "inherit",
    env: { ...environment, NODE_NO_WARNINGS: "1" },
  },
);
process.exit(status ?? 1);
