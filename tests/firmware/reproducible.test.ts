// The committed firmware is what its sources build, byte for byte, and the board announces itself from it.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const firmware = fileURLToPath(new URL("../../firmware/", import.meta.url));
const build = join(firmware, "build.mjs");
/** build.mjs's exit code when the compiler or the core is not installed. */
const toolchainMissing = 2;

const checked = spawnSync(process.execPath, [build, "--check"], { encoding: "utf8" });
const missing = checked.status === toolchainMissing;

describe("the firmware's build", () => {
  test("gives the committed files", (context) => {
    if (missing) context.skip(`left out: ${checked.stderr}`);
    expect(checked.stdout + checked.stderr).not.toMatch(/DIFFERENT/);
    expect(checked.status, checked.stderr).toBe(0);
  });

  test("gives the same bytes again in another folder, and no path or date in them", (context) => {
    if (missing) context.skip(`left out: ${checked.stderr}`);
    const folder = mkdtempSync(join(tmpdir(), "labo-reproducible-"));
    try {
      execFileSync(process.execPath, [build, "--out", folder], { cwd: folder });
      for (const name of ["labo-rfid.hex", "labo-firmata.hex"]) {
        const hex = readFileSync(join(folder, name), "latin1");
        expect(hex).toBe(readFileSync(join(firmware, name), "latin1"));
        const text = Buffer.from(
          hex
            .split(/\r?\n/)
            .map((line) => line.slice(9, -2))
            .join(""),
          "hex",
        ).toString("latin1");
        expect(text).not.toContain(firmware);
        expect(text).not.toContain(tmpdir());
        expect(text).not.toContain(String(new Date().getFullYear()));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("says what to install when the toolchain is missing", () => {
    const alone = spawnSync(process.execPath, [build, "--check"], {
      encoding: "utf8",
      env: { PATH: "", ARDUINO_AVR_CORE: "" },
    });
    expect(alone.status).toBe(toolchainMissing);
    expect(alone.stderr).toContain("gcc-avr");
  });

  test("refuses arguments it does not know", () => {
    const wrong = spawnSync(process.execPath, [build, "--chekc"], { encoding: "utf8" });
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain("Usage");
  });
});
