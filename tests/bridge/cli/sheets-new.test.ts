import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspect } from "../../../bridge/inspect/inspect.ts";
import { reader } from "../../helpers/http-doors.ts";
import { runLabo } from "../../helpers/labo-command.ts";
import { join, sensorFrames } from "../../helpers/unknown-protocols.ts";

let home: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "labo-cli-sheet-"));
});
afterAll(() => rm(home, { recursive: true, force: true }));

describe("labo sheets new", () => {
  it("writes a sheet with the house’s own, which the check passes, and never twice", async () => {
    const env = { LABO_DATA: home };
    const made = await runLabo(["sheets", "new", "Sonde", "du", "quai", "--json"], { env });
    expect(made.code).toBe(0);
    expect(JSON.parse(made.out)).toEqual({
      ok: true,
      sheet: "sonde-du-quai",
      folder: path.join(home, "sheets", "sonde-du-quai"),
      files: ["sheet.yaml", "fr.md", "en.md", "images/trame.svg"],
      problems: [],
    });
    const checked = await runLabo(["sheets", "check", path.join(home, "sheets"), "--json"]);
    expect(checked.code).toBe(0);
    expect(JSON.parse(checked.out)).toEqual({
      ok: true,
      sheets: ["sonde-du-quai"],
      experiments: [],
      problems: [],
    });
    const again = await runLabo(["sheets", "new", "Sonde du quai", "--language", "en"], { env });
    expect(again.code).toBe(3);
    expect(again.err).toContain("A sheet has this name already.");
  });

  it("says where it was written and what comes next, to a person", async () => {
    const folder = path.join(home, "ailleurs");
    const { code, out } = await runLabo(["sheets", "new", "Lampe", "--folder", folder, "--language", "en"]);
    expect(code).toBe(0);
    expect(out).toContain(path.join(folder, "lampe"));
    expect(out).toContain(`labo sheets check ${folder}`);
  });

  it("fills it with what a bench knows of a device", async () => {
    const frames = [
      {
        time: "2026-11-25T12:00:00.000Z",
        direction: "in" as const,
        hex: Buffer.from(join(...sensorFrames(4, 40))).toString("hex"),
        format: "unknown",
        spans: [],
      },
    ];
    const bench = createServer((request, response) => {
      const answer = request.url === "/api/devices" ? { devices: [reader] } : inspect(frames, false);
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify(request.url?.includes("usb-reader") || request.url === "/api/devices" ? answer : {}),
      );
    }).listen(0, "127.0.0.1");
    await once(bench, "listening");
    const address = `http://127.0.0.1:${(bench.address() as AddressInfo).port}`;
    const folder = path.join(home, "remplies");
    const args = ["sheets", "new", "Lecteur", "--folder", folder, "--bench", address];
    expect((await runLabo([...args, "--device", "usb-reader"])).code).toBe(0);
    expect(await readFile(path.join(folder, "lecteur", "en.md"), "utf8")).toContain("| 2 | counter | `u8` |");
    expect(await readFile(path.join(folder, "lecteur", "sheet.yaml"), "utf8")).toContain(
      'models: ["labo-rfid"]',
    );
    expect((await runLabo([...args, "--device", "personne"])).code).toBe(3);
    bench.close();
  });

  it("ends with 2 without a title, and with 3 where it cannot write or no bench answers", async () => {
    expect((await runLabo(["sheets", "new"])).code).toBe(2);
    expect((await runLabo(["sheets", "new", "x".repeat(61)])).code).toBe(2);
    await writeFile(path.join(home, "fichier"), "");
    const refused = await runLabo([
      "sheets",
      "new",
      "Lampe",
      "--folder",
      path.join(home, "fichier"),
      "--json",
    ]);
    expect(refused.code).toBe(3);
    expect(JSON.parse(refused.out)).toMatchObject({ ok: false, problem: { code: "SHEET_FOLDER" } });
    const away = ["sheets", "new", "Lampe", "--device", "x", "--bench", "http://127.0.0.1:9"];
    expect((await runLabo(away)).code).toBe(3);
  });
});
