// How the bridge starts, refuses to start, and ends, as a person at the terminal sees it.
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, expect, it } from "vitest";
import { options } from "../../bridge/options.ts";
import { type Ending, runToEnd } from "../helpers/bridge-run.ts";
import { eventually } from "../helpers/eventually.ts";
import { closeHouses, onlineDevice, openHouse, seen } from "../helpers/house.ts";
import { commandOf, descendantsOf, isAlive } from "../helpers/process-tree.ts";
import { copyProject, removeCopy } from "../helpers/project-copy.ts";
import { holdPort, listens, portOf } from "../helpers/tcp.ts";

const undos: (() => unknown)[] = [];
afterEach(async () => {
  await closeHouses();
  for (const undo of undos.splice(0).reverse()) await undo();
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "labo-start-"));
  undos.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function heldPort(): Promise<number> {
  const held = await holdPort();
  undos.push(() => held.release());
  return held.port;
}

const quick = (data: string) => ["--bluetooth", "off", "--no-kit", "--data", data];

/** A message for a person: what, what to do, no stack trace. */
function isClearRefusal(ending: Ending, code: number): void {
  expect(ending.code, ending.stdout + ending.stderr).toBe(code);
  expect(ending.stderr).toMatch(/^✗ \S/);
  expect(ending.stdout + ending.stderr).not.toMatch(/^\s+at |node:internal|Uncaught/m);
}

describe("a start that cannot be", () => {
  it.each([
    { language: "fr", words: "Le port est déjà utilisé" },
    { language: "en", words: "The port is already used" },
  ])("a page port that is taken is said with the way out ($language)", async ({ language, words }) => {
    const port = await heldPort();
    const args = [...quick(newFolder()), "--mqtt-port", "0", "--port", String(port), "--language", language];
    const ending = await runToEnd(args);
    isClearRefusal(ending, 1);
    expect(ending.stderr).toContain(words);
    expect(ending.stderr).toContain("--port");
    expect(ending.stderr).toContain(String(port));
  });

  it("a broker port that is taken is said with both ways out", async () => {
    const port = await heldPort();
    const ending = await runToEnd([...quick(newFolder()), "--port", "0", "--mqtt-port", String(port)]);
    isClearRefusal(ending, 1);
    expect(ending.stderr).toContain("--mqtt-port");
    expect(ending.stderr).toMatch(/--mqtt[\s.]/);
    expect(ending.stderr).toContain(String(port));
  });

  it("bad options are listed all at once, each with what is expected, from flags and environment alike", async () => {
    const ending = await runToEnd(
      ["--port", "70000", "--language", "de", "--frobnicate", "stray", "--name", "Mon Banc", "--mqtt"],
      { LABO_BLUETOOTH: "perhaps", LABO_LOG_LEVEL: "loud" },
    );
    isClearRefusal(ending, 2);
    for (const culprit of ["--port", "--language", "--frobnicate", "stray", "--name", "--mqtt"])
      expect(ending.stderr, culprit).toMatch(new RegExp(`^ {2}· ${culprit}\\b.*\\S`, "m"));
    expect(ending.stderr).toMatch(/^ {2}· LABO_BLUETOOTH = "perhaps"\u00a0: attendu auto, off/m);
    expect(ending.stderr).toMatch(/^ {2}· LABO_LOG_LEVEL = "loud"\u00a0: attendu un mot parmi silent/m);
    expect(ending.stderr).toContain("--help");
  });

  it("--help tells every option with its variable, and nothing is started", async () => {
    const data = join(newFolder(), "never-made");
    const ending = await runToEnd(["--help", "--data", data]);
    expect(ending.code).toBe(0);
    for (const { flag, env, help } of Object.values(options)) {
      expect(ending.stdout).toContain(`--${flag}`);
      expect(ending.stdout).toContain(env);
      expect(ending.stdout).toContain(help.fr);
    }
    expect(existsSync(data)).toBe(false);
  });

  it("a data file of a newer version is refused clearly, and left as it is", async () => {
    const data = newFolder();
    const file = join(data, "labo.sqlite");
    const database = new DatabaseSync(file);
    database.exec("CREATE TABLE future (x); PRAGMA user_version = 999;");
    database.close();
    const before = readFileSync(file);
    const ending = await runToEnd([...quick(data), "--port", "0", "--mqtt-port", "0"]);
    isClearRefusal(ending, 1);
    expect(ending.stderr).toContain("version plus récente");
    expect(ending.stderr).toContain("--data");
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("a data folder that cannot be made is said", async () => {
    const file = join(newFolder(), "a-file");
    writeFileSync(file, "not a folder");
    const ending = await runToEnd([...quick(join(file, "data")), "--port", "0", "--mqtt-port", "0"]);
    isClearRefusal(ending, 1);
    expect(ending.stderr).toContain("--data");
  });
});

describe("a start with something wrong that can be worked around", () => {
  it("a corrupt data file is set aside, said, and the bench starts with a new one", async () => {
    const data = newFolder();
    const damaged = Buffer.from("SQLite format 3\0".padEnd(8192, "garbage "));
    writeFileSync(join(data, "labo.sqlite"), damaged);
    const house = await openHouse({ data, args: ["--no-kit"] });
    await seen(
      async () => /^! .*Le fichier de données est abîmé/m.test(house.bridge.output()),
      "the warning in the terminal",
    );
    expect(await house.api.call("health")).toMatchObject({ store: "ok" });
    const aside = readdirSync(data).filter((name) => name.endsWith(".damaged"));
    expect(aside).toHaveLength(1);
    expect(readFileSync(join(data, aside[0] ?? "")).equals(damaged)).toBe(true);
    await house.api.call("startRun", { body: { experiment: "e05-lire-sans-toucher" } });
  });

  it("a sheet that cannot be read is left out with its problem in the log; the others are there", async () => {
    const project = copyProject();
    undos.push(() => removeCopy(project));
    writeFileSync(join(project, "sheets", "f2-rfid-nfc", "sheet.yaml"), "id: [this is: not yaml\n");
    const house = await openHouse({ project, args: ["--no-kit"] });
    const sheets = (await house.api.call("sheets")).sheets.map(({ id }) => id);
    expect(sheets).not.toContain("f2-rfid-nfc");
    expect(sheets).toContain("f1-balise");
    expect(sheets).toContain("f4-microcontroleur");
    expect(house.bridge.output()).toMatch(/sheets: a problem/);
    expect(house.bridge.output()).toContain("f2-rfid-nfc/sheet.yaml");
  });

  it("without the kit, the kit’s doors say so, and the rest works", async () => {
    const house = await openHouse({ args: ["--no-kit"] });
    expect((await house.api.call("session")).kit).toBe(false);
    await expect(house.api.call("kit")).rejects.toThrow("KIT_OFF");
    await expect(house.api.call("controlKit", { body: { control: "reset" } })).rejects.toThrow("KIT_OFF");
    await seen(async () => (await house.api.call("health")).status === "ok", "well");
    expect((await house.api.call("devices")).devices).toEqual([]);
  });
});

describe("an end", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "%s stops it with code 0 and leaves no process and no port",
    async (signal) => {
      const house = await openHouse();
      await onlineDevice(house, "labo-rfid");
      const { pid } = house.bridge.process;
      if (pid === undefined) throw new Error("no process");
      const children = descendantsOf(pid);
      expect(children.map(commandOf).join("\n")).toContain("noble-host");
      const ended = once(house.bridge.process, "exit");
      process.kill(pid, signal);
      expect(await ended).toEqual([0, null]);
      expect(children.filter(isAlive)).toEqual([]);
      expect(await listens(portOf(house.bridge.page))).toBe(false);
      expect(await listens(portOf(house.bridge.broker))).toBe(false);
      expect(house.bridge.output()).not.toMatch(/^\s+at |Error:/m);
    },
  );
});

describe("noble’s process killed", () => {
  it("is replaced, and the beacons go on", async () => {
    const house = await openHouse();
    const ruuvi = await onlineDevice(house, "ruuvitag");
    const { pid } = house.bridge.process;
    const nobleOf = () => descendantsOf(pid ?? 0).find((child) => commandOf(child).includes("noble-host"));
    const first = nobleOf();
    if (first === undefined) throw new Error("no noble process");
    process.kill(first, "SIGKILL");
    const killed = Date.now();
    const second = await eventually(() => {
      const now = nobleOf();
      return now !== first && now;
    }, "another noble process");
    expect(second).not.toBe(first);
    await seen(async () => {
      const { devices } = await house.api.call("devices");
      const now = devices.find(({ device }) => device.id === ruuvi.device.id);
      return (
        now?.availability?.state === "online" &&
        // Heard again by the new process, not kept from before.
        Date.parse(now.state?.time ?? "") > killed + 500
      );
    }, "the beacon is heard again");
    await seen(
      async () =>
        (await house.api.call("bench")).bridges.banc?.health?.receivers.some(
          ({ kind, restarts, health }) => kind === "ble" && restarts === 1 && health.state === "ready",
        ),
      "the restart is told in the bridge’s health",
    );
  });
});

describe("the room", () => {
  const address = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

  /** Asks with a Host header of our choice, as a page elsewhere could make a browser do. */
  const askAs = (port: number, connectTo: string, host: string): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      request({ host: connectTo, port, path: "/api/health", headers: { host } }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => {
          text += part;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      })
        .on("error", reject)
        .end();
    });

  it("is closed by default: nothing listens on the network, and foreign names are refused", async () => {
    const house = await openHouse({ args: ["--no-kit"] });
    const port = portOf(house.bridge.page);
    expect(new URL(house.bridge.page).hostname).toBe("127.0.0.1");
    if (address !== undefined) {
      expect(await listens(port, address)).toBe(false);
      expect(await listens(portOf(house.bridge.broker), address)).toBe(false);
    }
    expect((await askAs(port, "127.0.0.1", `127.0.0.1:${port}`)).status).toBe(200);
    const refused = await askAs(port, "127.0.0.1", "evil.example");
    expect(refused.status).toBe(403);
    expect(refused.text).toContain("ORIGIN_REFUSED");
  });

  it("opened with --lan, it listens on the network’s address, prints it, and still refuses foreign names", async (context) => {
    if (address === undefined) return context.skip("this machine has no network address");
    const house = await openHouse({ args: ["--no-kit", "--lan"] });
    const port = portOf(house.bridge.page);
    expect(new URL(house.bridge.page).hostname).toBe(address);
    expect((await house.api.call("session")).lan).toBe(true);
    expect((await askAs(port, address, `${address}:${port}`)).status).toBe(200);
    for (const host of ["evil.example", `evil.example:${port}`, "10.255.255.254", "localhost.evil.example"]) {
      expect((await askAs(port, address, host)).status, host).toBe(403);
    }
    // The embedded broker stays on this computer.
    expect(await listens(portOf(house.bridge.broker), address)).toBe(false);
  });
});
