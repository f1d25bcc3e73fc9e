import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createClock } from "../../../bridge/clock.ts";
import { createLogger } from "../../../bridge/logger.ts";
import { migrations } from "../../../bridge/store/migrations.ts";
import { openStore, type Store } from "../../../bridge/store/store.ts";
import { runOf } from "../../helpers/http-doors.ts";

let folder = "";
let store: Store | undefined;
const path = () => join(folder, "labo.sqlite");
function open(): Store {
  store = openStore({ path: path(), clock: createClock(), logger: createLogger("silent") });
  return store;
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "labo-store-"));
});
afterEach(() => {
  store?.close();
  store = undefined;
  rmSync(folder, { recursive: true, force: true });
});

describe("the store", () => {
  it("keeps what a person decided about a device across openings", () => {
    const first = open();
    first.nameDevice("usb-1", "Plinthe");
    first.pairDevice("usb-1", "f2-rfid-nfc");
    first.rememberDevice("usb-2");
    first.close();
    expect(open().deviceChoices()).toEqual([
      { id: "usb-1", name: "Plinthe", sheet: "f2-rfid-nfc" },
      { id: "usb-2" },
    ]);
    store?.pairDevice("usb-1", undefined);
    store?.forgetDevice("usb-2");
    expect(store?.deviceChoices()).toEqual([{ id: "usb-1", name: "Plinthe" }]);
  });

  it("keeps beacons and tags that were taught", () => {
    const it = open();
    it.teachBeacon("ruuvi:cbb8334c884f", "Cave");
    it.teachBeacon("ruuvi:cbb8334c884f", "Grenier");
    it.teachTag("04a1b2c3d4e580", "<b>Amulette</b>");
    expect(it.taughtBeacons()).toEqual([{ identity: "ruuvi:cbb8334c884f", name: "Grenier" }]);
    expect(it.taughtTags()).toEqual([{ uid: "04a1b2c3d4e580", label: "<b>Amulette</b>" }]);
    it.forgetTag("04a1b2c3d4e580");
    expect(it.taughtTags()).toEqual([]);
  });

  it("keeps what was measured of a beacon at one metre, and leaves out what is damaged", () => {
    const calibration = {
      ...{ rssiAt1m: -61.5, samples: 84, spread: 1.9 },
      ...{ date: "2026-11-26T10:00:00.000Z", author: "Camille <b>" },
    };
    const first = open();
    first.keepBeaconCalibration("ibeacon:aa-1-2", { ...calibration, rssiAt1m: -70 });
    first.keepBeaconCalibration("ibeacon:aa-1-2", calibration);
    first.keepBeaconCalibration("ruuvi:cbb8334c884f", calibration);
    first.close();
    const file = new DatabaseSync(path());
    file.exec("UPDATE beacon_calibration SET calibration = '{\"rssiAt1m\":3}' WHERE identity LIKE 'ruuvi%'");
    file.close();
    expect(open().beaconCalibrations()).toEqual([{ identity: "ibeacon:aa-1-2", calibration }]);
    store?.keepBeaconCalibration("ibeacon:aa-1-2", undefined);
    expect(store?.beaconCalibrations()).toEqual([]);
  });

  it("keeps the keys of devices, the last one given, in a file that only its owner reads", () => {
    writeFileSync(path(), "", { mode: 0o644 });
    const first = open();
    first.keepKey("a4c1388d18b2", new Uint8Array(16).fill(1));
    first.keepKey("a4c1388d18b2", new Uint8Array(16).fill(2));
    expect(() => first.keepKey("a4c1388d18b3", new Uint8Array(15))).toThrow(/STORE/);
    if (process.platform !== "win32") {
      const rights = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o077]);
      expect(rights).toEqual(readdirSync(folder).map((name) => [name, 0]));
    }
    first.close();
    expect(open().deviceKeys()).toEqual([{ address: "a4c1388d18b2", key: new Uint8Array(16).fill(2) }]);
    store?.forgetKey("a4c1388d18b2");
    expect(store?.deviceKeys()).toEqual([]);
  });

  it("gives a run back as it was saved, and counts attempts", () => {
    const it = open();
    const run = runOf("p-1");
    it.saveRun(run);
    it.saveRun({ ...run, finishedAt: "2026-01-01T13:00:00.000Z" });
    it.saveRun({ ...run, id: "run-2", attempt: 2 });
    it.saveRun({ ...run, id: "run-3", participant: "p-2" });
    expect(it.run("run-1")).toEqual({ ...run, finishedAt: "2026-01-01T13:00:00.000Z" });
    expect(
      it
        .runs("p-1")
        .map((one) => one.id)
        .sort(),
    ).toEqual(["run-1", "run-2"]);
    expect(it.runs()).toHaveLength(3);
    expect(
      it
        .unfinishedRuns(10)
        .map((one) => one.id)
        .sort(),
    ).toEqual(["run-2", "run-3"]);
    expect(it.attempts("p-1", run.experiment)).toBe(2);
    expect(it.attempts("p-3", run.experiment)).toBe(0);
  });

  it("keeps a run's series in order", () => {
    const it = open();
    it.saveRun(runOf("p-1"));
    const sample = (mono: number) =>
      ({
        mono,
        time: "2026-01-01T12:00:00.000Z",
        channel: "rssi",
        value: -mono,
        source: "simulated",
      }) as const;
    expect(it.appendSeries("run-1", [sample(1), sample(2)])).toBe(2);
    expect(it.appendSeries("run-1", [sample(3)])).toBe(1);
    expect(it.series("run-1").map((one) => one.value)).toEqual([-1, -2, -3]);
  });

  it("refuses a series without its run, whole", () => {
    const it = open();
    const sample = { mono: 1, time: "t", channel: "rssi", value: 1, source: "simulated" } as const;
    expect(() => it.appendSeries("nobody", [sample])).toThrow(/STORE_UNUSABLE/);
    expect(it.series("nobody")).toEqual([]);
  });

  it("leaves out a run that cannot be read and gives the others", () => {
    const it = open();
    it.saveRun(runOf("p-1"));
    it.saveRun({ ...runOf("p-1"), id: "run-2", attempt: 2 });
    it.close();
    const database = new DatabaseSync(path());
    database.exec("UPDATE run SET document = '{}' WHERE id = 'run-1'");
    database.close();
    expect(
      open()
        .runs()
        .map((run) => run.id),
    ).toEqual(["run-2"]);
  });

  it.each([
    [
      "bytes that are no database",
      "not a database, and long enough to be read as a header of one".repeat(20),
    ],
    ["a file cut short", "SQLite format 3\u0000"],
  ])("sets aside %s and starts afresh, with a warning", (_, content) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path(), content);
    const it = open();
    expect(it.warnings.map((warning) => warning.code)).toEqual(["STORE_CORRUPT"]);
    expect(it.runs()).toEqual([]);
    expect(readdirSync(folder).some((name) => name.endsWith(".damaged"))).toBe(true);
  });

  it("sets aside a database with a damaged page", () => {
    const it = open();
    for (let n = 1; n <= 300; n += 1) it.saveRun({ ...runOf("p-1"), id: `run-${n}`, attempt: n });
    it.close();
    const database = new DatabaseSync(path());
    database.exec("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE");
    database.close();
    const { readFileSync } = process.getBuiltinModule("node:fs");
    const bytes = readFileSync(path());
    bytes.fill(0xff, 8192, bytes.length - 4096);
    writeFileSync(path(), bytes);
    expect(open().warnings.map((warning) => warning.code)).toEqual(["STORE_CORRUPT"]);
  });

  it("refuses a file of a newer version and leaves it as it is", () => {
    open().close();
    const database = new DatabaseSync(path());
    database.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    database.close();
    store = undefined;
    expect(open).toThrow(/STORE_NEWER/);
    expect(readdirSync(folder).some((name) => name.endsWith(".damaged"))).toBe(false);
  });

  it("brings a file of every older version to the present one", () => {
    for (let version = 0; version < migrations.length; version += 1) {
      rmSync(path(), { force: true });
      const old = new DatabaseSync(path());
      for (const step of migrations.slice(0, version)) old.exec(step);
      old.exec(`PRAGMA user_version = ${version}`);
      old.close();
      const it = open();
      it.saveRun(runOf("p-1"));
      expect(it.runs()).toHaveLength(1);
      it.close();
      store = undefined;
    }
  });

  it("says clearly when the folder cannot be written", () => {
    writeFileSync(join(folder, "file"), "");
    expect(() =>
      openStore({
        path: join(folder, "file", "labo.sqlite"),
        clock: createClock(),
        logger: createLogger("silent"),
      }),
    ).toThrow(/STORE_UNUSABLE/);
  });

  it("refuses what does not fit on the disk, whole, says that it is not well, and goes on when there is room", () => {
    const it = openStore({
      path: path(),
      clock: createClock(),
      logger: createLogger("silent"),
      mostFileBytes: 200 * 1024,
    });
    store = it;
    it.saveRun(runOf("p-1"));
    const batch = Array.from({ length: 500 }, (_, n) => ({
      mono: n,
      time: "2026-01-01T12:00:00.000Z",
      channel: "knob",
      value: n,
      source: "simulated" as const,
    }));
    let kept = 0;
    expect(() => {
      for (let n = 0; n < 100; n += 1) kept += it.appendSeries("run-1", batch);
    }).toThrow(/STORE_UNUSABLE.*full/);
    expect(it.isWell()).toBe(false);
    expect(kept).toBeGreaterThan(0);
    expect(it.series("run-1")).toHaveLength(kept);
    const long = { ...runOf("p-1"), id: "run-2", attempt: 2 };
    const note = { id: "n", time: "2026-01-01T12:00:00.000Z", text: "x".repeat(4000) };
    const full = { ...long, notes: Array.from({ length: 20 }, () => note) };
    expect(() => it.saveRun(full)).toThrow(/STORE_UNUSABLE.*full/);
    it.close();
    const later = open();
    expect(later.warnings).toEqual([]);
    expect(later.series("run-1")).toHaveLength(kept);
    later.saveRun(full);
    expect(later.isWell()).toBe(true);
    expect(later.run("run-2")).toEqual(full);
  });

  it("keeps what a participant wrote out of the log, whatever is wrong with it", () => {
    const it = open();
    const note = { id: "n", time: "2026-01-01T12:00:00.000Z", text: "my secret" };
    it.saveRun({ ...runOf("p-1"), notes: [note] });
    it.close();
    const database = new DatabaseSync(path());
    database.exec(`UPDATE run SET document = replace(document, '"attempt":1', '"attempt":"many"')`);
    database.close();
    const lines: string[] = [];
    const logger = pino({ level: "debug" }, { write: (line: string) => void lines.push(line) });
    store = openStore({ path: path(), clock: createClock(), logger });
    expect(store.runs()).toEqual([]);
    expect(lines.join()).toMatch(/run-1.*attempt/);
    expect(lines.join()).not.toContain("my secret");
  });

  it("says at the start when its file may only be read", () => {
    open().close();
    store = undefined;
    chmodSync(folder, 0o777);
    chmodSync(path(), 0o444);
    const module = new URL("../../../bridge/store/data-file.ts", import.meta.url);
    const code = `import { openDataFile } from ${JSON.stringify(module)};
      openDataFile(${JSON.stringify(path())}, 0, 2 ** 30);`;
    const node = [process.execPath, "--input-type=module-typescript", "-e", code];
    // To root every file may be written: it becomes nobody first.
    const asNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];
    const [program = "", ...args] = process.getuid?.() === 0 ? [...asNobody, ...node] : node;
    const run = spawnSync(program, args, { encoding: "utf8" });
    expect(run.stderr).toMatch(/STORE_UNUSABLE.*readonly/);
  });
});
