// The page of a sheet with its words in it, as HTML: written once for each text and language, and kept from one start to the
// next. What cannot be written is no page: the empty one, which the program fills, is as good and only later.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { OpenSheet } from "#contract/sheets.ts";
import type { Language } from "#contract/words.ts";
import type { Logger } from "../logger.ts";
import { createPageWriter } from "./page-writer.ts";

export interface WrittenPage {
  /** Tells one text from another. */
  readonly tag: string;
  readonly html: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
}

export interface SheetPages {
  page(sheet: OpenSheet, language: Language): Promise<WrittenPage | undefined>;
  /** Sees to it that the page is kept, for who opens it first. Never rejects. */
  prepare(sheet: OpenSheet, language: Language): Promise<void>;
}

export interface SheetPagesParts {
  /** Folder of the built dashboard: the frame of the page, and what tells one build from another. */
  readonly built: string;
  /** Folder of the built program that draws pages. */
  readonly program: string;
  /** Where pages are kept; written anew at each start when absent. */
  readonly kept?: string | undefined;
  readonly logger: Logger;
}

/** The sheets of the kit and of a house in both languages, and what they were a moment ago. */
const mostPages = 64;
const brotliQuality = 6;

export function createSheetPages({ built, program, kept, logger }: SheetPagesParts): SheetPages {
  const writer = createPageWriter(pathToFileURL(path.join(program, "render-page.js")).href);
  const pages = new Map<string, Promise<WrittenPage | undefined>>();
  let reading: Promise<{ readonly frame: string; readonly stamp: string }> | undefined;
  const readFrame = async () => ({
    frame: await readFile(path.join(built, "sheet.html"), "utf8"),
    stamp: await readFile(path.join(built, ".built-from"), "utf8").catch(() => ""),
  });

  /** The frame, and what tells this page from any other; `undefined` without a built dashboard. */
  async function frameFor(sheet: OpenSheet, language: Language) {
    reading ??= readFrame();
    const read = await reading.catch(() => undefined);
    if (read === undefined) return undefined;
    const tag = createHash("sha256")
      .update([read.stamp, read.frame, language, JSON.stringify(sheet)].join("\0"))
      .digest("base64url")
      .slice(0, 24);
    return { frame: read.frame, tag };
  }
  const fileOf = (tag: string) => (kept === undefined ? undefined : path.join(kept, `${tag}.html`));

  const sheetPages: SheetPages = {
    async page(sheet, language) {
      const found = await frameFor(sheet, language);
      if (found === undefined) return undefined;
      const { frame, tag } = found;
      const known = pages.get(tag);
      if (known !== undefined) return known;
      const page = pageOf(tag, () => writer.write(frame, sheet, language));
      pages.set(tag, page);
      for (const old of [...pages.keys()].slice(0, -mostPages)) pages.delete(old);
      return page;
    },
    async prepare(sheet, language) {
      const found = await frameFor(sheet, language);
      const file = found === undefined ? undefined : fileOf(found.tag);
      if (file !== undefined && !existsSync(file)) await sheetPages.page(sheet, language);
    },
  };
  return sheetPages;

  async function pageOf(tag: string, write: () => Promise<string>): Promise<WrittenPage | undefined> {
    const file = fileOf(tag);
    try {
      const before = file === undefined ? undefined : await readFile(file).catch(() => undefined);
      const html = before ?? Buffer.from(await write());
      if (before === undefined && file !== undefined) await keep(file, html).catch(() => undefined);
      return {
        tag,
        html,
        gzip: await promisify(gzip)(html),
        brotli: await promisify(brotliCompress)(html, {
          params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality },
        }),
      };
    } catch (err) {
      logger.warn({ err }, "pages: a sheet was not written ahead");
      return undefined;
    }
  }
}

/** Whole or not at all; the oldest go when there are many. */
async function keep(file: string, html: Buffer): Promise<void> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true });
  const beside = `${file}.${process.pid}`;
  await writeFile(beside, html);
  await rename(beside, file);
  const files = (await readdir(folder)).map((name) => path.join(folder, name));
  if (files.length <= mostPages) return;
  const dated = await Promise.all(files.map(async (one) => ({ one, at: (await stat(one)).mtimeMs })));
  for (const { one } of dated.sort((a, b) => b.at - a.at).slice(mostPages)) await rm(one, { force: true });
}
