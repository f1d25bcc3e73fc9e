// What was read of the content is kept from one start to the next, and never outlives what it was read from.
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadKeptSheets } from "../../../bridge/sheets/kept-content.ts";
import { loadSheets } from "../../../bridge/sheets/loader.ts";
import { copyContent } from "./content-copy.ts";

let place = "";
let file = "";
beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), "labo-kept-"));
  file = path.join(place, "not made yet", "content.bin");
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

it("what is kept is what is read, pictures and numbers too, and it is read from the file", async () => {
  await using content = await copyContent();
  const { folder } = content;
  const read = await loadSheets({ folder });
  const first = await loadKeptSheets({ folder }, file);
  const { mtimeMs } = statSync(file);
  const second = await loadKeptSheets({ folder }, file);
  expect(statSync(file).mtimeMs).toBe(mtimeMs);
  const sheet = read.sheets[0]?.id ?? "";
  const [name = ""] = [...(read.images.get(sheet)?.keys() ?? [])];
  for (const kept of [first, second]) {
    const { image, ...plain } = kept;
    const { image: ofRead, ...plainRead } = read;
    expect(plain).toEqual(plainRead);
    expect(image(sheet, name)).toBe(ofRead(sheet, name));
    expect(image(sheet, "nowhere.svg")).toBeUndefined();
  }
});

it("a file that changed, or a damaged memory, is read again", async () => {
  await using content = await copyContent();
  const { folder } = content;
  const before = await loadKeptSheets({ folder }, file);
  await content.replace("f1-balise/fr.md", /^# .*$/m, "# Une balise toute neuve");
  const after = await loadKeptSheets({ folder }, file);
  const titleOf = (loaded: typeof before) => loaded.sheets.find(({ id }) => id === "f1-balise")?.title.fr;
  expect(titleOf(before)).not.toBe(titleOf(after));
  expect(titleOf(after)).toBe("Une balise toute neuve");
  writeFileSync(file, "not what was kept");
  expect(titleOf(await loadKeptSheets({ folder }, file))).toBe("Une balise toute neuve");
});

it("a place that cannot be written costs only the time", async () => {
  await using content = await copyContent();
  const { folder } = content;
  const inAFile = path.join(folder, "glossary.yaml", "content.bin");
  expect((await loadKeptSheets({ folder }, inAFile)).sheets.length).toBeGreaterThan(3);
});
