// A process killed at any moment: everything it said was saved is there, and the file opens.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { createClock } from "../../bridge/clock.ts";
import { createLogger } from "../../bridge/logger.ts";
import { openStore } from "../../bridge/store/store.ts";

const writer = fileURLToPath(new URL("../helpers/store-writer.ts", import.meta.url));

it("loses nothing acknowledged when the process is killed, fifteen times", async () => {
  const folder = mkdtempSync(join(tmpdir(), "labo-kill-"));
  const path = join(folder, "labo.sqlite");
  let acknowledged = 0;
  for (let round = 0; round < 15; round += 1) {
    const child = spawn(process.execPath, [writer, path], { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    const enough = new Promise<void>((resolve) => {
      child.stdout.on("data", (bytes: Buffer) => {
        text += bytes.toString();
        // A different moment each round, counted in writes rather than in time.
        if (text.split("\n").length > 3 + round * 7) resolve();
      });
    });
    await enough;
    child.kill("SIGKILL");
    await once(child, "close");
    const said = text.split("\n").slice(0, -1);
    acknowledged += said.length;
    const store = openStore({ path, clock: createClock(), logger: createLogger("silent") });
    expect(store.warnings).toEqual([]);
    for (const line of said) {
      const [id, notes] = line.split(" ");
      expect(store.run(id ?? "")?.notes.length, line).toBeGreaterThanOrEqual(Number(notes));
    }
    store.close();
  }
  expect(acknowledged).toBeGreaterThan(100);
  rmSync(folder, { recursive: true, force: true });
});
