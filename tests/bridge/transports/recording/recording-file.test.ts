// Recordings on the disk: never over another file, never readable by others, and what is no recording is said to be none.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  createRecordingFile,
  openRecording,
} from "../../../../bridge/transports/recording/recording-file.ts";
import type {
  RecordingHeader,
  RecordingLine,
} from "../../../../bridge/transports/recording/recording-format.ts";
import { runLabo } from "../../../helpers/labo-command.ts";

const folder = mkdtempSync(join(tmpdir(), "labo-recording-"));
afterAll(() => rmSync(folder, { recursive: true }));

const header: RecordingHeader = {
  labo: "recording",
  format: 1,
  version: "0.0.0",
  bridge: "banc",
  started: "2026-01-01T00:00:00.000Z",
  time: 1_767_225_600_000,
  mono: 12.5,
  rate: 1,
  seed: "00ff",
  taught: { beacons: [], tags: [] },
};
const end: RecordingLine = { time: 1_767_225_600_010.25, mono: 22.75, what: "end" };

async function linesOf(path: string): Promise<RecordingLine[]> {
  const lines: RecordingLine[] = [];
  for await (const line of (await openRecording(path)).lines()) lines.push(line);
  return lines;
}

describe("a recording file", () => {
  it("gives back what was written, to the last digit of its times", async () => {
    const path = join(folder, "one.labo");
    const file = createRecordingFile(path);
    file.begin(header);
    file.write(end);
    file.close();
    expect((await openRecording(path)).header).toEqual(header);
    expect(await linesOf(path)).toEqual([end]);
    expect(file.bytes).toBe(readFileSync(path).length);
  });

  it.skipIf(process.platform === "win32")("can be read by its owner alone", () => {
    const path = join(folder, "private.labo");
    createRecordingFile(path).close();
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it("never replaces a file, and never grows without end", () => {
    const path = join(folder, "two.labo");
    createRecordingFile(path).close();
    expect(() => createRecordingFile(path)).toThrow(/RECORDING_REFUSED/);
    expect(() => createRecordingFile(join(folder, "nowhere", "x.labo"))).toThrow(/RECORDING_REFUSED/);
    const small = createRecordingFile(join(folder, "small.labo"), 600);
    small.begin(header);
    expect(() => {
      for (let count = 0; count < 100; count++) small.write(end);
    }).toThrow(/RECORDING_REFUSED/);
    small.close();
    expect(statSync(join(folder, "small.labo")).size).toBeLessThanOrEqual(600);
    const short = createRecordingFile(join(folder, "short.labo"), 600);
    short.begin(header);
    for (let count = 0; count < 20; count++) short.write(end);
    expect(() => short.close()).toThrow(/RECORDING_REFUSED/);
    // Up to there it can be played.
    expect(readFileSync(join(folder, "short.labo"), "utf8")).toMatch(/\}\n$/);
  });

  it.each([
    ["nothing", ""],
    ["no JSON", "hello\n"],
    ["another JSON", '{"labo":"sheet"}\n'],
    ["a later format", `${JSON.stringify({ ...header, format: 2 })}\n`],
  ])("that holds %s is told to be none, by its first line", async (_what, text) => {
    const path = join(folder, "bad.labo");
    writeFileSync(path, text);
    await expect(openRecording(path)).rejects.toMatchObject({
      code: "RECORDING_UNREADABLE",
      details: [`${path}:1`],
    });
  });

  it.each([
    ["torn", '{"time":1,"mono":1,"what":"by'],
    ["of an unknown kind", '{"time":1,"mono":1,"what":"weather"}'],
    [
      "with bytes that are none",
      '{"time":1,"mono":1,"what":"bytes","direction":"in","transport":"serial","link":1,"port":"p","hex":"abc"}',
    ],
  ])("with a line %s is played until there, and names it", async (_what, line) => {
    const path = join(folder, "damaged.labo");
    writeFileSync(
      path,
      [header, end]
        .map((one) => JSON.stringify(one))
        .concat(line)
        .join("\n"),
    );
    const lines = (await openRecording(path)).lines();
    expect((await lines.next()).value).toEqual(end);
    await expect(lines.next()).rejects.toMatchObject({ details: [`${path}:3`] });
  });
});

describe("labo record and labo replay", () => {
  it("end with 2 when a file or a number is missing", async () => {
    expect((await runLabo(["record"])).code).toBe(2);
    expect((await runLabo(["replay"])).code).toBe(2);
    expect((await runLabo(["record", "--out", join(folder, "x"), "--seconds", "soon"])).code).toBe(2);
    expect((await runLabo(["replay", "x", "--speed", "0"])).code).toBe(2);
  });

  it("end with 3 when the file is there already, or is none", async () => {
    const path = join(folder, "there.labo");
    writeFileSync(path, "mine");
    const recorded = await runLabo(["record", "--out", path, "--language", "en"]);
    expect(recorded.code).toBe(3);
    expect(recorded.err).toContain("The recording cannot be written there.");
    expect(readFileSync(path, "utf8")).toBe("mine");
    expect((await runLabo(["replay", path])).code).toBe(3);
    expect((await runLabo(["replay", join(folder, "absent.labo")])).code).toBe(3);
  });
});
