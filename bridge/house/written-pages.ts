// Pages written ahead: the sheets of the shelf as they are now, drawn by the built dashboard.
import { fileURLToPath } from "node:url";
import { languages } from "#contract/words.ts";
import type { WrittenPagesDoor } from "../http/doors.ts";
import { openSheet } from "../http/open-sheet.ts";
import type { Logger } from "../logger.ts";
import { createSheetPages } from "../prerender/sheet-pages.ts";
import type { Shelf } from "../sheets/shelf.ts";

const folderOf = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

export interface WrittenPages extends WrittenPagesDoor {
  /** Writes those of all sheets that are not kept yet, one after another. Never rejects. */
  prepareAll(): Promise<void>;
}

/** @param built folder of the built dashboard. */
export function openWrittenPages(sheets: Shelf, built: string, logger: Logger): WrittenPages {
  const pages = createSheetPages({
    built,
    program: folderOf("dashboard/dist-server"),
    kept: folderOf("node_modules/.cache/labo-pages"),
    logger,
  });
  return {
    async sheet(id, language) {
      await sheets.refresh();
      const sheet = sheets.sheets.find((one) => one.id === id);
      return sheet === undefined ? undefined : pages.page(openSheet(sheets, sheet), language);
    },
    async prepareAll() {
      for (const sheet of [...sheets.sheets])
        for (const language of languages) await pages.prepare(openSheet(sheets, sheet), language);
    },
  };
}
