// What every command of `labo` has in common: help in both languages, exit codes, problems told and never a stack.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { commands } from "../../../bridge/cli/commands.ts";
import { runLabo } from "../../helpers/labo-command.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

describe("labo", () => {
  it("names its commands", async () => {
    const { code, out } = await runLabo(["--help", "--language", "en"]);
    expect(code).toBe(0);
    for (const { name, summary } of commands)
      expect(out).toMatch(new RegExp(`${name} +${summary.en.slice(0, 20)}`));
    expect(out).toContain("Commands");
  });

  it.each(commands.map(({ name }) => name))("%s says what it does in both languages", async (name) => {
    const words = name.split(" ");
    const french = await runLabo([...words, "--help"]);
    const english = await runLabo([...words, "--help"], { env: { LABO_LANGUAGE: "en" } });
    expect([french.code, english.code]).toEqual([0, 0]);
    expect(french.out).toContain("Code de sortie");
    expect(english.out).toContain("Exit code");
    expect(french.out).not.toBe(english.out);
    // No space before ! ? ;, and a no-break space before a colon.
    expect(french.out).not.toMatch(/ [;!?] |[^\u00a0\dh]: /);
  });

  it.each([
    [["fly"]],
    [[]],
    [["decode", "00", "--wings"]],
    [["devices", "one-too-many"]],
    [["decode", "--as"]],
  ])("ends with 2 for %j, and says what is wrong", async (args) => {
    const { code, err } = await runLabo([...args, "--language", "en"]);
    expect(code).toBe(2);
    expect(err).toContain("The command is not written as expected.");
    expect(err).not.toMatch(/\n\s+at /);
  });

  it("tells a problem as JSON to a program", async () => {
    const { code, out } = await runLabo(["devices", "--json", "--bench", "ftp://x"]);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ ok: false, problem: { code: "CLI_USAGE" } });
  });
});

describe("labo devices", () => {
  it("ends with 3 when no bench answers, or something else does", async () => {
    const closed = await runLabo(["devices", "--bench", "http://127.0.0.1:9", "--language", "en"]);
    expect(closed.code).toBe(3);
    expect(closed.err).toContain("No bench answers at this address.");
    const stranger = createServer((_request, response) => response.end("<html>")).listen(0, "127.0.0.1");
    await once(stranger, "listening");
    const { port } = stranger.address() as AddressInfo;
    expect((await runLabo(["devices", "--bench", `http://127.0.0.1:${port}`])).code).toBe(3);
    stranger.close();
  });
});

describe("labo record", () => {
  it.each(["fr", "en"])(
    "tells the secured page for phones when the room is open, in %s",
    async (language) => {
      const folder = mkdtempSync(join(tmpdir(), "labo-told-"));
      const bench = ["--port", "0", "--mqtt-port", "0", "--https-port", "0", "--data", join(folder, "data")];
      const quiet = ["--no-kit", "--bluetooth", "off", "--log-level", "silent", "--language", language];
      const tell = (...more: string[]) =>
        runLabo(["record", "--out", join(folder, `${more.length}.labo`), ...bench, ...quiet, ...more], {
          stopAsked: Promise.resolve(),
        });
      const secured = /^✓ (?:Pour les téléphones\u00a0|For phones): https:\/\/[^/]+:\d+\/telephone$/m;
      const open = await tell("--lan");
      expect(open).toMatchObject({ code: 0, out: "" });
      expect(open.err).toMatch(secured);
      const closed = await tell();
      expect(closed.code).toBe(0);
      expect(closed.err).not.toContain("https://");
      rmSync(folder, { recursive: true });
    },
  );
});

describe("labo sheets check", () => {
  it("ends with 0 on the real content", async () => {
    const { code, out } = await runLabo(["sheets", "check", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ok: true, problems: [] });
  });

  it("ends with 3 on a folder that holds no sheet", async () => {
    const folder = mkdtempSync(join(tmpdir(), "labo-sheets-"));
    expect((await runLabo(["sheets", "check", folder])).code).toBe(3);
    rmSync(folder, { recursive: true });
  });
});

describe("labo as a program", () => {
  it("gives its exit code to the shell, and stops quietly when its reader has had enough", async () => {
    const child = spawn(process.execPath, [join(root, "bridge/cli/labo.mjs"), "decode"], { cwd: root });
    child.stdout.once("data", () => child.stdout.destroy());
    let err = "";
    child.stderr.on("data", (text: Buffer) => {
      err += text.toString();
    });
    child.stdin.on("error", () => undefined);
    const ended = once(child, "exit");
    const feed = setInterval(() => child.stdin.write("4002ca0903bf13\n".repeat(1000)), 5);
    const [code] = await ended;
    clearInterval(feed);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const refused = spawn(process.execPath, [join(root, "bridge/cli/labo.mjs"), "decode", "zz"]);
    expect((await once(refused, "exit"))[0]).toBe(2);
  });
});
