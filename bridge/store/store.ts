// What must outlive the process: names and pairings, what the kit was taught, runs and their series. SQLite.
import type { StatementSync } from "node:sqlite";
import { z } from "zod";
import { type BeaconCalibration, beaconCalibrationSchema } from "#contract/beacon-calibration.ts";
import type { EventSource } from "#contract/events.ts";
import { eventSources } from "#contract/events.ts";
import type { Problem } from "#contract/problems.ts";
import { type Run, runSchema } from "#contract/runs.ts";
import { type Clock, isoTime } from "../clock.ts";
import { LaboError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { openDataFile } from "./data-file.ts";

/** What a person decided about a device; absent = nothing. */
export interface DeviceChoice {
  readonly id: string;
  readonly name?: string;
  readonly sheet?: string;
}

/** One value of a run's recording. `mono` in milliseconds on the clock of the event's bridge. */
export interface SeriesSample {
  readonly mono: number;
  readonly time: string;
  readonly channel: string;
  readonly value: number;
  readonly source: EventSource;
}

export interface Store {
  /** What happened at the opening that a person should know. */
  readonly warnings: readonly Problem[];
  isWell(): boolean;
  close(): void;

  deviceChoices(): DeviceChoice[];
  /** Notes that a device was seen, and keeps what was chosen for it. */
  rememberDevice(id: string): void;
  nameDevice(id: string, name: string): void;
  /** `undefined`: back to the sheet found by itself. */
  pairDevice(id: string, sheet: string | undefined): void;
  forgetDevice(id: string): void;
  /** What is wired to boards, in JSON, where somebody changed it. */
  boardPlans(): { device: string; plan: string }[];
  /** `undefined`: forget it. */
  keepBoardPlan(device: string, plan: string | undefined): void;

  taughtBeacons(): { identity: string; name: string }[];
  teachBeacon(identity: string, name: string): void;
  forgetBeacon(identity: string): void;
  /** What was measured of beacons at one metre. */
  beaconCalibrations(): { identity: string; calibration: BeaconCalibration }[];
  /** `undefined`: forget it. */
  keepBeaconCalibration(identity: string, calibration: BeaconCalibration | undefined): void;
  /** Keys of sixteen bytes, by what they open: twelve hexadecimal digits, an address or what stands for one. */
  deviceKeys(): { address: string; key: Uint8Array }[];
  keepKey(address: string, key: Uint8Array): void;
  forgetKey(address: string): void;
  taughtTags(): { uid: string; label: string }[];
  teachTag(uid: string, label: string): void;
  forgetTag(uid: string): void;
  /** Pages opened by a printed code, as they were made. */
  codePages(): { id: string; name: string }[];
  addCodePage(id: string, name: string): void;
  removeCodePage(id: string): void;
  /** Rules of the composer, in JSON, as they were made. */
  rules(): { id: string; rule: string }[];
  /** `undefined`: forgotten. */
  keepRule(id: string, rule: string | undefined): void;

  /** What is remembered of each serial port, as its owner wrote it; oldest first. */
  portNotes(): { port: string; note: string }[];
  /** `undefined`: forgotten. */
  keepPortNote(port: string, note: string | undefined): void;

  /** Every run, newest first; `participant` limits it to one person's. */
  runs(participant?: string): Run[];
  run(id: string): Run | undefined;
  /** Runs begun and not finished, newest first. */
  unfinishedRuns(limit: number): Run[];
  attempts(participant: string, experiment: string): number;
  /** Written when it returns. */
  saveRun(run: Run): void;
  /** Adds to a run's recording; beyond {@link mostSamplesPerRun} the rest is refused. @returns how many were kept. */
  appendSeries(run: string, samples: readonly SeriesSample[]): number;
  series(run: string): SeriesSample[];
}

/** 20 values a second for six hours. */
export const mostSamplesPerRun = 432_000;
const mostListed = 500;
/** Runs are kept for ever, and anybody in the room may begin one: the disk is not theirs to fill. */
const mostFileBytes = 8 * 1024 ** 3;

const deviceRow = z.object({ id: z.string(), name: z.string().nullable(), sheet: z.string().nullable() });
const planRow = z.object({ device: z.string(), plan: z.string() });
const beaconRow = z.object({ identity: z.string(), name: z.string() });
const calibrationRow = z.object({ identity: z.string(), calibration: z.string() });
const keyRow = z.object({ address: z.string(), key: z.instanceof(Uint8Array) });
const tagRow = z.object({ uid: z.string(), label: z.string() });
const portNoteRow = z.object({ port: z.string(), note: z.string() });
const codePageRow = z.object({ id: z.string(), name: z.string() });
const ruleRow = z.object({ id: z.string(), rule: z.string() });
const runRow = z.object({ id: z.string(), document: z.string() });
const seriesRow = z.object({
  mono: z.number(),
  time: z.string(),
  channel: z.string(),
  value: z.number(),
  source: z.enum(eventSources),
});
const countRow = z.object({ n: z.number() });

/**
 * Opens the store of a data folder.
 * @throws LaboError `STORE_NEWER` or `STORE_UNUSABLE`.
 */
export function openStore(options: {
  path: string;
  clock: Clock;
  logger: Logger;
  mostFileBytes?: number;
}): Store {
  const { clock, logger } = options;
  const mostBytes = options.mostFileBytes ?? mostFileBytes;
  const { database, warnings } = openDataFile(options.path, clock.now(), mostBytes);
  let well = true;

  /** Does it whole, or says that the disk refuses. */
  function writing(act: () => void): void {
    try {
      act();
      well = true;
    } catch (error) {
      // A full disk may have ended the transaction already.
      if (database.isTransaction) database.exec("ROLLBACK");
      // A value out of its bounds says nothing about the disk.
      well = isConstraint(error);
      logger.error({ err: error }, "store: a write failed");
      throw new LaboError("STORE_UNUSABLE", [String(error)], error);
    }
  }

  const write = (statement: StatementSync, ...values: (string | number | Uint8Array | null)[]): void =>
    writing(() => statement.run(...values));

  /** Rows of a schema; one that is not is left out and told, so that a damaged row hides no other. */
  function read<T>(schema: z.ZodType<T>, rows: readonly unknown[]): T[] {
    return rows.flatMap((row) => {
      const parsed = schema.safeParse(row);
      if (parsed.success) return [parsed.data];
      // Which one and what is wrong; never what a participant wrote in it.
      const [issue] = parsed.error.issues;
      const id = typeof row === "object" && row !== null && "id" in row ? row.id : undefined;
      const wrong = { id, at: issue?.path.join("."), why: issue?.message };
      logger.error(wrong, "store: a row cannot be read and is left out");
      return [];
    });
  }

  const readRuns = (rows: readonly unknown[]): Run[] =>
    read(runRow, rows).flatMap(({ id, document }) => read(runSchema, [jsonOf(document) ?? { id }]));

  const sql = (text: string) => database.prepare(text);
  const statements = {
    devices: sql("SELECT id, name, sheet FROM device ORDER BY id"),
    seen: sql(
      "INSERT INTO device (id, first_seen, last_seen) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET last_seen = excluded.last_seen",
    ),
    name: sql("UPDATE device SET name = ? WHERE id = ?"),
    pair: sql("UPDATE device SET sheet = ? WHERE id = ?"),
    forget: sql("DELETE FROM device WHERE id = ?"),
    plans: sql("SELECT device, plan FROM board_plan ORDER BY device"),
    keepPlan: sql(
      "INSERT INTO board_plan (device, plan) VALUES (?, ?) ON CONFLICT (device) DO UPDATE SET plan = excluded.plan",
    ),
    forgetPlan: sql("DELETE FROM board_plan WHERE device = ?"),
    beacons: sql("SELECT identity, name FROM taught_beacon ORDER BY identity"),
    calibrations: sql("SELECT identity, calibration FROM beacon_calibration ORDER BY identity"),
    keepCalibration: sql(
      "INSERT INTO beacon_calibration (identity, calibration) VALUES (?, ?) ON CONFLICT (identity) DO UPDATE SET calibration = excluded.calibration",
    ),
    forgetCalibration: sql("DELETE FROM beacon_calibration WHERE identity = ?"),
    keys: sql("SELECT address, key FROM device_key"),
    keepKey: sql(
      "INSERT INTO device_key (address, key) VALUES (?, ?) ON CONFLICT (address) DO UPDATE SET key = excluded.key",
    ),
    forgetKey: sql("DELETE FROM device_key WHERE address = ?"),
    forgetBeacon: sql("DELETE FROM taught_beacon WHERE identity = ?"),
    teachBeacon: sql(
      "INSERT INTO taught_beacon (identity, name) VALUES (?, ?) ON CONFLICT (identity) DO UPDATE SET name = excluded.name",
    ),
    tags: sql("SELECT uid, label FROM taught_tag ORDER BY label"),
    teachTag: sql(
      "INSERT INTO taught_tag (uid, label) VALUES (?, ?) ON CONFLICT (uid) DO UPDATE SET label = excluded.label",
    ),
    forgetTag: sql("DELETE FROM taught_tag WHERE uid = ?"),
    portNotes: sql("SELECT port, note FROM port_note ORDER BY rowid"),
    keepPortNote: sql("INSERT OR REPLACE INTO port_note (port, note) VALUES (?, ?)"),
    forgetPortNote: sql("DELETE FROM port_note WHERE port = ?"),
    codePages: sql("SELECT id, name FROM code_page ORDER BY rowid"),
    addCodePage: sql("INSERT INTO code_page (id, name) VALUES (?, ?)"),
    removeCodePage: sql("DELETE FROM code_page WHERE id = ?"),
    rules: sql("SELECT id, rule FROM composer_rule ORDER BY rowid"),
    keepRule: sql(
      "INSERT INTO composer_rule (id, rule) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET rule = excluded.rule",
    ),
    forgetRule: sql("DELETE FROM composer_rule WHERE id = ?"),
    runs: sql("SELECT id, document FROM run ORDER BY started_at DESC LIMIT ?"),
    runsOf: sql("SELECT id, document FROM run WHERE participant = ? ORDER BY started_at DESC LIMIT ?"),
    run: sql("SELECT id, document FROM run WHERE id = ?"),
    unfinished: sql(
      "SELECT id, document FROM run WHERE finished_at IS NULL ORDER BY started_at DESC LIMIT ?",
    ),
    attempts: sql("SELECT coalesce(max(attempt), 0) AS n FROM run WHERE participant = ? AND experiment = ?"),
    saveRun: sql(`
      INSERT INTO run (id, participant, experiment, attempt, started_at, finished_at, document)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET finished_at = excluded.finished_at, document = excluded.document`),
    seriesLength: sql("SELECT coalesce(max(n) + 1, 0) AS n FROM series WHERE run = ?"),
    addSample: sql(
      "INSERT INTO series (run, n, mono, time, channel, value, source) VALUES (?, ?, ?, ?, ?, ?, ?)",
    ),
    series: sql("SELECT mono, time, channel, value, source FROM series WHERE run = ? ORDER BY n"),
  };

  function seen(id: string): void {
    const now = isoTime(clock.now());
    write(statements.seen, id, now, now);
  }

  return {
    warnings,
    isWell: () => well,
    close: () => database.close(),

    deviceChoices: () =>
      read(deviceRow, statements.devices.all()).map(({ id, name, sheet }) => ({
        id,
        ...(name === null ? {} : { name }),
        ...(sheet === null ? {} : { sheet }),
      })),
    rememberDevice: seen,
    nameDevice(id, name) {
      seen(id);
      write(statements.name, name, id);
    },
    pairDevice(id, sheet) {
      seen(id);
      write(statements.pair, sheet ?? null, id);
    },
    forgetDevice: (id) => write(statements.forget, id),

    deviceKeys: () => read(keyRow, statements.keys.all()),
    keepKey: (address, key) => write(statements.keepKey, address, key),
    forgetKey: (address) => write(statements.forgetKey, address),
    boardPlans: () => read(planRow, statements.plans.all()),
    keepBoardPlan(device, plan) {
      if (plan === undefined) write(statements.forgetPlan, device);
      else write(statements.keepPlan, device, plan);
    },

    taughtBeacons: () => read(beaconRow, statements.beacons.all()),
    forgetBeacon: (identity) => write(statements.forgetBeacon, identity),
    teachBeacon: (identity, name) => write(statements.teachBeacon, identity, name),
    beaconCalibrations: () =>
      read(calibrationRow, statements.calibrations.all()).flatMap(({ identity, calibration }) =>
        read(beaconCalibrationSchema, [jsonOf(calibration) ?? { id: identity }]).map((read) => ({
          identity,
          calibration: read,
        })),
      ),
    keepBeaconCalibration(identity, calibration) {
      if (calibration === undefined) write(statements.forgetCalibration, identity);
      else write(statements.keepCalibration, identity, JSON.stringify(calibration));
    },
    taughtTags: () => read(tagRow, statements.tags.all()),
    teachTag: (uid, label) => write(statements.teachTag, uid, label),
    forgetTag: (uid) => write(statements.forgetTag, uid),
    portNotes: () => read(portNoteRow, statements.portNotes.all()),
    keepPortNote(port, note) {
      if (note === undefined) write(statements.forgetPortNote, port);
      else write(statements.keepPortNote, port, note);
    },
    codePages: () => read(codePageRow, statements.codePages.all()),
    addCodePage: (id, name) => write(statements.addCodePage, id, name),
    removeCodePage: (id) => write(statements.removeCodePage, id),
    rules: () => read(ruleRow, statements.rules.all()),
    keepRule(id, rule) {
      if (rule === undefined) write(statements.forgetRule, id);
      else write(statements.keepRule, id, rule);
    },

    runs: (participant) =>
      readRuns(
        participant === undefined
          ? statements.runs.all(mostListed)
          : statements.runsOf.all(participant, mostListed),
      ),
    run: (id) => readRuns(statements.run.all(id))[0],
    unfinishedRuns: (limit) => readRuns(statements.unfinished.all(limit)),
    attempts: (participant, experiment) => countRow.parse(statements.attempts.get(participant, experiment)).n,
    saveRun(run) {
      const { id, participant, experiment, attempt, startedAt } = run;
      write(
        statements.saveRun,
        ...[id, participant, experiment, attempt, startedAt],
        run.finishedAt ?? null,
        JSON.stringify(run),
      );
    },
    appendSeries(run, samples) {
      const from = countRow.parse(statements.seriesLength.get(run)).n;
      const kept = samples.slice(0, Math.max(0, mostSamplesPerRun - from));
      if (kept.length === 0) return 0;
      writing(() => {
        database.exec("BEGIN IMMEDIATE");
        for (const [index, { mono, time, channel, value, source }] of kept.entries())
          statements.addSample.run(run, from + index, mono, time, channel, value, source);
        database.exec("COMMIT");
      });
      return kept.length;
    },
    series: (run) => read(seriesRow, statements.series.all(run)),
  };
}

/** SQLITE_CONSTRAINT (19). */
function isConstraint(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && (Number(error.errcode) & 0xff) === 19;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
