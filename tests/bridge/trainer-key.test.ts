import { mkdirSync, mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { trainerKeyOf } from "../../bridge/trainer-key.ts";

describe("the trainer's key", () => {
  it("is made once, long, and readable by its owner alone", () => {
    const folder = mkdtempSync(join(tmpdir(), "labo-key-"));
    const key = trainerKeyOf(folder);
    expect(key).toMatch(/^[\w-]{32}$/);
    expect(trainerKeyOf(folder)).toBe(key);
    if (process.platform !== "win32") expect(statSync(join(folder, "trainer-key")).mode & 0o077).toBe(0);
  });

  it("says clearly when its file can be neither read nor written", () => {
    const folder = mkdtempSync(join(tmpdir(), "labo-key-"));
    mkdirSync(join(folder, "trainer-key"));
    expect(() => trainerKeyOf(folder)).toThrow(/STORE_UNUSABLE.*trainer-key/);
  });

  it("is made anew when the file makes no sense", () => {
    const folder = mkdtempSync(join(tmpdir(), "labo-key-"));
    writeFileSync(join(folder, "trainer-key"), "short");
    expect(trainerKeyOf(folder)).toMatch(/^[\w-]{32}$/);
  });
});
