// The bridge started only to see how it ends: what it prints, and its exit code.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { bridgeProgram } from "../../bridge/install.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Ending {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the bridge until it ends by itself. @throws Error when it is still there after a minute. */
export async function runToEnd(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ending> {
  const child = spawn(process.execPath, [bridgeProgram, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, 60_000);
  const [code] = await once(child, "close");
  clearTimeout(limit);
  if (late) throw new Error(`still running after a minute: ${stdout}${stderr}`);
  return { code: typeof code === "number" ? code : null, stdout, stderr };
}
