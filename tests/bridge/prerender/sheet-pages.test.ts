// Pages written ahead: once for each text and language, kept from one start to the next, and none rather than half of one.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OpenSheet } from "#contract/sheets.ts";
import { createSheetPages } from "../../../bridge/prerender/sheet-pages.ts";

const sheet: OpenSheet = {
  id: "m1-lampe",
  number: "M01",
  title: { fr: "La lampe", en: "The lamp" },
  question: { fr: "Pourquoi?", en: "Why?" },
  level: "beginner",
  role: "output",
  profiles: [],
  models: [],
  experiments: [],
  linked: [],
  minutes: 1,
  version: 1,
  status: "draft",
  sections: [],
  numbers: [],
  glossary: [],
  authors: [],
  checkedOn: "2026-11-26",
};

/** Stands for the built program: counts what it draws, and stumbles over one sheet. */
const program = `
let drawn = 0;
export async function renderSheet(frame, sheet, language) {
  if (sheet.id === "m2-trou") throw new Error("a hole");
  drawn += 1;
  return frame.replace("…", sheet.title[language] + " " + drawn);
}`;

let folder: string;
let logged: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "labo-pages-"));
  logged = [];
  mkdirSync(join(folder, "built"));
  mkdirSync(join(folder, "program"));
  writeFileSync(join(folder, "built", "sheet.html"), "<p>…</p>");
  writeFileSync(join(folder, "program", "package.json"), '{"type":"module"}');
  writeFileSync(join(folder, "program", "render-page.js"), program);
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (parts: { readonly kept?: string; readonly built?: string } = {}) =>
  createSheetPages({
    built: join(folder, "built"),
    program: join(folder, "program"),
    logger: pino({ level: "warn" }, { write: (line: string) => void logged.push(line) }),
    ...parts,
  });

describe("pages written ahead", () => {
  it("hold the words of the language asked for, as a browser takes them", async () => {
    const pages = open();
    const french = await pages.page(sheet, "fr");
    const english = await pages.page(sheet, "en");
    expect(french?.html.toString()).toMatch(/^<p>La lampe \d<\/p>$/);
    expect(english?.html.toString()).toMatch(/^<p>The lamp \d<\/p>$/);
    expect(french?.tag).not.toBe(english?.tag);
    if (french === undefined) throw new Error("no page");
    expect(gunzipSync(french.gzip)).toEqual(french.html);
    expect(brotliDecompressSync(french.brotli)).toEqual(french.html);
  });

  it("are written once, and anew when the text changed", async () => {
    const pages = open();
    const [one, same] = await Promise.all([pages.page(sheet, "fr"), pages.page({ ...sheet }, "fr")]);
    expect(same).toBe(one);
    const changed = await pages.page(
      { ...sheet, title: { fr: "La veilleuse", en: "The night light" } },
      "fr",
    );
    expect(changed?.html.toString()).toContain("La veilleuse");
    expect(changed?.tag).not.toBe(one?.tag);
  });

  it("are kept from one start to the next, and only of this build", async () => {
    const kept = join(folder, "kept");
    const before = await open({ kept }).page(sheet, "fr");
    expect(readdirSync(kept)).toEqual([`${before?.tag}.html`]);
    writeFileSync(join(folder, "program", "render-page.js"), "throw new Error('not to be asked')");
    expect((await open({ kept }).page(sheet, "fr"))?.html).toEqual(before?.html);
    writeFileSync(join(folder, "built", ".built-from"), "another build");
    expect(await open({ kept }).page(sheet, "fr")).toBeUndefined();
    expect(logged.join()).toContain("not to be asked");
  });

  it("are prepared for who opens them first, once", async () => {
    const kept = join(folder, "prepared");
    await open({ kept }).prepare(sheet, "fr");
    expect(readdirSync(kept)).toHaveLength(1);
    writeFileSync(join(folder, "program", "render-page.js"), "throw new Error('not to be asked')");
    const later = open({ kept });
    await later.prepare(sheet, "fr");
    expect((await later.page(sheet, "fr"))?.html.toString()).toContain("La lampe");
    await later.prepare(sheet, "en");
    expect(logged.join()).toContain("not to be asked");
    await open({ built: join(folder, "nowhere"), kept }).prepare(sheet, "fr");
  });

  it("are none when a component stumbles, and the next one is written all the same", async () => {
    const pages = open();
    expect(await pages.page({ ...sheet, id: "m2-trou" }, "fr")).toBeUndefined();
    expect(logged.join()).toContain("a hole");
    expect((await pages.page(sheet, "fr"))?.html.toString()).toContain("La lampe");
  });

  it("are none where the dashboard is not built", async () => {
    expect(await open({ built: join(folder, "nowhere") }).page(sheet, "fr")).toBeUndefined();
  });
});
