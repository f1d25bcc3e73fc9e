// The process edge of `labo`: its words, its streams, its exit code.
import { once } from "node:events";
import { runCli } from "./cli.ts";

// A reader that has had enough (`| head`) is no fault.
process.stdout.on("error", () => process.exit(0));

const stopAsked = Promise.race(
  (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => once(process, signal)),
).then(() => {
  // Asked twice: at once.
  process.once("SIGINT", () => process.exit(1));
});

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  input: process.stdin,
  stopAsked,
  async out(text) {
    if (!process.stdout.write(text)) await once(process.stdout, "drain");
  },
  err: (text) => void process.stderr.write(text),
});
// What was read of standard input may still hold the process.
process.stdin.unref?.();
